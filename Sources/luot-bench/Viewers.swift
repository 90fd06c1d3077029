import Foundation
import Glibc
import Synchronization

/// How fast a call reaches everybody who looks at the board while the office is at work, what each of them costs, and
/// what those do to the others who take nothing.
func measureViewers(_ site: Site, _ report: inout Report) throws {
  tell("200 boards, 50 phones and 8 counters")
  let (viewers, stalled, phones, counters) = (200, 10, 50, 8)
  let port = try freePort()
  let daemon = try RunningDaemon(
    site, state: site.emptyState("viewers"), configuration: try site.configuration(publicPort: port),
    publicPort: port)
  let visitors = Connection.Address.tcp(port: port, credentials: "")
  let desk = try Connection(daemon.tcp)
  try desk.openCounters()
  let tokens = try (0..<phones).map { number in
    try desk.exchange(Requests.tickets[number % Requests.tickets.count], expecting: 201)
    return String(desk.field("token") ?? "")
  }
  let work = OfficeAtWork(staff: daemon.tcp, visitors: visitors, counters: counters, tokens: tokens)
  // What the first of anything costs is no viewer's.
  let first = try BoardViewers(visitors, count: 4)
  _ = try work.run(seconds: 5, watchedBy: first)
  let before = try daemon.process.privateMemory()

  let watching = try BoardViewers(visitors, count: viewers)
  let seen = try work.run(seconds: 20, watchedBy: watching)
  let growth = (try daemon.process.privateMemory() - before) * 1e3 / Double(viewers)
  report.add("a call until all \(viewers) boards show it, p99", seen.p99, atMost: 100, .milliseconds)
  report.note("the same, p50 of \(seen.values.count) calls", seen.p50, .milliseconds)
  report.add("private memory a viewer", growth, atMost: 40, .kilobytes)

  let asleep = try (0..<stalled).map { _ in try BoardViewers.stalled(visitors) }
  let beside = try work.run(seconds: 20, watchedBy: watching)
  withExtendedLifetime((asleep, first)) {}
  report.add("the same beside \(stalled) that take nothing, p99", beside.p99, atMost: 100, .milliseconds)
  try daemon.stop()
}

/// Counters that call and finish, and phones that ask how long it takes.
private struct OfficeAtWork {
  /// Seconds between two calls of a counter, and between two questions of a phone.
  private static let turn = 0.5
  private static let polling = 2.0

  let staff: Connection.Address
  let visitors: Connection.Address
  let counters: Int
  let tokens: [String]

  /// - Returns: for each call, from sending it until the last viewer showed it.
  func run(seconds: Double, watchedBy viewers: BoardViewers) throws -> Samples {
    let end = nanoseconds() + UInt64(seconds * 1e9)
    let results = try inParallel(counters + 2) { number in
      switch number {
      case 0: return try viewers.watch(until: end + 2_000_000_000)
      case 1: try poll(until: end)
      default: try serve(number - 1, until: end, viewers)
      }
      return Samples()
    }
    var samples = Samples()
    for result in results { samples.add(contentsOf: result) }
    return samples
  }

  private func serve(_ counter: Int, until end: UInt64, _ viewers: BoardViewers) throws {
    let connection = try Connection(staff)
    usleep(UInt32(Double(counter) / Double(counters) * Self.turn * 1e6))
    while nanoseconds() < end {
      try connection.exchange(Requests.tickets[counter % Requests.tickets.count], expecting: 201)
      guard let number = connection.field("number"), let id = connection.field("id") else {
        throw BenchFailure("no number in \(connection.body)")
      }
      // That one number, so that the viewers can be told what to look for before it is there.
      viewers.expect(String(number))
      let call = Connection.request("POST", "/api/v1/counters/\(counter)/call", body: #"{"ticket":"\#(id)"}"#)
      try connection.exchange(call, expecting: 200)
      usleep(UInt32(Self.turn * 1e6))
      try connection.exchange(Requests.finish[counter - 1], expecting: 200)
    }
  }

  private func poll(until end: UInt64) throws {
    let phones = try tokens.map { token in
      (connection: try Connection(visitors), request: Connection.request("GET", "/t/\(token)/view"))
    }
    while nanoseconds() < end {
      for phone in phones {
        try phone.connection.exchange(phone.request, expecting: 200)
        usleep(UInt32(Self.polling / Double(phones.count) * 1e6))
      }
    }
  }
}

/// Browsers that show the board: event streams that one thread reads as they come.
private final class BoardViewers: Sendable {
  private struct Expected {
    let since: UInt64
    var missing: Set<Int32>
  }

