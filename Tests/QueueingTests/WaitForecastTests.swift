import Queueing
import Simulation
import Testing

@Suite struct WaitForecastTests {
  static let now = CivilTime.instant(
    epochDay: ServiceDay(year: 2026, month: 11, day: 23).epochDay, secondOfDay: 9 * 3600)
  static let policy = CallingPolicy(mode: .interleaved(normals: 3), maxWait: nil)
  static let (land, law, phone) = (
    ServiceID(verified: "dat-dai"), ServiceID(verified: "ho-tich"), ServiceID(verified: "vneid")
  )

  /// Twenty calls of ten minutes each, half of them a little shorter and half a little longer, of each service.
  static let measured = ServingTimes(
    cells: Dictionary(
      uniqueKeysWithValues: [land, law, phone].map {
        (ServingTimes.Cell(service: $0, hour: 9), ServingTimes.Sums(count: 20, seconds: 12_000, squares: 8_000_000))
      }))

  /// A line for tests: counters that are open for services, and who waits, in the order of arrival.
  static func picture(
    counters: [[ServiceID]], waiting: [(service: ServiceID, isPriority: Bool)] = [],
    measured: ServingTimes = Self.measured
  ) -> QueuePicture {
    var picture = QueuePicture(knowledge: WaitKnowledge(servingTimes: measured))
    for (index, services) in counters.enumerated() {
      picture.note(Counter(id: CounterID(verified: "\(index + 1)"), state: .open, services: services))
    }
    for (index, ticket) in waiting.enumerated() {
      picture.note(Self.ticket(index + 1, ticket.service, ticket.isPriority))
    }
    return picture
  }

  static func ticket(_ arrival: Int, _ service: ServiceID, _ isPriority: Bool = false) -> Ticket {
    let id = TicketID(
      day: ServiceDay(year: 2026, month: 11, day: 23), number: TicketNumber(series: "A", ordinal: arrival))
    let issue = TicketIssue(
      ticket: id, service: service, priority: isPriority ? PriorityClassID(verified: "elderly") : nil, village: nil,
      origin: .kiosk)
    return Ticket(issuing: issue, arrival: Int64(arrival), at: now.adding(seconds: -3600 + arrival))
  }

  static func newcomer(
    _ picture: QueuePicture, _ service: ServiceID = law, isPriority: Bool = false, policy: CallingPolicy = policy
  ) -> WaitForecast? {
    picture.forecast(for: .newcomer(to: service, isPriority: isPriority), policy: policy, at: now)
  }

  // MARK: - Nothing is said when nothing is known

  @Test func `Nothing is promised before anything was measured`() {
    let few = ServingTimes(
      cells: [
        ServingTimes.Cell(service: Self.law, hour: 9): ServingTimes.Sums(count: 4, seconds: 2400, squares: 1_440_000)
      ])
    #expect(Self.newcomer(Self.picture(counters: [[Self.law]], measured: ServingTimes())) == nil)
    #expect(Self.newcomer(Self.picture(counters: [[Self.law]], measured: few)) == nil)
    #expect(Self.newcomer(Self.picture(counters: [[Self.law]])) != nil)
  }

  @Test func `Nothing is promised while no open counter serves the service`() {
    var picture = Self.picture(counters: [[Self.law], [Self.land]])
    #expect(Self.newcomer(picture, Self.phone) == nil)
    picture.note(Counter(id: CounterID(verified: "1"), state: .paused, services: [Self.law]))
    #expect(Self.newcomer(picture) == nil)
    #expect(Self.newcomer(picture, Self.land) != nil)
    picture.note(Counter(id: CounterID(verified: "1"), state: .open, services: [Self.law]))
    #expect(Self.newcomer(picture) != nil)
  }

  // MARK: - By position, counters and policy

  @Test func `At a free counter with nobody before, the wait is at once`() {
    #expect(Self.newcomer(Self.picture(counters: [[Self.law]]))?.range == WaitForecast.atOnce)
  }

