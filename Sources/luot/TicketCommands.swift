import ArgumentParser
import FrontDesk
import Queueing

struct TicketGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ticket", abstract: "Lấy số, xem và xử lý một số.",
    subcommands: [Take.self, Show.self, Cancel.self, Return.self, Reprint.self, Paper.self])

  struct Take: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lấy một số.")

    @Argument(help: ArgumentHelp("Mã dịch vụ, như ho-tich.", valueName: "dịch vụ"))
    var service: String

    @Option(help: ArgumentHelp("Mã diện ưu tiên, như elderly.", valueName: "mã"))
    var priority: String?

    @Option(help: ArgumentHelp("Mã thôn của công dân.", valueName: "mã"))
    var village: String?

    @Option(help: ArgumentHelp("Lý do cấp số khi đang đóng cửa, không ghi tên người.", valueName: "lý do"))
    var override: String?

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let service: String
      let priority: String?
      let village: String?
      let override: String?
    }

    func run() async throws {
      let request = try Request.post(
        "tickets", body: Body(service: service, priority: priority, village: village, override: override))
      try await options.show(request) { (ticket: TicketAnswer, daemon) in
        Wording.lines(of: ticket, names: try await daemon.names())
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cho xem một số.")

    @OptionGroup var ticket: TicketOptions
    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.using { daemon in
        let id = try await ticket.id(from: daemon)
        let answer = try await daemon.send(.get("tickets", id))
        try await options.show(answer, from: daemon) { (ticket: TicketAnswer, daemon) in
          Wording.lines(of: ticket, names: try await daemon.names())
        }
      }
    }
  }

  struct Cancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Hủy một số.")

    @OptionGroup var ticket: TicketOptions

    @Option(help: ArgumentHelp("Lý do, không ghi tên người.", valueName: "lý do"))
    var reason: String?

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let reason: String?
    }

    func run() async throws {
      try await ticket.act("cancel", Body(reason: reason), options)
    }
  }

  struct Return: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cho số vắng mặt hoặc tạm gác quay lại hàng chờ.")

    @OptionGroup var ticket: TicketOptions
    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await ticket.act("return", NoFields(), options)
    }
  }

  struct Reprint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "In lại phiếu của một số.")

    @OptionGroup var ticket: TicketOptions
    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await ticket.act("reprint", NoFields(), options)
    }
  }
}

/// Which ticket is meant.
struct TicketOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Số của hôm nay, như A005, hoặc mã đầy đủ, như 2026-11-23-a005.", valueName: "số"))
  var number: TicketName

  @Option(help: ArgumentHelp("Ngày của số, như 2026-11-23; mặc định là hôm nay.", valueName: "ngày"))
  var day: ServiceDay?

  func id(from daemon: DaemonClient) async throws -> String {
    switch number {
    case .id(let id): return id.text
    case .number(let number):
      if let day { return TicketID(day: day, number: number).text }
      return TicketID(day: try await daemon.board().serviceDay, number: number).text
    }
  }

  func act(_ verb: String, _ body: some Encodable, _ options: DaemonOptions) async throws {
    try await options.using { daemon in
      let answer = try await daemon.send(.post("tickets", try await id(from: daemon), verb, body: body))
      try await options.show(answer, from: daemon) { (ticket: TicketAnswer, _) in [Wording.line(of: ticket)] }
    }
  }
}

/// A ticket as people name it: by its number, or by its id.
enum TicketName: Hashable, ExpressibleByArgument {
  case number(TicketNumber)
  case id(TicketID)

  init?(argument: String) {
    if let number = TicketNumber(argument) {
      self = .number(number)
    } else if let id = TicketID(argument) {
      self = .id(id)
    } else {
      return nil
    }
  }
}

extension ServiceDay: ExpressibleByArgument {
  /// `2026-11-23`, and `23/11/2026` as people write it.
  package init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    self.init(parts.count == 3 ? parts.reversed().joined(separator: "-") : argument)
  }
}
