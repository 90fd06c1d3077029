import Daemon
import Foundation

/// A request to the API as a value.
struct Request: Hashable {
  enum Method: String {
    case get = "GET"
    case post = "POST"
    case patch = "PATCH"
  }

  let method: Method
  /// Percent-encoded.
  let path: String
  let body: Data?
  /// `nil` for a command that might bring a file and brings none.
  let contentType: String?

  /// - Parameter root: what the components lie below.
  private init(
    _ method: Method, _ components: [String], below root: String = "/api/v1/", query: [(name: String, value: String?)],
    body: Data?, contentType: String? = "application/json"
  ) {
    self.method = method
    self.contentType = contentType
    let parameters = query.compactMap { parameter in
      parameter.value.map { "\(parameter.name)=\(Self.encoded($0))" }
    }
    path =
      root + components.map(Self.encoded).joined(separator: "/")
      + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
    self.body = body
  }

  /// Parameters without a value are left out.
  static func get(_ components: String..., query: [(name: String, value: String?)] = []) -> Request {
    Request(.get, components, query: query, body: nil)
  }

  /// The picture of a screen.
  static func screen(_ name: String, width: Int?, height: Int?) -> Request {
    Request(
      .get, ["\(name).png"], below: "/screens/",
      query: [("width", width.map(String.init)), ("height", height.map(String.init))],
      body: nil)
  }

  static func post(_ components: String..., body: some Encodable) throws(Failure) -> Request {
    try post(components, body: body)
  }

  static func post(_ components: [String], body: some Encodable) throws(Failure) -> Request {
    try command(.post, components, body: body)
  }

  /// A command that brings a file, or none.
  static func upload(
    _ components: String..., query: [(name: String, value: String?)] = [], file: InputFile?
  ) -> Request {
    Request(.post, components, query: query, body: file?.bytes ?? Data(), contentType: file?.mediaType)
  }

  static func patch(_ components: String..., body: some Encodable) throws(Failure) -> Request {
    try command(.patch, components, body: body)
  }

  private static func command(
    _ method: Method, _ components: [String], body: some Encodable
  ) throws(Failure) -> Request {
    do {
      return Request(method, components, query: [], body: try JSONEncoder().encode(body))
    } catch {
      throw Failure(.internalFault, "Không viết được yêu cầu gửi luotd (\(error)).")
    }
  }

  /// Only what RFC 3986 calls unreserved stays, so that whatever is typed stays one component.
  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        return String(UnicodeScalar(byte))
      // Two dots alone would climb up the path.
      case UInt8(ascii: ".") where text.contains(where: { $0 != "." }): return "."
      default: return (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}

/// The empty object.
struct NoFields: Encodable {}
