import Queueing
import Scenes
import Testing

/// Screens worth looking at: every page of the kiosk and the board in its situations.
struct SampleScreen: Sendable, CustomTestStringConvertible {
  let name: String
  let layout: Layout
  /// What the kiosk shows; `nil` for a board.
  var scene: KioskScene?

  var testDescription: String { name }

  static let fullHD = Panel(width: 1920, height: 1080)
  static let portrait = Panel(width: 1080, height: 1920)
  static let small = Panel(width: 1280, height: 720)
  static let ultraHD = Panel(width: 3840, height: 2160)

  /// 2026-11-23T09:14:05+07:00
  static let now = Timestamp(milliseconds: 1_795_400_045_000)
  static let day = ServiceDay(year: 2026, month: 11, day: 23)
  static let centre = "Trung tâm Phục vụ hành chính công xã Kiến Minh"
  private static let tomorrow = CivilTime.instant(epochDay: day.epochDay + 1, secondOfDay: 27_000)

  private static let services:
    [(id: String, letter: String, name: String, english: String, waiting: Int, minutes: ClosedRange<Int>?)] = [
      ("ho-tich", "A", "Hộ tịch – chứng thực", "Civil status – certification", 4, 10...20),
      ("dat-dai", "B", "Đất đai – xây dựng", "Land – construction", 1, 5...15),
      ("dvc-truc-tuyen", "C", "Dịch vụ công trực tuyến", "Online public services", 6, 15...30),
      ("vneid", "D", "Định danh điện tử VNeID", "VNeID electronic identity", 2, 5...10),
      ("suc-khoe-an-sinh", "E", "Sổ sức khỏe – an sinh xã hội", "Health book – social security", 0, nil),
      ("thanh-toan-so", "G", "Thanh toán – ứng dụng số", "Payments – digital apps", 0, nil),
    ]

  private static let closings = [
    "vneid": Closing(reason: .capReached, opensAt: tomorrow),
    "thanh-toan-so": Closing(
      reason: .paused, note: "Cổng thanh toán đang bảo trì", opensAt: now.adding(seconds: 4_555)),
  ]
  private static let demonstration = "CHẠY THỬ – số và phiếu không có giá trị."
  private static let sentHome =
    "Lúc 09:02 các số đang chờ của Sổ sức khỏe – an sinh xã hội đã hủy vì không đủ cán bộ trực. Xin mời ông/bà trở lại "
    + "vào giờ làm việc tiếp theo."

  static let all = boards + kiosks

  // MARK: Boards

  static let boards: [SampleScreen] = [
    board("usual", scene()),
    board("fresh", scene(latestAge: 2)),
    board("empty", scene(calls: 0)),
    board("closed", scene(calls: 0, isClosed: true)),
    board("lunch", scene(isClosed: true)),
    board("stale", scene(age: 42)),
    board("longest", scene(isLong: true)),
    board("many", scene(services: 18)),
    board(
      "demo",
      scene(notices: [
        "CHẠY THỬ – số và phiếu không có giá trị.", "Máy tạm ngừng cấp số. Xin mời ông/bà gặp cán bộ tại quầy.",
      ])),
    board("sent-home", scene(calls: 0, isClosed: true, notices: [demonstration, sentHome])),
    board("sent-home-slide", scene(notices: [sentHome], slide: slide)),
    board("sent-home-portrait", scene(notices: [sentHome], slide: slide), on: portrait),
    board("midnight", scene(calls: 1, latestAge: 7200, at: now.adding(seconds: 57_000))),
    board("portrait", scene(), on: portrait),
    board("portrait-longest", scene(isLong: true, age: 1500, isClosed: true), on: portrait),
    board("720", scene(), on: small),
    board("slide", scene(slide: slide)),
    board("slide-portrait", scene(slide: slide), on: portrait),
    board("4k", scene(), on: ultraHD),
  ]

  private static func board(_ name: String, _ scene: BoardScene, on panel: Panel = fullHD) -> SampleScreen {
    SampleScreen(name: "board-\(name)", layout: Layout(scene, on: panel))
  }

