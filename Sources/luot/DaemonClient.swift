import AsyncHTTPClient
import Daemon
import Foundation
import NIOCore
import NIOHTTP1

/// Speaks HTTP with the daemon over its Unix socket.
struct DaemonClient {
  struct Answer {
    let status: Int
    let body: Data

    func decoded<T: Decodable>(as type: T.Type = T.self) throws(Failure) -> T {
      do {
        return try JSONDecoder().decode(type, from: body)
      } catch {
        throw .unreadable(error)
      }
    }
  }

  let socket: String
  private let http: HTTPClient
  private let patience: TimeAmount

  /// Bytes of an answer at most; the largest are the statistics of a year by two dimensions.
  private static let answerLimit = 64 << 20

  /// - Parameter patience: how long an answer may take, and how long a stream may be silent.
  static func using<T>(
    socket: String, patience: TimeAmount, _ body: (DaemonClient) async throws -> T
  ) async throws -> T {
    var configuration = HTTPClient.Configuration()
    configuration.timeout = HTTPClient.Configuration.Timeout(connect: .seconds(5), read: patience)
    configuration.redirectConfiguration = .disallow
    // A socket that refuses now does so because nobody listens.
    configuration.connectionPool.retryConnectionEstablishment = false
    return try await HTTPClient.withHTTPClient(configuration: configuration) { http in
      try await body(DaemonClient(socket: socket, http: http, patience: patience))
    }
  }

  /// Sends a request and returns the answer, or throws what the daemon says is wrong.
  ///
  /// A request whose connection breaks before the answer is sent once more. A `POST` carries the same key both times,
  /// so that it is done once.
  func send(_ request: Request) async throws(Failure) -> Answer {
    let answer = try await answer(to: request)
    guard (200..<300).contains(answer.status) else {
      throw Failure(status: answer.status, problem: try? JSONDecoder().decode(Problem.self, from: answer.body))
    }
    return answer
  }

  /// The answer whatever its status.
  func answer(to request: Request) async throws(Failure) -> Answer {
    let prepared = prepared(request)
    do {
      do {
        return try await attempt(prepared)
      } catch let error where Self.breaksBeforeAnswer(error) {
        return try await attempt(prepared)
      }
    } catch {
      throw unreachable(error)
    }
  }

  /// A stream of events; each element says that something has come.
  func events() async throws(Failure) -> HTTPClientResponse.Body {
    do {
      let response = try await http.execute(prepared(.get("events")), timeout: patience)
      guard response.status == .ok else {
        throw Failure(status: Int(response.status.code), problem: nil)
      }
      return response.body
    } catch let failure as Failure {
      throw failure
    } catch {
      throw unreachable(error)
    }
  }

  private func prepared(_ request: Request) -> HTTPClientRequest {
    let base = URL(httpURLWithSocketPath: socket, uri: request.path)?.absoluteString
    var prepared = HTTPClientRequest(url: base ?? "")
    prepared.method = .RAW(value: request.method.rawValue)
    if let body = request.body {
      if let type = request.contentType { prepared.headers.add(name: "Content-Type", value: type) }
      prepared.headers.add(name: "Idempotency-Key", value: UUID().uuidString)
      prepared.body = .bytes(body)
    }
    return prepared
  }

  private func attempt(_ request: HTTPClientRequest) async throws -> Answer {
    let response = try await http.execute(request, timeout: patience)
    let body = try await response.body.collect(upTo: Self.answerLimit)
    return Answer(status: Int(response.status.code), body: Data(body.readableBytesView))
  }

  private static func breaksBeforeAnswer(_ error: any Error) -> Bool {
    switch error {
    case let error as IOError: error.errnoCode == ECONNRESET || error.errnoCode == EPIPE
    case let error as HTTPClientError: error == .remoteConnectionClosed
    default: false
    }
  }

  private func unreachable(_ error: any Error) -> Failure {
    switch (error as? IOError)?.errnoCode {
    case EACCES, EPERM:
      return Failure(
        .noPermission, "Không đủ quyền mở socket \(socket). Hãy chạy bằng root hoặc người dùng thuộc nhóm luot.")
    case ENOENT, ECONNREFUSED, ENOTSOCK:
      return Failure(
        .unavailable, "Không gặp được luotd tại \(socket). Hãy khởi động luotd hoặc chỉ đúng socket bằng --socket.")
    default:
      return Failure(
        .unavailable, "luotd tại \(socket) không trả lời trọn vẹn (\(error)). Hãy xem nhật ký của luotd rồi thử lại.")
    }
  }
}
