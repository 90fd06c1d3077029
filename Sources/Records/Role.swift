/// What a member may do through the console; each role may do all that those before it may.
package enum Role: String, Code, Comparable {
  /// Calls, helps and records at a counter.
  case volunteer
  /// Also orders the office, looks at figures and gives a volunteer a new PIN.
  case supervisor
  /// All that the socket's user may.
  case administrator

  package var name: String {
    switch self {
    case .volunteer: "Người hỗ trợ"
    case .supervisor: "Trưởng nhóm"
    case .administrator: "Quản trị viên"
    }
  }

  private var rank: Int {
    switch self {
    case .volunteer: 0
    case .supervisor: 1
    case .administrator: 2
    }
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.rank < right.rank
  }
}
