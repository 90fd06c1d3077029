import Foundation
import FrontDesk
import Queueing
import Records

/// What is asked about help that was given: the usual answers first, what is known chosen beforehand.
struct RecordWords {
  let activities: [ChoiceWords]
  let moreActivities: [ChoiceWords]
  let outcomes: [ChoiceWords]
  let homes: [ChoiceWords]
  let moreHomes: [ChoiceWords]
  let hasMoreHomes: Bool
  let ages: [ChoiceWords]
  let sexes: [ChoiceWords]
  let levels: [ChoiceWords]
  let platforms: [ChoiceWords]
  let difficulties: [ChoiceWords]

  /// Choices that stand on the page at once, without those behind a fold.
  private static let chips = (activities: 6, homes: 5)

  /// - Parameters:
  ///   - home: the village that the ticket says.
  ///   - age: what its priority says.
  init(
    usualActivities: [Activity], villages: [Village], usualVillages: [VillageID], home: VillageID? = nil,
    age: AgeBand = .unknown
  ) {
    let ranked = usualActivities + Activity.allCases.filter { !usualActivities.contains($0) }
    let activities = ranked.map { ChoiceWords(code: $0.rawValue, name: $0.name, takesLevel: $0.takesLevel) }
    self.activities = Array(activities.prefix(Self.chips.activities))
    moreActivities = Array(activities.dropFirst(Self.chips.activities))
    outcomes = Outcome.allCases.map { ChoiceWords(code: $0.rawValue, name: $0.name, isChosen: $0 == .done) }
    let known = home.map { [$0] } ?? []
    let order = (known + usualVillages.filter { $0 != home }).enumerated()
    let ranks = Dictionary(order.map { ($0.element, $0.offset) }) { first, _ in first }
    let places = villages.inReadingOrder.enumerated()
      .sorted { (ranks[$0.element.id] ?? .max, $0.offset) < (ranks[$1.element.id] ?? .max, $1.offset) }
      .map { ChoiceWords(code: "village:\($0.element.id)", name: $0.element.name, isChosen: $0.element.id == home) }
    let elsewhere = [Residence.otherCommune, .otherProvince].map {
      ChoiceWords(code: "residence:\($0.rawValue)", name: $0.name)
    }
    let isKnown = places.contains(where: \.isChosen)
    homes =
      [ChoiceWords(code: "", name: "Chưa rõ", isChosen: !isKnown)] + places.prefix(Self.chips.homes) + elsewhere
    moreHomes = Array(places.dropFirst(Self.chips.homes))
    hasMoreHomes = !moreHomes.isEmpty
    ages = ([.unknown] + AgeBand.allCases.filter { $0 != .unknown }).map {
      ChoiceWords(code: $0.rawValue, name: $0.name, isChosen: $0 == age)
    }
    sexes =
      [ChoiceWords(code: "", name: "Không ghi", isChosen: true)]
      + Sex.allCases.map { ChoiceWords(code: $0.rawValue, name: $0.name) }
    levels = ServiceLevel.allCases.map { ChoiceWords(code: $0.rawValue, name: $0.name) }
    platforms = Platform.allCases.map { ChoiceWords(code: $0.rawValue, name: $0.name) }
    difficulties = Difficulty.allCases.map { ChoiceWords(code: $0.rawValue, name: $0.name) }
  }
}

extension [Village] {
  /// Thôn 2 before Thôn 10.
  var inReadingOrder: [Village] {
    sorted { $0.name.compare($1.name, options: .numeric) == .orderedAscending }
  }
}

/// One recorded help in a line.
struct RecordedWords {
  let id: String
  /// The number of its ticket, or where else the help was given.
  let title: String
  let at: String
  let activities: String
  let note: String?
  /// The whole record, for a form to be filled with; `nil` where there is no such form.
  let json: String?

