/// The moment of each second at which everything looks at the time, so that an idle processor is woken once for all.
///
/// It is counted from the start of the process, as are the looks that the pool of threads of Swift's runtime takes at
/// itself, once a second and whether there is work or not. So a minute is shown within a second of its beginning, and
/// nothing wakes the processor in between.
struct Beat: Sendable {
  private static let length = Duration.seconds(1)
  /// A timer that is early by less does not make the same beat twice.
  private static let slack = Duration.milliseconds(100)

  private let start: ContinuousClock.Instant

  /// The first thing that the process makes.
  init(start: ContinuousClock.Instant = .now) {
    self.start = start
  }

  func next(after now: ContinuousClock.Instant) -> ContinuousClock.Instant {
    let passed = Int64((now + Self.slack - start) / Self.length)
    return start + Self.length * (passed + 1)
  }

  /// Until the next; throws when the task is cancelled.
  func wait() async throws {
    try await Task.sleep(until: next(after: .now), tolerance: .zero, clock: .continuous)
  }
}
