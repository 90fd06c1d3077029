/// How often each length of time occurred, in whole seconds; so percentiles are exact.
///
/// Few lengths are kept as they come; many are counted by the second, so that a million cost no more than a morning.
package struct DurationHistogram: Sendable {
  /// Lengths kept one by one before they are counted by the second.
  private static let listLimit = 1024
  /// Seconds that are counted by the second: a day. A longer time, which only a clock put wrong makes, stays listed.
  private static let countedSeconds = 86_400

  private var listed: [UInt32] = []
  /// By the second; empty as long as all are listed.
  private var counted: [UInt32] = []
  package private(set) var count = 0

  package init() {}

  /// Counts one length; a negative one, which only a clock set back can make, counts as zero.
  package mutating func add(seconds: Int) {
    count += 1
    let length = UInt32(clamping: seconds)
    if counted.isEmpty || length >= Self.countedSeconds {
      listed.append(length)
      if counted.isEmpty, listed.count > Self.listLimit { beginCounting() }
    } else {
      note(length)
    }
  }

  private mutating func beginCounting() {
    let all = listed
    listed.removeAll()
    counted = [0]
    for length in all {
      if length < Self.countedSeconds { note(length) } else { listed.append(length) }
    }
  }

  private mutating func note(_ length: UInt32) {
    let index = Int(length)
    if index >= counted.count {
      // By doubling, so that ever longer times do not copy the counts each time.
      let room = min(Self.countedSeconds, max(index + 1, counted.count * 2))
      counted.append(contentsOf: repeatElement(0, count: room - counted.count))
    }
    counted[index] += 1
  }

  /// The nearest-rank percentile: the smallest length that at least `percent` % of all lengths do not exceed,
  /// which is the value of rank ⌈percent ÷ 100 × count⌉ in ascending order. `nil` when nothing was counted.
  ///
  /// - Parameter percent: 1–100.
  package func percentile(_ percent: Int) -> Int? {
    let rank = (percent * count + 99) / 100
    guard count > 0 else { return nil }
    var below = 0
    for (length, occurrences) in counted.enumerated() where occurrences > 0 {
      below += Int(occurrences)
      if below >= rank { return length }
    }
    // What is listed beside counts is longer than all that is counted.
    return Int(listed.sorted()[rank - below - 1])
  }

  /// Every length that occurred with how often it did, ascending.
  package var occurrences: [(seconds: Int, times: Int)] {
    var all = counted.enumerated().compactMap { $1 > 0 ? (seconds: $0, times: Int($1)) : nil }
    for length in listed.sorted().map(Int.init) {
      if let last = all.last, last.seconds == length {
        all[all.count - 1].times += 1
      } else {
        all.append((length, 1))
      }
    }
    return all
  }
}

extension DurationHistogram: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.occurrences.elementsEqual(right.occurrences, by: ==)
  }

  package func hash(into hasher: inout Hasher) {
    for (seconds, times) in occurrences {
      hasher.combine(seconds)
      hasher.combine(times)
    }
  }
}
