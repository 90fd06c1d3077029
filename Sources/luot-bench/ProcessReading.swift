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
    try switches().values.reduce(0, +)
  }

  /// The same, thread by thread.
  private func switches() throws -> [String: Double] {
    let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")
    var switches: [String: Double] = [:]
    for task in tasks {
      // One of a pool may end meanwhile.
      guard let fields = try? fields(of: "/proc/\(pid)/task/\(task)/status") else { continue }
      switches[task] = fields["voluntary_ctxt_switches", default: 0]
    }
    return switches
  }

  struct Idleness {
    /// Percent of a core.
    let cpu: Double
    /// Times a second that a thread woke, each thread counted.
    let wakes: Double
    /// Times a second that the process woke: wakes within `moment` of one another count once.
    let moments: Double
  }

  /// Nanoseconds: so near to one another, threads are woken by one thing, and the core is woken once for all.
  private static let moment: UInt64 = 5_000_000

  /// What the process does while nobody asks for anything. The looks themselves cost the bench time, not the process.
  func idle(seconds: Double) throws -> Idleness {
    let start = nanoseconds()
    let cpuBefore = try cpu()
    var seen = try switches()
    var wakes = 0.0
    var moments: [UInt64] = []
    var lastWake: UInt64 = 0
    while nanoseconds() - start < UInt64(seconds * 1e9) {
      usleep(1000)
      let (now, counts) = (nanoseconds(), try switches())
      let new = counts.reduce(0.0) { $0 + $1.value - (seen[$1.key] ?? 0) }
      seen = counts
      guard new > 0 else { continue }
      wakes += new
      if now - lastWake > Self.moment { moments.append(now) }
      lastWake = now
    }
    let length = Double(nanoseconds() - start) / 1e9
    // From the first to the last, so that it does not matter where between two the looking began and ended.
    let span = Double((moments.last ?? 0) - (moments.first ?? 0)) / 1e9
    return Idleness(
      cpu: Double(try cpu() - cpuBefore) / 1e7 / length, wakes: wakes / length,
      moments: moments.count > 1 ? Double(moments.count - 1) / span : 0)
  }

  /// Whether it has a file open.
  func hasOpen(_ file: String) -> Bool {
    let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")) ?? []
    return descriptors.contains { descriptor in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\(descriptor)")) == file
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
