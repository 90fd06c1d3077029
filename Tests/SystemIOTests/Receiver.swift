import Glibc

/// A bound datagram socket, as a service manager or journald has.
final class Receiver: Sendable {
  private let socket: CInt

  /// `name` is a path, or with a leading `@` a name in the abstract space.
  init(_ name: String) throws {
    socket = Glibc.socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
    }
    guard result == 0 else { throw TestFailure("cannot bind \(name): errno \(errno)") }
  }

  deinit {
    close(socket)
  }

  /// The next datagram; waits for it.
  func next() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
      count = max(0, recv(socket, buffer.baseAddress, buffer.count, 0))
    }
  }

  func nextText() -> String {
    String(decoding: next(), as: UTF8.self)
  }

  /// Takes what has come already and says how many datagrams that was.
  func drain() -> Int {
    var byte: UInt8 = 0
    var count = 0
    while recv(socket, &byte, 1, CInt(MSG_DONTWAIT)) >= 0 { count += 1 }
    return count
  }
}

/// A pipe whose ends close with it.
final class Pipe: Sendable {
  let readEnd: CInt
  let writeEnd: CInt

  init() throws {
    var ends: [CInt] = [0, 0]
    guard pipe(&ends) == 0 else { throw TestFailure("cannot make a pipe: errno \(errno)") }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  func send(_ text: String) {
    _ = write(writeEnd, text, text.utf8.count)
  }

  /// What one read gives; waits for it.
  func nextText() -> String {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(readEnd, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}

/// A terminal of its own: the end that a program would draw on.
final class PseudoTerminal: Sendable {
  let descriptor: CInt
  private let controller: CInt

  init(columns: UInt16, rows: UInt16) throws {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    // TIOCSPTLCK and TIOCGPTN of asm-generic/ioctls.h, which Swift cannot import.
    var unlocked: CInt = 0
    var number: CUnsignedInt = 0
    guard ioctl(controller, 0x4004_5431, &unlocked) == 0, ioctl(controller, 0x8004_5430, &number) == 0 else {
      throw TestFailure("cannot make a pseudo terminal: errno \(errno)")
    }
    descriptor = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    var window = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard ioctl(descriptor, UInt(TIOCSWINSZ), &window) == 0 else {
      throw TestFailure("cannot open the pseudo terminal: errno \(errno)")
    }
  }

  deinit {
    close(descriptor)
    close(controller)
  }
}

/// A folder that goes with everything in it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/systemio.XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw TestFailure("cannot make a folder: errno \(errno)") }
    path = String(cString: made)
  }

  deinit {
    for name in ["lock", "socket"] { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}

struct TestFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
