package import Queueing
import Scenes

/// What a device went through, from its beginning to its end: “rút 09:14, cắm lại 09:16”.
package struct DeviceEpisode: Hashable, Sendable {
  package let start: DevicesAnswer.Event
  /// What ended it; `nil` while it lasts, and for what has no end of its own.
  package fileprivate(set) var end: DevicesAnswer.Event?

  package var day: ServiceDay { Self.day(start) }

  /// Whether something is missing or broken still.
  package var isOpen: Bool { end == nil && ["lost", "fault"].contains(start.event) }

  package var text: String {
    let began =
      switch start.event {
      case "arrived": "cắm"
      case "lost": "rút"
      case "fault": "lỗi"
      case "mended": "hết lỗi"
      default: start.event
      }
    var text = "\(began) \(start.at.timestamp.clockText)" + (start.detail.map { " (\($0))" } ?? "")
    if let end {
      text += start.event == "lost" ? ", cắm lại " : ", hết lỗi "
      text += end.at.timestamp.clockText + (Self.day(end) == day ? "" : " \(Self.day(end).vietnameseText)")
    }
    return text
  }

  private static func day(_ event: DevicesAnswer.Event) -> ServiceDay {
    ServiceDay(of: event.at.timestamp, startMinute: 0)
  }
}

extension DevicesAnswer {
  /// The latest episodes, newest first.
  package func history(limit: Int) -> [DeviceEpisode] {
    var episodes: [DeviceEpisode] = []
    // Where the loss or the fault of a device stands that has not ended yet.
    var open: [[String]: Int] = [:]
    for event in log.reversed() {
      switch event.event {
      case "arrived", "mended":
        let began = event.event == "arrived" ? "lost" : "fault"
        if let index = open.removeValue(forKey: [event.device, began]) {
          episodes[index].end = event
        } else {
          episodes.append(DeviceEpisode(start: event))
        }
      default:
        open[[event.device, event.event]] = episodes.count
        episodes.append(DeviceEpisode(start: event))
      }
    }
    return Array(episodes.suffix(limit).reversed())
  }

  package static func kindName(_ kind: String) -> String {
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
