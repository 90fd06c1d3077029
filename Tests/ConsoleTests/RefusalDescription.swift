import HTTPTypes
import Hummingbird
import Testing

@testable import Console

/// What is told of every address: the reasons it may refuse for.
struct RefusalDescription: Sendable {
  let context: ConsoleContext

  var routes: [Route] {
    Routes(
      context: context, isSocket: false, isPublic: false, isPlain: false, cookie: SessionCookie(isSecure: false),
      viewers: Viewers(context)
    ).all
  }

  /// Fails the test that met a refusal of which the document says nothing.
  func check(_ answer: Answer, to method: HTTPRequest.Method, _ target: String) {
    guard answer.headers[.contentType]?.hasPrefix("application/problem+json") == true,
      let route = route(for: method, target), let described = route.description,
      let problem = try? answer.problem
    else { return }
    let told = APIDocument.codes(of: route, described).filter { $0.statuses.contains(answer.status) }.map(\.rawValue)
    #expect(told.contains(problem.code), "\(method) \(route.path) does not tell of \(answer.status) \(problem.code)")
  }

  private func route(for method: HTTPRequest.Method, _ target: String) -> Route? {
    let parts = target.prefix { $0 != "?" }.split(separator: "/")
    let found = routes.filter { route in
      let template = route.path.description.split(separator: "/")
      return route.method == method && template.count == parts.count
        && zip(template, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
    // Where a name and an id both fit, it is the name.
    return found.min { $0.path.description.count { $0 == "{" } < $1.path.description.count { $0 == "{" } }
  }
}
