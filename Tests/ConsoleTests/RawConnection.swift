import Foundation
import Glibc
import HTTPTypes

/// Runs what blocks on a thread of its own: those of tasks and of dispatch queues are few, and the server needs them.
func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
  }
}

/// A connection on which any bytes can be sent; used by one thread at a time.
final class RawConnection {
  enum Failure: Error {
    case system(String, Int32)
    /// Nothing came for far longer than anything here takes: the test fails instead of hanging.
    case silence
    case closed
    case unreadable(String)
  }

  /// Milliseconds until silence is a failure. While all tests run, a busy machine has let an answer wait for 20 seconds.
  private static let patience: Int32 = 300_000

  /// `POLLRDHUP`, which is behind a feature macro (poll(2)).
  private static let peerHangUp: Int16 = 0x2000

  private let descriptor: Int32
  private var received: [UInt8] = []
  private var isChunked = false
  /// Sent along after the host of each request of ours: who asks.
  private let credentials: String

  /// - Parameter credentials: header lines of who is signed in; none for a stranger.
  init(port: Int, credentials: String = Colleague.supervisor.headerLines) throws {
    self.credentials = credentials
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    try connect(to: &address)
  }

  init(path: String) throws {
    credentials = ""
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    try connect(to: &address)
  }

  deinit { Glibc.close(descriptor) }

  private func connect<Address>(to address: inout Address) throws {
    let length = socklen_t(MemoryLayout<Address>.size)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, length) }
    }
    guard status == 0 else { throw Failure.system("connect", errno) }
  }

  // MARK: - Writing

  func send(_ text: String) throws {
    let host = "Host: localhost\r\n"
    try send(Array(text.replacingOccurrences(of: host, with: host + credentials).utf8))
  }

  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw Failure.system("send", errno) }
      rest = rest.dropFirst(count)
    }
  }

  func send(request method: String, _ path: String, host: String, json: String? = nil, headers: String = "") throws {
    let body = json.map { "Content-Type: application/json\r\nContent-Length: \($0.utf8.count)\r\n\r\n\($0)" } ?? "\r\n"
    try send(
      "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n\(host == "localhost" ? "" : credentials)\(headers)\(body)")
  }

  /// Says that nothing more will be sent.
  func finishSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  // MARK: - Reading

  /// Reads once; `false` at the end.
  private func receive() throws -> Bool {
    var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&event, 1, Self.patience) == 1 else { throw Failure.silence }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { return false }
    received += buffer[..<count]
    return true
  }

  /// Waits until the other side has closed, without reading what it sent before.
  func waitForHangUp() throws {
    var event = pollfd(fd: descriptor, events: Self.peerHangUp, revents: 0)
    guard poll(&event, 1, Self.patience) == 1 else { throw Failure.silence }
  }

  func readToEnd() throws -> String {
    while try receive() {}
    return String(decoding: received, as: UTF8.self)
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while received.count < count { guard try receive() else { throw Failure.closed } }
    defer { received.removeFirst(count) }
    return Array(received[..<count])
  }

  private func line() throws -> String {
    while true {
      if let end = received.firstIndex(of: 0x0A) {
        let bytes = try take(end + 1)
        return String(decoding: bytes.dropLast(bytes.dropLast().last == 0x0D ? 2 : 1), as: UTF8.self)
      }
      guard try receive() else { throw Failure.closed }
    }
  }

  func head() throws -> (status: Int, headers: HTTPFields) {
    let parts = try line().split(separator: " ")
    guard parts.count > 1, let status = Int(parts[1]) else { throw Failure.unreadable("\(parts)") }
    var headers = HTTPFields()
    while true {
      let line = try line()
      if line.isEmpty { break }
      let field = line.split(separator: ":", maxSplits: 1)
      guard field.count == 2, let name = HTTPField.Name(String(field[0])) else { throw Failure.unreadable(line) }
      headers[name] = field[1].trimmingCharacters(in: .whitespaces)
    }
    isChunked = headers[.transferEncoding] == "chunked"
    return (status, headers)
  }

  /// One whole answer of known length.
  func answer() throws -> Answer {
    let (status, headers) = try head()
    let length = headers[.contentLength].flatMap(Int.init) ?? 0
    return Answer(status: status, headers: headers, body: String(decoding: try take(length), as: UTF8.self))
  }

  // MARK: - Events

  private var text = ""

  /// The next event or comment of a stream: its lines; `nil` when the stream has ended as it should.
  func nextEvent() throws -> StreamEvent? {
    while true {
      if let end = text.range(of: "\n\n") {
        let lines = text[..<end.lowerBound].split(separator: "\n").map(String.init)
        text = String(text[end.upperBound...])
        return StreamEvent(lines: lines)
      }
      guard let size = Int(try line(), radix: 16) else { throw Failure.unreadable("chunk") }
      let chunk = try take(size + 2).dropLast(2)
      if size == 0 { return nil }
      text += String(decoding: chunk, as: UTF8.self)
    }
  }

  /// Reads events until one is as wanted; a stream that goes on and on without it fails the test.
  func waitForEvent(_ isWanted: (StreamEvent) -> Bool) throws {
    var last: StreamEvent?
    for _ in 0..<100 {
      guard let event = try nextEvent() else { throw Failure.closed }
      if isWanted(event) { return }
      if event.name != "beat" { last = event }
    }
    throw Failure.unreadable("no event as wanted, at last: \(last?.data ?? "none")")
  }
}

struct StreamEvent: Sendable {
  let name: String?
  let id: Int64?
  let data: String
  let isComment: Bool

  init(lines: [String]) {
    func value(_ field: String) -> String? {
      lines.first { $0.hasPrefix("\(field): ") }.map { String($0.dropFirst(field.count + 2)) }
    }
    name = value("event")
    id = value("id").flatMap { Int64($0) }
    data = lines.filter { $0.hasPrefix("data: ") }.map { $0.dropFirst("data: ".count) }.joined(separator: "\n")
    isComment = lines.allSatisfy { $0.hasPrefix(":") }
  }
}
