import Foundation
import FrontDesk
import Queueing
import Records
import Simulation
import Storage
import Synchronization
import Testing

/// A machine whose clocks are moved by hand.
final class HandMachine: Sendable {
  private let state: Mutex<ClockReading>

  init(_ wall: Timestamp) {
    state = Mutex(ClockReading(wall: wall, uptime: 60_000, isSynchronised: false))
  }

  var reading: ClockReading { state.withLock { $0 } }

  func pass(seconds: Int) {
    state.withLock {
      $0 = ClockReading(
        wall: $0.wall.adding(seconds: seconds), uptime: $0.uptime + Int64(seconds) * 1000,
        isSynchronised: $0.isSynchronised)
    }
  }

  func set(_ wall: Timestamp, isSynchronised: Bool = false) {
    state.withLock { $0 = ClockReading(wall: wall, uptime: $0.uptime, isSynchronised: isSynchronised) }
  }

  /// Off and on again; the clock may have stood still or been lost meanwhile.
  func reboot(_ wall: Timestamp) {
    state.withLock { $0 = ClockReading(wall: wall, uptime: 1000, isSynchronised: false) }
  }

  func leap(seconds: Int, isSynchronised: Bool = false) {
    set(reading.wall.adding(seconds: seconds), isSynchronised: isSynchronised)
  }
}

/// One run of an office on a machine that is not to be trusted.
final class DoubtfulOffice: Sendable {
  let machine: HandMachine
  private let folder: TemporaryFolder
  let store: Store
  let reception: Reception
  let health: HealthRegister
  let staff = Requester(name: "staff", origin: .console)

  init(_ office: Office = Sample.office(alwaysOpen: true), on machine: HandMachine, in folder: TemporaryFolder)
    async throws
  {
    self.machine = machine
    self.folder = folder
    let limits = ClockLimits(
      earliest: Sample.at(ServiceDay(year: 2026, month: 1, day: 1), 0, 0),
      latest: Sample.at(ServiceDay(year: 2046, month: 1, day: 1), 0, 0), longestRest: 15 * 86_400)
    let clock = WallClock(OfficeClock(limits: limits, run: UUID().uuidString) { machine.reading })
    store = try Store(
      path: "\(folder.path)/luot.sqlite", now: clock.now(), day: office.serviceDay(at: clock.now()), epoch: "e"
    ) { _ in }
    health = HealthRegister(store: store, clock: clock, standingNotices: [])
    reception = Reception(
      store: store, office: office, clock: clock, onlineActivities: [.onlineService], printsSlips: false
    ) { UUID().uuidString }
    try await reception.seed(members: Sample.members, villages: Sample.villages)
    try await reception.passTime()
  }

  deinit { try? store.close() }

  @discardableResult
  func take(_ service: String = "ho-tich", priority: String? = nil) async throws -> TicketAnswer {
    try await reception.issue(service: service, priority: priority, village: nil, by: staff)
  }

  func open(_ counter: CounterID = "1") async throws {
    _ = try await reception.open(counter, member: "an", services: nil, by: staff)
  }

  func next(_ counter: CounterID = "1") async throws -> String? {
    try await reception.callNext(counter, current: nil, by: staff)?.ticket.number
  }

  func state(_ ticket: TicketAnswer) async throws -> StateName { try await reception.ticket(ticket.id.text).state }

  func kinds() async throws -> [String] {
    try await reception.journal(after: 0, limit: 100_000).map(\.kind).filter { $0.hasPrefix("clock") }
  }

  func close() async throws {
    #expect(try await store.verify().problems == [])
    try store.close()
  }
}

