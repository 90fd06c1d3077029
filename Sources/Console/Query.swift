import Foundation
import Queueing
import Records

/// The parameters of a request's query, each known, given once and well formed.
struct Query: Sendable {
  private var values: [String: String] = [:]

  /// - Parameter ignoresOthers: whether parameters of other names are passed over and not refused.
  init(_ text: String?, accepting names: [String], ignoresOthers: Bool = false) throws(Problem) {
    guard let text, !text.isEmpty else { return }
    for pair in text.split(separator: "&", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard names.contains(name) else {
        if ignoresOthers { continue }
        throw .unknownFields([
          FieldProblem(
            field: name.shortened, value: parts.count > 1 ? String(parts[1]).shortened : nil,
            accepted: names.isEmpty ? "không có tham số nào" : names.joined(separator: ", "),
            reason: "Không có tham số này.")
        ])
      }
      guard values[name] == nil else { throw Self.wrong(name, text, "một giá trị", "Tham số được ghi hai lần.") }
      let raw = parts.count > 1 ? String(parts[1]) : ""
      guard let value = raw.removingPercentEncoding, !value.holdsControlCharacter else {
        throw Self.wrong(name, raw, "UTF-8, mã hóa phần trăm", "Giá trị mã hóa sai.")
      }
      values[name] = value.precomposedStringWithCanonicalMapping
    }
  }

  subscript(name: String) -> String? {
    values[name]
  }

  /// As a form without these fields would have sent it; what nobody filled in is not sent either.
  func without(_ names: String...) -> Query {
    var query = self
    query.values = values.filter { !names.contains($0.key) && !$0.value.isEmpty }
    return query
  }

  static func wrong(_ name: String, _ value: String, _ accepted: String, _ reason: String) -> Problem {
    .invalidFields([FieldProblem(field: name, value: value, accepted: accepted, reason: reason)])
  }

  func day(_ name: String) throws(Problem) -> ServiceDay? {
    guard let text = values[name] else { return nil }
    guard let day = ServiceDay(text) else {
      throw Self.wrong(name, text, "ngày dạng 2026-11-23", "Không phải một ngày có thật.")
    }
    return day
  }

  /// `from` and `to`: from today when it is not given, and to today, or so many days after the first.
  func days(today: ServiceDay, ahead: Int? = nil) throws(Problem) -> (from: ServiceDay, through: ServiceDay) {
    let from = try day("from") ?? today
    let through = try day("to") ?? ahead.map(from.advanced) ?? max(from, today)
    guard from <= through else {
      throw Self.wrong("from", from.text, "ngày không sau \(through.text)", "Ngày đầu nằm sau ngày cuối.")
    }
    return (from, through)
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
    guard let text = values[name] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw Self.wrong(
        name, text, "số nguyên từ \(range.lowerBound) đến \(range.upperBound)", "Giá trị nằm ngoài khoảng cho phép.")
    }
    return value
  }

  /// One or two dimensions, separated by a comma.
  func dimensions(_ name: String) throws(Problem) -> [Figures.Dimension] {
    guard let text = values[name] else { return [] }
    let names = text.split(separator: ",", omittingEmptySubsequences: false)
    let known = names.compactMap { Figures.Dimension(rawValue: String($0)) }
    guard known.count == names.count, known.count <= 2, Set(known).count == known.count else {
      throw Self.wrong(
        name, text, "một hoặc hai trong: \(Figures.Dimension.accepted)", "Không nhóm được theo tiêu chí này.")
    }
    return known
  }
}
