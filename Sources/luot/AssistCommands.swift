import ArgumentParser
import FrontDesk
import Queueing
import Records

struct AssistGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assist", abstract: "Những lượt hỗ trợ: ghi ngoài hàng chờ, xem lại, sửa, bỏ, nhập từ bảng.",
    subcommands: [Add.self, List.self, Correct.self, Withdraw.self, Import.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ghi một lượt hỗ trợ đã làm ở thôn, tại nhà hoặc nơi khác.")

    @Option(help: ArgumentHelp("Mã thành viên đã hỗ trợ.", valueName: "mã"))
    var member: String

    @Option(help: ArgumentHelp("Nơi hỗ trợ: \(Place.accepted).", valueName: "mã"))
    var place: String

    @Option(help: ArgumentHelp("Lúc bắt đầu, dạng 2026-11-23T09:14:05+07:00.", valueName: "thời điểm"))
    var startedAt: String

    @Option(help: ArgumentHelp("Số phút của cả lượt.", valueName: "phút"))
    var minutes: Int?

    @OptionGroup var help: HelpOptions
    @OptionGroup var options: DaemonOptions

    func run() async throws {
      var draft = help.draft()
      draft.minutes = minutes
      draft.member = member
      draft.place = place
      draft.startedAt = startedAt
      try await options.show(.post("assistances", body: draft)) { (assistance: AssistanceAnswer, _) in
        [Wording.line(of: assistance)]
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Các lượt hỗ trợ đã ghi của một khoảng ngày, cả những lượt đã sửa, đã bỏ.")

    @Option(help: ArgumentHelp("Từ ngày, như 2026-11-01; mặc định là hôm nay.", valueName: "ngày"))
    var from: ServiceDay?

    @Option(help: ArgumentHelp("Đến hết ngày; mặc định là hôm nay.", valueName: "ngày"))
    var to: ServiceDay?

    @OptionGroup var options: DaemonOptions

    /// A page of the daemon's answer.
    private struct Page: Codable {
      let assistances: [AssistanceAnswer]
      /// Where the next page begins; `nil` on the last.
      let cursor: String?
    }

    func run() async throws {
      try await options.using { daemon in
        var known: [AssistanceAnswer] = []
        var cursor: String?
        repeat {
          let answer = try await daemon.send(
            .get("assistances", query: [("from", from?.text), ("to", to?.text), ("cursor", cursor), ("limit", "200")]))
          let page: Page = try answer.decoded()
          known += page.assistances
          cursor = page.cursor
        } while cursor != nil
        if options.json {
          try printJSON(Page(assistances: known, cursor: nil))
        } else {
          for line in Wording.table(of: known) { print(line) }
        }
      }
    }
  }

  struct Correct: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sửa một lượt hỗ trợ đã ghi bằng một lượt mới thay cho nó; lượt cũ vẫn còn trong sổ.",
      discussion: """
        Các việc phải ghi lại đủ; còn lại, điều gì không ghi thì giữ như cũ, và --clear bỏ điều đã ghi sai mà không có
        gì thay. Mã lượt có trong luot assist list.
        Ví dụ: luot assist correct h-1204 --reason "Ghi nhầm thôn" --activity vneid-use --village thon-5
               luot assist correct h-1204 --reason "Ghi chú có tên" --activity vneid-use --clear note
        """)

    @Argument(help: ArgumentHelp("Mã lượt hỗ trợ cần sửa.", valueName: "mã"))
    var id: String

    @Option(help: ArgumentHelp("Vì sao sửa, không ghi tên người.", valueName: "chữ"))
    var reason: String

    @Option(help: ArgumentHelp("Mã thành viên đã hỗ trợ.", valueName: "mã"))
    var member: String?

    @Option(help: ArgumentHelp("Nơi hỗ trợ: \(Place.accepted).", valueName: "mã"))
    var place: String?

    @Option(help: ArgumentHelp("Lúc bắt đầu, dạng 2026-11-23T09:14:05+07:00.", valueName: "thời điểm"))
    var startedAt: String?

    @Option(help: ArgumentHelp("Số phút của cả lượt.", valueName: "phút"))
    var minutes: Int?

    @Option(
      name: .customLong("clear"),
      help: ArgumentHelp(
        "Bỏ điều đã ghi, nhiều lần được: \(AssistanceDraft.Erasable.accepted).", valueName: "mã"))
    var cleared: [AssistanceDraft.Erasable] = []

    @OptionGroup var help: HelpOptions
    @OptionGroup var options: DaemonOptions

    func validate() throws {
      let told: [(AssistanceDraft.Erasable, Bool)] = [
        (.minutes, minutes != nil), (.village, help.village != nil), (.residence, help.residence != nil),
        (.ageBand, help.age != nil), (.sex, help.sex != nil), (.note, help.note != nil),
      ]
      for (field, isTold) in told where isTold && cleared.contains(field) {
        throw ValidationError("Vừa ghi vừa bỏ \(field.word): chỉ dùng một trong hai, --\(field.word) hoặc --clear.")
      }
    }

    /// The record as it should have been, with the reason beside its fields.
    struct Body: Encodable {
      let reason: String
      let draft: AssistanceDraft
      let cleared: [AssistanceDraft.Erasable]

      private enum CodingKeys: CodingKey {
        case reason
      }

      private struct FieldName: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
      }

      func encode(to encoder: any Encoder) throws {
        try draft.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(reason, forKey: .reason)
        var fields = encoder.container(keyedBy: FieldName.self)
        for field in cleared { try fields.encodeNil(forKey: FieldName(stringValue: field.rawValue)) }
      }
    }

    var body: Body {
      var draft = help.draft()
      draft.member = member
      draft.place = place
      draft.startedAt = startedAt
      draft.minutes = minutes
      return Body(reason: reason, draft: draft, cleared: cleared)
    }

    func run() async throws {
      try await options.show(.post("assistances", id, "corrections", body: body)) { (assistance: AssistanceAnswer, _) in
        ["\(Wording.line(of: assistance)) Lượt này thay cho \(id)."]
      }
    }
  }
}

