import Foundation
import FrontDesk
import Queueing
import Scenes
import Simulation
import Storage
import Testing

/// Fingers that mean nothing, on a kiosk with its desk and its store.
@Suite(.timeLimit(.minutes(15))) struct RandomVisitorTests {
  private static let touches = 10_000
  /// Touches between two turns of the counter that serves.
  private static let servicePeriod = 40
  private static let seed =
    ProcessInfo.processInfo.environment["LUOT_SEED"].flatMap(UInt64.init) ?? .random(in: .min ... .max)
  private static let rounds = ProcessInfo.processInfo.environment["LUOT_SOAK"] == nil ? 1 : 20

  @Test(arguments: 0..<rounds)
  func `Ten thousand touches at any speed make no ticket that nobody asked for, and the kiosk serves on`(
    round: Int
  ) async throws {
    let seed = Self.seed &+ UInt64(round)
    var chance = SplitMix64(seed: seed)
    let kiosk = try await KioskUnderTest(printers: ScriptedPrinter())
    var (seq, passed) = (Int64(0), Duration.zero)
    var (asked, refused) = (0, 0)
    var numbers: [String] = []

    /// The tickets since the last time.
    func issued() async throws -> [JournalEntry] {
      let entries = try await kiosk.front.reception.journal(after: seq, limit: 1000)
      seq = entries.last?.seq ?? seq
      return entries.filter { $0.kind == "ticket-issued" }
    }
    _ = try await issued()

    for touch in 0..<Self.touches {
      // Mostly the speed of impatient fingers, sometimes that of somebody who has left.
      let wait = Int.random(in: 0..<20, using: &chance) == 0 ? 80_000 : 900
      let pause = Duration.milliseconds(Int.random(in: 0...wait, using: &chance))
      kiosk.stopwatch.advance(by: pause)
      let seconds = Int((passed + pause).components.seconds)
      passed = passed + pause - .seconds(seconds)
      if seconds > 0 {
        kiosk.front.clock.pass(seconds: seconds)
        try await kiosk.front.reception.passTime()
      }

      let page = await kiosk.desk.scene()
      let layout = Layout(page, on: KioskUnderTest.panel)
      var point = (
        x: Int.random(in: 0..<layout.width, using: &chance), y: Int.random(in: 0..<layout.height, using: &chance)
      )
      if Int.random(in: 0..<4, using: &chance) > 0, let target = layout.targets.randomElement(using: &chance) {
        point = (target.frame.x + target.frame.width / 2, target.frame.y + 3)
      }
      let isRequest: Bool
      switch (page.page, layout.action(atX: point.x, y: point.y)) {
      case (.confirmation, .take): isRequest = true
      case (.message, .again): isRequest = true
      default: isRequest = false
      }
      // Some hammer on the glass: all at once, as no hand can.
      let taps = Int.random(in: 0..<10, using: &chance) == 0 ? Int.random(in: 2...5, using: &chance) : 1
      let answers = await withTaskGroup(of: TouchAnswer.self) { group in
        for _ in 0..<taps {
          group.addTask { [point] in await kiosk.desk.touch(x: point.x, y: point.y, on: KioskUnderTest.panel) }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }

      let fresh = try await issued()
      let isTaken = answers.contains(where: \.taken)
      guard isRequest, isTaken else {
        try #require(fresh.isEmpty, "a ticket that nobody asked for, touch \(touch), seed \(seed)")
        continue
      }
      asked += 1
      switch await kiosk.desk.scene().page {
      case .result(let result):
        try #require(fresh.count == 1, "touch \(touch), seed \(seed)")
        numbers.append(result.number)
      case .message:
        try #require(fresh.isEmpty, "a ticket and a refusal, touch \(touch), seed \(seed)")
        refused += 1
      default: Issue.record("neither a number nor why there is none, touch \(touch), seed \(seed)")
      }
      if asked.isMultiple(of: Self.servicePeriod) { while try await kiosk.front.serve() != nil {} }
    }
    print("\(Self.touches) touches, seed \(seed): \(asked) requests, \(numbers.count) tickets, \(refused) refusals")
    #expect(numbers.count > 100, "the touches went nowhere, seed \(seed)")
    #expect(Set(numbers).count == numbers.count, "seed \(seed)")
    let all = try await kiosk.front.reception.journal(after: 0, limit: 100_000).filter { $0.kind == "ticket-issued" }
    #expect(all.count == numbers.count, "seed \(seed)")

    // Whatever was left open, it is home by itself, and serves whoever comes next.
    for _ in 0..<10 {
      kiosk.stopwatch.advance(by: .seconds(75))
      _ = await kiosk.desk.scene()
    }
    guard case .choices = await kiosk.desk.scene().page else {
      Issue.record("it is not home, seed \(seed)")
      return
    }
    let result = try await kiosk.takeNumber()
    #expect(!numbers.contains(result.number), "seed \(seed)")
    #expect(try await issued().count == 1, "seed \(seed)")
    try await kiosk.front.expectProven("seed \(seed)")
  }
}
