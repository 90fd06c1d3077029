import Queueing

/// One of a fixed list: the raw value is what files, programs and the journal say, the name is what people read.
///
/// Raw values are stored for good: they are added to, never renamed.
package protocol Code: RawRepresentable, CaseIterable, Hashable, Sendable, Codable where RawValue == String {
  var name: String { get }
}

extension Code {
  /// Every code of the list, in its order, for a message about a wrong one.
  package static var accepted: String {
    allCases.map(\.rawValue).joined(separator: ", ")
  }
}

/// What a citizen was helped with. The codes are those of the activities the communes report on.
package enum Activity: String, Code {
  case vneidActivation = "vneid-activation"
  case vneidUse = "vneid-use"
  case vneidDocs = "vneid-docs"
  case healthBook = "health-book"
  case socialSecurityAccount = "social-security-account"
  case onlineService = "online-service"
  case onlinePayment = "online-payment"
  case cashlessPayment = "cashless-payment"
  case resultLookup = "result-lookup"
  case infoLookup = "info-lookup"
  case basicApps = "basic-apps"
  case smartphoneBasics = "smartphone-basics"
  case fraudPrevention = "fraud-prevention"
  case learningPlatform = "learning-platform"
  case aiSkills = "ai-skills"
  case other

  /// Short enough for a chip on a phone.
  package var name: String {
    switch self {
    case .vneidActivation: "Kích hoạt định danh điện tử"
    case .vneidUse: "Sử dụng VNeID"
    case .vneidDocs: "Tích hợp giấy tờ VNeID"
    case .healthBook: "Sổ sức khỏe điện tử"
    case .socialSecurityAccount: "Tài khoản an sinh xã hội"
    case .onlineService: "Dịch vụ công trực tuyến"
    case .onlinePayment: "Thanh toán trực tuyến"
    case .cashlessPayment: "Thanh toán không dùng tiền mặt"
    case .resultLookup: "Tra cứu kết quả hồ sơ"
    case .infoLookup: "Tra cứu thông tin"
    case .basicApps: "Ứng dụng số cơ bản"
    case .smartphoneBasics: "Dùng điện thoại thông minh"
    case .fraudPrevention: "Phòng tránh lừa đảo mạng"
    case .learningPlatform: "Nền tảng học trực tuyến"
    case .aiSkills: "Kỹ năng dùng AI"
    case .other: "Việc khác"
    }
  }

  /// Whether it is said how far the procedure runs online.
  package var takesLevel: Bool { self == .onlineService }
}

/// How far a public service runs online.
package enum ServiceLevel: String, Code {
  case full, partial

  package var name: String {
    switch self {
    case .full: "Toàn trình"
    case .partial: "Một phần"
    }
  }
}

/// Where in the digital world the help took place.
package enum Platform: String, Code {
  case vneid, dvcqg
  case digitalBank = "digital-bank"
  case eWallet = "e-wallet"
  case paymentPlatform = "payment-platform"
  case bdhvs, moocs
  case aiCongDong = "ai-cong-dong"
  case hpTraining = "hp-training"

  package var name: String {
    switch self {
    case .vneid: "VNeID"
    case .dvcqg: "Cổng Dịch vụ công quốc gia"
    case .digitalBank: "Ngân hàng số"
    case .eWallet: "Ví điện tử"
    case .paymentPlatform: "Nền tảng thanh toán"
    case .bdhvs: "Bình dân học vụ số"
    case .moocs: "MOOCs"
    case .aiCongDong: "AI cộng đồng"
    case .hpTraining: "Đào tạo trực tuyến Hải Phòng"
    }
  }
}

package enum Outcome: String, Code {
  case done, partly, referred
  case notPossible = "not-possible"

  package var name: String {
    switch self {
    case .done: "Xong"
    case .partly: "Xong một phần"
    case .referred: "Chuyển nơi khác"
    case .notPossible: "Chưa làm được"
    }
  }
}

