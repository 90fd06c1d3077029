import Dispatch
import Foundation
import Glibc
import Synchronization

/// A program that the bench started and ends. Its output goes to a file.
final class Child {
  /// Seconds a program gets to end by itself.
  private static let patience = 10.0
  /// What must not outlive the bench.
  private static let running = Mutex<Set<pid_t>>([])

  let pid: pid_t
  private let log: String

  init(_ program: String, _ arguments: [String], environment: [String: String] = [:], log: String) throws {
    self.log = log
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)

    // The bench itself has signals in hand; its children begin with none.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let all = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    pid = try Self.withStrings([program] + arguments) { argv in
      try Self.withStrings(all.map { "\($0)=\($1)" }) { envp in
        var pid = pid_t()
        let failure = posix_spawn(&pid, program, &actions, &attributes, argv, envp)
        guard failure == 0 else { throw BenchFailure("\(program): \(String(cString: strerror(failure)))") }
        return pid
      }
    }
    _ = Self.running.withLock { $0.insert(pid) }
  }

  /// Lends the strings as C wants them, with `nil` after the last.
  private static func withStrings<T>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) throws -> T
  ) throws -> T {
    let copies = strings.map { strdup($0) } + [nil]
    defer { copies.forEach { free($0) } }
    return try copies.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { throw BenchFailure("no memory") }
      return try body(start)
    }
  }

  /// Runs a program to its end and returns what it printed.
  ///
  /// - Parameter limit: seconds it may take.
  static func output(
    of program: String, _ arguments: [String], environment: [String: String] = [:], log: String, limit: Double
  ) throws -> String {
    let child = try Child(program, arguments, environment: environment, log: log)
    guard let status = try child.ended(within: limit) else {
      child.kill()
      throw BenchFailure("\(program) \(arguments.joined(separator: " ")) took more than \(Int(limit)) s")
    }
    guard status == 0 else { throw BenchFailure("\(program): \(child.lastWords)") }
    return try String(contentsOfFile: log, encoding: .utf8)
  }

  /// Asks it to end and waits for that.
  func stop() throws {
    Glibc.kill(pid, SIGTERM)
    guard let status = try ended(within: Self.patience) else {
      kill()
      throw BenchFailure("process \(pid) did not end on SIGTERM: \(lastWords)")
    }
    guard status == 0 else { throw BenchFailure("process \(pid) ended in failure \(status): \(lastWords)") }
  }

  /// Ends a program that is not expected to end well.
  func end() {
    Glibc.kill(pid, SIGTERM)
    if (try? ended(within: Self.patience)) == nil { kill() }
  }

  /// The status it ended with, `nil` while it runs.
  func ended(within seconds: Double) throws -> Int32? {
    let deadline = nanoseconds() + UInt64(seconds * 1e9)
    var status: Int32 = 0
    while true {
      let result = waitpid(pid, &status, WNOHANG)
      guard result >= 0 else { throw BenchFailure("process \(pid) is none of the bench") }
      if result == pid {
        _ = Self.running.withLock { $0.remove(pid) }
        return status
      }
      if nanoseconds() >= deadline { return nil }
      usleep(2000)
    }
  }

  private func kill() {
    Glibc.kill(pid, SIGKILL)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    _ = Self.running.withLock { $0.remove(pid) }
  }

  var lastWords: String {
    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").suffix(5).joined(separator: "\n")
  }

  // MARK: - The end

  static func endAll() {
    for pid in running.withLock({ $0 }) { Glibc.kill(pid, SIGKILL) }
  }

  /// Ctrl-C and SIGTERM end the children and then the bench, for as long as the result is held.
  static func endAllOnInterruption() -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        endAll()
        exit(128 + number)
      }
      source.resume()
      return source
    }
  }
}
