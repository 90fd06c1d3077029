import FrontDesk
import Logging
import Peripherals
import Settings

/// The inventory as the front desk shows it, and its changes as the device log keeps them.
struct DeviceWatch: DeviceList {
  let inventory: Inventory
  private let named: [(id: String, name: String, isRequired: Bool, match: Peripherals.DeviceMatch)]

  init(rules: DeviceRules, named: [Configuration.Device], log: DeviceLog, logger: Logger) {
    self.named = named.map { ($0.id, $0.name, $0.isRequired, Peripherals.DeviceMatch($0.rule.match)) }
    inventory = Inventory(rules: rules, logger: logger) { changes in
      let (arrived, lost) = (changes.arrived.map(DeviceLog.Subject.init), changes.lost.map(DeviceLog.Subject.init))
      if changes.isBeginning {
        await log.noteBeginning(present: arrived)
      } else {
        await log.noteChange(arrived: arrived, lost: lost)
      }
    }
  }

  func devices() -> [DevicesAnswer.Device] {
    inventory.current.devices.map {
      DevicesAnswer.Device(
        id: $0.id, kind: $0.kind.rawValue, name: $0.name, serial: $0.serial, port: $0.port, node: $0.node,
        reachable: $0.isReachable)
    }
  }

  func expected() -> [DevicesAnswer.Expected] {
    let devices = inventory.current.devices
    return named.map { one in
      DevicesAnswer.Expected(
        id: one.id, name: one.name, required: one.isRequired, device: devices.first(where: one.match.matches)?.id)
    }
  }

  /// Keeps health informed for as long as the inventory lives.
  func report(to health: HealthRegister) async {
    for await snapshot in inventory.snapshots() {
      if let blindness = snapshot.blindness {
        health.note("devices", .degraded, blindness)
      } else {
        health.note("devices", .ok, "Đang theo dõi \(snapshot.devices.count) thiết bị.")
      }
      guard snapshot.hasLooked else { continue }
      for one in named where one.isRequired {
        let (status, detail) = judgement(of: one.name, snapshot.devices.first(where: one.match.matches))
        health.note("device-\(one.id)", status, detail)
      }
    }
  }
}

/// How a device is that must be there, and what to do about it.
private func judgement(of name: String, _ device: Device?) -> (HealthCheck.Status, String) {
  guard let device else {
    return (.degraded, "Không thấy \(name). Hãy kiểm tra dây và nguồn; cắm lại là dùng được ngay.")
  }
  guard device.isReachable else {
    return (
      .degraded,
      "\(name) đang cắm nhưng luotd không có quyền mở \(device.node ?? device.id). Hãy cài tệp luật udev 71-luot.rules."
    )
  }
  return (.ok, "\(name) đang cắm.")
}

extension DeviceLog.Subject {
  init(_ device: Device) {
    self.init(id: device.id, kind: device.kind.rawValue, name: device.name)
  }
}
