import Foundation
import FrontDesk
import PrinterEmulation
import Queueing
import Simulation
import Testing

extension RealDaemonTests {
  /// A real daemon, with the times it ships with, and a printer in the network that has bad days.
  @Suite(.serialized) struct PrinterTroubleTests {
    private static let isSoak = ProcessInfo.processInfo.environment["LUOT_SOAK"] != nil

    @Test func `No number goes without its slip, and a second slip of one says so, whatever becomes of the printer`()
      async throws
    {
      let office = try PrintingDaemon()
      try await office.waitForHealth(.ok, "sẵn sàng")

      // The roll ends in mid-slip.
      office.emulator.change { $0.rowsLeft = 300 }
      try await office.take(2)
      try await office.waitForHealth(.degraded, "hết giấy")
      office.emulator.change { $0.paper = .enough }
      try await office.waitUntilPrinted()
      try await office.waitForHealth(.ok, "sẵn sàng")

      // It loses its power in mid-slip.
      office.emulator.change { ($0.rowsLeft, $0.buffer) = (200, 1000) }
      try await office.take(2)
      await office.emulator.wait { $0.current.rows == 200 }
      office.emulator.unplug()
      try await office.waitForHealth(.degraded, "Không kết nối được máy in")
      office.emulator.mend()
      try office.emulator.plugIn()
      try await office.waitUntilPrinted()
      try await office.waitForHealth(.ok, "sẵn sàng")

      // It stalls until the slip in it has been given up; citizens are answered meanwhile.
      office.emulator.change { $0.isStalled = true }
      let failures = office.failures
      try await office.take(3)
      try await office.waitForHealth(.degraded, "Máy in không")
      if Self.isSoak {
        // Here the time is what is tested.
        try await Task.sleep(for: .seconds(30))
      } else {
        try await office.waitForFailure(after: failures)
      }
      office.emulator.change { $0.isStalled = false }
      try await office.waitUntilPrinted()
      try await office.waitForHealth(.ok, "sẵn sàng")

      // It answers garbage.
      let seed = UInt64.random(in: .min ... .max)
      office.emulator.change { $0.garbage = SplitMix64(seed: seed) }
      try await office.waitForHealth(.ok, "không cho biết")
      try await office.take(2)
      try await office.waitUntilPrinted()
      office.emulator.change { $0.garbage = nil }
      try await office.waitForHealth(.ok, "sẵn sàng")

      try await office.expectEverySlipOnce("seed \(seed)")
      try office.end()
    }

    @Test func `A slip that a kill left unfinished in the printer does not swallow the next`() async throws {
      let office = try PrintingDaemon()
      try await office.waitForHealth(.ok, "sẵn sàng")
      office.emulator.change { ($0.rowsLeft, $0.buffer) = (300, 1000) }
      let cut = try await office.take(1)[0]
      await office.emulator.wait { $0.current.rows == 300 }
      office.daemon.kill()
      office.emulator.mend()

      try office.start()
      try await office.waitForHealth(.ok, "sẵn sàng")
      try await office.take(2)
      try await office.waitUntilPrinted()
      #expect(try await office.slip(cut).state == "uncertain")
      try await office.expectEverySlipOnce("")
      try office.end()
    }
  }
}

/// A daemon whose only printer is an emulated one.
private final class PrintingDaemon {
  let emulator: PrinterEmulator
  private(set) var daemon: DaemonProcess
  private let state = Fixture.temporaryFolder()
  private let config: String
  private let client: SocketClient
  private var tickets: [TicketAnswer] = []

  init() throws {
    let emulator = try PrinterEmulator(.network)
    self.emulator = emulator
    config = try Fixture.writeConfig { sample in
      sample.replacing("kind = \"virtual\"", with: "kind = \"network\"\naddress = \"\(emulator.address)\"")
    }
    daemon = try DaemonProcess(state: state, config: config)
    client = SocketClient(socket: daemon.socket)
    try daemon.waitUntilReady()
  }

  deinit {
    emulator.end()
    try? FileManager.default.removeItem(atPath: state)
  }

  func start() throws {
    daemon = try DaemonProcess(state: state, config: config)
    try daemon.waitUntilReady()
  }

