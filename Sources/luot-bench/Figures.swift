import Foundation
import Glibc
import Records
import Synchronization

/// Statistics over the whole of a long past, as the API answers them: each dimension, and the slowest of all pairs.
func measureStatistics(_ site: Site, million: String, _ report: inout Report) throws {
  tell("Statistics")
  let dimensions = Figures.Dimension.allCases.map(\.rawValue)
  let daemon = try RunningDaemon(site, state: million)
  let connection = try Connection(daemon.tcp)
  func time(_ by: String, rounds: Int) throws -> Double {
    let request = Connection.request("GET", "/api/v1/stats?from=2000-01-01&to=2099-12-31&by=\(by)")
    var times = Samples()
    for _ in 0..<rounds { try times.add { try connection.exchange(request, expecting: 200) } }
    return times.p50
  }
  _ = try time(dimensions[0], rounds: 1)
  guard let turns = connection.total(of: "turns") else { throw BenchFailure("no total in \(connection.body)") }
  report.note("assistances that these statistics count", "\(turns)")
  for by in dimensions {
    report.add("statistic by \(by), median of 5", try time(by, rounds: 5), atMost: 100, .milliseconds)
  }
  var slowest = (by: "", time: 0.0)
  for first in dimensions {
    for second in dimensions where second != first {
      let taken = try time("\(first),\(second)", rounds: 1)
      if taken > slowest.time { slowest = ("\(first),\(second)", taken) }
    }
  }
  report.add(
    "statistic by any of \(dimensions.count * (dimensions.count - 1)) pairs, slowest: \(slowest.by)", slowest.time,
    atMost: 1000, .milliseconds)
  report.note("private memory after these statistics", try daemon.process.privateMemory(), .megabytes)
  try daemon.stop()
}

/// The report of a year of 200,000 assistances in every format, and the daemon's memory while it is made.
func measureReports(_ site: Site, year: String, _ report: inout Report) throws {
  tell("Reports")
  let daemon = try RunningDaemon(site, state: year)
  let connection = try Connection(daemon.tcp)
  let period = "from=2025-07-01&to=2026-06-30"
  try connection.exchange(Connection.request("GET", "/api/v1/stats?\(period)"), expecting: 200)
  guard let turns = connection.total(of: "turns") else { throw BenchFailure("no total in \(connection.body)") }
  report.note("assistances of the year that is reported", "\(turns)")
  report.note("private memory before its reports", try daemon.process.privateMemory(), .megabytes)
  let memory = MemoryWatch(daemon.process)
  var sum = 0.0
  for format in ["docx", "pdf", "xlsx", "csv", "json"] {
    let request = Connection.request("GET", "/api/v1/report?period=custom&\(period)&format=\(format)")
    var times = Samples()
    for _ in 0..<3 { try times.add { try connection.exchange(request, expecting: 200) } }
    report.note("report of a year as \(format), median of 3", times.p50, .milliseconds)
    sum += times.p50
  }
  let highest = try memory.end()
  report.add("report of a year, all formats together", sum, atMost: 2000, .milliseconds)
  report.add("private memory while these reports are made, highest", highest, atMost: 80, .megabytes)
  try daemon.stop()
}

/// Looks again and again how much memory a process has, as often as the looking allows.
private final class MemoryWatch: Sendable {
  private let process: ProcessReading
  private let highest = Mutex<Result<Double, any Error>>(.success(0))
  private let isOver = Atomic<Bool>(false)
  private let looked = DispatchGroup()

  init(_ process: ProcessReading) {
    self.process = process
    DispatchQueue(label: "luot-bench.memory").async(group: looked) { self.look() }
  }

  private func look() {
    while !isOver.load(ordering: .relaxed) {
      let now = Result { try process.privateMemory() }
      highest.withLock { highest in
        highest = highest.flatMap { highest in now.map { max($0, highest) } }
      }
      usleep(5000)
    }
  }

  /// Megabytes at most, since the watch began.
  func end() throws -> Double {
    isOver.store(true, ordering: .relaxed)
    looked.wait()
    return try highest.withLock { try $0.get() }
  }
}

extension Connection {
  /// A number in the `total` of the latest answer.
  fileprivate func total(of field: String) -> Int? {
    guard let total = body.range(of: #""total":{"#) else { return nil }
    let rest = body[total.upperBound...]
    return rest.range(of: "\"\(field)\":").flatMap { Int(rest[$0.upperBound...].prefix { $0.isNumber }) }
  }
}
