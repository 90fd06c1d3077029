import FrontDesk
import HTTPTypes
import Hummingbird
import Queueing
import Records

/// The OpenAPI 3.1 document of a listener, made of the very list of routes that it serves.
struct APIDocument {
  private let routes: [Route]
  private let office: Office
  private let probe = SchemaProbe()

  init(of routes: [Route], in office: Office) {
    self.routes = routes
    self.office = office
  }

  /// - Throws: `SchemaProbe.Unreadable` for an answer whose type cannot be read, which a test rules out.
  func value() throws -> JSONValue {
    var paths: [(path: String, methods: [JSONValue.Member])] = []
    for route in routes {
      guard let described = route.description else { continue }
      let path = route.path.description
      let operation = JSONValue.Member(
        name: route.method.rawValue.lowercased(), value: try operation(of: route, described))
      if let index = paths.firstIndex(where: { $0.path == path }) {
        paths[index].methods.append(operation)
      } else {
        paths.append((path, [operation]))
      }
    }
    let problem = try problemSchema()
    return [
      "openapi": "3.1.0",
      "info": [
        "title": .text("Lượt – \(office.name)"), "version": "1",
        "description": """
        The office's queue. Times are ISO 8601 with offset, durations whole seconds, texts Vietnamese in NFC. \
        Refusals are RFC 9457 problem details with a stable `code`.
        """,
      ],
      "paths": .object(paths.map { JSONValue.Member(name: $0.path, value: .object($0.methods)) }),
      "components": [
        "securitySchemes": [
          "session": ["type": "apiKey", "in": "cookie", "name": "luot", "description": "`__Host-luot` under TLS."],
          "command": [
            "type": "apiKey", "in": "header", "name": "X-Luot-Command",
            "description": "The `commandToken` of the session, with every command.",
          ],
        ],
        "schemas": .object(
          (probe.components.map { ($0, $1) } + [("Problem", problem)]).sorted { $0.0 < $1.0 }
            .map { JSONValue.Member(name: $0.0, value: $0.1) }),
      ],
    ]
  }

  // MARK: - Operations

  private func operation(of route: Route, _ described: Described) throws -> JSONValue {
    var operation: [(String, JSONValue)] = [
      ("summary", .text(described.summary)),
      ("operationId", .text(Self.operationID(of: route))),
      ("description", .text(route.access.sentence)),
    ]
    let parameters = parameters(of: route, described)
    if !parameters.isEmpty { operation.append(("parameters", .list(parameters))) }
    if let body = body(of: route, described) { operation.append(("requestBody", body)) }
    operation.append(("responses", try responses(of: route, described)))
    operation.append(("security", security(of: route)))
    return JSONValue(members: operation)
  }

  private static func operationID(of route: Route) -> String {
    let words = route.path.description.split { !$0.isLetter && !$0.isNumber }.filter { $0 != "v1" }
    return ([route.method.rawValue.lowercased()] + words.map { String($0) }).joined(separator: "-")
  }

  private func security(of route: Route) -> JSONValue {
    switch route.access {
    case .anyone: []
    case .local: [[:], ["session": []]]
    case .signedIn, .role: route.method == .get ? [["session": []]] : [["session": [], "command": []]]
    }
  }

  private func parameters(of route: Route, _ described: Described) -> [JSONValue] {
    let path = route.path.description
    var parameters: [JSONValue] = []
    if path.contains("{register}") {
      parameters.append(
        parameter("register", in: "path", schema(of: .of(RegisterName.self)), isRequired: true))
    }
    if path.contains("{id}") {
      parameters.append(parameter("id", in: "path", schema(of: described.id), isRequired: true))
    }
    for taken in described.asks {
      parameters.append(parameter(taken.name, in: "query", schema(of: taken.form), isRequired: taken.isRequired))
    }
    if route.isCommand {
      parameters.append(
        parameter(
          "Idempotency-Key", in: "header", ["type": "string", "pattern": "^[!-~]{1,100}$"], isRequired: false))
    }
    if described.gives.contains(where: { $0.mediaType == LiveAnswer.mediaType }) {
      parameters.append(
        parameter("Last-Event-ID", in: "header", ["type": "integer", "minimum": 0], isRequired: false))
    }
    return parameters
  }

  private func parameter(_ name: String, in place: String, _ schema: JSONValue, isRequired: Bool) -> JSONValue {
    ["name": .text(name), "in": .text(place), "required": .bool(isRequired), "schema": schema]
  }

  private func body(of route: Route, _ described: Described) -> JSONValue? {
    guard route.isCommand else { return nil }
    switch route.body {
    case .fields:
      guard !described.takes.isEmpty else { return nil }
      return [
        "required": .bool(described.takes.contains(where: \.isRequired)),
        "content": ["application/json": ["schema": schema(of: .object(described.takes))]],
      ]
    case .file(let types, _):
      let content = types.flatMap(\.mediaTypes).map { type in
        JSONValue.Member(name: type, value: [:])
      }
      return ["required": false, "content": .object(content)]
    }
  }

  // MARK: - Answers

