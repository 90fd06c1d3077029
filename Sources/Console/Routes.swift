import FrontDesk
import HTTPTypes
import Hummingbird

/// One address and what it does. The path may hold one id, written `{id}`, and a register, `{register}`.
struct Route: Sendable {
  let method: HTTPRequest.Method
  let path: RouterPath
  let query: [String]
  let handle: @Sendable (Call) async throws -> Response

  static func get(
    _ path: RouterPath, query: [String] = [], _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route {
    Route(method: .get, path: path, query: query, handle: handle)
  }

  static func post(
    _ path: RouterPath, _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route {
    Route(method: .post, path: path, query: [], handle: handle)
  }

  static func patch(
    _ path: RouterPath, _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route {
    Route(method: .patch, path: path, query: [], handle: handle)
  }
}

/// All addresses of one listener. Each handler translates: it reads the call, asks the front desk once and writes the
/// answer.
struct Routes: Sendable {
  let context: ConsoleContext
  let requester: Requester
  /// Whether who reaches this listener is an administrator.
  let isAdministrator: Bool

  var reception: Reception { context.reception }

  private var all: [Route] {
    office + opening + tickets + lines + counters + assistances + registers + reports + screens + help + badges
      + clock + operations + printers
  }

  private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]

  func router(guarding front: FrontDoor) -> Router<BasicRequestContext> {
    let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: front)
    let bodyLimit = context.limits.bodyBytes
    for (path, routes) in Dictionary(grouping: all, by: { $0.path.description }) {
      var allowed = routes.map(\.method)
      if allowed.contains(.get) { allowed.append(.head) }
      for route in routes {
        router.on(route.path, method: route.method) { request, context in
          let call =
            [.post, .patch].contains(route.method)
            ? try await Call(command: request, context: context, accepting: route.query, bodyLimit: bodyLimit)
            : try Call(request, context: context, accepting: route.query)
          return try await route.handle(call)
        }
      }
      let problem = Problem.methodNotAllowed(allowed)
      for method in Self.methods where !allowed.contains(method) {
        router.on(RouterPath(path), method: method) { _, _ -> Response in throw problem }
      }
    }
    return router
  }
}
