import Foundation
import FrontDesk
import Queueing
import Records
import Simulation
import Storage
import Testing

private let isSoak = ProcessInfo.processInfo.environment["LUOT_SOAK"] != nil

/// Days as an office may have them: citizens, volunteers' rests, several hands at once, clocks that lie and a daemon
/// that dies at the worst moment. Each is made from a seed, and after each the record is judged.
@Suite(.timeLimit(.minutes(isSoak ? 600 : 15))) struct DaySimulationTests {
  static let seed =
    ProcessInfo.processInfo.environment["LUOT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
  /// Side by side, one for each of two processors.
  static let lanes = 2
  /// Days that one store lives.
  private static let seasonDays = 5
  private static let seasons = isSoak ? 2500 : 100

  @Test(arguments: 0..<lanes)
  func `Whatever happens, a thousand days give each number once, pass over nobody too long and prove themselves`(
    lane: Int
  ) async throws {
    var random = SplitMix64(seed: Self.seed &+ UInt64(lane))
    var sum = SeasonTally()
    for season in 0..<Self.seasons {
      var days = try await SimulatedSeason(seed: random.next())
      do {
        try await days.play(days: Self.seasonDays)
      } catch {
        Issue.record("LUOT_SEED=\(Self.seed), lane \(lane), season \(season): \(error)\n\(days.recentEntries)")
        return
      }
      sum.add(days.tally)
    }
    // Days on which nothing happens prove nothing.
    let said: Comment = "LUOT_SEED=\(Self.seed), lane \(lane): \(sum)"
    #expect(sum.days == Self.seasons * Self.seasonDays, said)
    #expect(sum.openedDays * 10 > sum.days * 7, said)
    #expect(sum.issued > 5 * sum.days, said)
    #expect(Crash.allCases.allSatisfy { sum.crashes[$0, default: 0] > Self.seasons / 4 }, said)
    #expect(sum.lostEntries > Self.seasons && sum.resent > 0, said)
    #expect(sum.clockSteps > Self.seasons / 4 && sum.doubts > Self.seasons / 2, said)
    #expect(["arrival", "max-wait"].allSatisfy { sum.calls[$0, default: 0] > 5 * Self.seasons }, said)
    #expect(CallReason.allCases.allSatisfy { sum.calls[$0.rawValue, default: 0] > 0 }, said)
    #expect(sum.refused > 0 && sum.paper > 0, said)
  }

  @Test func `The picture that promises are made from equals the tables after every command`() async throws {
    var random = SplitMix64(seed: Self.seed)
    var pictures = 0
    for season in 0..<4 {
      var days = try await SimulatedSeason(seed: random.next(), looksAtEveryCommand: true)
      do {
        try await days.play(days: 4)
      } catch {
        Issue.record("LUOT_SEED=\(Self.seed), season \(season): \(error)\n\(days.recentEntries)")
        return
      }
      pictures += days.tally.pictures
    }
    // A season may fall on holidays, four of them do not.
    #expect(pictures > 300, "LUOT_SEED=\(Self.seed)")
  }

  @Test func `The same seed makes the same days`() async throws {
    var journals: [[String]] = []
    for _ in 0..<2 {
      var days = try await SimulatedSeason(seed: 4711)
      try await days.play(days: 3)
      journals.append(days.journal)
    }
    #expect(journals[0] == journals[1])
    #expect(journals[0].count > 100)
  }
}
