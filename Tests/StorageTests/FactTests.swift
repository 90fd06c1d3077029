import Foundation
import Queueing
import Records
import Testing

@testable import Storage

@Suite struct FactTests {
  private static let ticket = TicketID(day: Sample.monday, number: TicketNumber(series: "A", ordinal: 5))
  private static let one = CounterID(verified: "1")
  private static let due = Timestamp(milliseconds: 1_795_400_000_000)

  private static let assistance = Assistance(
    id: 41, ticket: ticket, service: ServiceID(verified: "vneid"), member: MemberID(verified: "an"), counter: one,
    place: .centre, startedAt: due, minutes: 12,
    activities: [
      AssistedActivity(
        activity: .onlineService, level: .full, platform: .dvcqg, outcome: .partly,
        difficulties: [.forgotPassword, .portalFault], minutes: 7),
      AssistedActivity(activity: .vneidUse),
    ], village: VillageID(verified: "thon-1"), residence: .village, ageBand: .from60, sex: .female)

  /// One of each kind with the bytes its digest is taken over; these never change.
  static let facts: [(kind: String, fact: Fact, body: String)] = [
    ("store-created", .storeCreated(epoch: Sample.epoch), #"{"epoch":"7b1d4a7e-3a53-4a53-9a0e-2d6a4e0f3c11"}"#),
    ("day-opened", .dayOpened, "{}"),
    (
      "ticket-issued",
      .ticketIssued(
        TicketIssue(
          ticket: ticket, service: ServiceID(verified: "ho-tich"), priority: PriorityClassID(verified: "elderly"),
          village: VillageID(verified: "thon-1"), origin: .kiosk)),
      #"{"origin":"kiosk","priority":"elderly","service":"ho-tich","ticket":"2026-11-23-a005","village":"thon-1"}"#
    ),
    (
      "ticket-called", .ticketMoved(ticket, .call(at: one, by: MemberID(verified: "an"), reason: .maxWait)),
      #"{"counter":"1","member":"an","reason":"max-wait","ticket":"2026-11-23-a005"}"#
    ),
    ("ticket-recalled", .ticketMoved(ticket, .recall), #"{"ticket":"2026-11-23-a005"}"#),
    ("ticket-started", .ticketMoved(ticket, .start), #"{"ticket":"2026-11-23-a005"}"#),
    ("ticket-finished", .ticketMoved(ticket, .finish), #"{"ticket":"2026-11-23-a005"}"#),
    ("ticket-no-show", .ticketMoved(ticket, .noShow), #"{"ticket":"2026-11-23-a005"}"#),
    ("ticket-parked", .ticketMoved(ticket, .park(due: due)), #"{"due":1795400000000,"ticket":"2026-11-23-a005"}"#),
    ("ticket-returned", .ticketMoved(ticket, .comeBack), #"{"ticket":"2026-11-23-a005"}"#),
    (
      "ticket-transferred", .ticketMoved(ticket, .transfer(to: .service(ServiceID(verified: "vneid")))),
      #"{"service":"vneid","ticket":"2026-11-23-a005"}"#
    ),
    (
      "ticket-transferred", .ticketMoved(ticket, .transfer(to: .counter(one))),
      #"{"counter":"1","ticket":"2026-11-23-a005"}"#
    ),
    ("ticket-cancelled", .ticketMoved(ticket, .cancel), #"{"ticket":"2026-11-23-a005"}"#),
    (
      "ticket-expired", .ticketMoved(ticket, .expire(reason: .dayEnd)),
      #"{"reason":"day-end","ticket":"2026-11-23-a005"}"#
    ),
    (
      "call-undone",
      .ticketMoved(
        ticket,
        .undoCall(
          previous: EarlierCall(calledAt: due, announcedAt: due, counter: one, member: nil, reason: .arrival))),
      #"{"previous":{"announcedAt":1795400000000,"calledAt":1795400000000,"counter":"1","reason":"arrival"},"#
        + #""ticket":"2026-11-23-a005"}"#
    ),
    ("ticket-released", .ticketMoved(ticket, .releaseDirection), #"{"ticket":"2026-11-23-a005"}"#),
    (
      "counter-opened",
      .counterOpened(
        one, member: MemberID(verified: "an"), services: [ServiceID(verified: "vneid"), ServiceID(verified: "dat-dai")]),
      #"{"counter":"1","member":"an","services":["vneid","dat-dai"]}"#
    ),
    ("counter-paused", .counterPaused(one), #"{"counter":"1"}"#),
    ("counter-closed", .counterClosed(one), #"{"counter":"1"}"#),
    ("slip-requested", .slipRequested(ticket, copy: 2), #"{"copy":2,"ticket":"2026-11-23-a005"}"#),
    (
      "assistance-recorded", .assistanceRecorded(assistance),
      #"{"assistance":{"activities":[{"activity":"online-service","difficulties":["forgot-password","portal-fault"],"#
        + #""level":"full","minutes":7,"outcome":"partly","platform":"dvcqg"},"#
        + #"{"activity":"vneid-use","difficulties":[],"outcome":"done"}],"ageBand":"60-79","counter":"1","id":41,"#
        + #""member":"an","minutes":12,"place":"centre","residence":"village","service":"vneid","sex":"female","#
        + #""startedAt":1795400000000,"ticket":"2026-11-23-a005","village":"thon-1"}}"#
    ),
    (
      "assistance-corrected",
      .assistanceCorrected(
        Assistance(
          id: 42, place: .household, startedAt: due, activities: [AssistedActivity(activity: .other)]),
        original: 41),
      #"{"assistance":{"activities":[{"activity":"other","difficulties":[],"outcome":"done"}],"ageBand":"unknown","#
        + #""id":42,"place":"household","startedAt":1795400000000},"original":41}"#
    ),
    ("record-withdrawn", .recordWithdrawn(41), #"{"original":41}"#),
    (
      "member-added", .memberAdded(MemberID(verified: "an"), team: .rescueTeam),
      #"{"member":"an","team":"rescue-team"}"#
    ),
    ("village-added", .villageAdded(VillageID(verified: "thon-1")), #"{"village":"thon-1"}"#),
    ("help-called", .helpCalled(screen: "kiosk"), #"{"screen":"kiosk"}"#),
    ("help-acknowledged", .helpAcknowledged(call: 12, counter: one), #"{"call":12,"counter":"1"}"#),
    ("help-acknowledged", .helpAcknowledged(call: 12, counter: nil), #"{"call":12}"#),
    (
      "calendar-set",
      .calendarSet(
        Sample.monday, slots: [OpeningSlot(from: 450, until: 690), OpeningSlot(from: 810, until: 1440)]),
      #"{"date":"2026-11-23","slots":["07:30-11:30","13:30-24:00"]}"#
    ),
    ("calendar-set", .calendarSet(Sample.monday, slots: []), #"{"date":"2026-11-23","slots":[]}"#),
    ("calendar-ended", .calendarEnded(Sample.monday), #"{"date":"2026-11-23"}"#),
    ("office-opened", .officeOrdered(isOpen: true, until: due), #"{"until":1795400000000}"#),
    ("office-closed", .officeOrdered(isOpen: false, until: due), #"{"until":1795400000000}"#),
    ("office-released", .officeReleased, "{}"),
    (
      "service-paused", .servicePaused(ServiceID(verified: "vneid"), until: due),
      #"{"service":"vneid","until":1795400000000}"#
    ),
    ("service-resumed", .serviceResumed(ServiceID(verified: "vneid")), #"{"service":"vneid"}"#),
    ("badge-enrolled", .badgeEnrolled(17, member: MemberID(verified: "an")), #"{"badge":17,"member":"an"}"#),
    ("badge-ended", .badgeEnded(17), #"{"badge":17}"#),
    (
      "account-granted", .accountGranted(MemberID(verified: "an"), role: .supervisor),
      #"{"member":"an","role":"supervisor"}"#
    ),
    ("secret-changed", .secretChanged(MemberID(verified: "an")), #"{"member":"an"}"#),
    ("account-locked", .accountLocked(MemberID(verified: "an")), #"{"member":"an"}"#),
    (
      "ticket-rated", .ticketRated(ticket, score: 3), #"{"score":3,"ticket":"2026-11-23-a005"}"#
    ),
    (
      "day-aged",
      .dayAged(
        AgedDay(
          day: Sample.monday, last: 70, sheet: Data([1, 0, 255]), sheetFormat: 2,
          knowledge: WaitKnowledge(
            servingTimes: ServingTimes(cells: [
              ServingTimes.Cell(service: ServiceID(verified: "vneid"), hour: 9):
                ServingTimes.Sums(count: 2, seconds: 30, squares: 500)
            ]), caution: Caution(low: 2.2, high: 1.96)), strays: [71, 90])),
      #"{"caution":[2.2,1.96],"date":"2026-11-23","last":70,"#
        + #""servingTimes":[{"count":2,"hour":9,"seconds":30,"service":"vneid","squares":500}],"sheet":"AQD/","#
        + #""sheetFormat":2,"strays":[71,90]}"#
    ),
    ("account-ended", .accountEnded(MemberID(verified: "an")), #"{"member":"an"}"#),
    (
      "report-sent",
      .reportSent(
        SentReport(
          id: 77, number: "45/BC-UBND", sentOn: Sample.monday,
          period: ReportPeriod(.month, of: Sample.monday, cutoff: .midMonth), counted: 70, format: "docx",
          fileDigest: "f0", figuresDigest: "a1")),
      #"{"counted":70,"date":"2026-11-23","figuresDigest":"a1","fileDigest":"f0","format":"docx","#
        + #""number":"45/BC-UBND","#
        + #""period":{"cutoff":"15-14","from":"2026-11-15","kind":"month","to":"2026-12-14"},"report":77}"#
    ),
    ("template-set", .templateSet(digest: "f0"), #"{"digest":"f0"}"#),
    ("template-set", .templateSet(digest: nil), "{}"),
    ("report-text-set", .reportTextSet(.directions, digest: "f0"), #"{"digest":"f0","section":"iv"}"#),
    (
      "import-confirmed",
      .importConfirmed(ImportFact(name: .register(.villages), reading: 3, lines: 19, fileDigest: "f0")),
      #"{"table":{"fileDigest":"f0","lines":19,"name":"villages","reading":3}}"#
    ),
    ("report-withdrawn", .reportWithdrawn(report: 77), #"{"report":77}"#),
  ]

  @Test func `The canonical bytes of every kind of fact are the ones they always were`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for (kind, fact, body) in Self.facts {
      #expect(fact.kind == kind)
      #expect(String(decoding: try fact.canonicalBody(by: encoder), as: UTF8.self) == body)
    }
  }

  @Test func `Every kind of fact is read back from its canonical bytes`() throws {
    for (kind, fact, body) in Self.facts {
      #expect(Fact(kind: kind, body: Data(body.utf8), decoder: JSONDecoder()) == fact)
    }
  }

  @Test func `Every move of the rules is a kind of fact of its own`() {
    let moves = Self.facts.compactMap { fact -> MoveName? in
      if case .ticketMoved(_, let move) = fact.fact { move.name } else { nil }
    }
    #expect(Set(moves) == Set(MoveName.allCases))
    let kinds = Dictionary(grouping: Self.facts, by: \.kind).mapValues(\.count)
    #expect(
      kinds.filter { $0.value > 1 } == [
        "ticket-transferred": 2, "calendar-set": 2, "help-acknowledged": 2, "template-set": 2,
      ])
  }

  @Test func `A body that does not fit its kind is no fact`() {
    // Without a digest it is the template the program brings.
    for (kind, _, body) in Self.facts where body != "{}" && kind != "template-set" {
      #expect(Fact(kind: kind, body: Data("{}".utf8), decoder: JSONDecoder()) == nil, "\(kind)")
      #expect(Fact(kind: kind, body: Data("nonsense".utf8), decoder: JSONDecoder()) == nil, "\(kind)")
    }
    #expect(Fact(kind: "ticket-vanished", body: Data("{}".utf8), decoder: JSONDecoder()) == nil)
  }
}
