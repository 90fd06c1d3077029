import FrontDesk
import Hummingbird
import Queueing
import Records

extension Routes {
  /// What staff do with whole lines, on a bad day.
  var lines: [Route] {
    let reception = reception
    return [
      .post(
        "/api/v1/tickets/paper",
        Described(
          "Enters a number that was given out on paper.",
          takes: [
            .must("service", .service), .must("number"), .must("issuedAt"), .may("priority", .priority),
            .may("village", .village),
          ], gives: .created(TicketAnswer.self), refuses: [.numberTaken])
      ) { call in
        let paper = try call.fields { fields in
          PaperTicket(
            service: fields.requiredText("service"), number: fields.requiredText("number"),
            issuedAt: fields.requiredText("issuedAt"), priority: fields.text("priority"),
            village: fields.text("village"))
        }
        return try JSONAnswer.response(
          try await reception.enter(paper, by: call.requester, key: call.key), status: .created)
      },
      .post(
        "/api/v1/services/{id}/skip-to",
        Described(
          "Moves a line on to a number; who stood before it expires.", id: .service,
          takes: [.must("number"), .may("reason", .remark(Desk.textLimit))], gives: .answer(SkipAnswer.self)),
        for: .role(.supervisor)
      ) { call in
        let (number, reason) = try call.fields { ($0.requiredText("number"), $0.text("reason")) }
        return try JSONAnswer.response(
          try await reception.skip(call.pathID, to: number, reason: reason, by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/services/{id}/cancel-waiting",
        Described(
          "Sends one line home.", id: .service,
          takes: [.must("reason", .of(CancellationReason.self)), .may("note", .remark(Desk.textLimit))],
          gives: .answer(LineCancellationAnswer.self)), for: .role(.supervisor)
      ) { call in
        let (reason, note) = try call.fields { Self.cancellation(&$0) }
        return try JSONAnswer.response(
          try await reception.cancelLine(
            of: call.pathID, reason: reason, note: note, by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/cancel-waiting",
        Described(
          "Sends every line home.",
          takes: [.must("reason", .of(CancellationReason.self)), .may("note", .remark(Desk.textLimit))],
          gives: .answer(LineCancellationAnswer.self)), for: .role(.supervisor)
      ) { call in
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
      .get(
        "/api/v1/clock",
        Described("What time the office goes by, and whether it is believed.", gives: .answer(ClockAnswer.self))
      ) { _ in try JSONAnswer.response(try await reception.clockState()) },
      .post(
        "/api/v1/clock/accept",
        Described(
          "Says that the machine's clock is right.", gives: .answer(ClockAnswer.self), refuses: [.clockImplausible]),
        for: .role(.administrator)
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.acceptClock(by: call.requester, key: call.key))
      },
    ]
  }
}
