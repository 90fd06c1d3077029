import Foundation
package import Queueing
package import Records
package import Storage

/// A report that went out, as it is told.
package struct SentReportAnswer: Hashable, Sendable, Codable {
  /// `r-1204`.
  package let id: String
  package let number: String
  package let sentOn: ServiceDay
  package let period: ReportPeriod.Kind
  package let cutoff: ReportPeriod.Cutoff
  package let from: ServiceDay
  package let to: ServiceDay
  /// The last journal entry its figures depend on.
  package let seq: Int64
  /// Of the file: `docx`, `pdf`.
  package let format: String
  /// SHA-256, 64 hexadecimal digits.
  package let fileDigest: String
  package let figuresDigest: String
  /// The mark was taken back.
  package let withdrawn: Bool

  init(_ report: SentReport) {
    id = report.idText
    number = report.number
    sentOn = report.sentOn
    period = report.period.kind
    cutoff = report.period.cutoff
    from = report.period.from
    to = report.period.to
    seq = report.counted
    format = report.format
    fileDigest = report.fileDigest
    figuresDigest = report.figuresDigest
    withdrawn = report.withdrawal != nil
  }

  package var reportPeriod: ReportPeriod {
    ReportPeriod(verified: period, cutoff: cutoff, from: from, to: to)
  }
}

/// What is to be kept of a report that goes out.
package struct SendingReport: Sendable {
  package let number: String
  package let sentOn: ServiceDay
  package let period: ReportPeriod
  /// The last journal entry its figures depend on.
  package let counted: Int64
  package let format: String
  package let content: SentReportContent

  package init(
    number: String, sentOn: ServiceDay, period: ReportPeriod, counted: Int64, format: String,
    content: SentReportContent
  ) {
    self.number = number
    self.sentOn = sentOn
    self.period = period
    self.counted = counted
    self.format = format
    self.content = content
  }
}

extension Desk {
  /// Characters of a report's number at most.
  package static let reportNumberLimit = 40

  /// Checks number and day before anything is counted for them.
  ///
  /// - Throws: `RequestProblem.invalid` with all that is wrong.
  package static func checkSending(
    number: String, sentOn: ServiceDay, period: ReportPeriod, today: ServiceDay
  ) throws -> String {
    let number = number.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    var problems: [FieldProblem] = []
    let scalars = number.unicodeScalars
    if number.isEmpty || scalars.count > reportNumberLimit
      || scalars.contains(where: { $0.properties.generalCategory == .control })
    {
      problems.append(
        FieldProblem(
          field: "number", value: String(number.prefix(60)),
          accepted: "một dòng từ 1 đến \(reportNumberLimit) ký tự, như 45/BC-UBND",
          reason: number.isEmpty ? "Cần ghi số của báo cáo." : "Số của báo cáo không hợp lệ."))
    }
    if sentOn > today || sentOn < period.from {
      problems.append(
        FieldProblem(
          field: "sentOn", value: sentOn.text, accepted: "từ \(period.from.text) đến \(today.text)",
          reason: sentOn > today ? "Ngày gửi chưa đến." : "Ngày gửi đứng trước ngày đầu của kỳ báo cáo."))
    }
    guard problems.isEmpty else { throw RequestProblem.invalid(problems) }
    return number
  }

  func send(_ report: SendingReport) throws -> SentReportAnswer {
    let number = try Self.checkSending(
      number: report.number, sentOn: report.sentOn, period: report.period, today: day)
    if let known = try tx.sentReport(number: number, inYearOf: report.sentOn) {
      throw RequestProblem.invalid([
        FieldProblem(
          field: "number", value: number, accepted: "một số chưa dùng trong năm \(report.sentOn.civil.year)",
          reason: "Báo cáo \(known.idText) gửi ngày \(known.sentOn.officialText) đã mang số này.")
      ])
    }
    let size = report.content.file.count
    guard (1...SentReportContent.fileLimit).contains(size) else {
      throw RequestProblem.invalid([
        FieldProblem(
          field: "file", value: "\(size) byte", accepted: "từ 1 byte đến \(SentReportContent.fileLimit >> 20) MB",
          reason: size == 0 ? "Tệp trống." : "Tệp quá lớn.")
      ])
    }
    return SentReportAnswer(
      try tx.keep(
        report.content, number: number, sentOn: report.sentOn, period: report.period, counted: report.counted,
        format: report.format, day: day, at: now, actor: actor))
  }

  func withdrawReport(_ text: String, reason: String) throws -> SentReportAnswer {
    guard let report = try SentReport.id(fromText: text).flatMap({ try tx.sentReport($0) }) else {
      throw RequestProblem.noSuchReport(text)
    }
    guard let reason = try kept(reason, field: "reason") else {
      throw RequestProblem.invalid([
        FieldProblem(
          field: "reason", value: reason, accepted: "từ 1 đến \(Self.textLimit) ký tự",
          reason: "Cần ghi lý do bỏ đánh dấu.")
      ])
    }
    // Taken back twice is taken back.
    guard report.withdrawal == nil else { return SentReportAnswer(report) }
    let withdrawn = try tx.withdraw(report, day: day, at: now, actor: actor)
    try tx.addRemark(reason)
    return SentReportAnswer(withdrawn)
  }
}

extension Reception {
  /// Marks a report as sent and keeps file and figures as they were sent.
  package func send(
    _ report: SendingReport, by requester: Requester, key: RequestKey? = nil
  ) async throws -> SentReportAnswer {
    try await perform(requester, key) { desk in try desk.send(report) }
  }

  /// Takes back the mark of a report that was not sent after all; file and figures stay.
  package func withdrawReport(
    _ report: String, reason: String, by requester: Requester, key: RequestKey? = nil
  ) async throws -> SentReportAnswer {
    try await perform(requester, key) { desk in try desk.withdrawReport(report, reason: reason) }
  }

  /// Every report that was marked, in that order.
  package func sentReports() async throws -> [SentReportAnswer] {
    try await look { try $0.tx.sentReports().map(SentReportAnswer.init) }
  }

  /// - Throws: `RequestProblem.noSuchReport`.
  package func sentReport(_ text: String) async throws -> (answer: SentReportAnswer, content: SentReportContent) {
    try await look { lookup in
      guard let report = try SentReport.id(fromText: text).flatMap({ try lookup.tx.sentReport($0) }),
        let content = try lookup.tx.content(of: report)
      else { throw RequestProblem.noSuchReport(text) }
      return (SentReportAnswer(report), content)
    }
  }
}
