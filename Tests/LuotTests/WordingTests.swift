import Foundation
import FrontDesk
import Queueing
import Records
import Scenes
import Testing

@testable import luot

struct WordingTests {
  private static let names = OfficeNames(
    centre: "Trung tâm mẫu",
    services: read(
      """
      [{"id":"ho-tich","letter":"A","name":"Hộ tịch – chứng thực","open":true,"closed":null,"waiting":3,"estimate":null},
       {"id":"vneid","letter":"D","name":"Định danh","open":true,"closed":null,"waiting":0,"estimate":null}]
      """),
    counters: read(
      #"[{"id":"1","name":"Quầy 1","services":["ho-tich"],"state":"open","member":null,"ticket":null}]"#))

  private static func read<T: Decodable>(_ json: String, as type: T.Type = T.self) -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(json.utf8))
    } catch {
      preconditionFailure("\(error)")
    }
  }

  private static func ticket(_ changes: [String: String] = [:]) -> TicketAnswer {
    var fields = [
      "id": #""2026-11-23-a005""#, "number": #""A005""#, "service": #""ho-tich""#, "priority": "null",
      "state": #""waiting""#, "origin": #""cli""#, "serviceDay": #""2026-11-23""#,
      "issuedAt": #""2026-11-23T09:14:05+07:00""#, "calledAt": "null", "startedAt": "null", "finishedAt": "null",
      "dueAt": "null", "recalls": "0", "counter": "null", "ahead": "2000", "estimate": "null",
      "print": #"{"state":"printed","copies":1,"detail":null}"#, "assistanceId": "null",
    ]
    fields.merge(changes) { $1 }
    return read("{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}")
  }

  @Test func `A ticket that waits says how many are before it`() {
    #expect(
      Wording.lines(of: Self.ticket(), names: Self.names) == [
        "Số A005: đang chờ, trước còn 2.000 người.",
        "  Dịch vụ  Hộ tịch – chứng thực",
        "  Lấy số   09:14 23/11/2026",
        "  Phiếu    đã in",
      ])
  }

  @Test func `A finished ticket names what was recorded and not where it stood`() {
    let ticket = Self.ticket([
      "state": #""finished""#, "counter": #""1""#, "ahead": "null", "assistanceId": #""h-12""#,
    ])
    #expect(Wording.line(of: ticket) == "Số A005: đã xong, đã ghi lượt hỗ trợ h-12.")
  }

  @Test func `All that is stored of a ticket is told to who may see it`() {
    let record = """
      {"village":"thon-3","member":"an","promised":{"fromMinutes":5,"toMinutes":10},"rating":1,
       "assistances":[{"id":"h-15","ticket":"2026-11-23-a005","member":"an","counter":"1","place":"centre",
       "startedAt":"2026-11-23T09:14:05+07:00","minutes":null,"activities":[{"activity":"vneid-use","level":null,
       "platform":"vneid","outcome":"partly","difficulties":["network-fault"],"minutes":4}],"village":null,
       "residence":"other-province","ageBand":"60-79","sex":"female","correctedBy":null,"note":"Máy cũ"}],
       "remarks":[{"at":"2026-11-23T09:20:00+07:00","kind":"assistance-corrected","text":"Nhầm thôn"}]}
      """
    let ticket = Self.ticket([
      "state": #""finished""#, "counter": #""1""#, "ahead": "null", "assistanceId": #""h-15""#, "record": record,
    ])
    let lines = Wording.lines(of: ticket, names: Self.names)
    for (label, value) in [
      ("Thôn khi lấy số", "thon-3"), ("Quầy", "1"), ("Người phục vụ", "an"), ("Đánh giá", "chưa hài lòng"),
      ("Nơi ở", Residence.otherProvince.name), ("Tuổi", AgeBand.from60.name), ("Giới tính", Sex.female.name),
      ("Ghi chú", "Máy cũ"),
    ] {
      #expect(lines.contains { $0.hasPrefix("  \(label)  ") && $0.hasSuffix(value) }, "\(label) in \(lines)")
    }
    #expect(lines.contains("Lượt hỗ trợ h-15:"))
    #expect(lines.contains { $0.contains("\(Platform.vneid.name), \(Difficulty.networkFault.name), 4 phút)") })
    #expect(lines.last == "Lời ghi lúc 09:20 23/11/2026: Nhầm thôn")
  }

  @Test func `Recorded help is a table that says what was corrected by what`() {
    func assistance(_ id: String, ticket: String, correctedBy: String) -> AssistanceAnswer {
      Self.read(
        """
        {"id":"\(id)","ticket":\(ticket),"member":"an","counter":null,"place":"village-hall",
         "startedAt":"2026-11-23T09:14:05+07:00","minutes":null,"activities":[{"activity":"vneid-use","level":null,
         "platform":null,"outcome":"partly","difficulties":[],"minutes":null}],"village":null,"residence":null,
         "ageBand":"unknown","sex":null,"correctedBy":\(correctedBy)}
        """)
    }
    let lines = Wording.table(of: [
      assistance("h-12", ticket: "null", correctedBy: #""h-15""#),
      assistance("h-15", ticket: #""2026-11-23-a005""#, correctedBy: "null"),
    ])
    #expect(lines[1].hasPrefix("h-12  09:14 23/11/2026  –     an"), "\(lines)")
    #expect(lines[1].hasSuffix("(xong một phần) – đã sửa bằng h-15"), "\(lines)")
    #expect(lines[2].contains("A005"), "\(lines)")
    #expect(Wording.table(of: [AssistanceAnswer]()) == ["Không có lượt hỗ trợ nào trong khoảng ngày này."])
  }

  @Test func `A parked ticket tells until when`() {
    let ticket = Self.ticket([
      "state": #""parked""#, "ahead": "null", "dueAt": #""2026-11-23T09:30:00+07:00""#,
    ])
    #expect(Wording.line(of: ticket) == "Số A005: đang tạm gác đến 09:30.")
  }

  @Test func `What is worst stands first in the status`() {
    let health: HealthAnswer = Self.read(
      """
      {"status":"degraded","checks":{
        "store":{"status":"ok","detail":"Tốt.","since":"2026-11-23T07:00:00+07:00"},
        "printer":{"status":"degraded","detail":"Hết giấy.","since":"2026-11-23T09:14:00+07:00"}}}
      """)
    #expect(
      Wording.lines(of: health) == [
        "Tình trạng: cần xem",
        "  Máy in   cần xem  từ 09:14 23/11/2026  Hết giấy.",
        "  Dữ liệu  tốt      từ 07:00 23/11/2026  Tốt.",
      ])
  }

  private static func statistics(
    by dimensions: [String], _ rows: [(keys: [String], turns: Int)], settled: Int = 0, ratings: Int = 0
  ) -> StatisticsAnswer {
    func row(_ keys: [String], _ turns: Int) -> String {
      let pairs = zip(dimensions, keys).map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
      return """
        {"keys":{\(pairs)},"turns":\(turns),"activities":3,"onlineTurns":1,"issued":4,"finished":2,"noShow":1,
         "cancelled":0,"expired":0,"waitingSeconds":{"p50":270,"p90":1803},"servingSeconds":{"p50":null,"p90":null},
         "promises":{"made":4,"settled":\(settled),"held":\(settled * 4 / 5),"meanWidth":852},
         "ratings":{"count":\(ratings),"good":\(ratings),"fair":0,"bad":0}}
        """
    }
    return read(
      """
      {"from":"2026-11-01","to":"2026-11-23","by":[\(dimensions.map { "\"\($0)\"" }.joined(separator: ","))],
       "rows":[\(rows.map { row($0.keys, $0.turns) }.joined(separator: ","))],"total":\(row([], 2001)),
       "shifts":[{"member":"an","shifts":12,"seconds":124200}],"onlineActivities":["online-service"],"seq":88,"hash":"0123456789abcdef0123456789abcdef"}
      """)
  }

  @Test func `Figures are a table with grouped numbers and minutes`() {
    let answer = Self.statistics(by: ["outcome"], [(["partly"], 2000), ([""], 1)])
    #expect(
      StatisticsText(answer, names: Self.names).lines() == [
        "Từ 01/11/2026 đến 23/11/2026",
        "Kết quả         Lượt  Trực tuyến  Việc  Cấp số  Xong  Vắng  Hủy  Hết hạn  Chờ 50%  Chờ 90%  Làm 50%  Làm 90%",
        "Xong một phần  2.000           1     3       4     2     1    0        0      4,5     30,1        –        –",
        "(không ghi)        1           1     3       4     2     1    0        0      4,5     30,1        –        –",
        "Tổng           2.001           1     3       4     2     1    0        0      4,5     30,1        –        –",
        "Chờ, làm: phút mà 50% và 90% số lượt không vượt quá.",
        "Một lượt có thể có nhiều kết quả, nên các dòng cộng lại có thể hơn tổng.",
        "Đếm từ nhật ký tới mục 88, mã 0123456789abcdef.",
      ])
  }

  @Test(arguments: [
    ("service", "ho-tich", "Hộ tịch – chứng thực"), ("service", "gone", "gone"), ("counter", "1", "Quầy 1"),
    ("day", "2026-11-23", "23/11/2026"), ("month", "2026-11", "11/2026"), ("hour", "09", "09 giờ"),
    ("age", "60-79", "60–79 tuổi"), ("village", "thon-1", "thon-1"),
  ])
  func `A row is called as people call it`(dimension: String, key: String, label: String) {
    let lines = StatisticsText(Self.statistics(by: [dimension], [([key], 1)]), names: Self.names).lines()
    #expect(lines[2].hasPrefix("\(label)  "))
  }

  @Test func `Promises that were settled are published with how often they held and how wide they were`() {
    let lines = StatisticsText(
      Self.statistics(by: ["promise"], [(["held"], 1), (["longer"], 1)], settled: 1000), names: Self.names
    ).lines()
    #expect(lines[2].hasPrefix("Đúng dự báo"))
    #expect(lines[3].hasPrefix("Chờ lâu hơn"))
    #expect(
      lines.contains(
        "Dự báo chờ: 800 trong 1.000 số được gọi đúng khoảng đã báo (80 %), khoảng rộng trung bình 14,2 phút."))
  }

  @Test func `Ratings stand below the table, and by member the shifts and hours at counters too`() {
    let rating = "Đánh giá: 1.500 lượt, 1.500 hài lòng, 0 bình thường, 0 không hài lòng."
    let shifts = "an         12  34,5"
    let byMember = StatisticsText(Self.statistics(by: ["member"], [(["an"], 1)], ratings: 1500), names: Self.names)
      .lines()
    #expect(byMember.contains(rating) && byMember.contains(shifts))
    let byAge = StatisticsText(Self.statistics(by: ["age"], [(["60-79"], 1)]), names: Self.names).lines()
    #expect(!byAge.contains(shifts) && !byAge.contains { $0.hasPrefix("Đánh giá") })
  }

  @Test func `Without a dimension only the total is shown`() {
    let lines = StatisticsText(Self.statistics(by: [], []), names: Self.names).lines()
    #expect(lines.count == 5)
    #expect(lines[2].hasPrefix("Tổng  2.001"))
  }

  @Test func `A board read from the daemon is the board that was sent`() {
    let sent = Board(
      asOf: Timestamp(milliseconds: 1_795_400_045_000), seq: 9, serviceDay: ServiceDay(year: 2026, month: 11, day: 23),
      opening: .closed(Closing(reason: .hours, opensAt: Timestamp(milliseconds: 1_795_480_200_000))), countersOpen: 1,
      calls: [
        .init(
          number: TicketNumber(series: "A", ordinal: 5), counter: CounterID(verified: "1"),
          calledAt: Timestamp(milliseconds: 1_795_400_000_000))
      ],
      lines: [
        .init(service: ServiceID(verified: "ho-tich"), waiting: 3),
        .init(service: ServiceID(verified: "vneid"), waiting: 0),
      ], notices: ["Chạy thử"])
    let office = Office(
      name: "Trung tâm mẫu", services: [], counters: [], priorityClasses: [],
      policy: CallingPolicy(mode: .strict, maxWait: nil), hours: [:])
    #expect(Board(BoardAnswer(sent, of: office), services: Self.names.services) == sent)
    #expect(Self.names.boardTexts.counters == [CounterID(verified: "1"): "Quầy 1"])
  }

  @Test func `A proof names its extent, and what is wrong where there is something`() {
    let wrong: VerificationAnswer = Self.read(
      """
      {"isProven":false,"epoch":"e","seq":1234,"hash":"0123456789abcdef01","tickets":5,"assistances":4,
       "problems":["Chuỗi nhật ký đứt tại mục 7."]}
      """)
    #expect(
      Wording.lines(of: wrong) == [
        "Nhật ký: 1.234 mục, mã 0123456789abcdef", "Số: 5; lượt hỗ trợ: 4", "Chuỗi nhật ký đứt tại mục 7.",
      ])
  }

  // MARK: Devices

  private static func event(_ second: Int, _ event: String) -> DevicesAnswer.Event {
    read(
      """
      {"at":"2026-11-23T09:14:0\(second)+07:00","event":"\(event)","device":"04b8:0e15","kind":"printer",
       "name":"EPSON TM-T82","detail":null}
      """)
  }

  @Test func `Watching devices tells each new event once, oldest first`() {
    let (first, second, third) = (Self.event(1, "arrived"), Self.event(2, "lost"), Self.event(2, "arrived"))
    #expect(Devices.events(in: [first], after: []) == [first])
    #expect(Devices.events(in: [third, second, first], after: [first]) == [second, third])
    #expect(Devices.events(in: [second, first], after: [second, first]) == [])
    // The oldest has been dropped meanwhile.
    #expect(Devices.events(in: [third, second], after: [second, first]) == [third])
    #expect(Wording.line(of: second) == "09:14 23/11/2026  rút ra  máy in  EPSON TM-T82")
  }

  @Test func `The history of devices tells a loss and the return after it in one line, newest first`() {
    let answer: DevicesAnswer = Self.read(
      """
      {"devices":[{"id":"072f:90cc@1-2","kind":"card-reader","name":"ACS ACR38","serial":null,"port":"1-2","node":null,
        "reachable":true},
       {"id":"0c2e:0b6a@1-3","kind":"scanner","name":"Xenon","serial":null,"port":"1-3","node":"/dev/ttyACM0",
        "reachable":false}],
       "expected":[
         {"id":"may-in","name":"Máy in quầy","required":true,"device":null},
         {"id":"dau-doc","name":"Đầu đọc","required":true,"device":"072f:90cc@1-2"},
         {"id":"may-quet","name":"Máy quét","required":false,"device":null}],
       "log":[
         {"at":"2026-11-24T08:01:00+07:00","event":"lost","device":"p","kind":"printer","name":"TM-T82","detail":null},
         {"at":"2026-11-24T08:00:00+07:00","event":"mended","device":"p","kind":"printer","name":"TM-T82","detail":null},
         {"at":"2026-11-23T16:00:00+07:00","event":"fault","device":"p","kind":"printer","name":"TM-T82","detail":"hết giấy"},
         {"at":"2026-11-23T09:16:00+07:00","event":"arrived","device":"p","kind":"printer","name":"TM-T82","detail":null},
         {"at":"2026-11-23T09:15:00+07:00","event":"arrived","device":"r","kind":"keypad","name":"Phím","detail":null},
         {"at":"2026-11-23T09:14:00+07:00","event":"lost","device":"p","kind":"printer","name":"TM-T82","detail":null}]}
      """)
    #expect(
      Wording.lines(of: answer) == [
        "Loại         Tên        Mã             Nút",
        "đầu đọc thẻ  ACS ACR38  072f:90cc@1-2  –",
        "máy quét mã  Xenon      0c2e:0b6a@1-3  /dev/ttyACM0 (không có quyền mở)",
        "Thiếu: Máy in quầy (may-in).",
        "Đã ghi",
        "  24/11/2026  máy in       TM-T82  rút 08:01",
        "  23/11/2026  máy in       TM-T82  lỗi 16:00 (hết giấy), hết lỗi 08:00 24/11/2026",
        "  23/11/2026  bàn phím số  Phím    cắm 09:15",
        "  23/11/2026  máy in       TM-T82  rút 09:14, cắm lại 09:16",
      ])

  }
}
