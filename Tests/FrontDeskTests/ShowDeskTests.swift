import Foundation
import FrontDesk
import Logging
import Queueing
import Records
import Simulation
import Storage
import Synchronization
import Testing

@Suite struct ShowDeskTests {
  private static let card = Data(repeating: 1, count: 32)
  private static let other = Data(repeating: 2, count: 32)

  private static func desk(_ front: FrontOffice, priority: String? = "elderly", log: LogLines = LogLines()) -> ShowDesk
  {
    ShowDesk(
      reception: front.reception,
      benefit: ShowDesk.Benefit(priority: priority.map { PriorityClassID(verified: $0) }, seconds: 60),
      log: log.logger)
  }

  private static func messages(_ front: FrontOffice) -> [String] {
    front.reception.messages.messages(after: 0).map { "\($0.place): \($0.text)" }
  }

  private static func counter(_ front: FrontOffice, _ id: CounterID = "1") async throws -> CounterAnswer? {
    try await front.reception.counters().first { $0.id == id }
  }

  // MARK: - Badges

  @Test func `A badge opens the counter for its member, pauses it, and opens it again`() async throws {
    let front = try await FrontOffice.ready(open: [])
    let desk = Self.desk(front)
    let badge = try await front.reception.enrolBadge(Self.card, member: "an", by: front.staff)
    #expect(badge.member.text == "an" && badge.validUntil == nil && badge.code == nil)
    var states: [CounterState?] = []
    for _ in 0..<3 {
      await desk.show(.badge(Self.card), at: .counter("1"))
      let counter = try await Self.counter(front)
      states.append(counter?.state)
      #expect(counter?.member?.text == "an")
      front.clock.pass(seconds: 10)
    }
    #expect(states == [.open, .paused, .open])
    #expect(
      Self.messages(front) == [
        "1: Quầy 1 mở: Cô an.", "1: Quầy 1 tạm nghỉ. Chạm thẻ lần nữa để làm việc tiếp.", "1: Quầy 1 mở: Cô an.",
      ])
    let kinds = try await front.journal().map(\.kind).suffix(4)
    #expect(kinds == ["badge-enrolled", "counter-opened", "counter-paused", "counter-opened"])
    try await front.expectProven()
  }

  @Test func `A card that comes and goes within seconds counts once`() async throws {
    let front = try await FrontOffice.ready(open: [])
    let desk = Self.desk(front)
    _ = try await front.reception.enrolBadge(Self.card, member: "an", by: front.staff)
    for _ in 0..<3 {
      await desk.show(.badge(Self.card), at: .counter("1"))
      front.clock.pass(seconds: 1)
    }
    #expect(try await Self.counter(front)?.state == .open)
    #expect(Self.messages(front).count == 1)
  }

  @Test func `Who takes over goes on with the counter as it is, whoever is served`() async throws {
    let front = try await FrontOffice.ready()
    let desk = Self.desk(front)
    _ = try await front.reception.enrolBadge(Self.card, member: "binh", by: front.staff)
    _ = try await front.reception.open("1", member: "an", services: ["vneid"], by: front.staff)
    try await front.take("vneid")
    let called = try await front.next()
    await desk.show(.badge(Self.card), at: .counter("1"))
    let counter = try await Self.counter(front)
    #expect(counter?.member?.text == "binh")
    #expect(counter?.services.map(\.text) == ["vneid"])
    #expect(counter?.ticket?.number == called?.ticket.number)
    try await front.expectProven()
  }

  @Test func `A card that is no badge is told so and leaves nothing behind`() async throws {
    let front = try await FrontOffice.ready(open: [])
    let desk = Self.desk(front)
    let ended = try await front.reception.enrolBadge(Self.card, member: "an", by: front.staff)
    _ = try await front.reception.endBadge(ended.id, by: front.staff)
    let before = try await front.journal().count
    // Unknown, ended, and one that can be none.
    for thing in [ShownThing.badge(Self.other), .badge(Self.card), .otherCard] {
      await desk.show(thing, at: .counter("1"))
      front.clock.pass(seconds: 5)
    }
    #expect(
      Self.messages(front)
        == Array(repeating: "1: Thẻ này không phải thẻ nhân viên. Máy không lưu gì của thẻ.", count: 3))
    #expect(try await front.journal().count == before)
    #expect(try await Self.counter(front)?.state == .closed)
  }

  @Test func `A badge of a member who has left is none`() async throws {
    let front = try await FrontOffice.ready(open: [])
    await #expect(
      problemFields { try await front.reception.enrolBadge(Self.card, member: "cuc", by: front.staff) } == ["member"])
    await #expect(
      problemFields { try await front.reception.enrolBadge(Self.card, member: "ai-do", by: front.staff) } == ["member"])
    #expect(try await front.reception.badges() == [])
  }

  @Test func `A card is one member's badge, until it is ended`() async throws {
    let front = try await FrontOffice.ready(open: [])
    let first = try await front.reception.enrolBadge(Self.card, member: "an", by: front.staff)
    await #expect(throws: RequestProblem.badgeInUse(badge: first.id, member: MemberID(verified: "an"))) {
      try await front.reception.enrolBadge(Self.card, member: "binh", by: front.staff)
    }
    let ended = try await front.reception.endBadge(first.id, by: front.staff)
    #expect(ended.validUntil != nil)
    #expect(try await front.reception.endBadge(first.id, by: front.staff) == ended)
    let second = try await front.reception.enrolBadge(Self.card, member: "binh", by: front.staff)
    #expect(try await front.reception.badges() == [ended, second])
    for id in ["b-999", "b-", "17", ""] {
      await #expect(throws: RequestProblem.noSuchBadge(id)) {
        try await front.reception.endBadge(id, by: front.staff)
      }
    }
    try await front.expectProven()
  }

  // MARK: - Slips

  @Test func `A slip shown at the kiosk brings an absent number back to its place, and else says where it stands`()
    async throws
  {
    let front = try await FrontOffice.ready()
    let desk = Self.desk(front)
    let (first, second) = (try await front.take(), try await front.take())
    let token = try #require(first.token)
    await desk.show(.ticket(token: try #require(second.token)), at: .kiosk)
    try await front.next()
    _ = try await front.reception.noShow("1", by: front.staff)
    await desk.show(.ticket(token: token), at: .kiosk)
    #expect(try await front.state(first) == .waiting)
    #expect(try await front.next()?.ticket.number == first.number)
    await desk.show(.ticket(token: token), at: .kiosk)
    await desk.show(.ticket(token: token), at: .counter("2"))
    #expect(try await front.state(first) == .called)
    await desk.show(.ticket(token: token), at: .counter("1"))
    #expect(try await front.state(first) == .serving)
    await desk.show(.ticket(token: "3w5e11264sgsf0q2"), at: .kiosk)
    #expect(
      Self.messages(front) == [
        "kiosk: Số A002 đang chờ, trước còn 1 người.", "kiosk: Số A001 đã trở lại hàng chờ, đúng chỗ cũ.",
        "kiosk: Số A001 đang được gọi.", "2: Số A001 đang được gọi.", "1: Bắt đầu phục vụ số A001.",
        "kiosk: Phiếu này không phải của hôm nay.",
      ])
    try await front.expectProven()
  }

  // MARK: - Citizens' cards

  private static func facts(_ isOfAge: Bool, _ village: String? = nil) -> ShownThing {
    .citizen(CitizenFacts(isOfAge: isOfAge, village: village.map { VillageID(verified: $0) }, doubts: []))
  }

  @Test func `A slip of a line that was sent home says why, and what to do now`() async throws {
    let front = try await FrontOffice.ready()
    let desk = Self.desk(front)
    let ticket = try await front.take()
    let token = try #require(ticket.token)
    _ = try await front.reception.cancelLine(of: nil, reason: .powerCut, note: nil, by: front.staff)
    await desk.show(.ticket(token: token), at: .kiosk)
    #expect(
      Self.messages(front) == [
        "kiosk: Số A001 đã hủy vì mất điện. Xin mời ông/bà hỏi cán bộ để được lấy số mới."
      ])
  }

  @Test func `A card scanned at the kiosk gives priority and village to the next number there, and to one only`()
    async throws
  {
    let front = try await FrontOffice.ready()
    let desk = Self.desk(front)
    await desk.show(Self.facts(true, "thon-1"), at: .kiosk)
    // Elsewhere numbers are taken by other people.
    let away = try await front.reception.issue(service: "ho-tich", priority: nil, village: nil, by: front.staff)
    #expect(away.priority == nil)
    let key = RequestKey(key: "k", digest: Data(repeating: 3, count: 32))
    let ticket = try await front.reception.issue(
      service: "ho-tich", priority: nil, village: nil, by: front.desk, key: key)
    #expect(ticket.priority?.text == "elderly")
    let stored = try await front.store.read { try $0.ticket(ticket.id) }
    #expect(stored?.village?.text == "thon-1")
    #expect(try await front.take().priority == nil)
    // The same request again takes nothing that was offered to somebody else meanwhile.
    await desk.show(Self.facts(true), at: .kiosk)
    let again = try await front.reception.issue(
      service: "ho-tich", priority: nil, village: nil, by: front.desk, key: key)
    #expect(again == ticket)
    #expect(try await front.take().priority?.text == "elderly")
    try await front.expectProven()
  }

  @Test func `What a card offers ends with its time, gives way to what is chosen, and survives a refusal`() async throws
  {
    let front = try await FrontOffice.ready()
    let desk = Self.desk(front)
    await desk.show(Self.facts(true), at: .kiosk)
    front.clock.pass(seconds: 60)
    #expect(try await front.take().priority == nil)
    await desk.show(Self.facts(true), at: .kiosk)
    #expect(try await front.take(priority: "pregnant").priority?.text == "pregnant")
    #expect(try await front.take().priority == nil)
    await desk.show(Self.facts(true), at: .kiosk)
    await #expect(problemFields { try await front.take("khong-co") } == ["service"])
    #expect(try await front.take().priority?.text == "elderly")
    // The next card is another person's.
    await desk.show(Self.facts(true), at: .kiosk)
    await desk.show(Self.facts(false, "thon-2"), at: .kiosk)
    #expect(try await front.take().priority == nil)
  }

  @Test func `Without a priority class for age a card tells the village alone, and at a counter nothing`() async throws
  {
    let front = try await FrontOffice.ready()
    let desk = Self.desk(front, priority: nil)
    await desk.show(Self.facts(true, "thon-2"), at: .kiosk)
    await desk.show(Self.facts(true, "thon-1"), at: .counter("1"))
    let ticket = try await front.take()
    #expect(ticket.priority == nil)
    #expect(try await front.store.read { try $0.ticket(ticket.id) }?.village?.text == "thon-2")
    #expect(Self.messages(front).map { $0.hasSuffix("Máy không lưu gì của thẻ.") } == [true, true])
  }

  @Test func `What cannot be acted on is told, at every place`() async throws {
    let front = try await FrontOffice.ready(open: [])
    let desk = Self.desk(front)
    for thing in [ShownThing.unknownCode, .badge(Self.card), .unreadable("Hãy đặt lại thẻ.")] {
      await desk.show(thing, at: .kiosk)
    }
    await desk.show(.unknownCode, at: .counter("1"))
    try front.store.close()
    await desk.show(.badge(Self.card), at: .counter("1"))
    #expect(
      Self.messages(front) == [
        "kiosk: Máy không hiểu mã này. Mời ông/bà bấm chọn dịch vụ trên màn hình.",
        "kiosk: Thẻ và mã của nhân viên dùng ở quầy.", "kiosk: Hãy đặt lại thẻ.", "1: Máy không hiểu mã này.",
        "1: Máy chưa làm được việc này. Hãy thử lại hoặc làm trên màn hình.",
      ])
  }

  @Test func `Whatever is shown at the kiosk is answered in English too, and at a counter in Vietnamese alone`()
    async throws
  {
    let front = try await FrontOffice.ready()
    let desk = Self.desk(front)
    let ticket = try await front.take()
    let token = try #require(ticket.token)
    let things: [(ShownThing, String)] = [
      (.badge(Self.card), "Staff cards and codes are for the counters."),
      (.otherCard, "This is not a staff card. Nothing of it is kept."),
      (.ticket(token: token), "Number \(ticket.number) is waiting, almost your turn."),
      (.ticket(token: "unknown"), "This slip is not of today."),
      (.unknownCode, "This machine does not know this code. Please choose a service on the screen."),
      (.unreadable("Hãy đặt lại thẻ."), "That could not be read. Please use the screen."),
    ]
    for (thing, english) in things {
      await desk.show(thing, at: .kiosk)
      #expect(front.reception.messages.shown(at: .kiosk, now: front.clock.now)?.english == english)
    }
    await desk.show(.unknownCode, at: .counter("1"))
    #expect(front.reception.messages.shown(at: .counter("1"), now: front.clock.now)?.english == nil)
  }

  @Test func `What was said is shown for a short while, where it was said and nowhere else`() async throws {
    let front = try FrontOffice()
    let messages = front.reception.messages
    messages.say("một", at: .counter("1"), now: front.clock.now)
    messages.say("hai", at: .counter("1"), now: front.clock.now)
    messages.say("ba", at: .counter("2"), now: front.clock.now)
    let shown = { messages.shown(at: $0, now: front.clock.now)?.text }
    #expect(shown(.counter("1")) == "hai" && shown(.counter("2")) == "ba" && shown(.kiosk) == nil)
    front.clock.pass(seconds: DeskMessages.shownSeconds - 1)
    #expect(shown(.counter("1")) == "hai")
    front.clock.pass(seconds: 1)
    #expect(shown(.counter("1")) == nil && shown(.counter("2")) == nil)
    // A clock that was set back shows nothing of what is to come.
    front.clock.pass(seconds: -60)
    #expect(shown(.counter("1")) == nil)
  }

  @Test func `Messages are bounded and wake who waits for them`() async throws {
    let front = try FrontOffice()
    let messages = front.reception.messages
    let growth = messages.growth()
    for number in 1...100 { messages.say("\(number)", at: .kiosk, now: front.clock.now) }
    var woken = growth.makeAsyncIterator()
    await woken.next()
    #expect(messages.latest == 100)
    #expect(messages.messages(after: 0).count == DeskMessages.kept)
    #expect(messages.messages(after: 98).map(\.text) == ["99", "100"])
  }
}

/// Everything that was logged, with its metadata, at every level.
final class LogLines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(lines: self) }
    logger.logLevel = .trace
    return logger
  }

  private struct Handler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      lines.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
  }
}
