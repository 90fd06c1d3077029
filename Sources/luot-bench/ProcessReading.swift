import Foundation
import Glibc

/// What the kernel says of a running process.
struct ProcessReading {
  let pid: pid_t

  /// Nanoseconds of processor time, user and kernel, of all its threads since it began.
  func cpu() throws -> UInt64 {
    var clock = clockid_t()
    var time = timespec()
    guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else {
      throw BenchFailure("process \(pid) is gone")
    }
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Megabytes (10⁶ bytes) that only this process has.
  func privateMemory() throws -> Double {
    let fields = try fields(of: "/proc/\(pid)/smaps_rollup")
    return (fields["Private_Clean", default: 0] + fields["Private_Dirty", default: 0]) * 1024 / 1e6
  }

  /// Megabytes (10⁶ bytes) of what is in memory, where what it shares with others counts in equal parts.
  func proportionalMemory() throws -> Double {
    try fields(of: "/proc/\(pid)/smaps_rollup")["Pss", default: 0] * 1024 / 1e6
  }

  /// `nil` when it is gone.
  var parent: pid_t? {
    (try? fields(of: "/proc/\(pid)/status")["PPid"]).flatMap { $0 }.map { pid_t($0) }
  }

  /// Times its threads have gone to sleep since they began.
  func voluntarySwitches() throws -> Double {
    let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")
    return try tasks.reduce(0) { sum, task in
      sum + (try fields(of: "/proc/\(pid)/task/\(task)/status")["voluntary_ctxt_switches", default: 0])
    }
  }

  /// The numbers of lines such as `Private_Dirty:   1234 kB`.
  private func fields(of path: String) throws -> [Substring: Double] {
    var fields: [Substring: Double] = [:]
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count >= 2, let value = Double(words[1]) { fields[words[0].dropLast()] = value }
    }
    return fields
  }
}
