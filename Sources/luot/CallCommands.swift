import ArgumentParser
import FrontDesk
import Queueing
import Records

struct CallGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call", abstract: "Gọi số tại một quầy và xử lý số quầy đang giữ.",
    subcommands: [
      Next.self, CallTicket.self, Recall.self, Start.self, NoShow.self, Park.self, Transfer.self, Undo.self,
      Finish.self,
    ])

  struct Next: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Gọi người tiếp theo.")

    @Argument(help: CounterOption.help)
    var counter: String

    @Option(
      help: ArgumentHelp("Số quầy đang giữ thì thành gì: no-show (vắng mặt) hoặc park (tạm gác).", valueName: "mã"))
    var current: String?

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let current: String?
    }

    func run() async throws {
      try await options.using { daemon in
        let answer = try await daemon.send(.post("counters", counter, "call-next", body: Body(current: current)))
        guard answer.status != 204 || options.json else { return print("Không có ai chờ quầy \(counter).") }
        try await options.show(answer, from: daemon) { (call: CallAnswer, _) in
          ["\(Wording.line(of: call.ticket)) \(call.reason.text)."]
        }
      }
    }
  }

  struct CallTicket: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ticket", abstract: "Gọi một số do cán bộ chọn.")

    @Argument(help: CounterOption.help)
    var counter: String

    @Argument(help: ArgumentHelp("Số của hôm nay, như A005.", valueName: "số"))
    var number: String

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let ticket: String
    }

    func run() async throws {
      try await Holding.act("call", at: counter, Body(ticket: number), options)
    }
  }

  struct Recall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Gọi lại số quầy đang giữ.")

    @Argument(help: CounterOption.help)
    var counter: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await Holding.act("recall", at: counter, NoFields(), options)
    }
  }

  struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Người được gọi đã tới, bắt đầu phục vụ.")

    @Argument(help: CounterOption.help)
    var counter: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await Holding.act("start", at: counter, NoFields(), options)
    }
  }

  struct NoShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "no-show", abstract: "Người được gọi vắng mặt.")

    @Argument(help: CounterOption.help)
    var counter: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await Holding.act("no-show", at: counter, NoFields(), options)
    }
  }

  struct Park: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Tạm gác số quầy đang giữ.")

    @Argument(help: CounterOption.help)
    var counter: String

    @Option(help: ArgumentHelp("Sau bao nhiêu phút thì quay lại hàng.", valueName: "phút"))
    var minutes: Int

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let minutes: Int
    }

    func run() async throws {
      try await Holding.act("park", at: counter, Body(minutes: minutes), options)
    }
  }

  struct Transfer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Chuyển số quầy đang giữ sang dịch vụ khác hoặc quầy khác.")

    @Argument(help: CounterOption.help)
    var counter: String

    @Option(help: ArgumentHelp("Mã dịch vụ chuyển tới.", valueName: "mã"))
    var service: String?

    @Option(name: .customLong("to-counter"), help: ArgumentHelp("Mã quầy chuyển tới.", valueName: "mã"))
    var target: String?

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let service: String?
      let counter: String?
    }

    func validate() throws {
      if (service == nil) == (target == nil) {
        throw ValidationError("Cần đúng một trong hai: --service hoặc --to-counter.")
      }
    }

    func run() async throws {
      try await Holding.act("transfer", at: counter, Body(service: service, counter: target), options)
    }
  }

  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Hoàn tác lần gọi vừa rồi.")

    @Argument(help: CounterOption.help)
    var counter: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await Holding.act("undo", at: counter, NoFields(), options)
    }
  }

  struct Finish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Kết thúc phục vụ và ghi những việc đã hỗ trợ.",
      discussion: "Không ghi --activity thì chỉ kết thúc, không ghi lượt hỗ trợ nào.")

    @Argument(help: CounterOption.help)
    var counter: String

    @Option(help: ArgumentHelp("Số phút của mỗi việc.", valueName: "phút"))
    var minutes: Int?

    @OptionGroup var help: HelpOptions
    @OptionGroup var options: DaemonOptions

    struct Body: Encodable {
      let assistance: AssistanceDraft?
    }

    var body: Body {
      Body(assistance: help.isSilent && minutes == nil ? nil : help.draft(minutesEach: minutes))
    }

    func run() async throws {
      try await Holding.act("finish", at: counter, body, options)
    }
  }
}

/// What is done with the ticket that a counter holds.
private enum Holding {
  static func act(
    _ verb: String, at counter: String, _ body: some Encodable, _ options: DaemonOptions
  ) async throws {
    try await options.show(.post("counters", counter, verb, body: body)) { (ticket: TicketAnswer, _) in
      [Wording.line(of: ticket)]
    }
  }
}
