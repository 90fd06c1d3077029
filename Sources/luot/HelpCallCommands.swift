import ArgumentParser
import FrontDesk
import Queueing

struct HelpCallGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help-call", abstract: "Xem ai đang gọi người hỗ trợ ở kiosk và nhận đến giúp.",
    subcommands: [List.self, Acknowledge.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cho xem các lời gọi hỗ trợ hôm nay, mới nhất trước.")

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.get("help-calls")) { (calls: [HelpCallAnswer], _) in
        calls.isEmpty ? ["Hôm nay chưa ai gọi hỗ trợ."] : Table(rows: calls.map(Wording.cells)).lines()
      }
    }
  }

  struct Acknowledge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Nhận đến giúp người đang gọi.")

    @Argument(help: ArgumentHelp("Số của lời gọi, như luot help-call list ghi.", valueName: "số"))
    var id: Int64

    @Option(help: ArgumentHelp("Người đến giúp đi từ quầy nào.", valueName: "quầy"))
    var counter: String?

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let counter: String?
    }

    func run() async throws {
      try await options.show(.post("help-calls", String(id), "acknowledge", body: Body(counter: counter))) {
        (call: HelpCallAnswer, _) in Table(rows: [Wording.cells(of: call)]).lines()
      }
    }
  }
}

extension Wording {
  /// The number of a call, when and where it was made, and who goes.
  static func cells(of call: HelpCallAnswer) -> [String] {
    let answer = call.acknowledgedAt.map { at in
      "\(call.counter.map { "quầy \($0)" } ?? "đã có người") nhận lúc \(at.timestamp.clockText)"
    }
    return [String(call.id), call.calledAt.timestamp.clockText, call.screen, answer ?? "chưa ai nhận"]
  }
}
