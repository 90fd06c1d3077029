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

func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "luot",
  targets: [
    // Pure: values and rules; no clock, no file, no dependency
    target("Queueing"),
    target("Records", ["Queueing"]),
    target("Simulation", ["Queueing", "Records"]),

    // Tests
    tests("QueueingTests", ["Queueing", "Simulation"]),
    tests("RecordsTests", ["Records", "Queueing", "Simulation"]),
    tests("SimulationTests", ["Simulation", "Records", "Queueing"]),
  ],
  swiftLanguageModes: [.v6]
)
