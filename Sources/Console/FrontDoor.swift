import FrontDesk
import HTTPTypes
import Hummingbird
import Logging
import Queueing

/// What every request passes: who may come in at all, and the one place where an error becomes an answer.
struct FrontDoor: RouterMiddleware {
  let context: ConsoleContext
  /// The listener is open to every program on the machine, so a page in some browser must get no power through it.
  let isOpenToBrowsers: Bool

  @concurrent
  func handle(
    _ request: Request, context requestContext: ConsoleRequestContext,
    next: @concurrent (Request, ConsoleRequestContext) async throws -> Response
  ) async throws -> Response {
    let response: Response
    do {
      if isOpenToBrowsers { try admit(request) }
      response = try await next(request, requestContext)
    } catch let broken as BrokenRequest {
      throw broken.cause
    } catch {
      response = await problem(for: error, request: request).response
    }
    context.traffic.count(status: response.status.code)
    return response
  }

  // MARK: - Admission

  /// A name that only resolves to this machine by trickery (DNS rebinding) and a page of another origin are refused.
  private func admit(_ request: Request) throws(Problem) {
    // The library takes the first Host out of the header; any other is still there.
    guard let authority = request.head.authority, Self.isLoopback(authority),
      !request.headers.contains(where: { $0.name.canonicalName == "host" })
    else {
      throw .forbidden("Chỉ nhận yêu cầu gửi tới localhost hoặc 127.0.0.1 của chính máy này.")
    }
    let origins = request.headers[values: .origin]
    guard origins.allSatisfy({ $0 == "http://\(authority)" }) else {
      throw .forbidden("Trang web khác không được điều khiển hàng chờ của máy này.")
    }
  }

  static func isLoopback(_ authority: String) -> Bool {
    var host = authority[...]
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return false }
      return host[...end] == "[::1]" && isPort(host[host.index(after: end)...])
    }
    if let colon = host.firstIndex(of: ":") {
      guard isPort(host[colon...]) else { return false }
      host = host[..<colon]
    }
    return host.lowercased() == "localhost" || host == "127.0.0.1"
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.isEmpty || text.first == ":" && UInt16(text.dropFirst()) != nil
  }

  // MARK: - Errors

  private func problem(for error: any Error, request: Request) async -> Problem {
    if let error = error as? HTTPError, error.status == .notFound { return .notFound }
    guard var problem = Problem(error) else {
      context.log.error(
        "A request failed unexpectedly",
        metadata: ["error": "\(error)", "http.method": "\(request.method)", "http.path": "\(request.uri.path)"])
      return .internalError
    }
    if let held = problem.heldTicket {
      // Between the refusal and now the ticket may have left the counter; the refusal stands all the same.
      problem.ticket = try? await context.reception.ticket(held.text)
    }
    return problem
  }
}
