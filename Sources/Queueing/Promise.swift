/// A range of whole minutes that somebody will probably wait, 0 ≤ `fromMinutes` ≤ `toMinutes`.
package struct WaitRange: Hashable, Sendable, Codable {
  package let fromMinutes: Int
  package let toMinutes: Int

  package init(fromMinutes: Int, toMinutes: Int) {
    self.fromMinutes = fromMinutes
    self.toMinutes = toMinutes
  }

  /// The minutes around a span of seconds, outwards.
  package init(seconds: ClosedRange<Double>) {
    fromMinutes = Int(seconds.lowerBound / 60)
    toMinutes = Int((seconds.upperBound / 60).rounded(.up))
  }

  package var minutes: ClosedRange<Int> { fromMinutes...toMinutes }
}

/// What a ticket was promised when it was issued, and what came of it.
package struct Promise: Hashable, Sendable {
  package let range: WaitRange
  /// Seconds until the first call that was not undone, 0 and up; `nil` before it.
  package var waited: Int?

  package init(_ range: WaitRange, waited: Int? = nil) {
    self.range = range
    self.waited = waited
  }

  package enum Outcome: String, CaseIterable, Sendable, Codable {
    case held
    /// Called before the range began.
    case shorter
    /// Called after the range had ended.
    case longer
    /// Not called: it still waits, was cancelled or expired first.
    case uncalled
  }

  package var outcome: Outcome {
    guard let waited else { return .uncalled }
    if waited < range.fromMinutes * 60 { return .shorter }
    return waited > range.toMinutes * 60 ? .longer : .held
  }
}
