import FrontDesk
import Glibc
import HTTPTypes
import Hummingbird
import Logging
import Queueing

/// What every request passes: who may come in at all, and the one place where an error becomes an answer.
struct FrontDoor: RouterMiddleware {
  let context: ConsoleContext
  let listener: Listener

  @concurrent
  func handle(
    _ request: Request, context requestContext: ConsoleRequestContext,
    next: @concurrent (Request, ConsoleRequestContext) async throws -> Response
  ) async throws -> Response {
    let response: Response
    do {
      // Whatever opens a port is open to pages in some browser, which must get no power through it.
      if !listener.isSocket {
        guard context.pace.allows(requestContext.peer) else {
          context.suspicions.note(.tooManyRequests, by: requestContext.peer)
          throw Problem.tooManyRequests
        }
        do throws(Problem) {
          try admit(request)
        } catch {
          context.suspicions.note(.foreignPage, by: requestContext.peer)
          throw error
        }
      }
      response = try await next(request, requestContext)
    } catch let broken as BrokenRequest {
      throw broken.cause
    } catch let page as PageError {
      response = page.response(to: await problem(for: page.cause, request: request))
    } catch {
      let problem = await problem(for: error, request: request)
      if problem.status == .notFound, Self.climbs(request.uri.path) {
        context.suspicions.note(.climbingPath, by: requestContext.peer)
      }
      let words = PageProblemWords(
        problem, centre: context.reception.office.name, home: listener.isPublic ? "/board" : "/")
      response = Self.isRead(request) ? words.response(to: problem, on: "problem") : problem.response
    }
    context.traffic.count(status: response.status.code)
    return listener.isSocket ? response : guarded(response)
  }

  /// Whether a path says something that no link of ours does: upwards, or a separator or an end in disguise.
  private static func climbs(_ path: String) -> Bool {
    let path = path.lowercased()
    return ["..", "%2e", "%2f", "%5c", "\\", "%00", "%0a", "%0d"].contains { path.contains($0) }
  }

  /// Whether a person reads the answer: somebody typed an address, or followed a link. Scripts ask for anything.
  private static func isRead(_ request: Request) -> Bool {
    request.method == .get && !request.uri.path.hasPrefix("/api/")
      && request.headers[values: .accept].contains { $0.contains("text/html") }
  }

  /// What every answer to a browser says about itself.
  private func guarded(_ response: Response) -> Response {
    var response = response
    response.headers[.xContentTypeOptions] = "nosniff"
    for (name, value) in Self.guards where name.map({ response.headers[$0] == nil }) ?? false {
      if let name { response.headers[name] = value }
    }
    if listener.certificate != nil { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    return response
  }

  /// A page has a policy of its own. The address of a ticket's page is the secret of its slip: told to nobody.
  private static let guards: [(HTTPField.Name?, String)] = [
    (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
    (HTTPField.Name("Referrer-Policy"), "no-referrer"),
    (HTTPField.Name("Cross-Origin-Resource-Policy"), "same-origin"),
  ]

  // MARK: - Admission

  /// A name that only resolves to this machine by trickery (DNS rebinding) and a page of another origin are refused.
  private func admit(_ request: Request) throws(Problem) {
    // The library takes the first Host out of the header; any other is still there.
    guard let authority = request.head.authority, isOurs(authority),
      !request.headers.contains(where: { $0.name.canonicalName == "host" })
    else {
      throw .forbidden("Máy này không mang tên trong yêu cầu. Hãy dùng địa chỉ IP, hoặc ghi tên vào console.names.")
    }
    let origins = request.headers[values: .origin]
    let scheme = listener.certificate == nil ? "http" : "https"
    guard origins.allSatisfy({ $0 == "\(scheme)://\(authority)" }) else {
      throw .forbidden("Trang web khác không được điều khiển hàng chờ của máy này.")
    }
  }

  /// An address cannot be made to mean another machine; a name can, so that only known ones are taken.
  func isOurs(_ authority: String) -> Bool {
    var host = authority[...]
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]"), Self.isPort(host[host.index(after: end)...]) else { return false }
      let inner = String(host[host.index(after: host.startIndex)..<end])
      return inner == "::1" || !listener.isLoopback && Self.isAddress(inner, AF_INET6)
    }
    if let colon = host.firstIndex(of: ":") {
      guard Self.isPort(host[colon...]) else { return false }
      host = host[..<colon]
    }
    let name = host.lowercased()
    return name == "localhost" || name == "127.0.0.1"
      || !listener.isLoopback && (context.names.contains(name) || Self.isAddress(name, AF_INET))
  }

  private static func isAddress(_ text: String, _ family: Int32) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 16)
    return inet_pton(family, text, &bytes) == 1
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.isEmpty || text.first == ":" && UInt16(text.dropFirst()) != nil
  }

  // MARK: - Errors

  private func problem(for error: any Error, request: Request) async -> Problem {
    if let error = error as? HTTPError, error.status == .notFound { return .notFound }
    guard var problem = Problem(error) else {
      context.log.error("A request failed unexpectedly", metadata: request.head.metadata(of: error))
      return .internalError
    }
    if let held = problem.heldTicket {
      // Between the refusal and now the ticket may have left the counter; the refusal stands all the same.
      problem.ticket = try? await context.reception.ticket(held.text)
    }
    return problem
  }
}

extension HTTPRequest {
  private static let loggedPathCharacters = 120

  /// What the log says of a request that met an error: never what its query holds, nor the token of a slip, which is a
  /// part of its page's path.
  func metadata(of error: any Error) -> Logger.Metadata {
    var path = (path ?? "").prefix { $0 != "?" }.prefix(Self.loggedPathCharacters)
    if path.hasPrefix("/t/") { path = "/t/…" }
    return ["error": "\(error)", "http.method": "\(method)", "http.path": "\(path)"]
  }
}
