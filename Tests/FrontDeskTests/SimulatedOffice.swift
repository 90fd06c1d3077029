import Dispatch
import Foundation
import FrontDesk
import Queueing
import Records
import Simulation
import Storage
import Synchronization

/// Something that somebody asks of the office.
enum OfficeCommand: Hashable, Sendable {
  case issue(String, priority: String?, override: String?)
  case callNext(CounterID, Desk.Current?)
  case call(CounterID, String)
  case recall(CounterID)
  case start(CounterID)
  case noShow(CounterID)
  case undo(CounterID)
  case finish(CounterID, AssistanceDraft?)
  case park(CounterID, minutes: Int)
  case transfer(CounterID, service: String?, counter: String?)
  case cancel(String)
  case comeBack(String)
  case open(CounterID, services: [String]?)
  case pause(CounterID)
  case close(CounterID)
  case paper(PaperTicket)
  case skip(String, to: String)
  case cancelLine(String?)
  case orderOffice(isOpen: Bool, until: String)
  case releaseOffice
  case pauseService(String, until: String)
  case resumeService(String)
  case acceptClock
}

enum OfficeReply: Hashable, Sendable {
  case issued(TicketID)
  case called(TicketID?)
  case done
  case refused(Refusal)
  /// The request made no sense.
  case problem
}

extension OfficeCommand {
  func carryOut(at reception: Reception, key: RequestKey) async throws -> OfficeReply {
    let staff = Requester(name: "staff", origin: .console)
    let reason = "Ngày thử"
    do {
      switch self {
      case .issue(let service, let priority, let override):
        let ticket = try await reception.issue(
          service: service, priority: priority, village: nil, override: override, by: staff, key: key)
        return .issued(ticket.id)
      case .callNext(let counter, let current):
        return .called(try await reception.callNext(counter, current: current, by: staff, key: key)?.ticket.id)
      case .call(let counter, let ticket):
        return .called(try await reception.call(counter, ticket: ticket, by: staff, key: key).id)
      case .recall(let counter): _ = try await reception.recall(counter, by: staff, key: key)
      case .start(let counter): _ = try await reception.start(counter, by: staff, key: key)
      case .noShow(let counter): _ = try await reception.noShow(counter, by: staff, key: key)
      case .undo(let counter): _ = try await reception.undo(counter, by: staff, key: key)
      case .finish(let counter, let help):
        _ = try await reception.finish(counter, assistance: help, by: staff, key: key)
      case .park(let counter, let minutes):
        _ = try await reception.park(counter, minutes: minutes, by: staff, key: key)
      case .transfer(let counter, let service, let target):
        _ = try await reception.transfer(counter, service: service, toCounter: target, by: staff, key: key)
      case .cancel(let ticket): _ = try await reception.cancel(ticket, reason: reason, by: staff, key: key)
      case .comeBack(let ticket): _ = try await reception.comeBack(ticket, by: staff, key: key)
      case .open(let counter, let services):
        _ = try await reception.open(counter, member: "an", services: services, by: staff, key: key)
      case .pause(let counter): _ = try await reception.pause(counter, reason: nil, by: staff, key: key)
      case .close(let counter): _ = try await reception.close(counter, by: staff, key: key)
      case .paper(let paper): return .issued(try await reception.enter(paper, by: staff, key: key).id)
      case .skip(let service, let number):
        _ = try await reception.skip(service, to: number, reason: reason, by: staff, key: key)
      case .cancelLine(let service):
        _ = try await reception.cancelLine(of: service, reason: .powerCut, note: nil, by: staff, key: key)
      case .orderOffice(let isOpen, let until):
        _ = try await reception.orderOffice(isOpen: isOpen, until: until, reason: reason, by: staff, key: key)
      case .releaseOffice: _ = try await reception.releaseOffice(by: staff, key: key)
      case .pauseService(let service, let until):
        _ = try await reception.pauseService(service, until: until, reason: reason, by: staff, key: key)
      case .resumeService(let service): _ = try await reception.resumeService(service, by: staff, key: key)
      case .acceptClock: _ = try await reception.acceptClock(by: staff, key: key)
      }
      return .done
    } catch let refusal as Refusal {
      return .refused(refusal)
    } catch is RequestProblem {
      return .problem
    }
  }
}

/// How a daemon dies.
enum Crash: CaseIterable, Hashable, Sendable {
  /// Within a transaction, some of its commands carried out.
  case inTransaction
  /// While the commit is being written.
  case inCommit
  /// The commit is written, nobody was answered.
  case beforeAnswers
}

/// What truly went on, beside what the office believes: all entries of the journal as they were committed, each with
/// the true time and the run of the daemon; and the files as a death at a planned moment leaves them.
final class Witnesses: Sendable {
  struct Entry: Sendable {
    let entry: JournalEntry
    let truth: Timestamp
    let run: Int
  }

  private struct State {
    var entries: [Entry] = []
    var truth: Timestamp
    var run = 0
    var crash: (kind: Crash, from: String, to: String, chance: UInt64)?
    var hasCrashed = false
  }

