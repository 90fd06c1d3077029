import Foundation
import FrontDesk
import HTTPTypes
import Hummingbird
import NIOCore
import Queueing
import Records
import Reports

extension Routes {
  /// What a report is made of apart from the record: the clerk's document, and what only people can write.
  var reportParts: [Route] { templates + reportTexts }

  private var templates: [Route] {
    let (context, reception) = (context, reception)
    return [
      .get(
        "/api/v1/report/template",
        Described(
          "The template that the report in Word is made with, or an earlier version of it.",
          asks: [.may("version", .integer(1...Int(Int32.max)))], gives: .file(ReportFormat.docx.mediaType),
          refuses: [.templateUnusable]),
        query: ["version"], for: .role(.supervisor)
      ) { call in
        guard let version = try call.query.integer("version", in: 1...Int(Int32.max)) else {
          return download(try await template() ?? StockTemplate.file(), .docx, name: "mau-bao-cao")
        }
        let file = try await reception.templateFile(Int64(version)) ?? StockTemplate.file()
        return download(file, .docx, name: "mau-bao-cao-\(version)")
      },
      .get(
        "/api/v1/report/templates",
        Described("The versions of the template.", gives: .answer([ReportTemplateAnswer].self)), for: .role(.supervisor)
      ) { _ in
        try JSONAnswer.response(try await reception.templates())
      },
      // Filled once with today's report before it counts: what is wrong with it is told now.
      .upload(
        "/api/v1/report/template",
        Described(
          "Makes a document the template from now on, if it can be filled.", asks: [.may("name")],
          gives: .created(ReportTemplateAnswer.self), refuses: [.noFile, .templateUnusable]),
        query: ["name"], for: .role(.supervisor), accepting: [.docx], upTo: .document
      ) { call in
        guard let file = call.file else { throw Problem.noDocument }
        let bytes = Data(file.bytes)
        try await context.readLong {
          let period = ReportPeriod(.ytd, of: reception.today, cutoff: .calendar)
          _ = try await currentReport(of: period).file(.docx, template: bytes)
        }
        let answer = try await reception.setTemplate(
          bytes, name: call.query["name"] ?? "mau.docx", by: call.requester, key: call.key)
        return try JSONAnswer.response(answer, status: .created)
      },
      .post(
        "/api/v1/report/template/restore",
        Described(
          "Goes back to an earlier version of the template, or to the one that the program brings.",
          takes: [.may("version", .integer(1...Int(Int32.max)))], gives: .answer(ReportTemplateAnswer.self)),
        for: .role(.supervisor)
      ) { call in
        let version = try call.fields { $0.integer("version") }
        let answer =
          if let version {
            try await reception.restoreTemplate(Int64(version), by: call.requester, key: call.key)
          } else {
            try await reception.setTemplate(nil, name: "", by: call.requester, key: call.key)
          }
        return try JSONAnswer.response(answer)
      },
      .get(
        "/api/v1/report/fields",
        Described(
          "The fields of a template, with today's values.", asks: Self.periodAsked, gives: .answer([FieldAnswer].self)),
        query: Self.periodQuery, for: .role(.supervisor)
      ) { call in
        try JSONAnswer.response(try await report(call.query).fieldList())
      },
    ]
  }

  private var reportTexts: [Route] {
    let reception = reception
    return [
      .get(
        "/api/v1/report/texts",
        Described("What people wrote in the report, by section.", gives: .answer([String: String].self)),
        for: .role(.supervisor)
      ) { _ in
        let texts = try await reception.reportTexts()
        return try JSONAnswer.response(
          Dictionary(ReportSection.allCases.map { ($0.rawValue, texts[$0] ?? "") }) { $1 })
      },
      .patch(
        "/api/v1/report/texts",
        Described(
          "Changes what people wrote in the report.",
          takes: ReportSection.allCases.map { .may($0.rawValue, .remark(ReportSection.textLimit)) },
          gives: .answer([String: String].self)),
        for: .role(.supervisor)
      ) { call in
        let texts = try call.fields { fields in
          ReportSection.allCases.reduce(into: [ReportSection: String]()) { texts, section in
            texts[section] = fields.text(section.rawValue)
          }
        }
        return try JSONAnswer.response(
          try await reception.setReportTexts(texts, by: call.requester, key: call.key))
      },
    ]
  }

  /// The report of a period as it would be written now.
  func report(_ query: Query) async throws -> Report {
    try await report(of: try query.reportPeriod(today: reception.today))
  }

  func report(of period: ReportPeriod) async throws -> Report {
    try await context.readLong { try await currentReport(of: period) }
  }

  /// The same for who goes on to write it in the same turn.
  func currentReport(of period: ReportPeriod) async throws -> Report {
    Report(try await reception.report(of: period), for: context.reports.profile)
  }

  /// The clerk's document that counts: the one set here, else the one the configuration names; `nil` is the one the
  /// program brings.
  func template() async throws -> Data? {
    switch try await reception.currentTemplate() {
    case .file(let bytes): bytes
    case .stock: nil
    case .unset: try context.reports.template()
    }
  }
}

extension Problem {
  static let noDocument = Problem(
    status: .badRequest, code: .noFile, title: "Thiếu tệp",
    detail: "Yêu cầu này cần một tệp Word (.docx) làm nội dung.")
}
