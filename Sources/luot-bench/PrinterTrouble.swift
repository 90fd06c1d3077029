import Foundation
import FrontDesk
import PrinterEmulation

/// How long after something happens to a printer in use health says so, and how long after it is mended: the kiosk and
/// every other surface read the same state.
func measurePrinterTrouble(_ site: Site, _ report: inout Report) throws {
  tell("A printer that fails and is mended")
  let emulator = try PrinterEmulator(.network)
  defer { emulator.end() }
  let daemon = try RunningDaemon(
    site, state: site.emptyState("printer"), configuration: try site.configuration(printerAt: emulator.address))
  let connection = try Connection(daemon.unix)
  let health = Connection.request("GET", "/api/v1/health")

  /// Milliseconds until health says of the printer what it should.
  func time(_ status: HealthCheck.Status, after change: () throws -> Void) throws -> Double {
    let start = nanoseconds()
    try change()
    while true {
      try connection.exchange(health, expecting: 200)
      let answer = try JSONDecoder().decode(HealthAnswer.self, from: Data(connection.body.utf8))
      if answer.checks["printer"]?.status == status { return Double(nanoseconds() - start) / 1e6 }
      guard nanoseconds() < start + 10_000_000_000 else { throw BenchFailure("never \(status): \(connection.body)") }
      usleep(5000)
    }
  }

  _ = try time(.ok) {}
  // A printer in use is looked at more often than one that rests.
  try connection.exchange(Connection.request("POST", "/api/v1/tickets", body: #"{"service": "vneid"}"#), expecting: 201)
  let troubles: [(String, () throws -> Void, () throws -> Void)] = [
    ("out of paper", { emulator.change { $0.paper = .out } }, emulator.mend),
    ("cover open", { emulator.change { $0.isCoverOpen = true } }, emulator.mend),
    ("without an answer", { emulator.change { $0.isStalled = true } }, emulator.mend),
    ("without power", emulator.unplug, emulator.plugIn),
  ]
  for (name, begin, end) in troubles {
    var (told, cleared) = (0.0, 0.0)
    for _ in 0..<8 {
      told = max(told, try time(.degraded, after: begin))
      cleared = max(cleared, try time(.ok, after: end))
    }
    report.add("printer \(name) to health, slowest of 8", told, atMost: 1000, .milliseconds)
    report.add("and mended, slowest of 8", cleared, atMost: 1000, .milliseconds)
  }
  try daemon.stop()
}
