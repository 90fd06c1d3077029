import FrontDesk
import Hummingbird
import Records
import Queueing

extension Routes {
  /// When numbers are issued: the calendar, and what staff order for a while.
  var opening: [Route] { calendar + orders }

  private var calendar: [Route] {
    let reception = reception
    return [
      .get(
        "/api/v1/registers/calendar",
        Described(
          "The days with other hours than their weekday.", asks: [.may("from", .day), .may("to", .day)],
          gives: .answer([CalendarDayAnswer].self)), query: ["from", "to"]
      ) { call in
        // A year ahead, as one plans.
        let days = try call.query.days(today: reception.today, ahead: 365)
        return try JSONAnswer.response(try await reception.calendar(from: days.from, through: days.through))
      },
      .post(
        "/api/v1/registers/calendar",
        Described(
          "Adds a day to the calendar.",
          takes: [
            .must("date", .day), .may("kind", .of(CalendarDayAnswer.Kind.self)), .may("hours", .list(.text)),
            .may("reason", .remark(Desk.textLimit)),
          ], gives: .created(CalendarDayAnswer.self), refuses: [.dateTaken]), for: .role(.administrator)
      ) { call in
        let draft = try call.fields { fields in
          CalendarDraft(
            date: fields.requiredText("date"), kind: fields.text("kind"), hours: fields.texts("hours"),
            reason: fields.text("reason"))
        }
        let entry = try await reception.addCalendarDay(draft, by: call.requester, key: call.key)
        return try JSONAnswer.response(entry, status: .created)
      },
      .patch(
        "/api/v1/registers/calendar/{id}",
        Described(
          "Changes a day of the calendar.", id: .day,
          takes: [
            .may("kind", .of(CalendarDayAnswer.Kind.self)), .may("hours", .list(.text)),
            .may("reason", .remark(Desk.textLimit)),
          ], gives: .answer(CalendarDayAnswer.self), refuses: [.unknownEntry]), for: .role(.administrator)
      ) { call in
        let draft = try call.fields { fields in
          CalendarDraft(
            date: call.pathID, kind: fields.text("kind"), hours: fields.texts("hours"), reason: fields.text("reason"))
        }
        return try JSONAnswer.response(try await reception.changeCalendarDay(draft, by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/registers/calendar/{id}/end",
        Described(
          "Takes a day out of the calendar.", id: .day, gives: .answer(CalendarDayAnswer.self), refuses: [.unknownEntry]
        ), for: .role(.administrator)
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(
          try await reception.endCalendarDay(call.pathID, by: call.requester, key: call.key))
      },
    ]
  }

  private var orders: [Route] {
    let reception = reception
    let order = [("open", true), ("close", false)].map { verb, isOpen in
      Route.post(
        RouterPath("/api/v1/office/\(verb)"),
        Described(
          isOpen ? "Opens for a while, whatever the calendar says." : "Closes for a while.",
          takes: [.may("until", .moment), .may("reason", .remark(Desk.textLimit))], gives: .answer(OpeningAnswer.self)),
        for: .role(.supervisor)
      ) { call in
        let (until, reason) = try call.fields { ($0.text("until"), $0.text("reason")) }
        return try JSONAnswer.response(
          try await reception.orderOffice(
            isOpen: isOpen, until: until, reason: reason, by: call.requester, key: call.key))
      }
    }
    return order + [
      .get(
        "/api/v1/office",
        Described("Whether numbers are issued, and what was ordered.", gives: .answer(OpeningAnswer.self))
      ) { _ in try JSONAnswer.response(try await reception.opening()) },
      .post(
        "/api/v1/office/resume",
        Described("Back to the calendar.", gives: .answer(OpeningAnswer.self), refuses: [.nothingOrdered]),
        for: .role(.supervisor)
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.releaseOffice(by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/services/{id}/pause",
        Described(
          "Stops numbers of one service for a while.", id: .service,
          takes: [.may("until", .moment), .may("reason", .remark(Desk.textLimit))], gives: .answer(ServiceAnswer.self)),
        for: .role(.supervisor)
      ) { call in
        let (until, reason) = try call.fields { ($0.text("until"), $0.text("reason")) }
        return try JSONAnswer.response(
          try await reception.pauseService(
            call.pathID, until: until, reason: reason, by: call.requester, key: call.key))
      },
      .post(
        "/api/v1/services/{id}/resume",
        Described(
          "Issues numbers of the service again.", id: .service, gives: .answer(ServiceAnswer.self),
          refuses: [.notPaused]), for: .role(.supervisor)
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(
          try await reception.resumeService(call.pathID, by: call.requester, key: call.key))
      },
    ]
  }
}
