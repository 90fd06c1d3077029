import Foundation
import Queueing
import Records
import Testing

@Suite struct AssistanceDraftTests {
  static let now = Timestamp(milliseconds: 1_795_400_000_000)
  static let today = ServiceDay(of: now, startMinute: 0)
  static let registers = Registers(
    members: [
      Member(id: MemberID(verified: "an"), name: "An", team: .digitalTeam, validFrom: today.advanced(by: -500)),
      Member(
        id: MemberID(verified: "cu"), name: "Cũ", team: .rescueTeam, validFrom: today.advanced(by: -500),
        validUntil: today.advanced(by: -1)),
    ],
    villages: [
      Village(id: VillageID(verified: "thon-1"), name: "Thôn 1", validFrom: today.advanced(by: -500)),
      Village(id: VillageID(verified: "thon-2"), name: "Thôn 2", validFrom: today.advanced(by: 1)),
    ])

  static let finished: Ticket = {
    let issue = TicketIssue(
      ticket: TicketID(day: today, number: TicketNumber(series: "D", ordinal: 12)),
      service: ServiceID(verified: "vneid"), priority: nil, village: VillageID("thon-1"), origin: .kiosk)
    var ticket = Ticket(issuing: issue, arrival: 3, at: now.adding(seconds: -900))
    ticket.counter = CounterID("2")
    ticket.member = MemberID("an")
    ticket.calledAt = now.adding(seconds: -600)
    return ticket
  }()

  static let oneActivity = [ActivityDraft(activity: "vneid-activation")]

  static let away = AssistanceDraft(
    member: "an", place: "village-hall", startedAt: now.adding(seconds: -3600).iso8601, activities: oneActivity)

  func check(_ draft: AssistanceDraft, _ circumstances: Circumstances = .away) throws -> CheckedAssistance {
    try draft.checked(id: 9, circumstances: circumstances, registers: Self.registers, now: Self.now)
  }

  /// The problems of a draft that is right but for the change.
  func problems(
    _ circumstances: Circumstances = .away, _ change: (inout AssistanceDraft) -> Void
  ) throws -> [FieldProblem] {
    var draft = Self.away
    change(&draft)
    do throws(InvalidAssistance) {
      _ = try draft.checked(id: 9, circumstances: circumstances, registers: Self.registers, now: Self.now)
      return []
    } catch {
      return error.problems
    }
  }

