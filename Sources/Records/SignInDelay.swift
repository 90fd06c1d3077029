package import Queueing

/// Wrong secrets in a row, of one account or from one address, and how long the next one has to wait.
///
/// A slip of the finger costs nothing; who guesses gets a quarter of an hour for each try, which leaves a PIN of six
/// digits to a guesser of 96 tries a day.
package struct SignInDelay: Hashable, Sendable {
  /// Wrong secrets in a row that cost no time.
  package static let free = 4
  /// Seconds, the longest wait.
  package static let longest = 900
  /// Wrong secrets in a row after which an account is locked until somebody gives it a new PIN.
  package static let lockingFailures = 100

  package private(set) var failures = 0
  private var latest = Timestamp(milliseconds: 0)

  package init() {}

  package mutating func noteFailure(at now: Timestamp) {
    failures += 1
    latest = now
  }

  /// Seconds until the next secret is looked at, 0–900.
  package func wait(at now: Timestamp) -> Int {
    guard failures > Self.free else { return 0 }
    let delay = min(Self.longest, 1 << min(failures - Self.free, 10))
    // A clock that was set back makes nobody wait longer than the delay.
    return min(delay, max(0, delay - now.seconds(since: latest)))
  }
}
