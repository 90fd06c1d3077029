import FrontDesk
import Queueing

/// Devices as the lines a person reads.
extension Wording {
  /// What is plugged in, what is missing, and what came, went and failed of late.
  static func lines(of answer: DevicesAnswer) -> [String] {
    let missing = answer.expected.filter { $0.required && $0.device == nil }.map { "Thiếu: \($0.name) (\($0.id))." }
    let history = Self.history(answer.log)
    return table(of: answer.devices) + missing + (history.isEmpty ? [] : ["Đã ghi"] + history)
  }

  private static func table(of devices: [DevicesAnswer.Device]) -> [String] {
    guard !devices.isEmpty else { return ["Không có thiết bị nào đang cắm."] }
    return Table(
      [.init("Loại"), .init("Tên"), .init("Mã"), .init("Nút")],
      rows: devices.map {
        [kindName($0.kind), $0.name, $0.id, ($0.node ?? "–") + ($0.reachable ? "" : " (không có quyền mở)")]
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
    return "\(momentText(event.at))  \(what)  \(kindName(event.kind))  \(event.name)\(detail)"
  }

  // MARK: - History

  /// What a device went through, from its beginning to its end.
  private struct Episode {
    let start: DevicesAnswer.Event
    var end: DevicesAnswer.Event?
  }

  private static let historyLimit = 20

  /// The latest episodes, newest first; `log` is newest first.
  private static func history(_ log: [DevicesAnswer.Event]) -> [String] {
    var episodes: [Episode] = []
    // Where the loss or the fault of a device stands that has not ended yet.
    var open: [[String]: Int] = [:]
    for event in log.reversed() {
      switch event.event {
      case "arrived", "mended":
        let began = event.event == "arrived" ? "lost" : "fault"
        if let index = open.removeValue(forKey: [event.device, began]) {
          episodes[index].end = event
        } else {
          episodes.append(Episode(start: event))
        }
      default:
        open[[event.device, event.event]] = episodes.count
        episodes.append(Episode(start: event))
      }
    }
    return Table(rows: episodes.suffix(historyLimit).reversed().map(row)).lines(indent: 2)
  }

  private static func row(_ episode: Episode) -> [String] {
    let start = episode.start
    return [day(start).vietnameseText, kindName(start.kind), start.name, text(of: episode)]
  }

  /// “rút 09:14, cắm lại 09:16”
  private static func text(of episode: Episode) -> String {
    let start = episode.start
    let began =
      switch start.event {
      case "arrived": "cắm"
      case "lost": "rút"
      case "fault": "lỗi"
      case "mended": "hết lỗi"
      default: start.event
      }
    var text = "\(began) \(start.at.timestamp.clockText)" + (start.detail.map { " (\($0))" } ?? "")
    if let end = episode.end {
      text += start.event == "lost" ? ", cắm lại " : ", hết lỗi "
      text += day(end) == day(start) ? end.at.timestamp.clockText : momentText(end.at)
    }
    return text
  }

  private static func day(_ event: DevicesAnswer.Event) -> ServiceDay {
    ServiceDay(of: event.at.timestamp, startMinute: 0)
  }

  private static func kindName(_ kind: String) -> String {
    switch kind {
    case "printer": "máy in"
    case "card-reader": "đầu đọc thẻ"
    case "scanner": "máy quét mã"
    case "touch": "màn cảm ứng"
    case "keyboard": "bàn phím"
    case "keypad": "bàn phím số"
    default: kind
    }
  }
}
