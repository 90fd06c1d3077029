import FrontDesk
import HTTPTypes
import Hummingbird
import Queueing
import Records
import Reports
import Storage

// The one place that decides what a client is told of an error.

extension Problem {
  /// `nil` for an error nobody expects.
  init?(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let refusal as Refusal: self.init(refusal)
    case let request as RequestProblem: self.init(request)
    case let store as StoreError:
      guard let problem = Problem(store) else { return nil }
      self = problem
    case let failure as BackupFailure: self.init(failure)
    case let problem as AgeingProblem: self.init(problem)
    case let failure as SlipFailure:
      self.init(unavailable: .printerFailed, "Không in được phiếu", failure.reason)
    case let card as CardProblem: self.init(card)
    case let fault as TemplateFault: self = .template(fault.description)
    case let fault as TableFault: self = .table(fault.description)
    case let problems as TemplateProblems: self = .template(problems.description)
    case is CancellationError: self = .busy("Máy đang dừng. Hãy gửi lại yêu cầu sau ít giây.")
    default: return nil
    }
  }

  private init(_ problem: RequestProblem) {
    switch problem {
    case .invalid(let fields): self = .invalidFields(fields)
    case .noSuchTicket: self = .unknownTicket
    case .noSuchCounter: self = .unknownCounter
    case .noSuchAssistance: self = .unknownAssistance
    case .noSuchScreen: self = .unknownScreen
    case .screenTakesNoTouch(let screen): self = .noTouch(screen)
    case .noSuchPrinter(_, let known):
      self.init(
        status: .notFound, code: .unknownPrinter, title: "Không có máy in này",
        detail: known.isEmpty
          ? "Cấu hình không có máy in. Hãy thêm một mục [[printers]]."
          : "Không có máy in này trong cấu hình. Các máy in: \(known.joined(separator: ", ")).")
    case .staffOnly:
      self = .forbidden("Chỉ nhân viên được cấp số khi đang đóng cửa. Hãy bỏ trường override.")
    case .noSuchBadge: self = .unknownBadge
    case .badgeInUse(let badge, let member):
      self.init(
        conflict: .badgeInUse, "Thẻ đã có chủ",
        "Thẻ này là thẻ \(badge) của \(member). Hãy hủy bằng luot badge end \(badge) trước.")
    case .noSuchRegister: self = .unknownRegister
    case .noSuchEntry(let register, _): self = .unknownEntry(in: register)
    case .noSuchImport:
      self.init(
        status: .notFound, code: .unknownImport, title: "Không có lần nhập này",
        detail: "Không có lần nhập nào mang mã này, hoặc nó đã quá ngày mà chưa được xác nhận. Hãy gửi lại tệp.")
    case .importUnfinished(let id):
      self.init(conflict: .importUnfinished, "Chưa đọc xong tệp", "Lần nhập \(id) chưa đọc xong. Hãy đợi ít giây.")
    case .noSuchReport:
      self.init(
        status: .notFound, code: .unknownReport, title: "Không có báo cáo này",
        detail: "Không có báo cáo đã gửi nào mang mã này. Hãy xem danh sách bằng luot report sent.")
    case .noSuchAccount:
      self.init(
        status: .notFound, code: .unknownUser, title: "Không có tài khoản này",
        detail: "Không có tài khoản này. Hãy xem danh sách người dùng rồi ghi đúng mã.")
    case .notOver(let ticket):
      self.init(
        conflict: .notOver, "Chưa xong", "Số \(ticket.number) chưa xong nên chưa đánh giá được.")
    case .ratedAlready(let ticket):
      self.init(conflict: .ratedAlready, "Đã đánh giá", "Số \(ticket.number) đã có đánh giá.")
    case .accountExists(let member):
      self.init(
        conflict: .userExists, "Đã có tài khoản",
        "\(member) đã có tài khoản. Hãy đổi vai trò hoặc cấp mã PIN mới cho tài khoản đó.")
    case .beyondRole(let role):
      self = .forbidden(
        "\(role.name) không thay đổi được tài khoản này. Hãy nhờ người có quyền cao hơn.")
    case .recordOfAnother(let id):
      self = .forbidden("Lượt \(id) do người khác giúp. Hãy nhờ người đó, hoặc trưởng nhóm, sửa.")
    case .aged(let day):
      self.init(
        conflict: .aged, "Chi tiết đã xóa theo thời hạn lưu giữ",
        "Chi tiết đến hết ngày \(day.vietnameseText) đã được gộp thành số liệu ngày và xóa theo thời hạn lưu giữ, nên "
          + "không ghi thêm và không sửa được nữa. Nếu số liệu sai, hãy nêu rõ trong báo cáo.")
    case .keyReused:
      self.init(
        status: .unprocessableContent, code: .keyReused, title: "Khóa yêu cầu đã dùng",
        detail: "Idempotency-Key này đã đi với một yêu cầu khác. Hãy dùng khóa mới cho yêu cầu mới.",
        fields: [])
    }
  }

  /// A rule of the queue said no: 409, with where things stand.
  private init(_ refusal: Refusal) {
    switch refusal {
    case .illegalMove(let move, let ticket, let state):
      self.init(
        conflict: .illegalMove, "Không làm được bước này",
        "Không thể \(move.text) số \(ticket.number): số này \(state.text).", state: state.rawValue)
    case .counterBusy(let counter, let ticket):
      self.init(
        conflict: .counterBusy, "Quầy đang có người",
        "Quầy \(counter) đang giữ số \(ticket.number). Hãy kết thúc, báo vắng hoặc tạm gác số đó trước.")
      heldTicket = ticket
    case .counterClosed(let counter, let state):
      self.init(
        conflict: .counterClosed, "Quầy không mở", "Quầy \(counter) \(state.text). Hãy mở quầy trước.",
        state: state.rawValue)
    case .nothingHeld(let counter, let move):
      self.init(
        conflict: .nothingHeld, "Quầy không giữ số nào", "Quầy \(counter) không giữ số nào để \(move.text).")
    case .otherTicket(let counter, let ticket):
      self.init(
        conflict: .otherTicket, "Quầy đã chuyển sang số khác",
        "Quầy \(counter) nay giữ số \(ticket.number). Hãy xem lại màn hình rồi bấm lại nếu vẫn cần.")
      heldTicket = ticket
    case .nothingToUndo(let counter):
      self.init(
        conflict: .nothingToUndo, "Không có gì để hoàn tác",
        "Quầy \(counter) không có lần gọi nào còn hoàn tác được.")
    case .undoTooLate(let counter, let seconds):
      self.init(
        conflict: .undoTooLate, "Đã quá lúc hoàn tác",
        "Lần gọi của quầy \(counter) đã qua \(seconds) giây; chỉ hoàn tác được trong \(Counter.undoSeconds) giây.")
    case .closed(let service, let closing):
      self.init(
        conflict: .closed, "Hiện không cấp số", "Dịch vụ \(service) hiện không cấp số: \(closing.sentence)",
        opensAt: closing.opensAt.map(Moment.init))
      closed = ClosedAnswer(closing)
    case .capReached(let service, let cap, let opensAt):
      let closing = Closing(reason: .capReached, opensAt: opensAt)
      self.init(
        conflict: .capReached, "Đã hết số trong ngày",
        "Dịch vụ \(service) đã cấp hết \(cap) số của hôm nay: \(closing.sentence)", opensAt: opensAt.map(Moment.init))
      closed = ClosedAnswer(closing)
    case .dateTaken(let date):
      self.init(
        conflict: .dateTaken, "Ngày này đã có trong lịch",
        "Ngày \(date.vietnameseText) đã có trong lịch. Hãy sửa hoặc bỏ mục đó trước.")
    case .nothingOrdered:
      self.init(
        conflict: .nothingOrdered, "Không có lệnh nào đang hiệu lực",
        "Không có lệnh mở cửa hay đóng cửa nào đang hiệu lực; trung tâm đang theo lịch.")
    case .notPaused(let service):
      self.init(conflict: .notPaused, "Dịch vụ không tạm dừng", "Dịch vụ \(service) không tạm dừng.")
    case .slipUseless(let ticket, let state):
      self.init(
        conflict: .slipUseless, "Không cần in lại phiếu", "Số \(ticket.number) \(state.text) nên không in lại phiếu.",
        state: state.rawValue)
    case .noPrinter:
      self.init(
        conflict: .noPrinter, "Không có máy in", "Máy này không có máy in. Hãy đọc số cho người đến làm việc.")
    case .slipPending(let ticket):
      self.init(
        conflict: .slipPending, "Phiếu đang chờ in", "Phiếu của số \(ticket.number) đang chờ in. Hãy đợi phiếu ra.")
    case .alreadyRecorded(let ticket, let assistance):
      self.init(
        conflict: .alreadyRecorded, "Số này đã ghi lượt hỗ trợ",
        "Số \(ticket.number) đã có lượt hỗ trợ \(assistance). Nếu ghi sai, hãy sửa lượt đó.")
    case .notFinished(let ticket, let state):
      self.init(
        conflict: .notFinished, "Số này chưa xong",
        "Số \(ticket.number) \(state.text); lượt hỗ trợ chỉ ghi bù cho số đã xong.", state: state.rawValue)
    case .alreadyCorrected(let original, let successor):
      self.init(
        conflict: .alreadyCorrected, "Đã được sửa",
        "Lượt \(original) đã được sửa thành \(successor). Hãy sửa \(successor).")
    case .alreadyWithdrawn(let assistance):
      self.init(
        conflict: .alreadyWithdrawn, "Đã được bỏ",
        "Lượt \(assistance) đã được bỏ, không còn tính. Nếu bỏ nhầm, hãy ghi lại thành lượt mới; với số của "
          + "ngày trước thì ghi thành lượt không kèm số.")
    case .notToday(let ticket):
      self.init(
        conflict: .notToday, "Không phải số của hôm nay",
        "Số \(ticket.number) là của ngày \(ticket.day.vietnameseText), chỉ còn xem được.")
    case .returnTooLate(let ticket, let minutes):
      self.init(
        conflict: .returnTooLate, "Quay lại quá muộn",
        "Số \(ticket.number) được gọi đã quá \(minutes) phút. Hãy lấy số mới.")
    case .numberTaken(let ticket, let state):
      self.init(
        conflict: .numberTaken, "Số đã được cấp",
        "Số \(ticket.number) của hôm nay đã có (\(state.text)). Hãy xem lại số ghi trên giấy.", state: state.rawValue)
    case .clockImplausible(let wall):
      self.init(
        conflict: .clockImplausible, "Giờ máy không thể đúng",
        "Đồng hồ máy đang chỉ \(wall.iso8601). Hãy chỉnh giờ của máy rồi xác nhận lại.")
    }
  }

  private init(
    conflict code: ProblemCode, _ title: String, _ detail: String, state: String? = nil, opensAt: Moment? = nil
  ) {
    self.init(status: .conflict, code: code, title: title, detail: detail, state: state, opensAt: opensAt)
  }

  private init(_ problem: AgeingProblem) {
    switch problem {
    case .unproven(let day):
      self.init(
        conflict: .unproven, "Dữ liệu không khớp nhật ký",
        "Dữ liệu ngày \(day.vietnameseText) không khớp nhật ký nên chưa xóa chi tiết nào của ngày đó. Hãy chạy luot "
          + "verify và khôi phục từ bản sao lưu nếu cần.")
    }
  }

  private init(_ problem: CardProblem) {
    switch problem {
    case .noReader(let reason): self.init(conflict: .noReader, "Không có đầu đọc thẻ", reason)
    case .noCard(let seconds):
      self.init(
        conflict: .noCard, "Không thấy thẻ nào", "Không có thẻ nào được đặt lên đầu đọc trong \(seconds) giây.")
    case .unsuitable:
      self.init(
        conflict: .cardUnsuitable, "Thẻ không dùng được",
        "Thẻ này không có mã riêng cố định nên không làm thẻ nhân viên được. Hãy dùng thẻ khác; không dùng căn cước.")
    case .failed(let reason): self.init(conflict: .cardFailed, "Không đọc được thẻ", reason)
    }
  }

  /// `nil` for what is a fault of the program.
  private init?(_ error: StoreError) {
    switch error {
    case .full:
      self.init(
        status: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), code: .storageFull,
        title: "Đĩa đã đầy",
        detail: "Không ghi được vì đĩa đã đầy. Hãy giải phóng chỗ trống; không số nào bị mất.")
    case .corrupt:
      self.init(
        unavailable: .storeCorrupt, "Dữ liệu bị hỏng",
        "Tệp dữ liệu bị hỏng nên tạm ngừng ghi. Hãy giữ nguyên tệp và khôi phục từ bản sao lưu gần nhất.")
    case .readOnly:
      self.init(
        unavailable: .storeReadOnly, "Đĩa chỉ cho đọc",
        "Không ghi được vì đĩa chỉ cho đọc. Hãy kiểm tra đĩa và quyền ghi của thư mục dữ liệu.")
    case .inputOutput, .notPermitted:
      self.init(
        unavailable: .storeFailing, "Đĩa báo lỗi",
        "Không đọc hoặc ghi được dữ liệu. Hãy kiểm tra đĩa và quyền của thư mục dữ liệu.")
    case .busy:
      self = .busy("Quá nhiều yêu cầu cùng lúc. Hãy gửi lại sau ít giây.")
    case .newerVersion, .unexpected:
      return nil
    }
  }

  private init(unavailable code: ProblemCode, _ title: String, _ detail: String) {
    self.init(status: .serviceUnavailable, code: code, title: title, detail: detail)
  }

  /// What is wrong with the place of the copy is the request's; what is wrong with the copy is not.
  private init(_ failure: BackupFailure) {
    let reason: String
    switch failure.reason {
    case .noFolder: reason = "Thư mục của tệp này không có."
    case .noPermission: reason = "Không có quyền ghi vào thư mục này."
    case .exists: reason = "Tệp này đã có."
    case .noRoom:
      self.init(failedBackup: 507, "Không đủ chỗ trống cho bản sao. Hãy giải phóng chỗ hoặc chọn nơi khác.")
      return
    case .unproven:
      self.init(
        failedBackup: 503,
        "Bản sao đã được xóa vì dữ liệu trong đó không khớp sổ ghi. Hãy chạy luot verify để biết chỗ sai.")
      return
    case .other(let detail):
      self.init(failedBackup: 503, "Không ghi được bản sao: \(detail). Hãy kiểm tra nơi lưu hoặc chọn nơi khác.")
      return
    }
    self = .invalidFields([
      FieldProblem(
        field: "file", value: failure.path, accepted: "một tệp chưa có trong thư mục mà luotd ghi được", reason: reason)
    ])
  }

  private init(failedBackup status: Int, _ detail: String) {
    self.init(
      status: HTTPResponse.Status(code: status), code: .backupFailed, title: "Không sao lưu được", detail: detail)
  }

  static func busy(_ detail: String) -> Problem {
    Problem(
      status: .serviceUnavailable, code: .busy, title: "Máy đang bận", detail: detail, headers: [.retryAfter: "1"])
  }
}