  private let state: Mutex<State>

  init(truth: Timestamp) { state = Mutex(State(truth: truth)) }

  var truth: Timestamp { state.withLock { $0.truth } }
  var run: Int { state.withLock { $0.run } }
  var end: Int64 { state.withLock { $0.entries.last?.entry.seq ?? 0 } }
  var hasCrashed: Bool { state.withLock { $0.hasCrashed } }

  func pass(milliseconds: Int64) { state.withLock { $0.truth.milliseconds += milliseconds } }

  func entries(after seq: Int64) -> [Entry] {
    state.withLock { state in
      guard let first = state.entries.first?.entry.seq else { return [] }
      return Array(state.entries.dropFirst(Int(max(0, seq + 1 - first))))
    }
  }

  /// Called by the store on its writer, before anybody is answered.
  func note(_ commit: Store.Commit) {
    state.withLock { state in
      state.entries += commit.entries.map { Entry(entry: $0, truth: state.truth, run: state.run) }
      guard !commit.entries.isEmpty, let crash = state.crash, crash.kind != .inTransaction else { return }
      state.crash = nil
      state.hasCrashed = Self.copy(crash.from, to: crash.to)
      if crash.kind == .inCommit { WriteAheadLog.cutLastTransaction(of: crash.to, chance: crash.chance) }
    }
  }

  /// Called within a transaction that is to die there.
  func dieInTransaction() {
    state.withLock { state in
      guard let crash = state.crash else { return }
      state.crash = nil
      state.hasCrashed = Self.copy(crash.from, to: crash.to)
    }
  }

  func plan(_ crash: Crash?, from: String, to: String, chance: UInt64) {
    state.withLock { $0.crash = crash.map { (kind: $0, from: from, to: to, chance: chance) } }
  }

  /// A new run begins on a store that ends with `seq`.
  func beginRun(after seq: Int64) {
    state.withLock { state in
      state.entries.removeAll { $0.entry.seq > seq }
      state.run += 1
      state.crash = nil
      state.hasCrashed = false
    }
  }

  /// The files as they are at this moment, which is all that is left of a process that dies now.
  private static func copy(_ from: String, to: String) -> Bool {
    let files = FileManager.default
    for suffix in ["", "-wal"] where files.fileExists(atPath: from + suffix) {
      guard (try? files.copyItem(atPath: from + suffix, toPath: to + suffix)) != nil else { return false }
    }
    return true
  }
}

/// The write-ahead log as SQLite documents it: 32 bytes of header, then frames of 24 bytes and a page.
private enum WriteAheadLog {
  /// SQLite folds the log back after so many frames; by then the transaction is also in the file.
  private static let checkpointFrames = 1000

  /// Leaves of the last transaction what had been written before some byte of it.
  static func cutLastTransaction(of path: String, chance: UInt64) {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path + "-wal")), bytes.count > 32 else { return }
    func word(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    let frame = 24 + word(8)
    var (begin, end, offset) = (32, 32, 32)
    // Frames of a log that was begun anew carry the salts of the header.
    while offset + frame <= bytes.count, bytes[offset + 8..<offset + 16] == bytes[16..<24] {
      if word(offset + 4) != 0 { (begin, end) = (end, offset + frame) }
      offset += frame
    }
    guard begin < end, (end - 32) / frame < checkpointFrames else { return }
    let cut = begin + Int(chance % UInt64(end - begin))
    try? bytes.prefix(cut).write(to: URL(fileURLWithPath: path + "-wal"))
  }
}

/// An office whose daemon dies and starts again, on a machine whose clock lies, asked by several people at once: and
/// all of it the same for the same seed.
final class SimulatedOffice {
  let office: Office
  let machine: HandMachine
  let witnesses: Witnesses
  private let folder: TemporaryFolder
  private var files = 0
  private var keys = 0
  private(set) var store: Store
  private(set) var reception: Reception
  var random: SplitMix64

  /// Deaths by kind, and entries of the journal that were lost with them; nobody had been answered for those.
  private(set) var crashes: [Crash: Int] = [:]
  private(set) var lostEntries = 0
  /// Requests sent again after a death: what had been done already, and was not done twice.
  private(set) var resent = 0

  init(_ office: Office, at start: Timestamp, seed: UInt64) async throws {
    self.office = office
    random = SplitMix64(seed: seed)
    machine = HandMachine(start)
    witnesses = Witnesses(truth: start)
    folder = try TemporaryFolder()
    (store, reception) = try Self.open("\(folder.path)/0", office, machine, witnesses)
    try await begin()
  }

  deinit { try? store.close() }

  private var path: String { "\(folder.path)/\(files)" }

