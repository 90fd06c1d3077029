import Foundation
import FrontDesk
import HTTPTypes
import Hummingbird
import NIOCore
import Records
import Reports
import Storage

extension Routes {
  /// Tables from elsewhere: first read and judged, then, once somebody confirms, taken in.
  var imports: [Route] {
    let (context, reception) = (context, reception)
    return [
      .get(
        "/api/v1/imports", Described("Tables that were read of late.", gives: .answer([ImportAnswer].self)),
        for: .role(.supervisor)
      ) { _ in
        try JSONAnswer.response(try await reception.imports())
      },
      .upload(
        "/api/v1/imports/{id}",
        Described(
          "Reads a table and tells what of it would be taken; `{id}` is `assistances` or a register.",
          gives: .created(ImportAnswer.self), refuses: [.noFile, .tableUnreadable, .unknownRegister, .unknownImport]),
        for: .role(.supervisor), accepting: [.csv, .xlsx], upTo: .table
      ) { call in
        let name = try importName(of: call)
        guard let file = call.file else { throw Problem.noFile }
        return try await context.importLog.once(call.key, by: call.requester) {
          let answer = try await read(file.bytes, as: file.type, into: name, by: call.requester)
          return try JSONAnswer.response(answer, status: .created)
        }
      },
      .get(
        "/api/v1/imports/{id}",
        Described(
          "What was read, and each refused line after that of the cursor.",
          asks: [.may("cursor", .integer(0...Int(Int32.max)))], gives: .answer(ImportAnswer.self),
          refuses: [.unknownImport]),
        query: ["cursor"], for: .role(.supervisor)
      ) { call in
        let line = try call.query.integer("cursor", in: 0...Int(Int32.max)) ?? 0
        return try JSONAnswer.response(try await reception.importAnswer(call.pathID, after: line))
      },
      .get(
        "/api/v1/imports/{id}/refused",
        Described(
          "Every refused line, as a table.", gives: .file(ReportFormat.csv.mediaType), refuses: [.unknownImport]),
        for: .role(.supervisor)
      ) { call in
        let file = try await refusedLines(of: call.pathID)
        return download(file, .csv, name: "dong-bi-tu-choi-\(call.pathID)")
      },
      .post(
        "/api/v1/imports/{id}/confirm",
        Described(
          "Takes the good lines in, once.", gives: .answer(ImportAnswer.self),
          refuses: [.unknownImport, .importUnfinished, .aged]),
        for: .role(.supervisor)
      ) { call in
        try call.expectNoFields()
        let reading = try await reception.importAnswer(call.pathID)
        try admit(call.visitor, to: reading.name)
        try await reception.confirmImport(call.pathID, by: call.requester)
        // Each in a transaction of its own. Should this end early, the daemon goes on with it by itself.
        while try await reception.continueImports() {}
        return try JSONAnswer.response(try await reception.importAnswer(call.pathID))
      },
    ]
  }

  private func importName(of call: Call) throws -> ImportName {
    guard let name = ImportName(call.pathID) else { throw Problem.notImported }
    try admit(call.visitor, to: name)
    return name
  }

  /// Registers are an administrator's.
  private func admit(_ visitor: Visitor, to name: ImportName) throws(Problem) {
    if case .register = name { try Access.role(.administrator).admit(visitor) }
  }

  private func read(
    _ bytes: [UInt8], as type: FileType, into name: ImportName, by requester: Requester
  ) async throws -> ImportAnswer {
    // A spreadsheet shows 100% and keeps 1: only text says what a register is to say.
    guard case .register = name, type == .xlsx else {
      let reader = try (type == .xlsx ? TableFormat.xlsx : .csv).reader(of: bytes)
      var session = try await reception.beginImport(
        name, fileDigest: ImportRow.fileDigest(bytes), by: requester)
      do {
        while let line = try reader.next() { try await session.read(line) }
        try await session.end()
      } catch {
        // What was kept so far goes; should that fail too, it goes with the day.
        try? await reception.dropImport(session.reading)
        throw error
      }
      return try await reception.importAnswer(ImportReading.idText(of: session.reading))
    }
    throw Problem.unsupportedFile(type.mediaTypes.first, accepted: [.csv])
  }

  /// Every line that was refused, as a table.
  private func refusedLines(of id: String) async throws -> Data {
    var rows = [["dong", "cot", "gia_tri", "gia_tri_dung", "ly_do"]]
    var line = 0
    while true {
      let answer = try await reception.importAnswer(id, after: line)
      for refusal in answer.refusals {
        for problem in refusal.problems {
          rows.append(["\(refusal.line)", problem.field, problem.value ?? "", problem.accepted, problem.reason])
        }
      }
      guard let cursor = answer.cursor else { return TableFile.csv(rows) }
      line = cursor
    }
  }
}

extension Problem {
  static let notImported = Problem(
    status: .notFound, code: .unknownRegister, title: "Không nhập được vào sổ này",
    detail: "Không có nơi nhập bảng nào tên như vậy. Các nơi nhập được: \(ImportName.accepted).")

  static let noFile = Problem(
    status: .badRequest, code: .noFile, title: "Thiếu tệp",
    detail: "Yêu cầu này cần một tệp CSV hoặc XLSX làm nội dung.")

  static func table(_ description: String) -> Problem {
    Problem(
      status: .unprocessableContent, code: .tableUnreadable, title: "Không đọc được bảng", detail: description)
  }
}
