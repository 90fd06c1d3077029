import Foundation
import Glibc

/// How long after udev's event the inventory that the daemon answers with has changed: a mocked printer is plugged in
/// and out.
func measureDevices(_ site: Site, _ report: inout Report) throws {
  tell("Devices plugged in and out")
  let bed = try MockedMachine(site)
  let daemon = try RunningDaemon(site, state: site.emptyState("devices"), environment: bed.environment)
  let connection = try Connection(daemon.unix)
  let devices = Connection.request("GET", "/api/v1/devices")
  var arrivals = Samples()
  var losses = Samples()
  var questions = Samples()
  for _ in 0..<30 {
    for isArrival in [true, false] {
      let told = try bed.tell(isArrival ? SIGUSR1 : SIGUSR2)
      repeat {
        guard nanoseconds() < told + 10_000_000_000 else { throw BenchFailure("never in: \(connection.body)") }
        try questions.add { try connection.exchange(devices, expecting: 200) }
      } while connection.body.contains(#""devices":[]"#) == isArrival
      if isArrival {
        arrivals.add(nanoseconds: nanoseconds() - told)
      } else {
        losses.add(nanoseconds: nanoseconds() - told)
      }
    }
  }
  try daemon.stop()
  try bed.stop()
  report.add("device plugged in to inventory, asked through HTTP, p50", arrivals.p50, atMost: 20, .milliseconds)
  report.note("device plugged in, p99", arrivals.p99, .milliseconds)
  report.add("device pulled out to inventory, asked through HTTP, p50", losses.p50, atMost: 20, .milliseconds)
  report.note("device pulled out, p99", losses.p99, .milliseconds)
  report.note("GET /api/v1/devices, Unix socket, p50", questions.p50, .milliseconds)
}

/// The mocked machine of `mockbed`, which Bench/run has compiled.
struct MockedMachine {
  /// What makes a program live in it.
  let environment: [String: String]
  /// Where the memory of its screen lies.
  let framebuffer: String
  private let child: Child
  private let log: String

  /// - Parameter touches: the terminal whose other end plays a touch screen, which `tell(SIGHUP)` plugs in.
  init(_ site: Site, touches terminal: String? = nil) throws {
    log = site.path("mockbed.log")
    child = try Child("/usr/bin/umockdev-wrapper", [site.path("mockbed")] + (terminal.map { [$0] } ?? []), log: log)
    let root = try Self.line(0, of: child, in: log)
    framebuffer = root + "/dev/fb0"
    environment = ["UMOCKDEV_DIR": root, "LD_PRELOAD": "libumockdev-preload.so.0"]
  }

  /// Plugs the printer in or out; the answer is when, by `nanoseconds()`.
  func tell(_ signal: CInt) throws -> UInt64 {
    let lines = try Self.lines(in: log).count
    kill(child.pid, signal)
    let line = try Self.line(lines, of: child, in: log)
    guard let time = UInt64(line) else { throw BenchFailure("mockbed says: \(line)") }
    return time
  }

  func stop() throws {
    try child.stop()
  }

  private static func line(_ index: Int, of child: Child, in log: String) throws -> String {
    let deadline = nanoseconds() + 10_000_000_000
    while nanoseconds() < deadline {
      let lines = try lines(in: log)
      if lines.count > index { return lines[index] }
      if try child.ended(within: 0) != nil { break }
    }
    throw BenchFailure("mockbed: \(child.lastWords)")
  }

  /// The lines that are whole.
  private static func lines(in log: String) throws -> [String] {
    try String(contentsOfFile: log, encoding: .utf8).components(separatedBy: "\n").dropLast()
  }
}
