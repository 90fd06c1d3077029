import Foundation
import FrontDesk
import Queueing
import Records
import Simulation
import Storage
import Synchronization
import Testing

extension CounterID: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(verified: text) }
}

extension ServiceID: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(verified: text) }
}

/// A clock that shows what it is set to.
final class HandClock: Sendable {
  private let instant: Mutex<Timestamp>

  init(_ start: Timestamp) { instant = Mutex(start) }

  var now: Timestamp { instant.withLock { $0 } }
  var wall: WallClock { WallClock { self.now } }

  func pass(seconds: Int) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
  func set(_ now: Timestamp) { instant.withLock { $0 = now } }
}

enum Sample {
  static let monday = ServiceDay(year: 2026, month: 11, day: 23)
  /// Monday, 08:00.
  static let morning = at(monday, 8, 0)

  static func at(_ day: ServiceDay, _ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
    CivilTime.instant(epochDay: day.epochDay, secondOfDay: hour * 3600 + minute * 60 + second)
  }

  static let members =
    ["an", "binh"].map {
      Member(id: MemberID(verified: $0), name: "Cô \($0)", team: .digitalTeam, validFrom: ServiceDay(epochDay: 0))
    } + [
      Member(
        id: MemberID(verified: "cuc"), name: "Cô Cúc", team: .digitalTeam, validFrom: ServiceDay(epochDay: 0),
        validUntil: monday.advanced(by: -1))
    ]

  static let villages = ["thon-1", "thon-2"].map {
    Village(id: VillageID(verified: $0), name: "Thôn \($0)", validFrom: ServiceDay(epochDay: 0))
  }

  /// Counter 1 serves A and B, counter 2 B and D, counter 3 everything; B gives 3 numbers a day.
  static func office(
    policy: CallingPolicy = CallingPolicy(mode: .interleaved(normals: 2), maxWait: 1800), counters: Int = 3,
    alwaysOpen: Bool = false, dayStartMinute: Int = 0, exceptions: [DayException] = [], lastTicketMinutes: Int = 0
  ) -> Office {
    let all: [ServiceID] = ["ho-tich", "dat-dai", "vneid"]
    let slots = [OpeningSlot(from: 450, until: 690), OpeningSlot(from: 810, until: 1020)]
    return Office(
      name: "Kiến Minh",
      services: zip(all, ["A", "B", "D"]).map {
        Service(id: $0, letter: $1, name: "Dịch vụ \($1)", dailyCap: $0 == "dat-dai" && !alwaysOpen ? 3 : nil)
      },
      counters: (1...counters).map { number in
        CounterDefinition(
          id: CounterID(verified: "\(number)"), name: "Quầy \(number)",
          services: number == 1 ? [all[0], all[1]] : number == 2 ? [all[1], all[2]] : all)
      },
      priorityClasses: ["elderly", "pregnant"].map {
        PriorityClass(id: PriorityClassID(verified: $0), name: "Ưu tiên \($0)", basis: "Quy chế")
      },
      policy: policy, dayStartMinute: dayStartMinute,
      hours: Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, slots) }), exceptions: exceptions,
      lastTicketMinutes: lastTicketMinutes, alwaysOpen: alwaysOpen)
  }

  static let style = SlipStyle(
    centre: "Trung tâm", waitingPlace: "Mời ngồi ghế chờ.", publicURL: nil, notice: nil, isDemo: false)

  static func help(_ activity: String = "vneid-use") -> AssistanceDraft {
    AssistanceDraft(activities: [ActivityDraft(activity: activity)])
  }
}

/// A folder that goes when nobody needs it any more.
final class TemporaryFolder: Sendable {
  let path: String

