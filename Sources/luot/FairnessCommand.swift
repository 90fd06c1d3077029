import ArgumentParser
import FrontDesk
import Queueing
import Scenes

struct ShowFairness: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fairness", abstract: "Ai chờ lâu nhất, ai được gọi trước người đến sớm hơn và vì sao.")

  @Option(help: ArgumentHelp("Từ ngày, như 2026-11-01; mặc định là hôm nay.", valueName: "ngày"))
  var from: ServiceDay?

  @Option(help: ArgumentHelp("Đến hết ngày; mặc định là hôm nay.", valueName: "ngày"))
  var to: ServiceDay?

  @OptionGroup var options: DaemonOptions

  func run() async throws {
    let request = Request.get("fairness", query: [("from", from?.text), ("to", to?.text)])
    try await options.show(request) { (answer: FairnessAnswer, daemon) in
      Wording.lines(of: answer, names: try await daemon.names())
    }
  }
}

extension Wording {
  static func lines(of fairness: FairnessAnswer, names: OfficeNames) -> [String] {
    let counts = CallReason.allCases.compactMap { reason in
      fairness.jumpOverCounts[reason.rawValue].flatMap { $0 > 0 ? ["\($0.groupedText)", reason.text] : nil }
    }
    let waits = fairness.longestWaits.map { wait in
      [
        wait.number, names.service(wait.service.text) ?? wait.service.text, "\(wait.seconds / 60) phút",
        momentText(wait.calledAt),
      ]
    }
    let jumps = fairness.jumpOvers.map { jump in
      [
        momentText(jump.calledAt), jump.number, "quầy \(jump.counter)", jump.member?.text ?? jump.actor,
        jump.reason.text, jump.over.groupedText, "\(jump.longestWaitSeconds / 60) phút",
      ]
    }
    return [
      "Từ \(fairness.from.vietnameseText) đến \(fairness.to.vietnameseText): \(fairness.calls.groupedText) lần gọi"
    ]
      + ["Chờ lâu nhất"] + (waits.isEmpty ? ["  không có"] : Table(rows: waits).lines(indent: 2))
      + ["Được gọi trước người đến sớm hơn"] + (counts.isEmpty ? ["  không có"] : Table(rows: counts).lines(indent: 2))
      + (jumps.isEmpty
        ? []
        : Table(
          [
            .init("Lúc"), .init("Số"), .init("Tại"), .init("Người gọi"), .init("Vì"), .init("Trước", .right),
            .init("Người kia đã chờ", .right),
          ], rows: jumps
        ).lines(indent: 2))
  }
}
