import Foundation
import Testing

/// What systemd's own programs say of the files in `systemd/`; Debian 12 has none that judges udev's rules.
@Suite struct SystemdTests {
  /// What a program said and how it ended.
  private struct Verdict {
    let status: Int32
    let text: String
  }

  private func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Verdict {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return Verdict(status: process.terminationStatus, text: text)
  }

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("luot-systemd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// Judges the unit with its drop-in, as if the program were installed.
  private func verdict(in folder: URL, adding line: String = "") throws -> Verdict {
    let unit = try SourceTree.file("systemd/luotd.service").text.replacing("/usr/bin/luotd", with: "/bin/true")
    let place = folder.appendingPathComponent("luotd.service")
    try Data((unit + line).utf8).write(to: place)
    let dropIns = folder.appendingPathComponent("luotd.service.d")
    try FileManager.default.createDirectory(at: dropIns, withIntermediateDirectories: true)
    // With the line that an administrator takes the mark off.
    let dropIn = try SourceTree.file("systemd/luotd.service.d/network-printer.conf").text.replacing(
      "\n#IP", with: "\nIP")
    try Data(dropIn.utf8).write(to: dropIns.appendingPathComponent("network-printer.conf"))
    // Of the machine's own units nothing is held against these.
    let verdict = try run(
      "systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", place.path],
      environment: ["SYSTEMD_UNIT_PATH": "\(folder.path):"])
    let ours = verdict.text.split(separator: "\n").filter { $0.contains("luotd") || $0.contains("network-printer") }
    return Verdict(status: verdict.status, text: ours.joined(separator: "\n"))
  }

  @Test func `systemd understands every line of the unit and of its drop-in`() throws {
    try inFolder { folder in
      let verdict = try verdict(in: folder)
      #expect(verdict.status == 0 && verdict.text.isEmpty, "\(verdict.text)")
    }
  }

  @Test func `A line of the unit that systemd would pass over is found`() throws {
    try inFolder { folder in
      let verdict = try verdict(in: folder, adding: "\nRestrt=always\n")
      #expect(verdict.text.contains("Restrt"))
    }
  }

  @Test func `The user, the group and the folders are made as the unit needs them`() throws {
    let files = try (
      users: SourceTree.file("systemd/sysusers.d/luot.conf"), folders: SourceTree.file("systemd/tmpfiles.d/luot.conf")
    )
    try inFolder { folder in
      let root = folder.appendingPathComponent("root")
      try FileManager.default.createDirectory(
        at: root.appendingPathComponent("etc"), withIntermediateDirectories: true)
      for (name, program, file, options) in [
        ("users.conf", "systemd-sysusers", files.users, [String]()),
        ("folders.conf", "systemd-tmpfiles", files.folders, ["--create"]),
      ] {
        let place = folder.appendingPathComponent(name)
        try Data(file.text.utf8).write(to: place)
        let verdict = try run(program, ["--root=\(root.path)"] + options + [place.path])
        #expect(verdict.status == 0, "\(verdict.text)")
      }
      let users = try String(contentsOf: root.appendingPathComponent("etc/passwd"), encoding: .utf8)
      let user = try #require(users.split(separator: "\n").first { $0.hasPrefix("luot:") }?.split(separator: ":"))
      #expect(user.last == "/usr/sbin/nologin")
      for path in ["var/lib/luot", "var/lib/luot/backup"] {
        let facts = try FileManager.default.attributesOfItem(atPath: root.appendingPathComponent(path).path)
        #expect(facts[.posixPermissions] as? Int == 0o750)
        #expect((facts[.ownerAccountID] as? Int).map(String.init) == String(user[2]))
      }
    }
  }
}
