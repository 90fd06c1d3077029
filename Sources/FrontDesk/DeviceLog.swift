package import Logging
package import Storage
import Synchronization

/// What devices did, as the store keeps it: every arrival, loss, fault and mending, with its time.
///
/// Nothing waits for it and nothing fails with it: what cannot be stored now is kept in memory and stored with what
/// comes next.
package final class DeviceLog: Sendable {
  /// A device as the log names it.
  package struct Subject: Hashable, Sendable {
    package let id: String
    package let kind: String
    package let name: String

    package init(id: String, kind: String, name: String) {
      self.id = id
      self.kind = kind
      self.name = name
    }
  }

  /// Entries that wait for a store that cannot be written; then the oldest are given up.
  package static let waitingLimit = 256

  private let store: Store
  private let clock: WallClock
  private let log: Logger
  private let waiting = Mutex<[DeviceLogEntry]>([])

  package init(store: Store, clock: WallClock, log: Logger) {
    self.store = store
    self.clock = clock
    self.log = log
  }

  /// Something is wrong with a device, in a few Vietnamese words without a full stop: “hết giấy”.
  package func noteFault(_ detail: String, of device: Subject) async {
    await add([entry(.fault, device, detail: detail)])
  }

  /// It works again.
  package func noteMended(_ device: Subject) async {
    await add([entry(.mended, device)])
  }

  package func noteChange(arrived: [Subject], lost: [Subject]) async {
    await add(lost.map { entry(.lost, $0) } + arrived.map { entry(.arrived, $0) })
  }

  /// What is there when the daemon begins. What was there when it last wrote is no arrival, and what has gone since is
  /// a loss.
  package func noteBeginning(present: [Subject]) async {
    let arrivals = present.map { entry(.arrived, $0, detail: "có sẵn khi máy khởi động") }
    do {
      let now = clock.now()
      try await store.write { tx in
        let before = try tx.lastPresences().filter { $0.event == .arrived }
        for old in before where !arrivals.contains(where: { $0.device == old.device }) {
          try tx.log(
            DeviceLogEntry(
              at: now, event: .lost, device: old.device, kind: old.kind, name: old.name,
              detail: "không còn khi máy khởi động"))
        }
        for new in arrivals where !before.contains(where: { $0.device == new.device }) { try tx.log(new) }
      }
    } catch {
      keep(arrivals, because: error)
    }
  }

  private func entry(_ event: DeviceLogEntry.Event, _ device: Subject, detail: String? = nil) -> DeviceLogEntry {
    DeviceLogEntry(
      at: clock.now(), event: event, device: device.id, kind: device.kind, name: device.name, detail: detail)
  }

  private func add(_ entries: [DeviceLogEntry]) async {
    let entries = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting + entries
    }
    guard !entries.isEmpty else { return }
    do {
      try await store.write { tx in for entry in entries { try tx.log(entry) } }
    } catch {
      keep(entries, because: error)
    }
  }

  private func keep(_ entries: [DeviceLogEntry], because error: any Error) {
    waiting.withLock { $0 = Array((entries + $0).suffix(Self.waitingLimit)) }
    log.warning("Device events could not be stored, trying again with the next", metadata: ["error": "\(error)"])
  }
}