  private func responses(of route: Route, _ described: Described) throws -> JSONValue {
    var responses: [(Int, JSONValue)] = []
    let codes = Self.codes(of: route, described)
    var statuses = Dictionary(grouping: described.gives, by: \.status)
    for code in codes {
      for status in code.statuses where statuses[status] == nil { statuses[status] = [] }
    }
    for (status, given) in statuses {
      let refused = codes.filter { $0.statuses.contains(status) }
      var content = try given.compactMap { given in
        try given.mediaType.map { JSONValue.Member(name: $0, value: ["schema": try given.schema(probe)]) }
      }
      if !refused.isEmpty {
        content.append(
          JSONValue.Member(name: "application/problem+json", value: ["schema": Self.problem(refused)]))
      }
      let told = given.map(\.what) + refused.map { "`\($0.rawValue)`: \($0.meaning)" }
      let response: [(String, JSONValue)] =
        [("description", .text(told.joined(separator: "\n\n")))]
        + (content.isEmpty ? [] : [("content", .object(content))])
      responses.append((status, JSONValue(members: response)))
    }
    return .object(
      responses.sorted { $0.0 < $1.0 }.map { JSONValue.Member(name: String($0.0), value: $0.1) })
  }

  private static func problem(_ codes: [ProblemCode]) -> JSONValue {
    [
      "allOf": [
        ["$ref": "#/components/schemas/Problem"],
        ["properties": ["code": ["enum": JSONValue(codes.map(\.rawValue))]]],
      ]
    ]
  }

  /// All that a route may refuse with: what follows from it, and what its description adds.
  static func codes(of route: Route, _ described: Described) -> [ProblemCode] {
    // Of anything that asks: the name it came by, its pace, its query, its head, and the store behind the answer, which
    // a disk that was full at the start keeps closed to readers, too.
    var codes: [ProblemCode] = [
      .invalidRequest, .forbidden, .tooManyRequests, .unknownField, .invalidField, .internalError, .busy,
      .storageFull, .storeCorrupt, .storeReadOnly, .storeFailing,
    ]
    if route.path.description.contains("{") { codes.append(.notFound) }
    if route.path.description.contains("{register}") { codes.append(.unknownRegister) }
    switch route.access {
    case .anyone: break
    case .signedIn: codes.append(.signInRequired)
    case .local, .role: codes += [.signInRequired, .secretExpired]
    }
    if route.method != .get, route.access != .anyone { codes.append(.commandToken) }
    if route.isCommand { codes += [.invalidJSON, .unsupportedMediaType, .bodyTooLarge, .keyReused] }
    return codes + described.refuses.filter { !codes.contains($0) }
  }

  // MARK: - Values

  private func schema(of form: Form) -> JSONValue {
    switch form {
    case .text: ["type": "string"]
    case .remark(let length): ["type": "string", "maxLength": JSONValue(length)]
    case .integer(let range):
      ["type": "integer", "minimum": JSONValue(range.lowerBound), "maximum": JSONValue(range.upperBound)]
    case .choice(let values): ["type": "string", "enum": JSONValue(values)]
    case .day: ServiceDay.schema
    case .moment: Moment.schema
    case .name, .member, .village: MemberID.schema
    case .service: ["type": "string", "enum": JSONValue(office.services.map(\.id.text))]
    case .counter: ["type": "string", "enum": JSONValue(office.counters.map(\.id.text))]
    case .priority: ["type": "string", "enum": JSONValue(office.priorityClasses.map(\.id.text))]
    case .ticket: ["type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}-)?[A-Za-z][0-9]{3,7}$"]
    case .list(let form): ["type": "array", "items": schema(of: form)]
    case .orNull(let form): ["anyOf": [schema(of: form), ["type": "null"]]]
    case .object(let members): schema(of: members)
    }
  }

  private func schema(of members: [Taken]) -> JSONValue {
    let named = members.filter { $0.name != Taken.rest.name }
    return [
      "type": "object", "additionalProperties": .bool(named.count < members.count),
      "properties": .object(named.map { JSONValue.Member(name: $0.name, value: schema(of: $0.form)) }),
      "required": JSONValue(named.filter(\.isRequired).map(\.name)),
    ]
  }

  /// A `Problem` as it is written; what is not always there says more about the one in question.
  private struct ProblemMembers: Decodable {
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

  private func problemSchema() throws -> JSONValue {
    try probe.schema(of: ProblemMembers.self)
  }
}

extension Access {
  /// To whom it is open, for the document.
  fileprivate var sentence: String {
    switch self {
    case .anyone: "For anybody."
    case .local: "For anybody on this machine, and any member who is signed in."
    case .signedIn: "For any member who is signed in."
    case .role(let role): "For the role \(role.rawValue) and above."
    }
  }
}

extension Routes {
  /// What this listener serves, for programs.
  var document: [Route] {
    [
      .get(
        "/api/v1/openapi.json",
        Described("This document.", gives: .document("OpenAPI 3.1.")), for: .local
      ) { _ in
        try JSONAnswer.response(try APIDocument(of: all, in: reception.office).value())
      }
    ]
  }
}
