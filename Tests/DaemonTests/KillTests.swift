import Daemon
import Foundation
import FrontDesk
import GRDB
import Queueing
import Simulation
import Storage
import Synchronization
import Testing

/// What the daemon has acknowledged, as its clients remember it.
private final class Acknowledged: Sendable {
  struct State {
    /// The answer to each key of an issued ticket.
    var tickets: [String: TicketAnswer] = [:]
    /// The furthest state each ticket was acknowledged in.
    var states: [TicketID: StateName] = [:]
    var assistances: [TicketID: String] = [:]
    var count = 0

    mutating func merge(_ later: State) {
      tickets.merge(later.tickets) { $1 }
      states.merge(later.states) { $1 }
      assistances.merge(later.assistances) { $1 }
      count += later.count
    }
  }

  private let state = Mutex(State())

  func note(_ change: (inout State) -> Void) {
    state.withLock { state in
      change(&state)
      state.count += 1
    }
  }

  var current: State { state.withLock { $0 } }
}

/// Fires once when the clients together have seen so many answers.
private final class Trigger: Sendable {
  private let remaining: Mutex<Int>
  private let action: @Sendable () -> Void

  init(after count: Int, _ action: @escaping @Sendable () -> Void) {
    remaining = Mutex(count)
    self.action = action
  }

  func count() {
    let fires = remaining.withLock { remaining in
      remaining -= 1
      return remaining == 0
    }
    if fires { action() }
  }
}

/// When the power goes in one round.
private enum Instant: Sendable, CustomStringConvertible {
  /// Milliseconds after the launch, whatever the daemon does by then: it may be replaying its log.
  case sinceLaunch(Int)
  /// Milliseconds after the first command.
  case underLoad(Int)
  /// When the clients together have seen so many answers.
  case afterAnswers(Int)

  init(round: Int, random: inout SplitMix64) {
    self =
      switch random.next() % 5 {
      // Enough writes for the log to be folded into the file (SQLite's thousand pages) under the clients' feet.
      case _ where round % 7 == 0: .afterAnswers(Int(random.next() % 200) + 300)
      case 0: .sinceLaunch(Int(random.next() % 200))
      case 1, 2: .underLoad(Int(random.next() % 400))
      default: .afterAnswers(Int(random.next() % 60) + 1)
      }
  }

  var description: String {
    switch self {
    case .sinceLaunch(let milliseconds): "\(milliseconds) ms after the launch"
    case .underLoad(let milliseconds): "\(milliseconds) ms into the load"
    case .afterAnswers(let count): "after \(count) answers"
    }
  }
}

extension RealDaemonTests {
  @Suite(.serialized) struct KillTests {
    private static let isSoak = ProcessInfo.processInfo.environment["LUOT_SOAK"] != nil
    private static let clients = 4

    @Test func `After a kill at any instant everything acknowledged is there and no slip came out twice`() async throws
    {
      let seed = ProcessInfo.processInfo.environment["LUOT_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1 << 32)
      print("KillTests: seed \(seed)")
      var random = SplitMix64(seed: seed)
      let office = try KilledOffice()
      var everything = Acknowledged.State()
      // What the next daemon that gets so far has to prove.
      var unproven = Acknowledged.State()
      var checkpoints = 0

      for _ in 0..<3 {
        // A new store is being made: nothing is acknowledged yet, the next start must still find its way.
        try await office.start().kill(afterMilliseconds: Int(random.next() % 400))
      }
      for round in 1...(Self.isSoak ? 500 : 20) {
        // The first has to get ready, for a store to be verified.
        let instant = round == 1 ? Instant.afterAnswers(30) : Instant(round: round, random: &random)
        let seeds = (0..<Self.clients).map { _ in random.next() }
        let place: Comment = "seed \(seed), round \(round), killed \(instant)"
        let before = try office.databaseContent
        let daemon = try office.start()
        if case .sinceLaunch(let milliseconds) = instant {
          try await daemon.kill(afterMilliseconds: milliseconds)
        } else {
          try daemon.waitUntilReady()
          try await office.compare(with: unproven, place)
          unproven = Acknowledged.State()
          let acknowledged = Acknowledged()
          try await killUnderLoad(daemon, at: instant, name: "\(round)", seeds: seeds, acknowledged: acknowledged)
          unproven = acknowledged.current
          everything.merge(unproven)
        }
        if try office.databaseContent != before { checkpoints += 1 }
        let report = try office.verifyCopy()
        try #require(report.isProven, "\(place): \(report.problems)")
      }

      let last = try office.start()
      try last.waitUntilReady()
      try await office.compareAnswers(with: everything, "seed \(seed), at last")
      last.terminate()
      #expect(try last.exitCode() == 0, "seed \(seed): \(last.errors())")
      try office.compareRecord(with: everything, "seed \(seed), at last")
      #expect(try OfflineStore.verify(stateFolder: office.state).isProven, "seed \(seed)")
      // Nothing was ever closed, so the file grew only where the log was folded into it between two kills.
      #expect(checkpoints > 1, "seed \(seed): the kills stayed away from the folding of the log")
      print("KillTests: \(everything.count) acknowledged commands survived, \(checkpoints) checkpoints")
    }

    /// Runs clients against a daemon that is killed at that instant; returns when it is dead.
    private func killUnderLoad(
      _ daemon: DaemonProcess, at instant: Instant, name: String, seeds: [UInt64], acknowledged: Acknowledged
    ) async throws {
      let client = SocketClient(socket: daemon.socket)
      let processIdentifier = daemon.processIdentifier
      for counter in 1...3 {
        let answer = try await client.post("/api/v1/counters/\(counter)/open")
        guard answer.status == 200 else { throw SocketClient.Unexpected(answer: answer) }
      }
      let answers = if case .afterAnswers(let count) = instant { count } else { Int.max }
      let trigger = Trigger(after: answers) { Glibc.kill(processIdentifier, SIGKILL) }
      try await withThrowingTaskGroup { group in
        for (index, seed) in seeds.enumerated() {
          group.addTask {
            var visitor = Visitor(
              client: client, counter: index % 3 + 1, name: "\(name)-\(index)", random: SplitMix64(seed: seed),
              acknowledged: acknowledged, trigger: trigger)
            // Ends with the connection, which ends with the daemon.
            while await visitor.act() {}
          }
        }
        if case .underLoad(let milliseconds) = instant { try await daemon.kill(afterMilliseconds: milliseconds) }
        try await group.waitForAll()
      }
      #expect(try daemon.exitCode() == SIGKILL, "\(daemon.errors())")
    }
  }
}

extension DaemonProcess {
  /// A power cut that looks at no clock but its own: here the random time is what is tested and stands for no event.
  fileprivate func kill(afterMilliseconds milliseconds: Int) async throws {
    try await Task.sleep(for: .milliseconds(milliseconds))
    kill()
  }
}

/// A state folder whose daemons are never ended but by a kill, so that each starts on what the last kill left.
private final class KilledOffice {
  let state = Fixture.temporaryFolder()
  private let config: String
  private var slips: Set<String> = []

