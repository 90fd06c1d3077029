import Glibc

/// One kept-alive HTTP/1.1 connection with blocking calls: as little work a request as will do, because the client
/// shares the cores with the daemon it measures. It reads what `luotd` answers, not all that HTTP allows.
final class Connection {
  enum Address: Sendable {
    /// Of 127.0.0.1, with the header lines of who is signed in.
    case tcp(port: UInt16, credentials: String)
    case unix(path: String)
  }

  /// Seconds until an answer that does not come ends the bench.
  private static let patience = 20

  private let socket: CInt
  private let credentials: [UInt8]
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  private var bodyRange = 0..<0

  init(_ address: Address) throws {
    let family = if case .tcp = address { AF_INET } else { AF_UNIX }
    credentials = if case .tcp(_, let lines) = address { Array(lines.utf8) } else { [] }
    socket = Glibc.socket(family, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
    var on: CInt = 1
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let connected =
      switch address {
      case .tcp(let port, _):
        {
          setsockopt(socket, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
          var name = sockaddr_in()
          name.sin_family = sa_family_t(AF_INET)
          name.sin_port = port.bigEndian
          name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
          return connect(socket, &name)
        }()
      case .unix(let path):
        {
          var name = sockaddr_un()
          name.sun_family = sa_family_t(AF_UNIX)
          withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
          return connect(socket, &name)
        }()
      }
    guard connected == 0 else { throw BenchFailure("no connection to \(address): \(String(cString: strerror(errno)))") }
  }

  deinit {
    close(socket)
  }

  /// The bytes of a request; made once, sent often.
  static func request(_ method: String, _ path: String, body: String = "", key: String? = nil) -> [UInt8] {
    var head = "\(method) \(path) HTTP/1.1\r\n\(hostLine)"
    if let key { head += "Idempotency-Key: \(key)\r\n" }
    if !body.isEmpty { head += "Content-Type: application/json\r\n" }
    if method != "GET" { head += "Content-Length: \(body.utf8.count)\r\n" }
    return Array((head + "\r\n" + body).utf8)
  }

  private static let hostLine = "Host: localhost\r\n"

  /// The request as who is signed in sends it: their header lines follow the host.
  private func signed(_ request: [UInt8]) -> [UInt8] {
    guard !credentials.isEmpty, let lineEnd = request.firstIndex(of: 10) else { return request }
    let end = lineEnd + 1 + Self.hostLine.utf8.count
    return request[..<end] + credentials + request[end...]
  }

  func send(_ unsigned: [UInt8]) throws {
    let request = signed(unsigned)
    guard Glibc.send(socket, request, request.count, CInt(MSG_NOSIGNAL)) == request.count else {
      throw BenchFailure("a request could not be sent: \(String(cString: strerror(errno)))")
    }
  }

  /// Sends a request and waits for the whole answer, which must have the expected status.
  func exchange(_ request: [UInt8], expecting expected: Int...) throws {
    try send(request)
    var count = 0
    var end: Int?
    while end.map({ count < $0 }) ?? true {
      count += try receive(at: count)
      if end == nil { end = answerEnd(count) }
    }
    // "HTTP/1.1 201"
    let status = buffer[9..<12].reduce(0) { $0 * 10 + Int($1) - 48 }
    guard expected.contains(status) else {
      throw BenchFailure("\(status) instead of \(expected): \(body)\n\(String(decoding: request, as: UTF8.self))")
    }
  }

  /// Waits for anything of an endless answer; `false` when it has ended.
  func receiveAnything() -> Bool {
    (try? receive(at: 0)) != nil
  }

  /// The latest answer's status line and header.
  var head: String { String(decoding: buffer[..<bodyRange.lowerBound], as: UTF8.self) }

  /// The latest answer's body.
  var body: String { String(decoding: buffer[bodyRange], as: UTF8.self) }

  private func receive(at offset: Int) throws -> Int {
    if offset == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
    let count = buffer.withUnsafeMutableBytes { bytes in
      recv(socket, bytes.baseAddress.map { $0 + offset }, bytes.count - offset, 0)
    }
    guard count > 0 else { throw BenchFailure("luotd did not answer") }
    return count
  }

  /// Where the answer ends, once its head is there.
  private func answerEnd(_ count: Int) -> Int? {
    var lineStart = 0
    var length = 0
    for index in 0..<count where buffer[index] == 10 {
      let line = buffer[lineStart..<index]
      if line.count <= 1 {
        bodyRange = index + 1..<index + 1 + length
        return bodyRange.upperBound
      }
      if let value = Self.contentLength(line) { length = value }
      lineStart = index + 1
    }
    return nil
  }

  private static let contentLength = Array("content-length:".utf8)

  private static func contentLength(_ line: ArraySlice<UInt8>) -> Int? {
    guard line.count > contentLength.count, zip(line, contentLength).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else {
      return nil
    }
    return line.dropFirst(contentLength.count).reduce(0) { (48...57).contains($1) ? $0 * 10 + Int($1) - 48 : $0 }
  }
}

/// `connect` for any kind of address.
private func connect<Name>(_ socket: CInt, _ name: inout Name) -> CInt {
  withUnsafePointer(to: &name) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      Glibc.connect(socket, $0, socklen_t(MemoryLayout<Name>.size))
    }
  }
}
