import CEvdev
import CUMockdev
import Foundation

/// A touch screen or keypad as it was recorded, at `/dev/input/event5`: answers what libinput asks of it, and does again
/// what was done with it.
///
/// It is plugged in while the program runs. What is there at its start libinput takes for not set up yet, as its entry
/// below `/run/udev` is missing, which umockdev has not.
final class InputMock {
  private static let node = "/dev/input/event5"
  /// Of the kernel's pseudoterminals.
  private static let major = 136

  let strokes: [[input_event]]
  /// The node behind the node, which a program has open that listens to it.
  let path: String
  /// What is written here the program reads from the node.
  private let line: CInt
  /// Held open, so that the line does not count as hung up.
  private let end: CInt

  /// - Parameter property: what udev finds it to be, as `ID_INPUT_TOUCHSCREEN`.
  init(_ recording: InputRecording, _ property: String, at port: Port, on bed: Bed) throws {
    strokes = recording.strokes
    var (line, end): (CInt, CInt) = (-1, -1)
    var settings = termios()
    cfmakeraw(&settings)
    var name = [CChar](repeating: 0, count: 64)
    guard openpty(&line, &end, &name, &settings, nil) == 0 else {
      throw BedError("no pseudoterminal: \(String(cString: strerror(errno)))")
    }
    (self.line, self.end) = (line, end)
    path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let number = path.split(separator: "/").last ?? ""
    try bed.link(Self.node, to: path)
    _ = try IoctlAnswers(of: Self.node, on: bed) { request, client in Self.answer(request, client, recording) }
    // libinput opens a node and takes it for the device only if both have the same number; what a node's is, the kernel
    // tells it past umockdev.
    let description = port.input(.known(property), number: 5, name: recording.name).replacing(
      "E: DEVNAME=\(Self.node)",
      with: "A: dev=\(Self.major):\(number)\\n\nE: MAJOR=\(Self.major)\nE: MINOR=\(number)\nE: DEVNAME=\(Self.node)")
    let model = recording.identity.map { number in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 4 - digits.count) + digits
    }
    try bed.plug(
      port.device("\(model[1]):\(model[2])", number: 9, product: recording.name) + port.interface(0, class: "03")
        + description)
  }

  deinit {
    close(line)
    close(end)
  }

  func play(_ stroke: [input_event]) throws {
    guard let start = stroke.first?.time else { return }
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let moved = stroke.map { event in
      var event = event
      let passed = (event.time.tv_sec - start.tv_sec) * 1_000_000 + event.time.tv_usec - start.tv_usec
      let at = now.tv_sec * 1_000_000 + now.tv_nsec / 1000 + passed
      event.time = timeval(tv_sec: at / 1_000_000, tv_usec: at % 1_000_000)
      return event
    }
    let size = moved.count * MemoryLayout<input_event>.stride
    guard moved.withUnsafeBytes({ write(line, $0.baseAddress, size) }) == size else {
      throw BedError("the stroke could not be written: \(String(cString: strerror(errno)))")
    }
  }

  /// The requests of linux/input.h.
  private static func answer(
    _ request: UInt, _ client: IoctlAnswers.Client, _ recording: InputRecording
  ) -> Bool {
    guard request >> 8 & 0xff == UInt(UInt8(ascii: "E")) else { return false }
    let size = Int(request >> 16 & 0x3fff)
    let padded = { (bytes: [UInt8]) in Array((bytes + [UInt8](repeating: 0, count: size)).prefix(size)) }
    switch Int(request & 0xff) {
    case 0x01: client.answer(CInt(EV_VERSION))
    case 0x02:
      let id = recording.identity
      client.answer(input_id(bustype: id[0], vendor: id[1], product: id[2], version: id[3]))
    case 0x03: client.answer([CUnsignedInt(250), 33].flatMap { withUnsafeBytes(of: $0, Array.init) })
    case 0x06: client.answer(padded(Array(recording.name.utf8)), result: recording.name.utf8.count + 1)
    // It says neither where it is plugged in nor its serial number.
    case 0x07, 0x08: client.refuse(ENOENT)
    case 0x09: client.answer(padded(recording.properties), result: size)
    case 0x0a:
      // For each slot the value of the axis that stands first: no finger lies there.
      let axis = client.number(of: size) ?? 0
      let values = [axis] + [Int32](repeating: axis == ABS_MT_TRACKING_ID ? -1 : 0, count: size / 4 - 1)
      client.answer(values.flatMap { withUnsafeBytes(of: $0, Array.init) })
    // Nothing is held, lit or switched.
    case 0x18...0x1b: client.answer(padded([]), result: size)
    case let number where (0x20..<0x40).contains(number):
      client.answer(padded(recording.codes[number - 0x20] ?? []), result: size)
    case let number where (0x40..<0x80).contains(number):
      guard let axis = recording.axes[number - 0x40] else {
        client.refuse(EINVAL)
        break
      }
      client.answer(axis)
    // Which clock its events have, who is to have them alone: as it is told.
    default: client.answer([], result: 0)
    }
    return true
  }
}
