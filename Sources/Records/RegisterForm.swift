/// A list the office keeps of itself, with the days its entries hold. Each has the same shape in files, over HTTP and
/// in the journal: an id and texts by field.
package enum RegisterName: String, Code {
  case villages, teams, members, directives, outreach, indicators

  package var name: String {
    switch self {
    case .villages: "Thôn"
    case .teams: "Tổ"
    case .members: "Thành viên"
    case .directives: "Văn bản"
    case .outreach: "Hoạt động tuyên truyền"
    case .indicators: "Số liệu kê khai"
    }
  }
}

/// One field of a register: what it takes and who may read it.
package struct RegisterField: Hashable, Sendable {
  package enum Form: Hashable, Sendable {
    /// One line of text, characters of Unicode at most.
    case line(upTo: Int)
    case day
    /// One of these codes.
    case code([String])
    /// A whole number, 0 and up.
    case count
    /// A share as it is printed, 0 %–100 %: “97,5%”.
    case percentage
    /// The id of an entry of a register.
    case reference(RegisterName)
  }

  package let name: String
  /// What people read above it.
  package let title: String
  package let form: Form
  package let isRequired: Bool
  /// It may name somebody, so it is never in the journal.
  package let isPersonal: Bool
  /// Of a field that takes codes: what people read for each.
  private let codeNames: [String: String]

  init(_ name: String, _ title: String, _ form: Form, isRequired: Bool = false, isPersonal: Bool = false) {
    self.name = name
    self.title = title
    self.form = form
    self.isRequired = isRequired
    self.isPersonal = isPersonal
    codeNames = [:]
  }

  /// One that has to be one of these codes.
  init<C: Code>(_ name: String, _ title: String, _: C.Type) {
    self.name = name
    self.title = title
    form = .code(C.allCases.map(\.rawValue))
    isRequired = true
    isPersonal = false
    codeNames = Dictionary(C.allCases.map { ($0.rawValue, $0.name) }) { first, _ in first }
  }

  /// What people read for a code.
  package func codeName(_ code: String) -> String? { codeNames[code] }
}

extension RegisterName {
  /// The last day an entry holds; every register has it.
  package static let endField = "validUntil"

  /// Of a village that ended: the one it was merged into.
  package static let successorField = "successor"

  /// The field that says from which day an entry holds.
  package var startField: String {
    switch self {
    case .villages, .teams, .members: "validFrom"
    case .directives: "issuedOn"
    case .outreach: "heldOn"
    case .indicators: "asOf"
    }
  }

  /// All fields but the id, in the order in which they are shown.
  package var fields: [RegisterField] {
    let from = RegisterField("validFrom", "Từ ngày", .day, isRequired: true)
    let until = RegisterField(Self.endField, "Đến hết ngày", .day)
    switch self {
    case .villages:
      return [
        RegisterField("name", "Tên thôn", .line(upTo: 60), isRequired: true), from, until,
        RegisterField(Self.successorField, "Sáp nhập vào", .reference(.villages)),
      ]
    case .teams:
      return [
        RegisterField("name", "Tên tổ", .line(upTo: 100), isRequired: true),
        RegisterField("kind", "Loại tổ", Team.self),
        RegisterField("village", "Thôn", .reference(.villages)),
        RegisterField("decision", "Quyết định thành lập", .reference(.directives)),
        from, until,
      ]
    case .members:
      return [
        RegisterField("name", "Họ và tên", .line(upTo: 60), isRequired: true, isPersonal: true),
        RegisterField("team", "Loại tổ", Team.self),
        from, until,
      ]
    case .directives:
      return [
        RegisterField("kind", "Loại văn bản", DirectiveKind.self),
        RegisterField("number", "Số, ký hiệu", .line(upTo: 40), isRequired: true),
        RegisterField("issuedOn", "Ngày ban hành", .day),
        RegisterField("issuer", "Cơ quan ban hành", .line(upTo: 120), isRequired: true),
        RegisterField("subject", "Trích yếu", .line(upTo: 300), isRequired: true),
        RegisterField("role", "Vai trò", DirectiveRole.self),
        until,
      ]
    case .outreach:
      return [
        RegisterField("heldOn", "Ngày", .day, isRequired: true),
        RegisterField("channel", "Kênh", OutreachChannel.self),
        RegisterField("topic", "Nội dung", .line(upTo: 200), isRequired: true),
        RegisterField("village", "Thôn", .reference(.villages)),
        RegisterField("directive", "Theo văn bản", .reference(.directives)),
        RegisterField("participants", "Số người dự", .count),
        RegisterField("sessions", "Số buổi", .count),
        until,
      ]
    case .indicators:
      return [
        RegisterField("indicator", "Chỉ tiêu", Indicator.self),
        RegisterField("value", "Giá trị", .percentage, isRequired: true),
        RegisterField("asOf", "Số liệu đến ngày", .day, isRequired: true),
        RegisterField("source", "Nguồn", .line(upTo: 200), isRequired: true),
        RegisterField("document", "Văn bản nguồn", .reference(.directives)),
        RegisterField("declaredBy", "Người kê khai", .line(upTo: 100), isRequired: true, isPersonal: true),
        until,
      ]
    }
  }
}