  static func scene(
    calls count: Int = 6, latestAge: Int = 60, isLong: Bool = false, age: Int = 0, isClosed: Bool = false,
    services serviceCount: Int = 6, newest: Int = 5, at now: Timestamp = now,
    notices: [String] = ["Cảnh giác lừa đảo: cán bộ không bao giờ yêu cầu ông/bà đọc mã OTP qua điện thoại."],
    slide: Slide? = nil
  ) -> BoardScene {
    let addition = isLong ? " và các thủ tục liên thông khác của người cao tuổi" : ""
    var lines = services.map {
      ($0.id, $0.letter, $0.name + addition, isLong ? 99 : $0.waiting, isLong ? 100...120 : $0.minutes)
    }
    for index in lines.count..<max(lines.count, serviceCount) {
      lines.append(("viec-\(index)", "H", "Việc thứ \(index) của trung tâm", index, 5...index))
    }
    let calls = [
      ("A", isLong ? 1000 : newest, "3", latestAge), ("C", 12, "1", 100), ("D", 7, "2", 200),
      ("A", isLong ? 1001 : 4, "3", 300), ("E", 3, "1", 400), ("G", 1, "2", 500),
    ]
    let counters = ["1", "2", "3"].map { id in
      (CounterID(verified: id), isLong ? "Quầy tư vấn người cao tuổi số \(id)" : "Quầy \(id)")
    }
    let texts = BoardTexts(
      centre: centre, counters: Dictionary(counters) { first, _ in first },
      services: Dictionary(
        lines.map { (ServiceID(verified: $0.0), BoardTexts.ServiceText(letter: $0.1, name: $0.2)) }
      ) { first, _ in first })
    let board = Board(
      asOf: now.adding(seconds: -age), seq: 1, serviceDay: day,
      opening: isClosed ? .closed(Closing(reason: .hours, opensAt: tomorrow)) : .open, countersOpen: isClosed ? 0 : 2,
      calls: calls.prefix(count).map { series, ordinal, counter, age in
        Board.Call(
          number: TicketNumber(series: series, ordinal: ordinal), counter: CounterID(verified: counter),
          calledAt: now.adding(seconds: -age))
      },
      lines: lines.map { line in
        .init(
          service: ServiceID(verified: line.0), waiting: line.3,
          estimate: line.4.map { WaitRange(fromMinutes: $0.lowerBound, toMinutes: $0.upperBound) })
      }, notices: notices)
    return BoardScene(of: board, texts: texts, now: now, slide: slide)
  }

  static let slide = Slide(
    title: "Học kỹ năng số miễn phí",
    lines: [
      "Quét mã bằng điện thoại để vào nền tảng Bình dân học vụ số.",
      "• Học lúc nào cũng được, từ những việc đơn giản nhất.",
      "• Chưa biết quét mã? Mời ông/bà hỏi người hỗ trợ.",
    ], code: "https://binhdanhocvuso.gov.vn")

  // MARK: Kiosks

  private struct Manner {
    var suffix = ""
    var isLarge = false
    var isEnglish = false
  }

  static let kiosks = kiosks(
    [Manner(), Manner(suffix: "-large", isLarge: true), Manner(suffix: "-english", isEnglish: true)])

  /// Beside those that are looked at, English in large text: what can be computed is.
  static let everyKiosk =
    kiosks + kiosks([Manner(suffix: "-large-english", isLarge: true, isEnglish: true)])

  private static func kiosks(_ manners: [Manner]) -> [SampleScreen] {
    pages.flatMap { page in
      [("landscape", fullHD), ("portrait", portrait)].flatMap { side, panel in
        manners.map { manner in
          let scene = page.scene(isLarge: manner.isLarge, isEnglish: manner.isEnglish)
          return SampleScreen(
            name: "kiosk-\(page.name)-\(side)\(manner.suffix)", layout: Layout(scene, on: panel), scene: scene)
        }
      }
    }
  }

  static func kiosk(_ name: String, on panel: Panel, isLarge: Bool = false) -> Layout? {
    pages.first { $0.name == name }.map { Layout($0.scene(isLarge: isLarge, isEnglish: false), on: panel) }
  }

  private struct Page {
    let name: String
    let office: KioskOffice
    let events: [KioskEvent]
    var wait = Duration.zero

    func scene(isLarge: Bool, isEnglish: Bool) -> KioskScene {
      var session = KioskSession(seed: "sample", now: .zero)
      var now = Duration.seconds(1)
      let manner: [KioskEvent] =
        (isLarge ? [.touch(.largeText)] : []) + (isEnglish ? [.touch(.language)] : [])
      for event in manner + events {
        _ = session.take(event, office: office, now: now)
        now += .seconds(2)
      }
      _ = session.take(.time, office: office, now: now + wait)
      return KioskScene(of: session, office: office, now: now + wait)
    }
  }

  private static let service = ServiceID(verified: "ho-tich")
  private static let question: [KioskEvent] = [.touch(.service(service))]
  private static let confirmation = question + [.touch(.priority(PriorityClassID(verified: "elderly")))]
  private static let asking = confirmation + [.touch(.take)]

  private static func result(_ slip: KioskTicket.Slip, number: String = "A005", ahead: Int = 4) -> [KioskEvent] {
    asking + [
      .issued(
        key: "kiosk-sample-1",
        KioskTicket(
          number: number, service: service, priority: PriorityClassID(verified: "elderly"), ahead: ahead,
          minutes: ahead > 0 ? 10...20 : nil, slip: slip, token: "7H2KQ9M4XVTP3RWC"))
    ]
  }