  private static let request = Connection.request("GET", "/board/events")
  /// Before and after a number on the board.
  private static let marks = (Array("number\">".utf8), UInt8(ascii: "<"))

  private let sockets: [ViewerSocket]
  private let expected = Mutex<[String: Expected]>([:])

  init(_ address: Connection.Address, count: Int) throws {
    sockets = try (0..<count).map { _ in try ViewerSocket(address, Self.request) }
  }

  /// One that has asked and reads nothing, with room for little.
  static func stalled(_ address: Connection.Address) throws -> ViewerSocket {
    try ViewerSocket(address, request, receiveBytes: 4096)
  }

  /// Says that a number is about to be called.
  func expect(_ number: String) {
    let all = Set(sockets.map(\.descriptor))
    expected.withLock { $0[number] = Expected(since: nanoseconds(), missing: all) }
  }

  /// - Returns: for each number, from `expect` until the last viewer showed it.
  /// - Throws: `BenchFailure` when a viewer is let go, or a number did not reach all.
  func watch(until end: UInt64) throws -> Samples {
    var polled = sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    var samples = Samples()
    var tails: [Int32: [UInt8]] = [:]
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while nanoseconds() < end {
      guard poll(&polled, nfds_t(polled.count), 100) > 0 else { continue }
      for descriptor in polled.filter({ $0.revents != 0 }).map(\.fd) {
        let length = recv(descriptor, &buffer, buffer.count, CInt(MSG_DONTWAIT))
        guard length > 0 else { throw BenchFailure("luotd let a viewer go") }
        let text = tails[descriptor, default: []] + buffer[..<length]
        note(Self.numbers(in: text), at: descriptor, &samples)
        tails[descriptor] = Array(text.suffix(24))
      }
    }
    let left = expected.withLock { expected in
      defer { expected = [:] }
      return expected.keys.sorted()
    }
    guard left.isEmpty else { throw BenchFailure("not all boards showed \(left.joined(separator: ", "))") }
    return samples
  }

  private func note(_ numbers: [String], at descriptor: Int32, _ samples: inout Samples) {
    let now = nanoseconds()
    for number in numbers {
      let since: UInt64? = expected.withLock { expected in
        guard expected[number]?.missing.remove(descriptor) != nil, expected[number]?.missing.isEmpty == true else {
          return nil
        }
        return expected.removeValue(forKey: number)?.since
      }
      if let since { samples.add(nanoseconds: now - since) }
    }
  }

  private static func numbers(in text: [UInt8]) -> [String] {
    var numbers: [String] = []
    var index = 0
    while let start = text[index...].firstRange(of: marks.0)?.upperBound {
      guard let end = text[start...].prefix(10).firstIndex(of: marks.1) else { break }
      numbers.append(String(decoding: text[start..<end], as: UTF8.self))
      index = end
    }
    return numbers
  }
}

/// A connection that has asked for something endless.
private final class ViewerSocket: Sendable {
  let descriptor: Int32

  init(_ address: Connection.Address, _ request: [UInt8], receiveBytes: Int32? = nil) throws {
    guard case .tcp(let port, _) = address else { throw BenchFailure("viewers come by TCP") }
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    if var bytes = receiveBytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
    }
    var name = loopback(port)
    guard onLoopback(&name, { connect(descriptor, $0, $1) }) == 0,
      send(descriptor, request, request.count, CInt(MSG_NOSIGNAL)) == request.count
    else { throw BenchFailure("a viewer found no connection: \(String(cString: strerror(errno)))") }
  }

  deinit {
    close(descriptor)
  }
}

/// A port of 127.0.0.1 that nobody uses at the moment.
private func freePort() throws -> UInt16 {
  let probe = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
  defer { close(probe) }
  var name = loopback(0)
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  guard onLoopback(&name, { bind(probe, $0, $1) }) == 0,
    onLoopback(&name, { address, _ in getsockname(probe, UnsafeMutablePointer(mutating: address), &length) }) == 0
  else { throw BenchFailure("no free port: \(String(cString: strerror(errno)))") }
  return UInt16(bigEndian: name.sin_port)
}

private func loopback(_ port: UInt16) -> sockaddr_in {
  var name = sockaddr_in()
  name.sin_family = sa_family_t(AF_INET)
  name.sin_port = port.bigEndian
  name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  return name
}

private func onLoopback(_ name: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
  withUnsafeMutablePointer(to: &name) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
  }
}
