import ArgumentParser
import Daemon
import Foundation
import Queueing
import Scenes

struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cho những người đến giả định đi qua trung tâm.",
    discussion: """
      Có --state: ghi những ngày làm việc trọn vẹn vào một thư mục dữ liệu mà luotd không đang dùng. \
      Không có --state: lấy số, gọi và kết thúc ngay tại luotd đang chạy thử (luotd --demo), nhanh hết mức, hoặc theo \
      thời gian với --speed.
      """)

  static let installedConfiguration = "/etc/luot/luot.toml"

  @Option(help: ArgumentHelp("Ngày đầu tiên, cần khi có --state.", valueName: "ngày"))
  var day: ServiceDay?

  @Option(help: ArgumentHelp("Số ngày liên tiếp, chỉ với --state.", valueName: "số"))
  var days = 1

  @Option(help: ArgumentHelp("Số người đến mỗi ngày mở cửa.", valueName: "số"))
  var visitors = 120

  @Option(help: ArgumentHelp("Mầm: cùng mầm thì cùng những người đến.", valueName: "số"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Tại luotd đang chạy: nhanh gấp mấy lần ngoài đời; 1 là đúng như ngoài đời. Không ghi thì nhanh hết mức.",
      valueName: "lần"))
  var speed: Double?

  @Option(help: ArgumentHelp("Thư mục dữ liệu.", valueName: "thư mục"))
  var state: String?

  @Option(help: ArgumentHelp("Tệp cấu hình, dùng với --state.", valueName: "tệp"))
  var config = Simulate.installedConfiguration

  @OptionGroup var options: DaemonOptions

  func validate() throws {
    guard (1...20_000).contains(days) else { throw ValidationError("--days phải từ 1 đến 20000 ngày.") }
    guard (0...1_000_000).contains(visitors) else { throw ValidationError("--visitors phải từ 0 đến 1000000 người.") }
    if state == nil, day != nil || days != 1 {
      throw ValidationError("--day và --days cần có --state; luotd đang chạy chỉ có ngày hôm nay.")
    }
    if let speed, !(0.1...1_000_000).contains(speed) {
      throw ValidationError("--speed phải từ 0.1 đến 1000000 lần.")
    }
    if state != nil, speed != nil { throw ValidationError("--speed chỉ dùng với luotd đang chạy, không cùng --state.") }
    if state != nil, day == nil { throw ValidationError("Thiếu --day: ngày đầu tiên của những ngày giả định.") }
  }

  func run() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    let tally: SimulationTally
    if let state, let day {
      tally = try await SimulatedHistory(state: state, config: config).play(
        from: day, days: days, visitors: visitors, seed: seed)
    } else {
      tally = try await options.using { daemon in
        try await SimulatedRush(daemon: daemon, speed: speed).play(visitors: visitors, seed: seed)
      }
    }
    if options.json {
      try printJSON(tally)
    } else {
      tally.lines(took: clock.now - start).forEach { print($0) }
    }
  }
}

/// What came of simulated visits.
struct SimulationTally: Codable, Hashable, Sendable {
  var days = 0
  var issued = 0
  /// Of those, with priority.
  var priority = 0
  var called = 0
  var finished = 0
  /// Lượt recorded.
  var assistances = 0
  var noShow = 0
  var parked = 0
  var transferred = 0
  var cancelled = 0
  /// Volunteers' rests.
  var breaks = 0
  /// Steps that a rule of the queue refused.
  var refused = 0

  func lines(took duration: Duration) -> [String] {
    let rows = [
      ("ngày mở cửa", days), ("số đã cấp", issued), ("số ưu tiên", priority), ("lần gọi", called),
      ("số đã xong", finished),
      ("lượt hỗ trợ", assistances), ("vắng mặt", noShow), ("tạm gác", parked), ("chuyển", transferred),
      ("hủy", cancelled), ("lần nghỉ của tình nguyện viên", breaks), ("bước bị từ chối", refused),
    ]
    return Table([.init("", .right), .init("")], rows: rows.map { [$0.1.groupedText, $0.0] }).lines()
      + ["Mất \(duration.components.seconds) giây."]
  }
}
