import Queueing

extension Figures {
  /// What figures can be grouped by.
  package enum Dimension: String, Code {
    case activity, village, member, service, place, counter, hour, day, month, priority, outcome, difficulty, age
    case residence

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

extension Code where Self: Equatable {
  fileprivate var value: DimensionValue {
    Self.allCases.enumerated().first { $1 == self }.map { .ordinal($0.offset) } ?? .none
  }

  fileprivate static func code(at ordinal: Int) -> String {
    Array(allCases)[ordinal].rawValue
  }
}

extension Identifier {
  fileprivate var value: DimensionValue { .id(text) }
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
      case .hour: return ordinal < 10 ? "0\(ordinal)" : "\(ordinal)"
      case .day: return ServiceDay(epochDay: ordinal).text
      case .month: return String(ServiceDay(epochDay: ordinal).text.prefix(7))
      case .village, .member, .service, .counter, .priority: return "\(ordinal)"
      }
    }
  }

  /// The values one entry of a lượt has: exactly one, or for `difficulty` one or more.
  func values(of facts: TurnFacts, entry: AssistedActivity?) -> [DimensionValue] {
    let ticket = facts.ticket
    let help = facts.assistance
    switch self {
    case .activity: return [entry?.activity.value ?? .none]
    case .outcome: return [entry?.outcome.value ?? .none]
    case .difficulty:
      guard let entry, !entry.difficulties.isEmpty else { return [.none] }
      return entry.difficulties.map(\.value)
    case .village: return [(help?.village ?? ticket?.village)?.value ?? .none]
    case .member: return [(help?.member ?? ticket?.member)?.value ?? .none]
    case .service: return [(help?.service ?? ticket?.service)?.value ?? .none]
    case .place: return [(help?.place ?? .centre).value]
    case .counter: return [(help?.counter ?? ticket?.counter)?.value ?? .none]
    case .hour: return [.ordinal(CivilTime.split(facts.beganAt).milliseconds / 3_600_000)]
    case .day: return [.ordinal(facts.day.epochDay)]
    case .month:
      let (year, month, _) = facts.day.civil
      return [.ordinal(ServiceDay(year: year, month: month, day: 1).epochDay)]
    case .priority: return [ticket?.priority?.value ?? .none]
    case .age: return [(help?.ageBand ?? .unknown).value]
    case .residence: return [help?.residence?.value ?? .none]
    }
  }
}