extension AssistGroup {
  struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bỏ lượt hỗ trợ ghi hai lần hoặc không có thật; lượt đó vẫn còn trong sổ mà không còn tính.",
      discussion: """
        Mỗi lượt bỏ riêng: gặp lượt không bỏ được thì dừng, những lượt trước đó đã bỏ xong.
        Ví dụ: luot assist withdraw h-1204 h-1205 --reason "Nhập nhầm tệp"
        """)

    @Argument(help: ArgumentHelp("Mã các lượt hỗ trợ.", valueName: "mã"))
    var ids: [String]

    @Option(help: ArgumentHelp("Vì sao bỏ, không ghi tên người.", valueName: "chữ"))
    var reason: String

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let reason: String
    }

    func run() async throws {
      for id in ids {
        let request = try Request.post("assistances", id, "withdrawal", body: Body(reason: reason))
        try await options.show(request) { (assistance: AssistanceAnswer, _) in
          ["Đã bỏ lượt hỗ trợ \(assistance.id): không còn tính vào số liệu."]
        }
      }
    }
  }
}

extension AssistanceDraft.Erasable: ListedWord {
  /// As the option is called that says it.
  fileprivate var word: String { self == .ageBand ? "age" : rawValue }
  fileprivate static var accepted: String { allCases.map(\.word).joined(separator: ", ") }

  package init?(argument: String) {
    guard let field = Self.allCases.first(where: { $0.word == argument }) else { return nil }
    self = field
  }
}

/// What was helped with. Codes go as they are typed: luotd knows which there are.
struct HelpOptions: ParsableArguments {
  @Option(
    name: .customLong("activity"),
    help: ArgumentHelp("Việc đã hỗ trợ, ghi nhiều lần được: \(Activity.accepted).", valueName: "mã"))
  var activities: [String] = []

  @Option(help: ArgumentHelp("Kết quả của các việc đó: \(Outcome.accepted); mặc định là done.", valueName: "mã"))
  var outcome: String?

  @Option(help: ArgumentHelp("Mức độ dịch vụ công trực tuyến: \(ServiceLevel.accepted).", valueName: "mã"))
  var level: String?

  @Option(help: ArgumentHelp("Nền tảng: \(Platform.accepted).", valueName: "mã"))
  var platform: String?

  @Option(
    name: .customLong("difficulty"),
    help: ArgumentHelp("Khó khăn gặp phải, ghi nhiều lần được: \(Difficulty.accepted).", valueName: "mã"))
  var difficulties: [String] = []

  @Option(help: ArgumentHelp("Mã thôn của công dân.", valueName: "mã"))
  var village: String?

  @Option(help: ArgumentHelp("Nơi ở: \(Residence.accepted).", valueName: "mã"))
  var residence: String?

  @Option(help: ArgumentHelp("Độ tuổi: \(AgeBand.accepted).", valueName: "mã"))
  var age: String?

  @Option(help: ArgumentHelp("Giới tính: \(Sex.accepted).", valueName: "mã"))
  var sex: String?

  @Option(help: ArgumentHelp("Ghi chú ngắn, không ghi tên người.", valueName: "chữ"))
  var note: String?

  /// Outcome, platform, difficulties and minutes belong to each activity given, the level to those that have one.
  func draft(minutesEach minutes: Int? = nil) -> AssistanceDraft {
    let leveled = activities.filter { Activity(rawValue: $0)?.takesLevel == true }
    return AssistanceDraft(
      activities: activities.map { activity in
        ActivityDraft(
          activity: activity, level: leveled.isEmpty || leveled.contains(activity) ? level : nil, platform: platform,
          outcome: outcome, difficulties: difficulties, minutes: minutes)
      },
      village: village, residence: residence, ageBand: age, sex: sex, note: note)
  }

  /// Nothing at all was said of the help.
  var isSilent: Bool {
    activities.isEmpty && difficulties.isEmpty
      && [outcome, level, platform, village, residence, age, sex, note].allSatisfy { $0 == nil }
  }
}
