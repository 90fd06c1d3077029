import Foundation
import Glibc
import Synchronization

/// A `luotd` under measurement, ready since `init` has returned.
final class RunningDaemon {
  /// Seconds until a daemon that is not ready is given up.
  private static let patience = 30.0
  private static let started = Atomic<Int>(0)

  let tcp: Connection.Address
  let unix: Connection.Address
  /// Nanoseconds from asking the kernel for the process to its READY.
  let startTime: UInt64
  /// Nanoseconds from asking the kernel for the process to its first picture, where somebody watches the screen.
  let firstPictureTime: UInt64
  let process: ProcessReading
  /// Of the console.
  let url: String
  private let child: Child
  /// Held until the daemon has ended, for it also tells that it is stopping.
  private let notices: NoticeSocket

  /// - Parameters:
  ///   - configuration: its file, where it is not one of those that the site has made.
  ///   - publicPort: of the listener for everybody, where it has one.
  ///   - slowSync: whether syncs take longer, by a library of the bench.
  ///   - environment: what it has beyond the bench's own.
  ///   - firstPicture: waited for before READY is.
  init(
    _ site: Site, state: String, prints: Bool = false, configuration: String? = nil, publicPort: UInt16? = nil,
    slowSync: Bool = false, environment: [String: String] = [:], firstPicture: PixelWatch? = nil
  ) throws {
    let number = Self.started.add(1, ordering: .relaxed).newValue
    notices = try NoticeSocket(name: "luot-bench-\(getpid())-\(number)")
    let start = nanoseconds()
    child = try Child(
      site.program("luotd"),
      ["--demo", "--config", configuration ?? site.configuration(prints: prints), "--state", state],
      environment: site.environment(slowSync: slowSync).merging(environment) { $1 }
        .merging(["NOTIFY_SOCKET": notices.address]) { $1 },
      log: state + ".log")
    firstPictureTime = try firstPicture.map { try $0.wait() - start } ?? 0
    let port = try Self.port(of: child, notices: notices, besides: publicPort)
    startTime = nanoseconds() - start
    url = "http://127.0.0.1:\(port)"
    unix = .unix(path: state + "/luot.sock")
    tcp = .tcp(port: port, credentials: try Self.signIn(port: port, socket: unix))
    process = ProcessReading(pid: child.pid)
  }

  /// Waits for READY, whose status names the address.
  private static func port(
    of child: Child, notices: borrowing NoticeSocket, besides publicPort: UInt16?
  ) throws -> UInt16 {
    let deadline = nanoseconds() + UInt64(patience * 1e9)
    while nanoseconds() < deadline {
      if let notice = notices.next(), notice.hasPrefix("READY=1") {
        let ports = notice.split(separator: "127.0.0.1:").dropFirst().compactMap { UInt16($0.prefix { $0.isNumber }) }
        guard let port = ports.first(where: { $0 != publicPort }) else {
          throw BenchFailure("no address in: \(notice)")
        }
        return port
      }
      if try child.ended(within: 0) != nil { throw BenchFailure("luotd ended: \(child.lastWords)") }
    }
    throw BenchFailure("luotd did not become ready: \(child.lastWords)")
  }

  /// Makes an account through the socket and signs in with it; returns the header lines of the session.
  private static func signIn(port: UInt16, socket: Connection.Address) throws -> String {
    let admin = try Connection(socket)
    let user = #"{"id":"bench","name":"Bench","team":"digital-team","role":"supervisor"}"#
    try admin.exchange(Connection.request("POST", "/api/v1/users", body: user), expecting: 201, 409)
    try admin.exchange(Connection.request("POST", "/api/v1/users/bench/reset-pin"), expecting: 200)
    let pin = admin.field("pin") ?? ""
    let visitor = try Connection(.tcp(port: port, credentials: ""))
    let secret = #"{"member":"bench","secret":"\#(pin)"}"#
    try visitor.exchange(Connection.request("POST", "/api/v1/session", body: secret), expecting: 201)
    guard let token = visitor.field("commandToken"),
      let cookie = visitor.head.firstMatch(of: /(?i)set-cookie: (luot=[^;]+)/)?.output.1
    else { throw BenchFailure("no session in: \(visitor.head)") }
    let credentials = "Cookie: \(cookie)\r\nX-Luot-Command: \(token)\r\n"
    let own = #"{"current":"\#(pin)","secret":"90210471"}"#
    try Connection(.tcp(port: port, credentials: credentials))
      .exchange(Connection.request("POST", "/api/v1/session/secret", body: own), expecting: 204)
    return credentials
  }

  func stop() throws {
    try child.stop()
  }
}

/// Where a daemon tells that it is ready: a datagram socket with a name that needs no file.
private struct NoticeSocket: ~Copyable {
  let address: String
  private let socket: CInt

  init(name: String) throws {
    address = "@" + name
    socket = Glibc.socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    var limit = timeval(tv_sec: 0, tv_usec: 100_000)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var local = sockaddr_un()
    local.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &local.sun_path) { $0.copyBytes(from: [0] + Array(name.utf8)) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
    let bound = withUnsafePointer(to: &local) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
    }
    guard bound == 0 else { throw BenchFailure("\(address): \(String(cString: strerror(errno)))") }
  }

  deinit {
    close(socket)
  }

  /// The next datagram; `nil` when none came for a tenth of a second.
  func next() -> String? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(socket, &bytes, bytes.count, 0)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }
}
