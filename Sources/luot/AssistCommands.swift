import ArgumentParser
import FrontDesk
import Records

struct AssistGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assist", abstract: "Ghi những lượt hỗ trợ ngoài hàng chờ.", subcommands: [Add.self, Import.self])

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
