import Queueing
import Scenes
import Testing

@Suite struct BoardSceneTests {
  private let morning = Timestamp(milliseconds: 1_795_400_045_000)  // 2026-11-23T09:14:05+07:00

  private var texts: BoardTexts {
    BoardTexts(
      centre: "Trung tâm Phục vụ hành chính công xã Kiến Minh",
      counters: [CounterID(verified: "1"): "Quầy 1", CounterID(verified: "3"): "Quầy 3"],
      services: [ServiceID(verified: "ho-tich"): .init(letter: "A", name: "Hộ tịch – chứng thực")])
  }

  private func call(_ ordinal: Int, counter: String, secondsAgo: Int) -> Board.Call {
    Board.Call(
      number: TicketNumber(series: "A", ordinal: ordinal), counter: CounterID(verified: counter),
      calledAt: morning.adding(seconds: -secondsAgo))
  }

  private func board(
    opening: Opening = .open, countersOpen: Int = 2, calls: [Board.Call] = [], services: [String] = ["ho-tich"],
    isClockTrusted: Bool = true
  ) -> Board {
    Board(
      asOf: morning, seq: 7, serviceDay: ServiceDay(year: 2026, month: 11, day: 23), opening: opening,
      countersOpen: countersOpen, calls: calls,
      lines: services.map { .init(service: ServiceID(verified: $0), waiting: 4) },
      notices: [], isClockTrusted: isClockTrusted)
  }

  @Test func `Clock and date read as they are written in Vietnam`() {
    let scene = BoardScene(of: board(), texts: texts, now: morning)
    #expect(scene.clock == "09:14")
    #expect(scene.date == "Thứ Hai, 23/11/2026")
  }

  @Test func `A clock that is not trusted names no time, not even of the next opening`() {
    let closing = Closing(reason: .hours, opensAt: morning.adding(seconds: 3600))
    let scene = BoardScene(of: board(opening: .closed(closing), isClockTrusted: false), texts: texts, now: morning)
    #expect(scene.clock == "--:--")
    #expect(scene.date == "Đồng hồ chưa chính xác")
    #expect(scene.opening == "Ngoài giờ làm việc")
  }

  @Test func `The newest call stands apart and five earlier ones follow it`() {
    let calls = (1...8).map { call(10 - $0, counter: "3", secondsAgo: $0 * 60) }
    let scene = BoardScene(of: board(calls: calls), texts: texts, now: morning)
    #expect(scene.newest?.number == "A009")
    #expect(scene.newest?.counter == "Quầy 3")
    #expect(scene.earlier.map(\.number) == ["A008", "A007", "A006", "A005", "A004"])
  }

  @Test(arguments: [(0, true), (6, true), (7, false), (-1, true), (-3600, false)])
  func `A call is fresh for six seconds`(age: Int, isFresh: Bool) {
    let scene = BoardScene(of: board(calls: [call(5, counter: "3", secondsAgo: age)]), texts: texts, now: morning)
    #expect(scene.isFresh == isFresh)
  }

  @Test func `Before the first call there is none to show`() {
    let scene = BoardScene(of: board(), texts: texts, now: morning)
    #expect(scene.newest == nil)
    #expect(!scene.isFresh)
  }

  @Test func `A service and a counter without a name are shown by their ids`() {
    let board = board(calls: [call(5, counter: "9", secondsAgo: 1)], services: ["ho-tich", "moi"])
    let scene = BoardScene(of: board, texts: texts, now: morning)
    #expect(scene.newest?.counter == "Quầy 9")
    #expect(scene.lines.map(\.name) == ["Hộ tịch – chứng thực", "moi"])
    #expect(scene.lines.map(\.letter) == ["A", ""])
  }

  @Test func `An open centre says that it issues numbers`() {
    let scene = BoardScene(of: board(), texts: texts, now: morning)
    #expect(scene.isOpen)
    #expect(scene.opening == "Đang nhận số")
  }

  @Test func `A closed centre says when it opens again`() {
    let tomorrow = CivilTime.instant(
      epochDay: ServiceDay(year: 2026, month: 11, day: 24).epochDay, secondOfDay: 7 * 3600 + 1800)
    let scene = BoardScene(
      of: board(opening: .closed(Closing(reason: .hours, opensAt: tomorrow))), texts: texts, now: morning)
    #expect(!scene.isOpen)
    #expect(scene.opening == "Ngoài giờ làm việc – mở lại lúc 07:30 Thứ Ba, 24/11/2026")
    let atNoon = BoardScene(
      of: board(opening: .closed(Closing(reason: .lastTicket, opensAt: morning.adding(seconds: 4 * 3600)))),
      texts: texts,
      now: morning)
    #expect(atNoon.opening == "Đã hết giờ lấy số – mở lại lúc 13:14 hôm nay")
    let forGood = BoardScene(
      of: board(opening: .closed(Closing(reason: .store, opensAt: nil))), texts: texts, now: morning)
    #expect(forGood.opening == "Máy tạm ngừng cấp số")
  }

  @Test func `Every reason for being closed has its words, with what staff said`() {
    let words = ClosedReason.allCases.map { Closing(reason: $0, note: "Nghỉ Quốc khánh", opensAt: nil).text() }
    #expect(
      words == [
        "Ngoài giờ làm việc (Nghỉ Quốc khánh)", "Đã hết giờ lấy số", "Nghỉ Quốc khánh",
        "Hôm nay nghỉ: Nghỉ Quốc khánh", "Tạm ngừng cấp số: Nghỉ Quốc khánh",
        "Dịch vụ tạm dừng cấp số: Nghỉ Quốc khánh", "Đã hết số của hôm nay", "Máy tạm ngừng cấp số",
      ])
    #expect(
      Closing(reason: .holiday, note: "Nghỉ Quốc khánh", opensAt: morning).text()
        == "Nghỉ Quốc khánh – mở lại lúc 09:14 Thứ Hai, 23/11/2026")
  }

  @Test func `Counters that serve are counted, also when there is none`() {
    #expect(BoardScene(of: board(countersOpen: 2), texts: texts, now: morning).serving == "2 quầy đang phục vụ")
    #expect(BoardScene(of: board(countersOpen: 0), texts: texts, now: morning).serving == "Chưa có quầy nào phục vụ")
  }

  @Test func `Data that nobody confirmed for more than ten seconds are called old`() {
    let later = { (seconds: Int) in morning.adding(seconds: seconds) }
    #expect(BoardScene(of: board(), texts: texts, now: later(10)).stale == nil)
    #expect(BoardScene(of: board(), texts: texts, now: later(11)).stale == "Số liệu cũ 11 giây")
    #expect(BoardScene(of: board(), texts: texts, now: later(1500)).stale == "Số liệu cũ 1.500 giây")
    let confirmed = BoardScene(of: board(), texts: texts, now: later(1500), confirmedAt: later(1495))
    #expect(confirmed.stale == nil)
  }
}
