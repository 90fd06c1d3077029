import Foundation
import FrontDesk
import Hummingbird
import Records
import Reports

extension Fields {
  /// The fields of a register as texts; one that is counted may be a number.
  ///
  /// - Parameter nullClears: whether null takes a value away, as an empty text does.
  fileprivate mutating func texts(of register: RegisterName, nullClears: Bool = false) -> [String: String] {
    register.fields.reduce(into: [:]) { texts, field in
      texts[field.name] = field.form == .count ? number(field.name) : text(field.name)
      if nullClears, isNull(field.name) { texts[field.name] = "" }
    }
  }
}

private enum RegisterFormat: String, Code {
  case json, csv

  var name: String { rawValue }
}

/// Whether a file says what may name somebody.
private enum NamesIncluded: String, Code {
  case yes, no

  var name: String { self == .yes ? "có" : "không" }
}

private enum RegisterFile {
  /// As `luot register import` and the page of imports read it again; without the columns of names they stay as they
  /// are.
  static func csv(_ answer: RegisterAnswer, withNames: Bool) -> Data {
    let fields = answer.register.fields.filter { withNames || !$0.isPersonal }
    return TableFile.csv(
      [["Mã"] + fields.map(\.title)]
        + answer.entries.map { entry in [entry.id] + fields.map { entry.fields[$0.name] ?? "" } })
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
          "A register, or what of it holds on a day; as a table without names of people, unless an administrator asks "
            + "for them.",
          asks: [.may("on", .day), .may("format", .of(RegisterFormat.self)), .may("names", .of(NamesIncluded.self))],
          gives: .answer(RegisterAnswer.self), .file(ReportFormat.csv.mediaType)),
        query: ["on", "format", "names"]
      ) { call in
        let format = try call.query.choice("format", RegisterFormat.self) ?? .json
        let names = try call.query.choice("names", NamesIncluded.self) ?? .no
        let answer = try await reception.register(call.register, on: call.query.day("on"))
        guard format == .csv else { return try JSONAnswer.response(answer) }
        if names == .yes { try Access.role(.administrator).admit(call.visitor) }
        return download(
          RegisterFile.csv(answer, withNames: names == .yes), .csv, name: "so-\(answer.register.rawValue)")
      },
      .get(
        "/api/v1/registers/{register}/{id}/history",
        Described(
          "What became of an entry, from the journal.", gives: .answer([RegisterChangeAnswer].self),
          refuses: [.unknownEntry]),
        for: .role(.supervisor)
      ) { call in
        try JSONAnswer.response(try await reception.changes(of: call.pathID, in: call.register))
      },
      .post(
        "/api/v1/registers/{register}",
        Described(
          "Enters something; its fields are those of the register.", takes: [.must("id", .name), .rest],
          gives: .created(RegisterAnswer.Entry.self)), for: .role(.administrator)
      ) { call in
        let register = try call.register
        let (id, texts) = try call.fields { fields in (fields.requiredText("id"), fields.texts(of: register)) }
        let answer = try await reception.enter(id, texts: texts, into: register, by: call.requester, key: call.key)
        return try JSONAnswer.response(answer, status: .created)
      },
      .patch(
        "/api/v1/registers/{register}/{id}",
        Described(
          "Changes the fields that are given; null or an empty text takes a value away.", id: .name, takes: [.rest],
          gives: .answer(RegisterAnswer.Entry.self),
          refuses: [.unknownEntry]), for: .role(.administrator)
      ) { call in
        let register = try call.register
        let texts = try call.fields { $0.texts(of: register, nullClears: true) }
        return try JSONAnswer.response(
          try await reception.change(call.pathID, texts: texts, in: register, by: call.requester, key: call.key))
      },
    ]
  }
}
