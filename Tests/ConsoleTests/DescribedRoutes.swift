import HTTPTypes
import Hummingbird
import Testing

@testable import Console

/// Every address of a listener, one for staff or the socket, with what is told of it.
struct DescribedRoutes: Sendable {
  let all: [Route]

  init(context: ConsoleContext, isSocket: Bool = false) {
    all =
      Routes(
        context: context, isSocket: isSocket, isPublic: false, isPlain: false, cookie: SessionCookie(isSecure: false),
        viewers: Viewers(context)
      ).all
  }

  /// Fails the test that met a refusal of which the document says nothing.
  func check(_ answer: Answer, to method: HTTPRequest.Method, _ target: String) {
    guard answer.headers[.contentType]?.hasPrefix("application/problem+json") == true,
      let route = route(for: method, target), let described = route.description
    else { return }
    #expect(throws: Never.self) {
      let code = try answer.problem.code
      let told = APIDocument.codes(of: route, described).filter { $0.statuses.contains(answer.status) }
      let isTold = told.contains { $0.rawValue == code }
      #expect(isTold, "\(method) \(route.path) does not tell of \(answer.status) \(code)")
    }
  }

  private func route(for method: HTTPRequest.Method, _ target: String) -> Route? {
    let parts = target.prefix { $0 != "?" }.split(separator: "/")
    let found = all.filter { route in
      let template = route.path.description.split(separator: "/")
      return route.method == method && template.count == parts.count
        && zip(template, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
    // Where a name and an id both fit, it is the name.
    return found.min { $0.path.description.count { $0 == "{" } < $1.path.description.count { $0 == "{" } }
  }
}
