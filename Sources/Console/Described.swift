import FrontDesk
import Queueing
import Records

/// What an address is told to be in the document at `/api/v1/openapi.json`: it stands beside the route, and tests hold
/// that it is true.
///
/// What follows from the route itself – who may, what every command takes, how a wrong field is refused – is added by
/// `APIDocument` and not repeated here.
struct Described: Sendable {
  /// One English sentence.
  let summary: String
  /// What `{id}` in the path is.
  let id: Form
  /// Members of the body; of an upload, nothing.
  let takes: [Taken]
  /// Parameters of the query, by the names that the route accepts.
  let asks: [Taken]
  let gives: [Given]
  /// Beyond those that any such route has.
  let refuses: [ProblemCode]

  init(
    _ summary: String, id: Form = .text, takes: [Taken] = [], asks: [Taken] = [], gives: Given...,
    refuses: [ProblemCode] = []
  ) {
    self.summary = summary
    self.id = id
    self.takes = takes
    self.asks = asks
    self.gives = gives
    self.refuses = refuses
  }
}

/// A member of a body or a parameter of a query.
struct Taken: Sendable {
  let name: String
  let form: Form
  let isRequired: Bool

  static func must(_ name: String, _ form: Form = .text) -> Taken { Taken(name: name, form: form, isRequired: true) }
  static func may(_ name: String, _ form: Form = .text) -> Taken { Taken(name: name, form: form, isRequired: false) }
}

extension Taken {
  /// Further members, which something else decides about.
  static let rest = Taken(name: "*", form: .text, isRequired: false)
}

/// What values something takes.
indirect enum Form: Sendable {
  case text
  /// A text for people, of so many characters.
  case remark(Int)
  case integer(ClosedRange<Int>)
  case choice([String])
  /// `2026-11-23`.
  case day
  /// `2026-11-23T09:14:05+07:00`.
  case moment
  /// An id of the contract's form.
  case name
  case member, village
  /// Those of the configuration.
  case service, counter, priority
  /// `a005`, and with its day for all time.
  case ticket
  case list(Form)
  case orNull(Form)
  case object([Taken])

  static func of<C: RawRepresentable & CaseIterable>(_: C.Type) -> Form where C.RawValue == String {
    .choice(C.allCases.map(\.rawValue))
  }
}

/// One way in which an address answers when all is well.
struct Given: Sendable {
  let status: Int
  let mediaType: String?
  let what: String
  let schema: @Sendable (SchemaProbe) throws -> JSONValue

  private static func json<T: Decodable & SendableMetatype>(_: T.Type, _ status: Int, _ what: String) -> Given {
    Given(status: status, mediaType: "application/json", what: what) { try $0.schema(of: T.self) }
  }

  static func answer<T: Decodable & SendableMetatype>(_ type: T.Type) -> Given {
    json(type, 200, "Done, or as it stands.")
  }
  static func created<T: Decodable & SendableMetatype>(_ type: T.Type) -> Given { json(type, 201, "Made.") }
  /// The same answer with the status that says that something is wrong with the machine.
  static func failed<T: Decodable & SendableMetatype>(_ type: T.Type) -> Given {
    json(type, 503, "The kiosk is not fit for service.")
  }

  static let nothing = Given(status: 204, mediaType: nil, what: "Done; nothing to tell.") { _ in true }
  static let events = text(LiveAnswer.mediaType, "Events, until one side closes.")
  static let page = text("text/html", "A page.")

  /// Instead of a problem, since a person reads it.
  static let goneAsPage = Given(status: 404, mediaType: "text/html", what: "A page that says that there is nothing.") {
    _ in ["type": "string"]
  }

  /// Likewise, while the kiosk is in trouble; it tries again by itself.
  static func downAsPage(_ status: Int) -> Given {
    Given(status: status, mediaType: "text/html", what: "A page that says what is wrong.") { _ in ["type": "string"] }
  }

  static func text(_ mediaType: String, _ what: String) -> Given {
    Given(status: 200, mediaType: mediaType, what: what) { _ in ["type": "string"] }
  }

  /// Bytes that are no JSON.
  static func file(_ mediaType: String) -> Given {
    Given(status: 200, mediaType: mediaType, what: "The file.") { _ in true }
  }

  /// A JSON document that is described elsewhere.
  static func document(_ what: String) -> Given {
    Given(status: 200, mediaType: "application/json", what: what) { _ in ["type": "object"] }
  }
}
