import Glibc

/// Tells the service manager what becomes of this process: the sd_notify protocol, see `man 3 sd_notify`.
/// Without a service manager (`NOTIFY_SOCKET` unset) every call does nothing.
package final class ServiceManager: Sendable {
  private let socket: DatagramSocket?
  /// How often `ping()` is due: half of what the service manager allows, as `man 3 sd_watchdog_enabled` advises.
  /// `nil` when no watchdog waits for this process.
  package let pingInterval: Duration?

  /// `environment` gives the value of a variable. Fails when `NOTIFY_SOCKET` names a socket that cannot be addressed.
  package init(environment: (String) -> String? = environmentVariable) throws(SystemError) {
    if let path = environment("NOTIFY_SOCKET"), !path.isEmpty {
      socket = try DatagramSocket(to: path, patience: .milliseconds(100))
    } else {
      socket = nil
    }
    let isForUs = environment("WATCHDOG_PID").map { $0 == "\(getpid())" } ?? true
    if isForUs, let limit = environment("WATCHDOG_USEC").flatMap({ Int64($0) }), limit > 0 {
      pingInterval = .microseconds(limit / 2)
    } else {
      pingInterval = nil
    }
  }

  /// The process serves now; `status` is the sentence that `systemctl status` shows.
  package func ready(status: String) throws(SystemError) {
    try notify("READY=1\nSTATUS=\(oneLine(status))")
  }

  /// The process has begun to end.
  package func stopping() throws(SystemError) {
    try notify("STOPPING=1")
  }

  /// A sign of life; without one in time the service manager starts the process again.
  package func ping() throws(SystemError) {
    try notify("WATCHDOG=1")
  }

  private func notify(_ assignments: String) throws(SystemError) {
    try socket?.send(Array(assignments.utf8))
  }

  /// A line break would begin another assignment.
  private func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}

/// What the environment of this process says, `nil` when the variable is not set.
package func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
