import Queueing
import Records
import Storage

/// Reads the store and words what it finds as answers.
struct Lookup {
  let tx: ReadTransaction
  let office: Office

  init(_ tx: ReadTransaction, office: Office) {
    self.tx = tx
    self.office = office
  }

  func ticket(_ text: String) throws -> Ticket {
    guard let id = TicketID(text), let ticket = try tx.ticket(id) else { throw RequestProblem.noSuchTicket(text) }
    return ticket
  }

  func assistance(_ text: String) throws -> Assistance {
    guard let id = Assistance.id(fromText: text), let assistance = try tx.assistance(id) else {
      throw RequestProblem.noSuchAssistance(text)
    }
    return assistance
  }

  func answer(_ ticket: Ticket, ahead: Int? = nil, token: String? = nil) throws -> TicketAnswer {
    let slip = try tx.printStatus(of: ticket)
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
      estimate: nil,
      print: TicketAnswer.Slip(
        state: slip?.state.rawValue ?? "none", copies: slip?.copies ?? 0, detail: slip?.detail),
      assistanceId: ticket.state.name == .finished ? try tx.assistanceID(of: ticket).map(Assistance.idText(of:)) : nil,
      token: token)
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

  func services(at now: Timestamp) throws -> [ServiceAnswer] {
    let day = try tx.currentDay()
    let lines = try day.map { try tx.lines(on: $0) } ?? []
    let opening = office.opening(at: now)
    return office.services.map { service in
      let line = lines.first { $0.service == service.id }
      var closed: ServiceAnswer.Closed?
      if case .closed(let opensAt) = opening {
        closed = ServiceAnswer.Closed(reason: "hours", opensAt: opensAt.map(Moment.init))
      } else if let cap = service.dailyCap, line?.issued ?? 0 >= cap {
        closed = ServiceAnswer.Closed(reason: "cap-reached", opensAt: nil)
      }
      return ServiceAnswer(
        id: service.id, letter: service.letter, name: service.name, open: closed == nil, closed: closed,
        waiting: line?.waiting ?? 0, estimate: nil)
    }
  }

  func board(at now: Timestamp, notices: [String]) throws -> Board {
    let day = try tx.currentDay() ?? office.serviceDay(at: now)
    let lines = try tx.lines(on: day)
    return Board(
      asOf: now,
      seq: try tx.chainEnd().seq,
      serviceDay: day,
      opening: office.opening(at: now),
      countersOpen: try tx.openCounterCount(),
      calls: try tx.latestCalls(on: day, limit: Board.callLimit),
      lines: office.services.map { service in
        Board.Line(service: service.id, waiting: lines.first { $0.service == service.id }?.waiting ?? 0)
      },
      notices: notices)
  }
}

extension AssistanceAnswer {
  init(_ assistance: Assistance) {
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
      correctedBy: assistance.correctedBy.map(Assistance.idText(of:)))
  }
}
