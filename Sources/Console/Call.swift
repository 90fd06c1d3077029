import Crypto
import Foundation
import FrontDesk
import HTTPTypes
import Hummingbird
import NIOCore
import Queueing
import Records

/// A request as the routes see it: path, query, body and key, all checked for form and nothing more.
struct Call: Sendable {
  let request: Request
  let visitor: Visitor
  let peer: Peer
  /// When the connection is no more.
  let closed: EventLoopFuture<Void>
  let query: Query
  /// Members of the body's object; empty without a body.
  let members: [JSONValue.Member]
  /// The body of a command that brings a file.
  let file: (type: FileType, bytes: [UInt8])?
  let key: RequestKey?
  private let id: String?
  private let registerName: String?

  /// What a messenger hangs on to a link that somebody passes on means nothing to a page for people.
  init(_ request: Request, context: ConsoleRequestContext, visitor: Visitor, accepting route: Route) throws {
    self.request = request
    self.visitor = visitor
    peer = context.peer
    closed = context.closed
    query = try Query(request.uri.query, accepting: route.query, ignoresOthers: route.audience == .people)
    id = context.parameters.get("id")
    registerName = context.parameters.get("register")
    members = []
    file = nil
    key = nil
  }

  /// A command: also reads the body and the key.
  init(
    command request: Request, context: ConsoleRequestContext, visitor: Visitor, accepting route: Route,
    limits: ConsoleLimits
  ) async throws {
    self.request = request
    self.visitor = visitor
    peer = context.peer
    closed = context.closed
    query = try Query(request.uri.query, accepting: route.query)
    id = context.parameters.get("id")
    registerName = context.parameters.get("register")
    let contentType = request.headers[.contentType]
    let body: [UInt8]
    switch route.body {
    case .fields:
      body = try await request.readBody(limit: limits.bodyBytes)
      members = try Self.members(of: body, contentType: contentType)
      file = nil
    case .file(let types, let limit):
      // Before the body, of which there may be much.
      let type = try contentType.map { contentType throws(Problem) in
        try Self.fileType(contentType, among: types)
      }
      body = try await request.readBody(limit: limit.bytes(limits))
      guard type != nil || body.isEmpty else { throw Problem.unsupportedFile(nil, accepted: types) }
      // Who names a type means to bring a file: one that came to nothing on the way is not taken for none.
      guard type == nil || !body.isEmpty else { throw Problem.emptyFile }
      members = []
      file = type.map { ($0, body) }
    }
    key = try Self.key(of: request, body: body)
  }

  func fields<T>(_ body: (inout Fields) -> T) throws(Problem) -> T {
    try Fields.read(members, body)
  }

  var requester: Requester { visitor.requester }

  /// As whom the visitor gives and takes accounts.
  var keeper: AccountKeeper {
    AccountKeeper(requester: visitor.requester, role: visitor.role ?? .volunteer)
  }

  /// For a command without fields.
  func expectNoFields() throws(Problem) {
    try fields { _ in }
  }

  /// The id in the path, as it was sent: a percent sign makes it none that exists.
  var pathID: String {
    id ?? ""
  }

  var counter: CounterID {
    get throws(Problem) {
      guard let counter = CounterID(pathID) else { throw .unknownCounter }
      return counter
    }
  }

  var register: RegisterName {
    get throws {
      guard let register = registerName.flatMap(RegisterName.init) else {
        throw RequestProblem.noSuchRegister(registerName ?? "")
      }
      return register
    }
  }

  private static func members(of body: [UInt8], contentType: String?) throws(Problem) -> [JSONValue.Member] {
    if body.isEmpty { return [] }
    guard let contentType, isJSON(contentType) else { throw .unsupportedMediaType(contentType) }
    let value: JSONValue
    do throws(JSONFault) {
      value = try JSONReader.read(body)
    } catch {
      throw .invalidJSON(error.reason, at: error.offset)
    }
    guard case .object(let members) = value else { throw .invalidJSON("nội dung phải là một đối tượng { … }") }
    return members
  }

