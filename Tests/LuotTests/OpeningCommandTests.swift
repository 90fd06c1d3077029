import FrontDesk
import Foundation
import Queueing
import Testing

@testable import luot

struct OpeningCommandTests {
  private static let now = CivilTime.instant(
    epochDay: ServiceDay(year: 2026, month: 11, day: 23).epochDay, secondOfDay: 30_000)

  private static func read<T: Decodable>(_ json: String) throws -> T {
    try JSONDecoder().decode(T.self, from: Data(json.utf8))
  }

  @Test func `A time of day is that of today, an instant stays what it is`() {
    let clock = ClockOrInstant(argument: "16:30")
    #expect(clock?.instant(seenAt: Self.now).iso8601 == "2026-11-23T16:30:00+07:00")
    let instant = ClockOrInstant(argument: "2026-11-24T16:30:00+07:00")
    #expect(instant?.instant(seenAt: Self.now).iso8601 == "2026-11-24T16:30:00+07:00")
    #expect(ClockOrInstant(argument: "24:00")?.instant(seenAt: Self.now).iso8601 == "2026-11-24T00:00:00+07:00")
    for wrong in ["", "16", "16:60", "24:01", "16:30-17:00", "mai"] { #expect(ClockOrInstant(argument: wrong) == nil) }
  }

  @Test func `The calendar is a table that says what counts and on what ground`() throws {
    let days: [CalendarDayAnswer] = try Self.read(
      """
      [{"id":"2026-11-24","kind":"closed","hours":[],"reason":"Nghỉ Ngày Văn hóa Việt Nam","source":"national",
        "basis":{"kind":"law","text":"Nghị quyết 28/2026/QH16"},"inForce":false},
       {"id":"2026-11-24","kind":"open","hours":["07:30-11:30","13:30-16:00"],"reason":"Ngày hội","source":"register",
        "basis":null,"inForce":true}]
      """)
    #expect(
      Wording.table(of: days) == [
        "Ngày        Thứ     Giờ                       Lý do                       "
          + "Nguồn                            Căn cứ",
        "24/11/2026  Thứ Ba  nghỉ                      Nghỉ Ngày Văn hóa Việt Nam  lịch nghỉ chung (không áp dụng)  "
          + "Nghị quyết 28/2026/QH16",
        "24/11/2026  Thứ Ba  07:30-11:30, 13:30-16:00  Ngày hội                    sổ lịch",
      ])
    #expect(Wording.table(of: [] as [CalendarDayAnswer]) == ["Không ngày nào khác với giờ trong tuần."])
  }

  @Test func `The office and its services say why they are closed and when they open`() throws {
    let opening: OpeningAnswer = try Self.read(
      """
      {"asOf":"2026-11-23T08:20:00+07:00","open":false,"closed":{"reason":"staff","note":"Mất điện","text":"x",
       "opensAt":"2026-11-23T09:00:00+07:00"},"orders":[
       {"service":null,"open":false,"until":"2026-11-23T09:00:00+07:00","reason":"Mất điện"},
       {"service":"vneid","open":false,"until":"2026-11-23T10:00:00+07:00","reason":"Hệ thống lỗi"}]}
      """)
    #expect(
      Wording.lines(of: opening) == [
        "Trung tâm: Tạm ngừng cấp số: Mất điện – mở lại lúc 09:00 Thứ Hai, 23/11/2026.",
        "  Đóng cửa đến 09:00 23/11/2026: Mất điện", "  Dịch vụ vneid tạm dừng đến 10:00 23/11/2026: Hệ thống lỗi",
      ])
    let service: ServiceAnswer = try Self.read(
      """
      {"id":"vneid","letter":"D","name":"Định danh","open":false,"closed":{"reason":"cap-reached","note":null,
       "text":"x","opensAt":null},"waiting":3,"estimate":null}
      """)
    #expect(Wording.line(of: service) == "Định danh: Đã hết số của hôm nay.")
    #expect(Wording.lines(of: [service]) == ["  D  Định danh  3  Đã hết số của hôm nay"])
  }
}
