import ArgumentParser
import Daemon
import Foundation
import NIOCore
import Queueing
import Records
import Reports

extension ReportFormat: ListedWord {}
extension ReportPeriod.Kind: ListedWord {}
extension ReportPeriod.Cutoff: ListedWord {}

struct ReportGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Báo cáo của xã, viết từ số liệu đã ghi.",
    subcommands: [
      Write.self, Template.self, FieldNames.self, Texts.self, Send.self, Sent.self, Fetch.self, RecountSent.self,
      Withdraw.self,
    ],
    defaultSubcommand: Write.self)

  struct Write: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Viết báo cáo của một kỳ ra tệp.",
      discussion: "Ví dụ: luot report --period quarter --date 2026-05-20 --format docx -o bao-cao.docx")

    @OptionGroup var span: PeriodOptions

    @Option(help: ArgumentHelp("Định dạng: \(ReportFormat.accepted); mặc định theo đuôi tệp.", valueName: "dạng"))
    var format: ReportFormat?

    @OptionGroup var output: OutputOption
    @OptionGroup var options: DaemonOptions

    func validate() throws {
      if format == nil, output.format == nil {
        throw ValidationError(
          "Cần --format, hoặc tên tệp có đuôi .\(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ."))")
      }
    }

    func run() async throws {
      let format = format ?? output.format ?? .json
      let request = Request.get("report", query: span.query + [("format", format.rawValue)])
      let (file, remarks): (Data, [String]) = try await options.using(patience: .minutes(5)) { daemon in
        let remarks: [String] = try await daemon.send(.get("report", "remarks", query: span.query)).decoded()
        return (try await daemon.send(request).body, remarks)
      }
      try output.write(file)
      if options.json {
        return try printJSON(WrittenReport(file: output.output, bytes: file.count, remarks: remarks))
      }
      print("Đã ghi \(output.output) (\(file.count) byte)")
      for remark in remarks { ReportGroup.printRemark("Cần xem lại: \(remark)") }
    }
  }

  /// What `--json` tells of a report that was written.
  private struct WrittenReport: Encodable {
    let file: String
    let bytes: Int
    let remarks: [String]
  }

  /// Beside what a command answers, where a script does not take it for the answer.
  private static func printRemark(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
  }
}

/// Which days a report is about.
struct PeriodOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Kỳ báo cáo: \(ReportPeriod.Kind.accepted); mặc định là ytd.", valueName: "kỳ"))
  var period: ReportPeriod.Kind?

  @Option(help: ArgumentHelp("Một ngày trong kỳ; mặc định là hôm nay.", valueName: "ngày"))
  var date: ServiceDay?

  @Option(help: ArgumentHelp("Ngày đầu của kỳ tự chọn.", valueName: "ngày"))
  var from: ServiceDay?

  @Option(help: ArgumentHelp("Ngày cuối của kỳ tự chọn; mặc định là hôm nay.", valueName: "ngày"))
  var to: ServiceDay?

  @Option(
    help: ArgumentHelp(
      "Cách chốt tháng: calendar (dương lịch) hoặc 15-14 (từ ngày 15 đến ngày 14).", valueName: "cách"))
  var cutoff: ReportPeriod.Cutoff?

  var query: [(name: String, value: String?)] {
    [
      ("period", period?.rawValue), ("date", date?.text), ("from", from?.text), ("to", to?.text),
      ("cutoff", cutoff?.rawValue),
    ]
  }
}

struct OutputOption: ParsableArguments {
  @Option(name: [.short, .long], help: ArgumentHelp("Tệp sẽ ghi.", valueName: "tệp"))
  var output: String

  /// What the end of the file's name says.
  var format: ReportFormat? {
    output.split(separator: ".").last.flatMap { ReportFormat(rawValue: $0.lowercased()) }
  }

  /// Asks for a file and writes it, whole or not at all.
  func write(_ request: Request, by options: DaemonOptions) async throws {
    let answer = try await options.using(patience: .minutes(5)) { try await $0.send(request) }
    try write(answer.body)
    if !options.json { print("Đã ghi \(output) (\(answer.body.count) byte)") }
  }

  func write(_ file: Data) throws {
    do {
      try file.write(to: URL(fileURLWithPath: output), options: .atomic)
    } catch {
      throw Failure(
        .inputOutput, "Không ghi được tệp \(output). Hãy chọn thư mục khác hoặc kiểm tra quyền và chỗ trống.")
    }
  }
}