/// What stood in the way. Counting it is a duty of the community teams: NĐ 224/2026/NĐ-CP, Điều 79.3.d.
package enum Difficulty: String, Code {
  case noSmartphone = "no-smartphone"
  case simNotOwnName = "sim-not-own-name"
  case forgotPassword = "forgot-password"
  case faceMatchFailed = "face-match-failed"
  case networkFault = "network-fault"
  case portalFault = "portal-fault"
  case dataMismatch = "data-mismatch"
  case needsRescueTeam = "needs-rescue-team"
  case elderlyLimited = "elderly-limited"
  case unevenSkills = "uneven-skills"
  case unevenInfrastructure = "uneven-infrastructure"

  package var name: String {
    switch self {
    case .noSmartphone: "Không có điện thoại thông minh"
    case .simNotOwnName: "SIM không chính chủ"
    case .forgotPassword: "Quên mật khẩu"
    case .faceMatchFailed: "Không khớp khuôn mặt"
    case .networkFault: "Lỗi mạng"
    case .portalFault: "Lỗi cổng dịch vụ công"
    case .dataMismatch: "Dữ liệu không khớp"
    case .needsRescueTeam: "Cần Tổ ứng cứu"
    case .elderlyLimited: "Cao tuổi, khó dùng công nghệ"
    case .unevenSkills: "Chưa quen kỹ năng số"
    case .unevenInfrastructure: "Hạ tầng chưa đồng bộ"
    }
  }
}

/// Where the help was given.
package enum Place: String, Code {
  case centre
  /// A reception point of the commune apart from the centre.
  case oneStop = "one-stop"
  /// In a village, but neither in its hall nor in a home.
  case village
  case villageHall = "village-hall"
  case school, online, household

  package var name: String {
    switch self {
    case .centre: "Trung tâm Phục vụ hành chính công"
    case .oneStop: "Bộ phận Tiếp nhận và Trả kết quả"
    case .village: "Tại thôn"
    case .villageHall: "Nhà văn hóa thôn"
    case .school: "Trường học"
    case .online: "Qua mạng"
    case .household: "Tại nhà"
    }
  }
}

/// Where the citizen lives. A centre serves people of the whole province: NĐ 118/2025/NĐ-CP.
package enum Residence: String, Code {
  /// In one of the commune's own villages.
  case village
  case otherCommune = "other-commune"
  case otherProvince = "other-province"

  package var name: String {
    switch self {
    case .village: "Trong xã"
    case .otherCommune: "Xã, phường khác"
    case .otherProvince: "Tỉnh, thành phố khác"
    }
  }
}

package enum AgeBand: String, Code {
  case under18 = "under-18"
  case from18 = "18-34"
  case from35 = "35-59"
  case from60 = "60-79"
  case from80 = "80-plus"
  case unknown

  package var name: String {
    switch self {
    case .under18: "Dưới 18 tuổi"
    case .from18: "18–34 tuổi"
    case .from35: "35–59 tuổi"
    case .from60: "60–79 tuổi"
    case .from80: "Từ 80 tuổi"
    case .unknown: "Chưa rõ"
    }
  }
}

package enum Sex: String, Code {
  case male, female

  package var name: String {
    switch self {
    case .male: "Nam"
    case .female: "Nữ"
    }
  }
}

package enum Team: String, Code {
  case digitalTeam = "digital-team"
  case rescueTeam = "rescue-team"

  package var name: String {
    switch self {
    case .digitalTeam: "Tổ công nghệ số cộng đồng"
    case .rescueTeam: "Tổ ứng cứu công nghệ"
    }
  }
}

/// What came of a promised wait.
extension Promise.Outcome: Code {
  package var name: String {
    switch self {
    case .held: "Đúng dự báo"
    case .shorter: "Gọi sớm hơn"
    case .longer: "Chờ lâu hơn"
    case .uncalled: "Chưa được gọi"
    }
  }
}
