import FrontDesk
import Hummingbird
import Records

extension Fields {
  /// The fields of a register as texts; one that is counted may be a number.
  fileprivate mutating func texts(of register: RegisterName) -> [String: String] {
    register.fields.reduce(into: [:]) { texts, field in
      texts[field.name] = field.form == .count ? number(field.name) : text(field.name)
    }
  }
}

extension Routes {
  /// What the commune keeps of itself; the register `calendar` decides about opening and is there.
  var registers: [Route] {
    let reception = reception
    return [
      .get(
        "/api/v1/registers/{register}",
        Described(
          "A register, or what of it holds on a day.", asks: [.may("on", .day)], gives: .answer(RegisterAnswer.self)),
        query: ["on"]
      ) { call in
        try JSONAnswer.response(try await reception.register(call.register, on: call.query.day("on")))
      },
      .post(
        "/api/v1/registers/{register}",
        Described(
          "Enters something; its fields are those of the register.", takes: [.must("id", .name), .rest],
          gives: .created(RegisterAnswer.Entry.self), refuses: [.unknownEntry]), for: .role(.administrator)
      ) { call in
        let register = try call.register
        let (id, texts) = try call.fields { fields in (fields.requiredText("id"), fields.texts(of: register)) }
        let answer = try await reception.enter(id, texts: texts, into: register, by: call.requester, key: call.key)
        return try JSONAnswer.response(answer, status: .created)
      },
      .patch(
        "/api/v1/registers/{register}/{id}",
        Described(
          "Changes the fields that are given.", id: .name, takes: [.rest], gives: .answer(RegisterAnswer.Entry.self),
          refuses: [.unknownEntry]), for: .role(.administrator)
      ) { call in
        let register = try call.register
        let texts = try call.fields { $0.texts(of: register) }
        return try JSONAnswer.response(
          try await reception.change(call.pathID, texts: texts, in: register, by: call.requester, key: call.key))
      },
    ]
  }
}