  init(in parent: String = NSTemporaryDirectory()) throws {
    path = "\(parent)/luot-desk-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// An office on a real store, in a folder of its own unless it is handed one.
final class FrontOffice: Sendable {
  let folder: TemporaryFolder
  let office: Office
  let clock: HandClock
  let feed = JournalFeed()
  let store: Store
  let reception: Reception
  let desk = Requester(name: "kiosk", origin: .kiosk)
  let staff = Requester(name: "staff", origin: .console)

  init(
    _ office: Office = Sample.office(), at start: Timestamp = Sample.morning, printsSlips: Bool = true,
    folder: TemporaryFolder? = nil
  ) throws {
    let folder = try folder ?? TemporaryFolder()
    self.folder = folder
    self.office = office
    let clock = HandClock(start)
    self.clock = clock
    let feed = feed
    store = try Store(
      path: "\(folder.path)/luot.sqlite", now: start, day: office.serviceDay(at: start), epoch: "e"
    ) { feed.publish($0) }
    reception = Reception(
      store: store, office: office, clock: clock.wall, onlineActivities: [.onlineService], printsSlips: printsSlips
    ) { UUID().uuidString }
  }

  /// With registers filled and the named counters open.
  static func ready(
    _ office: Office = Sample.office(), at start: Timestamp = Sample.morning, printsSlips: Bool = true,
    open counters: [CounterID] = ["1"], folder: TemporaryFolder? = nil
  ) async throws -> FrontOffice {
    let front = try FrontOffice(office, at: start, printsSlips: printsSlips, folder: folder)
    try await front.reception.seed(members: Sample.members, villages: Sample.villages)
    for counter in counters {
      _ = try await front.reception.open(counter, member: "an", services: nil, by: front.staff)
    }
    return front
  }

  deinit { try? store.close() }

  @discardableResult
  func take(
    _ service: String = "ho-tich", priority: String? = nil, village: String? = nil
  ) async throws -> TicketAnswer {
    try await reception.issue(service: service, priority: priority, village: village, by: desk)
  }

  @discardableResult
  func next(_ counter: CounterID = "1", current: Desk.Current? = nil) async throws -> CallAnswer? {
    try await reception.callNext(counter, current: current, by: staff)
  }

  @discardableResult
  func finish(_ counter: CounterID = "1", _ draft: AssistanceDraft? = nil) async throws -> TicketAnswer {
    try await reception.finish(counter, assistance: draft, by: staff)
  }

  /// Calls and finishes; the number that was called.
  func serve(_ counter: CounterID = "1") async throws -> String? {
    guard let call = try await next(counter) else { return nil }
    try await finish(counter)
    return call.ticket.number
  }

  func state(_ ticket: TicketAnswer) async throws -> StateName {
    try await reception.ticket(ticket.id.text).state
  }

  func journal() async throws -> [JournalEntry] {
    try await reception.journal(after: 0, limit: 100_000)
  }

  func expectProven(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let report = try await store.verify()
    #expect(report.problems == [], comment, sourceLocation: sourceLocation)
  }
}

/// The fields a request was refused for.
func problemFields(
  sourceLocation: SourceLocation = #_sourceLocation, _ work: () async throws -> some Any
) async -> [String] {
  do {
    _ = try await work()
    Issue.record("not refused", sourceLocation: sourceLocation)
  } catch RequestProblem.invalid(let problems) {
    #expect(problems.allSatisfy { !$0.accepted.isEmpty && !$0.reason.isEmpty }, sourceLocation: sourceLocation)
    return problems.map(\.field)
  } catch {
    Issue.record("refused as \(error)", sourceLocation: sourceLocation)
  }
  return []
}

/// Whether a refusal came and nothing was written.
func expectRefusal(
  _ refusal: Refusal, at front: FrontOffice, sourceLocation: SourceLocation = #_sourceLocation,
  _ work: () async throws -> some Any
) async throws {
  let before = try await front.store.read { try $0.chainEnd() }
  await #expect(throws: refusal, sourceLocation: sourceLocation) { try await work() }
  let after = try await front.store.read { try $0.chainEnd() }
  #expect(before == after, "a refusal left something behind", sourceLocation: sourceLocation)
}
