import Foundation
import FrontDesk
import Queueing
import Records
import Storage
import Testing

@Suite struct AssistanceUseCaseTests {
  @Test func `What was helped is recorded with the end of the service`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take(village: "thon-1")
    try await front.next()
    front.clock.pass(seconds: 20)
    _ = try await front.reception.start("1", by: front.staff)
    front.clock.pass(seconds: 300)
    var draft = Sample.help("online-service")
    draft.activities[0].level = "full"
    draft.activities[0].difficulties = ["network-fault"]
    draft.ageBand = "60-79"
    draft.note = "Máy cũ"
    let finished = try await front.finish("1", draft)
    let id = try #require(finished.assistanceId)
    let recorded = try #require(
      try await front.reception.assistances(
        from: Sample.monday, through: Sample.monday, after: nil, limit: 10
      ).first)
    #expect(recorded.id == id)
    #expect(recorded.ticket == ticket.id)
    #expect(recorded.member?.text == "an")
    #expect(recorded.counter == "1")
    #expect(recorded.place == .centre)
    #expect(recorded.startedAt == finished.startedAt)
    #expect(recorded.village?.text == "thon-1")
    #expect(recorded.residence == .village)
    #expect(recorded.ageBand == .from60)
    #expect(recorded.activities.map(\.activity) == [.onlineService])
    #expect(recorded.activities.map(\.level) == [.full])
    #expect(recorded.activities.map(\.difficulties) == [[.networkFault]])
    #expect(!(try await front.journal().map(\.body).joined().contains("Máy cũ")), "a note stays outside the journal")
    try await front.expectProven()
  }

  @Test func `Help counts for who sits at the counter when it ends`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    try await front.next()
    _ = try await front.reception.open("1", member: "binh", services: nil, by: front.staff)
    try await front.finish("1", Sample.help())
    let recorded = try await front.reception.assistances(
      from: Sample.monday, through: Sample.monday, after: nil, limit: 10)
    #expect(recorded.map(\.member?.text) == ["binh"])
    try await front.expectProven()
  }

  @Test func `A wrong record finishes nobody and names every field`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take()
    try await front.next()
    let draft = AssistanceDraft(
      member: "ai-do", place: "moon", minutes: 601,
      activities: [ActivityDraft(activity: "vneid-use", level: "full"), ActivityDraft(activity: "fishing")],
      village: "thon-9", ageBand: "old", sex: "x")
    let end = try await front.store.read { try $0.chainEnd() }
    #expect(
      await problemFields { try await front.finish("1", draft) } == [
        "assistance.member", "assistance.place", "assistance.minutes", "assistance.activities[0].level",
        "assistance.activities[1].activity", "assistance.village", "assistance.ageBand", "assistance.sex",
      ])
    #expect(try await front.state(ticket) == .called)
    #expect(try await front.store.read { try $0.chainEnd() } == end)
    #expect(await problemFields { try await front.finish("1", AssistanceDraft()) } == ["assistance.activities"])
  }

  @Test(arguments: [
    "a\u{0}b", String(repeating: "x", count: 201), String(repeating: "👨‍👩‍👧‍👦", count: 60), "\u{1b}[31m",
  ])
  func `A note that could not be kept as it is said is refused`(note: String) async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    try await front.next()
    var draft = Sample.help()
    draft.note = note
    #expect(await problemFields { try await front.finish("1", draft) } == ["assistance.note"])
  }

  @Test func `A note of two hundred letters is kept however it was typed`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    try await front.next()
    var draft = Sample.help()
    draft.note = String(repeating: "ế", count: 200).decomposedStringWithCanonicalMapping
    #expect(try await front.finish("1", draft).assistanceId != nil)
  }

  private static let away = AssistanceDraft(
    member: "binh", place: "village-hall", startedAt: "2026-11-20T09:00:00+07:00", minutes: 25,
    activities: [ActivityDraft(activity: "cashless-payment")], residence: "other-commune")

  @Test func `Help given away from the centre counts for the day it was given`() async throws {
    let front = try await FrontOffice.ready()
    let recorded = try await front.reception.addAssistance(Self.away, by: front.staff)
    #expect(recorded.ticket == nil && recorded.counter == nil && recorded.correctedBy == nil)
    #expect(recorded.member?.text == "binh")
    #expect(recorded.place == .villageHall)
    #expect(recorded.minutes == 25)
    let friday = Sample.monday.advanced(by: -3)
    let found = try await front.reception.assistances(from: friday, through: friday, after: nil, limit: 10)
    #expect(found == [recorded])
    let figures = try await front.reception.statistics(from: friday, through: friday, by: .place, and: nil)
    #expect(figures.rows.map(\.keys) == [["place": "village-hall"]])
    #expect(figures.total.turns == 1)
    #expect(figures.total.issued == 0)
    try await front.expectProven()
  }

  @Test func `Help away from the centre must say who, where, when and what`() async throws {
    let front = try await FrontOffice.ready()
    #expect(
      await problemFields { try await front.reception.addAssistance(AssistanceDraft(), by: front.staff) }
        == ["startedAt", "member", "place", "activities"])
    var future = Self.away
    future.startedAt = "2026-11-23T08:00:01+07:00"
    #expect(await problemFields { try await front.reception.addAssistance(future, by: front.staff) } == ["startedAt"])
    var late = Self.away
    late.member = "cuc"
    late.startedAt = "2026-11-23T07:00:00+07:00"
    #expect(await problemFields { try await front.reception.addAssistance(late, by: front.staff) } == ["member"])
  }

  @Test func `A correction takes the place of what was recorded, which stays to be seen`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take(village: "thon-1")
    try await front.next()
    let first = try #require(try await front.finish("1", Sample.help("vneid-use")).assistanceId)
    front.clock.pass(seconds: 600)
    let second = try await front.reception.correct(
      first, draft: Sample.help("health-book"), reason: "Ghi nhầm việc", by: front.staff)
    #expect(second.id != first)
    #expect(second.ticket == ticket.id)
    #expect(second.member?.text == "an")
    #expect(second.startedAt == Moment(Sample.morning))
    #expect(second.village?.text == "thon-1")
    #expect(try await front.reception.ticket(ticket.id.text).assistanceId == second.id)
    let all = try await front.reception.assistances(
      from: Sample.monday, through: Sample.monday, after: nil, limit: 10)
    #expect(all.map(\.id) == [first, second.id])
    #expect(all.map(\.correctedBy) == [second.id, nil])
    try await expectRefusal(.alreadyCorrected(first, by: second.id), at: front) {
      try await front.reception.correct(first, draft: Sample.help(), reason: "x", by: front.staff)
    }
    let third = try await front.reception.correct(second.id, draft: Sample.help("other"), reason: "x", by: front.staff)
    #expect(third.ticket == ticket.id)
    let figures = try await front.reception.statistics(
      from: Sample.monday, through: Sample.monday, by: .activity, and: nil)
    #expect(figures.total.turns == 1)
    #expect(figures.rows.map(\.keys) == [["activity": "other"]])
    try await front.expectProven()
  }

  @Test func `A correction keeps what it does not mention`() async throws {
    let front = try await FrontOffice.ready()
    var draft = Self.away
    draft.ageBand = "80-plus"
    draft.sex = "female"
    let recorded = try await front.reception.addAssistance(draft, by: front.staff)
    let corrected = try await front.reception.correct(
      recorded.id, draft: Sample.help("health-book"), reason: "Nhầm việc", by: front.staff)
    #expect(corrected.activities.map(\.activity) == [.healthBook])
    #expect(corrected.minutes == 25)
    #expect(corrected.ageBand == .from80)
    #expect(corrected.sex == .female)
    #expect(corrected.residence == .otherCommune)
    #expect(corrected.place == .villageHall)
    var moved = Sample.help("health-book")
    moved.village = "thon-2"
    let again = try await front.reception.correct(corrected.id, draft: moved, reason: "Nhầm thôn", by: front.staff)
    #expect(again.village?.text == "thon-2")
    #expect(again.residence == .village)
    #expect(!(try await front.journal().map(\.body).joined().contains("Nhầm")), "a reason stays outside the journal")
    try await front.expectProven()
  }

  @Test func `What a correction takes back is gone from the record, the figures and the file`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take(village: "thon-1")
    try await front.next()
    var draft = Sample.help()
    (draft.ageBand, draft.sex, draft.note) = ("80-plus", "female", "Bà Mẹt ở cổng chợ")
    let id = try #require(try await front.finish("1", draft).assistanceId)
    let kept = try await front.reception.correct(id, draft: Sample.help(), reason: "Nhầm việc", by: front.staff)
    func record() async throws -> AssistanceAnswer? {
      try await front.reception.assistances(
        from: Sample.monday, through: Sample.monday, after: nil, limit: 10, notesFor: .anyone
      ).last
    }
    #expect(try await record()?.note == "Bà Mẹt ở cổng chợ", "what is not mentioned stays")
    let corrected = try await front.reception.correct(
      kept.id, draft: Sample.help(), erasing: [.residence, .ageBand, .sex, .note], reason: "Ghi nhầm người",
      by: front.staff)
    #expect(corrected.village == nil && corrected.residence == nil && corrected.sex == nil)
    #expect(corrected.ageBand == .unknown)
    let last = try #require(try await record())
    #expect(last.id == corrected.id && last.note == nil)
    let villages = try await front.reception.statistics(
      from: Sample.monday, through: Sample.monday, by: .village, and: nil)
    #expect(villages.rows.map(\.keys) == [["village": ""]], "not for the village that the ticket said, either")
    try await front.expectProven()
    let notes = try await front.store.read { tx in
      try tx.assistances(from: Sample.monday, through: Sample.monday, after: nil, limit: 10).compactMap {
        try tx.note(of: $0.id)
      }
    }
    #expect(notes == [], "nor is it kept beside what was corrected")
  }

  @Test(arguments: ["", "  "]) func `An empty note takes the old one back`(_ empty: String) async throws {
    let front = try await FrontOffice.ready()
    var draft = Self.away
    draft.note = "Bà Mẹt"
    let recorded = try await front.reception.addAssistance(draft, by: front.staff)
    var right = Sample.help()
    right.note = empty
    let corrected = try await front.reception.correct(recorded.id, draft: right, reason: "Có tên", by: front.staff)
    let note = try await front.store.read { tx in
      try Assistance.id(fromText: corrected.id).flatMap { try tx.note(of: $0) }
    }
    #expect(note == nil)
  }

  @Test func `A note is read by who may correct what it stands beside`() async throws {
    let front = try await FrontOffice.ready()
    var draft = Self.away
    draft.note = "Máy cũ"
    _ = try await front.reception.addAssistance(draft, by: front.staff)
    let friday = Sample.monday.advanced(by: -3)
    for (reader, note) in [
      (NoteReader.nobody, nil), (.member(MemberID(verified: "an")), nil),
      (.member(MemberID(verified: "binh")), "Máy cũ"), (.anyone, "Máy cũ"),
    ] as [(NoteReader, String?)] {
      let found = try await front.reception.assistances(
        from: friday, through: friday, after: nil, limit: 10, notesFor: reader)
      #expect(found.map(\.note) == [note], "\(reader)")
    }
    #expect(
      try await front.reception.records(of: MemberID(verified: "binh"), on: friday).recorded.map(\.note) == ["Máy cũ"])
  }

  @Test func `All that is stored of a ticket can be looked at`() async throws {
    let front = try await FrontOffice.ready()
    let other = try await front.take(village: "thon-2")
    _ = try await front.reception.cancel(other.id.text, reason: "Về trước", by: front.staff)
    let ticket = try await front.take(village: "thon-1")
    try await front.next()
    var draft = Sample.help()
    draft.note = "Máy cũ"
    let first = try #require(try await front.finish("1", draft).assistanceId)
    let second = try await front.reception.correct(
      first, draft: Sample.help("health-book"), reason: "Nhầm việc", by: front.staff)
    try await front.store.write { tx in
      let stored = try #require(try tx.ticket(ticket.id))
      try tx.rate(stored, score: 3, at: front.clock.now, day: Sample.monday, actor: "citizen")
    }
    #expect(try await front.reception.ticket(ticket.id.text).record == nil)
    let answer = try await front.reception.ticket(number: ticket.id.number, withRecord: true)
    let record = try #require(answer.record)
    #expect(answer.id == ticket.id)
    #expect(record.village?.text == "thon-1" && record.member?.text == "an" && record.rating == 3)
    #expect(record.assistances.map(\.id) == [first, second.id])
    #expect(record.assistances.map(\.correctedBy) == [second.id, nil])
    #expect(record.assistances.map(\.note) == [nil, "Máy cũ"])
    #expect(record.remarks.map(\.text) == ["Nhầm việc"])
    #expect(record.remarks.map(\.kind) == ["assistance-corrected"])
    let cancelled = try #require(try await front.reception.ticket(other.id.text, withRecord: true).record)
    #expect(cancelled.remarks.map(\.text) == ["Về trước"])
    #expect(cancelled.assistances == [] && cancelled.rating == nil)
  }

  @Test func `Help for a ticket cannot be moved to another day, other help can`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    try await front.next()
    let id = try #require(try await front.finish("1", Sample.help()).assistanceId)
    let away = try await front.reception.addAssistance(Self.away, by: front.staff)
    front.clock.set(Sample.at(Sample.monday.advanced(by: 1), 9, 0))
    try await front.reception.passTime()
    var moved = Sample.help()
    moved.startedAt = "2026-11-24T08:30:00+07:00"
    let wrong = moved
    #expect(
      await problemFields { try await front.reception.correct(id, draft: wrong, reason: "x", by: front.staff) }
        == ["startedAt"])
    moved.startedAt = "2026-11-23T07:45:00+07:00"
    let right = try await front.reception.correct(id, draft: moved, reason: "x", by: front.staff)
    #expect(right.startedAt.timestamp.iso8601 == "2026-11-23T07:45:00+07:00")
    let later = try await front.reception.correct(away.id, draft: wrong, reason: "x", by: front.staff)
    #expect(later.startedAt.timestamp.iso8601 == "2026-11-24T08:30:00+07:00")
    try await front.expectProven()
  }

  @Test func `Somebody whose membership is ended while they sit there goes on recording`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    try await front.next()
    _ = try await front.reception.change("an", texts: ["validUntil": "2026-11-22"], in: .members, by: front.staff)
    let finished = try await front.finish("1", Sample.help())
    let recorded = try await front.reception.assistances(
      from: Sample.monday, through: Sample.monday, after: nil, limit: 10)
    #expect(recorded.map(\.id) == [finished.assistanceId])
    #expect(recorded.map(\.member?.text) == ["an"])
    try await front.take()
    try await front.next()
    var named = Sample.help()
    named.member = "an"
    let draft = named
    #expect(
      await problemFields { try await front.finish("1", draft) } == ["assistance.member"], "who is named is looked up")
    try await front.expectProven()
  }

  @Test func `What is withdrawn counts no more, stays to be seen, and its ticket can be recorded anew`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take(village: "thon-1")
    try await front.next()
    var draft = Sample.help()
    draft.note = "Bà Mẹt"
    let first = try #require(try await front.finish("1", draft).assistanceId)
    let an = MemberID(verified: "an")
    #expect(try await front.reception.records(of: an).unrecorded == [])
    let withdrawn = try await front.reception.withdraw(first, reason: "Ghi nhầm người", by: front.staff)
    #expect(withdrawn.id == first && withdrawn.withdrawn == true && withdrawn.correctedBy == nil)
    func turns() async throws -> Int {
      try await front.reception.statistics(from: Sample.monday, through: Sample.monday, by: nil, and: nil).total.turns
    }
    #expect(try await turns() == 0)
    #expect(try await front.reception.ticket(ticket.id.text).assistanceId == nil)
    let desk = try await front.reception.records(of: an)
    #expect(desk.recorded == [] && desk.unrecorded.map(\.id) == [ticket.id])
    let record = try #require(try await front.reception.ticket(ticket.id.text, withRecord: true).record)
    #expect(record.assistances.map(\.withdrawn) == [true] && record.assistances.map(\.note) == [nil])
    #expect(record.remarks.map(\.text) == ["Ghi nhầm người"])
    try await expectRefusal(.alreadyWithdrawn(first), at: front) {
      try await front.reception.withdraw(first, reason: "x", by: front.staff)
    }
    try await expectRefusal(.alreadyWithdrawn(first), at: front) {
      try await front.reception.correct(first, draft: Sample.help(), reason: "x", by: front.staff)
    }
    let again = try await front.reception.addAssistance(
      Sample.help("health-book"), to: ticket.id.text, by: front.staff)
    #expect(try await turns() == 1)
    let right = try await front.reception.correct(again.id, draft: Sample.help(), reason: "x", by: front.staff)
    try await expectRefusal(.alreadyCorrected(again.id, by: right.id), at: front) {
      try await front.reception.withdraw(again.id, reason: "x", by: front.staff)
    }
    _ = try await front.reception.withdraw(right.id, reason: "x", by: front.staff)
    #expect(try await turns() == 0)
    try await front.expectProven()
    let proof = try await front.reception.proof(of: ticket.id.text)
    #expect(proof.problems == [])
    #expect(
      proof.entries.map(\.kind).suffix(5) == [
        "assistance-recorded", "record-withdrawn", "assistance-recorded", "assistance-corrected", "record-withdrawn",
      ])
  }

  @Test func `Help of an earlier day is withdrawn by who gave it, with a reason`() async throws {
    let front = try await FrontOffice.ready()
    let recorded = try await front.reception.addAssistance(Self.away, by: front.staff)
    let twice = try await front.reception.addAssistance(Self.away, by: front.staff)
    front.clock.set(Sample.at(Sample.monday.advanced(by: 1), 9, 0))
    try await front.reception.passTime()
    #expect(
      await problemFields { try await front.reception.withdraw(twice.id, reason: " ", by: front.staff) } == ["reason"])
    await #expect(throws: RequestProblem.recordOfAnother(twice.id)) {
      try await front.reception.withdraw(twice.id, reason: "x", own: MemberID(verified: "an"), by: front.staff)
    }
    _ = try await front.reception.withdraw(
      twice.id, reason: "Ghi hai lần", own: MemberID(verified: "binh"), by: front.staff)
    let friday = Sample.monday.advanced(by: -3)
    let figures = try await front.reception.statistics(from: friday, through: friday, by: .member, and: nil)
    #expect(figures.total.turns == 1)
    let all = try await front.reception.assistances(from: friday, through: friday, after: nil, limit: 10)
    #expect(all.map(\.id) == [recorded.id, twice.id] && all.map(\.withdrawn) == [false, true])
    #expect(!(try await front.journal().map(\.body).joined().contains("Ghi hai lần")))
    try await front.expectProven()
  }

  @Test func `A correction needs its reason and a record`() async throws {
    let front = try await FrontOffice.ready()
    let recorded = try await front.reception.addAssistance(Self.away, by: front.staff)
    for reason in ["", String(repeating: "y", count: 201), "a\u{0}"] {
      #expect(
        await problemFields {
          try await front.reception.correct(recorded.id, draft: Sample.help(), reason: reason, by: front.staff)
        } == ["reason"])
    }
    #expect(
      await problemFields {
        try await front.reception.correct(recorded.id, draft: AssistanceDraft(), reason: "x", by: front.staff)
      } == ["activities"])
    for text in ["h-999999", "h-1", "h-01", "x", "", "h-99999999999999999999"] {
      await #expect(throws: RequestProblem.noSuchAssistance(text)) {
        try await front.reception.correct(text, draft: Sample.help(), reason: "x", by: front.staff)
      }
    }
  }

  @Test func `Assistances are read page by page`() async throws {
    let front = try await FrontOffice.ready()
    var ids: [String] = []
    for day in [20, 19, 20, 18, 19] {
      var draft = Self.away
      draft.startedAt = "2026-11-\(day)T09:00:00+07:00"
      ids.append(try await front.reception.addAssistance(draft, by: front.staff).id)
    }
    var seen: [String] = []
    var cursor: Int64?
    while true {
      let page = try await front.reception.assistances(
        from: Sample.monday.advanced(by: -9), through: Sample.monday, after: cursor, limit: 2)
      seen += page.map(\.id)
      guard page.count == 2, let last = page.last else { break }
      cursor = Assistance.id(fromText: last.id)
    }
    #expect(seen == [3, 1, 4, 0, 2].map { ids[$0] }, "by day, and within it as recorded")
  }

  /// Counted by hand: A001 waits 60 s and is served 300 s with two activities, one online and done; A002 (priority)
  /// waits 120 s, is called again 30 s later, and served 100 s without a record; A003 does not show up after 600 s;
  /// B001 is cancelled; D001 is left over.
  @Test func `The statistics of a small day are what a hand counts`() async throws {
    let front = try await FrontOffice.ready(open: ["1"])
    let (reception, staff, clock) = (front.reception, front.staff, front.clock)
    for (service, priority) in [
      ("ho-tich", nil), ("ho-tich", "elderly"), ("ho-tich", nil), ("dat-dai", nil), ("vneid", nil),
    ] as [(String, String?)] {
      try await front.take(service, priority: priority)
    }
    clock.pass(seconds: 60)
    _ = try await reception.call("1", ticket: "A001", by: staff)
    _ = try await reception.start("1", by: staff)
    clock.pass(seconds: 60)
    _ = try await reception.open("3", member: "binh", services: nil, by: staff)
    _ = try await reception.call("3", ticket: "A002", by: staff)
    clock.pass(seconds: 30)
    _ = try await reception.recall("3", by: staff)
    _ = try await reception.start("3", by: staff)
    clock.pass(seconds: 100)
    try await front.finish("3")
    clock.pass(seconds: 110)
    var draft = Sample.help("online-service")
    draft.activities.append(ActivityDraft(activity: "vneid-use", outcome: "partly"))
    try await front.finish("1", draft)
    clock.pass(seconds: 240)
    _ = try await reception.call("1", ticket: "A003", by: staff)
    _ = try await reception.noShow("1", by: staff)
    _ = try await reception.cancel("2026-11-23-b001", reason: nil, by: staff)
    clock.set(Sample.at(Sample.monday.advanced(by: 1), 8, 0))
    try await reception.passTime()

    let total = try await reception.statistics(from: Sample.monday, through: Sample.monday, by: nil, and: nil)
    #expect(total.rows == [])
    #expect(total.total.turns == 1)
    #expect(total.total.activities == 2)
    #expect(total.total.onlineTurns == 1)
    #expect(total.total.issued == 5)
    #expect(total.total.finished == 2)
    #expect(total.total.noShow == 1)
    #expect(total.total.cancelled == 1)
    #expect(total.total.expired == 1)
    #expect(total.total.waitingSeconds.p50 == 120)
    #expect(total.total.waitingSeconds.p90 == 600)
    #expect(total.total.servingSeconds.p50 == 100)
    #expect(total.total.servingSeconds.p90 == 300)
    #expect(total.onlineActivities == [.onlineService])
    let end = try await front.store.read { try $0.chainEnd() }
    // The figures of a day that is over end with its own last entry, before the one that opens the next.
    #expect(total.seq == end.seq - 1)
    #expect(total.hash != end.hashText)

    let byService = try await reception.statistics(
      from: Sample.monday, through: Sample.monday.advanced(by: 1), by: .service, and: .priority)
    #expect(
      byService.rows.map(\.keys) == [
        ["service": "dat-dai", "priority": ""], ["service": "ho-tich", "priority": "elderly"],
        ["service": "ho-tich", "priority": ""], ["service": "vneid", "priority": ""],
      ])
    #expect(byService.rows.map(\.issued) == [1, 1, 2, 1])
    #expect(byService.rows.map(\.turns) == [0, 0, 1, 0])
    let byMember = try await reception.statistics(
      from: Sample.monday, through: Sample.monday, by: .member, and: nil)
    #expect(byMember.rows.map(\.keys) == [["member": "an"], ["member": "binh"], ["member": ""]])
    #expect(byMember.rows.map(\.finished) == [1, 1, 0])
    let other = try await reception.statistics(
      from: Sample.monday.advanced(by: 1), through: Sample.monday.advanced(by: 5), by: .day, and: nil)
    #expect(other.total.issued == 0 && other.rows == [])
  }
}
