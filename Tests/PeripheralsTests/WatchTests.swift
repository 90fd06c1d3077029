import Foundation
import Testing

extension MockedDeviceTests {
  @Suite struct WatchTests {
    @Test func `luot devices --watch tells of an arrival and a loss at a running daemon`() throws {
      let bed = try Bed()
      let folder = try temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let daemon = try Program(
        "luotd", ["--demo", "--config", try config(in: folder), "--state", folder + "/state"], reading: \.errors)
      try daemon.readLine(with: "Ready")

      // The command is no part of the mocked machine: it asks the daemon.
      let watch = try Program(
        "luot", ["devices", "--watch", "--socket", folder + "/state/luot.sock"], isMocked: false, reading: \.output)
      try watch.readLine(with: "Không có thiết bị")
      let printer = Port("1-1")
      try bed.plug(
        printer.device("04b8:0e15", number: 5, product: "TM-T20II", serial: "J5") + printer.interface(0, class: "07"))
      try watch.readLine(with: "cắm vào  máy in  TM-T20II")
      bed.unplug(printer.path)
      try watch.readLine(with: "rút ra  máy in  TM-T20II")

      daemon.end()
      #expect(daemon.status == 0)
    }

    private func temporaryFolder() throws -> String {
      let folder = NSTemporaryDirectory() + "/luot-\(UUID().uuidString.prefix(8))"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      return folder
    }

    /// The shipped sample on a port of the system's choice.
    private func config(in folder: String) throws -> String {
      let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      let sample = try String(contentsOf: root.appendingPathComponent("Config/luot.toml"), encoding: .utf8)
      let path = folder + "/luot.toml"
      try sample.replacingOccurrences(of: "# staff = \"127.0.0.1:8200\"", with: "staff = \"127.0.0.1:0\"")
        .write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }
  }
}

/// A program of this build, whose words are waited for.
private final class Program {
  private let process = Process()
  let output = Pipe()
  let errors = Pipe()
  private let source: FileHandle
  private var unread = Data()
  /// Milliseconds without a word after which nothing more is expected.
  private static let patience: CInt = 30_000

  init(
    _ name: String, _ arguments: [String], isMocked: Bool = true, reading source: KeyPath<Program, Pipe>
  ) throws {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/", !FileManager.default.isExecutableFile(atPath: folder.path + "/" + name) {
      folder.deleteLastPathComponent()
    }
    process.executableURL = folder.appendingPathComponent(name)
    process.arguments = arguments
    if !isMocked {
      process.environment = ProcessInfo.processInfo.environment.filter {
        $0.key != "LD_PRELOAD" && !$0.key.hasPrefix("UMOCKDEV")
      }
    }
    process.standardInput = FileHandle.nullDevice
    self.source = (source == \Program.output ? output : errors).fileHandleForReading
    process.standardOutput = source == \Program.output ? output : FileHandle.nullDevice
    process.standardError = source == \Program.errors ? errors : FileHandle.nullDevice
    try process.run()
    try (source == \Program.output ? output : errors).fileHandleForWriting.close()
  }

  /// Reads on until a line has these words; fails when the program ends, or falls silent, without them.
  func readLine(with words: String) throws {
    var seen = ""
    while true {
      while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: unread[..<end], as: UTF8.self)
        unread.removeSubrange(...end)
        if line.contains(words) { return }
        seen += line + "\n"
      }
      var state = pollfd(fd: source.fileDescriptor, events: Int16(POLLIN), revents: 0)
      let more = poll(&state, 1, Self.patience) > 0 ? source.availableData : Data()
      guard !more.isEmpty else { throw BedError("“\(words)” was never said, but:\n\(seen)") }
      unread.append(more)
    }
  }

  func end() {
    process.terminate()
    process.waitUntilExit()
  }

  var status: Int32 { process.terminationStatus }

  deinit {
    if process.isRunning { end() }
  }
}