  @Test func `Each person before makes it longer, each counter that can serve them shorter`() throws {
    let waiting = (1...6).map { _ in (service: Self.law, isPriority: false) }
    let expected = try (0...6).map { ahead in
      try #require(Self.newcomer(Self.picture(counters: [[Self.law]], waiting: Array(waiting.prefix(ahead))))).expected
    }
    #expect(expected == (0...6).map { Double($0) * 600 })
    let two = try #require(Self.newcomer(Self.picture(counters: [[Self.law], [Self.law]], waiting: waiting)))
    #expect(two.expected == 1800)
    #expect(two.calls == 6)
    // The second counter helps only whom it can serve.
    let other = try #require(Self.newcomer(Self.picture(counters: [[Self.law], [Self.land]], waiting: waiting)))
    #expect(other.expected == 3600)
  }

  @Test func `Who waits for another service counts when the same counter serves them, and not when another does`()
    throws
  {
    let waiting = (1...4).map { _ in (service: Self.land, isPriority: false) }
    let shared = try #require(Self.newcomer(Self.picture(counters: [[Self.law, Self.land]], waiting: waiting)))
    #expect(shared.expected == 2400)
    let apart = try #require(Self.newcomer(Self.picture(counters: [[Self.law], [Self.land]], waiting: waiting)))
    #expect(apart.range == WaitForecast.atOnce)
  }

  @Test func `A person at the counter counts for what is left of their time`() throws {
    var picture = Self.picture(counters: [[Self.law]])
    let rests = try [0, 120, 360, 3600].map { elapsed in
      picture.noteHeld(
        at: CounterID(verified: "1"), service: Self.law, calledAt: Self.now.adding(seconds: -elapsed))
      return try #require(Self.newcomer(picture)).expected
    }
    #expect(rests == rests.sorted(by: >))
    #expect(rests.first == 600)
    #expect(rests.allSatisfy { $0 >= 300 })
  }

  @Test func `A priority arrival behind somebody lengthens what they are told, under each policy`() throws {
    for mode in [CallingPolicy.Mode.strict, .interleaved(normals: 2)] {
      let policy = CallingPolicy(mode: mode, maxWait: nil)
      let line = (1...4).map { _ in (service: Self.law, isPriority: false) }
      let last = Self.ticket(4, Self.law)
      let before = Self.picture(counters: [[Self.law]], waiting: line)
        .forecast(for: .holder(of: last), policy: policy, at: Self.now)
      let after = Self.picture(counters: [[Self.law]], waiting: line + [(Self.law, true)])
        .forecast(for: .holder(of: last), policy: policy, at: Self.now)
      #expect(try #require(before).expected == 1800)
      #expect(try #require(after).expected == 2400, "\(mode)")
      #expect(try #require(after).range.toMinutes > #require(before).range.toMinutes)
    }
  }

  @Test func `A newcomer with priority is told less than one without, and no less than the policy gives`() throws {
    let line = (1...9).map { _ in (service: Self.law, isPriority: false) }
    let picture = Self.picture(counters: [[Self.law]], waiting: line)
    let strict = CallingPolicy(mode: .strict, maxWait: nil)
    #expect(try #require(Self.newcomer(picture)).expected == 5400)
    #expect(Self.newcomer(picture, isPriority: true, policy: strict)?.range == WaitForecast.atOnce)
    // The first priority ticket of a counter's day finds its turn come.
    #expect(Self.newcomer(picture, isPriority: true)?.range == WaitForecast.atOnce)
    var counter = Counter(id: CounterID(verified: "1"), state: .open, services: [Self.law])
    counter.normalsSincePriority = 0
    var later = picture
    later.note(counter)
    #expect(try #require(Self.newcomer(later, isPriority: true)).expected == 1800)
    // Everybody is past the longest wait: those who came before go first.
    let limited = CallingPolicy(mode: .strict, maxWait: 1800)
    #expect(try #require(Self.newcomer(picture, isPriority: true, policy: limited)).expected == 5400)
  }

