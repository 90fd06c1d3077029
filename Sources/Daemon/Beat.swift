/// The moment of each second at which everything looks at the time, so that an idle processor is woken once for all.
///
/// It falls together with the look that the pool of threads of Swift's runtime on Linux takes at itself once a second,
/// whether there is work or not, from its first work on (libdispatch, `_dispatch_workq_monitor_pools`): nothing wakes the
/// processor in between. So a minute is shown within a second of its beginning.
struct Beat: Sendable {
  private static let length = Duration.seconds(1)
  /// A timer that is early by less does not make the same beat twice.
  private static let slack = Duration.milliseconds(100)

  private let start: ContinuousClock.Instant

  init(start: ContinuousClock.Instant) {
    self.start = start
  }

  /// From now on: before it nothing may have been asked of the pool.
  static func starting() async -> Beat {
    // A thread of the pool makes the pool's timer before it does its first work: a moment after this instant, so that
    // each time it finds the processor at what is done at the beat.
    let start = ContinuousClock.now
    await withDiscardingTaskGroup { $0.addTask {} }
    return Beat(start: start)
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
