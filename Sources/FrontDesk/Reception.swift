package import Foundation
package import Queueing
package import Records
package import Storage

/// Who asks: the name the journal keeps, and where a ticket taken by them comes from.
package struct Requester: Hashable, Sendable {
  package let name: String
  package let origin: Origin

  package init(name: String, origin: Origin) {
    self.name = name
    self.origin = origin
  }

  package static let system = Requester(name: "system", origin: .api)
}

/// Lets a request be sent again after a lost answer: the same key and request get the same answer, once done.
package struct RequestKey: Hashable, Sendable {
  package let key: String
  /// SHA-256 of method, path and body; 32 bytes.
  package let digest: Data

  package init(key: String, digest: Data) {
    self.key = key
    self.digest = digest
  }
}

/// The front desk: every use case, each durable before it is answered.
///
/// Throws `Refusal` when a rule says no, `RequestProblem` when the request makes no sense and `StoreError` when the
/// store cannot; in each case nothing has changed.
package final class Reception: Sendable {
  package let office: Office
  package let clock: WallClock
  package let onlineActivities: Set<Activity>
  /// What a scanned card offers to the next number taken at the kiosk.
  package let eligibility = PendingEligibility()
  /// What was said at the kiosk and at the counters.
  package let messages = DeskMessages()
  let sessions = KnownSessions()
  let store: Store
  let makeToken: @Sendable () -> String
  /// Whether there is a printer to ask.
  package let printsSlips: Bool
  /// How long details are kept.
  package let retention: RetentionRules

  /// - Parameters:
  ///   - onlineActivities: which activities make a *lượt* one of online procedures.
  ///   - retention: how long details are kept.
  ///   - printsSlips: whether there is a printer to ask.
  ///   - makeToken: a fresh secret for each slip, of 96 bits or more.
  package init(
    store: Store, office: Office, clock: WallClock, onlineActivities: Set<Activity>, printsSlips: Bool,
    retention: RetentionRules = RetentionRules(), makeToken: @escaping @Sendable () -> String
  ) {
    self.store = store
    self.office = office
    self.clock = clock
    self.onlineActivities = onlineActivities
    self.printsSlips = printsSlips
    self.retention = retention
    self.makeToken = makeToken
  }

  // MARK: - Tickets

  package func issue(
    service: String, priority: String?, village: String?, override: String? = nil, by requester: Requester,
    key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    let token = makeToken()
    let offer = requester.origin == .kiosk ? eligibility.offer(at: clock.now()) : nil
    return try await perform(requester, key) { [eligibility] desk in
      let ticket = try desk.issue(
        service: service, priority: priority ?? offer?.priority?.text, village: village ?? offer?.village?.text,
        origin: requester.origin, override: override, token: token)
      if let offer { eligibility.use(offer) }
      return ticket
    }
  }

  package func cancel(
    _ ticket: String, reason: String?, by requester: Requester, key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in try desk.cancel(ticket, reason: reason) }
  }

  package func comeBack(
    _ ticket: String, by requester: Requester, key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in try desk.comeBack(ticket) }
  }

  package func reprint(
    _ ticket: String, by requester: Requester, key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in try desk.reprint(ticket) }
  }

  // MARK: - Counters
  //
  // A command about whom a counter holds may name that ticket: it is refused once the counter holds another.

  package func open(
    _ counter: CounterID, member: String?, services: [String]?, by requester: Requester, key: RequestKey? = nil
  ) async throws -> CounterAnswer {
    try await perform(requester, key) { desk in try desk.open(counter, member: member, services: services) }
  }

  package func pause(
    _ counter: CounterID, reason: String?, by requester: Requester, key: RequestKey? = nil
  ) async throws -> CounterAnswer {
    try await perform(requester, key) { desk in try desk.pause(counter, reason: reason) }
  }

  package func close(
    _ counter: CounterID, by requester: Requester, key: RequestKey? = nil
  ) async throws -> CounterAnswer {
    try await perform(requester, key) { desk in try desk.close(counter) }
  }

  /// `nil` when nobody waits for this counter; that answer is not remembered under a key.
  package func callNext(
    _ counter: CounterID, current: Desk.Current?, by requester: Requester, key: RequestKey? = nil
  ) async throws -> CallAnswer? {
    try await perform(requester, key) { desk in try desk.callNext(counter, current: current) }
  }

  package func call(
    _ counter: CounterID, ticket: String, by requester: Requester, key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in try desk.call(counter, ticket: ticket) }
  }

  package func recall(
    _ counter: CounterID, ticket: String? = nil, by requester: Requester, key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in
      try desk.expect(ticket, at: counter)
      return try desk.recall(counter)
    }
  }

  package func start(
    _ counter: CounterID, ticket: String? = nil, by requester: Requester, key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in
      try desk.expect(ticket, at: counter)
      return try desk.start(counter)
    }
  }

  package func noShow(
    _ counter: CounterID, ticket: String? = nil, by requester: Requester, key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in
      try desk.expect(ticket, at: counter)
      return try desk.noShow(counter)
    }
  }

  package func park(
    _ counter: CounterID, ticket: String? = nil, minutes: Int, by requester: Requester, key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in
      try desk.expect(ticket, at: counter)
      return try desk.park(counter, minutes: minutes)
    }
  }

  package func transfer(
    _ counter: CounterID, ticket: String? = nil, service: String?, toCounter: String?, by requester: Requester,
    key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in
      try desk.expect(ticket, at: counter)
      return try desk.transfer(counter, service: service, counter: toCounter)
    }
  }

  package func undo(
    _ counter: CounterID, ticket: String? = nil, by requester: Requester, key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in
      try desk.expect(ticket, at: counter)
      return try desk.undo(counter)
    }
  }

  package func finish(
    _ counter: CounterID, ticket: String? = nil, assistance: AssistanceDraft?, by requester: Requester,
    key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    try await perform(requester, key) { desk in
      try desk.expect(ticket, at: counter)
      return try desk.finish(counter, draft: assistance)
    }
  }

  // MARK: - Assistances

  package func addAssistance(
    _ draft: AssistanceDraft, by requester: Requester, key: RequestKey? = nil
  ) async throws -> AssistanceAnswer {
    try await perform(requester, key) { desk in try desk.addAssistance(draft) }
  }

  /// - Parameter ticket: finished today without a record.
  package func addAssistance(
    _ draft: AssistanceDraft, to ticket: String, by requester: Requester, key: RequestKey? = nil
  ) async throws -> AssistanceAnswer {
    try await perform(requester, key) { desk in try desk.addAssistance(draft, to: ticket) }
  }

  /// - Parameters:
  ///   - erased: as of `Desk.correct`.
  ///   - own: likewise.
  package func correct(
    _ assistance: String, draft: AssistanceDraft, erasing erased: Set<AssistanceDraft.Erasable> = [], reason: String,
    own: MemberID? = nil, by requester: Requester, key: RequestKey? = nil
  ) async throws -> AssistanceAnswer {
    try await perform(requester, key) { desk in
      try desk.correct(assistance, draft: draft, erasing: erased, reason: reason, own: own)
    }
  }

  /// - Parameter own: as of `Desk.correct`.
  package func withdraw(
    _ assistance: String, reason: String, own: MemberID? = nil, by requester: Requester, key: RequestKey? = nil
  ) async throws -> AssistanceAnswer {
    try await perform(requester, key) { desk in try desk.withdraw(assistance, reason: reason, own: own) }
  }

  // MARK: - Registers

  package func enter(
    _ id: String, texts: [String: String], into register: RegisterName, by requester: Requester,
    key: RequestKey? = nil
  ) async throws -> RegisterAnswer.Entry {
    try await perform(requester, key) { desk in try desk.enter(id, texts: texts, into: register) }
  }

  package func change(
    _ id: String, texts: [String: String], in register: RegisterName, by requester: Requester, key: RequestKey? = nil
  ) async throws -> RegisterAnswer.Entry {
    try await perform(requester, key) { desk in try desk.change(id, texts: texts, in: register) }
  }

  /// - Parameter day: only what holds on it; `nil` is everything there ever was.
  package func register(_ name: RegisterName, on day: ServiceDay?) async throws -> RegisterAnswer {
    try await look { lookup in
      let entries = try lookup.tx.entries(of: name)
      return RegisterAnswer(name, day.map { day in entries.filter { $0.isActive(on: day) } } ?? entries)
    }
  }

  // MARK: - Reading

  /// - Parameter withRecord: whether with all that is stored of it.
  package func ticket(_ id: String, withRecord: Bool = false) async throws -> TicketAnswer {
    try await look { try $0.answer(about: id, withRecord: withRecord) }
  }

  /// Today's ticket by its number alone.
  package func ticket(number: TicketNumber, withRecord: Bool = false) async throws -> TicketAnswer {
    let today = office.serviceDay(at: clock.now())
    return try await look { lookup in
      let day = try lookup.tx.currentDay() ?? today
      return try lookup.answer(about: TicketID(day: day, number: number).text, withRecord: withRecord)
    }
  }

  package func services() async throws -> [ServiceAnswer] {
    let isWritable = store.condition == .ready
    return try await look { try $0.services(isWritable: isWritable) }
  }

  package func counters() async throws -> [CounterAnswer] {
    try await look { try $0.counters() }
  }

  package func board(notices: [String] = []) async throws -> Board {
    let moment = clock.moment()
    let isWritable = store.condition == .ready
    return try await look {
      try $0.board(isWritable: isWritable, isClockTrusted: moment.fault == nil, notices: notices)
    }
  }

  /// The day in numbers, for a monitor.
  package func gauges() async throws -> OfficeGauges {
    try await look { try $0.gauges() }
  }

  /// A page of the assistances of a span of days, in the order they were recorded.
  ///
  /// - Parameter reader: whose eyes the notes are for.
  package func assistances(
    from: ServiceDay, through: ServiceDay, after cursor: Int64?, limit: Int, notesFor reader: NoteReader = .nobody
  ) async throws -> [AssistanceAnswer] {
    try await look { lookup in
      try lookup.tx.assistances(from: from, through: through, after: cursor, limit: limit).map {
        try lookup.answer($0, for: reader)
      }
    }
  }

  /// The latest entries of the device log, newest first.
  package func deviceLog(limit: Int) async throws -> [DeviceLogEntry] {
    try await look { try $0.tx.deviceLog(limit: limit) }
  }

  package func statistics(
    from: ServiceDay, through: ServiceDay, by first: Figures.Dimension?, and second: Figures.Dimension?
  ) async throws -> StatisticsAnswer {
    let onlineActivities = onlineActivities
    return try await store.study { tx in
      let figures = try tx.counting(
        Figures(by: first, and: second, onlineActivities: onlineActivities), from: from, through: through)
      return StatisticsAnswer(
        figures, from: from, through: through, countedFrom: try tx.end(ofFiguresFrom: from, through: through))
    }
  }

  /// The figures of a span of days by several dimensions, each by itself, in one reading: all of one journal entry.
  package func statistics(
    from: ServiceDay, through: ServiceDay, byEach dimensions: [Figures.Dimension]
  ) async throws -> [StatisticsAnswer] {
    let onlineActivities = onlineActivities
    return try await store.study { tx in
      let figures = try tx.counting(
        dimensions.map { Figures(by: $0, onlineActivities: onlineActivities) }, from: from, through: through)
      let end = try tx.end(ofFiguresFrom: from, through: through)
      return figures.map { StatisticsAnswer($0, from: from, through: through, countedFrom: end) }
    }
  }

  /// What a report of the period is written from. Reads every turn of it.
  package func report(of period: ReportPeriod) async throws -> ReportMaterial {
    let (office, onlineActivities, now) = (office, onlineActivities, clock.now())
    return try await store.study { tx in
      try Lookup(tx, office: office, now: now).reportMaterial(of: period, onlineActivities: onlineActivities)
    }
  }

  /// The journal after `seq`, oldest first.
  package func journal(after seq: Int64, limit: Int) async throws -> [JournalEntry] {
    try await look { try $0.tx.journal(after: seq, limit: limit) }
  }

  // MARK: - Time and start

  /// What only an administrator can put right.
  package struct Oddities: Hashable, Sendable {
    package let clock: ClockMoment
    /// The service day is one that the clock has not come to: it was once far ahead.
    package let isDayAhead: Bool
    /// Services that people wait for and that no counter serves, or that the configuration no longer has.
    package let unservedServices: [ServiceID]
  }

  package func oddities() async throws -> Oddities {
    let (moment, office) = (clock.moment(), office)
    return try await store.read { tx in
      let day = try tx.currentDay()
      let counters = try tx.counters().filter { $0.state != .closed }
      let served = Set(counters.flatMap(\.services))
      let unserved = try day.map { try tx.lines(on: $0) }?.filter { line in
        line.waiting > 0
          && (office.service(line.service) == nil || !counters.isEmpty && !served.contains(line.service))
      }
      return Oddities(
        clock: moment, isDayAhead: day.map { office.serviceDay(at: moment.now) < $0 } ?? false,
        unservedServices: unserved?.map(\.service) ?? [])
    }
  }

  /// What the passing of time does: a new service day begins, parked tickets come back.
  package func passTime() async throws {
    let moment = clock.moment()
    let (now, office, run) = (moment.now, office, clock.run)
    let isDue = try await store.read { tx in
      let day = try tx.currentDay()
      if let run, try tx.isUnsettled(moment, of: run) { return true }
      if try !tx.parkedTickets(dueAt: now, limit: 1).isEmpty { return true }
      return day.map { office.serviceDay(at: now) > $0 } ?? true
    }
    guard isDue else { return }
    _ = try await perform(.system, nil) { desk -> Bool? in
      try desk.returnDueTickets()
      return true
    }
  }

  /// Sums up the first day that is over and was not yet, as in a record of an earlier version; `true` when none is
  /// left. One at a time, so that nobody waits long for a number meanwhile.
  package func sumUpPastDay() async throws -> Bool {
    try await store.write { try $0.keepMissingSheets(limit: 1) }
  }

  /// Fills registers that are still empty with the configured members and villages; from then on the register rules.
  /// Counters of the configuration that are new get their row. The clock is held against the end of the record.
  package func seed(members: [Member], villages: [Village]) async throws {
    if let end = try await store.read({ try $0.journalEnd() }) { clock.learn(journalEnd: end) }
    _ = try await perform(.system, nil) { desk -> Bool? in
      try desk.seed(members: members, villages: villages)
      return true
    }
  }

  // MARK: - One transaction

  func look<T: Sendable>(_ body: @escaping @Sendable (Lookup) throws -> T) async throws -> T {
    let (office, now) = (office, clock.now())
    return try await store.read { tx in try body(Lookup(tx, office: office, now: now)) }
  }

  /// Runs a use case in a transaction of its own whose answer is never remembered.
  func carryOut<Answer: Sendable>(
    _ requester: Requester, _ body: @escaping @Sendable (Desk) throws -> Answer
  ) async throws -> Answer {
    let (office, clock, printsSlips) = (office, clock, printsSlips)
    return try await store.write { tx in
      try body(Desk(tx, office: office, clock: clock, actor: requester.name, printsSlips: printsSlips))
    }
  }

  func perform<Answer: Codable & Sendable>(
    _ requester: Requester, _ key: RequestKey?, before prepare: (@Sendable () throws -> Void)? = nil,
    _ body: @escaping @Sendable (Desk) throws -> Answer
  ) async throws -> Answer {
    guard let answer = try await perform(requester, key, before: prepare, { desk -> Answer? in try body(desk) }) else {
      throw StoreError.unexpected(detail: "an answer was remembered without content")
    }
    return answer
  }

  /// Runs a use case in a transaction of its own. With a key, an answer given before to the same request is given
  /// again, and a new one is remembered together with what it did. Refusals are not remembered: they did nothing.
  ///
  /// - Parameter prepare: runs right before the time is read, on the one writer, unless it was done before.
  func perform<Answer: Codable & Sendable>(
    _ requester: Requester, _ key: RequestKey?, before prepare: (@Sendable () throws -> Void)? = nil,
    _ body: @escaping @Sendable (Desk) throws -> Answer?
  ) async throws -> Answer? {
    let office = office
    let printsSlips = printsSlips
    let clock = clock
    return try await store.write { tx in
      if let prepare, try key.map({ try tx.remembered(scope: requester.name, key: $0.key) == nil }) ?? true {
        try prepare()
      }
      // Read here, so that the order of times is the order of the journal.
      let desk = try Desk(
        tx, office: office, clock: clock, actor: requester.name, printsSlips: printsSlips)
      guard let key else { return try body(desk) }
      if let remembered = try tx.remembered(scope: requester.name, key: key.key) {
        guard remembered.request == key.digest else { throw RequestProblem.keyReused }
        return try JSONDecoder().decode(Answer.self, from: Data(remembered.answer.utf8))
      }
      let answer = try body(desk)
      if let answer {
        let json = String(decoding: try JSONEncoder().encode(answer), as: UTF8.self)
        try tx.remember(scope: requester.name, key: key.key, request: key.digest, answer: json)
      }
      return answer
    }
  }
}
