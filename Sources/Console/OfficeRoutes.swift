import FrontDesk
import HTTPTypes
import Hummingbird
import Queueing
import Records

extension Routes {
  /// What the office looks like from outside.
  var office: [Route] {
    let (context, reception) = (context, reception)
    return [
      .get(
        "/api/v1/health",
        Described("How the kiosk is, by its parts.", gives: .answer(HealthAnswer.self), .failed(HealthAnswer.self)),
        for: .local
      ) { _ in
        let health = context.health.current()
        return try JSONAnswer.response(health, status: health.status == .failed ? .serviceUnavailable : .ok)
      },
      .get(
        "/api/v1/services",
        Described("What one can take a number for, and how long it takes.", gives: .answer([ServiceAnswer].self)),
        for: .local
      ) { _ in try JSONAnswer.response(try await reception.services()) },
      .get(
        "/api/v1/priorities",
        Described("Who is called earlier, and on what ground.", gives: .answer([PriorityClassAnswer].self)), for: .local
      ) { _ in
        try JSONAnswer.response(reception.office.priorityClasses.map(PriorityClassAnswer.init))
      },
      .get(
        "/api/v1/board",
        Described("What the board shows.", gives: .answer(BoardAnswer.self)), for: .local
      ) { _ in
        let board = try await reception.board(notices: context.health.notices())
        return try JSONAnswer.response(BoardAnswer(board, of: context.reception.office))
      },
      .get(
        "/api/v1/devices",
        Described("What is plugged in, and what came and went.", gives: .answer(DevicesAnswer.self))
      ) { _ in
        try JSONAnswer.response(try await reception.devices(in: context.devices))
      },
      .get(
        "/api/v1/stats",
        Described(
          "Figures of a span of days, with the journal entry they were counted up to; `by` is one dimension or two with a comma.",
          asks: [.may("from", .day), .may("to", .day), .may("by")], gives: .answer(StatisticsAnswer.self)),
        query: ["from", "to", "by"]
      ) { call in
        let days = try call.query.days(today: reception.today)
        let dimensions = try call.query.dimensions("by")
        // Years of turns are read for one answer, and it may be megabytes.
        let bytes = try await context.readLong {
          var answer = try await reception.statistics(
            from: days.from, through: days.through, by: dimensions.first, and: dimensions.dropFirst().first)
          let rows = answer.rows
          answer.rows = []
          return try JSONAnswer.bytes(answer, with: rows, at: "rows")
        }
        return JSONAnswer.response(bytes: bytes)
      },
      .get(
        "/api/v1/fairness",
        Described(
          "Whether people were called in their turn.", asks: [.may("from", .day), .may("to", .day)],
          gives: .answer(FairnessAnswer.self)), query: ["from", "to"]
      ) { call in
        let days = try call.query.days(today: reception.today)
        let answer = try await context.readLong {
          try await reception.fairness(from: days.from, through: days.through)
        }
        return try JSONAnswer.response(answer)
      },
      .get(
        "/api/v1/events",
        Described(
          "Server-sent events: a `board` snapshot, or what came after `Last-Event-ID`, then each journal entry.",
          gives: .events, refuses: [.tooManyStreams])
      ) { call in
        let slot = try context.traffic.streams.take(limit: context.limits.streams)
        return try await EventStream(
          live(call, hearsMessages: true), to: call.request, slot: slot, visitor: call.visitor
        )
        .response
      },
      .get(
        "/metrics",
        Described("Figures for Prometheus.", gives: .text("text/plain", "Prometheus text.")), for: .local
      ) { _ in
        Response(
          status: .ok,
          headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
          body: ResponseBody(byteBuffer: ByteBuffer(string: try await Metrics.text(of: context))))
      },
    ]
  }

  /// What only an administrator may start.
  var operations: [Route] {
    let context = context
    return [
      .post(
        "/api/v1/backups",
        Described(
          "Copies the database and proves the copy.", takes: [.may("file")], gives: .created(BackupAnswer.self),
          refuses: [.backupFailed]), for: .role(.administrator)
      ) { call in
        let file = try call.fields { $0.text("file") }
        return try await context.operationsLog.once(call.key, by: call.requester) {
          try JSONAnswer.response(try await context.operations.backup(file), status: .created)
        }
      },
      .post(
        "/api/v1/verifications",
        Described("Proves the whole record against its journal.", gives: .answer(VerificationAnswer.self)),
        for: .role(.administrator)
      ) { call in
        try call.expectNoFields()
        return try await context.operationsLog.once(call.key, by: call.requester) {
          try JSONAnswer.response(try await context.operations.verify())
        }
      },
    ]
  }
}
