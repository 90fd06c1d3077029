import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Mustache
import Queueing

/// The pages' templates, style sheets and scripts: files under `Assets`, built into the program.
enum Pages {
  private static let templates: [(name: String, bytes: [UInt8])] = [
    ("admin", PackageResources.admin_mustache),
    ("admin-health", PackageResources.admin_health_mustache),
    ("admin-problem", PackageResources.admin_problem_mustache),
    ("admin-queue", PackageResources.admin_queue_mustache),
    ("admin-queue-view", PackageResources.admin_queue_view_mustache),
    ("admin-devices", PackageResources.admin_devices_mustache),
    ("admin-statistics", PackageResources.admin_statistics_mustache),
    ("admin-span", PackageResources.admin_span_mustache),
    ("admin-table", PackageResources.admin_table_mustache),
    ("admin-fairness", PackageResources.admin_fairness_mustache),
    ("admin-journal", PackageResources.admin_journal_mustache),
    ("admin-proof", PackageResources.admin_proof_mustache),
    ("admin-registers", PackageResources.admin_registers_mustache),
    ("admin-register", PackageResources.admin_register_mustache),
    ("admin-register-entry", PackageResources.admin_register_entry_mustache),
    ("admin-field", PackageResources.admin_field_mustache),
    ("admin-calendar", PackageResources.admin_calendar_mustache),
    ("admin-users", PackageResources.admin_users_mustache),
    ("admin-badges", PackageResources.admin_badges_mustache),
    ("admin-notices", PackageResources.admin_notices_mustache),
    ("admin-system", PackageResources.admin_system_mustache),
    ("admin-report", PackageResources.admin_report_mustache),
    ("admin-report-preview", PackageResources.admin_report_preview_mustache),
    ("admin-template", PackageResources.admin_template_mustache),
    ("admin-sent", PackageResources.admin_sent_mustache),
    ("admin-recount", PackageResources.admin_recount_mustache),
    ("admin-imports", PackageResources.admin_imports_mustache),
    ("admin-import", PackageResources.admin_import_mustache),
    ("problem", PackageResources.problem_mustache),
    ("board", PackageResources.board_mustache), ("board-view", PackageResources.board_view_mustache),
    ("console", PackageResources.console_mustache), ("console-view", PackageResources.console_view_mustache),
    ("counters", PackageResources.counters_mustache), ("sign-in", PackageResources.sign_in_mustache),
    ("record-fields", PackageResources.record_fields_mustache), ("records", PackageResources.records_mustache),
    ("ticket", PackageResources.ticket_mustache), ("ticket-gone", PackageResources.ticket_gone_mustache),
    ("ticket-view", PackageResources.ticket_view_mustache),
  ]

  private static let library = Result {
    var library = MustacheLibrary()
    for (name, bytes) in templates {
      try library.register(String(decoding: bytes, as: UTF8.self), named: name)
    }
    return library
  }

  /// - Throws: when a template cannot be read, which a test rules out.
  static func html(_ name: String, _ values: Any) throws -> String {
    guard let html = try library.get().render(values, withTemplate: name) else { throw MissingTemplate(name: name) }
    return html
  }

  struct MissingTemplate: Error {
    let name: String
  }

  /// Nothing is taken from elsewhere, nothing runs that does not lie in a file of ours, and no other page holds this
  /// one in a frame.
  static let contentPolicy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'
    """

  static func response(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
    var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"]
    if let name = HTTPField.Name.contentSecurityPolicy { headers[name] = contentPolicy }
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
  }

  static func redirect(to path: String) -> Response {
    Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
  }
}

/// A file that pages refer to.
struct Asset: Sendable {
  let name: String
  let type: String
  let bytes: [UInt8]
  /// Of the content, so that a browser asks again and is told that nothing changed.
  let tag: String

  private init(_ name: String, _ type: String, _ bytes: [UInt8]) {
    self.name = name
    self.type = type
    let bytes = type == "text/css" ? Self.plain(bytes) : bytes
    self.bytes = bytes
    let digest = SHA256.hash(data: Data(bytes)).prefix(8)
    tag = "\"" + digest.map { String($0, radix: 16) }.joined() + "\""
  }

  /// A style sheet with its tokens written out: browsers of old televisions know no variables.
  private static func plain(_ css: [UInt8]) -> [UInt8] {
    var text = String(decoding: css, as: UTF8.self)
    for token in tokens { text = text.replacing(token.use, with: token.value) }
    return Array(text.utf8)
  }

  private static let tokens = String(decoding: PackageResources.base_css, as: UTF8.self)
    .matches(of: /--([a-z-]+): ([^;]+);/)
    .map { (use: "var(--\($0.output.1))", value: String($0.output.2)) }

  static let all = [
    Asset("admin.css", "text/css", PackageResources.admin_css),
    Asset("base.css", "text/css", PackageResources.base_css),
    Asset("board.css", "text/css", PackageResources.board_css),
    Asset("console.css", "text/css", PackageResources.console_css),
    Asset("report.css", "text/css", PackageResources.report_css),
    Asset("sign-in.css", "text/css", PackageResources.sign_in_css),
    Asset("ticket.css", "text/css", PackageResources.ticket_css),
    Asset("admin.js", "text/javascript", PackageResources.admin_js),
    Asset("board.js", "text/javascript", PackageResources.board_js),
    Asset("choose.js", "text/javascript", PackageResources.choose_js),
    Asset("command.js", "text/javascript", PackageResources.command_js),
    Asset("console.js", "text/javascript", PackageResources.console_js),
    Asset("live.js", "text/javascript", PackageResources.live_js),
    Asset("record.js", "text/javascript", PackageResources.record_js),
    Asset("records.js", "text/javascript", PackageResources.records_js),
    Asset("sign-in.js", "text/javascript", PackageResources.sign_in_js),
    Asset("upload.js", "text/javascript", PackageResources.upload_js),
    Asset("ticket.js", "text/javascript", PackageResources.ticket_js),
  ]

  static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  func response(to request: Request) -> Response {
    let headers: HTTPFields = [.contentType: "\(type); charset=utf-8", .cacheControl: "no-cache", .eTag: tag]
    if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension HTTPField.Name {
  static let contentSecurityPolicy = HTTPField.Name("Content-Security-Policy")
}
