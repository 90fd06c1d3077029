import Foundation
import Glibc

/// How soon a touch is seen on the kiosk: from what the touch screen reports until the memory of the screen holds the
/// answer. Everything between is the daemon's own: libinput, the kiosk, the desk, its store and the drawing.
func measureTouches(_ site: Site, _ report: inout Report) throws {
  tell("Touches at the kiosk")
  let finger = try Finger()
  let bed = try MockedMachine(site, touches: finger.terminal)
  let watch = try PixelWatch(framebuffer: bed.framebuffer, row: 80)
  let daemon = try RunningDaemon(
    site, state: site.emptyState("touches"), configuration: try site.configuration(showing: "kiosk", on: "framebuffer"),
    environment: bed.environment, firstPicture: watch)
  _ = try bed.tell(SIGHUP)
  let deadline = nanoseconds() + 10_000_000_000
  while !daemon.process.hasOpen(finger.terminal) {
    guard nanoseconds() < deadline else { throw BenchFailure("the daemon does not open the touch screen") }
    usleep(10_000)
  }
  var (pressed, answered) = (Samples(), Samples())
  // The first service, and the way back.
  let taps = try [(x: 340, y: 370), (x: 198, y: 1002)].map { place in
    (place: place, row: try RowWatch(framebuffer: bed.framebuffer, y: place.y))
  }
  for round in 0...25 {
    for (place, row) in taps {
      // A page that has only just come takes no touch.
      usleep(500_000)
      let before = row.pixels
      let down = nanoseconds()
      try finger.report(isDown: true, place)
      let press = try row.wait { $0 != before } - down
      // A finger lies for a while.
      usleep(80_000)
      let under = row.pixels
      let up = nanoseconds()
      try finger.report(isDown: false, place)
      let answer = try row.wait { $0 != before && $0 != under } - up
      // What the first of anything costs is told by other rows.
      guard round > 0 else { continue }
      pressed.add(nanoseconds: press)
      answered.add(nanoseconds: answer)
    }
  }
  try daemon.stop()
  try bed.stop()
  report.add(
    "a finger on a button until that is seen on the screen, p99 of \(pressed.values.count)", pressed.p99, atMost: 100,
    .milliseconds)
  report.note("the same, p50", pressed.p50, .milliseconds)
  report.add(
    "the finger lifted until the next page is seen, p99 of \(answered.values.count)", answered.p99, atMost: 100,
    .milliseconds)
  report.note("the same, p50", answered.p50, .milliseconds)
}

/// The other end of the terminal that plays a touch screen.
private struct Finger {
  private static let steps: Int32 = 4096

  let terminal: String
  private let line: CInt
  /// Held open, so that the line does not count as hung up.
  private let end: CInt

  init() throws {
    var (line, end): (CInt, CInt) = (-1, -1)
    var settings = termios()
    cfmakeraw(&settings)
    var name = [CChar](repeating: 0, count: 64)
    guard openpty(&line, &end, &name, &settings, nil) == 0 else {
      throw BenchFailure("no pseudoterminal: \(String(cString: strerror(errno)))")
    }
    (self.line, self.end) = (line, end)
    terminal = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// - Parameter place: pixels of a screen of 1920 × 1080.
  func report(isDown: Bool, _ place: (x: Int, y: Int)) throws {
    let now = nanoseconds()
    // As <linux/input.h> has it: two longs of time, type, code, value.
    let event = { (type: CInt, code: CInt, value: Int32) -> [UInt8] in
      var bytes: [UInt8] = []
      withUnsafeBytes(of: Int(now / 1_000_000_000)) { bytes += $0 }
      withUnsafeBytes(of: Int(now % 1_000_000_000 / 1000)) { bytes += $0 }
      withUnsafeBytes(of: UInt16(type)) { bytes += $0 }
      withUnsafeBytes(of: UInt16(code)) { bytes += $0 }
      withUnsafeBytes(of: value) { bytes += $0 }
      return bytes
    }
    let (synchronise, key, axis, touch): (CInt, CInt, CInt, CInt) = (0, 1, 3, 0x14a)
    let step = { (pixel: Int, size: Int) in Int32(pixel) * Self.steps / Int32(size) }
    let position = event(axis, 0, step(place.x, 1920)) + event(axis, 1, step(place.y, 1080))
    let bytes = (isDown ? position : []) + event(key, touch, isDown ? 1 : 0) + event(synchronise, 0, 0)
    guard write(line, bytes, bytes.count) == bytes.count else {
      throw BenchFailure("the touch could not be written: \(String(cString: strerror(errno)))")
    }
  }
}

/// One row of a screen of 1920 × 1080, in its memory.
private struct RowWatch {
  private static let patience: UInt64 = 10_000_000_000
  private static let length = 1920 * 4

  private let row: UnsafeRawBufferPointer

  init(framebuffer path: String, y: Int) throws {
    let bytes = UnsafeRawBufferPointer(try PixelWatch.map(path))
    guard bytes.count >= (y + 1) * Self.length else { throw BenchFailure("a screen too small") }
    row = UnsafeRawBufferPointer(rebasing: bytes[(y * Self.length)..<((y + 1) * Self.length)])
  }

  var pixels: [UInt8] { Array(row) }

  /// When it was first seen to be so. A row that is seen while it is written is looked at again.
  func wait(until isSo: ([UInt8]) -> Bool) throws -> UInt64 {
    let deadline = nanoseconds() + Self.patience
    while true {
      let now = nanoseconds()
      if isSo(pixels) {
        usleep(200)
        if isSo(pixels) { return now }
      }
      guard now < deadline else { throw BenchFailure("nothing is seen of a touch") }
      usleep(100)
    }
  }
}
