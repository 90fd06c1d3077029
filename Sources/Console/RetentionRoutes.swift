import FrontDesk
import Hummingbird
import Records

extension Routes {
  /// Steps in one request at most: some seconds.
  private static let stepsAtOnce = 400

  /// How far details have aged, and to let what is due age now instead of by and by.
  var retention: [Route] {
    let (context, reception) = (context, reception)
    return [
      .get(
        "/api/v1/retention",
        Described(
          "How far the details of past days have given way to their figures.", gives: .answer(RetentionAnswer.self)),
        for: .role(.administrator)
      ) { _ in
        try JSONAnswer.response(try await reception.retentionState())
      },
      .post(
        "/api/v1/retention",
        Described(
          "Erases now the details that are due, instead of by and by.", gives: .answer(RetentionAnswer.self),
          refuses: [.unproven]),
        for: .role(.administrator)
      ) { call in
        try call.expectNoFields()
        return try await context.operationsLog.once(call.key, by: call.requester) {
          var steps = 0
          while steps < Self.stepsAtOnce, try await reception.ageDetails() { steps += 1 }
          return try JSONAnswer.response(try await reception.retentionState())
        }
      },
    ]
  }
}
