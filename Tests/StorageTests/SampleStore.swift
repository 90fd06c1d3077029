import Dispatch
import Foundation
import FrontDesk
import GRDB
import Queueing
import Records
import Simulation
import Storage
import Synchronization
import Testing

/// A folder that goes when nobody needs it any more.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "luot-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// The transactions a store committed.
final class CommitLog: Sendable {
  private let commits = Mutex<[Store.Commit]>([])

  func note(_ commit: Store.Commit) { commits.withLock { $0.append(commit) } }

  var count: Int { commits.withLock { $0.count } }
  var entries: [JournalEntry] { commits.withLock { $0.flatMap(\.entries) } }
}

enum Sample {
  static let monday = ServiceDay(year: 2026, month: 11, day: 23)
  static let morning = CivilTime.instant(epochDay: monday.epochDay, secondOfDay: 8 * 3600)
  static let epoch = "7b1d4a7e-3a53-4a53-9a0e-2d6a4e0f3c11"

  static let services = [("ho-tich", "A"), ("dat-dai", "B"), ("vneid", "D")].map {
    Service(id: ServiceID(verified: $0.0), letter: $0.1, name: $0.0)
  }

  static let office = Office(
    name: "Kiến Minh", services: services,
    counters: ["1", "2", "3"].map { id in
      CounterDefinition(
        id: CounterID(verified: id), name: "Quầy \(id)",
        services: services.map(\.id).filter { id == "3" || ($0.text == "vneid") == (id == "2") })
    },
    priorityClasses: ["elderly", "pregnant"].map {
      PriorityClass(id: PriorityClassID(verified: $0), name: $0, basis: "Quy chế")
    },
    policy: CallingPolicy(mode: .interleaved(normals: 3), maxWait: 1800), hours: [:], alwaysOpen: true)

  static let members = ["an", "binh"].map {
    Member(id: MemberID(verified: $0), name: "Cô \($0)", team: .digitalTeam, validFrom: ServiceDay(epochDay: 0))
  }

  static let villages = (1...4).map {
    Village(id: VillageID(verified: "thon-\($0)"), name: "Thôn \($0)", validFrom: ServiceDay(epochDay: 0))
  }

  static func open(_ path: String, at now: Timestamp = morning, log: CommitLog = CommitLog()) throws -> Store {
    try Store(path: path, now: now, day: office.serviceDay(at: now), epoch: epoch) { log.note($0) }
  }

  /// A store with its registers filled and counter 1 open.
  static func openForWork(_ path: String, log: CommitLog = CommitLog()) async throws -> Store {
    let store = try open(path, log: log)
    try await store.write { tx in
      let desk = try desk(tx)
      try desk.seed(members: members, villages: villages)
      _ = try desk.open(CounterID(verified: "1"), member: "an", services: nil)
    }
    return store
  }

  static func desk(_ tx: WriteTransaction, at now: Timestamp = morning) throws -> Desk {
    try Desk(tx, office: office, now: now, actor: "test", printsSlips: true)
  }

  @discardableResult
  static func issue(_ store: Store, service: String = "ho-tich", at now: Timestamp = morning) async throws -> TicketID {
    try await store.write { tx in
      try desk(tx, at: now).issue(
        service: service, priority: nil, village: nil, origin: .kiosk, token: UUID().uuidString
      ).id
    }
  }
}

extension ReadTransaction {
  /// Of a ticket as the record has it now.
  func proof(of id: TicketID) throws -> TicketProof {
    try proof(of: #require(try ticket(id)))
  }
}

/// Plays plausible days at the sample office: parked people, transfers, no-shows, cancellations and changes of day
/// come from the simulation; calls taken back, corrections and tickets left over at the day's end are added here.
struct SimulatedDays: Sendable {
  let seed: UInt64
  let days: Int
  let visitors: Int

  func play(in store: Store) async throws {
    try await store.write { tx in
      try Sample.desk(tx).seed(members: Sample.members, villages: Sample.villages)
    }
    var random = SplitMix64(seed: seed)
    for offset in 0..<days {
      let day = Sample.monday.advanced(by: offset)
      let daySeed = random.next()
      try await store.write { tx in try play(day, seed: daySeed, in: tx) }
    }
  }

  private func play(_ day: ServiceDay, seed: UInt64, in tx: WriteTransaction) throws {
    var random = SplitMix64(seed: seed)
    let clientele = Clientele(
      office: Sample.office, villages: Sample.villages.map(\.id), visitors: visitors, seed: seed)
    var playback = Playback(
      visits: clientele.visits(on: day), counters: Sample.office.counters, breaks: clientele.breaks(on: day))
    while let step = playback.next() {
      let now = CivilTime.instant(epochDay: day.epochDay, secondOfDay: playback.secondOfDay)
      let desk = try Sample.desk(tx, at: now)
      if random.chance(percent: 10) { try desk.returnDueTickets() }
      try carryOut(step, at: desk, &playback, &random)
    }
    let evening = CivilTime.instant(epochDay: day.epochDay, secondOfDay: 20 * 3600)
    let desk = try Sample.desk(tx, at: evening)
    let (two, three) = (CounterID(verified: "2"), CounterID(verified: "3"))
    let late = try (0..<4).map { _ in
      try desk.issue(
        service: "vneid", priority: "elderly", village: "thon-1", origin: .api, token: "\(random.next())")
    }
    _ = try desk.cancel(late[3].id.text, reason: "Hết giờ")
    for counter in [two, three] { _ = try desk.open(counter, member: nil, services: nil) }
    _ = try desk.callNext(three, current: nil)
    _ = try desk.transfer(three, service: nil, counter: "2")
    _ = try desk.close(two)
    _ = try desk.open(two, member: nil, services: nil)
    _ = try desk.callNext(two, current: nil)
    try openAndClose(desk, on: day)
  }

