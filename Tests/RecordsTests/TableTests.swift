import Queueing
import Testing

@testable import Records

@Suite struct TableTests {
  private static let today = ServiceDay(year: 2026, month: 11, day: 23)
  private static let now = CivilTime.instant(epochDay: today.epochDay, secondOfDay: 10 * 3600)
  private static let beginning = ServiceDay(year: 2025, month: 7, day: 1)

  private static let registers = Registers(
    members: [
      Member(id: MemberID(verified: "an"), name: "Nguyễn Văn An", team: .digitalTeam, validFrom: beginning),
      Member(id: MemberID(verified: "binh"), name: "Trần Bình", team: .digitalTeam, validFrom: beginning),
      Member(id: MemberID(verified: "binh-2"), name: "Trần Bình", team: .rescueTeam, validFrom: beginning),
    ],
    villages: [Village(id: VillageID(verified: "thon-1"), name: "Thôn Đông Xá", validFrom: beginning)])

  private static func table(_ columns: String) throws -> AssistanceTable {
    try AssistanceTable(header: line(1, columns), registers: registers, now: now)
  }

  private static func line(_ number: Int, _ cells: String) -> TableLine {
    TableLine(
      number: number, cells: cells.split(separator: "|", omittingEmptySubsequences: false).map { String($0) })
  }

  private static let usual = "STT|Ngày|GIỜ|nguoi ho tro|Nơi hỗ trợ|Việc đã hỗ trợ|Mức độ|Thôn|Độ tuổi|Giới tính"

  @Test func `A line says what it means by codes or by names, whatever the letters`() throws {
    let taken = try Self.table(Self.usual).read(
      Self.line(
        2,
        "1|05/3/2026|7h30|NGUYEN VAN AN|nhà văn hóa thôn|Dịch vụ công trực tuyến, thanh toán trực tuyến|"
          + "toàn trình|Thôn Đông Xá|60–79 tuổi|Nữ"))
    let help = taken.assistance
    #expect(help.member?.text == "an")
    #expect(help.startedAt.iso8601 == "2026-03-05T07:30:00+07:00")
    #expect(help.place == .villageHall)
    #expect(help.activities.map(\.activity) == [.onlineService, .onlinePayment])
    #expect(help.activities.map(\.level) == [.full, nil])
    #expect(help.village?.text == "thon-1" && help.residence == .village)
    #expect(help.ageBand == .from60 && help.sex == .female)
    #expect(taken.key == nil)
  }

