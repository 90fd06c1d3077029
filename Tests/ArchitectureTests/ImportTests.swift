import Testing

/// What the compiler does not hold: SwiftPM lets a target import whatever its dependencies depend on.
@Suite struct ImportTests {
  @Test func `Each target imports only what the table allows`() throws {
    try expectNone(findings(in: SourceTree.swift))
  }

  @Test func `The table knows an import it does not allow`() throws {
    let files = [
      SourceFile(path: "Sources/Queueing/A.swift", text: "// import Foundation\n\npackage import Foundation"),
      SourceFile(path: "Sources/Console/B.swift", text: "@preconcurrency import struct GRDB.Row"),
      SourceFile(path: "Sources/Records/C.swift", text: "import Storage"),
      SourceFile(path: "Sources/Novelty/D.swift", text: "import Queueing"),
      SourceFile(path: "Tests/StorageTests/E.swift", text: "import GRDB\n@testable import Storage\nimport Testing"),
    ]
    #expect(
      try findings(in: files).map(\.description) == [
        "Sources/Queueing/A.swift:3: Queueing may not import Foundation",
        "Sources/Console/B.swift:1: Console may not import GRDB",
        "Sources/Records/C.swift:1: Records may not import Storage",
        "Sources/Novelty/D.swift:1: Novelty may not import Queueing",
      ])
  }

  @Test func `The table and the manifest name the same targets`() throws {
    let manifest = try Manifest(SourceTree.file("Package.swift"))
    #expect(
      Set(manifest.targets.filter { [.module, .program].contains($0.kind) }.map(\.name)) == Set(ImportTable.inside.keys)
    )
    let cLibraries = manifest.targets.filter { $0.kind == .cLibrary }.map(\.name)
    #expect(Set(cLibraries).isSubset(of: ImportTable.outside.keys))
    for library in cLibraries {
      let users = ImportTable.outside[library, default: []].filter { !$0.hasSuffix("Tests") }
      #expect(users.count <= 1, "\(library) has one target above it, not \(users.sorted())")
    }
  }

  @Test func `Each target declares what it imports and imports what it declares`() throws {
    let manifest = try Manifest(SourceTree.file("Package.swift"))
    try expectNone(findings(in: manifest, SourceTree.swift))
  }

  @Test func `The manifest is seen to declare too much and too little`() throws {
    let manifest = try Manifest(
      SourceFile(
        path: "Package.swift",
        text: """
          let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
              target("Settings", [toml, "Queueing"]),
              program(
                "luotd",
                ["Daemon"]),
              tests("SettingsTests", ["Settings", "luotd"]),
          """))
    let files = [
      SourceFile(path: "Sources/Settings/A.swift", text: "import TOMLKit\nimport Foundation"),
      SourceFile(path: "Sources/luotd/B.swift", text: "import Daemon\nimport SystemIO"),
      SourceFile(path: "Tests/SettingsTests/C.swift", text: "import Settings\nimport Testing"),
    ]
    #expect(
      try findings(in: manifest, files).map(\.description) == [
        "Package.swift:2: Settings declares Queueing and does not import it",
        "Package.swift:4: luotd imports SystemIO and does not declare it",
      ])
  }

  private func findings(in files: [SourceFile]) throws -> [Finding] {
    try files.flatMap { file in
      let target = file.target ?? ""
      return try file.imports().compactMap { module, line in
        let isAllowed =
          if let owners = ImportTable.outside[module] {
            owners.contains(target)
          } else if file.isIn("Tests") {
            ImportTable.inside[module] != nil
          } else {
            ImportTable.inside[target, default: []].contains(module)
          }
        return isAllowed ? nil : Finding(path: file.path, line: line, sentence: "\(target) may not import \(module)")
      }
    }
  }

  /// What comes with Swift needs no declaration. A test target may declare a program it starts.
  private func findings(in manifest: Manifest, _ files: [SourceFile]) throws -> [Finding] {
    let withSwift: Set = ["Foundation", "Glibc", "Synchronization", "Dispatch", "Testing"]
    let programs = manifest.targets.filter { $0.kind == .program }.map(\.name)
    return try manifest.targets.filter { $0.kind != .cLibrary }.flatMap { target in
      let imported = Set(
        try files.filter { $0.target == target.name }.flatMap { try $0.imports().map(\.module) })
      let startable = target.kind == .tests ? Set(programs) : []
      let unused = target.dependencies.subtracting(imported).subtracting(startable).sorted()
      let undeclared = imported.subtracting(target.dependencies).subtracting(withSwift).sorted()
      return unused.map { "\(target.name) declares \($0) and does not import it" }.map {
        Finding(path: "Package.swift", line: target.line, sentence: $0)
      }
        + undeclared.map { "\(target.name) imports \($0) and does not declare it" }.map {
          Finding(path: "Package.swift", line: target.line, sentence: $0)
        }
    }
  }
}

/// Records every finding as a failure of its own.
func expectNone(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
  for finding in findings {
    Issue.record("\(finding)", sourceLocation: sourceLocation)
  }
}
