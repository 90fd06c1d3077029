import Daemon
import Testing

/// Files that are not Swift and must agree with what is.
@Suite struct ShippedFileTests {
  @Test func `systemd starts nothing again that only a person can mend`() throws {
    let unit = try SourceTree.file("systemd/luotd.service")
    let final: [ExitCode] = [.usage, .badData, .noPermission, .badConfiguration]
    let listed = values(of: "RestartPreventExitStatus", in: unit).flatMap { $0.split(separator: " ") }
    #expect(listed.compactMap { Int32($0) } == final.map(\.rawValue))
    #expect(values(of: "Type", in: unit) == ["notify"])
  }

  @Test func `A setting of a unit is read from its line`() {
    let unit = SourceFile(path: "A.service", text: "# Type=oneshot\nType=notify\nTypes=2\nType=idle")
    #expect(values(of: "Type", in: unit) == ["notify", "idle"])
  }

  @Test func `Every Debian package is listed once, in a known section, with its reason`() throws {
    expectNone(faults(inPackages: try SourceTree.file("Config/debian-packages.txt")))
  }

  @Test func `A package without reason or section, or listed twice, is found`() {
    let sample = SourceFile(
      path: "packages.txt",
      text: "# what for\nfirst  # a\n[run]\nmake   # b\ncurl\n\n[tests]\ngit  #\n[build]\nmake   # c")
    #expect(
      faults(inPackages: sample).map(\.description) == [
        "packages.txt:2: first stands in no section",
        "packages.txt:5: curl has no reason",
        "packages.txt:7: [tests] is no section",
        "packages.txt:8: git has no reason",
        "packages.txt:10: make is listed twice",
      ])
  }

  @Test func `README.md has one paragraph for each target`() throws {
    expectNone(faults(inReadme: try SourceTree.file("README.md"), of: try Manifest(SourceTree.file("Package.swift"))))
  }

  @Test func `A target without its paragraph, and a paragraph without its target, are found`() throws {
    let manifest = try Manifest(
      SourceFile(
        path: "Package.swift",
        text: """
          .systemLibrary(name: "CUdev", pkgConfig: "libudev"),
          target("Queueing"),
          target("Records", ["Queueing"]),
          tests("QueueingTests", ["Queueing"]),
          """))
    let readme = SourceFile(path: "README.md", text: "**`Queueing`** – rules.\n**`CUdev`**, **`Gone`** – C.")
    #expect(
      faults(inReadme: readme, of: manifest).map(\.description) == [
        "Package.swift:3: README.md has no paragraph for Records", "README.md:2: there is no target Gone",
      ])
  }

  @Test func `README.md calls only commands that make has`() throws {
    let makefile = try SourceTree.file("Makefile")
    let goals = Set(makefile.text.matches(of: #/(?m)^([a-z]+):.*## /#).map { String($0.1) })
    let readme = try SourceTree.file("README.md")
    #expect(goals.isSuperset(of: ["run", "test", "bench", "soak", "lint", "clean"]))
    for (index, line) in readme.lines.enumerated() {
      for goal in line.matches(of: #/(?:`|^\s*)make ([a-z]+)/#).map({ String($0.1) }) where !goals.contains(goal) {
        expectNone([Finding(path: readme.path, line: index + 1, sentence: "make has no \(goal)")])
      }
    }
  }

  private func values(of key: String, in unit: SourceFile) -> [String] {
    unit.lines.filter { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
  }

  private func faults(inPackages file: SourceFile) -> [Finding] {
    var section: Substring?
    var seen: Set<Substring> = []
    return file.lines.enumerated().compactMap { index, line in
      let parts = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first?.split(separator: " ").first else { return nil }
      let sentence: String? =
        if name.hasPrefix("[") {
          ["[run]", "[build]", "[test]", "[bench]"].contains(name) ? nil : "\(name) is no section"
        } else if section == nil {
          "\(name) stands in no section"
        } else if parts.count < 2 || parts[1].allSatisfy(\.isWhitespace) {
          "\(name) has no reason"
        } else {
          seen.insert(name).inserted ? nil : "\(name) is listed twice"
        }
      if name.hasPrefix("[") { section = name }
      return sentence.map { Finding(path: file.path, line: index + 1, sentence: $0) }
    }
  }

  /// A paragraph begins with the bold names of the targets it is about.
  private func faults(inReadme readme: SourceFile, of manifest: Manifest) -> [Finding] {
    let targets = manifest.targets.filter { $0.kind != .tests }
    var described: [(name: String, line: Int)] = []
    for (index, line) in readme.lines.enumerated() where line.hasPrefix("**`") {
      described += line.matches(of: #/\*\*`([\w-]+)`\*\*/#).map { (String($0.1), index + 1) }
    }
    let names = Set(described.map(\.name))
    return targets.filter { !names.contains($0.name) }.map {
      Finding(path: "Package.swift", line: $0.line, sentence: "README.md has no paragraph for \($0.name)")
    }
      + described.filter { manifest.named($0.name) == nil }.map {
        Finding(path: readme.path, line: $0.line, sentence: "there is no target \($0.name)")
      }
  }
}
