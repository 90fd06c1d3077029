import Foundation
import FrontDesk
import GRDB
import Queueing
import Records
import Testing

@testable import Storage

/// A year of an office as `luot simulate` writes it. `LUOT_SOAK` makes it a whole one of 200,000 visitors.
@Suite(.timeLimit(.minutes(240))) struct SeededYearTests {
  private static let isSoak = ProcessInfo.processInfo.environment["LUOT_SOAK"] != nil
  /// Calendar days and visitors a working day.
  private static let size = isSoak ? (days: 365, visitors: 880) : (days: 12, visitors: 60)
  private static let seed = 20_260_105
  private static let first = ServiceDay(year: 2026, month: 1, day: 5)
  private static let configuration = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Config/luot.toml").path

  /// A program of this build, beside the test bundle.
  private static func program(_ name: String) -> String {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    return name
  }

  private static func simulate(_ state: String, from day: ServiceDay, days: Int, visitors: Int) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program("luot"))
    process.arguments = [
      "simulate", "--state", state, "--config", configuration, "--day", day.text, "--days", "\(days)", "--visitors",
      "\(visitors)", "--seed", "\(seed)", "--json",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "luot simulate: \(String(decoding: said, as: UTF8.self))")
  }

  private static func open(_ state: String, on day: ServiceDay) throws -> (store: Store, reception: Reception) {
    let now = CivilTime.instant(epochDay: day.epochDay, secondOfDay: 86_399)
    let store = try Store(path: state + "/luot.sqlite", now: now, day: day, epoch: UUID().uuidString) { _ in }
    let reception = Reception(
      store: store, office: Sample.office, clock: WallClock { now }, onlineActivities: Recount.online,
      printsSlips: false, makeToken: { UUID().uuidString })
    return (store, reception)
  }

  private static func json(_ answer: StatisticsAnswer) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(answer), as: UTF8.self)
  }

  private static func counts(_ row: StatisticsAnswer.Row) -> [Int] {
    [
      row.turns, row.activities, row.onlineTurns, row.issued, row.finished, row.noShow, row.cancelled, row.expired,
      row.promises.made, row.promises.settled, row.promises.held, row.ratings.count, row.ratings.good,
    ]
  }

  @Test func `Every figure of a simulated year equals a recount, sums to its total and is the same again later`()
    async throws
  {
    let folder = try TemporaryFolder()
    let state = folder.file("state")
    try Self.simulate(state, from: Self.first, days: Self.size.days, visitors: Self.size.visitors)
    let last = Self.first.advanced(by: Self.size.days - 1)
    let dimensions = Figures.Dimension.allCases
    let pairs = dimensions.enumerated().flatMap { index, first in
      [(first, Figures.Dimension?.none)] + dimensions[(index + 1)...].map { (first, .some($0)) }
    }

    let (store, reception) = try Self.open(state, on: last)
    let queue = try DatabaseQueue(path: store.path)
    try Recount.gather(queue)
    for (first, second) in pairs {
      let figures = try await store.study { tx in
        try tx.counting(
          Figures(by: first, and: second, onlineActivities: Recount.online), from: Self.first, through: last)
      }
      let names = "\(first) \(second.map { "\($0)" } ?? ""), seed \(Self.seed)"
      let recounted = try await queue.read { try Recount.lines($0, by: [first] + (second.map { [$0] } ?? [])) }
      #expect(Recount.lines(figures) == recounted, "\(names)")
      let answer = try await reception.statistics(from: Self.first, through: last, by: first, and: second)
      guard !first.isMultiValued, second?.isMultiValued != true else { continue }
      let sums = answer.rows.map(Self.counts).reduce(Self.counts(answer.total).map { _ in 0 }) { sums, row in
        zip(sums, row).map { $0 + $1 }
      }
      #expect(sums == Self.counts(answer.total), "\(names)")
    }
    let total = try await reception.statistics(from: Self.first, through: last, by: nil, and: nil).total
    #expect(total.turns > Self.size.visitors * 4)
    #expect(total.activities > total.turns && total.promises.settled > 0)

    // More days, and a past period asked again.
    let half = Self.first.advanced(by: Self.size.days / 2)
    var before: [String] = []
    for (first, second) in pairs {
      before.append(
        try Self.json(try await reception.statistics(from: Self.first, through: half, by: first, and: second)))
    }
    try queue.close()
    try store.close()
    try Self.simulate(state, from: last.advanced(by: 1), days: 4, visitors: 30)
    let (later, again) = try Self.open(state, on: last.advanced(by: 4))
    for ((first, second), answer) in zip(pairs, before) {
      let counted = try await again.statistics(from: Self.first, through: half, by: first, and: second)
      #expect(try Self.json(counted) == answer, "\(first) \(second.map { "\($0)" } ?? "")")
    }
    if !Self.isSoak { #expect(try await later.verify().problems == []) }
    try later.close()
  }
}
