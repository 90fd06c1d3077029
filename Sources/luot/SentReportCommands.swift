import ArgumentParser
import Daemon
import Foundation
import FrontDesk
import NIOCore
import Queueing
import Records
import Reports

extension ReportGroup {
  struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ghi nhận một báo cáo đã gửi, giữ nguyên tệp và số liệu lúc ghi nhận.",
      discussion: """
        Không ghi --file thì luotd viết tệp ngay lúc này, có số và ngày. Có --file thì tệp được giữ nguyên, còn số liệu \
        đếm vào lúc ghi nhận: hãy ghi nhận trước khi sửa số liệu của kỳ. Ví dụ:
        luot report send 45 --sent-on 2026-05-20 --period ytd --date 2026-05-20 --file bao-cao-da-ky.pdf
        """)

    @Argument(help: ArgumentHelp("Số của báo cáo; chỉ ghi chữ số thì thêm ký hiệu của cơ quan.", valueName: "số"))
    var number: String

    @Option(help: ArgumentHelp("Ngày gửi; mặc định là hôm nay.", valueName: "ngày"))
    var sentOn: ServiceDay?

    @OptionGroup var span: PeriodOptions

    @Option(help: ArgumentHelp("Tệp .docx hoặc .pdf đúng như đã gửi.", valueName: "tệp"))
    var file: String?

    @Option(
      help: ArgumentHelp("Định dạng khi không có --file: \(ReportFormat.accepted); mặc định docx.", valueName: "dạng"))
    var format: ReportFormat?

    @OptionGroup var options: DaemonOptions

    func validate() throws {
      if file != nil, format != nil { throw ValidationError("Chỉ ghi một trong hai: --file hoặc --format.") }
    }

    func run() async throws {
      let content = try file.map { path throws(Failure) in try InputFile(path, among: [.docx, .pdf]) }
      let request = Request.upload(
        "reports",
        query: span.query + [("number", number), ("sentOn", sentOn?.text), ("format", format?.rawValue)],
        file: content)
      try await options.show(request, patience: .minutes(5)) { (report: SentReportAnswer, _) in
        ["Đã ghi nhận báo cáo \(report.id): \(SentReportText.line(of: report))"]
      }
    }
  }

  struct Sent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Các báo cáo đã gửi.")

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.get("reports")) { (reports: [SentReportAnswer], _) in SentReportText.table(reports) }
    }
  }

  struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lấy lại một báo cáo đã gửi, đúng như lúc gửi.",
      discussion: "Tệp có đuôi .json nhận số liệu đã giữ, đuôi khác nhận tệp đã gửi.")

    @Argument(help: ArgumentHelp("Mã báo cáo, như r-1204.", valueName: "mã"))
    var report: String

    @OptionGroup var output: OutputOption
    @OptionGroup var options: DaemonOptions

    func run() async throws {
      let part = output.format == .json ? "figures" : "file"
      try await output.write(Request.get("reports", report, part), by: options)
    }
  }

  struct RecountSent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "recount", abstract: "Đếm lại một báo cáo đã gửi và cho xem số nào đã khác.")

    @Argument(help: ArgumentHelp("Mã báo cáo, như r-1204.", valueName: "mã"))
    var report: String

    @OptionGroup var options: DaemonOptions

    private struct Answer: Decodable {
      struct Changes: Decodable {
        let changes: [Recount.Change]
        let was: Recount.Basis
      }

      let report: SentReportAnswer
      let recount: Changes
      let remark: String?
    }

    func run() async throws {
      try await options.show(Request.get("reports", report, "recount"), patience: .minutes(5)) { (answer: Answer, _) in
        let (changes, number, seq) = (answer.recount.changes, answer.report.number, answer.recount.was.seq)
        let remark = answer.remark.map { [$0] } ?? []
        guard !changes.isEmpty else {
          return remark + ["Đếm lại cho đúng các số của báo cáo \(number) lúc ghi nhận (mục \(seq))."]
        }
        return remark + ["So với lúc ghi nhận báo cáo \(number) (mục \(seq)), \(changes.count) số đã khác:"]
          + Table(
            [.init("Số liệu"), .init("Lúc ghi nhận", .right), .init("Bây giờ", .right)],
            rows: changes.map { [$0.name, $0.was ?? "–", $0.now ?? "–"] }
          ).lines()
      }
    }
  }

  struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bỏ đánh dấu một báo cáo ghi nhầm là đã gửi; tệp và số liệu vẫn được giữ.")

    @Argument(help: ArgumentHelp("Mã báo cáo, như r-1204.", valueName: "mã"))
    var report: String

    @Option(help: ArgumentHelp("Vì sao bỏ đánh dấu.", valueName: "lý do"))
    var reason: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.post("reports", report, "withdraw", body: ["reason": reason])) {
        (report: SentReportAnswer, _) in ["Báo cáo \(report.id) số \(report.number) không còn tính là đã gửi."]
      }
    }
  }
}

/// Reports that were sent, in words.
enum SentReportText {
  static func line(of report: SentReportAnswer) -> String {
    "số \(report.number), gửi ngày \(report.sentOn.officialText), \(report.reportPeriod.title)"
  }

  static func table(_ reports: [SentReportAnswer]) -> [String] {
    guard !reports.isEmpty else { return ["Chưa có báo cáo nào được ghi nhận đã gửi."] }
    return Table(
      [.init("Mã"), .init("Số"), .init("Ngày gửi"), .init("Kỳ"), .init("Tệp"), .init("")],
      rows: reports.map { report in
        [
          report.id, report.number, report.sentOn.officialText, report.reportPeriod.title, report.format,
          report.withdrawn ? "đã bỏ đánh dấu" : "",
        ]
      }
    ).lines()
  }
}