  init(_ record: AssistanceAnswer, fillsForm: Bool = false) {
    id = record.id
    title = record.ticket?.number.text ?? record.place.name
    at = record.startedAt.timestamp.clockText
    activities = record.activities.map(\.activity.name).joined(separator: ", ")
    note = record.note
    json = fillsForm ? (try? JSONEncoder().encode(record)).map { String(decoding: $0, as: UTF8.self) } : nil
  }
}

/// A member's records: help given away from the queue, corrections, and what was left out.
struct RecordsWords {
  struct Unrecorded {
    let id: String
    let number: String
    let at: String
    let service: String
  }

  let centre: String
  let demo: Bool
  let plain: Bool
  let name: String
  let member: String
  let commandToken: String
  /// The date and the time of day as a browser's fields take them.
  let date: String
  let time: String
  let earliest: String
  let record: RecordWords
  let places: [ChoiceWords]
  /// Who may be named as the one who helped; empty for who only speaks for themselves.
  let members: [ChoiceWords]
  let mayNameOthers: Bool
  /// Of which day and whom the records are, as a heading.
  let heading: String
  let shown: String
  let isAged: Bool
  /// Whose records may be looked at, by who may look at others'.
  let looked: [ChoiceWords]
  let recorded: [RecordedWords]
  let hasRecorded: Bool
  let unrecorded: [Unrecorded]
  let hasUnrecorded: Bool
  let dayBefore: Link?
  let dayAfter: Link?

  /// Another day of the same member.
  struct Link {
    let path: String
    let text: String
  }

  /// - Parameters:
  ///   - whose: the member whose records are shown.
  ///   - signedIn: who looks.
  init(
    _ desk: RecordDesk, of whose: MemberID, for signedIn: SignedIn, commandToken: String, isPlain: Bool,
    in office: Office
  ) {
    centre = office.name
    demo = office.alwaysOpen
    plain = isPlain
    name = signedIn.name
    member = signedIn.member.text
    self.commandToken = commandToken
    let today = ServiceDay(of: desk.asOf, startMinute: 0)
    date = today.text
    earliest = today.advanced(by: 1 - AssistanceDraft.oldestDays).text
    time = desk.asOf.clockText
    record = RecordWords(
      usualActivities: desk.usualActivities, villages: desk.villages, usualVillages: desk.usualVillages)
    let places: [Place] = [.villageHall, .household, .village, .school, .online, .oneStop, .centre]
    self.places = places.map { ChoiceWords(code: $0.rawValue, name: $0.name, isChosen: $0 == .villageHall) }
    mayNameOthers = signedIn.role >= .supervisor
    members =
      mayNameOthers
      ? desk.members.map { ChoiceWords(code: $0.id.text, name: $0.name, isChosen: $0.id == signedIn.member) } : []
    let isOwn = whose == signedIn.member
    let name = isOwn ? nil : desk.members.first { $0.id == whose }?.name ?? whose.text
    let day = desk.day == desk.today ? "hôm nay" : "\(desk.day.weekday.vietnameseName), \(desk.day.vietnameseText)"
    heading = "Đã ghi \(day)" + (name.map { " – \($0)" } ?? "")
    shown = desk.day.text
    isAged = desk.isAged
    looked =
      mayNameOthers
      ? desk.members.map { ChoiceWords(code: $0.id.text, name: $0.name, isChosen: $0.id == whose) } : []
    let link = { (day: ServiceDay, text: String) in
      Link(path: "/records?on=\(day.text)" + (isOwn ? "" : "&member=\(whose.text)"), text: text)
    }
    dayBefore = desk.isAged ? nil : link(desk.day.advanced(by: -1), "Ngày trước")
    dayAfter = desk.day < desk.today ? link(desk.day.advanced(by: 1), "Ngày sau") : nil
    recorded = desk.recorded.map { RecordedWords($0, fillsForm: true) }
    hasRecorded = !recorded.isEmpty
    unrecorded = desk.unrecorded.map {
      Unrecorded(
        id: $0.id.text, number: $0.number, at: ($0.startedAt ?? $0.issuedAt).timestamp.clockText,
        service: office.serviceName($0.service))
    }
    hasUnrecorded = !unrecorded.isEmpty
  }
}
