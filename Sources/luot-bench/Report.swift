import Foundation

/// What was measured, a line each, beside its limit where it has one.
struct Report {
  private struct Row {
    let what: String
    let measured: String
    var limit = "–"
    var ratio = "–"
    var verdict = ""
  }

  private var rows: [Row] = []

  /// A figure that must not be above its limit.
  mutating func add(_ what: String, _ measured: Double, atMost limit: Double, _ unit: Unit) {
    add(what, measured, limit, "≤ ", isMet: measured <= limit, unit)
  }

  /// A figure that must not be below its limit.
  mutating func add(_ what: String, _ measured: Double, atLeast limit: Double, _ unit: Unit) {
    add(what, measured, limit, "≥ ", isMet: measured >= limit, unit)
  }

  private mutating func add(
    _ what: String, _ measured: Double, _ limit: Double, _ sign: String, isMet: Bool, _ unit: Unit
  ) {
    rows.append(
      Row(
        what: what, measured: unit.text(measured), limit: sign + unit.text(limit),
        ratio: String(format: "%.2f", measured / limit), verdict: isMet ? "ok" : "MISSED"))
  }

  /// A figure without a limit, for comparison.
  mutating func note(_ what: String, _ measured: String) {
    rows.append(Row(what: what, measured: measured))
  }

  mutating func note(_ what: String, _ measured: Double, _ unit: Unit) {
    note(what, unit.text(measured))
  }

  var text: String {
    let heading = Row(what: "what", measured: "measured", limit: "limit", ratio: "ratio", verdict: "")
    let table = [heading] + rows
    let width = { (column: (Row) -> String) in table.map { column($0).count }.max() ?? 0 }
    let widths = (width(\.what), width(\.measured), width(\.limit), width(\.ratio))
    return table.map { row in
      [
        row.what.padded(to: widths.0), row.measured.padded(to: widths.1, right: true),
        row.limit.padded(to: widths.2, right: true), row.ratio.padded(to: widths.3, right: true), row.verdict,
      ].joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

enum Unit {
  case milliseconds, microseconds, perSecond, kilobytes, megabytes, percent, times

  func text(_ value: Double) -> String {
    switch self {
    case .milliseconds: String(format: "%.3f ms", value)
    case .microseconds: String(format: "%.0f µs", value)
    case .perSecond: String(format: "%.0f/s", value)
    case .kilobytes: String(format: "%.1f kB", value)
    case .megabytes: String(format: "%.1f MB", value)
    case .percent: String(format: "%.2f %%", value)
    case .times: String(format: "%.2f ×", value)
    }
  }
}

extension String {
  fileprivate func padded(to width: Int, right: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - count))
    return right ? space + self : self + space
  }
}
