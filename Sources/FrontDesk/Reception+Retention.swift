import Queueing
import Storage

extension Reception {
  /// Records, tickets or journal entries that are erased in one transaction: a few milliseconds in which a number has
  /// to wait.
  static let erasedAtOnce = 100
  /// Days that are looked at to say what is due.
  private static let lookahead = 20_000

  /// How far details have aged and what is due.
  package func retentionState() async throws -> RetentionAnswer {
    let (moment, office, rules) = (clock.moment(), office, retention)
    return try await store.study { tx in
      let horizon = try rules.horizon(today: tx.currentDay(), clock: office.serviceDay(at: moment.now))
      var (due, unreported): (Int, [Int: Int]) = (0, [:])
      for day in try tx.unagedDays(before: horizon, limit: Self.lookahead) {
        // What is behind a day that has to stay stays with it: days age in their order.
        if unreported.isEmpty, try tx.isYearReported(of: day) {
          due += 1
        } else {
          unreported[day.civil.year, default: 0] += 1
        }
      }
      return RetentionAnswer(
        months: rules.months, before: horizon, agedThrough: try tx.agedThrough(), agedDays: try tx.agedDayCount(),
        erasing: try tx.unfinishedAgeing(), due: due,
        unreported: unreported.sorted { $0.key < $1.key }.map {
          RetentionAnswer.HeldBack(year: $0.key, days: $0.value)
        },
        paused: moment.fault.map { "\($0.text) Không xóa gì khi chưa tin được giờ máy." })
    }
  }

  /// Takes one small step: erases some details of the day that ages, or lets the next day age.
  ///
  /// - Returns: whether there was anything to do.
  /// - Throws: `AgeingProblem` when the next day does not prove itself: then nothing of it is erased.
  package func ageDetails() async throws -> Bool {
    let isErasing = try await store.read { try $0.unfinishedAgeing() != nil }
    if isErasing { return try await store.write { try $0.eraseAged(limit: Self.erasedAtOnce) } }
    let (moment, office, rules) = (clock.moment(), office, retention)
    guard moment.fault == nil else { return false }
    let next: AgedDay? = try await store.study { tx in
      let horizon = try rules.horizon(today: tx.currentDay(), clock: office.serviceDay(at: moment.now))
      guard let day = try tx.unagedDays(before: horizon, limit: 1).first, try tx.isYearReported(of: day) else {
        return nil
      }
      return try tx.ageing(of: day)
    }
    guard let next else { return false }
    return try await carryOut(.system) { desk in
      try desk.tx.age(next, at: desk.now, day: desk.day, actor: desk.actor)
    }
  }
}

extension RetentionRules {
  /// - Parameters:
  ///   - today: the latest service day, which may be ahead of a clock that was put right.
  ///   - clock: the service day the clock shows.
  fileprivate func horizon(today: ServiceDay?, clock: ServiceDay) -> ServiceDay {
    horizon(on: today.map { min($0, clock) } ?? clock)
  }
}
