import CLinux
import Dispatch
import Foundation
import Glibc
import Testing

/// Everything that starts real daemons, one test after the other: each waits for processes and would hold a thread
/// that another needs.
@Suite(.serialized) struct RealDaemonTests {}

/// A real `luotd` in a process of its own, on a state folder of its own.
final class DaemonProcess {
  /// Far more than anything here takes: only a daemon that hangs meets it, and then the test goes on and fails.
  static let patience = Duration.seconds(120)

  let state: String
  private let process = Process()
  private let ended = DispatchGroup()
  private let notifications: NotifySocket
  private let errorFile: String

  /// Starts the daemon; `waitUntilReady` tells when it serves.
  ///
  /// - Parameter launcher: a program with its arguments that runs the daemon in its own place, as `setpriv` does.
  init(
    state: String, config: String = Fixture.config, arguments: [String] = [], launcher: [String] = []
  ) throws {
    self.state = state
    notifications = try NotifySocket()
    // A file and not a pipe: nobody reads it while the daemon runs, and a full pipe would hold it up.
    errorFile = Fixture.temporaryFolder() + "/errors"
    try Data().write(to: URL(fileURLWithPath: errorFile))
    let command = launcher + [Fixture.program("luotd"), "--config", config, "--state", state, "--demo"] + arguments
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    var environment = ProcessInfo.processInfo.environment
    environment["NOTIFY_SOCKET"] = notifications.path
    environment["JOURNAL_STREAM"] = nil
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: errorFile)
    ended.enter()
    process.terminationHandler = { [ended] _ in ended.leave() }
    do {
      try process.run()
    } catch {
      ended.leave()
      throw error
    }
  }

  var socket: String { state + "/luot.sock" }

  /// Waits for READY=1, or throws with what the daemon said when it ends before or hangs.
  func waitUntilReady() throws {
    let deadline = ContinuousClock.now + Self.patience
    while ContinuousClock.now < deadline {
      if let message = notifications.next() {
        if message.contains("READY=1") { return }
      } else if !process.isRunning {
        throw DaemonDied(status: try exitCode(), said: errors())
      }
    }
    kill()
    throw DaemonHangs(what: "did not get ready", said: errors())
  }

  /// Ends at once, as a power cut would.
  func kill() {
    send(SIGKILL)
    ended.wait()
  }

  func terminate() {
    send(SIGTERM)
  }

  func send(_ signal: CInt) {
    Glibc.kill(process.processIdentifier, signal)
  }

  var processIdentifier: Int32 { process.processIdentifier }

  var isRunning: Bool { process.isRunning }

  /// Waits for the end and returns the exit code, or throws with what the daemon said when it hangs.
  @discardableResult
  func exitCode() throws -> Int32 {
    guard ended.wait(timeout: .now() + .seconds(Int(Self.patience.components.seconds))) == .success else {
      kill()
      throw DaemonHangs(what: "did not end", said: errors())
    }
    return process.terminationStatus
  }

  /// What it has written on standard error so far.
  func errors() -> String {
    (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? ""
  }

  deinit {
    if process.isRunning { kill() }
  }
}

struct DaemonDied: Error, CustomStringConvertible {
  let status: Int32
  let said: String
  var description: String { "luotd ended with \(status): \(said)" }
}

struct DaemonHangs: Error, CustomStringConvertible {
  let what: String
  let said: String
  var description: String { "luotd \(what) within \(DaemonProcess.patience) and was killed: \(said)" }
}

/// The service manager's end of sd_notify.
final class NotifySocket {
  let path: String
  private let descriptor: CInt

  init() throws {
    path = Fixture.temporaryFolder() + "/notify"
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { target in
      target.copyBytes(from: path.utf8)
    }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// The next message; `nil` after a moment without one, so that a death, which sends none, is noticed too.
  func next() -> String? {
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard Glibc.poll(&poll, 1, 50) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  deinit {
    close(descriptor)
  }
}

enum Fixture {
  /// A program of this build, beside the test bundle.
  static func program(_ name: String) -> String {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    return name
  }

  /// Runs `luot` to its end; what it printed.
  static func luot(_ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program("luot"))
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (Pipe(), temporaryFolder() + "/errors")
    try Data().write(to: URL(fileURLWithPath: errors))
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let complaint = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
    try #require(process.terminationStatus == 0, "luot \(arguments): \(complaint)")
    return said
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The lowest port that anybody may open here.
  static let firstFreePort =
    (try? String(contentsOfFile: "/proc/sys/net/ipv4/ip_unprivileged_port_start", encoding: .utf8))
    .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? 1024

  static func temporaryFolder() -> String {
    var template = Array((NSTemporaryDirectory() + "/luot-XXXXXX").utf8CString)
    return String(cString: mkdtemp(&template))
  }

  /// The shipped sample, listening on a port the system chooses.
  static let config = (try? writeConfig()) ?? "Config/luot.toml"

  /// The sample with other words in place of some of its lines.
  static func configText(_ sample: String, staff: String = "127.0.0.1:0") -> String {
    sample.replacingOccurrences(of: "# staff = \"127.0.0.1:8200\"", with: "staff = \"\(staff)\"")
      // The screens of the machine that runs the tests belong to its people.
      .replacingOccurrences(of: "shows = ", with: "output = \"none\"\nshows = ")
      .replacingOccurrences(of: "# start = \"00:00\"", with: dayStart)
  }

  /// Late in the evening the service day goes on over midnight, so that it ends under no test; else as is usual.
  private static var dayStart: String {
    // Việt Nam has one time all year; the machine that runs the tests may go by another.
    let hour = (Int(Date().timeIntervalSince1970) / 3600 + 7) % 24
    return hour >= 22 ? "start = \"20:00\"" : "# start = \"00:00\""
  }

  static func writeConfig(staff: String = "127.0.0.1:0", _ change: (String) -> String = { $0 }) throws -> String {
    let sample = try String(contentsOf: root.appendingPathComponent("Config/luot.toml"), encoding: .utf8)
    let path = temporaryFolder() + "/luot.toml"
    try change(configText(sample, staff: staff)).write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
}
