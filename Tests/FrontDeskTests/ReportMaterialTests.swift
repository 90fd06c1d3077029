import FrontDesk
import Queueing
import Records
import Storage
import Testing

@Suite struct ReportMaterialTests {
  private let month = ReportPeriod(.month, of: Sample.monday, cutoff: .calendar)

  private func help(_ day: ServiceDay, _ activity: String = "online-service") -> AssistanceDraft {
    var draft = Sample.help(activity)
    draft.member = "an"
    draft.place = "household"
    draft.startedAt = Sample.at(day, 7, 0).iso8601
    return draft
  }

  @Test func `Every table is of the same lượt as the total`() async throws {
    let front = try await FrontOffice.ready()
    for activity in ["online-service", "vneid-use", "online-payment"] {
      try await front.take(village: "thon-1")
      _ = try await front.next()
      try await front.finish("1", Sample.help(activity))
    }
    _ = try await front.reception.addAssistance(help(Sample.monday), by: front.staff)
    let material = try await front.reception.report(of: month)
    #expect(material.total.assistances == 4)
    #expect(material.total.online == 2)
    for dimension in ReportMaterial.dimensions where !dimension.isMultiValued {
      #expect(material.rows(by: dimension).map(\.tally.assistances).reduce(0, +) == 4, "\(dimension)")
    }
    #expect(material.villages.map(\.id.text) == ["thon-1", "thon-2"])
    #expect(material.memberCounts == [.digitalTeam: 2])
  }

  @Test func `A past month stays as it was proved whatever comes after it`() async throws {
    let front = try await FrontOffice.ready()
    _ = try await front.reception.addAssistance(help(Sample.monday), by: front.staff)
    front.clock.set(Sample.at(ServiceDay(year: 2026, month: 12, day: 1), 8, 0))
    try await front.take()
    let before = try await front.reception.report(of: month).proof

    _ = try await front.reception.open("1", member: "an", services: nil, by: front.staff)
    _ = try await front.next()
    try await front.finish("1", Sample.help("vneid-use"))
    _ = try await front.reception.enter(
      "hop-1", texts: ["heldOn": "2026-12-01", "channel": "portal", "topic": "VNeID"], into: .outreach, by: front.staff)
    _ = try await front.reception.change("binh", texts: ["validUntil": "2026-12-31"], in: .members, by: front.staff)
    _ = try await front.reception.change(
      "thon-1", texts: ["validUntil": "2026-12-31", "successor": "thon-2"], in: .villages, by: front.staff)
    // What ends in days to come may still be told otherwise.
    _ = try await front.reception.change(
      "thon-1", texts: ["validUntil": "", "successor": ""], in: .villages, by: front.staff)
    #expect(try await front.reception.report(of: month).proof == before)

    let late = try await front.reception.addAssistance(
      help(Sample.monday.advanced(by: 1)), by: front.staff)
    let after = try await front.reception.report(of: month)
    #expect(after.proof.seq > before.seq)
    #expect(Assistance.id(fromText: late.id) == after.proof.seq)
    #expect(after.total.assistances == 2)
  }

  @Test func `What is entered late about a past month moves its proof`() async throws {
    let front = try await FrontOffice.ready()
    let recorded = try await front.reception.addAssistance(help(Sample.monday), by: front.staff)
    front.clock.set(Sample.at(ServiceDay(year: 2026, month: 12, day: 1), 8, 0))
    try await front.take()
    var seq = try await front.reception.report(of: month).proof.seq

    func expectMoved(_ what: Comment, _ work: () async throws -> some Any) async throws {
      _ = try await work()
      let moved = try await front.reception.report(of: month).proof.seq
      #expect(moved > seq, what)
      seq = moved
    }
    try await expectMoved("an event of the month") {
      try await front.reception.enter(
        "hop-1", texts: ["heldOn": "2026-11-05", "channel": "portal", "topic": "VNeID"], into: .outreach,
        by: front.staff)
    }
    try await expectMoved("the event taken back") {
      try await front.reception.change("hop-1", texts: ["validUntil": "2026-11-04"], in: .outreach, by: front.staff)
    }
    try await expectMoved("a member who had left before") {
      try await front.reception.change("binh", texts: ["validUntil": "2026-11-02"], in: .members, by: front.staff)
    }
    try await expectMoved("the member who had not left after all") {
      try await front.reception.change("binh", texts: ["validUntil": ""], in: .members, by: front.staff)
    }
    try await expectMoved("a correction") {
      try await front.reception.correct(
        recorded.id, draft: help(Sample.monday, "vneid-use"), reason: "Ghi nhầm việc", by: front.staff)
    }
    try await front.expectProven()
  }

  @Test func `The hash of the proof is that of the journal entry it names`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    let proof = try await front.reception.report(of: month).proof
    let end = try await front.store.read { try $0.chainEnd() }
    #expect(proof.seq == end.seq)
    #expect(proof.hash == end.hashText)
    #expect(proof.countedAt == Sample.morning)
  }
}
