/// How often each length of time occurred, in whole seconds; so percentiles are exact.
///
/// Few lengths are kept as they come; many are counted by the second, so that a million cost no more than a morning.
package struct DurationHistogram: Sendable {
  /// Lengths kept one by one before they are counted by the second: about as many as there are seconds to count by.
  private static let listLimit = 8192
  /// Seconds that are counted by the second: a day. A longer time, which only a clock put wrong makes, stays listed.
  private static let countedSeconds = 86_400

  private var listed: [UInt32] = []
  /// By the second; empty as long as all are listed.
  private var counted: [UInt32] = []
  package private(set) var count = 0

  package init() {}

  /// Counts one length; a negative one, which only a clock set back can make, counts as zero.
  package mutating func add(seconds: Int) {
    add([UInt32(clamping: seconds)])
  }

  /// Counts many at once.
  mutating func add(_ lengths: ArraySlice<UInt32>) {
    count += lengths.count
    guard !counted.isEmpty else {
      listed.append(contentsOf: lengths)
      if listed.count > Self.listLimit { beginCounting() }
      return
    }
    var beyond: [UInt32] = []
    counted.withUnsafeMutableBufferPointer { counted in
      for length in lengths {
        if length < counted.count { counted[Int(length)] += 1 } else { beyond.append(length) }
      }
    }
    beyond.forEach { note($0) }
  }

  private mutating func beginCounting() {
    let all = listed
    listed.removeAll()
    counted = [0]
    all.forEach { note($0) }
  }

  private mutating func note(_ length: UInt32) {
    let index = Int(length)
    if index >= counted.count {
      guard index < Self.countedSeconds else {
        listed.append(length)
        return
      }
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
    percentiles([percent])[0]
  }

  /// Several of them at the cost of one.
  ///
  /// - Parameter percents: each 1–100, ascending.
  package func percentiles(_ percents: [Int]) -> [Int?] {
    guard count > 0 else { return percents.map { _ in nil } }
    // What is listed beside counts is longer than all that is counted.
    let (counts, longer) = counted.isEmpty ? Self.counts(of: listed) : (counted, listed.sorted())
    var (length, below) = (-1, 0)
    return percents.map { percent in
      let rank = (percent * count + 99) / 100
      while below < rank, length + 1 < counts.count {
        length += 1
        below += Int(counts[length])
      }
      return below >= rank ? length : Int(longer[rank - below - 1])
    }
  }

  /// How often each length occurs, where that is quicker than to sort them.
  private static func counts(of lengths: [UInt32]) -> (counts: [UInt32], longer: [UInt32]) {
    guard lengths.count > 64, let highest = lengths.max(), highest < countedSeconds else {
      return ([], lengths.sorted())
    }
    var counts = [UInt32](repeating: 0, count: Int(highest) + 1)
    for length in lengths { counts[Int(length)] += 1 }
    return (counts, [])
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
