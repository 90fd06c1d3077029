import ArgumentParser
import Daemon
import Foundation
import FrontDesk
import NIOCore
import Records
import Reports

extension ReportGroup {
  struct Template: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Mẫu Word của báo cáo: lấy về, thay, xem các phiên bản.",
      subcommands: [Get.self, Put.self, List.self, Restore.self], defaultSubcommand: Get.self)

    struct Get: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Lấy mẫu đang dùng về để sửa.",
        discussion: """
          Sửa bằng Word hoặc LibreOffice, giữ các trường trong dấu {{ }}, rồi đưa lên bằng luot report template put. Các \
          trường và giá trị hôm nay: luot report fields.
          """)

      @Option(help: ArgumentHelp("Phiên bản đã dùng trước đây.", valueName: "số"))
      var version: Int?

      @OptionGroup var output: OutputOption
      @OptionGroup var options: DaemonOptions

      func run() async throws {
        let request = Request.get("report", "template", query: [("version", version.map(String.init))])
        try await output.write(request, by: options)
      }
    }

    struct Put: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Dùng một mẫu mới; mẫu được kiểm tra trước và bản cũ được giữ.")

      @Argument(help: ArgumentHelp("Tệp .docx.", valueName: "tệp"))
      var file: String

      @OptionGroup var options: DaemonOptions

      func run() async throws {
        let content = try InputFile(file, among: [.docx])
        let name = URL(fileURLWithPath: file).lastPathComponent
        let request = Request.upload(
          "report", "template", query: [("name", name)], file: content)
        try await options.show(request, patience: .minutes(5)) { (template: ReportTemplateAnswer, _) in
          ["Từ nay báo cáo viết theo mẫu \(name) (phiên bản \(template.version))."]
        }
      }
    }

    struct List: AsyncParsableCommand {
      static let configuration = CommandConfiguration(abstract: "Các phiên bản của mẫu, mới nhất trước.")

      @OptionGroup var options: DaemonOptions

      func run() async throws {
        try await options.show(.get("report", "templates")) { (templates: [ReportTemplateAnswer], _) in
          guard !templates.isEmpty else { return ["Chưa ai đưa mẫu nào lên."] }
          return Table(
            [.init("Phiên bản", .right), .init("Lúc"), .init("Người đưa lên"), .init("Mẫu")],
            rows: templates.map {
              ["\($0.version)", Wording.momentText($0.at), $0.actor, $0.name ?? "mẫu gốc"]
            }
          ).lines()
        }
      }
    }

    struct Restore: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Khôi phục mẫu gốc, hoặc một phiên bản trước.")

      @Option(help: ArgumentHelp("Phiên bản; không ghi thì là mẫu gốc của chương trình.", valueName: "số"))
      var version: Int?

      @OptionGroup var options: DaemonOptions

      private struct Body: Encodable {
        let version: Int?
      }

      func run() async throws {
        try await options.show(.post("report", "template", "restore", body: Body(version: version))) {
          (template: ReportTemplateAnswer, _) in ["Từ nay báo cáo viết theo \(template.name ?? "mẫu gốc")."]
        }
      }
    }
  }

  struct FieldNames: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fields", abstract: "Các trường mà mẫu Word dùng được, với giá trị hôm nay.")

    @OptionGroup var span: PeriodOptions
    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(Request.get("report", "fields", query: span.query), patience: .minutes(5)) {
        (fields: [FieldAnswer], _) in
        Table(
          [.init("Trường"), .init("Là gì"), .init("Giá trị")],
          rows: fields.map { field in
            let value = field.fields.isEmpty ? field.value : "\(field.value): \(field.fields.joined(separator: ", "))"
            return [
              field.typed, field.title, value.count > 80 ? value.prefix(79) + "…" : value.replacing("\n", with: " / "),
            ]
          }
        ).lines()
      }
    }
  }

  struct Texts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "text", abstract: "Phần tự viết của báo cáo: xem hoặc thay.",
      discussion: """
        Không ghi mục nào thì cho xem tất cả. Thay một mục: luot report text iv --file phuong-huong.txt (mỗi dòng một \
        đoạn, - là đầu vào chuẩn; tệp trống thì bỏ).
        """)

    @Argument(help: ArgumentHelp("Mục: \(ReportSection.accepted).", valueName: "mục"))
    var section: ReportSection?

    @Option(help: ArgumentHelp("Tệp chữ UTF-8.", valueName: "tệp"))
    var file: String?

    @OptionGroup var options: DaemonOptions

    func validate() throws {
      if file != nil, section == nil { throw ValidationError("Cần ghi mục của báo cáo: \(ReportSection.accepted).") }
    }

    func run() async throws {
      guard let file, let section else {
        try await options.show(.get("report", "texts")) { (texts: [String: String], _) in lines(texts) }
        return
      }
      try await options.show(.patch("report", "texts", body: [section.rawValue: try text(file)])) {
        (texts: [String: String], _) in lines(texts)
      }
    }

    private func text(_ file: String) throws -> String {
      do {
        if file == "-" {
          return String(decoding: try FileHandle.standardInput.readToEnd() ?? Data(), as: UTF8.self)
        }
        return try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8)
      } catch {
        throw Failure(.inputOutput, "Không đọc được tệp \(file). Hãy kiểm tra tên tệp, quyền đọc và bảng mã UTF-8.")
      }
    }

    private func lines(_ texts: [String: String]) -> [String] {
      ReportSection.allCases.filter { section == nil || $0 == section }.flatMap { section in
        let text = texts[section.rawValue] ?? ""
        return [section.name]
          + (text.isEmpty ? ["  (trống)"] : text.split(separator: "\n").map { "  \($0)" })
      }
    }
  }
}

extension ReportSection: ListedWord {}
