package import Queueing

/// A section of the report that somebody may write into.
package enum ReportSection: String, Code {
  case results = "iii-1"
  case difficulties = "iii-2"
  case directions = "iv"
  case requests = "v"

  /// Characters of one text at most.
  package static let textLimit = 8000

  package var name: String {
    switch self {
    case .results: "III.1. Kết quả đạt được"
    case .difficulties: "III.2. Khó khăn, vướng mắc"
    case .directions: "IV. Phương hướng, nhiệm vụ thời gian tới"
    case .requests: "V. Kiến nghị, đề xuất"
    }
  }
}

/// A report that went out, as it is known by: its number, its day, and what it was counted from. Its file and its
/// figures are kept beside it, byte for byte.
package struct SentReport: Hashable, Sendable {
  /// The sequence number of the entry that marked it as sent; people and programs say `idText`.
  package let id: Int64
  /// “45/BC-UBND”, as the archive gave it.
  package let number: String
  package let sentOn: ServiceDay
  package let period: ReportPeriod
  /// The last journal entry its figures depend on.
  package let counted: Int64
  /// What kind of file it is, by the end of its name: `docx`, `pdf`.
  package let format: String
  /// SHA-256 of the file and of the figures, 64 hexadecimal digits each.
  package let fileDigest: String
  package let figuresDigest: String
  /// The entry that took the mark back, since it was set by mistake.
  package var withdrawal: Int64?

  package init(
    id: Int64, number: String, sentOn: ServiceDay, period: ReportPeriod, counted: Int64, format: String,
    fileDigest: String, figuresDigest: String, withdrawal: Int64? = nil
  ) {
    self.id = id
    self.number = number
    self.sentOn = sentOn
    self.period = period
    self.counted = counted
    self.format = format
    self.fileDigest = fileDigest
    self.figuresDigest = figuresDigest
    self.withdrawal = withdrawal
  }

  /// `r-1204`.
  package var idText: String { "r-\(id)" }

  /// Reads `r-1204`; `nil` for any other form, also for leading zeros.
  package static func id(fromText text: String) -> Int64? {
    guard text.hasPrefix("r-"), let id = Int64(text.dropFirst(2)), id >= 1, "r-\(id)" == text else { return nil }
    return id
  }
}
