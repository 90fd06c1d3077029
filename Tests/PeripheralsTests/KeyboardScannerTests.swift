import CEvdev
import CUMockdev
import Foundation
import Logging
import Peripherals
import Testing

extension MockedDeviceTests {
  @Suite struct KeyboardScannerTests {
    let bed: Bed
    let scanner = Port("1-3")

    init() throws {
      bed = try Bed()
    }

    /// As a real one: every key of a keyboard, and a node that is a terminal here.
    private func plug(number: Int) throws {
      let node = scanner.input(.keyboard, number: 5).replacing(
        "E: DEVNAME=/dev/input/event5", with: "N: input/event5\nE: DEVNAME=/dev/input/event5")
      try bed.plug(
        scanner.device("05e0:1200", number: number, product: "Symbol Bar Code Scanner")
          + scanner.interface(0, class: "03") + node)
    }

    @Test func `A scanner that plays a keyboard is grabbed when it is plugged in, and what it types is one scan`()
      async throws
    {
      let inventory = Inventory(
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, sink: { _ in })
      let (texts, text) = AsyncStream.makeStream(of: String.self)
      let (states, state) = AsyncStream.makeStream(of: Scanners<String>.State.self)
      let scanners = Scanners<String>(
        places: [ScannerPlace(name: "Kiosk", which: .device(.model(.init(vendorID: "05e0", productID: "1200"))))],
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        decide: { scan, _ in scan.map { String(decoding: $0, as: UTF8.self) } ?? "too long" },
        onState: { if let kiosk = $0["Kiosk"] { state.yield(kiosk) } },
        sink: { scan, _ in text.yield(scan) })

      try await withThrowingTaskGroup { group in
        group.addTask { try await inventory.run() }
        group.addTask { await scanners.run(inventory.snapshots()) }
        var (scans, kiosk) = (texts.makeAsyncIterator(), states.makeAsyncIterator())
        while let state = await kiosk.next(), state != .missing {}
        try bed.answerInputRequests(of: "/dev/input/event5")
        try plug(number: 7)
        while let state = await kiosk.next(), state != .ready {}
        try bed.type("031160001234||N|05021960|N\r", into: "/dev/input/event5")
        #expect(await scans.next() == "031160001234||N|05021960|N")

        bed.unplug(scanner.path)
        while let state = await kiosk.next(), state != .missing {}
        group.cancelAll()
        do { try await group.waitForAll() } catch is CancellationError {}
      }
    }
  }
}

extension Bed {
  /// Lets the requests an input device understands succeed, as the exclusive grab is one.
  func answerInputRequests(of node: String) throws {
    let file = NSTemporaryDirectory() + "/luot-ioctl-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try "@DEV \(node)\nEVIOCGVERSION 0 01000100\n".write(toFile: file, atomically: true, encoding: .utf8)
    try load { error in umockdev_testbed_load_ioctl(testbed, node, file, &error) }
  }

  /// Plays recorded events, in the format of evemu, as if somebody typed `text` on an American keyboard.
  func type(_ text: String, into node: String) throws {
    let keys: [Character: (code: CInt, isShifted: Bool)] = [
      "0": (KEY_0, false), "1": (KEY_1, false), "2": (KEY_2, false), "3": (KEY_3, false), "4": (KEY_4, false),
      "5": (KEY_5, false), "6": (KEY_6, false), "9": (KEY_9, false), "|": (KEY_BACKSLASH, true), "N": (KEY_N, true),
      "\r": (KEY_ENTER, false),
    ]
    var events = ""
    for key in text.compactMap({ keys[$0] }) {
      let shift = { (value: Int) in key.isShifted ? [(KEY_LEFTSHIFT, value)] : [] }
      for (code, value) in shift(1) + [(key.code, 1), (key.code, 0)] + shift(0) {
        for (kind, code, value) in [(EV_KEY, code, value), (EV_SYN, SYN_REPORT, 0)] {
          events += "E: 0.000001 \(hex(kind)) \(hex(code)) \(value)\n"
        }
      }
    }
    let file = NSTemporaryDirectory() + "/luot-events-\(UUID().uuidString.prefix(8))"
    try events.write(toFile: file, atomically: true, encoding: .utf8)
    try load { error in umockdev_testbed_load_evemu_events(testbed, node, file, &error) }
  }

  private func hex(_ number: CInt) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  private func load(_ body: (inout UnsafeMutablePointer<GError>?) -> gboolean) throws {
    var error: UnsafeMutablePointer<GError>?
    guard body(&error) != 0 else {
      defer { g_error_free(error) }
      throw BedError(error.map { String(cString: $0.pointee.message) } ?? "umockdev refused the recording")
    }
  }
}