  /// Everything there is to be said about opening; of the last day a date, an order and a pause stay.
  private func openAndClose(_ desk: Desk, on day: ServiceDay) throws {
    let (kept, ended) = (day.advanced(by: 20).text, day.advanced(by: 40).text)
    for date in [kept, ended] {
      _ = try desk.addCalendarDay(CalendarDraft(date: date, kind: "closed", hours: nil, reason: "Lễ hội"))
    }
    _ = try desk.changeCalendarDay(CalendarDraft(date: kept, kind: "open", hours: ["07:30-11:30"], reason: nil))
    _ = try desk.endCalendarDay(ended)
    _ = try desk.orderOffice(isOpen: false, until: nil, reason: "Mất điện")
    _ = try desk.releaseOffice()
    let late = CivilTime.instant(epochDay: day.epochDay, secondOfDay: 22 * 3600).iso8601
    _ = try desk.orderOffice(isOpen: true, until: late, reason: "Làm thêm giờ")
    _ = try desk.pauseService("vneid", until: nil, reason: "Hệ thống lỗi")
    _ = try desk.resumeService("vneid")
    _ = try desk.pauseService("dat-dai", until: late, reason: "Hệ thống lỗi")
  }

  private func carryOut(
    _ step: Playback.Step, at desk: Desk, _ playback: inout Playback, _ random: inout SplitMix64
  ) throws {
    switch step {
    case .open(let counter):
      _ = try desk.open(counter, member: random.pick(["an", "binh"]), services: nil)
    case .issue(let visit):
      let person = playback.visits[visit]
      let ticket = try desk.issue(
        service: person.service.text, priority: person.priority?.text, village: person.village?.text, origin: .kiosk,
        token: "\(random.next())-\(random.next())")
      playback.issued(ticket.id, to: visit)
    case .callNext(let counter):
      var call = try desk.callNext(counter, current: nil)
      if call != nil, random.chance(percent: 8) {
        _ = try desk.undo(counter)
        call = try desk.callNext(counter, current: nil)
      }
      if call != nil, random.chance(percent: 15) { _ = try desk.recall(counter) }
      playback.called(call?.ticket.id, at: counter)
    case .start(let counter): _ = try desk.start(counter)
    case .noShow(let counter):
      let ticket = try desk.noShow(counter)
      if random.chance(percent: 50) { _ = try desk.comeBack(ticket.id.text) }
    case .park(let counter, let minutes): _ = try desk.park(counter, minutes: minutes)
    case .comeBack(let ticket):
      // The office may have noticed already that the time was due.
      do { _ = try desk.comeBack(ticket.text) } catch is Refusal {}
    case .transfer(let counter, let service):
      if random.chance(percent: 50) {
        _ = try desk.transfer(counter, service: service.text, counter: nil)
      } else {
        _ = try desk.transfer(counter, service: nil, counter: "3")
      }
    case .cancel(let ticket): _ = try desk.cancel(ticket.text, reason: "Về trước")
    case .finish(let counter, let draft):
      let ticket = try desk.finish(counter, draft: draft)
      if let assistance = ticket.assistanceId, random.chance(percent: 10) {
        let draft = AssistanceDraft(activities: [ActivityDraft(activity: "vneid-use", difficulties: ["network-fault"])])
        _ = try desk.correct(assistance, draft: draft, reason: "Ghi nhầm việc")
      } else if let assistance = ticket.assistanceId, assistance.hasSuffix("7") {
        _ = try desk.withdraw(assistance, reason: "Ghi nhầm người")
        // Once in a while what was right is recorded after all.
        if assistance.hasSuffix("17") || assistance.hasSuffix("57"), let draft {
          _ = try desk.addAssistance(draft, to: ticket.id.text)
        }
      }
    case .pause(let counter): _ = try desk.pause(counter, reason: nil)
    case .resume(let counter): _ = try desk.open(counter, member: nil, services: nil)
    case .close(let counter): _ = try desk.close(counter)
    }
  }
}

/// Occupies the writer or a reader until it is let go, so that others line up behind it.
final class Roadblock: Sendable {
  private let gate = DispatchSemaphore(value: 0)
  private let reached = AsyncStream.makeStream(of: Void.self)

  func hold() {
    reached.continuation.yield()
    gate.wait()
  }

  func isReached() async {
    for await _ in reached.stream { return }
  }

  func open() { gate.signal() }
}
