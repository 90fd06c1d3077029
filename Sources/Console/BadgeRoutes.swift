import FrontDesk
import Hummingbird
import Records

/// How a badge is told from others.
private enum BadgeKind: String, CaseIterable {
  case card, code
}

extension Routes {
  /// Who may sign in at a counter by showing something: for administrators.
  var badges: [Route] {
    let (context, reception) = (context, reception)
    return [
      .get(
        "/api/v1/badges",
        Described("Every badge, never what it is known by.", gives: .answer([BadgeAnswer].self)),
        for: .role(.administrator)
      ) { _ in
        return try JSONAnswer.response(try await reception.badges())
      },
      .post(
        "/api/v1/badges",
        Described(
          "Makes the next card that is shown a member's badge, or a code to print.",
          takes: [.must("member", .member), .may("kind", .of(BadgeKind.self)), .may("reader")],
          gives: .created(BadgeAnswer.self), refuses: [.badgeInUse, .noReader, .noCard, .cardUnsuitable, .cardFailed]),
        for: .role(.administrator)
      ) { call in
        let (member, kind, reader) = try call.fields { fields in
          (fields.requiredText("member"), fields.choice("kind", BadgeKind.self), fields.text("reader"))
        }
        let operations = context.operations.badges
        // A card is shown once: sent again, the request must not wait for another.
        return try await context.badgeLog.once(call.key, by: call.requester) {
          let badge =
            switch kind ?? .card {
            case .card: try await operations.enrolCard(member, reader, call.requester)
            case .code: try await operations.makeCode(member, call.requester)
            }
          return try JSONAnswer.response(badge, status: .created)
        }
      },
      .post(
        "/api/v1/badges/{id}/end",
        Described("Ends a badge.", gives: .answer(BadgeAnswer.self), refuses: [.unknownBadge]),
        for: .role(.administrator)
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.endBadge(call.pathID, by: call.requester, key: call.key))
      },
    ]
  }
}
