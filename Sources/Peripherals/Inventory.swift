package import Logging
import Synchronization
import SystemIO

/// What is plugged in, now and from now on.
///
/// Level-triggered: an event of udev only wakes it, and then everything present is enumerated and compared with what
/// was known. Start-up takes the same path, so a lost or doubled event cannot leave it wrong.
package final class Inventory: Sendable {
  package struct Snapshot: Hashable, Sendable {
    /// In the order of kinds and then of ids.
    package var devices: [Device]
    /// Whether anybody has looked yet: before, no device is missing.
    package var hasLooked = true
    /// Why arrivals and losses are not noticed, as a sentence; `nil` while they are.
    package var blindness: String?
  }

  /// Told of the first look and then of each that found something else, in order; the next waits until it has
  /// returned.
  package typealias Sink = @Sendable (DeviceChanges) async -> Void

  private let recognition: Recognition
  private let controlPath: String
  private let logger: Logger
  private let sink: Sink
  private let state = Mutex(State())

  private struct State {
    var current = Snapshot(devices: [], hasLooked: false, blindness: "Chưa bắt đầu tìm thiết bị.")
    var isOver = false
    var readers: [Int: AsyncStream<Snapshot>.Continuation] = [:]
    var nextReader = 0
  }

  /// `controlPath` exists while udev runs.
  package init(
    rules: DeviceRules = DeviceRules(), controlPath: String = "/run/udev/control", logger: Logger,
    sink: @escaping Sink
  ) {
    recognition = Recognition(rules: rules)
    self.controlPath = controlPath
    self.logger = logger
    self.sink = sink
  }

  package var current: Snapshot {
    state.withLock { $0.current }
  }

  /// The present snapshot and then each new one; a slow reader finds the newest only. Ends with `run()`.
  package func snapshots() -> AsyncStream<Snapshot> {
    let (stream, continuation) = AsyncStream.makeStream(of: Snapshot.self, bufferingPolicy: .bufferingNewest(1))
    let reader = state.withLock { state -> Int? in
      continuation.yield(state.current)
      guard !state.isOver else { return nil }
      state.readers[state.nextReader] = continuation
      state.nextReader += 1
      return state.nextReader - 1
    }
    if let reader {
      continuation.onTermination = { [weak self] _ in
        _ = self?.state.withLock { $0.readers.removeValue(forKey: reader) }
      }
    } else {
      continuation.finish()
    }
    return stream
  }

  /// Its life, until the task is cancelled. libudev and sysfs are read on a thread of its own, since they may block.
  package func run() async throws {
    defer { end() }
    let loop = try ReadinessLoop()
    let (surveys, survey) = AsyncStream.makeStream(of: Snapshot.self, bufferingPolicy: .bufferingNewest(1))
    try await withThrowingTaskGroup { group in
      group.addTask { [self] in
        defer { survey.finish() }
        try await loop.run(onThreadNamed: "udev") { [self] in try watch(with: $0) { survey.yield($0) } }
      }
      for await snapshot in surveys { await take(snapshot) }
      try await group.waitForAll()
    }
  }

  /// Blocks until the loop is stopped. The first enumeration comes after the monitor listens: what arrives meanwhile
  /// wakes the loop again.
  private func watch(with loop: ReadinessLoop, publish: (Snapshot) -> Void) throws {
    let udev = try Udev()
    var snapshot = Snapshot(devices: [], blindness: nil)
    var monitor: UdevMonitor?
    do {
      let opened = try UdevMonitor(udev, subsystems: Recognition.subsystems)
      try loop.add(opened.descriptor)
      monitor = opened
      // libudev hands out a monitor that stays silent when no udev is there to speak.
      if !fileExists(controlPath) {
        snapshot.blindness = """
          udev không chạy trên máy này, nên có thể không biết khi cắm hoặc rút thiết bị; hãy bật systemd-udevd.
          """
      }
    } catch {
      snapshot.blindness = "\(error)"
    }
    repeat {
      // Whatever speaks is udev, even if its control socket is hidden from us.
      if monitor?.drain() == true { snapshot.blindness = nil }
      do {
        snapshot.devices = try recognition.devices(in: udev)
        publish(snapshot)
      } catch {
        logger.warning("Device enumeration failed, keeping the last inventory", error: error)
      }
    } while try loop.wait() != nil
  }

  private func take(_ new: Snapshot) async {
    let old = state.withLock { state in
      let old = state.current
      state.current = new
      if new != old { for reader in state.readers.values { reader.yield(new) } }
      return old
    }
    let changes = DeviceChanges(
      lost: old.devices.filter { device in !new.devices.contains { device.isSamePlugging(as: $0) } },
      arrived: new.devices.filter { device in !old.devices.contains { device.isSamePlugging(as: $0) } },
      isBeginning: !old.hasLooked)
    guard changes.isBeginning || !changes.lost.isEmpty || !changes.arrived.isEmpty else { return }
    for device in changes.lost { logger.info("Device lost", metadata: metadata(of: device)) }
    for device in changes.arrived { logger.info("Device arrived", metadata: metadata(of: device)) }
    await sink(changes)
  }

  private func metadata(of device: Device) -> Logger.Metadata {
    [
      "device.id": "\(device.id)", "device.kind": "\(device.kind.rawValue)", "device.name": "\(device.name)",
      "device.port": "\(device.port)",
    ]
  }

  private func end() {
    let readers = state.withLock { state in
      state.isOver = true
      return state.readers.values
    }
    for reader in readers { reader.finish() }
  }
}

extension Device {
  /// A driver that comes or goes changes the node of a device that stays where it is, and another device that claims
  /// the same serial number changes its id.
  fileprivate func isSamePlugging(as other: Device) -> Bool {
    identity == other.identity && attachment == other.attachment
  }
}
