import FrontDesk
import HTTPTypes
import Hummingbird
import NIOCore
import Queueing
import Records
import Scenes

/// The pages of the administration, in the order of their menu.
///
/// To add one: a case here with its words, a template `admin-….mustache`, and in `Routes.adminPages` the routes that
/// `page` makes of it.
enum AdminSection: String, CaseIterable, Sendable {
  case health, queue, devices, statistics, fairness, journal
  /// Reports, and what they are made of.
  case reports, template, sent, imports
  case registers, users, badges, notices, system

  var path: String { self == .health ? "/admin" : "/admin/\(rawValue)" }

  var title: String {
    switch self {
    case .health: "Tình trạng"
    case .queue: "Hàng chờ"
    case .devices: "Thiết bị"
    case .statistics: "Số liệu"
    case .fairness: "Gọi đúng lượt"
    case .journal: "Nhật ký"
    case .registers: "Sổ"
    case .users: "Tài khoản"
    case .badges: "Thẻ"
    case .notices: "Trang thông báo"
    case .system: "Máy"
    case .reports: "Báo cáo"
    case .template: "Mẫu báo cáo"
    case .sent: "Báo cáo đã gửi"
    case .imports: "Nhập từ tệp"
    }
  }

  /// Who may open it; each role may all that those before it may.
  var role: Role {
    switch self {
    case .badges: .administrator
    default: .supervisor
    }
  }
}

/// What stands around every page of the administration.
struct AdminShell {
  struct Item {
    let path: String
    let title: String
    let isHere: Bool
  }

  let centre: String
  let title: String
  let items: [Item]
  let name: String
  let role: String
  let demo: Bool
  let plain: Bool
  let commandToken: String
  /// The service day and the hour it begins at, for hours that are written into a form.
  let day: String
  let dayStart: String
  let clock: String
  /// Addresses of the part that follows what happens; `nil` for a page that stands still.
  let live: Live?
  let content: String

  struct Live {
    let path: String
    let events: String
    let view: String
  }
}

/// A part of a page that depends on who asks for what. A type of its own, so that the one closure that stands behind a
/// call of `page` is what stands still.
struct AdminPart: Sendable {
  let make: @Sendable (Call) async throws -> String

  init(_ make: @escaping @Sendable (Call) async throws -> String) {
    self.make = make
  }
}

/// A page that cannot be shown.
struct PageProblemWords {
  let centre: String
  let title: String
  let detail: String
  /// Whether the kiosk is in trouble, and not who asks.
  let isOurs: Bool
  /// Where one goes on from here.
  let home: String

  init(_ problem: Problem, centre: String, home: String = "/") {
    self.centre = centre
    self.home = home
    title = problem.title
    detail = problem.detail
    isOurs = problem.status.code >= 500
  }

  func response(to problem: Problem, on template: String) -> Response {
    guard let html = try? Pages.html(template, self) else { return problem.response }
    var response = Pages.response(html, status: problem.status)
    for field in problem.headers { response.headers[field.name] = field.value }
    return response
  }
}

/// What went wrong on a page: told as a page, while everything else is told as JSON.
struct PageError: Error {
  let cause: any Error
  let centre: String
  let audience: Audience
  /// Whether the errors of the address are described, for programs.
  let isDescribed: Bool

  /// Whoever is not signed in, or has first to choose another secret, is sent to do so.
  func response(to problem: Problem) -> Response {
    if [.signInRequired, .secretExpired].contains(problem.code) { return Pages.redirect(to: "/sign-in") }
    if isDescribed, problem.status.code < 500 { return problem.response }
    return PageProblemWords(problem, centre: centre)
      .response(to: problem, on: audience == .people ? "problem" : "admin-problem")
  }
}

extension Routes {
  /// Every page of the administration.
  var adminPages: [Route] {
    let watch = adminHealth + adminQueue + adminDevices
    let figures = adminStatistics + adminJournal
    return watch + figures + adminReports + adminRegisters + adminPeople + adminSystem
  }

  /// The routes of one page: as a whole, and where `live` is given, the part of it that follows what happens.
  ///
  /// - Parameters:
  ///   - path: beneath the section's own, such as `/admin/registers/{register}`.
  ///   - title: of a page beneath its section.
  ///   - live: the part that is shown anew; nothing that somebody types into stands in it.
  ///   - content: what stands still, below.
  func page(
    _ section: AdminSection, path: String? = nil, query: [String] = [],
    title: AdminPart? = nil, live: AdminPart? = nil,
    _ content: @escaping @Sendable (Call) async throws -> String = { _ in "" }
  ) -> [Route] {
    let path = path ?? section.path
    let whole = Route.page(RouterPath(path), query: query, for: section.role) { call in
      // The query is kept, so that the part looks at what the page looks at.
      let asked = call.request.uri.query.map { "?\($0)" } ?? ""
      let place = call.request.uri.path
      let view = try await live?.make(call)
      let shown = view.map { view in
        AdminShell.Live(path: place + "/view" + asked, events: place + "/events" + asked, view: view)
      }
      return Pages.response(
        try await shell(
          section, title: title?.make(call) ?? section.title, live: shown, content: content(call), for: call))
    }
    guard let live else { return [whole] }
    let context = context
    return [
      whole,
      .get(RouterPath(path + "/view"), query: query, for: .role(section.role)) { call in
        Pages.response(try await live.make(call))
      },
      .get(RouterPath(path + "/events"), query: query, for: .role(section.role)) { call in
        let slot = try context.traffic.streams.take(limit: context.limits.streams)
        let signedIn = call.visitor.signedIn
        return FragmentStream(self.live(call), held: [slot], pace: Self.adminPace) {
          if let signedIn, try await !context.signIn.isOpen(signedIn) { return nil }
          return try await live.make(call)
        }.response
      },
    ]
  }

  /// Between two looks for a page of the administration, however fast the journal grows.
  private static let adminPace = Duration.milliseconds(500)

  private func shell(
    _ section: AdminSection, title: String, live: AdminShell.Live?, content: String, for call: Call
  ) throws -> String {
    let role = call.visitor.role ?? .volunteer
    let office = reception.office
    let now = reception.clock.now()
    return try Pages.html(
      "admin",
      AdminShell(
        centre: office.name, title: title,
        items: AdminSection.allCases.filter { $0.role <= role }.map {
          AdminShell.Item(path: $0.path, title: $0.title, isHere: $0 == section)
        },
        name: call.visitor.signedIn?.name ?? "Quản trị trên máy", role: role.name, demo: office.alwaysOpen,
        plain: isPlain, commandToken: cookie.token(of: call.request)?.commandToken ?? "",
        day: office.serviceDay(at: now).text, dayStart: office.end(of: office.serviceDay(at: now)).clockText,
        clock: now.clockText, live: live, content: content))
  }
}
