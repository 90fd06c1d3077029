import Foundation

/// A folder for one daemon: the shipped sample on a port of the system's choice, and its state.
final class DaemonPlace {
  private let folder: String

  /// `text` is added to the configuration; `quirks` are what is known of models, by default nothing; `output` is where
  /// the screens are to be seen.
  init(adding text: String = "", quirks: String = "", output: String = "none") throws {
    folder = NSTemporaryDirectory() + "/luot-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let sample = try String(contentsOf: root.appendingPathComponent("Config/luot.toml"), encoding: .utf8)
    // The screens of the machine that runs the tests belong to its people.
    try
      (sample.replacingOccurrences(of: "# staff = \"127.0.0.1:8200\"", with: "staff = \"127.0.0.1:0\"")
      .replacingOccurrences(of: "shows = ", with: "output = \"\(output)\"\nshows = ") + text)
      .write(toFile: folder + "/luot.toml", atomically: true, encoding: .utf8)
    try quirks.write(toFile: folder + "/quirks.toml", atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var socket: String { folder + "/state/luot.sock" }
  var slips: String { folder + "/state/slips" }

  /// A running daemon that is ready.
  func startDaemon() throws -> Program {
    let daemon = try Program(
      "luotd", ["--demo", "--config", folder + "/luot.toml", "--state", folder + "/state"], reading: \.errors)
    try daemon.readLine(with: "Ready")
    return daemon
  }

  /// What a command of `luot` prints; it is no part of the mocked machine: it asks the daemon.
  func ask(_ arguments: String...) throws -> Program {
    try Program("luot", arguments + ["--socket", socket], isMocked: false, reading: \.output)
  }

  /// Sends JSON to the daemon and gives the body of its answer.
  func post(_ path: String, _ json: String) throws -> Data {
    let connection = FileHandle(
      fileDescriptor: Glibc.socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0), closeOnDealloc: true)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socket.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isConnected = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(connection.fileDescriptor, $0, size) == 0 }
    }
    guard isConnected else { throw BedError("\(socket) does not answer: \(String(cString: strerror(errno)))") }
    let head = """
      POST \(path) HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Content-Length: \(json.utf8.count)\r
      Connection: close\r
      \r

      """
    try connection.write(contentsOf: Data((head + json).utf8))
    let answer = try connection.readToEnd() ?? Data()
    guard let end = answer.firstRange(of: Data("\r\n\r\n".utf8)), answer.starts(with: Data("HTTP/1.1 200 ".utf8))
    else { throw BedError("\(path): \(String(decoding: answer, as: UTF8.self))") }
    return answer[end.upperBound...]
  }
}

/// A program of this build, whose words are waited for.
final class Program {
  private let process = Process()
  let output = Pipe()
  let errors = Pipe()
  private let source: FileHandle
  private var unread = Data()
  /// Milliseconds without a word after which nothing more is expected.
  private static let patience: CInt = 300_000

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
  @discardableResult
  func readLine(with words: String) throws -> String {
    var seen = ""
    while true {
      while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: unread[..<end], as: UTF8.self)
        unread.removeSubrange(...end)
        if line.contains(words) { return line }
        seen += line + "\n"
      }
      var state = pollfd(fd: source.fileDescriptor, events: Int16(POLLIN), revents: 0)
      let more = poll(&state, 1, Self.patience) > 0 ? source.availableData : Data()
      guard !more.isEmpty else { throw BedError("“\(words)” was never said, but:\n\(seen)") }
      unread.append(more)
    }
  }

  /// All that is still to be said.
  func readAll() throws -> Data {
    defer { unread = Data() }
    return try unread + (source.readToEnd() ?? Data())
  }

  func hasOpen(_ path: String) -> Bool {
    let folder = "/proc/\(pid)/fd"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.contains { (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) == path }
  }

  func end() {
    process.terminate()
    process.waitUntilExit()
  }

  var status: Int32 { process.terminationStatus }
  var pid: pid_t { process.processIdentifier }

  deinit {
    if process.isRunning { end() }
  }
}