  func end() throws {
    daemon.terminate()
    #expect(try daemon.exitCode() == 0, "\(daemon.errors())")
  }

  @discardableResult
  func take(_ count: Int) async throws -> [TicketAnswer] {
    var taken: [TicketAnswer] = []
    for _ in 0..<count {
      taken.append(
        try await client.post("/api/v1/tickets", #"{"service": "vneid"}"#).decoded(TicketAnswer.self))
    }
    tickets += taken
    return taken
  }

  func slip(_ ticket: TicketAnswer) async throws -> TicketAnswer.Slip {
    try await client.get("/api/v1/tickets/\(ticket.id)").decoded(TicketAnswer.self).print
  }

  // MARK: - What is waited for

  func wait(_ ticket: TicketAnswer, until isSo: (TicketAnswer.Slip) -> Bool) async throws {
    try await poll("the slip of \(ticket.number)") { try await isSo(slip(ticket)) }
  }

  /// Waits for every slip but those that a kill left uncertain.
  func waitUntilPrinted() async throws {
    for ticket in tickets { try await wait(ticket) { ["printed", "uncertain"].contains($0.state) } }
  }

  func waitForHealth(_ status: HealthCheck.Status, _ words: String) async throws {
    try await poll("health with “\(words)”") {
      let check = try await client.get("/api/v1/health").decoded(HealthAnswer.self).checks["printer"]
      return check?.status == status && check?.detail.contains(words) == true
    }
  }

  /// How many slips the log says did not come out.
  var failures: Int { daemon.errors().components(separatedBy: "Slip not printed").count - 1 }

  func waitForFailure(after count: Int) async throws {
    try await poll("a slip given up") { failures > count }
  }

  /// None of this is told of as it happens.
  private func poll(_ what: String, _ isSo: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + DaemonProcess.patience * 2
    while try await !isSo() {
      try #require(ContinuousClock.now < deadline, "\(what) never came: \(daemon.errors())")
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  // MARK: - What lies on the floor

  /// Each whole slip is another; of those with the code of one ticket one is the first, and the others are reprints,
  /// which are longer by the line that says so.
  func expectEverySlipOnce(_ comment: Comment) async throws {
    let papers = emulator.slips
    #expect(emulator.letters == [], comment)
    var papersOfTicket: [String: [PaperTape.Slip]] = [:]
    for paper in papers {
      // A piece has no code, which stands at its end.
      guard let token = try code(on: paper) else { continue }
      papersOfTicket[token, default: []].append(paper)
    }
    #expect(Set(papersOfTicket.keys).isSubset(of: tickets.compactMap(\.token)), comment)
    for ticket in tickets {
      let papers = papersOfTicket[ticket.token ?? ""] ?? []
      let isUncertain = try await slip(ticket).state == "uncertain"
      #expect(!papers.isEmpty || isUncertain, "\(comment): \(ticket.number) has no slip")
      // The first, and the one reprint that nobody has to ask for.
      #expect(papers.count <= 2, "\(comment): \(ticket.number) has \(papers.count) slips")
      #expect(Set(papers.map(\.rows)).count == papers.count, "\(comment): \(ticket.number) has two slips alike")
    }
  }

  /// The token that the QR code of a slip carries.
  private func code(on paper: PaperTape.Slip) throws -> String? {
    let file = state + "/paper.pbm"
    // Portable bit map: one is black, the leftmost dot is the highest bit, as for the printer.
    let head = "P4\n\(paper.bytesPerRow * 8) \(paper.rows)\n"
    try (Data(head.utf8) + paper.dots.prefix(paper.rows * paper.bytesPerRow)).write(to: URL(fileURLWithPath: file))
    let scanner = Process()
    scanner.executableURL = URL(fileURLWithPath: "/usr/bin/zbarimg")
    scanner.arguments = ["--quiet", "--raw", file]
    let output = Pipe()
    scanner.standardOutput = output
    scanner.standardError = FileHandle.nullDevice
    try scanner.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    scanner.waitUntilExit()
    return text.split(separator: "\n").first.map { String($0.replacing("LUOT:", with: "")) }
  }
}