  @Test func `Each activity may have columns of its own`() throws {
    let table = try Self.table(
      "startedAt|member|place|activity|outcome|difficulties|activity2|outcome2|platform2|activityMinutes2|key")
    let taken = try table.read(
      Self.line(
        2,
        "2026-03-05|an|household|vneid-use|partly|Quên mật khẩu; Cao tuổi, khó dùng công nghệ|online-payment||"
          + "Ví điện tử|5|p-17"))
    #expect(
      taken.assistance.activities == [
        AssistedActivity(activity: .vneidUse, outcome: .partly, difficulties: [.forgotPassword, .elderlyLimited]),
        AssistedActivity(activity: .onlinePayment, platform: .eWallet, minutes: 5),
      ])
    #expect(taken.key == "p-17")
    #expect(taken.assistance.startedAt.clockText == "00:00")
  }

  @Test func `Everything wrong with a line is told by the names of its columns`() throws {
    let table = try Self.table(Self.usual + "|Số phút|Ghi chú")
    let error = #expect(throws: InvalidAssistance.self) {
      try table.read(
        Self.line(
          7, "1|31/02/2026|25:00|Trần Bình|sao Hỏa|bay||Thôn Không Có|60|x|abc|\(String(repeating: "a", count: 201))"))
    }
    let problems = error?.problems ?? []
    #expect(
      problems.map(\.field) == [
        "Ngày", "Số phút", "Ghi chú", "nguoi ho tro", "Nơi hỗ trợ", "Việc đã hỗ trợ", "Thôn", "Độ tuổi", "Giới tính",
      ] || Set(problems.map(\.field)).isSuperset(of: ["Ngày", "Số phút", "nguoi ho tro", "Nơi hỗ trợ", "Thôn"]),
      "\(problems.map(\.field))")
    #expect(problems.allSatisfy { !$0.accepted.isEmpty && !$0.reason.isEmpty })
    #expect(problems.first { $0.field == "Ngày" }?.value == "31/02/2026")
    // Two members of one name: nobody is meant.
    #expect(problems.contains { $0.field == "nguoi ho tro" && $0.value == "Trần Bình" })
  }

  @Test func `A header is refused with what is unknown, double or missing`() {
    let error = #expect(throws: InvalidTable.self) { try Self.table("Ngày|Ngày hỗ trợ|Tên công dân|Việc") }
    #expect(error?.problems.map(\.field) == ["cột 2", "cột 3", "member", "place"])
    #expect(error?.problems.first { $0.field == "cột 3" }?.value == "Tên công dân")
  }

  @Test(
    arguments: [
      ("2026-03-05", "2026-03-05", nil), ("05/3/2026", "2026-03-05", nil), ("5-3-2026 9:05", "2026-03-05", 32_700),
      ("5.3.2026 09:05:30", "2026-03-05", 32_730), ("2026-03-05T09:05:00+07:00", "2026-03-05", 32_700),
      ("46086", "2026-03-05", nil), ("46086.5", "2026-03-05", 43_200), ("5/3/26", nil, nil), ("31/4/2026", nil, nil),
      ("45", nil, nil), ("999999", nil, nil), ("0/3/2026", nil, nil), ("5/13/2026", nil, nil), ("hôm qua", nil, nil),
      ("05/3/2026 25:00", nil, nil), ("05/3/2026 9:05 sáng", nil, nil),
      ("99999999999999999999", nil, nil), ("1" + String(repeating: "0", count: 300), nil, nil),
      (String(repeating: "9", count: 400), nil, nil), ("36525.99", nil, nil), ("73050.5", "2099-12-31", 43_200),
    ] as [(String, String?, Int?)])
  func `Dates are read as people and spreadsheets write them`(_ text: String, _ day: String?, _ second: Int?) {
    let read = TableDate.read(text)
    #expect(read?.day.text == day)
    #expect(read?.second == second)
  }

  @Test(
    arguments: [
      ("9:05", 32_700), ("09:05:30", 32_730), ("7h30", 27_000), ("7h", 25_200), ("0.5", 43_200), ("24:00", nil),
      ("7", nil), ("7:60", nil), ("", nil), ("ab", nil), ("7:5:", nil),
    ] as [(String, Int?)])
  func `Times are read as people and spreadsheets write them`(_ text: String, _ second: Int?) {
    #expect(TableDate.second(text[...]) == second, "\(text)")
  }

  @Test func `A line of a register names fields by their titles and entries by their names`() throws {
    let table = try RegisterTable(
      .teams, header: Self.line(1, "Mã|Tên tổ|Loại tổ|Thôn|Từ ngày|Đến hết ngày"),
      names: [.villages: TableNames(Self.registers.villages.values.map(\.entry))], today: Self.today)
    let entry = table.read(Self.line(2, "to-1|Tổ 1|Tổ công nghệ số cộng đồng|thon dong xa|01/7/2025|"))
    #expect(entry.id == "to-1")
    #expect(
      entry.texts == [
        "name": "Tổ 1", "kind": "digital-team", "village": "thon-1", "validFrom": "2025-07-01", "validUntil": "",
      ])
  }

  @Test func `A name that several bear is refused with their ids, and one who had left then is not meant`() throws {
    let names = "startedAt|member|place|activity"
    let several = #expect(throws: InvalidAssistance.self) {
      try Self.table(names).read(Self.line(2, "2026-03-05|tran binh|school|other"))
    }
    let problem = try #require(several?.problems.first)
    #expect(several?.problems.count == 1)
    #expect(problem.field == "member" && problem.value == "tran binh" && problem.accepted.contains("binh, binh-2"))
    #expect(problem.reason.contains("2 mục cùng tên"))

    let left = Member(
      id: MemberID(verified: "an-cu"), name: "Nguyễn Văn An", team: .digitalTeam,
      validFrom: Self.beginning, validUntil: ServiceDay(year: 2026, month: 3, day: 4))
    let registers = Registers(members: Array(Self.registers.members.values) + [left], villages: [])
    let table = try AssistanceTable(header: Self.line(1, names), registers: registers, now: Self.now)
    let read = { (day: String) in try table.read(Self.line(2, "\(day)|Nguyễn Văn An|school|other")).assistance.member }
    #expect(try read("2026-03-05")?.text == "an")
    #expect(throws: InvalidAssistance.self) { try read("2026-03-04") }
  }

  @Test func `A cell under no heading is not dropped in silence`() throws {
    let table = try Self.table("startedAt|member|place|activity|note||")
    let error = #expect(throws: InvalidAssistance.self) {
      try table.read(Self.line(3, "2026-03-05|an|school|other|đến lần đầu|có người nhà||x"))
    }
    #expect(error?.problems.map(\.field) == ["cột 6", "cột 8"])
    #expect(error?.problems.map(\.value) == ["có người nhà", "x"])
    #expect(try table.read(Self.line(4, "2026-03-05|an|school|other|đến lần đầu||||")).note == "đến lần đầu")
    let villages = try RegisterTable(.villages, header: Self.line(1, "Mã|Tên thôn"), names: [:], today: Self.today)
    #expect(villages.read(Self.line(2, "thon-9|Thôn 9|Đông")).problems.map(\.field) == ["cột 3"])
    #expect(villages.read(Self.line(3, "thon-9|Thôn 9|")).problems.isEmpty)
  }

  @Test(arguments: [
    ("gọi 0912 345 678", true), ("0912.345.678", true), ("CCCD 031085001234", true), ("12-34-56-78-9", true),
    ("hồ sơ 12345678", false), ("ngày 05/11/2026 lúc 9:05", false), ("1234  56789", false), ("2026, 2027, 2028", false),
  ])
  func `A note with a number that may be somebody's is refused, and not told again`(
    _ note: String, _ isLong: Bool
  ) throws {
    let table = try Self.table("startedAt|member|place|activity|Ghi chú")
    let line = Self.line(2, "2026-03-05|an|school|other|\(note)")
    guard isLong else {
      #expect(try table.read(line).note == note)
      return
    }
    let error = #expect(throws: InvalidAssistance.self) { try table.read(line) }
    #expect(error?.problems.map(\.field) == ["Ghi chú"])
    #expect(error?.problems.map(\.value) == [nil])
  }

  @Test func `Villages do not become part of each other, however long the way round`() throws {
    var successors = ["b": "c", "c": "a", "x": "y", "y": "x"]
    let entry = { (id: String, successor: String) in
      RegisterEntry(
        verified: .villages, id: id,
        fields: ["name": id, "validFrom": "2025-07-01", "validUntil": "2026-06-30", "successor": successor])
    }
    let check = { (_ entry: RegisterEntry, _ successors: [String: String]) in
      var mergers = Mergers { successors[$0] }
      try mergers.check(entry)
    }
    let error = #expect(throws: InvalidEntry.self) { try check(entry("a", "b"), successors) }
    #expect(error?.problems.map(\.field) == ["successor"])
    #expect(error?.problems.first?.reason.contains("a → b → c → a") == true)
    // A ring of others is not this one's, and does not keep it going round.
    try check(entry("d", "x"), successors)
    successors["c"] = nil
    try check(entry("a", "b"), successors)
  }

  @Test func `A village that was merged says into which, and has ended`() throws {
    let exists = { (_: RegisterName, id: String) in ["thon-1", "thon-2"].contains(id) }
    let texts = ["name": "Thôn 2", "validFrom": "2025-07-01", "validUntil": "2026-06-30", "successor": "thon-1"]
    let entry = try RegisterName.villages.checked(id: "thon-2", texts: texts, exists: exists)
    #expect(Village(entry)?.successor?.text == "thon-1")
    #expect(Village(entry)?.entry == entry)
    for wrong in [["validUntil": ""], ["successor": "thon-2"], ["successor": "thon-9"]] {
      let error = #expect(throws: InvalidEntry.self) {
        try RegisterName.villages.checked(id: "thon-2", texts: texts.merging(wrong) { $1 }, exists: exists)
      }
      #expect(error?.problems.map(\.field) == ["successor"])
    }
  }
}
