import Glibc

/// Nanoseconds of the monotonic clock.
func nanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Durations in nanoseconds, and what is said of them in milliseconds.
struct Samples: Sendable {
  private(set) var values: [UInt64] = []

  mutating func add(_ body: () throws -> Void) rethrows {
    let start = nanoseconds()
    try body()
    values.append(nanoseconds() - start)
  }

  mutating func add(contentsOf other: Samples) {
    values += other.values
  }

  mutating func add(nanoseconds value: UInt64) {
    values.append(value)
  }

  var sum: UInt64 { values.reduce(0, +) }
  var p50: Double { percentile(50) }
  var p99: Double { percentile(99) }

  /// By nearest rank; 0 of no samples.
  private func percentile(_ percent: Int) -> Double {
    guard !values.isEmpty else { return 0 }
    let rank = (values.count * percent + 99) / 100
    return Double(values.sorted()[max(0, rank - 1)]) / 1e6
  }
}

/// The middle of a few rounds, which one disturbed round does not move; 0 of none.
func median(_ values: [Double]) -> Double {
  values.isEmpty ? 0 : values.sorted()[values.count / 2]
}