@Suite(.timeLimit(.minutes(15))) struct ClockUseCaseTests {
  private static let tuesday = Sample.monday.advanced(by: 1)

  @Test func `An office that nothing synchronises works and says nothing of it in the record`() async throws {
    let office = try await DoubtfulOffice(on: HandMachine(Sample.morning), in: TemporaryFolder())
    let ticket = try await office.take()
    #expect(ticket.timesTrusted == true)
    office.machine.pass(seconds: 86_400)
    try await office.reception.passTime()
    #expect(try await office.reception.board().serviceDay == Self.tuesday)
    #expect(try await office.kinds() == [])
    let oddities = try await office.reception.oddities()
    #expect(oddities.clockStatus == .ok)
    #expect(oddities.clockDetail.contains("chưa được đồng bộ"))
    try await office.close()
  }

  @Test func `A day ahead in flight wakes nobody, ends no day and is told everywhere`() async throws {
    let office = try await DoubtfulOffice(on: HandMachine(Sample.morning), in: TemporaryFolder())
    try await office.open()
    let parked = try await office.take()
    _ = try await office.next()
    _ = try await office.reception.park("1", minutes: 30, by: office.staff)
    let waiting = try await office.take()
    office.machine.leap(seconds: 86_400)
    try await office.reception.passTime()
    #expect(try await office.state(parked) == .parked)
    #expect(try await office.state(waiting) == .waiting)
    #expect(try await office.take().id.text == "2026-11-23-a003")
    #expect(try await office.reception.board().serviceDay == Sample.monday)
    #expect(try await office.reception.board().isClockTrusted == false)
    #expect(try await office.reception.oddities().clockStatus == .degraded)
    #expect(try await office.reception.clockState().fault?.code == .jumped)
    #expect(try await office.kinds() == ["clock-distrusted"])
    #expect(try await office.reception.ticket(waiting.id.text).timesTrusted == false)

    office.machine.pass(seconds: 30 * 60)
    try await office.reception.passTime()
    #expect(try await office.state(parked) == .waiting, "half an hour is half an hour")

    office.machine.leap(seconds: -86_400)
    try await office.reception.passTime()
    #expect(try await office.kinds() == ["clock-distrusted", "clock-trusted"])
    #expect(try await office.take().timesTrusted == true)
    try await office.close()
  }

  @Test func `An hour back, and back again by synchronisation, keeps order, waiting times and the way back`()
    async throws
  {
    let office = try await DoubtfulOffice(on: HandMachine(Sample.morning), in: TemporaryFolder())
    try await office.open()
    let parked = try await office.take()
    _ = try await office.next()
    _ = try await office.reception.park("1", minutes: 30, by: office.staff)
    try await office.take()
    office.machine.pass(seconds: 600)
    office.machine.leap(seconds: -3600, isSynchronised: true)
    // The leap is confirmed: the parked person is still due after twenty minutes more, by the new time.
    try await office.take(priority: "elderly")
    let due = try await office.reception.ticket(parked.id.text).dueAt?.timestamp
    #expect(due == office.machine.reading.wall.adding(seconds: 1200))
    #expect(try await office.next() == "A003", "nobody has waited past the limit")
    office.machine.pass(seconds: 5)
    #expect(try await office.reception.undo("1", by: office.staff).number == "A003")
    office.machine.pass(seconds: 1196)
    try await office.reception.passTime()
    #expect(try await office.state(parked) == .waiting)
    #expect(try await office.reception.board().serviceDay == Sample.monday)
    #expect(try await office.kinds() == ["clock-trusted"])
    try await office.close()
  }

  @Test func `A leap ahead makes nobody late who is not, and the call before it can be undone`() async throws {
    let office = try await DoubtfulOffice(on: HandMachine(Sample.morning), in: TemporaryFolder())
    try await office.open()
    try await office.take()
    try await office.take()
    try await office.take(priority: "elderly")
    #expect(try await office.next() == "A003")
    office.machine.leap(seconds: 2 * 3600, isSynchronised: true)
    #expect(try await office.reception.undo("1", by: office.staff).state == .waiting)
    let call = try await office.reception.callNext("1", current: nil, by: office.staff)
    #expect(call?.reason.code == .priorityTurn)
    try await office.close()
  }

  @Test func `After a leap every wait is as long as time has passed, in tickets, promises and figures`() async throws {
    let office = try await DoubtfulOffice(on: HandMachine(Sample.morning), in: TemporaryFolder())
    try await office.open()
    let served = try await office.take()
    let waiting = try await office.take()
    office.machine.pass(seconds: 60)
    #expect(try await office.next() == served.number)
    office.machine.pass(seconds: 240)
    office.machine.leap(seconds: 9 * 3600, isSynchronised: true)
    office.machine.pass(seconds: 60)
    try await office.reception.passTime()
    _ = try await office.reception.finish("1", assistance: nil, by: office.staff)
    #expect(try await office.next() == waiting.number)
    for (ticket, wait) in [(served, 60), (waiting, 360)] {
      let now = try await office.reception.ticket(ticket.id.text)
      #expect(now.calledAt?.timestamp.seconds(since: now.issuedAt.timestamp) == wait)
      #expect(
        now.issuedAt.timestamp == ticket.issuedAt.timestamp.adding(seconds: 9 * 3600), "by the clock as it is right")
    }
    let ended = try await office.reception.ticket(served.id.text)
    let began = try #require(ended.startedAt?.timestamp)
    #expect(ended.finishedAt?.timestamp.seconds(since: began) == 300)
    try await office.close()
  }

  @Test(arguments: [1970, 2099])
  func `A machine that wakes up in another century goes on from the record and heals`(year: Int) async throws {
    let folder = try TemporaryFolder()
    let machine = HandMachine(Sample.at(Sample.monday, 16, 30))
    let evening = try await DoubtfulOffice(on: machine, in: folder)
    let left = try await evening.take()
    try await evening.close()

    machine.set(Sample.at(ServiceDay(year: year, month: 1, day: 1), 0, 0))
    let office = try await DoubtfulOffice(on: machine, in: folder)
    #expect(try await office.reception.board().serviceDay == Sample.monday)
    try await office.open()
    let early = try await office.take()
    #expect(early.id.text == "2026-11-23-a002")
    #expect(early.timesTrusted == false)
    machine.pass(seconds: 60)
    #expect(try await office.kinds() == ["clock-distrusted"])
    await #expect(throws: Refusal.clockImplausible(machine.reading.wall)) {
      try await office.reception.acceptClock(by: office.staff)
    }

    machine.set(Sample.at(Self.tuesday, 7, 31), isSynchronised: true)
    try await office.reception.passTime()
    #expect(try await office.state(early) == .waiting, "who took a number this morning is not sent home")
    #expect(try await office.reception.board().serviceDay == Sample.monday)
    _ = try await office.reception.call("1", ticket: early.number, by: office.staff)
    _ = try await office.reception.finish("1", assistance: nil, by: office.staff)
    try await office.reception.passTime()
    #expect(try await office.reception.board().serviceDay == Self.tuesday, "when they are done, the day is right")
    #expect(try await office.state(left) == .expired)
    #expect(try await office.take().id.text == "2026-11-24-a001")
    #expect(try await office.kinds() == ["clock-distrusted", "clock-trusted"])
    try await office.close()
  }

  @Test func `A day that is held after a leap ends at the latest with the day after`() async throws {
    let folder = try TemporaryFolder()
    let machine = HandMachine(Sample.at(Sample.monday, 16, 30))
    try await DoubtfulOffice(on: machine, in: folder).close()
    let office = try await DoubtfulOffice(on: machine, in: folder)
    let waiting = try await office.take()
    machine.leap(seconds: 15 * 3600, isSynchronised: true)
    try await office.reception.passTime()
    #expect(try await office.state(waiting) == .waiting)
    machine.pass(seconds: 86_400)
    try await office.reception.passTime()
    #expect(try await office.state(waiting) == .expired)
    #expect(try await office.reception.board().serviceDay == Self.tuesday.advanced(by: 1))
    try await office.close()
  }

  @Test func `A false future survives neither a restart nor the administrator's absence, and goes with a word`()
    async throws
  {
    let folder = try TemporaryFolder()
    let machine = HandMachine(Sample.morning)
    let first = try await DoubtfulOffice(on: machine, in: folder)
    machine.leap(seconds: 5 * 86_400)
    let ticket = try await first.take()
    try await first.close()

    let office = try await DoubtfulOffice(on: machine, in: folder)
    #expect(try await office.reception.board().serviceDay == Sample.monday)
    #expect(try await office.state(ticket) == .waiting)
    machine.set(Sample.at(Sample.monday, 8, 5))
    try await office.reception.passTime()
    #expect(try await office.reception.clockState().trusted == false, "five minutes are no agreement")
    let admin = Requester(name: "admin", origin: .cli)
    let answer = try await office.reception.acceptClock(by: admin)
    #expect(answer.trusted)
    #expect(answer.now.timestamp == Sample.at(Sample.monday, 8, 5))
    let last = try #require(try await office.reception.journal(after: 0, limit: 1000).last)
    #expect(last.kind == "clock-trusted")
    #expect(last.actor == "admin")
    #expect(last.body.contains("accepted"))
    try await office.close()
  }

  @Test func `An empty store on a machine in 1970 begins at the first plausible instant`() async throws {
    let machine = HandMachine(Timestamp(milliseconds: 0))
    let office = try await DoubtfulOffice(on: machine, in: TemporaryFolder())
    let ticket = try await office.take()
    #expect(ticket.id.text == "2026-01-01-a001")
    machine.set(Sample.morning, isSynchronised: true)
    try await office.reception.passTime()
    try await office.open()
    #expect(try await office.next() == "A001")
    _ = try await office.reception.finish("1", assistance: nil, by: office.staff)
    #expect(try await office.take().id.text == "2026-11-23-a001")
    try await office.close()
  }

  @Test(arguments: [3 as UInt64, 4])
  func `A year of days with a clock that lies loses no number and proves itself`(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let memory = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    let folder = try TemporaryFolder(in: memory)
    let machine = HandMachine(Sample.morning)
    var office = try await DoubtfulOffice(on: machine, in: folder)
    var days: Set<ServiceDay> = []
    var numbers: Set<TicketID> = []
    var latest = Sample.monday
    var truth = Sample.morning
    func pass(_ seconds: Int) {
      machine.pass(seconds: seconds)
      truth = truth.adding(seconds: seconds)
    }
    for day in 0..<365 {
      let comment: Comment = "seed \(seed), day \(day)"
      for _ in 0..<4 {
        switch random.below(12) {
        case 0: machine.leap(seconds: 86_400 * (16 + random.below(400)))
        case 1: machine.leap(seconds: -3600)
        case 2: machine.set(Timestamp(milliseconds: 0))
        case 3: machine.set(truth, isSynchronised: true)
        case 4: machine.set(truth)
        case 5:
          try office.store.close()
          office = try await DoubtfulOffice(on: machine, in: folder)
        default: break
        }
        pass(1 + random.below(3600))
        try await office.reception.passTime()
        let ticket = try await office.take()
        #expect(numbers.insert(ticket.id).inserted, comment)
        #expect(ticket.id.day >= latest, comment)
        #expect(ticket.id.day <= ServiceDay(of: truth, startMinute: 0), comment)
        latest = ticket.id.day
        days.insert(latest)
      }
      let second = CivilTime.split(truth).milliseconds / 1000
      pass(86_400 + 8 * 3600 - second)
    }
    machine.set(truth, isSynchronised: true)
    pass(86_400)
    try await office.reception.passTime()
    #expect(try await office.reception.board().serviceDay == ServiceDay(of: truth, startMinute: 0))
    #expect(days.count > 200, "seed \(seed): \(days.count)")
    try await office.close()
  }
}
