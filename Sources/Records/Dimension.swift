import Queueing

extension Figures {
  /// What figures can be grouped by.
  package enum Dimension: String, Code {
    case activity, village, member, service, place, counter, hour, day, month, priority, outcome, difficulty, age
    case residence, promise

    package var name: String {
      switch self {
      case .activity: "Việc hỗ trợ"
      case .village: "Thôn"
      case .member: "Người hỗ trợ"
      case .service: "Dịch vụ"
      case .place: "Nơi hỗ trợ"
      case .counter: "Quầy"
      case .hour: "Giờ"
      case .day: "Ngày"
      case .month: "Tháng"
      case .priority: "Diện ưu tiên"
      case .outcome: "Kết quả"
      case .difficulty: "Khó khăn"
      case .age: "Độ tuổi"
      case .residence: "Nơi ở"
      case .promise: "Dự báo chờ"
      }
    }

    /// Whether one lượt can have several values, so that its column need not sum to the total.
    package var isMultiValued: Bool {
      switch self {
      case .activity, .outcome, .difficulty: true
      default: false
      }
    }
  }
}

/// One value of a dimension, cheap to hash and in the order in which rows are shown: codes in the order of their
/// list, times in time, ids by their text, and what has no value last.
enum DimensionValue: Hashable, Comparable {
  case ordinal(Int)
  case id(String)
  case none
}

extension Code {
  fileprivate static func code(at ordinal: Int) -> String {
    Array(allCases)[ordinal].rawValue
  }
}

extension Figures.Dimension {
  /// The value as the contract writes it; empty where there is none.
  func text(of value: DimensionValue) -> String {
    switch value {
    case .none: return ""
    case .id(let text): return text
    case .ordinal(let ordinal):
      switch self {
      case .activity: return Activity.code(at: ordinal)
      case .place: return Place.code(at: ordinal)
      case .outcome: return Outcome.code(at: ordinal)
      case .difficulty: return Difficulty.code(at: ordinal)
      case .age: return AgeBand.code(at: ordinal)
      case .residence: return Residence.code(at: ordinal)
      case .promise: return Promise.Outcome.code(at: ordinal)
      case .hour: return ordinal < 10 ? "0\(ordinal)" : "\(ordinal)"
      case .day: return ServiceDay(epochDay: ordinal).text
      case .month: return String(ServiceDay(epochDay: ordinal).text.prefix(7))
      case .village, .member, .service, .counter, .priority: return "\(ordinal)"
      }
    }
  }
}
