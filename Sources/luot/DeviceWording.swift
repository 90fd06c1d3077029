import FrontDesk
import Queueing

/// Devices as the lines a person reads.
extension Wording {
  /// What is plugged in, what is missing, and what came, went and failed of late.
  static func lines(of answer: DevicesAnswer) -> [String] {
    let missing = answer.expected.filter { $0.required && $0.device == nil }.map { "Thiếu: \($0.name) (\($0.id))." }
    let history = Table(rows: answer.history(limit: historyLimit).map(row)).lines(indent: 2)
    return table(of: answer.devices) + missing + (history.isEmpty ? [] : ["Đã ghi"] + history)
  }

  private static func table(of devices: [DevicesAnswer.Device]) -> [String] {
    guard !devices.isEmpty else { return ["Không có thiết bị nào đang cắm."] }
    return Table(
      [.init("Loại"), .init("Tên"), .init("Mã"), .init("Nút")],
      rows: devices.map {
        [
          DevicesAnswer.kindName($0.kind), $0.name, $0.id,
          ($0.node ?? "–") + ($0.reachable ? "" : " (không có quyền mở)"),
        ]
      }
    ).lines()
  }

  static func line(of event: DevicesAnswer.Event) -> String {
    let what =
      switch event.event {
      case "arrived": "cắm vào"
      case "lost": "rút ra"
      case "fault": "lỗi"
      case "mended": "hết lỗi"
      default: event.event
      }
    let detail = event.detail.map { " – \($0)" } ?? ""
    return "\(momentText(event.at))  \(what)  \(DevicesAnswer.kindName(event.kind))  \(event.name)\(detail)"
  }

  private static let historyLimit = 20

  private static func row(_ episode: DeviceEpisode) -> [String] {
    let start = episode.start
    return [episode.day.vietnameseText, DevicesAnswer.kindName(start.kind), start.name, episode.text]
  }
}
