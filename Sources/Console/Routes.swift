import FrontDesk
import HTTPTypes
import Hummingbird
import Queueing
import Records

/// What the body of a command is.
enum CommandBody: Sendable {
  /// A JSON object.
  case fields
  /// A file as it is, of one of these types, or nothing.
  case file([FileType], upTo: UploadLimit)
}

/// How large a file may be.
enum UploadLimit: Sendable {
  /// A report or a template.
  case document
  /// A table of many lines.
  case table

  func bytes(_ limits: ConsoleLimits) -> Int {
    switch self {
    case .document: limits.documentBytes
    case .table: limits.tableBytes
    }
  }

  /// The largest body that an address takes, whoever asks; `nil` where bodies are small. A connection is cut by it,
  /// before anybody looks for a route.
  static func largest(at path: String) -> UploadLimit? {
    if path.hasPrefix("/api/v1/imports/") { return .table }
    return path.hasPrefix("/api/v1/report") ? .document : nil
  }
}

/// A kind of file that may be sent.
enum FileType: String, CaseIterable, Sendable {
  case csv, xlsx, docx, pdf

  /// As browsers and programs call it.
  var mediaTypes: [String] {
    switch self {
    case .csv: ["text/csv", "application/csv", "text/plain"]
    case .xlsx: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]
    case .docx: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"]
    case .pdf: ["application/pdf"]
    }
  }
}

/// Who looks at what an address answers.
enum Audience: Sendable {
  /// Told in JSON what goes wrong.
  case programs
  /// Told on a page of the administration.
  case keepers
  /// Told on a page that tries again by itself.
  case people
}

/// One address, to whom it is open and what it does. The path may hold one id, written `{id}`, and a register,
/// `{register}`.
struct Route: Sendable {
  let method: HTTPRequest.Method
  let path: RouterPath
  let query: [String]
  let access: Access
  /// Who looks at the answer, and so how what goes wrong is told.
  var audience = Audience.programs
  /// What a command may bring.
  var body = CommandBody.fields
  /// Of every address that is not a page for people.
  var description: Described?
  let handle: @Sendable (Call) async throws -> Response

  /// Whether it takes a body and a key.
  var isCommand: Bool { [.post, .patch].contains(method) }

