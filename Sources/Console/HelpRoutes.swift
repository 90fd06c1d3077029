import FrontDesk
import Hummingbird

extension Routes {
  /// Who asks for a person at a kiosk.
  var help: [Route] {
    let reception = reception
    return [
      .get(
        "/api/v1/help-calls",
        Described("Who asked for a person at a kiosk today, latest first.", gives: .answer([HelpCallAnswer].self))
      ) { _ in try JSONAnswer.response(try await reception.helpCalls()) },
      .post(
        "/api/v1/help-calls/{id}/acknowledge",
        Described(
          "Says that somebody goes.", takes: [.may("counter", .counter)], gives: .answer(HelpCallAnswer.self),
          refuses: [.unknownEntry])
      ) { call in
        let counter = try call.fields { $0.text("counter") }
        return try JSONAnswer.response(
          try await reception.acknowledgeHelp(call.pathID, from: counter, by: call.requester, key: call.key))
      },
    ]
  }
}
