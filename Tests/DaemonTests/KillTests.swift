import Daemon
import Foundation
import FrontDesk
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

extension RealDaemonTests {
  @Suite(.serialized) struct KillTests {
    private static let isSoak = ProcessInfo.processInfo.environment["LUOT_SOAK"] != nil
    private static let clients = 4

    @Test func `After a kill at any instant everything acknowledged is there and no slip came out twice`() async throws
    {
      let seed = ProcessInfo.processInfo.environment["LUOT_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1 << 32)
      var random = SplitMix64(seed: seed)
      let state = Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: state) }
      var everything = Acknowledged.State()
      for round in 1...(Self.isSoak ? 500 : 20) {
        let acknowledged = Acknowledged()
        let seeds = (0..<Self.clients).map { _ in random.next() }
        let killAfter = Int(random.next() % 60) + 1
        try await Self.killUnderLoad(
          state: state, round: round, killAfter: killAfter, seeds: seeds, acknowledged: acknowledged)
        let report = try OfflineStore.verify(stateFolder: state)
        try #require(report.isProven, "seed \(seed), round \(round): \(report.problems)")
        try await Self.compare(state: state, with: acknowledged.current, seed: seed, round: round)
        everything.merge(acknowledged.current)
      }
      try await Self.compare(state: state, with: everything, seed: seed, round: 0)
      print("KillTests: seed \(seed), \(everything.count) acknowledged commands survived")
    }

    /// Runs clients against a daemon that is killed after so many of their answers; returns when it is dead.
    private static func killUnderLoad(
      state: String, round: Int, killAfter: Int, seeds: [UInt64], acknowledged: Acknowledged
    ) async throws {
      let daemon = try DaemonProcess(state: state)
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      let processIdentifier = daemon.processIdentifier
      let trigger = Trigger(after: killAfter) { Glibc.kill(processIdentifier, SIGKILL) }
      for counter in 1...3 {
        guard try await client.post("/api/v1/counters/\(counter)/open").status == 200 else {
          throw DaemonDied(status: 0, said: "counter \(counter) did not open")
        }
      }
      await withTaskGroup { group in
        for (index, seed) in seeds.enumerated() {
          group.addTask {
            var visitor = Visitor(
              client: client, counter: index % 3 + 1, name: "\(round)-\(index)", random: SplitMix64(seed: seed),
              acknowledged: acknowledged, trigger: trigger)
            // Ends with the connection, which ends with the daemon.
            while await visitor.act() {}
          }
        }
      }
      daemon.exitCode()
    }

    private static func compare(
      state: String, with acknowledged: Acknowledged.State, seed: UInt64, round: Int
    ) async throws {
      let daemon = try DaemonProcess(state: state)
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      let place: Comment = "seed \(seed), round \(round)"
      for (key, answer) in acknowledged.tickets {
        let again = try await client.post("/api/v1/tickets", Visitor.issueBody, key: key)
        let ticket = try again.decoded(TicketAnswer.self)
        #expect(again.status == 201 && ticket.id == answer.id && ticket.token == answer.token, place)
      }
      for (id, furthest) in acknowledged.states {
        let ticket = try await client.get("/api/v1/tickets/\(id)").decoded(TicketAnswer.self)
        #expect(Visitor.rank(ticket.state) >= Visitor.rank(furthest), "\(place): \(id) is \(ticket.state)")
        if let assistance = acknowledged.assistances[id] { #expect(ticket.assistanceId == assistance, place) }
        let pictures = try Self.pictures(of: id, in: state)
        switch ticket.print.state {
        case "printed": #expect(pictures == 1, "\(place): \(id) has \(pictures) slips")
        default: #expect(pictures <= 1, "\(place): \(id) has \(pictures) slips")
        }
      }
      daemon.terminate()
      #expect(daemon.exitCode() == 0, "\(place): \(daemon.errors())")
    }

    private static func pictures(of id: TicketID, in state: String) throws -> Int {
      let slips = state + "/slips"
      guard FileManager.default.fileExists(atPath: slips) else { return 0 }
      return try FileManager.default.contentsOfDirectory(atPath: slips).count {
        $0.hasPrefix("\(id).") || $0.hasPrefix("\(id)_")
      }
    }
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
