import Dispatch
import FrontDesk
import Logging
import Queueing
import Storage
import Testing

@Suite struct DeviceLogTests {
  private let printer = DeviceLog.Subject(id: "04b8:0e15:J5", kind: "printer", name: "TM-T20II")
  private let reader = DeviceLog.Subject(id: "072f:90cc@1-2", kind: "card-reader", name: "ACR38")

  @Test func `A loss, a return, a fault and its mending are kept with their times`() async throws {
    try await withLog { log, clock, store in
      await log.noteBeginning(present: [printer])
      clock.pass(seconds: 60)
      await log.noteChange(arrived: [], lost: [printer])
      clock.pass(seconds: 120)
      await log.noteChange(arrived: [printer], lost: [])
      await log.noteFault("hết giấy", of: printer)
      clock.pass(seconds: 1)
      await log.noteMended(printer)
      let kept = try await store.read { try $0.deviceLog(limit: 10) }
      #expect(kept.map(\.event) == [.mended, .fault, .arrived, .lost, .arrived])
      #expect(kept.map { $0.at.clockText } == ["08:03", "08:03", "08:03", "08:01", "08:00"])
      #expect(kept.map(\.detail) == [nil, "hết giấy", nil, nil, "có sẵn khi máy khởi động"])
    }
  }

  @Test func `A restart repeats no arrival, and tells of what has gone since`() async throws {
    try await withLog { log, clock, store in
      await log.noteBeginning(present: [printer, reader])
      clock.pass(seconds: 3600)
      await DeviceLog(store: store, clock: clock.wall, log: quiet).noteBeginning(present: [printer])
      clock.pass(seconds: 3600)
      await DeviceLog(store: store, clock: clock.wall, log: quiet).noteBeginning(present: [printer, reader])
      let kept = try await store.read { try $0.deviceLog(limit: 10) }
      #expect(kept.map(\.event) == [.arrived, .lost, .arrived, .arrived])
      #expect(kept.map(\.device) == [reader.id, reader.id, reader.id, printer.id])
      #expect(kept.map { $0.at.clockText } == ["10:00", "09:00", "08:00", "08:00"])
      #expect(kept.dropFirst().first?.detail == "không còn khi máy khởi động")
    }
  }

  @Test func `A loose plug does not push out what other devices did`() async throws {
    try await withLog { log, _, store in
      await log.noteBeginning(present: [reader])
      let printer = printer
      let (event, time) = (DeviceLogEntry.Event.fault, Sample.morning)
      try await store.write { tx in
        for _ in 0..<WriteTransaction.deviceLogLimit.all {
          try tx.log(
            DeviceLogEntry(
              at: time, event: event, device: printer.id, kind: printer.kind, name: printer.name, detail: "rơ"))
        }
      }
      let kept = try await store.read { try $0.deviceLog(limit: .max) }
      #expect(kept.count { $0.device == printer.id } == WriteTransaction.deviceLogLimit.ofOne)
      #expect(kept.last?.device == reader.id)
    }
  }

  @Test func `Many devices together are bounded too`() async throws {
    try await withLog { _, _, store in
      try await store.write { tx in
        for device in 0...WriteTransaction.deviceLogLimit.all {
          try tx.log(
            DeviceLogEntry(
              at: Sample.morning, event: .lost, device: "d\(device)", kind: "scanner", name: "d", detail: nil))
        }
      }
      let kept = try await store.read { try $0.deviceLog(limit: .max) }
      #expect(kept.count == WriteTransaction.deviceLogLimit.all)
      #expect(kept.last?.device == "d1")
    }
  }

  @Test func `What is older than its age goes, but a clock that ran ahead does not empty the log`() async throws {
    try await withLog { log, _, store in
      let (old, new) = (Sample.morning, Sample.morning.adding(seconds: WriteTransaction.deviceLogAge + 1))
      let entry = { @Sendable (at: Timestamp, device: Int) in
        DeviceLogEntry(at: at, event: .arrived, device: "d\(device)", kind: "scanner", name: "d", detail: nil)
      }
      try await store.write { tx in
        for device in 0..<1500 { try tx.log(entry(old, device)) }
        try tx.log(entry(new, 1500))
      }
      let kept = try await store.read { try $0.deviceLog(limit: .max) }
      #expect(kept.count == WriteTransaction.deviceLogKept)
      #expect(kept.first?.device == "d1500")
    }
  }

  @Test func `What cannot be stored now is stored with what comes next`() async throws {
    try await withLog { log, _, store in
      let gate = DispatchSemaphore(value: 0)
      let (started, start) = AsyncStream.makeStream(of: Void.self)
      try await withThrowingTaskGroup { group in
        group.addTask {
          try await store.write { _ in
            start.yield()
            gate.wait()
          }
        }
        for await _ in started { break }
        // As many writers as may wait, so that the next is refused.
        for _ in 0..<Store.pendingLimit { group.addTask { try await store.write { _ in } } }
        while store.pendingWrites < Store.pendingLimit { await Task.yield() }
        await log.noteChange(arrived: [printer], lost: [])
        gate.signal()
        try await group.waitForAll()
      }
      await log.noteFault("hết giấy", of: printer)
      let kept = try await store.read { try $0.deviceLog(limit: 10) }
      #expect(kept.map(\.event) == [.fault, .arrived])
    }
  }

  private func withLog(_ body: (DeviceLog, HandClock, Store) async throws -> Void) async throws {
    let front = try FrontOffice()
    let log = DeviceLog(store: front.store, clock: front.clock.wall, log: quiet)
    try await body(log, front.clock, front.store)
  }

  private var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
