import CEvdev
import Foundation
import Glibc
import Logging
@testable import Peripherals
import SystemIO
import Testing

@Suite struct ScannerTests {
  static let card = "031160001234||Nguyễn Thị Ví Dụ|05021960|Nữ|Thôn Ví Dụ, Kiến Minh, Hải Phòng|15042021"

  @Test func `A scanner on a serial line is taken over, and each scan is handed on once and then overwritten`()
    async throws
  {
    let line = try PseudoLine()
    try await scanning(line.path) { scans in
      await scans.expectState { $0 == .ready }
      line.send(Self.card + "\r\n")
      await #expect(scans.next() == Self.card)
      // A tabulator ends one too; what comes in pieces is one.
      line.send("LUOT:3w5e11264s")
      line.send("gsf0q2m6n8v1\tA")
      await #expect(scans.next() == "LUOT:3w5e11264sgsf0q2m6n8v1")
      // No suffix at all: silence ends it.
      await #expect(scans.next() == "A")
      line.send(String(repeating: "7", count: ScanAssembler.longestScan + 1) + "\rB\n")
      await #expect(scans.next() == "too long")
      await #expect(scans.next() == "B")
      // A scanner gone mad: a million characters without an end are one scan too many, and the next is read.
      line.send(String(repeating: "7", count: 1 << 20) + "\rC\r")
      await #expect(scans.next() == "too long")
      await #expect(scans.next() == "C")
    }
  }

  @Test func `A scanner that sends faster than anybody acts loses scans, and neither memory nor the next of them`()
    async throws
  {
    let line = try PseudoLine()
    let (gate, open) = AsyncStream.makeStream(of: Void.self)
    try await scanning(line.path, before: { for await _ in gate { break } }) { scans in
      await scans.expectState { $0 == .ready }
      for number in 0..<10_000 { line.send("\(number)\r") }
      open.yield()
      await #expect(scans.next() == "0")
      open.finish()
      // Whatever was kept of them, what is sent once they are through is read.
      line.send("Z\r")
      var kept = 1
      while let scan = await scans.next(), scan != "Z" {
        kept += 1
        if kept % 8 == 0 { line.send("Z\r") }
      }
      #expect(kept < 10_000)
    }
  }

  @Test func `A place without its scanner says so, and one that cannot be opened is tried again until it can`()
    async throws
  {
    let folder = NSTemporaryDirectory() + "/luot-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (node, line) = (folder + "/scanner", try PseudoLine())
    try await scanning(node) { scans in
      await scans.expectState { if case .refused = $0 { true } else { false } }
      try FileManager.default.createSymbolicLink(atPath: node, withDestinationPath: line.path)
      await scans.expectState { $0 == .ready }
      line.send("A\r")
      await #expect(scans.next() == "A")
    }
  }

  /// Runs a scanner on `node` for as long as `body` does.
  private func scanning(
    _ node: String, before: @escaping @Sendable () async -> Void = {}, _ body: (Scans) async throws -> Void
  ) async throws {
    let (texts, text) = AsyncStream.makeStream(of: String.self)
    let (states, state) = AsyncStream.makeStream(of: Scanners<String>.State.self)
    let (snapshots, snapshot) = AsyncStream.makeStream(of: Inventory.Snapshot.self)
    let scanners = Scanners<String>(
      places: [ScannerPlace(name: "Kiosk", which: .line(node))],
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      decide: { scan, _ in scan.map { String(decoding: $0, as: UTF8.self) } ?? "too long" },
      onState: { if let kiosk = $0["Kiosk"] { state.yield(kiosk) } },
      sink: { scan, place in
        await before()
        text.yield(place == "Kiosk" ? scan : "elsewhere")
      })
    snapshot.yield(Inventory.Snapshot(devices: [], blindness: nil))
    let scans = Scans(texts: texts, states: states)
    try await withThrowingTaskGroup { group in
      group.addTask { await scanners.run(snapshots) }
      try await body(scans)
      group.cancelAll()
    }
  }

