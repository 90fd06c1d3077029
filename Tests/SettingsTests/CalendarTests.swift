import Settings
import Testing

/// `[calendar]`, and the margin at the end of the hours.
@Suite struct CalendarTests {
  private static let small = Fixture.small.replacing(
    "[[services]]\nid = \"ho-tich\"", with: "[calendar]\n# here\n[[services]]\nid = \"ho-tich\"")

  private func calendar(_ lines: String) -> String {
    Self.small.replacing("# here", with: lines)
  }

  @Test func `Without a word the nation's calendar holds and numbers go on to the last minute`() throws {
    let configuration = try Fixture.load(Fixture.small).configuration
    #expect(configuration.calendar.holidays == .national)
    #expect(configuration.calendar.days == [])
    #expect(configuration.lastTicketMinutes == 0)
    #expect(try Fixture.load(calendar("holidays = \"none\"")).configuration.calendar.holidays == .none)
  }

  @Test func `Days the centre closes and days it opens are read in either way of writing`() throws {
    let inline = """
      closed = [{ date = "2027-03-02", reason = "Lễ hội của xã" }]
      open = [{ date = "2028-02-29", hours = ["13:30-16:00", "07:30-11:30"], reason = "Làm bù" }]
      """
    let blocks = """
      [[calendar.closed]]
      date = "2027-03-02"
      reason = "Lễ hội của xã"
      [[calendar.open]]
      date = "2028-02-29"
      hours = ["13:30-16:00", "07:30-11:30"]
      reason = "Làm bù"
      """
    let days = try Fixture.load(calendar(inline)).configuration.calendar.days
    #expect(days.map(\.date) == ["2027-03-02", "2028-02-29"])
    #expect(days.map(\.reason) == ["Lễ hội của xã", "Làm bù"])
    #expect(days.map { $0.slots.map { [$0.from, $0.until] } } == [[], [[450, 690], [810, 960]]])
    #expect(try Fixture.load(calendar(blocks)).configuration.calendar.days == days)
  }

  private static let date = "ngày có thật dạng \"2027-03-02\", đặt trong dấu nháy kép"
  private static let text = "một dòng chữ từ 1 đến 200 ký tự, đặt trong dấu nháy kép"

  @Test(arguments: [
    (
      "closed = [{ date = \"2027-03-02\", reason = \"a\" }]\n"
        + "open = [{ date = \"2027-03-02\", hours = [\"07:30-11:30\"], reason = \"b\" }]",
      [
        "10: calendar.open[1].date = \"2027-03-02\": đã ghi là ngày nghỉ ở dòng 9. "
          + "Được nhận: một ngày chưa ghi trong lịch."
      ]
    ),
    (
      "closed = [{ date = \"2027-03-02\", reason = \"a\" }, { date = \"2027-03-02\", reason = \"a\" }]",
      [
        "9: calendar.closed[2].date = \"2027-03-02\": đã ghi là ngày nghỉ ở dòng 9. "
          + "Được nhận: một ngày chưa ghi trong lịch."
      ]
    ),
    (
      "closed = [{ date = \"2027-02-29\" }]",
      [
        "9: calendar.closed[1].date = \"2027-02-29\": ngày này không có trong lịch. Được nhận: \(date).",
        "9: calendar.closed[1].reason: thiếu khóa này. Được nhận: \(text).",
      ]
    ),
    (
      "open = [{ date = \"2/3/2027\", hours = [\"07:30-11:30\", \"11:00-12:00\"], reason = \"b\" }]",
      [
        "9: calendar.open[1].date = \"2/3/2027\": không phải ngày hợp lệ. Được nhận: \(date).",
        "9: calendar.open[1].hours[2] = \"11:00-12:00\": chồng lên khoảng \"07:30-11:30\" ở dòng 9. "
          + "Được nhận: các khoảng giờ không chồng lên nhau.",
      ]
    ),
    (
      "holidays = \"all\"",
      ["9: calendar.holidays = \"all\": không có lựa chọn này. Được nhận: \"national\", \"none\"."]
    ),
  ])
  func `What cannot be is refused by line, key and value`(lines: String, told: [String]) {
    #expect(Fixture.problems(calendar(lines)) == told.map { "luot.toml:" + $0 })
  }

  @Test func `A margin that leaves no time to take a number is refused, where slots touch only together`() throws {
    let margin = { (minutes: Int, slots: String) in
      Fixture.small.replacing(
        "monday = [\"07:30-11:30\", \"13:30-17:00\"]", with: "monday = [\(slots)]\nlast_ticket = \(minutes)")
    }
    #expect(try Fixture.load(margin(30, "\"07:30-11:30\"")).configuration.lastTicketMinutes == 30)
    #expect(Fixture.problems(margin(30, "\"07:30-08:00\", \"08:00-08:30\"")) == [])
    #expect(Fixture.problems(margin(30, "\"07:30-07:40\", \"07:40-07:50\"")).count == 1)
    #expect(
      Fixture.problems(margin(30, "\"07:30-08:00\"")) == [
        "luot.toml:7: hours.monday[1] = \"07:30-08:00\": không còn phút nào cấp số vì ngừng trước 30 phút "
          + "(last_ticket). Được nhận: khoảng giờ dài hơn 30 phút."
      ])
    #expect(
      Fixture.problems(margin(-1, "\"07:30-11:30\"")) == [
        "luot.toml:8: hours.last_ticket = -1: ngoài khoảng cho phép. "
          + "Được nhận: số nguyên từ 0 đến 120, không đặt trong dấu nháy."
      ])
  }

  @Test func `A negative cap is refused`() {
    #expect(
      Fixture.problems(Fixture.small.replacing("daily_cap = 80", with: "daily_cap = -1")) == [
        "luot.toml:12: services[1].daily_cap = -1: ngoài khoảng cho phép. "
          + "Được nhận: số nguyên từ 1 đến 9999, không đặt trong dấu nháy."
      ])
  }
}
