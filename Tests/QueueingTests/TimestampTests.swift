import Foundation
import Queueing
import Simulation
import Testing

@Suite struct TimestampTests {
  @Test func `Ten thousand instants survive being written and read, and Foundation reads the same`() throws {
    var random = SplitMix64(seed: propertySeed)
    let last = ServiceDay(year: 2100, month: 12, day: 31).epochDay
    for _ in 0..<10_000 {
      let instant = Timestamp(milliseconds: Int64(random.below(last)) * 86_400_000 + Int64(random.below(86_400)) * 1000)
      let text = instant.iso8601
      try #require(Timestamp(iso8601: text) == instant, "LUOT_SEED=\(propertySeed): \(text)")
      let date = try Date(text, strategy: .iso8601)
      try #require(date.timeIntervalSince1970 * 1000 == Double(instant.milliseconds), "\(text)")
    }
  }

  @Test(arguments: [
    "2026-11-23T09:14:05+07:00", "2026-11-23T02:14:05Z", "2026-11-23T02:14:05.000Z", "2026-11-22T21:14:05-05:00",
    "2026-11-23T07:44:05+05:30",
  ])
  func `One instant can be written with any offset`(text: String) {
    #expect(Timestamp(iso8601: text)?.iso8601 == "2026-11-23T09:14:05+07:00")
  }

  @Test func `A fraction is kept to the millisecond and seconds may be missing`() throws {
    let whole = try #require(Timestamp(iso8601: "2026-11-23T09:14:00+07:00")).milliseconds
    #expect(Timestamp(iso8601: "2026-11-23T09:14+07:00")?.milliseconds == whole)
    #expect(Timestamp(iso8601: "2026-11-23T09:14:00.5+07:00")?.milliseconds == whole + 500)
    #expect(Timestamp(iso8601: "2026-11-23T09:14:00.0079999+07:00")?.milliseconds == whole + 7)
  }

  @Test(arguments: [
    "", "2026-11-23", "2026-11-23T09:14:05", "2026-11-23 09:14:05+07:00", "2026-11-23T24:00:00Z",
    "2026-11-23T09:60:00Z", "2026-11-23T09:14:60Z", "2026-11-23T9:14:05Z", "2026-11-23T09:14:05+0700",
    "2026-11-23T09:14:05+24:00", "2026-11-23T09:14:05+07:60", "2026-11-23T09:14:05.Z", "2026-02-30T09:14:05Z",
    "2026-11-23T09:14:05.0123456789Z", "2026-11-23T09:14:05Zx", "2026-11-23t09:14:05z", "x2026-11-23T09:14:05Z",
    "2026-11-23T09:14:05.1\u{301}Z", "2026-11-23T09:14:0５Z",
  ])
  func `Anything else is refused`(text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test func `Seconds between two instants are rounded down, also before`() {
    let instant = Timestamp(milliseconds: 10_000)
    #expect(Timestamp(milliseconds: 11_999).seconds(since: instant) == 1)
    #expect(Timestamp(milliseconds: 9_999).seconds(since: instant) == -1)
    #expect(Timestamp(milliseconds: -1).iso8601 == "1970-01-01T06:59:59+07:00")
    #expect(Timestamp(milliseconds: 0).clockText == "07:00")
  }
}