  private static func open(
    _ path: String, _ office: Office, _ machine: HandMachine, _ witnesses: Witnesses
  ) throws -> (Store, Reception) {
    let limits = ClockLimits(
      earliest: Sample.at(ServiceDay(year: 2026, month: 1, day: 1), 0, 0),
      latest: Sample.at(ServiceDay(year: 2046, month: 1, day: 1), 0, 0), longestRest: 15 * 86_400)
    let clock = WallClock(OfficeClock(limits: limits, run: UUID().uuidString) { machine.reading })
    let now = clock.now()
    let store = try Store(
      path: path, now: now, day: office.serviceDay(at: now), epoch: "e", durability: .scratch
    ) { witnesses.note($0) }
    let reception = Reception(
      store: store, office: office, clock: clock, onlineActivities: [.onlineService], printsSlips: false
    ) { UUID().uuidString }
    return (store, reception)
  }

  private func begin() async throws {
    try await reception.seed(members: Sample.members, villages: Sample.villages)
    try await reception.passTime()
  }

  // MARK: Time

  func pass(seconds: Int) {
    machine.pass(seconds: seconds)
    witnesses.pass(milliseconds: Int64(seconds) * 1000)
  }

  func pass(until instant: Timestamp) {
    let seconds = instant.seconds(since: witnesses.truth)
    if seconds > 0 { pass(seconds: seconds) }
  }

  /// The clock is set by a source of time.
  func synchronise() { machine.set(witnesses.truth, isSynchronised: true) }

  // MARK: Life and death

  /// Ends well and starts again, on the same files.
  ///
  /// - Parameter wall: what the machine's clock shows after it was switched off, too; `nil` when only the daemon ended.
  func restart(wall: Timestamp? = nil) async throws {
    let end = witnesses.end
    try store.close()
    if let wall { machine.reboot(wall) }
    witnesses.beginRun(after: end)
    (store, reception) = try Self.open(path, office, machine, witnesses)
    try await begin()
  }

  /// Starts again on what a death has left.
  private func rise(acknowledged: Int64) async throws {
    try store.close()
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    let before = witnesses.end
    files += 1
    pass(seconds: random.within(1...20))
    (store, reception) = try Self.open(path, office, machine, witnesses)
    let end = try await store.read { try $0.chainEnd().seq }
    guard end >= acknowledged else {
      throw Fault("entries \(end + 1) to \(acknowledged) were acknowledged and are lost")
    }
    lostEntries += Int(before - end)
    witnesses.beginRun(after: end)
    try await begin()
  }

  // MARK: Asking

  func ask(_ command: OfficeCommand) async throws -> OfficeReply {
    try await ask([command])[0]
  }

  /// Asks for several things at once, in this order; who gets no answer because the daemon died asks again.
  func ask(_ commands: [OfficeCommand], crash: Crash? = nil) async throws -> [OfficeReply] {
    let acknowledged = witnesses.end
    let requests = commands.map { command in
      keys += 1
      return (command, RequestKey(key: "k\(keys)", digest: Data(count: 32)))
    }
    witnesses.plan(crash, from: path, to: "\(folder.path)/\(files + 1)", chance: random.next())
    let replies = try await send(requests, dying: crash == .inTransaction ? random.within(0...commands.count) : nil)
    guard let crash, witnesses.hasCrashed else {
      witnesses.plan(nil, from: "", to: "", chance: 0)
      return replies
    }
    crashes[crash, default: 0] += 1
    try await rise(acknowledged: acknowledged)
    let end = witnesses.end
    let again = try await send(requests, dying: nil)
    if crash == .beforeAnswers, witnesses.end == end { resent += commands.count }
    return again
  }

  /// - Parameter dying: after how many of the commands the transaction they share dies.
  private func send(_ requests: [(OfficeCommand, RequestKey)], dying: Int?) async throws -> [OfficeReply] {
    let (store, reception, witnesses) = (store, reception, witnesses)
    if requests.count == 1, dying == nil {
      return [try await requests[0].0.carryOut(at: reception, key: requests[0].1)]
    }
    // The writer is held at a gate until everybody stands in line, one behind the other.
    let gate = DispatchSemaphore(value: 0)
    let (atGate, arrival) = AsyncStream.makeStream(of: Void.self)
    return try await withThrowingTaskGroup(of: (Int, OfficeReply)?.self) { group in
      group.addTask {
        try await store.write { _ in
          arrival.yield()
          gate.wait()
        }
        return nil
      }
      for await _ in atGate { break }
      var standing = 0
      for index in 0...requests.count {
        if index == dying {
          group.addTask {
            try await store.write { _ in witnesses.dieInTransaction() }
            return nil
          }
          standing += 1
          while store.pendingWrites < standing { await Task.yield() }
        }
        guard index < requests.count else { break }
        let (command, key) = requests[index]
        group.addTask { (index, try await command.carryOut(at: reception, key: key)) }
        standing += 1
        while store.pendingWrites < standing { await Task.yield() }
      }
      gate.signal()
      var replies = Array(repeating: OfficeReply.problem, count: requests.count)
      for try await case let (index, reply)? in group { replies[index] = reply }
      return replies
    }
  }
}
