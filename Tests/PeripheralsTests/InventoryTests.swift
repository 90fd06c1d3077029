import Foundation
import Logging
import Peripherals
import Synchronization
import Testing

extension MockedDeviceTests {
  @Suite struct InventoryTests {
    let bed: Bed
    let printer = Port("1-1")
    let reader = Port("1-2")

    init() throws {
      bed = try Bed()
    }

    @Test func `What was there before the start is found, and told as the beginning`() async throws {
      try plugPrinter(number: 5)
      try plugReader(number: 6)
      let log = ChangeLog()
      let inventory = log.inventory()

      try await whileRunning(inventory) {
        let first = await inventory.snapshot { !$0.devices.isEmpty }
        #expect(first?.devices.map(\.kind) == [.printer, .cardReader])
        await #expect(log.next(1) == ["began with [\"04b8:0e15:J5\", \"072f:90cc@1-2\"]"])
      }
    }

    @Test func `Devices come and go while it runs, each told once`() async throws {
      let log = ChangeLog()
      let inventory = log.inventory()

      try await whileRunning(inventory) {
        await #expect(log.next(1) == ["began with []"])
        try plugPrinter(number: 5)
        await #expect(log.next(1) == ["2 arrived 04b8:0e15:J5"])
        let withDriver = await inventory.snapshot { $0.devices.first?.node == "/dev/usb/lp0" }
        #expect(withDriver?.devices.count == 1)

        try plugReader(number: 6)
        await #expect(log.next(1) == ["3 arrived 072f:90cc@1-2"])
        bed.unplug(printer.path)
        await #expect(log.next(1) == ["4 lost 04b8:0e15:J5"])
        bed.unplug(reader.path)
        await #expect(log.next(1) == ["5 lost 072f:90cc@1-2"])
        #expect(inventory.current.devices == [])
      }
    }

    @Test func `A replugged device keeps its id and is seen as lost and arrived, however quick it was`() async throws {
      try plugPrinter(number: 5)
      let log = ChangeLog()
      let inventory = log.inventory()

      try await whileRunning(inventory) {
        await #expect(log.next(1) == ["began with [\"04b8:0e15:J5\"]"])
        bed.unplug(printer.path)
        try plugPrinter(number: 7)
        await #expect(log.next(2).map { $0.dropFirst(2) } == ["lost 04b8:0e15:J5", "arrived 04b8:0e15:J5"])
        #expect(inventory.current.devices.map(\.attachment) == ["1-7"])
      }
    }

    @Test func `A second device with the same serial number changes the id of the first, which is not lost by that`()
      async throws
    {
      try plugPrinter(number: 5)
      let twin = Port("1-3")
      let log = ChangeLog()
      let inventory = log.inventory()

      try await whileRunning(inventory) {
        await #expect(log.next(1) == ["began with [\"04b8:0e15:J5\"]"])
        try bed.plug(twin.device("04b8:0e15", number: 9, serial: "J5") + twin.interface(0, class: "07"))
        await #expect(log.next(1).map { $0.dropFirst(2) } == ["arrived 04b8:0e15:J5@1-3"])
        #expect(inventory.current.devices.map(\.id) == ["04b8:0e15:J5@1-1", "04b8:0e15:J5@1-3"])
        bed.unplug(twin.path)
        await #expect(log.next(1).map { $0.dropFirst(2) } == ["lost 04b8:0e15:J5@1-3"])
        #expect(inventory.current.devices.map(\.id) == ["04b8:0e15:J5"])
      }
    }

    @Test func `A node that udev gives away only later is told of again`() async throws {
      try plugPrinter(number: 5)
      let node = bed.file(of: "/dev/usb/lp0")
      try FileManager.default.removeItem(atPath: node)
      let inventory = ChangeLog().inventory()

      try await whileRunning(inventory) {
        let first = await inventory.snapshot { !$0.devices.isEmpty }
        #expect(first?.devices.map(\.node) == ["/dev/usb/lp0"])
        #expect(first?.devices.map(\.isReachable) == [false])
        try Data().write(to: URL(fileURLWithPath: node))
        bed.tellOfChange()
        let second = await inventory.snapshot { $0.devices.first?.isReachable == true }
        #expect(second?.devices.map(\.id) == first?.devices.map(\.id))
      }
    }

    @Test func `A loss whose event was lost is seen with the next event, whatever that is about`() async throws {
      try plugPrinter(number: 5)
      try plugReader(number: 6)
      let inventory = ChangeLog().inventory()

      try await whileRunning(inventory) {
        _ = await inventory.snapshot { $0.devices.count == 2 }
        bed.removeUnheard(reader.path + "/1-2:1.0")
        bed.removeUnheard(reader.path)
        bed.tellOfChange()
        let rest = await inventory.snapshot { $0.devices.count == 1 }
        #expect(rest?.devices.map(\.kind) == [.printer])
      }
    }