  static func page(
    _ path: RouterPath, query: [String] = [], for role: Role,
    _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route {
    Route(method: .get, path: path, query: query, access: .role(role), audience: .keepers, handle: handle)
  }

  /// The same for people, not programs. What the description tells of errors stays as it is but for those that a
  /// television or a phone is left with while the kiosk is in trouble.
  var forPeople: Route {
    var route = self
    route.audience = .people
    return route
  }

  static func get(
    _ path: RouterPath, _ description: Described? = nil, query: [String] = [], for access: Access = .role(.volunteer),
    _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route {
    Route(method: .get, path: path, query: query, access: access, description: description, handle: handle)
  }

  static func post(
    _ path: RouterPath, _ description: Described? = nil, for access: Access = .role(.volunteer),
    _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route {
    Route(method: .post, path: path, query: [], access: access, description: description, handle: handle)
  }

  /// A command whose body, if there is one, is a file; what else it says stands in the query.
  static func upload(
    _ path: RouterPath, _ description: Described? = nil, query: [String] = [], for access: Access,
    accepting types: [FileType],
    upTo limit: UploadLimit, _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route {
    Route(
      method: .post, path: path, query: query, access: access, body: .file(types, upTo: limit),
      description: description, handle: handle)
  }

  static func patch(
    _ path: RouterPath, _ description: Described? = nil, for access: Access = .role(.volunteer),
    _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route {
    Route(method: .patch, path: path, query: [], access: access, description: description, handle: handle)
  }

  static func delete(
    _ path: RouterPath, _ description: Described? = nil, query: [String] = [], for access: Access = .role(.volunteer),
    _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route {
    Route(method: .delete, path: path, query: query, access: access, description: description, handle: handle)
  }
}

/// All addresses of one listener. Each handler translates: it reads the call, asks the front desk once and writes the
/// answer.
struct Routes: Sendable {
  let context: ConsoleContext
  /// Whether who reaches this listener is an administrator, without any sign-in.
  let isSocket: Bool
  /// Whether it carries only what is for anybody.
  let isPublic: Bool
  /// Whether others in the network can read what crosses it.
  let isPlain: Bool
  let cookie: SessionCookie
  let viewers: Viewers

  var reception: Reception { context.reception }

  /// - Parameter hearsMessages: whether what is said at the desks is part of it.
  func live(_ call: Call, hearsMessages: Bool = false) -> LiveAnswer {
    var sources: [LiveAnswer.Source] = [context.feed.watch]
    if hearsMessages { sources.append(context.reception.messages.watch) }
    return LiveAnswer(context: context, pulse: viewers.pulse, closed: call.closed, sources: sources)
  }

  /// Grouped as they are, so that each list stays one that a compiler can add up at once.
  var all: [Route] {
    if isPublic { return publicPages }
    let queue = office + opening + tickets + lines + counters + assistances
    let machine = screens + help + badges + clock + operations + printers + notices + journal + retention
    let record = registers + imports + reports
    return queue + record + machine + accounts + document + publicPages + staffPages + adminPages
  }

  private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]

  func router(guarding front: FrontDoor) -> Router<ConsoleRequestContext> {
    let router = Router(context: ConsoleRequestContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: front)
    let limits = context.limits
    for (path, routes) in Dictionary(grouping: all, by: { $0.path.description }) {
      var allowed = routes.map(\.method)
      if allowed.contains(.get) { allowed.append(.head) }
      for route in routes {
        router.on(route.path, method: route.method) { request, context in
          do {
            let visitor = try await admit(request, from: context.peer, to: route)
            let call =
              route.isCommand
              ? try await Call(
                command: request, context: context, visitor: visitor, accepting: route, limits: limits)
              : try Call(request, context: context, visitor: visitor, accepting: route)
            return try await route.handle(call)
          } catch {
            guard route.audience != .programs else { throw error }
            throw PageError(
              cause: error, centre: reception.office.name, audience: route.audience,
              isDescribed: route.description != nil)
          }
        }
      }
      let problem = Problem.methodNotAllowed(allowed)
      for method in Self.methods where !allowed.contains(method) {
        router.on(RouterPath(path), method: method) { _, _ -> Response in throw problem }
      }
    }
    return router
  }

  /// Finds out who asks and whether they may, before anything of the body is read.
  private func admit(_ request: Request, from peer: Peer, to route: Route) async throws -> Visitor {
    if isSocket { return .socketUser }
    var visitor = Visitor.stranger(isLocal: peer.isLocal)
    // What is open to anyone shows nobody more than anyone.
    if route.access != .anyone, let token = cookie.token(of: request) {
      if let signedIn = try await context.signIn.visitor(token) {
        // The browser sends the cookie along by itself, whatever page asked; this only a page of ours can send.
        guard route.method == .get || Self.holds(request, token.commandToken) else {
          // A page from before another sign-in sends the token of that time.
          if !Self.hasCommandToken(request) { context.suspicions.note(.forgedCommand, by: peer) }
          throw Problem.commandTokenMissing
        }
        visitor = .member(signedIn)
      }
    }
    try route.access.admit(visitor)
    return visitor
  }

  private static func hasCommandToken(_ request: Request) -> Bool {
    HTTPField.Name.commandToken.map { request.headers[$0] != nil } ?? false
  }

  private static func holds(_ request: Request, _ commandToken: String) -> Bool {
    guard let name = HTTPField.Name.commandToken, let sent = request.headers[name] else { return false }
    return SecretHash.isEqual(sent, commandToken)
  }
}
