import Foundation
import FrontDesk
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Records
import Testing

/// One answer, of whatever connection.
struct Answer: Sendable {
  let status: Int
  let headers: HTTPFields
  let body: String

  func decoded<T: Decodable>(_ type: T.Type = T.self, _ location: SourceLocation = #_sourceLocation) throws -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(body.utf8))
    } catch {
      Issue.record("\(status) \(body): \(error)", sourceLocation: location)
      throw error
    }
  }

  var problem: ProblemAnswer {
    get throws { try decoded() }
  }
}

struct ProblemAnswer: Decodable {
  let type: String
  let title: String
  let status: Int
  let detail: String
  let code: String
  let field: String?
  let fields: [FieldProblem]?
  let ticket: TicketAnswer?
  let state: String?
  let opensAt: Moment?
  let closed: ClosedAnswer?
}

struct AssistanceListAnswer: Decodable {
  let assistances: [AssistanceAnswer]
  let cursor: String?
}

/// One connection to the staff listener.
struct Client: Sendable {
  let client: TestClient
  let port: Int
  let headers: HTTPFields
  /// What every refusal is held against.
  let described: DescribedRoutes

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil, headers: HTTPFields = [:],
    type: String? = "application/json"
  ) async throws -> Answer {
    var fields = self.headers
    for field in headers { fields[field.name] = field.value }
    if json != nil, let type { fields[.contentType] = type }
    let response = try await client.execute(
      TestClient.Request(
        path, method: method, authority: "127.0.0.1:\(port)", headers: fields, body: json.map(ByteBuffer.init(string:)))
    )
    return answer(response, to: method, path)
  }

  private func answer(_ response: TestClient.Response, to method: HTTPRequest.Method, _ path: String) -> Answer {
    let answer = Answer(
      status: response.status.code, headers: response.headers, body: response.body.map { String(buffer: $0) } ?? "")
    described.check(answer, to: method, path)
    return answer
  }

  /// A command whose body is a file.
  func upload(_ path: String, _ file: Data, type: String) async throws -> Answer {
    var fields = headers
    fields[.contentType] = type
    let response = try await client.execute(
      TestClient.Request(
        "/api/v1/\(path)", method: .post, authority: "127.0.0.1:\(port)", headers: fields,
        body: ByteBuffer(bytes: file)))
    return answer(response, to: .post, "/api/v1/\(path)")
  }

  /// A file as it is answered.
  func file(_ path: String) async throws -> Data {
    let response = try await client.execute(
      TestClient.Request(
        "/api/v1/\(path)", method: .get, authority: "127.0.0.1:\(port)", headers: headers, body: nil))
    #expect(response.status == .ok)
    return response.body.map { Data($0.readableBytesView) } ?? Data()
  }

  func get(_ path: String) async throws -> Answer {
    try await send(.get, "/api/v1/\(path)")
  }

  func post(_ path: String, _ json: String? = nil, key: String? = nil) async throws -> Answer {
    var headers = HTTPFields()
    if let key, let name = HTTPField.Name("Idempotency-Key") { headers[name] = key }
    return try await send(.post, "/api/v1/\(path)", json, headers: headers)
  }

  /// A new number.
  func take(_ service: String = "ho-tich") async throws -> TicketAnswer {
    let answer = try await post("tickets", #"{"service":"\#(service)"}"#)
    #expect(answer.status == 201, "\(answer.body)")
    return try answer.decoded()
  }

  /// Opens a counter and calls who waits.
  func open(_ counter: String) async throws {
    let answer = try await post("counters/\(counter)/open")
    #expect(answer.status == 200, "\(answer.body)")
  }

  func callNext(_ counter: String) async throws -> TicketAnswer {
    let answer = try await post("counters/\(counter)/call-next")
    #expect(answer.status == 200, "\(answer.body)")
    return try answer.decoded(CallAnswer.self).ticket
  }
}
