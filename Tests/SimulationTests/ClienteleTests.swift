import Queueing
import Records
import Simulation
import Testing

@Suite struct ClienteleTests {
  let monday = SampleOffice.monday

  @Test func `The generator gives the numbers of its authors`() {
    // The first outputs of the published C code for seed 1234567.
    var random = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in random.next() } == expected)
  }

  @Test func `Draws stay within their bounds and reach them`() {
    var random = SplitMix64(seed: 1)
    let draws = (0..<2000).map { _ in random.within(-2...3) }
    #expect(Set(draws) == Set(-2...3))
    #expect(random.pick([Int]()) == nil)
    let weighted = (0..<500).map { _ in random.pick(weighted: [("a", 0), ("b", 1), ("c", 3)]) }
    #expect(Set(weighted) == ["b", "c"])
    #expect(random.pick(weighted: [("a", 0)]) == nil)
  }

  @Test func `The same seed brings the same people on the same day, another day or seed others`() {
    let clientele = SampleOffice.clientele()
    let visits = clientele.visits(on: monday)
    #expect(visits.count == 400)
    #expect(SampleOffice.clientele().visits(on: monday) == visits)
    #expect(clientele.visits(on: monday.advanced(by: 1)) != visits)
    #expect(SampleOffice.clientele(seed: 8).visits(on: monday) != visits)
  }

  @Test func `Nobody comes on a day without hours, unless the office is always open`() {
    let sunday = monday.advanced(by: -1)
    #expect(SampleOffice.clientele().visits(on: sunday).isEmpty)
    #expect(SampleOffice.clientele(alwaysOpen: true).visits(on: sunday).count == 400)
    #expect(SampleOffice.clientele(visitors: 0).visits(on: monday).isEmpty)
  }

  @Test func `Nobody comes on a holiday, and on a day worked in exchange they come in its hours`() {
    let saturday = monday.advanced(by: -2)
    let morning = OpeningSlot(from: 480, until: 660)
    let office = SampleOffice.office(exceptions: [
      DayException(day: monday, slots: [], reason: "Lễ", source: .configuration),
      DayException(day: saturday, slots: [morning], reason: "Làm bù", source: .configuration),
    ])
    let clientele = Clientele(office: office, villages: [], visitors: 50, seed: 7)
    #expect(clientele.visits(on: monday).isEmpty && clientele.breaks(on: monday).isEmpty)
    let arrivals = clientele.visits(on: saturday).map(\.arrival)
    #expect(arrivals.count == 50 && arrivals.allSatisfy { (480 * 60..<660 * 60).contains($0) })
    // What the record says goes before the calendar.
    let opened = OpeningAmendments(
      days: [monday: DayException(day: monday, slots: [morning], reason: "Mở", source: .register)], office: nil,
      pauses: [:])
    let amended = Clientele(office: office, villages: [], visitors: 50, seed: 7, amended: opened)
    #expect(amended.visits(on: monday).count == 50)
  }

  @Test func `People come in order, within opening hours, more of them in the morning`() {
    let arrivals = SampleOffice.clientele().visits(on: monday).map(\.arrival)
    #expect(arrivals == arrivals.sorted())
    #expect(arrivals.allSatisfy { (450 * 60..<690 * 60).contains($0) || (810 * 60..<1020 * 60).contains($0) })
    let morning = arrivals.count { $0 < 690 * 60 }
    #expect((arrivals.count / 2..<arrivals.count * 3 / 4).contains(morning))
  }

  @Test func `A month of visits has every kind of visit in plausible shares`() {
    let visits = (0..<30).flatMap { SampleOffice.clientele(alwaysOpen: true).visits(on: monday.advanced(by: $0)) }
    let share = { (matches: (SimulatedVisit) -> Bool) in Double(visits.count(where: matches)) / Double(visits.count) }
    #expect((0.04...0.08).contains(share { !$0.showsUp }))
    #expect((0.75...0.9).contains(share { $0.course == .served }))
    #expect((0.2...0.4).contains(share { $0.priority != nil }))
    #expect(share { if case .parked = $0.course { true } else { false } } > 0.02)
    #expect(share { if case .leaves = $0.course { true } else { false } } > 0.01)
    #expect(
      visits.allSatisfy {
        if case .transferred(let other) = $0.course { other != $0.service } else { true }
      })
    #expect(Set(visits.map(\.service)) == Set(SampleOffice.services.map(\.id)))
    #expect(Set(visits.compactMap(\.village)).count == 19)
    #expect(visits.allSatisfy { (60...10_800).contains($0.servingSeconds) })
    let times = visits.map(\.servingSeconds).sorted()
    // A log-normal is skewed: its mean lies above its middle.
    #expect(times.reduce(0, +) / times.count > times[times.count / 2])
  }

  @Test func `Whatever is said of the help passes the rules of the record`() throws {
    let now = CivilTime.instant(epochDay: monday.epochDay, secondOfDay: 9 * 3600)
    let clientele = SampleOffice.clientele(visitors: 3000)
    let registers = Registers(
      members: [], villages: clientele.villages.map { Village(id: $0, name: $0.text, validFrom: monday) })
    var activities: Set<Activity> = []
    for (offset, visit) in clientele.visits(on: monday).enumerated() {
      let issue = TicketIssue(
        ticket: TicketID(day: monday, number: TicketNumber(series: "A", ordinal: offset + 1)), service: visit.service,
        priority: visit.priority, village: visit.village, origin: .api)
      var ticket = Ticket(issuing: issue, arrival: Int64(offset + 1), at: now)
      try ticket.make(.call(at: CounterID(verified: "1"), by: nil, reason: .arrival), at: now)
      let checked = try visit.help.checked(
        id: Int64(offset + 1), circumstances: Circumstances(of: ticket), registers: registers, now: now)
      activities.formUnion(checked.assistance.activities.map(\.activity))
      #expect(checked.assistance.village == visit.village)
    }
    #expect(activities == Set(Activity.allCases))
  }
}
