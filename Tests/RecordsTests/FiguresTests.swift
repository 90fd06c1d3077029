import Foundation
import Queueing
import Records
import Simulation
import Testing

@Suite struct FiguresTests {
  static let day = ServiceDay(year: 2026, month: 11, day: 23)
  static let online: Set<Activity> = [.onlineService, .onlinePayment]

  static func at(_ hour: Int, _ minute: Int = 0, second: Int = 0) -> Timestamp {
    CivilTime.instant(epochDay: day.epochDay, secondOfDay: hour * 3600 + minute * 60 + second)
  }

  static func ticket(
    _ state: StateName, service: String = "vneid", priority: String? = nil, counter: String? = nil,
    issuedAt: Timestamp = at(8), waiting: Int? = nil, serving: Int? = nil
  ) -> TurnFacts.TicketPart {
    let calledAt = waiting.map { issuedAt.adding(seconds: $0) }
    return TurnFacts.TicketPart(
      service: ServiceID(verified: service), priority: priority.flatMap { PriorityClassID($0) },
      village: VillageID("thon-3"), member: nil, counter: counter.flatMap { CounterID($0) }, state: state,
      issuedAt: issuedAt, calledAt: calledAt, startedAt: calledAt,
      finishedAt: serving.flatMap { calledAt?.adding(seconds: $0) })
  }

  static func help(
    _ entries: [TurnFacts.Entry], place: Place = .centre, at start: Timestamp = at(9)
  ) -> TurnFacts.HelpPart {
    TurnFacts.HelpPart(member: MemberID("an"), place: place, startedAt: start, entries: entries)
  }

  func figures(_ first: Figures.Dimension? = nil, _ second: Figures.Dimension? = nil, of rows: [TurnFacts]) -> Figures {
    var figures = Figures(by: first, and: second, onlineActivities: Self.online)
    for row in rows { figures.add(DaySheet(day: row.day, turns: [row])) }
    return figures
  }

  /// What a hand would count: three turns with help, one away, a no-show, a cancelled, an expired and a waiting ticket.
  static let rows: [TurnFacts] = [
    TurnFacts(
      day: day, ticket: ticket(.finished, priority: "elderly", counter: "1", waiting: 60, serving: 300),
      help: help([
        TurnFacts.Entry(.onlineService, difficulties: [.portalFault, .forgotPassword]),
        TurnFacts.Entry(.vneidUse, outcome: .partly),
      ])),
    TurnFacts(
      day: day,
      ticket: ticket(.finished, service: "ho-tich", counter: "2", issuedAt: at(10), waiting: 120, serving: 500),
      help: help([TurnFacts.Entry(.onlineService, outcome: .referred)])),
    TurnFacts(
      day: day, ticket: ticket(.finished, counter: "1", issuedAt: at(10, 59, second: 59), waiting: 600, serving: 700),
      help: help([
        TurnFacts.Entry(.onlinePayment), TurnFacts.Entry(.onlineService, outcome: .done),
      ])),
    TurnFacts(
      day: day.advanced(by: 8),
      help: help(
        [TurnFacts.Entry(.vneidUse)], place: .villageHall, at: at(19).adding(seconds: 8 * 86_400))),
    TurnFacts(day: day, ticket: ticket(.noShow, counter: "2", waiting: 30)),
    TurnFacts(day: day, ticket: ticket(.cancelled)),
    TurnFacts(day: day, ticket: ticket(.expired)),
    TurnFacts(day: day, ticket: ticket(.waiting)),
  ]

  @Test func `The total counts lượt, activities, online lượt and what became of tickets`() {
    let figures = figures(of: Self.rows)
    let total = figures.total
    #expect((total.assistances, total.activities, total.online) == (4, 6, 2))
    #expect((total.issued, total.finished, total.noShow, total.cancelled, total.expired) == (7, 3, 1, 1, 1))
    #expect((total.waiting.count, total.waiting.percentile(50), total.waiting.percentile(90)) == (4, 60, 600))
    #expect((total.serving.count, total.serving.percentile(50), total.serving.percentile(90)) == (3, 500, 700))
    #expect(figures.rows.isEmpty)
  }

  /// One line a row: its keys, lượt, activities, online lượt and tickets.
  func table(_ figures: Figures) -> [String] {
    figures.rows.map { row in
      let tally = row.tally
      return (row.keys + [tally.assistances, tally.activities, tally.online, tally.issued].map(String.init))
        .joined(separator: " ")
    }
  }

