import CLinux
import Glibc

/// An open way to a device that speaks in bytes: a device file, a serial line or a TCP connection. No call waits; a
/// `ReadinessLoop` that watches `descriptor` tells when another try is worth it.
package final class DevicePort: Sendable {
  /// Bits a second of a serial line.
  package enum LineSpeed: Int, CaseIterable, Sendable {
    case baud9600 = 9600
    case baud19200 = 19200
    case baud38400 = 38400
    case baud57600 = 57600
    case baud115200 = 115_200

    fileprivate var code: speed_t {
      switch self {
      case .baud9600: speed_t(B9600)
      case .baud19200: speed_t(B19200)
      case .baud38400: speed_t(B38400)
      case .baud57600: speed_t(B57600)
      case .baud115200: speed_t(B115200)
      }
    }
  }

  /// What one `read` gave.
  package enum Input: Sendable {
    case bytes([UInt8])
    case nothing
    /// The other end of a connection has closed it.
    case end
  }

  private let file: FileDescriptor
  private let name: String
  private let isConnection: Bool

  package var descriptor: CInt { file.number }

  /// Opens a device file as it is.
  package init(file path: String) throws(SystemError) {
    file = try FileDescriptor(opening: path, O_RDWR | O_NONBLOCK | O_NOCTTY)
    name = path
    isConnection = false
  }

  /// Opens a serial line: eight bits, no parity, one stop bit, nothing changed on the way. The line's RTS and CTS tell
  /// when the other end can take no more.
  package init(serialLine path: String, speed: LineSpeed) throws(SystemError) {
    let file = try FileDescriptor(opening: path, O_RDWR | O_NONBLOCK | O_NOCTTY)
    var settings = termios()
    guard tcgetattr(file.number, &settings) == 0 else { throw SystemError("đặt", "cổng nối tiếp \(path)") }
    cfmakeraw(&settings)
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD) | tcflag_t(truncatingIfNeeded: CRTSCTS)
    cfsetspeed(&settings, speed.code)
    guard tcsetattr(file.number, TCSANOW, &settings) == 0 else { throw SystemError("đặt", "cổng nối tiếp \(path)") }
    tcflush(file.number, TCIOFLUSH)
    self.file = file
    name = path
    isConnection = false
  }

  /// Begins to connect; when the descriptor is ready for writing, `finishConnecting` tells how that went.
  ///
  /// - Parameter host: a numeric address, IPv4 or IPv6: a name might have to be asked for, and that waits.
  package init(host: String, port: UInt16) throws(SystemError) {
    name = "\(host):\(port)"
    isConnection = true
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
    hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found?.pointee else {
      throw SystemError("hiểu", "địa chỉ \(host)", code: EINVAL)
    }
    defer { freeaddrinfo(found) }
    let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
    file = try FileDescriptor(adopting: socket(address.ai_family, type, 0), "mở", name)
    var (yes, patience): (CInt, CUnsignedInt) = (1, Self.connectionPatience)
    setsockopt(file.number, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
    setsockopt(file.number, CInt(IPPROTO_TCP), TCP_USER_TIMEOUT, &patience, socklen_t(MemoryLayout<CUnsignedInt>.size))
    guard connect(file.number, address.ai_addr, address.ai_addrlen) == 0 || errno == EINPROGRESS else {
      throw SystemError("nối tới", name)
    }
  }

  /// Milliseconds after which a connection is lost whose other end confirms nothing it was sent.
  private static let connectionPatience: CUnsignedInt = 10_000

  package func finishConnecting() throws(SystemError) {
    var (code, size): (CInt, socklen_t) = (0, socklen_t(MemoryLayout<CInt>.size))
    guard getsockopt(file.number, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else {
      throw SystemError("nối tới", name)
    }
    guard code == 0 else { throw SystemError("nối tới", name, code: code) }
  }

  /// How many of the bytes were taken: none while the device takes none.
  package func write(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
    let written = bytes.withUnsafeBytes { buffer in
      uninterrupted {
        isConnection
          ? send(file.number, buffer.baseAddress, buffer.count, CInt(MSG_NOSIGNAL))
          : Glibc.write(file.number, buffer.baseAddress, buffer.count)
      }
    }
    if written >= 0 { return written }
    guard errno == EAGAIN || errno == ENOBUFS else { throw SystemError("ghi", name) }
    return 0
  }

  package func read() throws(SystemError) -> Input {
    do {
      let bytes = try file.read(atMost: 512)
      if bytes.isEmpty { return isConnection ? .end : .nothing }
      return .bytes(bytes)
    } catch {
      guard error.code == EAGAIN else { throw SystemError("đọc", name, code: error.code) }
      return .nothing
    }
  }

  /// Bytes that were taken and have not left this machine; `nil` where the driver does not say.
  package var unsentBytes: Int? {
    var count: CInt = 0
    guard ioctl(file.number, UInt(TIOCOUTQ), &count) == 0 else { return nil }
    return Int(count)
  }

  /// The port status of a USB printer (`LPGETSTATUS` of the usblp driver); `nil` for any other device.
  package var printerPortStatus: UInt8? {
    var status: CInt = 0
    guard !isConnection, ioctl(file.number, Self.getPrinterStatus, &status) == 0 else { return nil }
    return UInt8(truncatingIfNeeded: status)
  }

  /// `LPGETSTATUS` of linux/lp.h.
  private static let getPrinterStatus: UInt = 0x060B
}