  @Test func `Who was sent to one counter waits for that one`() throws {
    var picture = Self.picture(
      counters: [[Self.law], [Self.law]], waiting: (1...4).map { _ in (service: Self.law, isPriority: false) })
    picture.noteHeld(at: CounterID(verified: "2"), service: Self.law, calledAt: Self.now)
    var ticket = Self.ticket(9, Self.law)
    ticket.directedTo = CounterID(verified: "2")
    picture.note(ticket)
    let free = Self.ticket(10, Self.law)
    picture.note(free)
    let directed = try #require(picture.forecast(for: .holder(of: ticket), policy: Self.policy, at: Self.now))
    let other = try #require(picture.forecast(for: .holder(of: free), policy: Self.policy, at: Self.now))
    #expect(directed.expected == 1200)
    #expect(other.expected == 1800)
  }

  // MARK: - Bounds

  @Test(arguments: [11, 12, 13] as [UInt64])
  func `No range begins before what is possible, whatever the line`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let services = [Self.law, Self.land, Self.phone]
    var forecasts = 0
    for _ in 0..<300 {
      let counters = (0...random.below(3)).map { _ in services.filter { _ in random.chance(percent: 60) } }
      let waiting = (0..<random.below(400)).map { _ in
        (service: services[random.below(3)], isPriority: random.chance(percent: 25))
      }
      var caution = Caution()
      for _ in 0..<random.below(200) {
        caution.learn(
          from: Promise(WaitRange(fromMinutes: 5, toMinutes: 9), waited: random.chance(percent: 50) ? 60 : 6000))
      }
      var picture = QueuePicture(knowledge: WaitKnowledge(servingTimes: Self.measured, caution: caution))
      for (index, services) in counters.enumerated() {
        picture.note(Counter(id: CounterID(verified: "\(index + 1)"), state: .open, services: services))
      }
      for (index, ticket) in waiting.enumerated() {
        picture.note(Self.ticket(index + 1, ticket.service, ticket.isPriority))
      }
      guard let forecast = Self.newcomer(picture, isPriority: random.chance(percent: 30)) else {
        #expect(!counters.contains { $0.contains(Self.law) }, "seed \(seed)")
        continue
      }
      forecasts += 1
      #expect(forecast.range.fromMinutes >= Int(forecast.earliest / 60), "seed \(seed)")
      #expect(forecast.range.toMinutes >= forecast.range.fromMinutes, "seed \(seed)")
      #expect(forecast.range == WaitForecast.atOnce || Double(forecast.range.toMinutes) * 60 > forecast.expected)
      #expect(forecast.earliest <= forecast.expected, "seed \(seed)")
    }
    #expect(forecasts > 100)
  }

  @Test func `A line of thousands is forecast as its short self, only longer`() throws {
    func expected(_ people: Int) throws -> Double {
      let waiting = (0..<people).map { (service: [Self.law, Self.land][$0 % 2], isPriority: $0 % 5 == 0) }
      let picture = Self.picture(counters: [[Self.law, Self.land], [Self.law]], waiting: waiting)
      return try #require(Self.newcomer(picture)).expected
    }
    let (short, long) = (try expected(60), try expected(6000))
    #expect((85...115).contains(long / short), "\(short) \(long)")
  }

  // MARK: - What was measured

  @Test func `Measured is from the call until the counter is free, and nothing that cannot be believed`() throws {
    let counter = CounterID(verified: "1")
    var ticket = Self.ticket(1, Self.law)
    try ticket.make(.call(at: counter, by: nil, reason: .arrival), at: Self.now)
    func measured(_ move: TicketMove, after seconds: Int) -> ServingTimes.Measurement? {
      ServingTimes.Measurement(move, of: ticket, at: Self.now.adding(seconds: seconds))
    }
    for move in [TicketMove.finish, .noShow, .park(due: Self.now), .transfer(to: .service(Self.land))] {
      #expect(measured(move, after: 300)?.seconds == 300)
      #expect(measured(move, after: 300)?.cell == ServingTimes.Cell(service: Self.law, hour: 9))
    }
    for move in [TicketMove.recall, .start, .cancel, .undoCall(previous: EarlierCall(of: ticket))] {
      #expect(measured(move, after: 300) == nil)
    }
    for seconds in [-3600, 0, 7201] { #expect(measured(.finish, after: seconds) == nil) }
  }

  @Test func `Where little was measured the other hours and services speak`() throws {
    let other = ServingTimes.Cell(service: Self.land, hour: 14)
    var times = ServingTimes(cells: [other: ServingTimes.Sums(count: 50, seconds: 45_000, squares: 50_000_000)])
    let borrowed = try #require(times.expectation(of: Self.law, hour: 9)).mean
    #expect(abs(borrowed - 900) < 1)
    let ticket = try {
      var ticket = Self.ticket(1, Self.law)
      try ticket.make(.call(at: CounterID(verified: "1"), by: nil, reason: .arrival), at: Self.now)
      return ticket
    }()
    var means = [borrowed]
    for _ in 0..<60 {
      let measurement = ServingTimes.Measurement(.finish, of: ticket, at: Self.now.adding(seconds: 300))
      times.add(try #require(measurement))
      means.append(try #require(times.expectation(of: Self.law, hour: 9)).mean)
    }
    #expect(means == means.sorted(by: >))
    #expect(abs(try #require(means.last) - 300) < 30)
    #expect(times.expectation(of: Self.land, hour: 14).map { abs($0.mean - 900) < 20 } == true)
  }

  @Test func `A cell forgets slowly and stays what its own sums say after being stored`() throws {
    var times = ServingTimes()
    var ticket = Self.ticket(1, Self.law)
    try ticket.make(.call(at: CounterID(verified: "1"), by: nil, reason: .arrival), at: Self.now)
    for index in 0..<2000 {
      let length = index < 1000 ? 600 : 300
      times.add(
        try #require(ServingTimes.Measurement(.finish, of: ticket, at: Self.now.adding(seconds: length))))
    }
    #expect(times.cells.values.allSatisfy { $0.count <= ServingTimes.Sums.memory })
    #expect(abs(try #require(times.expectation(of: Self.law, hour: 9)).mean - 300) < 10)
    #expect(ServingTimes(cells: times.cells) == times)
  }

  // MARK: - Promises

  @Test func `A promise is settled by the first call that stands`() throws {
    let counter = CounterID(verified: "1")
    var ticket = Self.ticket(1, Self.law)
    ticket.promise = Promise(WaitRange(fromMinutes: 5, toMinutes: 10))
    #expect(ticket.promise?.outcome == .uncalled)
    let call = TicketMove.call(at: counter, by: nil, reason: .arrival)
    let previous = EarlierCall(of: ticket)
    try ticket.make(call, at: ticket.issuedAt.adding(seconds: 200))
    #expect(ticket.promise?.outcome == .shorter)
    try ticket.make(.undoCall(previous: previous), at: ticket.issuedAt.adding(seconds: 205))
    #expect(ticket.promise?.outcome == .uncalled)
    try ticket.make(call, at: ticket.issuedAt.adding(seconds: 600))
    try ticket.make(.noShow, at: ticket.issuedAt.adding(seconds: 700))
    try ticket.make(.comeBack, at: ticket.issuedAt.adding(seconds: 800))
    try ticket.make(call, at: ticket.issuedAt.adding(seconds: 5000))
    #expect(ticket.promise?.waited == 600)
    #expect(ticket.promise?.outcome == .held)
    #expect(Promise(WaitRange(fromMinutes: 5, toMinutes: 10), waited: 601).outcome == .longer)
    #expect(Promise(WaitRange(fromMinutes: 5, toMinutes: 10), waited: 299).outcome == .shorter)
  }

  @Test func `Broken promises make it more careful on the side where they broke, kept ones bolder`() {
    let range = WaitRange(fromMinutes: 5, toMinutes: 10)
    let begin = Caution()
    var (late, early, kept, idle) = (begin, begin, begin, begin)
    for _ in 0..<20 {
      late.learn(from: Promise(range, waited: 3000))
      early.learn(from: Promise(range, waited: 1))
      kept.learn(from: Promise(range, waited: 400))
      idle.learn(from: Promise(WaitForecast.atOnce, waited: 3000))
      idle.learn(from: Promise(range))
    }
    #expect(late.high > begin.high && late.low < begin.low)
    #expect(early.low > begin.low && early.high < begin.high)
    #expect(kept.low < begin.low && kept.high < begin.high)
    #expect(idle == begin)
  }
}
