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

  @Test func `What the panel takes back was no touch`() {
    #expect(
      outcomes((.down(finger: 0, place), 0), (.cancel, 30), (.up(finger: 0), 60)) == [.press(place), .lift, .nothing])
  }
}
