import CLinux
import Glibc

/// What the machine's clocks show, all at one moment.
package struct MachineTime: Hashable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z, by the clock that people and programs may set.
  package let wall: Int64
  /// Milliseconds since the machine started, its sleep included (CLOCK_BOOTTIME).
  package let uptime: Int64
  /// Whether the wall clock follows a source of time.
  package let isSynchronised: Bool
}

package enum MachineClock {
  /// systemd-timesyncd makes this file when it has first set the clock
  /// (systemd-timesyncd.service(8)).
  private static let synchronisationMark = "/run/systemd/timesync/synchronized"

  package static func read() -> MachineTime {
    MachineTime(
      wall: milliseconds(CLOCK_REALTIME), uptime: milliseconds(CLOCK_BOOTTIME), isSynchronised: isSynchronised())
  }

  private static func milliseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// The kernel takes the mark of a synchronised clock away when somebody sets it by hand, and when nobody has
  /// confirmed it for hours: adjtimex(2), `STA_UNSYNC`. Where a sandbox keeps the question from it, the file must do.
  private static func isSynchronised() -> Bool {
    var state = timex()
    guard adjtimex(&state) >= 0 else { return access(synchronisationMark, F_OK) == 0 }
    return state.status & STA_UNSYNC == 0
  }
}
