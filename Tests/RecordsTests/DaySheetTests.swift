import Foundation
import Queueing
import Records
import Simulation
import Testing

@Suite struct DaySheetTests {
  private static func sheet(_ random: inout SplitMix64, lines: Int) -> DaySheet {
    DaySheet(day: FiguresTests.day, turns: (0..<lines).map { _ in FiguresTests.randomRow(&random) })
  }

  @Test(arguments: [0, 1, 2, 300]) func `A sheet is written and read back whole`(lines: Int) {
    var random = SplitMix64(seed: UInt64(lines))
    let sheet = Self.sheet(&random, lines: lines)
    #expect(DaySheet(day: sheet.day, bytes: sheet.bytes) == sheet)
  }

  @Test func `No damage to the bytes does more than that they are refused or mean something else`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix64(seed: seed)
    let whole = Self.sheet(&random, lines: 40)
    var refused = 0
    for _ in 0..<4000 {
      var bytes = whole.bytes
      switch random.below(3) {
      case 0: bytes.removeLast(1 + random.below(bytes.count))
      case 1: bytes.append(UInt8(random.below(256)))
      default: for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
      }
      guard let damaged = DaySheet(day: whole.day, bytes: bytes) else {
        refused += 1
        continue
      }
      for dimension in Figures.Dimension.allCases {
        var figures = Figures(by: dimension, and: .difficulty, onlineActivities: FiguresTests.online)
        figures.add(damaged)
        #expect(figures.rows.count <= 40 * 40 * 17, "seed \(seed)")
      }
    }
    #expect(refused > 1000, "seed \(seed)")
  }

  @Test func `Long and short times alike are counted by the second`() {
    var histogram = DurationHistogram()
    var random = SplitMix64(seed: 4)
    var all = (0..<5000).map { _ in random.below(90_000) } + [86_399, 86_400, 86_401, 4_000_000]
    all.forEach { histogram.add(seconds: $0) }
    all.sort()
    for percent in 1...100 {
      #expect(histogram.percentile(percent) == all[(percent * all.count + 99) / 100 - 1], "p\(percent)")
    }
    #expect(histogram.occurrences.map(\.times).reduce(0, +) == all.count)
    #expect(histogram.occurrences.map(\.seconds) == Set(all).sorted())
  }
}