  @Test func `At a counter what was helped is enough, the ticket says the rest`() throws {
    let checked = try check(AssistanceDraft(activities: Self.oneActivity), Circumstances(of: Self.finished))
    #expect(
      checked.assistance
        == Assistance(
          id: 9, ticket: Self.finished.id, service: ServiceID("vneid"), member: MemberID("an"),
          counter: CounterID("2"), place: .centre, startedAt: Self.now.adding(seconds: -600),
          activities: [AssistedActivity(activity: .vneidActivation, outcome: .done)],
          village: VillageID("thon-1"), residence: .village, ageBand: .unknown))
    #expect(checked.note == nil)
  }

  @Test func `Everything that may be said is kept`() throws {
    var draft = Self.away
    draft.minutes = 600
    draft.activities = [
      ActivityDraft(
        activity: "online-service", level: "partial", platform: "dvcqg", outcome: "partly",
        difficulties: ["portal-fault", "no-smartphone", "portal-fault"], minutes: 0),
      ActivityDraft(activity: "other"),
    ]
    draft.village = "thon-1"
    draft.ageBand = "80-plus"
    draft.sex = "female"
    draft.note = String(repeating: "ậ", count: 200)
    let checked = try check(draft)
    let first = AssistedActivity(
      activity: .onlineService, level: .partial, platform: .dvcqg, outcome: .partly,
      difficulties: [.noSmartphone, .portalFault], minutes: 0)
    #expect(
      checked.assistance
        == Assistance(
          id: 9, member: MemberID("an"), place: .villageHall, startedAt: Self.now.adding(seconds: -3600), minutes: 600,
          activities: [first, AssistedActivity(activity: .other)], village: VillageID("thon-1"), residence: .village,
          ageBand: .from80, sex: .female))
    #expect(checked.note == draft.note)
  }

  @Test func `Somebody from elsewhere has no village, though the ticket named one`() throws {
    let draft = AssistanceDraft(activities: Self.oneActivity, residence: "other-commune")
    let assistance = try check(draft, Circumstances(of: Self.finished)).assistance
    #expect(assistance.village == nil)
    #expect(assistance.residence == .otherCommune)
  }

  @Test func `Without any village the refusal still says what is accepted`() throws {
    var draft = Self.away
    draft.village = "thon-1"
    let error = #expect(throws: InvalidAssistance.self) {
      try draft.checked(
        id: 9, circumstances: .away, registers: Registers(members: Array(Self.registers.members.values), villages: []),
        now: Self.now)
    }
    #expect(error?.problems.map(\.accepted) == ["bỏ trống, vì danh mục chưa có thôn nào"])
  }

  @Test func `A correction tells only what was helped anew`() throws {
    var original = try check(Self.away).assistance
    original.correctedBy = 12
    let draft = AssistanceDraft(activities: [ActivityDraft(activity: "health-book")])
    let corrected = try check(draft, Circumstances(correcting: original)).assistance
    #expect(corrected.activities.map(\.activity) == [.healthBook])
    #expect((corrected.member, corrected.place) == (original.member, original.place))
    #expect(corrected.startedAt == original.startedAt)
    #expect(corrected.correctedBy == nil)
  }

  private static let told = Assistance(
    id: 9, ticket: finished.id, member: MemberID("an"), place: .centre, startedAt: now.adding(seconds: -600),
    minutes: 7, activities: [AssistedActivity(activity: .other)], village: VillageID("thon-1"), residence: .village,
    ageBand: .from80, sex: .female)

  @Test(arguments: AssistanceDraft.Erasable.allCases)
  func `A correction takes back what it names and keeps the rest`(_ field: AssistanceDraft.Erasable) throws {
    let original = Self.told
    let draft = AssistanceDraft(activities: Self.oneActivity)
    let corrected = try check(
      draft.completed(from: original, erasing: [field]), Circumstances(correcting: original, erasing: [field])
    ).assistance
    #expect(corrected.minutes == (field == .minutes ? nil : 7))
    #expect(corrected.village == ([.village, .residence].contains(field) ? nil : original.village))
    #expect(corrected.residence == (field == .residence ? nil : .village))
    #expect(corrected.ageBand == (field == .ageBand ? .unknown : .from80))
    #expect(corrected.sex == (field == .sex ? nil : .female))
    #expect(corrected.member == original.member && corrected.place == original.place)
  }

  @Test(arguments: [AssistanceDraft.Erasable.village, .residence])
  func `Who moves from a village to elsewhere has no village, whatever is taken back with it`(
    _ field: AssistanceDraft.Erasable
  ) throws {
    let draft = AssistanceDraft(activities: Self.oneActivity, residence: "other-commune")
    let whole = draft.completed(from: Self.told, erasing: field == .village ? [field] : [])
    let corrected = try check(whole, Circumstances(correcting: Self.told, erasing: [field])).assistance
    #expect(corrected.village == nil)
    #expect(corrected.residence == .otherCommune)
  }

  @Test func `Help for a ticket stays in the day of its ticket, which may begin in the night`() throws {
    let day = Self.finished.id.day
    func problems(at second: Int, dayStart: Int) -> [FieldProblem] {
      let draft = AssistanceDraft(
        startedAt: CivilTime.instant(epochDay: day.epochDay, secondOfDay: second).iso8601,
        activities: Self.oneActivity)
      do throws(InvalidAssistance) {
        _ = try draft.checked(
          id: 9, circumstances: Circumstances(correcting: Self.told), registers: Self.registers,
          now: Self.now.adding(seconds: 3 * 86_400), dayStart: dayStart)
        return []
      } catch {
        return error.problems
      }
    }
    #expect(problems(at: 0, dayStart: 0) == [] && problems(at: 86_399, dayStart: 0) == [])
    for second in [-1, 86_400] {
      let found = problems(at: second, dayStart: 0)
      #expect(found.map(\.field) == ["startedAt"], "\(second)")
      #expect(found.first?.accepted.contains("ngày của số D012") == true)
    }
    #expect(problems(at: 86_400 + 3599, dayStart: 60) == [], "the day goes on after midnight")
    #expect(problems(at: 3599, dayStart: 60).map(\.field) == ["startedAt"])
  }

  @Test func `Who sits at the counter helped, though their time in the register be over`() throws {
    let draft = AssistanceDraft(activities: Self.oneActivity)
    let assistance = try check(draft, Circumstances(of: Self.finished, seated: MemberID("cu"))).assistance
    #expect(assistance.member == MemberID("cu"))
  }

  @Test func `Help away from the centre must say who helped, where and when`() throws {
    let found = try problems {
      $0.member = nil
      $0.place = nil
      $0.startedAt = nil
    }
    #expect(found.map(\.field) == ["startedAt", "member", "place"])
    #expect(found.allSatisfy { $0.value == nil && !$0.accepted.isEmpty && $0.reason.hasSuffix(".") })
  }

  @Test func `A turn at a counter nobody signed in at needs no member`() throws {
    var ticket = Self.finished
    ticket.member = nil
    #expect(
      try check(AssistanceDraft(activities: Self.oneActivity), Circumstances(of: ticket)).assistance.member == nil)
  }

  @Test func `One to sixteen activities are recorded`() throws {
    let all = Activity.allCases.map { ActivityDraft(activity: $0.rawValue) }
    #expect(all.count == 16)
    #expect(try problems { $0.activities = all } == [])
    #expect(try problems { $0.activities = [] }.map(\.field) == ["activities"])
    #expect(try problems { $0.activities = all + all }.map(\.field) == ["activities"])
  }

  @Test func `No activity is recorded twice`() throws {
    let found = try problems {
      $0.activities = Self.oneActivity + [ActivityDraft(activity: "other")] + Self.oneActivity
    }
    #expect(found.map(\.field) == ["activities[2].activity"])
    #expect(found.first?.value == "vneid-activation")
  }

  @Test(arguments: Activity.allCases)
  func `Only an online service has a level`(activity: Activity) throws {
    let found = try problems { $0.activities = [ActivityDraft(activity: activity.rawValue, level: "full")] }
    #expect(found.map(\.field) == (activity == .onlineService ? [] : ["activities[0].level"]))
  }

  @Test func `An unknown code is refused with the codes there are`() throws {
    let found = try problems {
      $0.place = "pub"
      $0.activities = [
        ActivityDraft(activity: "other"),
        ActivityDraft(activity: "vneid", level: "half", platform: "zalo", outcome: "ok", difficulties: ["", "rain"]),
      ]
      $0.residence = "abroad"
      $0.ageBand = "60"
      $0.sex = "Nam"
    }
    let expected: [(field: String, value: String, accepted: String)] = [
      ("place", "pub", Place.accepted), ("activities[1].activity", "vneid", Activity.accepted),
      ("activities[1].level", "half", "full, partial"), ("activities[1].platform", "zalo", Platform.accepted),
      ("activities[1].outcome", "ok", "done, partly, referred, not-possible"),
      ("activities[1].difficulties[0]", "", Difficulty.accepted),
      ("activities[1].difficulties[1]", "rain", Difficulty.accepted),
      ("residence", "abroad", "village, other-commune, other-province"),
      ("ageBand", "60", "under-18, 18-34, 35-59, 60-79, 80-plus, unknown"), ("sex", "Nam", "male, female"),
    ]
    #expect(found.map(\.field) == expected.map(\.field))
    #expect(found.map(\.value) == expected.map(\.value))
    #expect(found.map(\.accepted) == expected.map(\.accepted))
  }

  @Test(arguments: [-1, 601, Int.max, Int.min])
  func `Minutes are 0 to 600`(minutes: Int) throws {
    let found = try problems {
      $0.minutes = minutes
      $0.activities = [ActivityDraft(activity: "other", minutes: minutes)]
    }
    #expect(found.map(\.field) == ["minutes", "activities[0].minutes"])
    #expect(found.map(\.value) == ["\(minutes)", "\(minutes)"])
  }

  @Test(arguments: [0, -400 * 86_400])
  func `Help of the last 400 days is recorded`(seconds: Int) throws {
    #expect(try problems { $0.startedAt = Self.now.adding(seconds: seconds).iso8601 } == [])
  }

  @Test(arguments: [1, -400 * 86_400 - 1])
  func `Help of the future or long ago is refused`(seconds: Int) throws {
    let text = Self.now.adding(seconds: seconds).iso8601
    let found = try problems { $0.startedAt = text }.filter { $0.field == "startedAt" }
    #expect(found.map(\.value) == [text])
  }

  @Test func `A time that cannot be read is refused`() throws {
    #expect(try problems { $0.startedAt = "hôm qua" }.map(\.field) == ["startedAt"])
  }

  @Test func `The start of a ticket is taken as it is, though the clock was set back since`() throws {
    var ticket = Self.finished
    ticket.startedAt = Self.now.adding(seconds: 3600)
    let draft = AssistanceDraft(activities: Self.oneActivity)
    #expect(try check(draft, Circumstances(of: ticket)).assistance.startedAt == ticket.startedAt)
  }

  @Test(arguments: ["other-commune", "other-province"])
  func `Somebody from elsewhere belongs to no village`(residence: String) throws {
    let found = try problems {
      $0.residence = residence
      $0.village = "thon-1"
    }
    #expect(found.map(\.field) == ["village"])
  }

  @Test(arguments: ["thon-2", "thon-9", "Thôn 1", ""])
  func `Only a village of that day is accepted`(village: String) throws {
    let found = try problems { $0.village = village }
    #expect(found.map(\.field) == ["village"])
    #expect(found.map(\.accepted) == ["thon-1"])
  }

  @Test(arguments: ["cu", "nobody", "An"])
  func `Only a member of that day is accepted`(member: String) throws {
    #expect(try problems { $0.member = member }.map(\.field) == ["member"])
  }

  @Test func `A long note is refused without being repeated`() throws {
    let found = try problems { $0.note = String(repeating: "ạ", count: 201) }
    #expect(found.map(\.field) == ["note"])
    #expect(found.first?.value == "201 ký tự")
  }

  @Test func `A long wrong value is shortened`() throws {
    let found = try problems { $0.place = String(repeating: "x", count: 1_000_000) }
    #expect(found.first?.value?.count == 60)
  }

  @Test func `A draft is read from the fields of the contract`() throws {
    let json = """
      {"activities": [{"activity": "online-service", "level": "full", "difficulties": ["network-fault"]}],
       "ageBand": "60-79", "residence": "other-commune", "startedAt": "2026-11-23T09:14:05+07:00"}
      """
    let draft = try JSONDecoder().decode(AssistanceDraft.self, from: Data(json.utf8))
    let activity = ActivityDraft(activity: "online-service", level: "full", difficulties: ["network-fault"])
    #expect(
      draft
        == AssistanceDraft(
          startedAt: "2026-11-23T09:14:05+07:00", activities: [activity], residence: "other-commune", ageBand: "60-79"))
    #expect(try JSONDecoder().decode(AssistanceDraft.self, from: Data("{}".utf8)).activities.isEmpty)
  }
}
