import FrontDesk
import Hummingbird
import Queueing
import Records

extension Routes {
  /// What staff do with whole lines, on a bad day.
  var lines: [Route] {
    let reception = reception
    return [
      .post("/api/v1/tickets/paper") { call in
        let paper = try call.fields { fields in
          PaperTicket(
            service: fields.requiredText("service"), number: fields.requiredText("number"),
            issuedAt: fields.requiredText("issuedAt"), priority: fields.text("priority"),
            village: fields.text("village"))
        }
        return try JSONAnswer.response(
          try await reception.enter(paper, by: call.requester, key: call.key), status: .created)
      },
      .post("/api/v1/services/{id}/skip-to", for: .role(.supervisor)) { call in
        let (number, reason) = try call.fields { ($0.requiredText("number"), $0.text("reason")) }
        return try JSONAnswer.response(
          try await reception.skip(call.pathID, to: number, reason: reason, by: call.requester, key: call.key))
      },
      .post("/api/v1/services/{id}/cancel-waiting", for: .role(.supervisor)) { call in
        let (reason, note) = try call.fields { Self.cancellation(&$0) }
        return try JSONAnswer.response(
          try await reception.cancelLine(
            of: call.pathID, reason: reason, note: note, by: call.requester, key: call.key))
      },
      .post("/api/v1/cancel-waiting", for: .role(.supervisor)) { call in
        let (reason, note) = try call.fields { Self.cancellation(&$0) }
        return try JSONAnswer.response(
          try await reception.cancelLine(of: nil, reason: reason, note: note, by: call.requester, key: call.key))
      },
    ]
  }

  private static func cancellation(_ fields: inout Fields) -> (reason: CancellationReason, note: String?) {
    (fields.requiredChoice("reason", CancellationReason.self) ?? .other, fields.text("note"))
  }

  /// What time it is, and who says so.
  var clock: [Route] {
    let reception = reception
    return [
      .get("/api/v1/clock") { _ in try JSONAnswer.response(try await reception.clockState()) },
      .post("/api/v1/clock/accept", for: .role(.administrator)) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.acceptClock(by: call.requester, key: call.key))
      },
    ]
  }
}
