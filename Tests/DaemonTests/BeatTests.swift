import Testing

@testable import Daemon

@Suite struct BeatTests {
  @Test func `Beats are a second apart, from the start on, and none comes twice`() {
    let start = ContinuousClock.now
    let beat = Beat(start: start)
    #expect(beat.next(after: start) == start + .seconds(1))
    #expect(beat.next(after: start + .milliseconds(700)) == start + .seconds(1))
    // A timer that was early, and one that was late.
    #expect(beat.next(after: start + .milliseconds(4950)) == start + .seconds(6))
    #expect(beat.next(after: start + .milliseconds(5010)) == start + .seconds(6))
    // After days, and after a machine that slept.
    let late = start + .seconds(864_000) + .milliseconds(300)
    #expect(beat.next(after: late) == start + .seconds(864_001))
  }
}
