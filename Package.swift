// swift-tools-version: 6.2
import PackageDescription

// One section a layer, lowest first. Tests/ArchitectureTests holds what each target may import;
// README.md says in a paragraph what each is for.

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")

func target(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// - Parameter exclude: folders of the target that tests read where they lie.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource]? = nil
) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "luot",
  products: [
    .executable(name: "luotd", targets: ["luotd"]),
    .executable(name: "luot", targets: ["luot"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
  ],
  targets: [
    // C libraries
    .systemLibrary(name: "CUdev", pkgConfig: "libudev", providers: [.apt(["libudev-dev"])]),
    .systemLibrary(name: "CPangoCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CDRM", pkgConfig: "libdrm", providers: [.apt(["libdrm-dev"])]),
    .systemLibrary(name: "CInput", pkgConfig: "libinput", providers: [.apt(["libinput-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CEvdev"),
    .systemLibrary(name: "CPCSCLite", pkgConfig: "libpcsclite", providers: [.apt(["libpcsclite-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),

    // Pure: values and rules; no clock, no file, no dependency
    target("Queueing"),
    target("Records", ["Queueing"]),
    target("Scenes", ["Queueing"]),
    target("Simulation", ["Queueing", "Records"]),
    target("EscPos"),

    // Mechanism: one outside dependency each
    target("Settings", [toml]),
    target("Storage", ["Queueing", "Records", grdb, crypto]),
    target("SystemIO", ["CLinux", logging]),
    target("Peripherals", ["SystemIO", "EscPos", "CUdev", "CEvdev", "CPCSCLite", logging]),
    target("PrinterEmulation", ["EscPos", "Peripherals", "Simulation", "SystemIO"]),
    target("Drawing", ["Scenes", "CPangoCairo", "CQREncode"]),
    target("Screens", ["Scenes", "Drawing", "SystemIO", "CDRM", "CInput"]),
    target("Reports", ["Queueing", "Records", "Scenes", "Drawing", "CZip", "CXML2", "CXlsxWriter"]),

    // Use cases, surfaces, assembly
    target("FrontDesk", ["Queueing", "Records", "Storage", "Scenes", logging]),
    target(
      "Console",
      [
        "CCrypt", "FrontDesk", "Queueing", "Records", "Reports", "Scenes", "Storage", hummingbird, hummingbirdCore,
        hummingbirdTLS, mustache, httpTypes, nioHTTPTypes, nioCore, nioPosix, nioSSL, crypto, lifecycle, logging,
      ],
      resources: [.embedInCode("Assets")]),
    target(
      "Daemon",
      [
        "Queueing", "Records", "Reports", "Scenes", "Settings", "Storage", "SystemIO", "Peripherals", "EscPos",
        "Drawing",
        "Screens",
        "FrontDesk", "Console", lifecycle, signals, logging,
      ]),
    target("CommandText"),
    program("luotd", ["Daemon", "CommandText", arguments]),
    program(
      "luot",
      [
        "CommandText", "Daemon", "FrontDesk", "Queueing", "Records", "Reports", "Scenes", "Screens", "Simulation",
        "Storage",
        "SystemIO",
        arguments, httpClient, signals, nioCore, nioHTTP1,
      ]),
    program(
      "luot-bench",
      [
        "Daemon", "Drawing", "EscPos", "FrontDesk", "PrinterEmulation", "Queueing", "Records", "Scenes", "Simulation",
        "Storage", arguments, sqlite,
      ]),

    // Tests
    tests("QueueingTests", ["Queueing", "Simulation"]),
    tests("RecordsTests", ["Records", "Queueing", "Simulation"]),
    tests("SimulationTests", ["Simulation", "Records", "Queueing"]),
    tests("ScenesTests", ["Scenes", "Queueing"]),
    tests("SettingsTests", ["Settings"]),
    tests(
      "StorageTests", ["Storage", "FrontDesk", "Queueing", "Records", "Simulation", crypto, grdb],
      resources: [.copy("Fixtures")]),
    tests("SystemIOTests", ["SystemIO", logging]),
    .systemLibrary(
      name: "CUMockdev", path: "Tests/CUMockdev", pkgConfig: "umockdev-1.0", providers: [.apt(["libumockdev-dev"])]),
    tests("PeripheralsTests", ["Peripherals", "luotd", "luot", "CEvdev", "CUMockdev", "CLinux", logging]),
    tests(
      "PrinterTests",
      [
        "EscPos", "Peripherals", "PrinterEmulation", "SystemIO", "Daemon", "Drawing", "Scenes", "Settings",
        "FrontDesk", "Storage", "Queueing", "Simulation", logging,
      ]),
    tests("ReaderTests", ["Peripherals", "SystemIO", "CEvdev", logging]),
    tests("DrawingTests", ["Drawing", "Scenes", "Queueing", "CPangoCairo"], exclude: ["References"]),
    tests("ReportsTests", ["Reports", "Records", "Queueing"]),
    tests("ScreensTests", ["Screens", "Scenes", "Drawing", "SystemIO", "Queueing"], resources: [.copy("References")]),
    tests("FrontDeskTests", ["FrontDesk", "Storage", "Queueing", "Records", "Simulation", "Scenes", logging]),
    tests(
      "ConsoleTests",
      [
        "Console", "FrontDesk", "Storage", "Queueing", "Records", "Reports", "Scenes", hummingbirdTesting, hummingbird,
        httpTypes, nioCore,
        lifecycle, logging,
      ],
      resources: [.copy("Fixtures")]),
    tests(
      "DaemonTests",
      [
        "Daemon", "luotd", "FrontDesk", "PrinterEmulation", "Reports", "Storage", "Queueing", "Scenes", "Settings",
        "Simulation", "CLinux", grdb,
        httpClient, logging, nioCore, nioHTTP1,
      ]),
    tests("ArchitectureTests", ["Daemon"]),
    tests(
      "LuotTests",
      [
        "luot", "CommandText", "Daemon", "FrontDesk", "Queueing", "Records", "Scenes", "Storage", arguments, nioCore,
        nioPosix,
      ]),
  ],
  swiftLanguageModes: [.v6]
)
