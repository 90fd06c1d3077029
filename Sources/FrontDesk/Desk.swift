import Foundation
package import Queueing
package import Records
package import Storage

/// The use cases of the front desk inside one transaction: read, decide by the rules, write.
///
/// `Reception` wraps each in a transaction of its own; a simulation plays many in one.
package struct Desk {
  let tx: WriteTransaction
  let office: Office
  let moment: ClockMoment
  let day: ServiceDay
  /// Who asks, as the journal keeps it.
  let actor: String
  let printsSlips: Bool

  var now: Timestamp { moment.now }

  /// Opens the desk at an instant; the first to do so on a new service day ends the day before.
  package init(_ tx: WriteTransaction, office: Office, now: Timestamp, actor: String, printsSlips: Bool) throws {
    try self.init(tx, office: office, clock: WallClock { now }, actor: actor, printsSlips: printsSlips)
  }

  /// Opens the desk now. The first to do so after the clock was doubted, believed again or leapt also says so.
  package init(_ tx: WriteTransaction, office: Office, clock: WallClock, actor: String, printsSlips: Bool) throws {
    let moment = clock.moment()
    self.tx = tx
    self.office = office
    self.moment = moment
    self.actor = actor
    self.printsSlips = printsSlips
    if let run = clock.run {
      try tx.settle(moment, of: run, on: tx.currentDay() ?? office.serviceDay(at: moment.now), actor: actor)
    }
    day = try Self.openDay(tx, office: office, now: moment.now)
  }

  /// The service day of `now`, begun if need be. It never goes back, whatever the clock says.
  private static func openDay(_ tx: WriteTransaction, office: Office, now: Timestamp) throws -> ServiceDay {
    let day = office.serviceDay(at: now)
    let current = try tx.currentDay()
    if let current {
      if try day <= current || isHeld(current, tx, office: office, now: now) { return current }
      for ticket in try tx.liveTickets() {
        let reason: ExpiryReason = ticket.state.name == .serving ? .unfinished : .dayEnd
        try tx.make(.expire(reason: reason), of: ticket, at: now, actor: "system")
      }
    }
    try tx.openDay(day, at: now)
    try tx.endSessions(now: now)
    for var counter in try tx.counters() {
      counter.beginDay(services: office.counter(counter.id)?.services ?? counter.services)
      try tx.save(counter)
    }
    return day
  }

  /// A leap of the clock this far ahead, in milliseconds, is that of a machine that woke up with an old time.
  private static let greatStep: Int64 = 3_600_000
  /// Seconds before such a leap in which a number was taken by somebody who is still there.
  private static let presence = 4 * 3600

  /// Whether a service day that the clock leapt out of goes on: a machine without a clock of its own gives out numbers
  /// in the morning, learns then that it is not yesterday, and must not tell those who wait that their day is over.
  /// Who comes meanwhile stands in the same line, and must not hear it either: the day ends when for once nobody is
  /// left, or when the day of the leap ends, too.
  private static func isHeld(
    _ day: ServiceDay, _ tx: WriteTransaction, office: Office, now: Timestamp
  ) throws -> Bool {
    guard let step = try tx.greatStep(on: day, atLeast: greatStep),
      office.serviceDay(at: step.at) == office.serviceDay(at: now)
    else { return false }
    return try tx.isAnybodyLeft(after: step.runStart, issuedSince: step.at.adding(seconds: -presence))
  }

  // MARK: - Tickets

  /// Issues a number for a service that is open, or, on a reason, for one that is not.
  ///
  /// - Parameter override: why staff issue it all the same.
  package func issue(
    service id: String, priority: String?, village: String?, origin: Origin, override: String? = nil, token: String
  ) throws -> TicketAnswer {
    let service = try self.service(id, field: "service")
    let priorityClass = try priority.map(self.priorityClass)
    let villageID = try village.map(self.village)
    let line = try tx.line(of: service.id, on: day)
    let override = try kept(override, field: "override")
    if override != nil, ![.console, .cli].contains(origin) { throw RequestProblem.staffOnly }
    if override == nil {
      let closing = office.closing(of: service, issued: line.issued, on: day, at: now, amended: try amendments())
      if let closing, closing.reason == .capReached, let cap = service.dailyCap {
        throw Refusal.capReached(service.id, cap: cap, opensAt: closing.opensAt)
      }
      if let closing { throw Refusal.closed(service.id, closing) }
    }
    let number = TicketNumber(
      series: service.letter, ordinal: try tx.nextOrdinal(series: service.letter, on: day))
    let forecast = try tx.queuePicture().forecast(
      for: .newcomer(to: service.id, isPriority: priorityClass != nil), policy: office.policy, at: now)
    let issue = TicketIssue(
      ticket: TicketID(day: day, number: number), service: service.id, priority: priorityClass, village: villageID,
      origin: origin, promised: forecast?.range)
    let ticket = try tx.issue(issue, token: token, at: now, actor: actor)
    try tx.addRemark(override)
    let wantsSlip = printsSlips && origin != .paper
    if wantsSlip { try tx.addPrintJob(for: ticket, at: now) }
    return try Lookup(tx, office: office, now: now).answer(
      ticket, ahead: tx.aheadOfNext(in: line), token: token, slip: wantsSlip ? .pending : TicketAnswer.Slip.none)
  }

  package func cancel(_ id: String, reason: String?) throws -> TicketAnswer {
    let ticket = try todaysTicket(id)
    try confirmCall(of: ticket)
    let cancelled = try make(.cancel, of: ticket)
    try tx.addRemark(kept(reason, field: "reason"))
    return try answer(cancelled)
  }

  /// Back to its place in the line, for who was away no longer than the office allows since the last call.
  package func comeBack(_ id: String) throws -> TicketAnswer {
    let ticket = try todaysTicket(id)
    if ticket.state.name == .noShow, let limit = office.returnSeconds, let announcedAt = ticket.announcedAt,
      now.seconds(since: announcedAt) > limit
    {
      throw Refusal.returnTooLate(ticket.id, minutes: limit / 60)
    }
    return try answer(make(.comeBack, of: ticket))
  }

  /// Prints the slip once more, with the same number; for a live ticket only.
  package func reprint(_ id: String) throws -> TicketAnswer {
    let ticket = try todaysTicket(id)
    guard ticket.state.name.isLive else { throw Refusal.slipUseless(ticket.id, state: ticket.state.name) }
    guard printsSlips else { throw Refusal.noPrinter }
    if try tx.printStatus(of: ticket)?.state == .pending { throw Refusal.slipPending(ticket.id) }
    let copy = try tx.addPrintJob(for: ticket, at: now)
    try tx.append(.slipRequested(ticket.id, copy: copy), at: now, day: day, actor: actor)
    return try answer(ticket)
  }

  func make(_ move: TicketMove, of ticket: Ticket) throws -> Ticket {
    try tx.make(move, of: ticket, at: now, actor: actor)
  }

  /// A ticket of today; yesterday's can be looked at but not moved.
  func todaysTicket(_ text: String) throws -> Ticket {
    let ticket = try Lookup(tx, office: office, now: now).ticket(text)
    guard ticket.id.day == day else { throw Refusal.notToday(ticket.id) }
    return ticket
  }

  // MARK: - Counters

  package func open(_ id: CounterID, member: String?, services: [String]?) throws -> CounterAnswer {
    var counter = try self.counter(id)
    // Back from a pause without a word: as it was.
    let isResumed = counter.state == .paused
    let memberID = try member.map(self.member) ?? (isResumed ? counter.member : nil)
    var served = try isResumed ? counter.services : definition(of: id).services
    if let services {
      guard !services.isEmpty else {
        throw RequestProblem.unknown(
          "services", "[]", accepted: office.services.map(\.id.text), "Quầy phải phục vụ ít nhất một dịch vụ.")
      }
      served = []
      for (index, text) in services.enumerated() {
        let service = try self.service(text, field: "services[\(index)]").id
        if !served.contains(service) { served.append(service) }
      }
    }
    counter.open(member: memberID, services: served)
    try tx.append(
      .counterOpened(id, member: memberID, services: served), at: now, day: day, actor: actor)
    try tx.save(counter)
    try tx.beginSession(at: id, member: memberID, now: now)
    return try answer(counter)
  }

  package func pause(_ id: CounterID, reason: String?) throws -> CounterAnswer {
    var counter = try self.counter(id)
    try counter.pause()
    try tx.append(.counterPaused(id), at: now, day: day, actor: actor)
    try tx.addRemark(kept(reason, field: "reason"))
    try tx.save(counter)
    return try answer(counter)
  }

  /// Closes a counter that holds nobody; tickets directed to it go back to the line of their service.
  package func close(_ id: CounterID) throws -> CounterAnswer {
    var counter = try self.counter(id)
    try counter.close(holding: tx.ticket(heldBy: id)?.id)
    counter.services = try definition(of: id).services
    try store(closed: counter)
    return try answer(counter)
  }

  private func store(closed counter: Counter) throws {
    for ticket in try tx.tickets(directedTo: counter.id, on: day) {
      _ = try make(.releaseDirection, of: ticket)
    }
    try tx.append(.counterClosed(counter.id), at: now, day: day, actor: actor)
    try tx.save(counter)
    try tx.endSession(at: counter.id, now: now)
  }

  /// Closes counters that the configuration no longer has; whom they held goes back to the line.
  private func retireUnknownCounters() throws {
    for var counter in try tx.counters() where counter.state != .closed && office.counter(counter.id) == nil {
      if let held = try tx.ticket(heldBy: counter.id) {
        _ = try make(.transfer(to: .service(held.service)), of: held)
      }
      try counter.close(holding: nil)
      try store(closed: counter)
    }
  }

  /// A counter that stayed open over a change of the configuration serves what it is now for. One that was opened for
  /// other services than its own keeps those that the office still has.
  private func renewServices() throws {
    for definition in office.counters {
      let before = try tx.ownServices(of: definition.id)
      if before == definition.services { continue }
      if var counter = try tx.counter(definition.id) {
        let kept = counter.services.filter { office.service($0) != nil }
        let services = kept.isEmpty || before == counter.services ? definition.services : kept
        if counter.state != .closed, services != counter.services {
          let state = counter.state
          counter.open(member: counter.member, services: services)
          try tx.append(
            .counterOpened(counter.id, member: counter.member, services: services), at: now, day: day, actor: actor)
          if state == .paused {
            try counter.pause()
            try tx.append(.counterPaused(counter.id), at: now, day: day, actor: actor)
          }
        }
        counter.services = counter.state == .closed ? definition.services : services
        try tx.save(counter)
      }
      try tx.noteOwnServices(definition.services, of: definition.id)
    }
  }

  /// What becomes of the person a counter still holds when it calls the next.
  package enum Current: String, CaseIterable, Sendable, Codable {
    case noShow = "no-show"
    case park
  }

  /// Minutes a person is parked for who makes room for the next, unless somebody says another time.
  package static let defaultParkMinutes = 15

  /// Calls the next person by the policy; `nil` when nobody waits for this counter.
  package func callNext(_ id: CounterID, current: Current?) throws -> CallAnswer? {
    var counter = try self.counter(id)
    if let held = try tx.ticket(heldBy: id) {
      guard let current else { throw Refusal.counterBusy(id, ticket: held.id) }
      try counter.mayCall(holding: nil)
      switch current {
      case .noShow: _ = try make(.noShow, of: held)
      case .park: _ = try make(.park(due: now.adding(seconds: Self.defaultParkMinutes * 60)), of: held)
      }
      counter.confirmCall()
      try tx.save(counter)
    } else {
      try counter.mayCall(holding: nil)
    }
    let heads = try tx.heads(for: counter)
    guard
      let choice = office.policy.choose(
        among: heads, normalsSincePriority: counter.normalsSincePriority, at: now),
      let ticket = try tx.ticket(atPlace: choice.arrival)
    else { return nil }
    return try call(ticket, at: &counter, reason: choice.reason)
  }

  /// Calls a ticket that a member of staff chose.
  package func call(_ id: CounterID, ticket text: String) throws -> TicketAnswer {
    var counter = try self.counter(id)
    try counter.mayCall(holding: tx.ticket(heldBy: id)?.id)
    return try call(ticketOrNumber(text), at: &counter, reason: .staffChoice).ticket
  }

  private func call(_ ticket: Ticket, at counter: inout Counter, reason: CallReason) throws -> CallAnswer {
    let called = try make(.call(at: counter.id, by: counter.member, reason: reason), of: ticket)
    counter.noteCall(of: ticket, at: now)
    try tx.save(counter)
    return CallAnswer(
      ticket: try answer(called), reason: CallAnswer.Reason(code: reason, text: reason.text))
  }

  /// Seconds a person is given to get up and come before they are held to have missed a call.
  static let recallSpacing = 15

  /// Shows the called number anew. Who was recalled as often as the office wants to and has not come is absent: then
  /// this records the no-show, and the counter is free. Calls in quick succession are one.
  package func recall(_ id: CounterID) throws -> TicketAnswer {
    if let limit = office.recallLimit, let held = try tx.ticket(heldBy: id), held.state == .called(id),
      held.recalls >= limit, missedCalls(try tx.announcements(of: held)) > limit
    {
      return try noShow(id)
    }
    return try answer(move(.recall, heldBy: id))
  }

  /// Calls after which there was time to come, of those at these instants, in order.
  private func missedCalls(_ announcements: [Timestamp]) -> Int {
    var missed = 0
    var last: Timestamp?
    for call in announcements + [now] {
      if let last, call.seconds(since: last) < Self.recallSpacing { continue }
      if last != nil { missed += 1 }
      last = call
    }
    return missed
  }

  package func start(_ id: CounterID) throws -> TicketAnswer {
    try answer(move(.start, heldBy: id))
  }

  package func noShow(_ id: CounterID) throws -> TicketAnswer {
    try answer(move(.noShow, heldBy: id))
  }

  package static let parkMinutes = 1...240

  package func park(_ id: CounterID, minutes: Int) throws -> TicketAnswer {
    guard Self.parkMinutes.contains(minutes) else {
      throw RequestProblem.invalid([
        FieldProblem(
          field: "minutes", value: String(minutes),
          accepted: "từ \(Self.parkMinutes.lowerBound) đến \(Self.parkMinutes.upperBound) phút",
          reason: "Thời gian tạm gác nằm ngoài khoảng cho phép.")
      ])
    }
    return try answer(move(.park(due: now.adding(seconds: minutes * 60)), heldBy: id))
  }

  package func transfer(_ id: CounterID, service: String?, counter target: String?) throws -> TicketAnswer {
    switch (service, target) {
    case (let service?, nil):
      return try answer(move(.transfer(to: .service(self.service(service, field: "service").id)), heldBy: id))
    case (nil, let target?):
      guard let targetID = CounterID(target), office.counter(targetID) != nil else {
        throw RequestProblem.unknown(
          "counter", target, accepted: office.counters.map(\.id.text), "Không có quầy này.")
      }
      let counter = try self.counter(targetID)
      // Nobody would be called at a counter that is closed.
      guard counter.state != .closed else { throw Refusal.counterClosed(targetID, state: counter.state) }
      return try answer(move(.transfer(to: .counter(targetID)), heldBy: id))
    default:
      throw RequestProblem.invalid([
        FieldProblem(
          field: "service", value: service, accepted: "chỉ một trong hai: service hoặc counter",
          reason: "Cần ghi chuyển tới dịch vụ nào hoặc tới quầy nào.")
      ])
    }
  }

  /// Takes back the last call of a counter, within ten seconds and while nothing else was done with it.
  package func undo(_ id: CounterID) throws -> TicketAnswer {
    var counter = try self.counter(id)
    let call = try counter.takeUndo(at: now)
    guard let ticket = try tx.ticket(arrival: call.ticket), ticket.state == .called(id) else {
      throw Refusal.nothingToUndo(id)
    }
    let back = try make(.undoCall(previous: call.previous), of: ticket)
    try tx.save(counter)
    return try answer(back)
  }

  /// Ends the service of the held ticket and, with a draft, records what was helped.
  package func finish(_ id: CounterID, draft: AssistanceDraft?) throws -> TicketAnswer {
    let ticket = try move(.finish, heldBy: id)
    if let draft {
      let circumstances = Circumstances(of: ticket, seated: try counter(id).member)
      try record(draft, circumstances: circumstances, fieldPrefix: "assistance.")
    }
    return try answer(ticket)
  }

  /// A command that came late, over a bad connection or from a second page, must not strike whoever is served by then.
  ///
  /// - Parameter expected: id or number of the ticket the command means; `nil` for whichever the counter holds.
  func expect(_ expected: String?, at id: CounterID) throws {
    guard let expected, let held = try tx.ticket(heldBy: id) else { return }
    guard [held.id.text, held.id.number.text].contains(expected) else { throw Refusal.otherTicket(id, ticket: held.id) }
  }

  func move(_ move: TicketMove, heldBy id: CounterID) throws -> Ticket {
    var counter = try self.counter(id)
    guard let ticket = try tx.ticket(heldBy: id) else { throw Refusal.nothingHeld(id, move.name) }
    let moved = try make(move, of: ticket)
    if counter.undoable != nil {
      counter.confirmCall()
      try tx.save(counter)
    }
    return moved
  }

  /// Anything done with a called ticket from elsewhere also makes its call final.
  private func confirmCall(of ticket: Ticket) throws {
    guard let holder = ticket.state.holder, var counter = try tx.counter(holder) else { return }
    counter.confirmCall()
    try tx.save(counter)
  }

  // MARK: - Assistances

  package func addAssistance(_ draft: AssistanceDraft) throws -> AssistanceAnswer {
    AssistanceAnswer(try record(draft, circumstances: .away, fieldPrefix: ""))
  }

  /// Records the help for a ticket of today that was finished without a word about it.
  package func addAssistance(_ draft: AssistanceDraft, to id: String) throws -> AssistanceAnswer {
    let ticket = try ticketOrNumber(id)
    guard ticket.state.name == .finished else { throw Refusal.notFinished(ticket.id, state: ticket.state.name) }
    if let known = try tx.assistanceID(of: ticket) {
      throw Refusal.alreadyRecorded(ticket.id, as: Assistance.idText(of: known))
    }
    return AssistanceAnswer(try record(draft, circumstances: Circumstances(of: ticket), fieldPrefix: ""))
  }

  @discardableResult
  private func record(
    _ draft: AssistanceDraft, circumstances: Circumstances, fieldPrefix: String
  ) throws -> Assistance {
    let checked = try check(draft, circumstances: circumstances, fieldPrefix: fieldPrefix)
    try refuseAged(checked.assistance.day)
    try tx.record(checked.assistance, note: checked.note, day: day, at: now, actor: actor)
    return checked.assistance
  }

  /// Replaces what was recorded by what should have been, with the reason; the first record stays to be seen.
  /// The activities are told anew; of all else, what is neither said nor taken back stays as it was.
  ///
  /// - Parameters:
  ///   - erased: what is taken back: nothing stands there any more.
  ///   - own: who may correct only what they helped themselves, or what nobody is named for; `nil` for anybody.
  package func correct(
    _ text: String, draft: AssistanceDraft, erasing erased: Set<AssistanceDraft.Erasable> = [], reason: String,
    own: MemberID? = nil
  ) throws -> AssistanceAnswer {
    let original = try validAssistance(text, own: own)
    let reason = try neededReason(reason, "Cần ghi lý do sửa.")
    let checked = try check(
      draft.completed(from: original, erasing: erased),
      circumstances: Circumstances(correcting: original, erasing: erased), fieldPrefix: "")
    try refuseAged(min(checked.assistance.day, original.day))
    let keepsNote = draft.note == nil && !erased.contains(.note)
    try tx.correct(
      original, by: checked.assistance, note: keepsNote ? try tx.note(of: original.id) : checked.note, day: day,
      at: now, actor: actor)
    try tx.addRemark(reason)
    return AssistanceAnswer(checked.assistance)
  }

  /// Takes back a record of what never was, or that was made twice: it counts no more, and stays to be seen with the
  /// reason. A ticket may then be recorded anew, as long as it is its day.
  ///
  /// - Parameter own: as of `correct`.
  package func withdraw(_ text: String, reason: String, own: MemberID? = nil) throws -> AssistanceAnswer {
    var original = try validAssistance(text, own: own)
    let reason = try neededReason(reason, "Cần ghi lý do bỏ.")
    try refuseAged(original.day)
    original.withdrawnBy = try tx.withdraw(original, day: day, at: now, actor: actor)
    try tx.addRemark(reason)
    return AssistanceAnswer(original)
  }

  private func validAssistance(_ text: String, own: MemberID?) throws -> Assistance {
    let assistance = try Lookup(tx, office: office, now: now).assistance(text)
    if let own, let member = assistance.member, member != own {
      throw RequestProblem.recordOfAnother(assistance.idText)
    }
    if let successor = assistance.correctedBy {
      throw Refusal.alreadyCorrected(assistance.idText, by: Assistance.idText(of: successor))
    }
    if assistance.withdrawnBy != nil { throw Refusal.alreadyWithdrawn(assistance.idText) }
    return assistance
  }

  private func neededReason(_ reason: String, _ sentence: String) throws -> String {
    if let kept = try kept(reason, field: "reason") { return kept }
    throw RequestProblem.invalid([
      FieldProblem(
        field: "reason", value: reason, accepted: "từ 1 đến \(Self.textLimit) ký tự", reason: sentence)
    ])
  }

  /// Of a day whose details are erased the figures are all there is, and they stay as they were reported.
  private func refuseAged(_ helped: ServiceDay) throws {
    guard helped < day, let aged = try tx.agedThrough(), helped <= aged else { return }
    throw RequestProblem.aged(aged)
  }

  private func check(
    _ draft: AssistanceDraft, circumstances: Circumstances, fieldPrefix: String
  ) throws -> (assistance: Assistance, note: String?) {
    let id = try tx.nextAssistanceID()
    let registers = try Registers(for: draft, in: tx)
    let checked: CheckedAssistance
    do throws(InvalidAssistance) {
      checked = try draft.checked(
        id: id, circumstances: circumstances, registers: registers, now: now, dayStart: office.dayStartMinute)
    } catch {
      throw RequestProblem.invalid(
        error.problems.map {
          FieldProblem(field: fieldPrefix + $0.field, value: $0.value, accepted: $0.accepted, reason: $0.reason)
        })
    }
    return (checked.assistance, try kept(checked.note, field: fieldPrefix + "note"))
  }

  // MARK: - Time

  /// Tickets brought back in one transaction at most.
  static let returnLimit = 100

  /// Brings parked tickets back to their place whose time has come.
  package func returnDueTickets() throws {
    for ticket in try tx.parkedTickets(dueAt: now, limit: Self.returnLimit) {
      _ = try make(.comeBack, of: ticket)
    }
  }

  // MARK: - Start

  package func seed(members: [Member], villages: [Village]) throws {
    try retireUnknownCounters()
    try renewServices()
    let entries = [
      try tx.members().isEmpty ? members.map(\.entry) : [], try tx.villages().isEmpty ? villages.map(\.entry) : [],
    ]
    for entry in entries.joined() { try tx.keep(entry, replacing: nil, day: day, at: now, actor: actor) }
    try tx.journalUntoldEntries(day: day, at: now, actor: actor)
    for definition in office.counters where try tx.counter(definition.id) == nil {
      try tx.save(Counter(id: definition.id, services: definition.services))
    }
  }

  // MARK: - Looking up

  func service(_ text: String, field: String) throws -> Service {
    guard let id = ServiceID(text), let service = office.service(id) else {
      throw RequestProblem.unknown(field, text, accepted: office.services.map(\.id.text), "Không có dịch vụ này.")
    }
    return service
  }

  func priorityClass(_ text: String) throws -> PriorityClassID {
    guard let id = PriorityClassID(text), let found = office.priorityClass(id) else {
      throw RequestProblem.unknown(
        "priority", text, accepted: office.priorityClasses.map(\.id.text), "Không có diện ưu tiên này.")
    }
    return found.id
  }

  func village(_ text: String) throws -> VillageID {
    guard let id = VillageID(text), let village = try tx.village(id), village.isActive(on: day) else {
      throw RequestProblem.unknown(
        "village", text, accepted: try tx.villages().filter { $0.isActive(on: day) }.map(\.id.text),
        "Không có thôn này trong danh mục.")
    }
    return id
  }

  func member(_ text: String) throws -> MemberID {
    guard let id = MemberID(text), let member = try tx.member(id), member.isActive(on: day) else {
      throw RequestProblem.unknown(
        "member", text, accepted: ["mã một thành viên đang hoạt động trong danh sách"],
        "Không có thành viên này trong danh sách.")
    }
    return id
  }

  /// Characters of a reason or a note at most.
  package static let textLimit = 200

  /// What somebody wrote, as it is kept: composed, and `nil` when it is empty. Counted as the store counts, in
  /// characters of Unicode, of which one letter may be several; and without control characters, at the first of which
  /// SQLite may take a text to end.
  func kept(_ text: String?, field: String) throws -> String? {
    let composed = text?.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespaces)
    guard let composed, !composed.isEmpty else { return nil }
    let characters = composed.unicodeScalars
    let isClean = characters.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }
    guard isClean, characters.count <= Self.textLimit else {
      throw RequestProblem.invalid([
        FieldProblem(
          field: field, value: "\(characters.count) ký tự",
          accepted: "nhiều nhất \(Self.textLimit) ký tự, không có ký tự điều khiển",
          reason: isClean ? "Nội dung quá dài." : "Nội dung có ký tự không ghi được.")
      ])
    }
    return composed.allSatisfy(\.isWhitespace) ? nil : composed
  }

  private func definition(of id: CounterID) throws -> CounterDefinition {
    guard let definition = office.counter(id) else { throw RequestProblem.noSuchCounter(id) }
    return definition
  }

  func counter(_ id: CounterID) throws -> Counter {
    let definition = try definition(of: id)
    return try tx.counter(id) ?? Counter(id: id, services: definition.services)
  }

  /// `A005` of today, or a whole id.
  private func ticketOrNumber(_ text: String) throws -> Ticket {
    if let number = TicketNumber(text) { return try todaysTicket(TicketID(day: day, number: number).text) }
    return try todaysTicket(text)
  }

  func answer(_ ticket: Ticket) throws -> TicketAnswer {
    try Lookup(tx, office: office, now: now).answer(ticket)
  }

  private func answer(_ counter: Counter) throws -> CounterAnswer {
    try Lookup(tx, office: office, now: now).answer(counter, definition: definition(of: counter.id))
  }
}

extension Registers {
  /// What the draft refers to: the member it names, and the village it names or, where there is none of that name to
  /// be had, all of them, since the refusal lists them.
  init(for draft: AssistanceDraft, in tx: ReadTransaction) throws {
    let member = try draft.member.flatMap { MemberID($0) }.flatMap { try tx.member($0) }
    let village = try draft.village.flatMap { VillageID($0) }.flatMap { try tx.village($0) }
    let villages =
      switch (draft.village, village) {
      case (nil, _): [Village]()
      case (_, let village?) where village.validUntil == nil: [village]
      default: try tx.villages()
      }
    self.init(members: member.map { [$0] } ?? [], villages: villages)
  }
}
