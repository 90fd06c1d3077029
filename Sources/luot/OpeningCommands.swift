import ArgumentParser
import FrontDesk
import Queueing

struct ServiceGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service", abstract: "Xem, tạm dừng và mở lại việc cấp số của một dịch vụ.",
    subcommands: [List.self, Pause.self, Resume.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cho xem các dịch vụ và số người chờ.")

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.get("services")) { (services: [ServiceAnswer], _) in Wording.lines(of: services) }
    }
  }

  struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tạm dừng cấp số cho một dịch vụ; người đã có số vẫn được gọi.")

    @Argument(help: ServiceOption.help)
    var service: String

    @OptionGroup var order: OrderOptions
    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.using { daemon in
        let answer = try await daemon.send(.post("services", service, "pause", body: order.body(for: daemon)))
        try await options.show(answer, from: daemon) { (service: ServiceAnswer, _) in [Wording.line(of: service)] }
      }
    }
  }

  struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cấp số lại cho một dịch vụ đang tạm dừng.")

    @Argument(help: ServiceOption.help)
    var service: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.post("services", service, "resume", body: NoFields())) { (service: ServiceAnswer, _) in
        [Wording.line(of: service)]
      }
    }
  }
}

private enum ServiceOption {
  static let help = ArgumentHelp("Mã dịch vụ, như ho-tich.", valueName: "dịch vụ")
}

struct OfficeGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "office", abstract: "Mở cửa hoặc đóng cửa một lúc, khác với lịch.",
    subcommands: [Show.self, Open.self, Close.self, Resume.self])

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cho biết đang cấp số hay không, và vì sao.")

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.get("office")) { (opening: OpeningAnswer, _) in Wording.lines(of: opening) }
    }
  }

  struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cấp số từ bây giờ đến giờ ghi ở --until.")

    @OptionGroup var order: OrderOptions
    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await OfficeOption.order("open", order, options)
    }
  }

  struct Close: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ngừng cấp số từ bây giờ đến giờ ghi ở --until; người đã có số vẫn được gọi.")

    @OptionGroup var order: OrderOptions
    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await OfficeOption.order("close", order, options)
    }
  }

  struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bỏ lệnh mở, đóng cửa: lại theo lịch.")

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.post("office", "resume", body: NoFields())) { (opening: OpeningAnswer, _) in
        Wording.lines(of: opening)
      }
    }
  }
}

private enum OfficeOption {
  static func order(_ verb: String, _ order: OrderOptions, _ options: DaemonOptions) async throws {
    try await options.using { daemon in
      let answer = try await daemon.send(.post("office", verb, body: order.body(for: daemon)))
      try await options.show(answer, from: daemon) { (opening: OpeningAnswer, _) in Wording.lines(of: opening) }
    }
  }
}

/// Until when, and why.
struct OrderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Đến giờ nào hôm nay, như 16:30, hoặc lúc nào, như 2026-11-24T16:30:00+07:00; lệnh đóng cửa, tạm dừng không ghi là đến hết ngày.",
      valueName: "giờ"))
  var until: ClockOrInstant?

  @Option(help: ArgumentHelp("Lý do, người dân đọc được, không ghi tên người.", valueName: "lý do"))
  var reason: String

  struct Body: Encodable {
    let until: String?
    let reason: String
  }

  /// Today is the office's, which is not the machine's while its clock is not trusted.
  func body(for daemon: DaemonClient) async throws -> Body {
    guard let until else { return Body(until: nil, reason: reason) }
    let now = try await daemon.board().asOf.timestamp
    return Body(until: until.instant(seenAt: now).iso8601, reason: reason)
  }
}

/// An instant as people name it: by the clock of today, or whole.
enum ClockOrInstant: Hashable, ExpressibleByArgument {
  /// Minutes after midnight.
  case clock(Int)
  case instant(Timestamp)

  init?(argument: String) {
    if let instant = Timestamp(iso8601: argument) {
      self = .instant(instant)
    } else if let minute = OpeningSlot("\(argument)-24:00")?.from ?? OpeningSlot("00:00-\(argument)")?.until {
      self = .clock(minute)
    } else {
      return nil
    }
  }

  func instant(seenAt now: Timestamp) -> Timestamp {
    switch self {
    case .clock(let minute):
      CivilTime.instant(epochDay: CivilTime.split(now).epochDay, secondOfDay: minute * 60)
    case .instant(let instant): instant
    }
  }
}
