import Daemon
import Foundation
import Testing

/// Which file of quirks goes with a configuration; `--check` reads it as a start does.
@Suite struct QuirkFileTests {
  @Test func `Quirks stand beside the configuration, or nowhere`() throws {
    #expect(try code(quirks: nil, hardware: "") == .ok)
    #expect(try code(quirks: "[[quirks]]\nmatch = \"1eab\"\nrole = \"scanner\"\n", hardware: "") == .ok)
    #expect(try code(quirks: "[[quirks]]\nmatch = \"1eab\"\nrole = \"modem\"\n", hardware: "") == .badConfiguration)
  }

  @Test func `A file of quirks that is named is looked for beside the configuration and must be there`() throws {
    #expect(try code(quirks: nil, hardware: "quirks = \"models.toml\"") == .badConfiguration)
    #expect(try code(quirks: nil, hardware: "quirks = \"luot.toml\"") == .badConfiguration)
    #expect(try code(quirks: "", hardware: "quirks = \"quirks.toml\"") == .ok)
    #expect(try code(quirks: "match = 1", hardware: "quirks = \"/dev/null\"") == .ok)
  }

  private func code(quirks: String?, hardware: String) throws -> ExitCode {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("luot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let sample = try String(contentsOf: root.appendingPathComponent("Config/luot.toml"), encoding: .utf8)
    let path = folder.appendingPathComponent("luot.toml")
    try sample.replacingOccurrences(of: "[hardware]\n", with: "[hardware]\n\(hardware)\n")
      .write(to: path, atomically: true, encoding: .utf8)
    try quirks?.write(to: folder.appendingPathComponent("quirks.toml"), atomically: true, encoding: .utf8)
    return DaemonCheck.run(config: path.path)
  }
}
