import FrontDesk
import Logging
import Peripherals
import Queueing
import Storage

/// The inventory as the front desk shows it, and its changes as the store's device log keeps them.
struct DeviceWatch: DeviceList {
  let inventory: Inventory

  init(rules: DeviceRules, store: Store, clock: WallClock, log: Logger) {
    inventory = Inventory(rules: rules, logger: log, now: { clock.now().milliseconds }) { change in
      let entry = DeviceLogEntry(
        at: Timestamp(milliseconds: change.at), event: change.event == .arrived ? .arrived : .lost,
        device: change.device.id, kind: change.device.kind.rawValue, name: change.device.name, detail: nil)
      do {
        try await store.write { tx in try tx.log(entry) }
      } catch {
        log.warning("A device change could not be stored, going on", metadata: ["error": "\(error)"])
      }
    }
  }

  func devices() -> [DevicesAnswer.Device] {
    inventory.current.devices.map {
      DevicesAnswer.Device(
        id: $0.id, kind: $0.kind.rawValue, name: $0.name, serial: $0.serial, port: $0.port, node: $0.node)
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
    }
  }
}
