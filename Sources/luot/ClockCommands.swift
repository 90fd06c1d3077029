import ArgumentParser
import FrontDesk
import Queueing

struct ClockGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock", abstract: "Xem giờ của trung tâm và xác nhận đồng hồ máy.",
    subcommands: [Show.self, Accept.self])

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cho xem giờ và độ tin cậy của đồng hồ.")

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.get("clock")) { (clock: ClockAnswer, _) in Wording.lines(of: clock) }
    }
  }

  struct Accept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Xác nhận đồng hồ máy đang chỉ đúng giờ.",
      discussion: "Dùng sau khi chỉnh giờ máy. Từ lúc đó giờ của trung tâm là giờ của máy.")

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.post("clock", "accept", body: NoFields())) { (clock: ClockAnswer, _) in
        Wording.lines(of: clock)
      }
    }
  }
}

extension Wording {
  static func lines(of clock: ClockAnswer) -> [String] {
    var rows = [
      ["Giờ của trung tâm", clock.now.timestamp.iso8601], ["Đồng hồ máy", clock.machine.timestamp.iso8601],
      ["Ngày làm việc", clock.serviceDay.vietnameseText],
      ["Đồng bộ", clock.synchronised ? "có" : "không"],
    ]
    if let fault = clock.fault { rows.append(["Chưa tin đồng hồ", fault.text]) }
    return Table(rows: rows).lines()
  }
}
