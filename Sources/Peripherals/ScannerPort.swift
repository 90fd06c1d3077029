import CEvdev
import Glibc
import SystemIO

/// A scanner that is open for this program alone. Of one thread.
struct ScannerPort: ~Copyable {
  private enum Manner {
    case keyboard
    case line
  }

  private let file: FileDescriptor
  private let manner: Manner
  /// What one read gives: as secret as the scan that is made of it.
  private let arrived: SecretBytes
  private var keys = ScannerKeys()
  private var isLosing = false
  private var assembler: ScanAssembler

  /// Opens `/dev/input/event5` so that nothing else sees its keys, or any other node as a serial line.
  ///
  /// - Parameter suffix: what ends a scan; `nil` when nobody knows.
  init(_ node: String, suffix: DeviceQuirks.ScanSuffix?) throws(SystemError) {
    let manner = node.hasPrefix("/dev/input/") ? Manner.keyboard : .line
    let arrived = try SecretBytes(capacity: 64 * MemoryLayout<input_event>.size)
    let assembler = try ScanAssembler(suffix)
    file = manner == .keyboard ? try Self.keyboard(node) : try Self.line(node)
    self.manner = manner
    self.arrived = arrived
    self.assembler = assembler
  }

  private static func keyboard(_ node: String) throws(SystemError) -> FileDescriptor {
    let file = try FileDescriptor(opening: node, O_RDONLY | O_NONBLOCK)
    guard ioctl(file.number, evdev_grab, CInt(1)) == 0 else { throw SystemError("giành riêng", node) }
    return file
  }

  private static func line(_ node: String) throws(SystemError) -> FileDescriptor {
    let file = try FileDescriptor(opening: node, O_RDWR | O_NOCTTY | O_NONBLOCK)
    var settings = termios()
    guard ioctl(file.number, UInt(TIOCEXCL)) == 0, tcgetattr(file.number, &settings) == 0 else {
      throw SystemError("giành riêng", node)
    }
    cfmakeraw(&settings)
    // What scanners on a real serial line are delivered with; one on USB has no speed.
    cfsetspeed(&settings, speed_t(B9600))
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
    // What was scanned before anybody listened is nobody's.
    guard tcsetattr(file.number, TCSAFLUSH, &settings) == 0 else { throw SystemError("đặt chế độ cho", node) }
    return file
  }

  /// Hands each scan to `body` until the loop is stopped, and overwrites it when `body` returns; `nil` stands for a
  /// scan that was too long.
  ///
  /// - Throws: what the device fails with, as when it is pulled out.
  mutating func run(_ loop: ReadinessLoop, _ body: (UnsafeRawBufferPointer?) -> Void) throws(SystemError) {
    try loop.add(file.number)
    while let ready = try loop.wait(until: assembler.isUnderWay ? .now + ScanAssembler.silence : nil) {
      if ready.contains(file.number) {
        defer { arrived.wipe() }
        guard try arrived.read(from: file.number) else { throw SystemError("đọc", "máy quét", code: ENODEV) }
        arrived.withBytes { bytes in
          switch manner {
          case .line: for byte in bytes { finish(assembler.take(byte), body) }
          case .keyboard: take(events: bytes, body)
          }
        }
      } else {
        finish(assembler.end(), body)
      }
    }
  }

  private mutating func take(events bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer?) -> Void) {
    let size = MemoryLayout<input_event>.size
    for start in stride(from: 0, through: bytes.count - size, by: size) {
      let event = bytes.loadUnaligned(fromByteOffset: start, as: input_event.self)
      switch CInt(event.type) {
      case EV_SYN where CInt(event.code) == SYN_DROPPED:
        // Keys are missing: what remains of this scan is another.
        isLosing = true
        assembler.begin()
      case EV_SYN where CInt(event.code) == SYN_REPORT: isLosing = false
      case EV_KEY where !isLosing:
        if let byte = keys.take(code: event.code, value: event.value) { finish(assembler.take(byte), body) }
      default: break
      }
    }
  }

  private mutating func finish(_ outcome: ScanAssembler.Outcome?, _ body: (UnsafeRawBufferPointer?) -> Void) {
    switch outcome {
    case nil: return
    case .whole: assembler.scan.withBytes { body($0) }
    case .tooLong: body(nil)
    }
    assembler.begin()
  }
}