    @Test func `Bursts of a hundred events, a thousand in all, end in the right inventory`() async throws {
      try plugPrinter(number: 5)
      let log = ChangeLog()
      let inventory = log.inventory()

      try await whileRunning(inventory) {
        _ = await inventory.snapshot { $0.devices.count == 1 }
        for burst in 0..<10 {
          try plugReader(number: 10 + burst)
          for _ in 0..<100 { bed.tellOfChange() }
          bed.unplug(reader.path)
          try plugReader(number: 20 + burst)
          let last = await inventory.snapshot { $0.devices.last?.attachment == "1-\(20 + burst)" }
          #expect(last?.devices.map(\.id) == ["04b8:0e15:J5", "072f:90cc@1-2"])
          bed.unplug(reader.path)
        }
        let rest = await inventory.snapshot { $0.devices.count == 1 }
        #expect(rest?.devices.map(\.kind) == [.printer])
      }
    }

    @Test func `Where no udev runs it says so and still lists what is there`() async throws {
      try plugPrinter(number: 5)
      let inventory = ChangeLog().inventory(controlPath: "/nonexistent/udev/control")

      try await whileRunning(inventory) {
        let first = try #require(await inventory.snapshot { !$0.devices.isEmpty })
        #expect(first.blindness != nil)
        #expect(first.blindness?.contains("udev không chạy") == true)
        #expect(inventory.current.blindness != nil)

        // An event proves that udev speaks after all.
        bed.tellOfChange()
        _ = await inventory.snapshot { $0.blindness == nil }
      }
    }

    @Test func `A reader begins with the present snapshot, keeps only the newest, and ends with the inventory`()
      async throws
    {
      try plugPrinter(number: 5)
      let inventory = ChangeLog().inventory()
      let first = await inventory.snapshot { _ in true }
      #expect(first == inventory.current)
      #expect(first?.blindness != nil)

      let slow = inventory.snapshots()
      try await whileRunning(inventory) {
        _ = await inventory.snapshot { !$0.devices.isEmpty }
      }

      for stream in [slow, inventory.snapshots()] {
        var kinds: [[Device.Kind]] = []
        for await snapshot in stream { kinds.append(snapshot.devices.map(\.kind)) }
        #expect(kinds == [[.printer]])
      }
    }

    private func plugPrinter(number: Int) throws {
      try bed.plug(
        printer.device("04b8:0e15", number: number, maker: "EPSON", product: "TM-T20II", serial: "J5")
          + printer.interface(0, class: "07") + printer.node("usb/lp0", subsystem: "usbmisc"))
    }

    private func plugReader(number: Int) throws {
      try bed.plug(reader.device("072f:90cc", number: number, maker: "ACS") + reader.interface(0, class: "0b"))
    }

    private func whileRunning(_ inventory: Inventory, _ body: () async throws -> Void) async throws {
      try await withThrowingTaskGroup { group in
        group.addTask { try await inventory.run() }
        try await body()
        group.cancelAll()
        try await group.waitForAll()
      }
    }
  }
}

extension Inventory {
  /// The first snapshot from the present one on that is as `condition` says; `nil` if the inventory ends before.
  func snapshot(where condition: (Snapshot) -> Bool) async -> Snapshot? {
    for await snapshot in snapshots() where condition(snapshot) { return snapshot }
    return nil
  }
}

/// The sink of an inventory: lines that a test awaits, each with the number of the look that found it.
private final class ChangeLog: Sendable {
  private let lines: AsyncStream<String>
  private let continuation: AsyncStream<String>.Continuation

  init() {
    (lines, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1_000))
  }

  /// `controlPath` stands for udev's: by default something that exists.
  func inventory(controlPath: String = "/dev") -> Inventory {
    let looks = Mutex(0)
    return Inventory(
      controlPath: controlPath, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      sink: { [continuation] changes in
        let look = looks.withLock { look in
          look += 1
          return look
        }
        if changes.isBeginning { continuation.yield("began with \(changes.arrived.map(\.id))") }
        for device in changes.lost { continuation.yield("\(look) lost \(device.id)") }
        for device in changes.arrived where !changes.isBeginning { continuation.yield("\(look) arrived \(device.id)") }
      })
  }

  func next(_ count: Int) async -> [String] {
    var next: [String] = []
    for await line in lines {
      next.append(line)
      if next.count == count { break }
    }
    return next
  }
}