  @Test func `Keys become the characters that an American keyboard has on them`() {
    var keys = ScannerKeys()
    var typed = ""
    for (character, code, isShifted) in KeyStroke.table {
      for (key, value) in (isShifted ? [(KEY_LEFTSHIFT, 1)] : []) + [(code, 1), (code, 2), (code, 0)]
        + (isShifted ? [(KEY_LEFTSHIFT, 0)] : [])
      {
        if let byte = keys.take(code: UInt16(key), value: Int32(value)) { typed += String(UnicodeScalar(byte)) }
      }
      _ = character
    }
    #expect(typed == String(KeyStroke.table.map(\.0)))
    // With Control or Alt held, and on keys without a character, nothing.
    for key in [KEY_LEFTCTRL, KEY_RIGHTALT, KEY_LEFTMETA] {
      #expect(keys.take(code: UInt16(key), value: 1) == nil)
      #expect(keys.take(code: UInt16(KEY_M), value: 1) == nil)
      #expect(keys.take(code: UInt16(key), value: 0) == nil)
    }
    #expect(keys.take(code: UInt16(KEY_F1), value: 1) == nil)
    #expect(keys.take(code: .max, value: 1) == nil)
    // Caps Lock turns letters round and nothing else.
    _ = keys.take(code: UInt16(KEY_CAPSLOCK), value: 1)
    #expect(keys.take(code: UInt16(KEY_A), value: 1) == UInt8(ascii: "A"))
    #expect(keys.take(code: UInt16(KEY_1), value: 1) == UInt8(ascii: "1"))
    _ = keys.take(code: UInt16(KEY_RIGHTSHIFT), value: 1)
    #expect(keys.take(code: UInt16(KEY_A), value: 1) == UInt8(ascii: "a"))
    #expect(keys.take(code: UInt16(KEY_1), value: 1) == UInt8(ascii: "!"))
  }

  @Test(
    arguments: [
      (nil, "a\rb\nc\td", ["a", "b", "c"]), (.cr, "a\rb\tc\nd", ["a", "bc"]), (.crlf, "a\r\nb\r\n", ["a", "b"]),
      (.tab, "a\rb\tc", ["ab"]), (DeviceQuirks.ScanSuffix.none, "a\r\tb", []),
    ] as [(DeviceQuirks.ScanSuffix?, String, [String])])
  func `A scan ends with the suffix that is known of the scanner`(
    _ suffix: DeviceQuirks.ScanSuffix?, _ sent: String, _ scans: [String]
  ) throws {
    var assembler = try ScanAssembler(suffix)
    var seen: [String] = []
    for byte in sent.utf8 where assembler.take(byte) == .whole {
      seen.append(assembler.scan.withBytes { String(decoding: $0, as: UTF8.self) })
      assembler.begin()
    }
    #expect(seen == scans)
  }
}

/// What comes of scans, to be waited for.
private struct Scans {
  let texts: AsyncStream<String>
  let states: AsyncStream<Scanners<String>.State>

  func next() async -> String? {
    for await text in texts { return text }
    return nil
  }

  func expectState(_ isExpected: (Scanners<String>.State) -> Bool) async {
    for await state in states where isExpected(state) { return }
  }
}

/// A serial line of its own: the end that a scanner would send on.
final class PseudoLine: Sendable {
  /// The file that plays the scanner's.
  let path: String
  private let end: CInt
  /// Kept open, so that what is sent before anybody listens is not refused.
  private let other: CInt

  // <asm-generic/ioctls.h>, where Swift sees no macros with arguments.
  private static let unlock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430

  init() throws {
    end = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (locked, number) = (CInt(0), CInt(0))
    guard end >= 0, ioctl(end, Self.unlock, &locked) == 0, ioctl(end, Self.number, &number) == 0 else {
      throw ReaderError("this machine gives no pseudo terminal: errno \(errno)")
    }
    path = "/dev/pts/\(number)"
    other = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var settings = termios()
    tcgetattr(other, &settings)
    cfmakeraw(&settings)
    tcsetattr(other, TCSANOW, &settings)
  }

  deinit {
    close(end)
    close(other)
  }

  func send(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}

/// How an American keyboard types each printable character.
enum KeyStroke {
  static let table: [(Character, CInt, Bool)] = {
    let rows: [(CInt, String, String)] = [
      (KEY_1, "1234567890-=", "!@#$%^&*()_+"), (KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}"),
      (KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~"), (KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    ]
    var table: [(Character, CInt, Bool)] = [(" ", KEY_SPACE, false)]
    for (first, plain, shifted) in rows {
      for (offset, character) in plain.enumerated() { table.append((character, first + CInt(offset), false)) }
      for (offset, character) in shifted.enumerated() { table.append((character, first + CInt(offset), true)) }
    }
    return table
  }()
}
