import FrontDesk
import Hummingbird
import Queueing
import Records

extension Call {
  /// Who a counter is opened for: who is signed in, unless another is named by who stands above volunteers.
  fileprivate func memberAtCounter(_ named: String?) throws(Problem) -> String? {
    guard let signedIn = visitor.signedIn else { return named }
    guard named == nil || visitor.onlySelf == nil || named == signedIn.member.text else {
      throw .forbidden("Ông/bà chỉ mở được quầy cho chính mình. Hãy nhờ trưởng nhóm mở quầy cho người khác.")
    }
    return named ?? signedIn.member.text
  }
}

extension Routes {
  var counters: [Route] {
    let reception = reception
    return [
      .get(
        "/api/v1/counters",
        Described("Every counter and what it holds.", gives: .answer([CounterAnswer].self))
      ) { _ in try JSONAnswer.response(try await reception.counters()) }
    ] + sittings + calls + moves
  }

  /// Opening and closing.
  private var sittings: [Route] {
    let reception = reception
    return [
      .post(
        "/api/v1/counters/{id}/open",
        Described(
          "Opens a counter, or hands it over.", id: .counter,
          takes: [.may("member", .member), .may("services", .list(.service))], gives: .answer(CounterAnswer.self),
          refuses: [.unknownCounter])
      ) { call in
        let (named, services) = try call.fields { ($0.text("member"), $0.texts("services")) }
        let member = try call.memberAtCounter(named)
        return try JSONAnswer.response(
          try await reception.open(call.counter, member: member, services: services, by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/counters/{id}/pause",
        Described(
          "Pauses a counter.", id: .counter, takes: [.may("reason", .remark(Desk.textLimit))],
          gives: .answer(CounterAnswer.self), refuses: [.unknownCounter, .counterClosed])
      ) { call in
        let reason = try call.fields { $0.text("reason") }
        return try JSONAnswer.response(
          try await reception.pause(call.counter, reason: reason, by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/counters/{id}/close",
        Described(
          "Closes a counter.", id: .counter, gives: .answer(CounterAnswer.self),
          refuses: [.unknownCounter, .counterBusy])
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.close(call.counter, by: call.requester, key: call.key))
      },
    ]
  }

  private var calls: [Route] {
    let reception = reception
    return [
      .post(
        "/api/v1/counters/{id}/call-next",
        Described(
          "Calls who is next by the rules, and says why.", id: .counter,
          takes: [.may("current", .of(Desk.Current.self))], gives: .answer(CallAnswer.self), .nothing,
          refuses: [.unknownCounter, .counterClosed, .counterBusy, .illegalMove])
      ) { call in
        let current = try call.fields { $0.choice("current", Desk.Current.self) }
        let answer = try await reception.callNext(call.counter, current: current, by: call.requester, key: call.key)
        guard let answer else { return Response(status: .noContent, headers: [.cacheControl: "no-store"]) }
        return try JSONAnswer.response(answer)
      },
      .post(
        "/api/v1/counters/{id}/call",
        Described(
          "Calls one number out of turn.", id: .counter, takes: [.must("ticket", .ticket)],
          gives: .answer(TicketAnswer.self),
          refuses: [.unknownCounter, .unknownTicket, .aged, .notToday, .counterClosed, .counterBusy, .illegalMove])
      ) { call in
        let ticket = try call.fields { $0.requiredText("ticket") }
        do {
          return try JSONAnswer.response(
            try await reception.call(call.counter, ticket: ticket, by: call.requester, key: call.key))
        } catch RequestProblem.noSuchTicket {
          // The path is right here; it is the body that names no ticket.
          var problem = Problem.unknownTicket
          problem.fields = [
            FieldProblem(
              field: "ticket", value: String(ticket.prefix(60)), accepted: "số của hôm nay, như A012",
              reason: problem.detail)
          ]
          throw problem
        }
      },
      move("recall", "Calls the same number again.") {
        try await reception.recall($0, ticket: $1, by: $2, key: $3)
      },
      move("undo", "Takes the last call back.", refuses: [.nothingToUndo, .undoTooLate, .otherTicket]) {
        try await reception.undo($0, ticket: $1, by: $2, key: $3)
      },
    ]
  }

  /// Whom a command about a counter's person means: refused once the counter holds another.
  private static let meant = Taken.may("ticket", .ticket)

  /// A command about whom the counter holds that says nothing but whom it means.
  private func move(
    _ name: String, _ summary: String,
    refuses: [ProblemCode] = [.nothingHeld, .otherTicket, .illegalMove],
    _ make: @escaping @Sendable (CounterID, String?, Requester, RequestKey?) async throws -> TicketAnswer
  ) -> Route {
    .post(
      RouterPath("/api/v1/counters/{id}/\(name)"),
      Described(
        summary, id: .counter, takes: [Self.meant], gives: .answer(TicketAnswer.self),
        refuses: [.unknownCounter] + refuses)
    ) { call in
      let ticket = try call.fields { $0.text("ticket") }
      return try JSONAnswer.response(try await make(call.counter, ticket, call.requester, call.key))
    }
  }

  /// What becomes of the person at the counter.
  private var moves: [Route] {
    let reception = reception
    return [
      move("start", "The person is here.") { try await reception.start($0, ticket: $1, by: $2, key: $3) },
      move("no-show", "Nobody came.") { try await reception.noShow($0, ticket: $1, by: $2, key: $3) },
      .post(
        "/api/v1/counters/{id}/park",
        Described(
          "Sets the ticket aside for a while.", id: .counter,
          takes: [Self.meant, .must("minutes", .integer(Desk.parkMinutes))],
          gives: .answer(TicketAnswer.self), refuses: [.unknownCounter, .nothingHeld, .otherTicket])
      ) { call in
        let (ticket, minutes) = try call.fields { ($0.text("ticket"), $0.requiredInteger("minutes")) }
        return try JSONAnswer.response(
          try await reception.park(
            call.counter, ticket: ticket, minutes: minutes, by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/counters/{id}/transfer",
        Described(
          "Hands the person over to another service or counter: one of the two is given.", id: .counter,
          takes: [Self.meant, .may("service", .service), .may("counter", .counter)], gives: .answer(TicketAnswer.self),
          refuses: [.unknownCounter, .counterClosed, .nothingHeld, .otherTicket])
      ) { call in
        let (ticket, service, counter) = try call.fields { ($0.text("ticket"), $0.text("service"), $0.text("counter")) }
        return try JSONAnswer.response(
          try await reception.transfer(
            call.counter, ticket: ticket, service: service, toCounter: counter, by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/counters/{id}/finish",
        Described(
          "Ends the turn, with what was helped.", id: .counter,
          takes: [Self.meant, .may("assistance", .object(Self.help))],
          gives: .answer(TicketAnswer.self), refuses: [.unknownCounter, .nothingHeld, .otherTicket])
      ) { call in
        let (ticket, draft) = try call.fields { fields in
          (fields.text("ticket"), fields.object("assistance") { AssistanceDraft(helpIn: &$0) })
        }
        return try JSONAnswer.response(
          try await reception.finish(
            call.counter, ticket: ticket, assistance: draft, by: call.requester, key: call.key))
      },
    ]
  }
}