  private static func fileType(_ contentType: String, among types: [FileType]) throws(Problem) -> FileType {
    let name = contentType.split(separator: ";").first?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
    guard let type = types.first(where: { $0.mediaTypes.contains(name) }) else {
      throw .unsupportedFile(contentType, accepted: types)
    }
    return type
  }

  private static func isJSON(_ contentType: String) -> Bool {
    if contentType == "application/json" { return true }
    let parts = contentType.lowercased().split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
    return parts.first == "application/json" && parts.dropFirst().allSatisfy { $0 == "charset=utf-8" }
  }

  private static let keyLengths = 1...100

  private static func key(of request: Request, body: [UInt8]) throws(Problem) -> RequestKey? {
    guard let name = HTTPField.Name.idempotencyKey, let key = request.headers[name] else { return nil }
    guard keyLengths.contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .invalidHeader("Idempotency-Key", value: key, accepted: "từ 1 đến 100 ký tự ASCII nhìn thấy được")
    }
    var digest = SHA256()
    digest.update(data: Array(request.method.rawValue.utf8))
    digest.update(data: [0])
    digest.update(data: Array(request.uri.path.utf8))
    // What a command with a file says stands in its query.
    if let query = request.uri.query { digest.update(data: Array("?\(query)".utf8)) }
    digest.update(data: [0])
    digest.update(data: body)
    return RequestKey(key: key, digest: Data(digest.finalize()))
  }
}

extension HTTPField.Name {
  static let idempotencyKey = HTTPField.Name("Idempotency-Key")
  static let lastEventID = HTTPField.Name("Last-Event-ID")
}

/// The sender went away or sent what is no HTTP while the body was read; there is nobody to answer.
struct BrokenRequest: Error {
  let cause: any Error
}

extension Request {
  fileprivate func readBody(limit: Int) async throws -> [UInt8] {
    let announced = headers[.contentLength].flatMap(Int.init)
    if let announced, announced > limit { throw Problem.bodyTooLarge(limit: limit) }
    var bytes: [UInt8] = []
    do {
      for try await part in body {
        bytes += part.readableBytesView
        if bytes.count > limit { throw Problem.bodyTooLarge(limit: limit) }
      }
    } catch let problem as Problem {
      throw problem
    } catch {
      throw BrokenRequest(cause: error)
    }
    if let announced, bytes.count < announced { throw Problem.incompleteBody }
    return bytes
  }
}

/// How answers are written: sorted keys, plain slashes.
enum JSONAnswer {
  private static let encoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()

  private static let headers: HTTPFields = [
    .contentType: "application/json; charset=utf-8", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
  ]

  static func bytes(_ value: some Encodable) throws -> ByteBuffer {
    ByteBuffer(bytes: try encoder.encode(value))
  }

  static func response(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    response(bytes: try bytes(value), status: status)
  }

  static func response(bytes: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
    Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
  }

  private static let rowsAtOnce = 256

  /// The same bytes as those of the whole, for answers of tens of thousands of rows: the encoder keeps all that it
  /// encodes at once in a tree many times as large as its text, so it is given some rows at a time.
  ///
  /// - Parameters:
  ///   - frame: the answer with none of its rows.
  ///   - key: of the list of rows, which no other list of the answer has.
  static func bytes(_ frame: some Encodable, with rows: [some Encodable], at key: String) throws -> ByteBuffer {
    let text = try encoder.encode(frame)
    guard let place = text.firstRange(of: Data(#""\#(key)":[]"#.utf8)) else {
      throw EncodingError.invalidValue(frame, .init(codingPath: [], debugDescription: "no empty list \(key)"))
    }
    var bytes = ByteBuffer(bytes: text[..<(place.upperBound - 1)])
    for first in stride(from: 0, to: rows.count, by: rowsAtOnce) {
      if first > 0 { bytes.writeString(",") }
      let list = try encoder.encode(Array(rows[first..<min(rows.count, first + rowsAtOnce)]))
      bytes.writeBytes(list.dropFirst().dropLast())
    }
    bytes.writeBytes(text[(place.upperBound - 1)...])
    return bytes
  }
}