  @Test func `By activity a lượt counts once in each, in the order of the codes`() {
    #expect(
      table(figures(.activity, of: Self.rows)) == [
        "vneid-use 2 2 1 1", "online-service 3 3 2 3", "online-payment 1 1 1 1", " 0 0 0 4",
      ])
  }

  @Test func `By outcome and by difficulty too`() {
    #expect(
      table(figures(.outcome, of: Self.rows)) == ["done 3 4 2 2", "partly 1 1 1 1", "referred 1 1 0 1", " 0 0 0 4"])
    #expect(
      table(figures(.difficulty, of: Self.rows)) == ["forgot-password 1 1 1 1", "portal-fault 1 1 1 1", " 4 5 2 7"])
  }

  @Test func `Two of them are taken from one activity`() {
    #expect(
      table(figures(.activity, .outcome, of: Self.rows)) == [
        "vneid-use done 1 1 0 0", "vneid-use partly 1 1 1 1", "online-service done 2 2 2 2",
        "online-service referred 1 1 0 1", "online-payment done 1 1 1 1", "  0 0 0 4",
      ])
  }

  @Test func `Hours and days are those of the ticket or, without one, of the help`() {
    #expect(table(figures(.hour, of: Self.rows)) == ["08 1 2 1 5", "10 2 3 1 2", "19 1 1 0 0"])
    #expect(table(figures(.day, of: Self.rows)) == ["2026-11-23 3 5 2 7", "2026-12-01 1 1 0 0"])
    #expect(table(figures(.month, of: Self.rows)) == ["2026-11 3 5 2 7", "2026-12 1 1 0 0"])
  }

  @Test func `What a row does not have stands last under an empty key`() {
    #expect(table(figures(.priority, of: Self.rows)) == ["elderly 1 2 1 1", " 3 4 1 6"])
    #expect(table(figures(.counter, of: Self.rows)) == ["1 2 4 2 2", "2 1 1 0 2", " 1 1 0 3"])
    #expect(table(figures(.place, of: Self.rows)) == ["centre 3 5 2 7", "village-hall 1 1 0 0"])
    #expect(
      table(figures(.member, .service, of: Self.rows)) == [
        "an ho-tich 1 1 0 1", "an vneid 2 4 2 2", "an  1 1 0 0", " vneid 0 0 0 4",
      ])
    #expect(table(figures(.age, of: Self.rows)) == ["unknown 4 6 2 7"])
  }

  @Test(arguments: [1, 2, 3, 9, 10, 11, 99, 100, 101, 1000])
  func `Percentiles are the nearest rank of the sorted values`(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let values = (0..<count).map { _ in random.below(7200) }
    var histogram = DurationHistogram()
    values.forEach { histogram.add(seconds: $0) }
    for percent in [1, 50, 90, 99, 100] {
      let rank = Int((Double(percent) * Double(count) / 100).rounded(.up))
      #expect(histogram.percentile(percent) == values.sorted()[rank - 1], "p\(percent) of \(count)")
    }
  }

  @Test func `Nothing has no percentile, and a clock set back makes no negative time`() {
    var histogram = DurationHistogram()
    #expect(histogram.percentile(50) == nil)
    histogram.add(seconds: -5)
    #expect(histogram.percentile(50) == 0)
  }

  @Test func `Of random rows every one-valued dimension sums to the total and no column misses a lượt`() {
    let seed =
      ProcessInfo.processInfo.environment["LUOT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
    var random = SplitMix64(seed: seed)
    let rows = (0..<500).map { _ in Self.randomRow(&random) }
    let total = figures(of: rows).total
    let counts = { (tally: Tally) in
      [
        tally.assistances, tally.activities, tally.online, tally.issued, tally.finished, tally.noShow, tally.cancelled,
        tally.expired, tally.waiting.count, tally.serving.count,
      ]
    }
    for first in Figures.Dimension.allCases {
      for second in [nil] + Figures.Dimension.allCases.map(Optional.some) {
        let figures = figures(first, second, of: rows)
        let sums = figures.rows.map { counts($0.tally) }
          .reduce(counts(Tally())) { sums, row in zip(sums, row).map { $0 + $1 } }
        let name = "\(first) \(second.map { "\($0)" } ?? ""), LUOT_SEED=\(seed)"
        if first.isMultiValued || second?.isMultiValued ?? false {
          #expect(zip(sums, counts(total)).allSatisfy { $0 >= $1 }, "\(name)")
        } else {
          #expect(sums == counts(total), "\(name)")
        }
        #expect(figures.total == total, "\(name)")
        #expect(Set(figures.rows.map(\.keys)).count == figures.rows.count, "\(name)")
      }
    }
  }

  static func randomRow(_ random: inout SplitMix64) -> TurnFacts {
    let day = day.advanced(by: random.below(90))
    let issuedAt = CivilTime.instant(epochDay: day.epochDay, secondOfDay: random.below(86_400))
    var help: TurnFacts.HelpPart?
    if random.chance(percent: 70) {
      let activities = Activity.allCases.filter { _ in random.chance(percent: 12) }
      let entries = (activities.isEmpty ? [.other] : activities).map { activity in
        TurnFacts.Entry(
          activity, outcome: random.pick(Outcome.allCases) ?? .done,
          difficulties: Set(Difficulty.allCases.filter { _ in random.chance(percent: 8) }))
      }
      help = TurnFacts.HelpPart(
        member: random.pick(["an", "binh"]).flatMap { MemberID($0) },
        place: random.pick(Place.allCases) ?? .centre,
        startedAt: issuedAt, village: random.pick(["thon-1", "thon-2"]).flatMap { VillageID($0) },
        residence: random.pick(Residence.allCases), ageBand: random.pick(AgeBand.allCases) ?? .unknown,
        entries: entries)
    }
    if let help, random.chance(percent: 20) { return TurnFacts(day: day, help: help) }
    let ticket = ticket(
      random.pick(StateName.allCases) ?? .waiting, service: random.pick(["vneid", "dat-dai"]) ?? "vneid",
      priority: random.pick(["elderly", nil]) ?? nil, counter: random.pick(["1", "2", nil]) ?? nil,
      issuedAt: issuedAt, waiting: random.chance(percent: 60) ? random.below(5000) : nil,
      serving: random.chance(percent: 80) ? random.below(3000) : nil)
    return TurnFacts(day: day, ticket: ticket, help: help)
  }
}
