import AsyncHTTPClient
import Foundation
import FrontDesk
import NIOCore
import NIOHTTP1

/// Talks to a daemon through its socket.
struct SocketClient {
  struct Answer {
    let status: UInt
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }

    func decoded<T: Decodable>(_ type: T.Type) throws -> T {
      do {
        return try JSONDecoder().decode(type, from: body)
      } catch {
        throw Unexpected(answer: self)
      }
    }
  }

  struct Unexpected: Error, CustomStringConvertible {
    let answer: Answer
    var description: String { "answer \(answer.status): \(answer.text)" }
  }

  /// Connects once for each request. By default a client goes on trying a dead daemon, ever more rarely, and then lets
  /// requests to the next daemon at that address wait for its next try, or fail with what the dead one gave.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration.singletonConfiguration
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(configuration: configuration)
  }()

  let socket: String

  func get(_ path: String) async throws -> Answer {
    try await send(.GET, path, body: nil, key: nil)
  }

  func post(_ path: String, _ body: String = "{}", key: String? = nil) async throws -> Answer {
    try await send(.POST, path, body: body, key: key)
  }

  func upload(_ path: String, _ file: Data, type: String) async throws -> Answer {
    try await send(.POST, path, body: ByteBuffer(bytes: file), type: type, key: nil)
  }

  private func send(_ method: HTTPMethod, _ path: String, body: String?, key: String?) async throws -> Answer {
    try await send(method, path, body: body.map(ByteBuffer.init(string:)), type: "application/json", key: key)
  }

  private func send(
    _ method: HTTPMethod, _ path: String, body: ByteBuffer?, type: String, key: String?
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: url(path))
    request.method = method
    if let body {
      request.headers.add(name: "Content-Type", value: type)
      request.body = .bytes(body)
    }
    if let key { request.headers.add(name: "Idempotency-Key", value: key) }
    let response = try await Self.client.execute(request, timeout: .init(DaemonProcess.patience))
    let bytes = try await response.body.collect(upTo: 4 << 20)
    return Answer(status: response.status.code, body: Data(bytes.readableBytesView))
  }

  func url(_ path: String) -> String {
    let host = socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socket
    return "http+unix://\(host)\(path)"
  }
}
