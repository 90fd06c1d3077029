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

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")

func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "luot",
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // C libraries
    .systemLibrary(name: "CUdev", pkgConfig: "libudev", providers: [.apt(["libudev-dev"])]),
    .systemLibrary(name: "CPangoCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CLinux"),

    // Pure: values and rules; no clock, no file, no dependency
    target("Queueing"),
    target("Records", ["Queueing"]),
    target("Scenes", ["Queueing"]),
    target("Simulation", ["Queueing", "Records"]),

    // Mechanism: one outside dependency each
    target("Settings", [toml]),
    target("SystemIO", ["CLinux", logging]),
    target("Peripherals", ["SystemIO", "CUdev", logging]),
    target("Drawing", ["Scenes", "CPangoCairo", "CQREncode"]),
    target("Screens", ["Scenes"]),

    // Use cases, surfaces, assembly

    // Tests
    tests("QueueingTests", ["Queueing", "Simulation"]),
    tests("RecordsTests", ["Records", "Queueing", "Simulation"]),
    tests("SimulationTests", ["Simulation", "Records", "Queueing"]),
    tests("ScenesTests", ["Scenes", "Queueing"]),
    tests("SettingsTests", ["Settings"]),
    tests("SystemIOTests", ["SystemIO", "CLinux", logging]),
    .systemLibrary(
      name: "CUMockdev", path: "Tests/CUMockdev", pkgConfig: "umockdev-1.0", providers: [.apt(["libumockdev-dev"])]),
    tests("PeripheralsTests", ["Peripherals", "SystemIO", "CUMockdev", logging]),
    tests("DrawingTests", ["Drawing", "Scenes", "Queueing"]),
    tests("ScreensTests", ["Screens", "Scenes", "Queueing"], resources: [.copy("References")]),
  ],
  swiftLanguageModes: [.v6]
)
