import ArgumentParser
import Daemon
import Foundation
import FrontDesk
import NIOCore
import Records
import Storage

/// Reads a table, shows what would be taken, and takes it once that is confirmed.
struct ImportArguments: ParsableArguments {
  @Argument(help: ArgumentHelp("Tệp .csv; lượt hỗ trợ thì cả .xlsx.", valueName: "tệp"))
  var file: String

  @Flag(help: "Chỉ cho xem dòng nào nhập được và dòng nào bị từ chối, chưa nhập gì.")
  var dryRun = false

  @Flag(help: "Nhập các dòng đúng mà không hỏi lại.")
  var yes = false

  @OptionGroup var options: DaemonOptions

  func run(_ name: ImportName) async throws {
    // A spreadsheet shows 100% and keeps 1: only text says what a register is to say.
    let file = try InputFile(file, among: name == .assistances ? [.csv, .xlsx] : [.csv])
    try await options.using(patience: .minutes(30)) { daemon in
      let answer = try await daemon.send(.upload("imports", name.text, file: file))
      let reading: ImportAnswer = try answer.decoded()
      guard !dryRun, reading.accepted > 0, yes || (!options.json && Self.confirms(reading)) else {
        try await options.show(answer, from: daemon) { (reading: ImportAnswer, _) in
          ImportText.lines(of: reading)
            + (reading.accepted > 0 && !dryRun ? ["Chưa nhập gì. Ghi thêm --yes để nhập các dòng đúng."] : [])
        }
        return
      }
      let taken = try await daemon.send(.post("imports", reading.id, "confirm", body: NoFields()))
      try await options.show(taken, from: daemon) { (done: ImportAnswer, _) in
        ImportText.lines(of: done) + ["Đã nhập \(done.taken) dòng."]
      }
    }
  }

  /// Only somebody at a terminal can be asked.
  private static func confirms(_ reading: ImportAnswer) -> Bool {
    guard isatty(0) == 1 else { return false }
    for line in ImportText.lines(of: reading) { print(line) }
    print("Nhập \(reading.accepted) dòng đúng? [c/K] ", terminator: "")
    flushOutput()
    return ["c", "co", "có", "y", "yes"].contains(readLine()?.lowercased() ?? "")
  }
}

extension AssistGroup {
  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Nhập các lượt hỗ trợ từ một bảng.",
      discussion: """
        Dòng đầu là tên cột: Ngày, Giờ, Người hỗ trợ, Nơi hỗ trợ, Việc đã hỗ trợ, Mức độ, Nền tảng, Kết quả, Khó khăn, \
        Số phút, Thôn, Nơi ở, Độ tuổi, Giới tính, Ghi chú, Mã dòng. Nhập lại cùng một tệp không thêm lượt nào; khi hai \
        tệp có thể có dòng giống hệt nhau, hãy thêm cột Mã dòng.
        """)

    @OptionGroup var table: ImportArguments

    func run() async throws { try await table.run(.assistances) }
  }
}

struct RegisterImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Nhập một sổ từ tệp CSV: mỗi dòng một mục, mới hoặc sửa.",
    discussion: "Tên cột là tên trường hoặc tiêu đề của nó, như tệp mà luot register export ghi ra.")

  @OptionGroup var register: RegisterArgument
  @OptionGroup var table: ImportArguments

  func run() async throws { try await table.run(.register(register.name)) }
}

struct RegisterExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Ghi một sổ ra tệp CSV.")

  @OptionGroup var register: RegisterArgument

  @Flag(help: "Ghi cả tên người; không có cờ này thì tệp không có dữ liệu cá nhân.")
  var withNames = false

  @OptionGroup var output: OutputOption
  @OptionGroup var options: DaemonOptions

  func run() async throws {
    try await output.write(
      Request.get(
        "registers", register.name.rawValue,
        query: [("format", "csv"), ("names", withNames ? "yes" : nil)]), by: options)
  }
}

struct RegisterHistory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Mọi lần một mục được ghi và sửa.")

  @OptionGroup var register: RegisterArgument
  @OptionGroup var entry: EntryArgument
  @OptionGroup var options: DaemonOptions

  func run() async throws {
    try await options.show(Request.get("registers", register.name.rawValue, entry.id, "history")) {
      (changes: [RegisterChangeAnswer], _) in
      changes.flatMap { change in
        ["Mục \(change.seq) của nhật ký, \(Wording.momentText(change.at)), \(change.actor):"]
          + register.name.fields.compactMap { field in
            change.fields[field.name].map { "  \(field.title): \($0)" }
          }
      }
    }
  }
}

/// Imports in words.
enum ImportText {
  static func lines(of reading: ImportAnswer) -> [String] {
    var lines = reading.refusals.flatMap { refusal in
      refusal.problems.map { problem in
        let value = problem.value.map { " “\($0)”" } ?? ""
        return "Dòng \(refusal.line), \(problem.field)\(value): \(problem.reason) Nhận: \(problem.accepted)."
      }
    }
    let told = reading.refusals.count
    if told < reading.refused { lines.append("… và \(reading.refused - told) dòng khác bị từ chối.") }
    lines.append(
      "\(reading.id): \(reading.accepted) dòng nhập được, \(reading.known) dòng đã có, \(reading.refused) dòng bị từ chối."
    )
    return lines
  }
}
