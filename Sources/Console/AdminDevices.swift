import FrontDesk
import Hummingbird
import Queueing
import Records

/// What is plugged in, what is missing, and what came, went and failed.
struct DevicesWords {
  struct Printer {
    let id: String
    let kind: String
    let state: String
    let detail: String
    let canTest: Bool
  }

  struct Device {
    let name: String
    let kind: String
    let place: String
    let trouble: String?
  }

  struct Day {
    let title: String
    let episodes: [Episode]
  }

  struct Episode {
    let name: String
    let kind: String
    let text: String
    let isOpen: Bool
  }

  let missing: [String]
  let hasMissing: Bool
  let printers: [Printer]
  let hasPrinters: Bool
  let devices: [Device]
  let hasDevices: Bool
  let days: [Day]
  let hasHistory: Bool
  let canLook: Bool

  /// Episodes shown at most.
  private static let historyLimit = 60

  init(_ answer: DevicesAnswer, printers conditions: [PrinterAnswer], for role: Role) {
    missing = answer.expected.filter { $0.required && $0.device == nil }.map { "\($0.name) (\($0.id))" }
    hasMissing = !missing.isEmpty
    let isKeeper = role == .administrator
    printers = conditions.map {
      Printer(
        id: $0.id, kind: $0.state == "ready" ? "ok" : "degraded", state: $0.state == "ready" ? "Sẵn sàng" : "Cần xem",
        detail: $0.detail, canTest: isKeeper)
    }
    hasPrinters = !printers.isEmpty
    devices = answer.devices.map { device in
      Device(
        name: device.name, kind: DevicesAnswer.kindName(device.kind),
        place: [device.port.map { "cổng \($0)" }, device.serial.map { "số máy \($0)" }, device.node]
          .compactMap(\.self).joined(separator: " · "),
        trouble: device.reachable ? nil : "Máy không có quyền mở thiết bị này. Hãy cài lại gói luot hoặc kiểm tra udev."
      )
    }
    hasDevices = !devices.isEmpty
    let episodes = answer.history(limit: Self.historyLimit)
    var grouped: [(day: ServiceDay, episodes: [Episode])] = []
    for episode in episodes {
      let words = Episode(
        name: episode.start.name, kind: DevicesAnswer.kindName(episode.start.kind), text: episode.text,
        isOpen: episode.isOpen)
      if grouped.last?.day == episode.day {
        grouped[grouped.count - 1].episodes.append(words)
      } else {
        grouped.append((episode.day, [words]))
      }
    }
    days = grouped.map {
      Day(title: "\($0.day.weekday.vietnameseName), \($0.day.vietnameseText)", episodes: $0.episodes)
    }
    hasHistory = !days.isEmpty
    canLook = isKeeper
  }
}

extension Routes {
  var adminDevices: [Route] {
    let (context, reception) = (context, reception)
    return page(
      .devices,
      live: AdminPart { call in
        let words = DevicesWords(
          try await reception.devices(in: context.devices), printers: context.printing?.conditions ?? [],
          for: call.visitor.role ?? .volunteer)
        return try Pages.html("admin-devices", words)
      })
  }
}
