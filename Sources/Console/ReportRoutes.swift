package import Foundation
import FrontDesk
import HTTPTypes
import Hummingbird
import Queueing
import Records
package import Reports

/// What reports are written with apart from the record.
package struct ReportDesk: Sendable {
  let profile: ReportProfile
  /// The clerk's own document for Word, read anew each time; `nil` is the stock one.
  let template: @Sendable () throws -> Data?

  package init(profile: ReportProfile, template: @escaping @Sendable () throws -> Data?) {
    self.profile = profile
    self.template = template
  }
}

extension Query {
  /// The period of a report: by its kind and a day in it, or from one day to another.
  func reportPeriod(today: ServiceDay) throws(Problem) -> ReportPeriod {
    let kind = try choice("period", ReportPeriod.Kind.self) ?? (self["from"] == nil ? .ytd : .custom)
    let cutoff = try choice("cutoff", ReportPeriod.Cutoff.self) ?? .calendar
    guard kind == .custom else {
      for name in ["from", "to"] {
        guard let value = self[name] else { continue }
        throw Self.wrong(name, value, "bỏ trống, hoặc period=custom", "Kỳ này có ngày đầu và ngày cuối của nó.")
      }
      return ReportPeriod(kind, of: try day("date") ?? today, cutoff: cutoff)
    }
    if let value = self["date"] {
      throw Self.wrong("date", value, "from và to", "Kỳ tự chọn cần ngày đầu và ngày cuối.")
    }
    guard let from = try day("from") else {
      throw Self.wrong("from", "", "ngày dạng 2026-11-23", "Kỳ tự chọn cần ngày đầu.")
    }
    let to = try day("to") ?? max(from, today)
    guard let period = ReportPeriod(from: from, to: to) else {
      throw Self.wrong("from", from.text, "ngày không sau \(to.text)", "Ngày đầu nằm sau ngày cuối.")
    }
    return period
  }

  func choice<C: Code>(_ name: String, _: C.Type) throws(Problem) -> C? {
    guard let text = self[name] else { return nil }
    guard let code = C(rawValue: text) else { throw Self.wrong(name, text, C.accepted, "Không có giá trị này.") }
    return code
  }
}

extension Routes {
  /// What `Query.reportPeriod` reads.
  static let periodAsked: [Taken] = [
    .may("period", .of(ReportPeriod.Kind.self)), .may("date", .day), .may("from", .day), .may("to", .day),
    .may("cutoff", .of(ReportPeriod.Cutoff.self)),
  ]
  static let periodQuery = periodAsked.map(\.name)

  /// The commune's report, as a file or as its figures.
  var reports: [Route] {
    let (context, reception) = (context, reception)
    return [
      .get(
        "/api/v1/report",
        Described(
          "The commune's report, as a file or as its figures.",
          asks: Self.periodAsked + [.may("format", .of(ReportFormat.self))], gives: .document("The figures."),
          .file(ReportFormat.docx.mediaType), .file(ReportFormat.pdf.mediaType), .file(ReportFormat.xlsx.mediaType),
          .file(ReportFormat.csv.mediaType), refuses: [.templateUnusable]),
        query: Self.periodQuery + ["format"], for: .role(.supervisor)
      ) {
        call in
        let period = try call.query.reportPeriod(today: reception.today)
        let format = try call.query.choice("format", ReportFormat.self) ?? .json
        // A year of turns is read for one answer, and drawn while nobody else's is.
        let file = try await context.readLong {
          try await currentReport(of: period).file(format, template: format == .docx ? try await template() : nil)
        }
        return download(file, format, name: "bao-cao-\(period.from.text)-\(period.to.text)")
      },
      .get(
        "/api/v1/report/remarks",
        Described(
          "What the clerk should look at before signing: in the record, the registers, the written texts, the template.",
          asks: Self.periodAsked, gives: .answer([String].self)),
        query: Self.periodQuery, for: .role(.supervisor)
      ) { call in
        try JSONAnswer.response(try await remarks(on: report(call.query)))
      },
    ] + reportParts + sentReports
  }

  /// Of a report and of the clerk's template.
  func remarks(on report: Report) async throws -> [String] {
    report.remarks + (try await remarksOnTemplate(report))
  }

  func remarksOnTemplate(_ report: Report) async throws -> [String] {
    do {
      return try await template().map(report.remarks(onTemplate:)) ?? []
    } catch let fault as TemplateFault {
      return [fault.description]
    }
  }

  func download(_ file: Data, _ format: ReportFormat, name: String) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: format.mediaType, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        .contentDisposition: "attachment; filename=\"\(name).\(format.rawValue)\"",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: file)))
  }
}

extension Problem {
  static func template(_ description: String) -> Problem {
    Problem(
      status: .unprocessableContent, code: .templateUnusable, title: "Mẫu báo cáo không dùng được",
      detail: "\(description) Hãy sửa mẫu rồi đưa lên lại, hoặc khôi phục mẫu gốc.")
  }
}
