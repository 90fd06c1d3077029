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
      .get("/api/v1/health", for: .local) { _ in
        let health = context.health.current()
        return try JSONAnswer.response(health, status: health.status == .failed ? .serviceUnavailable : .ok)
      },
      .get("/api/v1/services", for: .local) { _ in try JSONAnswer.response(try await reception.services()) },
      .get("/api/v1/priorities", for: .local) { _ in
        try JSONAnswer.response(reception.office.priorityClasses.map(PriorityClassAnswer.init))
      },
      .get("/api/v1/board", for: .local) { _ in
        let board = try await reception.board(notices: context.health.notices())
        return try JSONAnswer.response(BoardAnswer(board, of: context.reception.office))
      },
      .get("/api/v1/devices") { _ in
        try JSONAnswer.response(try await reception.devices(in: context.devices))
      },
      .get("/api/v1/stats", query: ["from", "to", "by"]) { call in
        let days = try call.query.days(today: reception.today)
        let dimensions = try call.query.dimensions("by")
        // Years of turns are read for one answer.
        let answer = try await context.longReads.pass(patience: context.limits.longReadPatience) {
          try await reception.statistics(
            from: days.from, through: days.through, by: dimensions.first, and: dimensions.dropFirst().first)
        }
        return try JSONAnswer.response(answer)
      },
      .get("/api/v1/fairness", query: ["from", "to"]) { call in
        let days = try call.query.days(today: reception.today)
        let answer = try await context.longReads.pass(patience: context.limits.longReadPatience) {
          try await reception.fairness(from: days.from, through: days.through)
        }
        return try JSONAnswer.response(answer)
      },
      .get("/api/v1/events") { call in
        guard let slot = context.traffic.openStream(limit: context.limits.streams) else {
          throw Problem.tooManyStreams
        }
        return try await EventStream(
          context: context, slot: slot, request: call.request, visitor: call.visitor
        ).response
      },
      .get("/metrics", for: .local) { _ in
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
      .post("/api/v1/backups", for: .role(.administrator)) { call in
        let file = try call.fields { $0.text("file") }
        return try await context.operationsLog.once(call.key, by: call.requester) {
          try JSONAnswer.response(try await context.operations.backup(file), status: .created)
        }
      },
      .post("/api/v1/verifications", for: .role(.administrator)) { call in
        try call.expectNoFields()
        return try await context.operationsLog.once(call.key, by: call.requester) {
          try JSONAnswer.response(try await context.operations.verify())
        }
      },
    ]
  }
}
