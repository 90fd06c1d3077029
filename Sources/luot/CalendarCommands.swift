import ArgumentParser
import FrontDesk
import Queueing

extension RegisterList {
  struct Calendar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Những ngày khác với giờ trong tuần, và vì sao; mặc định một năm từ hôm nay.")

    @Option(help: ArgumentHelp("Từ ngày, như 2027-01-01.", valueName: "ngày"))
    var from: ServiceDay?

    @Option(help: ArgumentHelp("Đến hết ngày.", valueName: "ngày"))
    var to: ServiceDay?

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      let request = Request.get(
        "registers", "calendar", query: [("from", from?.text), ("to", to?.text)])
      try await options.show(request) { (days: [CalendarDayAnswer], _) in Wording.table(of: days) }
    }
  }
}

extension RegisterAdd {
  struct Calendar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Cho một ngày nghỉ, hoặc mở cửa theo giờ khác; không cần khởi động lại.")

    @Argument(help: ArgumentHelp("Ngày, như 2027-03-02.", valueName: "ngày"))
    var date: ServiceDay

    @Flag(help: "Nghỉ cả ngày.")
    var closed = false

    @Option(
      name: .customLong("hours"),
      help: ArgumentHelp("Khoảng giờ mở cửa, như 07:30-11:30; ghi nhiều lần được.", valueName: "giờ"))
    var hours: [String] = []

    @Option(help: ArgumentHelp("Lý do, người dân đọc được, không ghi tên người.", valueName: "lý do"))
    var reason: String

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let date: String
      let kind: String
      let hours: [String]
      let reason: String
    }

    func validate() throws {
      guard closed != !hours.isEmpty else {
        throw ValidationError("Hãy ghi một trong hai: --closed hoặc --hours.")
      }
    }

    func run() async throws {
      let body = Body(date: date.text, kind: closed ? "closed" : "open", hours: hours, reason: reason)
      try await options.show(.post("registers", "calendar", body: body)) { (day: CalendarDayAnswer, _) in
        ["Đã ghi ngày \(Wording.line(of: day))"]
      }
    }
  }
}

extension RegisterEnd {
  struct Calendar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bỏ một ngày khỏi sổ lịch: lại theo lịch thường.")

    @Argument(help: ArgumentHelp("Ngày, như 2027-03-02.", valueName: "ngày"))
    var date: ServiceDay

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      let request = try Request.post("registers", "calendar", date.text, "end", body: NoFields())
      try await options.show(request) { (day: CalendarDayAnswer, _) in
        ["Đã bỏ ngày \(Wording.line(of: day))"]
      }
    }
  }
}
