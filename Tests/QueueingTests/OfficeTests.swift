import Queueing
import Testing

@Suite struct OfficeTests {
  /// Monday to Friday 07:30–11:30 and 13:30–17:00, told out of order; 2026-11-23 is a Monday.
  static let weekdays: [Weekday: [OpeningSlot]] = Dictionary(
    uniqueKeysWithValues: [.monday, .tuesday, .wednesday, .thursday, .friday].map {
      ($0, [OpeningSlot(from: 810, until: 1020), OpeningSlot(from: 450, until: 690)])
    })

  func office(hours: [Weekday: [OpeningSlot]], alwaysOpen: Bool = false) -> Office {
    Office(
      name: "Kiến Minh", services: [], counters: [], priorityClasses: [],
      policy: CallingPolicy(mode: .strict, maxWait: nil), hours: hours, alwaysOpen: alwaysOpen)
  }

  func instant(_ text: String) throws -> Timestamp {
    try #require(Timestamp(iso8601: "\(text)+07:00"))
  }

  @Test(arguments: [
    "2026-11-23T07:30:00", "2026-11-23T11:29:59", "2026-11-23T13:30:00", "2026-11-27T16:59:59.999",
  ])
  func `Numbers are issued from the first to the last second of a slot`(time: String) throws {
    #expect(office(hours: Self.weekdays).opening(at: try instant(time)) == .open)
  }

  @Test(arguments: [
    ("2026-11-23T00:00:00", "2026-11-23T07:30:00"), ("2026-11-23T07:29:59", "2026-11-23T07:30:00"),
    ("2026-11-23T11:30:00", "2026-11-23T13:30:00"), ("2026-11-23T17:00:00", "2026-11-24T07:30:00"),
    ("2026-11-27T17:00:00", "2026-11-30T07:30:00"), ("2026-11-28T09:00:00", "2026-11-30T07:30:00"),
    ("2026-12-31T20:00:00", "2027-01-01T07:30:00"),
  ])
  func `Outside the slots the next one is named`(time: String, opensAt: String) throws {
    let opening = office(hours: Self.weekdays).opening(at: try instant(time))
    #expect(opening == .closed(Closing(reason: .hours, opensAt: try instant(opensAt))))
  }

  @Test func `An office open once a week names that day a week ahead`() throws {
    let office = office(hours: [.monday: [OpeningSlot(from: 450, until: 690)]])
    let opening = office.opening(at: try instant("2026-11-23T11:30:00"))
    #expect(opening == .closed(Closing(reason: .hours, opensAt: try instant("2026-11-30T07:30:00"))))
  }

  @Test func `Without hours nothing is promised`() throws {
    let opening = office(hours: [:]).opening(at: try instant("2026-11-23T09:00:00"))
    #expect(opening == .closed(Closing(reason: .hours, opensAt: nil)))
  }

  @Test func `A slot may last to midnight`() throws {
    let office = office(hours: [.monday: [OpeningSlot(from: 0, until: 1440)]])
    #expect(office.opening(at: try instant("2026-11-23T23:59:59.999")) == .open)
    #expect(office.opening(at: try instant("2026-11-24T00:00:00")) != .open)
  }

  @Test func `A demonstration is open at any hour`() throws {
    #expect(office(hours: [:], alwaysOpen: true).opening(at: try instant("2026-11-22T03:00:00")) == .open)
  }
}
