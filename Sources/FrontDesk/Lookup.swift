package import Queueing
import Records
import Storage

/// Reads the store and words what it finds as answers.
struct Lookup {
  let tx: ReadTransaction
  let office: Office
  let now: Timestamp

  init(_ tx: ReadTransaction, office: Office, now: Timestamp) {
    self.tx = tx
    self.office = office
    self.now = now
  }

  func ticket(_ text: String) throws -> Ticket {
    guard let id = TicketID(text) else { throw RequestProblem.noSuchTicket(text) }
    if let ticket = try tx.ticket(id) { return ticket }
    if let aged = try tx.agedThrough(), id.day <= aged { throw RequestProblem.aged(aged) }
    throw RequestProblem.noSuchTicket(text)
  }

  func assistance(_ text: String) throws -> Assistance {
    guard let id = Assistance.id(fromText: text) else { throw RequestProblem.noSuchAssistance(text) }
    if let assistance = try tx.assistance(id) { return assistance }
    if let aged = try tx.agedThrough(), try tx.isErased(assistance: id) { throw RequestProblem.aged(aged) }
    throw RequestProblem.noSuchAssistance(text)
  }

  /// - Parameters:
  ///   - ahead: where it is known already, as it is of a ticket that was issued just now; else it is counted, and the
  ///     wait forecast anew.
  ///   - slip: likewise.
  func answer(
    _ ticket: Ticket, ahead: Int? = nil, token: String? = nil, slip: TicketAnswer.Slip? = nil
  ) throws -> TicketAnswer {
    let slip = try slip ?? TicketAnswer.Slip(tx.printStatus(of: ticket))
    var dueAt: Timestamp?
    if case .parked(let due) = ticket.state { dueAt = due }
    return TicketAnswer(
      id: ticket.id,
      number: ticket.id.number.text,
      service: ticket.service,
      priority: ticket.priority,
      state: ticket.state.name,
      origin: ticket.origin,
      serviceDay: ticket.id.day,
      issuedAt: Moment(ticket.issuedAt),
      calledAt: ticket.calledAt.map(Moment.init),
      startedAt: ticket.startedAt.map(Moment.init),
      finishedAt: ticket.finishedAt.map(Moment.init),
      dueAt: dueAt.map(Moment.init),
      recalls: ticket.recalls,
      counter: ticket.state == .waiting ? ticket.directedTo : ticket.counter,
      ahead: ticket.state == .waiting ? try ahead ?? tx.ahead(of: ticket) : nil,
      estimate: try estimate(of: ticket, isNew: ahead != nil),
      print: slip,
      assistanceId: ticket.state.name == .finished ? try tx.assistanceID(of: ticket).map(Assistance.idText(of:)) : nil,
      endReason: try endReason(of: ticket),
      timesTrusted: try tx.isClockTrusted(for: ticket),
      token: token)
  }

  /// The wait of a ticket from now on; what it was promised, when that was just now.
  func estimate(of ticket: Ticket, isNew: Bool = false) throws -> WaitRange? {
    if isNew { return ticket.promise?.range }
    return ticket.state == .waiting ? try estimate(for: .holder(of: ticket)) : nil
  }

  func estimate(for person: QueuePicture.Person) throws -> WaitRange? {
    try tx.queuePicture().forecast(for: person, policy: office.policy, at: now)?.range
  }

  private func endReason(of ticket: Ticket) throws -> String? {
    switch ticket.state {
    case .expired(let reason): reason.rawValue
    case .cancelled: try tx.lineCancellation(of: ticket)?.rawValue
    default: nil
    }
  }

  func answer(_ counter: Counter, definition: CounterDefinition) throws -> CounterAnswer {
    CounterAnswer(
      id: counter.id,
      name: definition.name,
      services: counter.services,
      state: counter.state,
      member: counter.member,
      ticket: try tx.ticket(heldBy: counter.id).map { try answer($0) })
  }

  func counters() throws -> [CounterAnswer] {
    let stored = Dictionary(try tx.counters().map { ($0.id, $0) }) { first, _ in first }
    return try office.counters.map { definition in
      try answer(
        stored[definition.id] ?? Counter(id: definition.id, services: definition.services), definition: definition)
    }
  }

  /// - Parameter isWritable: whether the store takes numbers at all.
  func services(isWritable: Bool) throws -> [ServiceAnswer] {
    let day = try tx.currentDay() ?? office.serviceDay(at: now)
    let lines = try tx.lines(on: day)
    let amended = try tx.openingAmendments(now: now)
    return try office.services.map { service in
      try answer(
        service, line: lines.first { $0.service == service.id }, day: day, amended: amended, isWritable: isWritable)
    }
  }

