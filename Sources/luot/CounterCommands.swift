import ArgumentParser
import FrontDesk

struct CounterGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "counter", abstract: "Xem, mở, tạm nghỉ và đóng quầy.",
    subcommands: [List.self, Open.self, Pause.self, Close.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cho xem các quầy.")

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.get("counters")) { (counters: [CounterAnswer], _) in Wording.table(of: counters) }
    }
  }

  struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Mở quầy để gọi số.")

    @Argument(help: CounterOption.help)
    var counter: String

    @Option(help: ArgumentHelp("Mã thành viên ngồi quầy.", valueName: "mã"))
    var member: String?

    @Option(
      name: .customLong("service"),
      help: ArgumentHelp("Mã dịch vụ quầy phục vụ lần này; ghi nhiều lần được.", valueName: "mã"))
    var services: [String] = []

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let member: String?
      let services: [String]?
    }

    func run() async throws {
      let body = Body(member: member, services: services.isEmpty ? nil : services)
      try await CounterOption.act("open", at: counter, body, options)
    }
  }

  struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cho quầy tạm nghỉ.")

    @Argument(help: CounterOption.help)
    var counter: String

    @Option(help: ArgumentHelp("Lý do, không ghi tên người.", valueName: "lý do"))
    var reason: String?

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let reason: String?
    }

    func run() async throws {
      try await CounterOption.act("pause", at: counter, Body(reason: reason), options)
    }
  }

  struct Close: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Đóng quầy.")

    @Argument(help: CounterOption.help)
    var counter: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await CounterOption.act("close", at: counter, NoFields(), options)
    }
  }
}

/// The counter that a command is about.
enum CounterOption {
  static let help = ArgumentHelp("Mã quầy, như 1.", valueName: "quầy")

  static func act(
    _ verb: String, at counter: String, _ body: some Encodable, _ options: DaemonOptions
  ) async throws {
    try await options.show(.post("counters", counter, verb, body: body)) { (counter: CounterAnswer, _) in
      [Wording.line(of: counter)]
    }
  }
}
