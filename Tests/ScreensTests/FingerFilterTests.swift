import Foundation
import Scenes
import Testing

@testable import Screens

@Suite struct FingerFilterTests {
  private static let panel = Panel(width: 1920, height: 1080, millimetres: 531)
  private static let start = ContinuousClock.now

  /// Reports and the milliseconds at which they come.
  private func outcomes(_ reports: (FingerFilter.Report, Int)...) -> [FingerFilter.Outcome] {
    var filter = FingerFilter(Self.panel)
    return reports.map { filter.take($0, at: Self.start + .milliseconds($1)) }
  }

  private let place = FingerFilter.Point(x: 500, y: 500)

  @Test func `A finger that comes and goes is a touch of where it came down`() {
    let drifted = FingerFilter.Point(x: 530, y: 520)
    #expect(
      outcomes((.down(finger: 0, place), 0), (.move(finger: 0, drifted), 40), (.up(finger: 0), 90))
        == [.press(place), .nothing, .touch(place)])
  }

  @Test func `A finger that wipes over the panel touches nothing`() {
    let far = FingerFilter.Point(x: 800, y: 500)
    #expect(
      outcomes((.down(finger: 0, place), 0), (.move(finger: 0, far), 40), (.up(finger: 0), 90))
        == [.press(place), .lift, .nothing])
  }

  @Test func `Only the first of two fingers counts`() {
    let other = FingerFilter.Point(x: 900, y: 300)
    #expect(
      outcomes(
        (.down(finger: 0, place), 0), (.down(finger: 1, other), 20), (.up(finger: 1), 60), (.up(finger: 0), 90))
        == [.press(place), .nothing, .nothing, .touch(place)])
  }

  @Test func `A palm touches nothing, and the next finger does`() {
    let other = FingerFilter.Point(x: 560, y: 500)
    #expect(
      outcomes(
        (.down(finger: 0, place), 0), (.down(finger: 1, other), 5), (.down(finger: 2, other), 8),
        (.up(finger: 0), 200), (.up(finger: 1), 210), (.up(finger: 2), 220), (.down(finger: 0, place), 900))
        == [.press(place), .nothing, .lift, .nothing, .nothing, .nothing, .press(place)])
  }

  @Test func `What a panel reports at its very edge is noise`() {
    for point in [(0, 500), (1919, 500), (500, 0), (500, 1079)] {
      let edge = FingerFilter.Point(x: point.0, y: point.1)
      #expect(outcomes((.down(finger: 0, edge), 0), (.up(finger: 0), 50)) == [.nothing, .nothing])
    }
  }

  @Test func `A bounce is no second touch, a finger elsewhere or later is`() {
    let near = FingerFilter.Point(x: 505, y: 502)
    let elsewhere = FingerFilter.Point(x: 900, y: 500)
    let touch: [(FingerFilter.Report, Int)] = [(.down(finger: 0, place), 0), (.up(finger: 0), 50)]
    #expect(outcomes(touch[0], touch[1], (.down(finger: 0, near), 90)).last == .nothing)
    #expect(outcomes(touch[0], touch[1], (.down(finger: 0, elsewhere), 90)).last == .press(elsewhere))
    #expect(outcomes(touch[0], touch[1], (.down(finger: 0, near), 400)).last == .press(near))
  }

  @Test func `Who leans on the glass does not keep others from touching it`() {
    let elbow = FingerFilter.Point(x: 900, y: 900)
    let sleeve = FingerFilter.Point(x: 900, y: 1079)
    // At the edge from the beginning; and in the midst, once it has lain there for three seconds.
    #expect(outcomes((.down(finger: 0, sleeve), 0), (.down(finger: 1, place), 50)).last == .press(place))
    #expect(outcomes((.down(finger: 0, elbow), 0), (.down(finger: 1, place), 500)).last == .nothing)
    #expect(
      outcomes(
        (.down(finger: 0, elbow), 0), (.down(finger: 1, place), 3500), (.up(finger: 1), 3600), (.up(finger: 0), 9000))
        == [.press(elbow), .press(place), .touch(place), .nothing])
  }

  @Test func `Ten thousand random reports leave no finger behind`() {
    let seed = ProcessInfo.processInfo.environment["LUOT_SEED"].flatMap(UInt64.init) ?? .random(in: 0...UInt64.max)
    var chance = SplitMix(state: seed)
    var filter = FingerFilter(Self.panel)
    var now = Self.start
    var touches = 0
    var presses = 0
    for round in 1...10_000 {
      now += .milliseconds(Int.random(in: 0...400, using: &chance))
      let point = FingerFilter.Point(x: .random(in: 0..<1920, using: &chance), y: .random(in: 0..<1080, using: &chance))
      let finger = Int.random(in: 0..<5, using: &chance)
      let report: FingerFilter.Report =
        switch Int.random(in: 0..<40, using: &chance) {
        case 0: .cancel
        case 1..<16: .down(finger: finger, point)
        case 16..<24: .move(finger: finger, point)
        default: .up(finger: finger)
        }
      switch filter.take(report, at: now) {
      case .press: presses += 1
      case .touch: touches += 1
      case .lift, .nothing: break
      }
      #expect(touches <= presses, "a touch without a finger, seed \(seed)")
      guard round.isMultiple(of: 500) else { continue }
      // Whatever lies there still: after a moment a finger is felt.
      now += .seconds(4)
      let isFelt = filter.take(.down(finger: 9, place), at: now) == .press(place)
      #expect(isFelt && filter.take(.up(finger: 9), at: now + .milliseconds(60)) == .touch(place), "seed \(seed)")
      presses += 1
      touches += 1
      now += .seconds(1)
    }
    #expect(touches > 100, "seed \(seed)")
  }

  @Test func `What the panel takes back was no touch`() {
    #expect(
      outcomes((.down(finger: 0, place), 0), (.cancel, 30), (.up(finger: 0), 60)) == [.press(place), .lift, .nothing])
  }
}

/// A generator that a seed repeats.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