  func board(isWritable: Bool, isClockTrusted: Bool, notices: [String]) throws -> Board {
    let day = try tx.currentDay() ?? office.serviceDay(at: now)
    let lines = try tx.lines(on: day)
    let amended = try tx.openingAmendments(now: now)
    let opening =
      isWritable ? office.opening(at: now, amended: amended) : .closed(Closing(reason: .store, opensAt: nil))
    return Board(
      asOf: now,
      seq: try tx.chainEnd().seq,
      serviceDay: day,
      opening: opening,
      countersOpen: try tx.openCounterCount(),
      calls: try tx.latestCalls(on: day, limit: Board.callLimit),
      lines: try office.services.map { service in
        Board.Line(
          service: service.id, waiting: lines.first { $0.service == service.id }?.waiting ?? 0,
          estimate: opening == .open ? try estimate(for: .newcomer(to: service.id, isPriority: false)) : nil)
      },
      // A screen shows the first few: what holds for everything that is done here comes first.
      notices: try notices + cancellationNotices(on: day, at: now)
        + (isWritable ? serviceNotices(lines, day: day, amended: amended) : []),
      isClockTrusted: isClockTrusted)
  }
}

/// The day in numbers, all of one instant and none of them counted over tickets.
package struct OfficeGauges: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    package let service: ServiceID
    package let waiting: Int
    /// Numbers given out on the service day.
    package let issued: Int
  }

  /// The last entry of the journal.
  package let seq: Int64
  /// In the order of the configuration.
  package let lines: [Line]
  /// Of each configured counter.
  package let counters: [CounterState]
}

extension Lookup {
  func gauges() throws -> OfficeGauges {
    let lines = try tx.currentDay().map { try tx.lines(on: $0) } ?? []
    let states = Dictionary(try tx.counters().map { ($0.id, $0.state) }) { first, _ in first }
    return OfficeGauges(
      seq: try tx.chainEnd().seq,
      lines: office.services.map { service in
        let line = lines.first { $0.service == service.id }
        return OfficeGauges.Line(service: service.id, waiting: line?.waiting ?? 0, issued: line?.issued ?? 0)
      },
      counters: office.counters.map { states[$0.id] ?? .closed })
  }
}

/// Who reads notes: they stand outside the record and may hold what should not have been typed.
package enum NoteReader: Hashable, Sendable {
  case nobody
  /// Those beside help that this member gave.
  case member(MemberID)
  case anyone

  func mayRead(beside assistance: Assistance) -> Bool {
    switch self {
    case .nobody: false
    case .member(let member): assistance.member == member
    case .anyone: true
    }
  }
}

extension Lookup {
  func answer(_ assistance: Assistance, for reader: NoteReader) throws -> AssistanceAnswer {
    AssistanceAnswer(
      assistance, note: reader.mayRead(beside: assistance) ? try tx.note(of: assistance.id) : nil)
  }

  func answer(about ticket: String, withRecord: Bool) throws -> TicketAnswer {
    let ticket = try self.ticket(ticket)
    var answer = try answer(ticket)
    if withRecord { answer.record = try record(of: ticket) }
    return answer
  }

  /// What is stored of a ticket beyond its answer.
  func record(of ticket: Ticket) throws -> TicketRecordAnswer {
    TicketRecordAnswer(
      village: ticket.village, member: ticket.member, promised: ticket.promise?.range,
      rating: try tx.rating(of: ticket),
      assistances: try tx.assistances(of: ticket).map { try answer($0, for: .anyone) },
      remarks: try tx.remarks(on: ticket).map {
        TicketRecordAnswer.Remark(at: Moment($0.at), kind: $0.kind, text: $0.text)
      })
  }
}

extension AssistanceAnswer {
  init(_ assistance: Assistance, note: String? = nil) {
    self.init(
      id: assistance.idText,
      ticket: assistance.ticket,
      member: assistance.member,
      counter: assistance.counter,
      place: assistance.place,
      startedAt: Moment(assistance.startedAt),
      minutes: assistance.minutes,
      activities: assistance.activities.map {
        Activity(
          activity: $0.activity, level: $0.level, platform: $0.platform, outcome: $0.outcome,
          difficulties: $0.difficulties, minutes: $0.minutes)
      },
      village: assistance.village,
      residence: assistance.residence,
      ageBand: assistance.ageBand,
      sex: assistance.sex,
      correctedBy: assistance.correctedBy.map(Assistance.idText(of:)),
      withdrawn: assistance.withdrawnBy != nil,
      note: note)
  }
}

extension TicketAnswer.Slip {
  /// Just asked for.
  static let pending = Self(state: PrintState.pending.rawValue, copies: 0, detail: nil)
  /// Nobody asked for one.
  static let none = Self(state: "none", copies: 0, detail: nil)

  init(_ status: PrintStatus?) {
    self = status.map { Self(state: $0.state.rawValue, copies: $0.copies, detail: $0.detail) } ?? .none
  }
}
