import ArgumentParser
import FrontDesk
import Queueing

/// What is done with whole lines on a bad day.
struct LineGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "line", abstract: "Đưa cả hàng chờ tới một số, hoặc hủy cả hàng.",
    subcommands: [SkipTo.self, CancelWaiting.self])

  struct SkipTo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "skip-to", abstract: "Hàng chờ của dịch vụ đi tiếp từ một số đã ghi trên giấy.",
      discussion: """
        Các số trước đó còn đang chờ sẽ hết hạn; máy chỉ cấp tiếp những số sau số này. Số đang ở quầy hoặc tạm gác \
        được giữ nguyên.
        """)

    @Argument(help: ArgumentHelp("Mã dịch vụ, như ho-tich.", valueName: "dịch vụ"))
    var service: String

    @Argument(help: ArgumentHelp("Số kế tiếp sẽ được gọi, như A041.", valueName: "số"))
    var number: String

    @Option(help: ArgumentHelp("Lý do, không ghi tên người.", valueName: "lý do"))
    var reason: String?

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let number: String
      let reason: String?
    }

    func run() async throws {
      let request = try Request.post(
        "services", service, "skip-to", body: Body(number: number, reason: reason))
      try await options.show(request) { (answer: SkipAnswer, _) in
        ["Kế tiếp là số \(answer.number); máy cấp tiếp từ \(answer.nextIssued)."]
          + Wording.line("Hết hạn", answer.expired)
      }
    }
  }

  struct CancelWaiting: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cancel", abstract: "Hủy mọi số đang chờ của một dịch vụ hoặc của cả trung tâm.",
      discussion: "Số đang ở quầy được giữ nguyên. Lý do hiện trên bảng gọi số trong hai giờ.")

    @Option(help: ArgumentHelp("Mã dịch vụ; không ghi là mọi dịch vụ.", valueName: "dịch vụ"))
    var service: String?

    @Option(
      help: ArgumentHelp(
        "Lý do: \(CancellationReason.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "mã"))
    var reason: String

    @Option(help: ArgumentHelp("Ghi chú nội bộ, không ghi tên người.", valueName: "ghi chú"))
    var note: String?

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let reason: String
      let note: String?
    }

    /// Who sends everybody home may think that this closes the door, too.
    private static let stillOpen =
      "Máy vẫn cấp số mới. Muốn ngừng thì chạy: luot office close --reason … hoặc luot service pause …"

    func run() async throws {
      let path = (service.map { ["services", $0] } ?? []) + ["cancel-waiting"]
      try await options.show(.post(path, body: Body(reason: reason, note: note))) {
        (answer: LineCancellationAnswer, daemon) in
        ["Đã hủy \(answer.cancelled.count) số đang chờ vì \(answer.reason.text)."]
          + Wording.line("Đã hủy", answer.cancelled) + Wording.line("Còn ở quầy", answer.atCounters)
          + (try await daemon.board().open ? [Self.stillOpen] : [])
      }
    }
  }
}

extension TicketGroup {
  struct Paper: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Nhập một số đã phát trên giấy khi máy không cấp số được.")

    @Argument(help: ArgumentHelp("Mã dịch vụ, như ho-tich.", valueName: "dịch vụ"))
    var service: String

    @Argument(help: ArgumentHelp("Số ghi trên giấy, như A041.", valueName: "số"))
    var number: String

    @Option(help: ArgumentHelp("Giờ phát số hôm nay, như 08:15.", valueName: "giờ"))
    var issuedAt: String

    @Option(help: ArgumentHelp("Mã diện ưu tiên, như elderly.", valueName: "mã"))
    var priority: String?

    @Option(help: ArgumentHelp("Mã thôn của công dân.", valueName: "mã"))
    var village: String?

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let service: String
      let number: String
      let issuedAt: String
      let priority: String?
      let village: String?
    }

    func run() async throws {
      try await options.using { daemon in
        let today = ServiceDay(of: try await daemon.board().asOf.timestamp, startMinute: 0)
        let body = Body(
          service: service, number: number, issuedAt: Self.instant(issuedAt, on: today), priority: priority,
          village: village)
        let answer = try await daemon.send(.post("tickets", "paper", body: body))
        try await options.show(answer, from: daemon) { (ticket: TicketAnswer, _) in [Wording.line(of: ticket)] }
      }
    }

    /// `08:15` is that time of the day; what else was typed the daemon judges.
    static func instant(_ text: String, on day: ServiceDay) -> String {
      Timestamp(iso8601: "\(day.text)T\(text)+07:00")?.iso8601 ?? text
    }
  }
}

extension Wording {
  /// A heading and numbers after it; nothing when there are none.
  static func line(_ heading: String, _ numbers: [String]) -> [String] {
    numbers.isEmpty ? [] : ["\(heading): \(numbers.joined(separator: ", "))."]
  }
}
