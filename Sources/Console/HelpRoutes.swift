import FrontDesk
import Hummingbird

extension Routes {
  /// Who asks for a person at a kiosk.
  var help: [Route] {
    let reception = reception
    return [
      .get("/api/v1/help-calls") { _ in try JSONAnswer.response(try await reception.helpCalls()) },
      .post("/api/v1/help-calls/{id}/acknowledge") { call in
        let counter = try call.fields { $0.text("counter") }
        return try JSONAnswer.response(
          try await reception.acknowledgeHelp(call.pathID, from: counter, by: call.requester, key: call.key))
      },
    ]
  }
}
