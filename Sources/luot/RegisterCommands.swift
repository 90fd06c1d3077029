import ArgumentParser
import FrontDesk
import Queueing
import Records

extension RegisterName: ListedWord {}

/// Every register is reached by its name; the calendar has words of its own, as it knows hours.
struct RegisterGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: "Các sổ của xã: thôn, tổ, thành viên, văn bản, tuyên truyền, số liệu kê khai, lịch.",
    subcommands: [
      RegisterList.self, RegisterAdd.self, RegisterChange.self, RegisterEnd.self, RegisterImport.self,
      RegisterExport.self, RegisterHistory.self,
    ])
}

struct RegisterList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Các mục của một sổ.",
    discussion: "Sổ lịch: luot register list calendar [--from ngày] [--to ngày]",
    subcommands: [Entries.self, Calendar.self], defaultSubcommand: Entries.self)

  struct Entries: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Mọi sổ trừ sổ lịch.", shouldDisplay: false)

    @OptionGroup var register: RegisterArgument

    @Option(help: ArgumentHelp("Chỉ những mục còn hiệu lực vào ngày này.", valueName: "ngày"))
    var on: ServiceDay?

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      let request = Request.get("registers", register.name.rawValue, query: [("on", on?.text)])
      try await options.show(request) { (answer: RegisterAnswer, _) in RegisterText.table(answer) }
    }
  }
}

struct RegisterAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Ghi một mục mới.",
    discussion: """
      Ví dụ: luot register add villages thon-20 name="Thôn 20" validFrom=2026-11-23
      Sổ lịch: luot register add calendar 2027-03-02 --closed --reason "Hội làng"
      """,
    subcommands: [Entry.self, Calendar.self], defaultSubcommand: Entry.self)

  struct Entry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Mọi sổ trừ sổ lịch.", shouldDisplay: false)

    @OptionGroup var register: RegisterArgument
    @OptionGroup var entry: EntryArgument
    @OptionGroup var values: FieldArguments
    @OptionGroup var options: DaemonOptions

    func run() async throws {
      var fields = try values.fields()
      fields["id"] = entry.id
      try await options.show(.post("registers", register.name.rawValue, body: fields)) {
        (entry: RegisterAnswer.Entry, _) in RegisterText.lines(of: entry)
      }
    }
  }
}

struct RegisterChange: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Sửa một mục; trường không ghi thì giữ nguyên, trường=\"\" thì bỏ trống.")

  @OptionGroup var register: RegisterArgument
  @OptionGroup var entry: EntryArgument
  @OptionGroup var values: FieldArguments
  @OptionGroup var options: DaemonOptions

  func run() async throws {
    try await options.show(.patch("registers", register.name.rawValue, entry.id, body: try values.fields())) {
      (entry: RegisterAnswer.Entry, _) in RegisterText.lines(of: entry)
    }
  }
}

struct RegisterEnd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "end", abstract: "Ghi ngày cuối cùng một mục còn hiệu lực.",
    discussion: """
      Mục ghi nhầm: lấy ngày đứng ngay trước ngày đầu của mục, khi đó mục không bao giờ có hiệu lực.
      Sổ lịch: luot register end calendar 2027-03-02
      """,
    subcommands: [Entry.self, Calendar.self], defaultSubcommand: Entry.self)

  struct Entry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Mọi sổ trừ sổ lịch.", shouldDisplay: false)

    @OptionGroup var register: RegisterArgument
    @OptionGroup var entry: EntryArgument

    @Option(help: ArgumentHelp("Ngày cuối còn hiệu lực, như 2026-11-30.", valueName: "ngày"))
    var until: ServiceDay

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      let fields = [RegisterName.endField: until.text]
      try await options.show(.patch("registers", register.name.rawValue, entry.id, body: fields)) {
        (entry: RegisterAnswer.Entry, _) in RegisterText.lines(of: entry)
      }
    }
  }
}

struct RegisterArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("Sổ: \(RegisterName.accepted).", valueName: "sổ"))
  var name: RegisterName
}

struct EntryArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("Mã của mục.", valueName: "mã"))
  var id: String
}

struct FieldArguments: ParsableArguments {
  @Argument(help: ArgumentHelp("Các trường, mỗi trường dạng tên=giá trị.", valueName: "trường=giá trị"))
  var pairs: [String] = []

  func fields() throws -> [String: String] {
    try pairs.reduce(into: [:]) { fields, pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty, fields[parts[0]] == nil else {
        throw ValidationError("“\(pair)” không có dạng trường=giá trị, hoặc trường được ghi hai lần.")
      }
      fields[parts[0]] = parts[1]
    }
  }
}

/// Registers in words.
enum RegisterText {
  static func table(_ answer: RegisterAnswer) -> [String] {
    guard !answer.entries.isEmpty else { return ["Sổ “\(answer.register.name)” chưa có mục nào."] }
    let fields = answer.register.fields
    return Table(
      [.init("Mã")] + fields.map { Table.Column($0.title) },
      rows: answer.entries.map { entry in [entry.id] + fields.map { shown(entry.fields[$0.name], $0) } }
    ).lines()
  }

  static func lines(of entry: RegisterAnswer.Entry) -> [String] {
    ["\(entry.register.name) \(entry.id)"]
      + entry.register.fields.compactMap { field in
        entry.fields[field.name].map { "  \(field.title): \(shown($0, field))" }
      }
  }

  private static func shown(_ value: String?, _ field: RegisterField) -> String {
    guard let value else { return "–" }
    return field.form == .day ? ServiceDay(value)?.vietnameseText ?? value : value
  }
}