  private static let pages = [
    Page(name: "home", office: office(), events: []),
    Page(name: "home-demo", office: office { $0.isDemonstration = true }, events: []),
    Page(
      name: "home-demo-said",
      office: office {
        $0.isDemonstration = true
        $0.said = KioskOffice.Said(
          vietnamese: "Ông/bà được ưu tiên. Mời ông/bà chọn dịch vụ. Máy không lưu gì của thẻ.",
          english: "You have priority. Please choose a service. Nothing of the card is kept.")
      }, events: []),
    Page(
      name: "home-no-clock",
      office: office {
        $0.isClockTrusted = false
        $0.printer = .out
      }, events: []),
    Page(name: "home-few", office: office { $0.services = Array($0.services.prefix(2)) }, events: []),
    Page(
      name: "home-sent-home", office: office { $0.notices = [sentHome] }, events: []),
    Page(
      name: "home-demo-sent-home",
      office: office {
        $0.isDemonstration = true
        $0.notices = [sentHome]
      }, events: []),
    Page(name: "paused", office: office(), events: [.touch(.service(ServiceID(verified: "thanh-toan-so")))]),
    Page(name: "groups", office: manyServices, events: []),
    Page(name: "group", office: manyServices, events: [.touch(.group(1))]),
    Page(name: "priority", office: office(), events: question),
    Page(name: "basis", office: office(), events: question + [.touch(.basis)]),
    Page(name: "confirm", office: office(), events: confirmation),
    Page(name: "confirm-demo", office: office { $0.isDemonstration = true }, events: confirmation),
    Page(name: "issuing", office: office(), events: asking),
    Page(name: "result", office: office(), events: result(.printing)),
    Page(name: "result-demo", office: office { $0.isDemonstration = true }, events: result(.printing)),
    Page(name: "result-next", office: office(), events: result(.printed, number: "A1000", ahead: 0)),
    Page(name: "result-no-paper", office: office { $0.printer = .out }, events: result(.failed)),
    Page(name: "refused", office: office(), events: asking + [.refused(key: "kiosk-sample-1", .trouble)]),
    Page(
      name: "refused-closed", office: office(),
      events: asking + [
        .refused(key: "kiosk-sample-1", .closed(Closing(reason: .lastTicket, opensAt: tomorrow)))
      ]),
    Page(
      name: "refused-cap", office: office(),
      events: asking + [.refused(key: "kiosk-sample-1", .closed(Closing(reason: .capReached, opensAt: tomorrow)))]),
    Page(name: "refused-store", office: office(), events: asking + [.refused(key: "kiosk-sample-1", .store)]),
    Page(name: "help-calling", office: office(), events: [.touch(.help)]),
    Page(name: "help", office: office(), events: [.touch(.help), .helpCalled]),
    Page(name: "help-failed", office: office(), events: [.touch(.help), .helpFailed]),
    Page(name: "idle", office: office(), events: question, wait: .seconds(62)),
    Page(name: "burst", office: office(), events: asking + [.refused(key: "kiosk-sample-1", .burst)]),
    Page(name: "notice", office: office { $0.slide = slide }, events: [], wait: .seconds(50)),
    Page(
      name: "notice-demo",
      office: office {
        $0.isDemonstration = true
        $0.slide = slide
      }, events: [], wait: .seconds(50)),
    Page(
      name: "closed", office: office { $0.opening = .closed(Closing(reason: .hours, opensAt: tomorrow)) }, events: []),
    Page(name: "storage-full", office: office { $0.isWritable = false }, events: []),
  ]

  private static let manyServices = office { office in
    office.services += (0..<8).map {
      KioskOffice.Service(
        id: ServiceID(verified: "viec-\($0)"), letter: ["H", "I", "K", "L", "M", "N", "P", "Q"][$0],
        name: "Việc thứ \($0 + 1) của trung tâm", waiting: $0)
    }
  }

  private static func office(_ change: (inout KioskOffice) -> Void = { _ in }) -> KioskOffice {
    let regulation = "Quy chế của trung tâm (mẫu – ghi số, ngày, điều khoản)"
    let classes = [
      (
        "elderly", "Người từ đủ 60 tuổi", "People aged 60 and over",
        "Luật Người cao tuổi số 39/2009/QH12, Điều 2 và điểm c khoản 1 Điều 3"
      ),
      ("severe-disability", "Người khuyết tật nặng, đặc biệt nặng", "People with severe disabilities", regulation),
      ("pregnant", "Phụ nữ mang thai", "Pregnant women", regulation),
      ("small-child", "Người đi cùng con nhỏ dưới 36 tháng", "With a child under 36 months", regulation),
      ("meritorious", "Người có công với cách mạng", "People with merit to the revolution", regulation),
    ]
    var office = KioskOffice(
      centre: centre, waitingPlace: "Mời ông/bà chờ tại sảnh và nhìn bảng gọi số", wallTime: now,
      services: services.map {
        KioskOffice.Service(
          id: ServiceID(verified: $0.id), letter: $0.letter, name: $0.name, english: $0.english, waiting: $0.waiting,
          minutes: $0.minutes, closing: closings[$0.id])
      },
      priorityClasses: classes.map {
        KioskOffice.PriorityClass(
          id: PriorityClassID(verified: $0.0), name: $0.1, english: $0.2, basis: $0.3)
      }, publicURL: "http://192.168.1.10")
    change(&office)
    return office
  }
}
