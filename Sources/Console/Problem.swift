import FrontDesk
import HTTPTypes
import Hummingbird
import NIOCore
import Queueing
import Records

/// What a request is refused with: RFC 9457 “Problem Details”, with the members a client acts on.
struct Problem: Error {
  let status: HTTPResponse.Status
  /// The stable name; `type` is made of it.
  let code: ProblemCode
  /// Vietnamese, the same for every problem of the code.
  let title: String
  /// Vietnamese: what happened here and what to do.
  var detail: String
  var fields: [FieldProblem] = []
  /// The ticket a busy counter holds: first which, then as it stands.
  var heldTicket: TicketID?
  var ticket: TicketAnswer?
  /// Where the ticket or the counter stands.
  var state: String?
  var opensAt: Moment?
  /// Why no numbers are issued.
  var closed: ClosedAnswer?
  var headers = HTTPFields()
}

extension Problem: Encodable {
  private enum CodingKeys: CodingKey {
    case type, title, status, detail, code, field, fields, ticket, state, opensAt, closed
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("/problems/\(code.rawValue)", forKey: .type)
    try container.encode(title, forKey: .title)
    try container.encode(status.code, forKey: .status)
    try container.encode(detail, forKey: .detail)
    try container.encode(code, forKey: .code)
    if let first = fields.first {
      try container.encode(first.field, forKey: .field)
      try container.encode(fields, forKey: .fields)
    }
    try container.encodeIfPresent(ticket, forKey: .ticket)
    try container.encodeIfPresent(state, forKey: .state)
    try container.encodeIfPresent(opensAt, forKey: .opensAt)
    try container.encodeIfPresent(closed, forKey: .closed)
  }

  var response: Response {
    // What clients are told in the document.
    assert(code.statuses.contains(status.code), "\(code.rawValue) does not come with \(status.code)")
    var headers = headers
    headers[.contentType] = "application/problem+json; charset=utf-8"
    headers[.cacheControl] = "no-store"
    headers[.xContentTypeOptions] = "nosniff"
    // A value of texts and numbers can always be written; were it not so, the status still says enough.
    let body = (try? JSONAnswer.bytes(self)) ?? ByteBuffer()
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
  }
}

// MARK: - Requests that make no sense

extension Problem {
  static func invalidFields(_ fields: [FieldProblem]) -> Problem {
    Problem(
      status: .unprocessableContent, code: .invalidField, title: "Trường không hợp lệ",
      detail: sentence(about: fields), fields: fields.map(\.shortened))
  }

  static func unknownFields(_ fields: [FieldProblem]) -> Problem {
    Problem(
      status: .unprocessableContent, code: .unknownField, title: "Trường không có trong quy định",
      detail: sentence(about: fields), fields: fields)
  }

  private static func sentence(about fields: [FieldProblem]) -> String {
    fields.prefix(5).map { "\($0.field): \($0.reason) Chấp nhận: \($0.accepted)." }.joined(separator: " ")
  }

  static func invalidJSON(_ reason: String, at offset: Int? = nil) -> Problem {
    let place = offset.map { " ở byte \($0)" } ?? ""
    return Problem(
      status: .badRequest, code: .invalidJSON, title: "Nội dung không phải JSON hợp lệ",
      detail: "Không đọc được nội dung gửi lên: \(reason)\(place).")
  }

  static func invalidHeader(_ name: String, value: String?, accepted: String) -> Problem {
    let field = FieldProblem(
      field: name, value: value?.shortened, accepted: accepted, reason: "Giá trị của tiêu đề không hợp lệ.")
    return Problem(
      status: .badRequest, code: .invalidField, title: "Trường không hợp lệ", detail: sentence(about: [field]),
      fields: [field])
  }

  static func unsupportedMediaType(_ value: String?) -> Problem {
    let field = FieldProblem(
      field: "Content-Type", value: value?.shortened, accepted: "application/json",
      reason: "Nội dung phải là JSON.")
    return Problem(
      status: .unsupportedMediaType, code: .unsupportedMediaType, title: "Loại nội dung không nhận",
      detail: sentence(about: [field]), fields: [field])
  }

  static func unsupportedFile(_ value: String?, accepted types: [FileType]) -> Problem {
    let field = FieldProblem(
      field: "Content-Type", value: value?.shortened,
      accepted: types.flatMap(\.mediaTypes).joined(separator: ", "), reason: "Loại tệp này không nhận.")
    return Problem(
      status: .unsupportedMediaType, code: .unsupportedMediaType, title: "Loại nội dung không nhận",
      detail: sentence(about: [field]), fields: [field])
  }

  static let emptyFile = Problem(
    status: .badRequest, code: .noFile, title: "Tệp trống",
    detail: "Tệp gửi lên không có byte nào. Hãy mở tệp ra xem, lưu lại rồi chọn lại.")

  static func bodyTooLarge(limit: Int) -> Problem {
    Problem(
      status: .contentTooLarge, code: .bodyTooLarge, title: "Nội dung quá lớn",
      detail: "Nội dung gửi lên được dài nhất \(limit) byte.")
  }

  static let incompleteBody = Problem(
    status: .badRequest, code: .invalidJSON, title: "Nội dung không phải JSON hợp lệ",
    detail: "Nội dung gửi lên ngắn hơn Content-Length.")