  init() throws {
    // Keys are forgotten at a new service day, and tickets expire: the next one begins half a day from now.
    let hourHere = (Int(Date().timeIntervalSince1970) / 3600 + 7) % 24
    let start = String(format: "%02d:00", (hourHere + 12) % 24)
    config = try Fixture.writeConfig { text in
      text.replacing("# start = \"00:00\"", with: "start = \"\(start)\"")
        // Opening hours must not contain the start; no full hour lies inside this one.
        .replacing("[\"07:30-11:30\", \"13:30-17:00\"]", with: "[\"08:00-09:00\"]")
    }
  }

  func start() throws -> DaemonProcess {
    try noteSlips()
    return try DaemonProcess(state: state, config: config)
  }

  private var database: String { state + "/luot.sqlite" }

  /// The file without its log: it changes only when the log is folded into it.
  var databaseContent: Data {
    get throws {
      FileManager.default.fileExists(atPath: database)
        ? try Data(contentsOf: URL(fileURLWithPath: database)) : Data()
    }
  }

  /// Verifies what the kill left, on a copy: the next daemon is to find it untouched.
  func verifyCopy() throws -> VerificationReport {
    let copy = Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: copy) }
    for name in ["luot.sqlite", "luot.sqlite-wal"] where FileManager.default.fileExists(atPath: "\(state)/\(name)") {
      try FileManager.default.copyItem(atPath: "\(state)/\(name)", toPath: "\(copy)/\(name)")
    }
    return try OfflineStore.verify(stateFolder: copy)
  }

  /// Holds the answers of a running daemon to keys it has seen against those its predecessors gave.
  func compareAnswers(with acknowledged: Acknowledged.State, _ place: Comment) async throws {
    let client = SocketClient(socket: state + "/luot.sock")
    for (index, (key, answer)) in acknowledged.tickets.enumerated() {
      // Thousands are asked for while the printer goes on printing and makes room.
      if index % 100 == 0 { try noteSlips() }
      let again = try await client.post("/api/v1/tickets", Visitor.issueBody, key: key)
      let ticket = try again.decoded(TicketAnswer.self)
      #expect(again.status == 201 && ticket.id == answer.id && ticket.token == answer.token, place)
    }
  }

  /// Holds the record of a stopped daemon against all that was ever acknowledged. To ask a daemon for each ticket would
  /// have it look through a line of thousands each time.
  func compareRecord(with acknowledged: Acknowledged.State, _ place: Comment) throws {
    let queue = try DatabaseQueue(path: database)
    let rows = try queue.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT t.service_day, series, number, t.state, a.id,
            (SELECT p.state FROM print_job p WHERE p.ticket = t.arrival ORDER BY p.id DESC LIMIT 1)
          FROM ticket t LEFT JOIN assistance a ON a.ticket = t.arrival AND a.corrected_by IS NULL
          """)
    }
    let pictures = try pictures()
    var missing = Set(acknowledged.states.keys)
    for row in rows {
      let (day, series, number, state): (String, String, Int, String) = (row[0], row[1], row[2], row[3])
      let id = TicketID(
        day: try #require(ServiceDay(day)), number: TicketNumber(series: series, ordinal: number))
      guard let furthest = acknowledged.states[id] else { continue }
      missing.remove(id)
      let reached = try #require(StateName(rawValue: state))
      #expect(Visitor.rank(reached) >= Visitor.rank(furthest), "\(place): \(id) is \(reached)")
      if let assistance = acknowledged.assistances[id] {
        #expect((row[4] as Int64?).map { "h-\($0)" } == assistance, place)
      }
      let (slip, count): (String?, Int) = (row[5], pictures[id.text] ?? 0)
      #expect(count <= 1 && (count == 1 || slip != "printed"), "\(place): \(id) has \(count) slips")
    }
    #expect(missing.isEmpty, place)
  }

  /// Holds what a running daemon knows against what its predecessors acknowledged.
  func compare(with acknowledged: Acknowledged.State, _ place: Comment) async throws {
    try await compareAnswers(with: acknowledged, place)
    let client = SocketClient(socket: state + "/luot.sock")
    var printed: Set<TicketID> = []
    for (id, furthest) in acknowledged.states {
      let ticket = try await client.get("/api/v1/tickets/\(id)").decoded(TicketAnswer.self)
      #expect(Visitor.rank(ticket.state) >= Visitor.rank(furthest), "\(place): \(id) is \(ticket.state)")
      if let assistance = acknowledged.assistances[id] { #expect(ticket.assistanceId == assistance, place) }
      if ticket.print.state == "printed" { printed.insert(id) }
    }
    // Looked at last: the daemon goes on printing.
    let pictures = try pictures()
    for id in acknowledged.states.keys {
      let count = pictures[id.text] ?? 0
      #expect(count <= 1 && (count == 1 || !printed.contains(id)), "\(place): \(id) has \(count) slips")
    }
  }

  /// How many slips ever came out for each ticket: `ID.png`, and `ID_2.png` for a second one.
  private func pictures() throws -> [String: Int] {
    try noteSlips()
    return slips.reduce(into: [:]) { $0[String($1.prefix { $0 != "." && $0 != "_" }), default: 0] += 1 }
  }

  /// Keeps the names in mind, which are never used again: the printer makes room for new pictures.
  private func noteSlips() throws {
    let folder = state + "/slips"
    guard FileManager.default.fileExists(atPath: folder) else { return }
    slips.formUnion(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".png") })
  }

  deinit {
    try? FileManager.default.removeItem(atPath: state)
  }
}

/// A client that does what people at a counter and at the kiosk do, and remembers what was acknowledged.
private struct Visitor {
  static let issueBody = #"{"service": "vneid"}"#

  let client: SocketClient
  let counter: Int
  let name: String
  var random: SplitMix64
  let acknowledged: Acknowledged
  let trigger: Trigger
  private var sent = 0

  init(
    client: SocketClient, counter: Int, name: String, random: SplitMix64, acknowledged: Acknowledged, trigger: Trigger
  ) {
    self.client = client
    self.counter = counter
    self.name = name
    self.random = random
    self.acknowledged = acknowledged
    self.trigger = trigger
  }

  /// How far a ticket has come; nothing acknowledged is ever taken back in these tests.
  static func rank(_ state: StateName) -> Int {
    switch state {
    case .waiting: 0
    case .called: 1
    case .serving: 2
    default: 3
    }
  }

  /// One command; `false` when the daemon is gone.
  mutating func act() async -> Bool {
    do {
      switch random.next() % 4 {
      case 0, 1: try await issue()
      case 2: try await callNext()
      default: try await finish()
      }
      return true
    } catch {
      return false
    }
  }

  private mutating func issue() async throws {
    sent += 1
    let key = "\(name)-\(sent)"
    let ticket = try await client.post("/api/v1/tickets", Self.issueBody, key: key).decoded(TicketAnswer.self)
    acknowledged.note { state in
      state.tickets[key] = ticket
      state.states[ticket.id] = ticket.state
    }
    trigger.count()
  }

  private func callNext() async throws {
    let answer = try await client.post("/api/v1/counters/\(counter)/call-next")
    if answer.status == 200 {
      let ticket = try answer.decoded(CallAnswer.self).ticket
      acknowledged.note { $0.states[ticket.id] = ticket.state }
    }
    trigger.count()
  }

  private func finish() async throws {
    let help = #"{"assistance": {"activities": [{"activity": "vneid-activation"}]}}"#
    let answer = try await client.post("/api/v1/counters/\(counter)/finish", help)
    if answer.status == 200 {
      let ticket = try answer.decoded(TicketAnswer.self)
      acknowledged.note { state in
        state.states[ticket.id] = ticket.state
        state.assistances[ticket.id] = ticket.assistanceId
      }
    }
    trigger.count()
  }
}
