import ArgumentParser
import FrontDesk
import Queueing
import Records
import Scenes

struct Stats: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Số liệu của một khoảng ngày.")

  @Option(help: ArgumentHelp("Từ ngày, như 2026-11-01; mặc định là hôm nay.", valueName: "ngày"))
  var from: ServiceDay?

  @Option(help: ArgumentHelp("Đến hết ngày; mặc định là hôm nay.", valueName: "ngày"))
  var to: ServiceDay?

  @Option(
    help: ArgumentHelp(
      "Chia theo một hoặc hai chiều, cách nhau bằng dấu phẩy: \(Figures.Dimension.accepted).", valueName: "chiều"))
  var by: String?

  @OptionGroup var options: DaemonOptions

  func run() async throws {
    let request = Request.get("stats", query: [("from", from?.text), ("to", to?.text), ("by", by)])
    try await options.show(request) { (answer: StatisticsAnswer, daemon) in
      StatisticsText(answer, names: try await daemon.names()).lines()
    }
  }
}

/// Figures as a table.
struct StatisticsText {
  private let answer: StatisticsAnswer
  private let names: OfficeNames

  init(_ answer: StatisticsAnswer, names: OfficeNames) {
    self.answer = answer
    self.names = names
  }

  func lines() -> [String] {
    let figures: [Table.Column] = [
      .init("Lượt", .right), .init("Trực tuyến", .right), .init("Việc", .right), .init("Cấp số", .right),
      .init("Xong", .right), .init("Vắng", .right), .init("Hủy", .right), .init("Hết hạn", .right),
      .init("Chờ 50%", .right), .init("Chờ 90%", .right), .init("Làm 50%", .right), .init("Làm 90%", .right),
    ]
    let dimensions = answer.by.map { Table.Column($0.name) }
    var table = Table((dimensions.isEmpty ? [.init("")] : dimensions) + figures)
    table.rows = answer.rows.filter { _ in !dimensions.isEmpty }.map { row in
      answer.by.map { label($0, row.keys[$0.rawValue] ?? "") } + cells(row)
    }
    table.rows.append(["Tổng"] + answer.by.dropFirst().map { _ in "" } + cells(answer.total))
    return ["Từ \(answer.from.vietnameseText) đến \(answer.to.vietnameseText)"] + table.lines() + shifts() + notes()
  }

  private func shifts() -> [String] {
    guard answer.by.contains(.member), !answer.shifts.isEmpty else { return [] }
    let table = Table(
      [.init("Trực quầy"), .init("Ca", .right), .init("Giờ", .right)],
      rows: answer.shifts.map { [$0.member, $0.shifts.groupedText, $0.seconds.hoursText] })
    return [""] + table.lines() + [""]
  }

  private func notes() -> [String] {
    var notes = ["Chờ, làm: phút mà 50% và 90% số lượt không vượt quá."]
    let several = answer.by.filter(\.isMultiValued).map { $0.name.lowercased() }
    if !several.isEmpty {
      notes.append(
        "Một lượt có thể có nhiều \(several.joined(separator: ", ")), nên các dòng cộng lại có thể hơn tổng.")
    }
    let ratings = answer.total.ratings
    if ratings.count > 0 {
      notes.append(
        """
        Đánh giá: \(ratings.count.groupedText) lượt, \(ratings.good.groupedText) hài lòng, \
        \(ratings.fair.groupedText) bình thường, \(ratings.bad.groupedText) không hài lòng.
        """)
    }
    let promises = answer.total.promises
    if promises.settled > 0 {
      notes.append(
        """
        Dự báo chờ: \(promises.held.groupedText) trong \(promises.settled.groupedText) số được gọi đúng khoảng đã báo \
        (\(promises.held * 100 / promises.settled) %), khoảng rộng trung bình \(Self.minutes(promises.meanWidth)) phút.
        """)
    }
    notes.append("Đếm từ nhật ký tới mục \(answer.seq.description), mã \(answer.hash.prefix(16)).")
    return notes
  }

  private func cells(_ row: StatisticsAnswer.Row) -> [String] {
    [row.turns, row.onlineTurns, row.activities, row.issued, row.finished, row.noShow, row.cancelled, row.expired]
      .map(\.groupedText)
      + [row.waitingSeconds.p50, row.waitingSeconds.p90, row.servingSeconds.p50, row.servingSeconds.p90]
      .map(Self.minutes)
  }

  /// Minutes with one digit after the comma: `4,5`.
  static func minutes(_ seconds: Int?) -> String {
    guard let seconds else { return "–" }
    let tenths = (seconds + 3) / 6
    return "\((tenths / 10).groupedText),\(tenths % 10)"
  }

  private func label(_ dimension: Figures.Dimension, _ key: String) -> String {
    if key.isEmpty { return "(không ghi)" }
    switch dimension {
    case .activity: return name(Activity.self, key)
    case .place: return name(Place.self, key)
    case .outcome: return name(Outcome.self, key)
    case .difficulty: return name(Difficulty.self, key)
    case .age: return name(AgeBand.self, key)
    case .residence: return name(Residence.self, key)
    case .promise: return name(Promise.Outcome.self, key)
    case .service: return names.service(key) ?? key
    case .counter: return names.counter(key) ?? key
    case .hour: return "\(key) giờ"
    case .day: return ServiceDay(key)?.vietnameseText ?? key
    case .month: return key.split(separator: "-").reversed().joined(separator: "/")
    case .village, .member, .priority: return key
    }
  }

  private func name<C: Code>(_ type: C.Type, _ key: String) -> String {
    C(rawValue: key)?.name ?? key
  }
}
