import FrontDesk
import Hummingbird
import Queueing

extension Routes {
  var tickets: [Route] {
    let reception = reception
    return [
      .post("/api/v1/tickets") { call in
        let (service, priority, village, override) = try call.fields { fields in
          (
            fields.requiredText("service"), fields.text("priority"), fields.text("village"), fields.text("override")
          )
        }
        let ticket = try await reception.issue(
          service: service, priority: priority, village: village, override: override, by: call.requester, key: call.key)
        return try JSONAnswer.response(ticket, status: .created)
      },
      .get("/api/v1/tickets/{id}") { call in
        // `A005` alone is today's: what a person at the counter reads off a slip.
        if let number = TicketNumber(call.pathID) {
          return try JSONAnswer.response(try await reception.ticket(number: number))
        }
        return try JSONAnswer.response(try await reception.ticket(call.pathID))
      },
      .post("/api/v1/tickets/{id}/cancel") { call in
        let reason = try call.fields { $0.text("reason") }
        return try JSONAnswer.response(
          try await reception.cancel(call.pathID, reason: reason, by: call.requester, key: call.key))
      },
      .post("/api/v1/tickets/{id}/return") { call in
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.comeBack(call.pathID, by: call.requester, key: call.key))
      },
      .post("/api/v1/tickets/{id}/reprint") { call in
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.reprint(call.pathID, by: call.requester, key: call.key))
      },
    ]
  }
}