package enum DirectiveKind: String, Code {
  case resolution, decision, instruction, plan, scheme, programme, letter, notice, report

  package var name: String {
    switch self {
    case .resolution: "Nghị quyết"
    case .decision: "Quyết định"
    case .instruction: "Chỉ thị"
    case .plan: "Kế hoạch"
    case .scheme: "Đề án"
    case .programme: "Chương trình"
    case .letter: "Công văn"
    case .notice: "Thông báo"
    case .report: "Báo cáo"
    }
  }
}

/// What a directive is to the commune's report.
package enum DirectiveRole: String, Code {
  /// It asks for the report.
  case trigger
  /// A higher body's, on which the commune acts.
  case basis
  /// The commune's own.
  case issued

  package var name: String {
    switch self {
    case .trigger: "Yêu cầu báo cáo"
    case .basis: "Căn cứ của cấp trên"
    case .issued: "Của địa phương ban hành"
    }
  }
}

/// By what way people were told.
package enum OutreachChannel: String, Code {
  case briefing
  case thematicConference = "thematic-conference"
  case partyCell = "party-cell"
  case villageMeeting = "village-meeting"
  case massOrgMeeting = "mass-org-meeting"
  case loudspeaker, portal
  case zaloGroup = "zalo-group"
  case fanpage, school, contest, training
  case peakCampaign = "peak-campaign"
  case doorToDoor = "door-to-door"
  case digitalClass = "digital-class"

  package var name: String {
    switch self {
    case .briefing: "Hội nghị giao ban"
    case .thematicConference: "Hội nghị chuyên đề"
    case .partyCell: "Sinh hoạt chi bộ"
    case .villageMeeting: "Họp thôn"
    case .massOrgMeeting: "Sinh hoạt đoàn thể"
    case .loudspeaker: "Hệ thống truyền thanh"
    case .portal: "Cổng thông tin điện tử"
    case .zaloGroup: "Nhóm Zalo cộng đồng"
    case .fanpage: "Fanpage đoàn thể"
    case .school: "Tuyên truyền trong trường học"
    case .contest: "Cuộc thi"
    case .training: "Tập huấn, bồi dưỡng"
    case .peakCampaign: "Đợt cao điểm"
    case .doorToDoor: "Đến từng hộ gia đình"
    case .digitalClass: "Lớp học số"
    }
  }
}

/// What only somebody can declare: nothing in the record of the counters says it.
package enum Indicator: String, Code {
  case staffContest = "pct-staff-contest"
  case schoolCashless = "pct-school-cashless"
  case beneficiaryAccount = "pct-beneficiary-account"
  case orgInternet = "pct-org-internet"
  case teacherIT = "pct-teacher-it"

  package var name: String {
    switch self {
    case .staffContest: "Tỷ lệ cán bộ, đoàn viên, hội viên tham gia các cuộc thi"
    case .schoolCashless: "Tỷ lệ trường học thu không dùng tiền mặt"
    case .beneficiaryAccount: "Tỷ lệ người có công, bảo trợ xã hội nhận tiền qua tài khoản"
    case .orgInternet: "Tỷ lệ cơ quan, đơn vị, trường học có kết nối internet"
    case .teacherIT: "Tỷ lệ giáo viên ứng dụng công nghệ thông tin"
    }
  }
}
