import Glibc

/// Sends datagrams to one Unix socket, each in whole or not at all. A receiver that started again under the same
/// path is found again, because every datagram is addressed anew.
struct DatagramSocket: ~Copyable, Sendable {
  private let socket: FileDescriptor
  private let address: sockaddr_un
  private let addressLength: socklen_t
  private let path: String
  private let flags: CInt

  /// `path` is a file, or with a leading `@` a name in the abstract space. A datagram that the receiver does not take
  /// within `patience`, at once with `.zero`, is refused with `EAGAIN`: a hung receiver cannot hang its senders.
  init(to path: String, patience: Duration) throws(SystemError) {
    var name = Array(path.utf8)
    let isAbstract = name.first == UInt8(ascii: "@")
    if isAbstract { name[0] = 0 } else { name.append(0) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard name.count > 1, name.count <= capacity else { throw SystemError("mở", path, code: ENAMETOOLONG) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }

    let type = CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    let socket = try FileDescriptor(adopting: Glibc.socket(AF_UNIX, type, 0), "mở", path)
    // To the kernel a limit of zero is none, so no patience at all is a flag of each call.
    flags = CInt(MSG_NOSIGNAL) | (patience == .zero ? CInt(MSG_DONTWAIT) : 0)
    let (seconds, attoseconds) = patience.components
    var limit = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    setsockopt(socket.number, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))

    self.socket = socket
    self.address = address
    self.addressLength = socklen_t(MemoryLayout<sockaddr_un>.size - capacity + name.count)
    self.path = path
  }

  func send(_ datagram: [UInt8]) throws(SystemError) {
    var address = address
    let sent = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
        uninterrupted {
          sendto(socket.number, datagram, datagram.count, flags, target, addressLength)
        }
      }
    }
    guard sent >= 0 else { throw SystemError("gửi đến", path) }
  }
}
