import FrontDesk
import Hummingbird
import Queueing
import Records

extension Routes {
  var tickets: [Route] {
    let reception = reception
    return [
      .post(
        "/api/v1/tickets",
        Described(
          "Takes a number; the slip comes out where there is a printer. `override`, the reason to give one all the same "
            + "while none are given, is a supervisor's.",
          takes: [
            .must("service", .service), .may("priority", .priority), .may("village", .village),
            .may("override", .remark(Desk.textLimit)),
          ], gives: .created(TicketAnswer.self), refuses: [.closed, .capReached])
      ) { call in
        let (service, priority, village, override) = try call.fields { fields in
          (
            fields.requiredText("service"), fields.text("priority"), fields.text("village"), fields.text("override")
          )
        }
        if override != nil { try call.visitor.expect(.supervisor, to: "Cấp số khi đã ngừng nhận") }
        let ticket = try await reception.issue(
          service: service, priority: priority, village: village, override: override, by: call.requester, key: call.key)
        return try JSONAnswer.response(ticket, status: .created)
      },
      .get(
        "/api/v1/tickets/{id}",
        Described(
          "One ticket, by its id or by today's number; with all that is stored of it, `record`, for a supervisor.",
          id: .ticket, gives: .answer(TicketAnswer.self), refuses: [.unknownTicket, .aged])
      ) { call in
        let withRecord = call.visitor.onlySelf == nil
        // `A005` alone is today's: what a person at the counter reads off a slip.
        if let number = TicketNumber(call.pathID) {
          return try JSONAnswer.response(try await reception.ticket(number: number, withRecord: withRecord))
        }
        return try JSONAnswer.response(try await reception.ticket(call.pathID, withRecord: withRecord))
      },
      .post(
        "/api/v1/tickets/{id}/cancel",
        Described(
          "Cancels a ticket that is not over.", id: .ticket, takes: [.may("reason", .remark(Desk.textLimit))],
          gives: .answer(TicketAnswer.self), refuses: [.unknownTicket, .aged, .notToday, .illegalMove])
      ) { call in
        let reason = try call.fields { $0.text("reason") }
        return try JSONAnswer.response(
          try await reception.cancel(call.pathID, reason: reason, by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/tickets/{id}/return",
        Described(
          "Takes somebody back into the line who was called in vain or parked.", id: .ticket,
          gives: .answer(TicketAnswer.self), refuses: [.unknownTicket, .aged, .notToday, .illegalMove, .returnTooLate])
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.comeBack(call.pathID, by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/tickets/{id}/reprint",
        Described(
          "Prints the slip again.", id: .ticket, gives: .answer(TicketAnswer.self),
          refuses: [.unknownTicket, .aged, .notToday, .slipUseless, .slipPending, .noPrinter])
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.reprint(call.pathID, by: call.requester, key: call.key))
      },
    ]
  }
}
