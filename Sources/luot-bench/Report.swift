import Foundation

/// What was measured, a line each, beside its limit where it has one. A line is printed when it is known, so that a
/// bench that ends early has told what it saw.
struct Report {
  private struct Row {
    let what: String
    let measured: String
    var limit = "–"
    var ratio = "–"
    var verdict = ""
  }

  /// What could not be measured, and why.
  private(set) var failures: [String] = []

  init() {
    line(Row(what: "what", measured: "measured", limit: "limit", ratio: "ratio"))
  }

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
    line(
      Row(
        what: what, measured: unit.text(measured), limit: sign + unit.text(limit),
        ratio: String(format: "%.2f", measured / limit), verdict: isMet ? "ok" : "MISSED"))
  }

  /// A figure without a limit, for comparison.
  mutating func note(_ what: String, _ measured: String) {
    line(Row(what: what, measured: measured))
  }

  mutating func note(_ what: String, _ measured: Double, _ unit: Unit) {
    note(what, unit.text(measured))
  }

  /// Measures one thing; what cannot be measured is told, and the next is measured all the same.
  mutating func section(_ measure: (inout Report) async throws -> Void) async {
    do {
      try await measure(&self)
    } catch {
      // Whatever still runs would take the next one's processors.
      Child.endAll()
      failures.append("\(error)")
      print("NOT MEASURED: \(error)")
    }
  }

  private func line(_ row: Row) {
    print(
      row.what.padded(to: 80), row.measured.padded(to: 12, right: true), row.limit.padded(to: 14, right: true),
      row.ratio.padded(to: 6, right: true), row.verdict)
    // Into a file, too, at once.
    fflush(nil)
  }
}

enum Unit {
  case milliseconds, microseconds, perSecond, rate, kilobytes, megabytes, percent, times

  func text(_ value: Double) -> String {
    switch self {
    case .milliseconds: String(format: "%.3f ms", value)
    case .microseconds: String(format: "%.0f µs", value)
    case .perSecond: String(format: "%.0f/s", value)
    case .rate: String(format: "%.2f/s", value)
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
