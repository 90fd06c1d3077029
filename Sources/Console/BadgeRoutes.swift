import FrontDesk
import Hummingbird

/// How a badge is told from others.
private enum BadgeKind: String, CaseIterable {
  case card, code
}

extension Routes {
  /// Who may sign in at a counter by showing something: for administrators.
  var badges: [Route] {
    let (context, reception, requester, isAdministrator) = (context, reception, requester, isAdministrator)
    let refusal = Problem.forbidden("Chỉ quản trị viên quản lý thẻ nhân viên, bằng lệnh luot badge trên chính máy này.")
    return [
      .get("/api/v1/badges") { _ in
        guard isAdministrator else { throw refusal }
        return try JSONAnswer.response(try await reception.badges())
      },
      .post("/api/v1/badges") { call in
        guard isAdministrator else { throw refusal }
        let (member, kind, reader) = try call.fields { fields in
          (fields.requiredText("member"), fields.choice("kind", BadgeKind.self), fields.text("reader"))
        }
        let operations = context.operations.badges
        // A card is shown once: sent again, the request must not wait for another.
        return try await context.badgeLog.once(call.key, by: requester) {
          let badge =
            switch kind ?? .card {
            case .card: try await operations.enrolCard(member, reader, requester)
            case .code: try await operations.makeCode(member, requester)
            }
          return try JSONAnswer.response(badge, status: .created)
        }
      },
      .post("/api/v1/badges/{id}/end") { call in
        guard isAdministrator else { throw refusal }
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.endBadge(call.pathID, by: requester, key: call.key))
      },
    ]
  }
}