  static let notFound = Problem(
    status: .notFound, code: .notFound, title: "Không có địa chỉ này",
    detail: "Máy chủ không có địa chỉ này. Hãy kiểm tra lại đường dẫn.")

  static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Problem {
    let names = allowed.map(\.rawValue).joined(separator: ", ")
    return Problem(
      status: .methodNotAllowed, code: .methodNotAllowed, title: "Không dùng được phương thức này",
      detail: "Địa chỉ này chỉ nhận \(names).", headers: [.allow: names])
  }

  static func forbidden(_ detail: String) -> Problem {
    Problem(status: .forbidden, code: .forbidden, title: "Không được phép", detail: detail)
  }

  static let tooManyStreams = Problem(
    status: .serviceUnavailable, code: .tooManyStreams, title: "Quá nhiều kết nối theo dõi",
    detail: "Đã có quá nhiều màn hình theo dõi cùng lúc. Hãy đóng bớt rồi thử lại.", headers: [.retryAfter: "10"])

  static let unknownTicket = Problem(
    status: .notFound, code: .unknownTicket, title: "Không có số thứ tự này",
    detail: "Không tìm thấy số thứ tự này. Hãy kiểm tra lại ngày và số.")

  static let signInRequired = Problem(
    status: .unauthorized, code: .signInRequired, title: "Chưa đăng nhập",
    detail: "Hãy đăng nhập rồi thử lại; phiên trước có thể đã hết hạn.", headers: [.wwwAuthenticate: "Luot"])

  static let secretExpired = Problem(
    status: .forbidden, code: .secretExpired, title: "Phải đổi mã PIN",
    detail: "Mã PIN này do người khác cấp. Hãy đổi sang mã của riêng mình trước khi làm việc.")

  static func beyondRole(needed role: Role) -> Problem {
    forbidden("Việc này dành cho \(role.name.lowercased()). Hãy nhờ người có vai trò đó.")
  }

  static let commandTokenMissing = Problem(
    status: .forbidden, code: .commandToken, title: "Yêu cầu không đến từ trang của Lượt",
    detail: "Thiếu hoặc sai mã lệnh X-Luot-Command của phiên này. Hãy tải lại trang rồi thử lại.")

  /// The same for whoever has no account, so that nobody learns who has.
  static let wrongSecret = Problem(
    status: .unauthorized, code: .wrongSecret, title: "Không đăng nhập được",
    detail: "Tên, mã PIN hoặc mật khẩu không đúng, hoặc tài khoản đã bị khóa. Quên mã thì hãy nhờ trưởng nhóm cấp lại.",
    headers: [.wwwAuthenticate: "Luot"])

  static let tooManyRequests = Problem(
    status: .tooManyRequests, code: .tooManyRequests, title: "Hỏi quá nhanh",
    detail: "Máy của ông/bà gửi quá nhiều yêu cầu. Hãy đợi ít giây rồi thử lại.", headers: [.retryAfter: "2"])

  static func tooManyAttempts(seconds: Int) -> Problem {
    Problem(
      status: .tooManyRequests, code: .tooManyAttempts, title: "Sai quá nhiều lần",
      detail: "Đã sai nhiều lần. Hãy đợi \(seconds) giây rồi thử lại.", headers: [.retryAfter: String(seconds)])
  }

  static let unknownCounter = Problem(
    status: .notFound, code: .unknownCounter, title: "Không có quầy này",
    detail: "Không có quầy này trong cấu hình. Xem danh sách ở /api/v1/counters.")

  static let unknownAssistance = Problem(
    status: .notFound, code: .unknownAssistance, title: "Không có lượt hỗ trợ này",
    detail: "Không tìm thấy lượt hỗ trợ này. Hãy kiểm tra lại mã.")

  static let unknownScreen = Problem(
    status: .notFound, code: .unknownScreen, title: "Không có màn hình này",
    detail: "Không có màn hình này trong cấu hình. Hãy xem mục [[screens]].")

  static func noTouch(_ screen: String) -> Problem {
    Problem(
      status: .conflict, code: .noTouch, title: "Màn hình không nhận chạm",
      detail: "Màn hình \(screen) chỉ để xem. Hãy chạm vào màn hình của máy lấy số.")
  }
  static let unknownRegister = Problem(
    status: .notFound, code: .unknownRegister, title: "Không có sổ này",
    detail: "Không có sổ này. Các sổ: \(RegisterName.accepted), calendar.")

  static func unknownEntry(in register: String) -> Problem {
    Problem(
      status: .notFound, code: .unknownEntry, title: "Không có mục này trong sổ",
      detail: "Sổ “\(register)” không có mục này. Hãy xem danh sách rồi ghi đúng mã của mục.")
  }

  static let unknownBadge = Problem(
    status: .notFound, code: .unknownBadge, title: "Không có thẻ này",
    detail: "Không tìm thấy thẻ này. Hãy xem mã thẻ bằng luot badge list.")

  static let internalError = Problem(
    status: .internalServerError, code: .internalError, title: "Lỗi của chương trình",
    detail: "Chương trình gặp lỗi ngoài dự kiến; chi tiết có trong nhật ký hệ thống.")
}

extension FieldProblem {
  fileprivate var shortened: FieldProblem {
    FieldProblem(field: field, value: value?.shortened, accepted: accepted, reason: reason)
  }
}
