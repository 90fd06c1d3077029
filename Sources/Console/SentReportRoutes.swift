import Foundation
import FrontDesk
import HTTPTypes
import Hummingbird
import Queueing
import Records
import Reports
import Storage

/// What a report that was sent says today, and how that differs.
private struct RecountAnswer: Encodable {
  let report: SentReportAnswer
  let recount: Recount
  /// That the file is one of other figures.
  let remark: String?
}

extension Routes {
  /// Reports that went out: marked with number and day, and kept as they were sent.
  var sentReports: [Route] {
    let reception = reception
    return [
      .get(
        "/api/v1/reports",
        Described("The reports that were marked as sent.", gives: .answer([SentReportAnswer].self)),
        for: .role(.supervisor)
      ) { _ in
        try JSONAnswer.response(try await reception.sentReports())
      },
      // With a file it is that file that went out, as the clerk edited it; without one it is written now.
      .upload(
        "/api/v1/reports",
        Described(
          "Marks a report as sent and keeps it as it went out: the file that comes along, or one written now.",
          asks: [.must("number"), .may("sentOn", .day), .may("format", .of(ReportFormat.self))] + Self.periodAsked,
          gives: .created(SentReportAnswer.self), refuses: [.noFile, .templateUnusable]),
        query: ["number", "sentOn", "format"] + Self.periodQuery, for: .role(.supervisor),
        accepting: [.docx, .pdf], upTo: .document
      ) { call in
        let answer = try await send(call)
        return try JSONAnswer.response(answer, status: .created)
      },
      .get(
        "/api/v1/reports/{id}/file",
        Described(
          "A report as it was sent.", gives: .file(ReportFormat.docx.mediaType), .file(ReportFormat.pdf.mediaType),
          .file(ReportFormat.xlsx.mediaType), .file(ReportFormat.csv.mediaType), .document("The figures."),
          refuses: [.unknownReport]), for: .role(.supervisor)
      ) { call in
        let (answer, content) = try await reception.sentReport(call.pathID)
        let format = ReportFormat(rawValue: answer.format) ?? .docx
        return download(content.file, format, name: "bao-cao-\(answer.sentOn.text)-\(answer.id)")
      },
      .get(
        "/api/v1/reports/{id}/figures",
        Described(
          "The figures of a report as it was sent.", gives: .document("The figures."), refuses: [.unknownReport]),
        for: .role(.supervisor)
      ) { call in
        let (answer, content) = try await reception.sentReport(call.pathID)
        return download(content.figures, .json, name: "so-lieu-\(answer.sentOn.text)-\(answer.id)")
      },
      .get(
        "/api/v1/reports/{id}/recount",
        Described(
          "What has changed in a report's figures since it was marked as sent.",
          gives: .document("The report, what changed, and whether its file is of other figures."),
          refuses: [.unknownReport]), for: .role(.supervisor)
      ) { call in
        let (answer, content) = try await reception.sentReport(call.pathID)
        let recount = try Recount(of: content.figures, against: try await report(of: answer.reportPeriod))
        return try JSONAnswer.response(
          RecountAnswer(report: answer, recount: recount, remark: recount.remark(on: content, of: answer)))
      },
      .post(
        "/api/v1/reports/{id}/withdraw",
        Described(
          "Takes the mark back; file and figures stay.", takes: [.must("reason", .remark(Desk.textLimit))],
          gives: .answer(SentReportAnswer.self), refuses: [.unknownReport]), for: .role(.supervisor)
      ) { call in
        let reason = try call.fields { $0.requiredText("reason") }
        return try JSONAnswer.response(
          try await reception.withdrawReport(call.pathID, reason: reason, by: call.requester, key: call.key))
      },
    ]
  }

  private func send(_ call: Call) async throws -> SentReportAnswer {
    let (query, desk) = (call.query, context.reports)
    let period = try query.reportPeriod(today: reception.today)
    let format = try sentFormat(call)
    let day = try query.day("sentOn") ?? reception.today
    let issue = Report.Issue(number: query["number"] ?? "", day: day, symbol: desk.profile.symbol)
    let number = try Desk.checkSending(number: issue.number, sentOn: day, period: period, today: reception.today)
    let sending = try await context.readLong {
      let material = try await reception.report(of: period)
      let report = Report(material, for: desk.profile, as: issue)
      let file =
        if let file = call.file { Data(file.bytes) } else {
          try await report.file(format, template: format == .docx ? template() : nil)
        }
      return SendingReport(
        number: number, sentOn: day, period: period, counted: material.proof.seq, format: format.rawValue,
        content: SentReportContent(file: file, figures: try report.file(.json)))
    }
    return try await reception.send(sending, by: call.requester, key: call.key)
  }

  private func sentFormat(_ call: Call) throws(Problem) -> ReportFormat {
    let asked = try call.query.choice("format", ReportFormat.self)
    guard let file = call.file else { return asked ?? .docx }
    let own: ReportFormat = file.type == .pdf ? .pdf : .docx
    let beginning: [UInt8] = own == .pdf ? Array("%PDF-".utf8) : [0x50, 0x4B, 0x03, 0x04]
    guard asked == nil || asked == own, file.bytes.starts(with: beginning) else {
      throw Query.wrong("format", asked?.rawValue ?? own.rawValue, own.rawValue, "Tệp gửi lên không thuộc loại này.")
    }
    return own
  }
}

extension Recount {
  func remark(on content: SentReportContent, of report: SentReportAnswer) -> String? {
    report.format == ReportFormat.docx.rawValue ? remark(onWord: content.file) : nil
  }
}
