import Queueing
import Scenes
import Testing

/// A kiosk of six services and two priority classes, driven by hand.
struct SessionUnderTest {
  static let service = ServiceID(verified: "s0")
  static let elderly = PriorityClassID(verified: "elderly")

  var office: KioskOffice
  var session = KioskSession(seed: "t", now: .zero)
  var now = Duration.zero
  var effects: [KioskEffect] = []

  init(services: Int = 6, classes: [String] = ["elderly", "pregnant"]) {
    office = KioskOffice(
      centre: "Trung tâm", waitingPlace: "Mời ông/bà chờ tại sảnh",
      wallTime: Timestamp(milliseconds: 1_795_400_045_000),
      services: (0..<services).map {
        KioskOffice.Service(id: ServiceID(verified: "s\($0)"), letter: "A", name: "Việc \($0)", waiting: $0)
      },
      priorityClasses: classes.map {
        KioskOffice.PriorityClass(id: PriorityClassID(verified: $0), name: $0, basis: "Luật")
      })
  }

  /// Lets time pass and then something happen.
  mutating func take(_ event: KioskEvent, after wait: Duration = .seconds(2)) {
    now += wait
    effects += session.take(event, office: office, now: now)
  }

  mutating func touch(_ actions: KioskAction...) {
    for action in actions { take(.touch(action)) }
  }

  var scene: KioskScene { KioskScene(of: session, office: office, now: now) }

  static func ticket(slip: KioskTicket.Slip = .printing) -> KioskTicket {
    KioskTicket(number: "A005", service: service, priority: nil, ahead: 4, minutes: 10...20, slip: slip, token: "T")
  }

  /// Until the number is asked for.
  static func asking() -> Self {
    var kiosk = SessionUnderTest()
    kiosk.touch(.service(service), .noPriority, .take)
    return kiosk
  }

  static func showingResult(slip: KioskTicket.Slip = .printing) -> Self {
    var kiosk = asking()
    kiosk.take(.issued(key: "kiosk-t-1", ticket(slip: slip)))
    return kiosk
  }
}

@Suite struct KioskSessionTests {
  private typealias Kiosk = SessionUnderTest

  @Test func `A visit goes from home over priority and confirmation to a number`() {
    var kiosk = Kiosk()
    kiosk.touch(.service(Kiosk.service))
    #expect(kiosk.session.step == .priority(Kiosk.service))
    kiosk.touch(.priority(Kiosk.elderly))
    #expect(kiosk.session.step == .confirm(Kiosk.service, Kiosk.elderly))
    kiosk.touch(.take)
    let request = KioskRequest(service: Kiosk.service, priority: Kiosk.elderly, key: "kiosk-t-1")
    #expect(kiosk.effects == [.issue(request)])
    kiosk.take(.issued(key: "kiosk-t-1", Kiosk.ticket()))
    #expect(kiosk.session.step == .result(Kiosk.ticket()))
    kiosk.touch(.home)
    #expect(kiosk.session.step == .home)
  }

  @Test func `Without priority classes nobody is asked for one`() {
    var kiosk = Kiosk(classes: [])
    kiosk.touch(.service(Kiosk.service))
    #expect(kiosk.session.step == .confirm(Kiosk.service, nil))
  }

  @Test func `A double tap makes one ticket and answers no question it did not see`() {
    var kiosk = Kiosk()
    kiosk.take(.touch(.service(Kiosk.service)))
    kiosk.take(.touch(.noPriority), after: .milliseconds(200))
    #expect(kiosk.session.step == .priority(Kiosk.service))
    kiosk.touch(.noPriority)
    kiosk.take(.touch(.take))
    kiosk.take(.touch(.take), after: .milliseconds(100))
    kiosk.take(.touch(.take))
    #expect(kiosk.effects.count == 1)
    kiosk.take(.issued(key: "kiosk-t-1", Kiosk.ticket()), after: .milliseconds(10))
    kiosk.take(.touch(.home), after: .milliseconds(600))
    #expect(kiosk.session.step == .result(Kiosk.ticket()), "the number is seen before it goes")
  }

  @Test func `The number stays eight seconds, and twenty where no paper comes`() {
    for (slip, seconds) in [(KioskTicket.Slip.printing, 8), (.printed, 8), (.failed, 20), (.none, 20)] {
      var kiosk = Kiosk.showingResult(slip: slip)
      kiosk.take(.time, after: .seconds(seconds) - .milliseconds(1))
      #expect(kiosk.session.step == .result(Kiosk.ticket(slip: slip)))
      kiosk.take(.time, after: .milliseconds(1))
      #expect(kiosk.session.step == .home)
    }
  }

  @Test func `What becomes of the slip is told while the number is shown`() {
    var kiosk = Kiosk.showingResult()
    kiosk.take(.slip(.failed))
    for (printer, words) in [
      (KioskOffice.Printer.out, "Máy in hết giấy – mời ông/bà nhớ hoặc chụp lại số này"),
      (.faulty, "Máy in tạm không in được – mời ông/bà nhớ hoặc chụp lại số này"),
    ] {
      kiosk.office.printer = printer
      guard case .result(let result) = kiosk.scene.page else {
        Issue.record("no result")
        return
      }
      #expect(result.isToRemember)
      #expect(result.slip == words)
    }
  }

  @Test func `After a minute somebody is asked whether they are still there, ten seconds later it is home`() {
    var kiosk = Kiosk()
    kiosk.touch(.largeText, .language, .service(Kiosk.service))
    kiosk.take(.time, after: .seconds(60))
    #expect(kiosk.session.step == .idle(over: .priority(Kiosk.service)))
    #expect(kiosk.session.secondsLeft(office: kiosk.office, now: kiosk.now) == 10)
    kiosk.take(.touch(.stay))
    #expect(kiosk.session.step == .priority(Kiosk.service))
    kiosk.take(.time, after: .seconds(60))
    kiosk.take(.time, after: .seconds(10))
    #expect(kiosk.session.step == .home)
    #expect(kiosk.session.language == .vietnamese && !kiosk.session.hasLargeText, "the next visitor begins anew")
  }

  @Test func `A page left alone over night is home at the first look`() {
    var kiosk = Kiosk()
    kiosk.touch(.service(Kiosk.service))
    kiosk.take(.touch(.noPriority), after: .seconds(40_000))
    #expect(kiosk.session.step == .home)
    #expect(kiosk.effects.isEmpty)
  }

  @Test func `A request without an answer is trouble after ten seconds, and goes again with the same key`() {
    var kiosk = Kiosk.asking()
    kiosk.take(.time, after: .seconds(10))
    let request = KioskRequest(service: Kiosk.service, priority: nil, key: "kiosk-t-1")
    #expect(kiosk.session.step == .refused(request, .trouble))
    kiosk.touch(.again)
    #expect(kiosk.effects == [.issue(request), .issue(request)])
    kiosk.take(.issued(key: "kiosk-t-1", Kiosk.ticket()))
    #expect(kiosk.session.step == .result(Kiosk.ticket()))
  }

  @Test func `A number that comes late is shown all the same, one that nobody waits for is not`() {
    var kiosk = Kiosk.asking()
    kiosk.take(.time, after: .seconds(11))
    kiosk.take(.issued(key: "kiosk-t-1", Kiosk.ticket()))
    #expect(kiosk.session.step == .result(Kiosk.ticket()))
    var other = Kiosk.asking()
    other.take(.issued(key: "kiosk-t-9", Kiosk.ticket()))
    guard case .issuing = other.session.step else {
      Issue.record("\(other.session.step)")
      return
    }
  }

  @Test func `A refusal says why and leads back`() {
    let closing = Closing(reason: .hours, opensAt: nil)
    for refusal in [KioskRefusal.closed(closing), .store, .trouble] {
      var kiosk = Kiosk.asking()
      kiosk.take(.refused(key: "kiosk-t-1", refusal))
      guard case .message = kiosk.scene.page else {
        Issue.record("\(refusal) has no words")
        continue
      }
      kiosk.touch(.back)
      #expect(kiosk.session.step == .home)
    }
  }

  @Test func `A service paused in the very moment it was chosen is named, and the centre is not said to be closed`() {
    var kiosk = Kiosk.asking()
    let closing = Closing(
      reason: .paused, note: "Kiểm kê hồ sơ", opensAt: kiosk.office.wallTime.adding(seconds: 3600))
    kiosk.take(.refused(key: "kiosk-t-1", .closed(closing)))
    guard case .message(let message) = kiosk.scene.page else {
      Issue.record("\(kiosk.scene.page)")
      return
    }
    #expect(message.title == "Việc 0: tạm dừng cấp số")
    #expect(message.detail == "Lý do: Kiểm kê hồ sơ. Mở lại lúc 10:14 hôm nay.")
    #expect(!message.isFault)
  }

  @Test func `Help can be called from a question, which waits meanwhile`() {
    var kiosk = Kiosk()
    kiosk.touch(.service(Kiosk.service), .help)
    #expect(kiosk.effects == [.callHelp(key: "kiosk-t-1")])
    kiosk.take(.helpCalled)
    #expect(kiosk.session.step == .help(.called, over: .priority(Kiosk.service)))
    kiosk.touch(.help)
    #expect(kiosk.effects.count == 1, "once is enough")
    kiosk.touch(.back)
    #expect(kiosk.session.step == .priority(Kiosk.service))
  }

  @Test func `A call for help that does not go through is told, not hidden`() {
    var kiosk = Kiosk()
    kiosk.touch(.help)
    kiosk.take(.time, after: .seconds(10))
    #expect(kiosk.session.step == .help(.failed, over: .home))
  }

  @Test func `A service that gives no numbers says on its button why and until when, and at a touch with the reason`() {
    var kiosk = Kiosk()
    let tomorrow = kiosk.office.wallTime.adding(seconds: 86_400)
    for (closing, details, title, detail) in [
      (
        Closing(reason: .paused, note: "Kiểm kê hồ sơ", opensAt: kiosk.office.wallTime.adding(seconds: 3600)),
        ["Tạm dừng cấp số", "Mở lại lúc 10:14"], "Việc 0: tạm dừng cấp số",
        "Lý do: Kiểm kê hồ sơ. Mở lại lúc 10:14 hôm nay."
      ),
      (
        Closing(reason: .capReached, opensAt: tomorrow), ["Hôm nay đã hết số", "Mở lại 09:14, 24/11"],
        "Việc 0: hôm nay đã hết số", "Việc gấp, mời ông/bà hỏi cán bộ. Mở lại lúc 09:14 Thứ Ba, 24/11/2026."
      ),
      (
        Closing(reason: .capReached, opensAt: nil), ["Hôm nay đã hết số"], "Việc 0: hôm nay đã hết số",
        "Việc gấp, mời ông/bà hỏi cán bộ. Mời ông/bà quay lại sau."
      ),
    ] {
      kiosk.office.services[0] = KioskOffice.Service(
        id: Kiosk.service, letter: "A", name: "Việc 0", waiting: 3, closing: closing)
      guard case .choices(let choices) = kiosk.scene.page else {
        Issue.record("\(kiosk.scene.page)")
        return
      }
      #expect(choices[0].details == details)
      #expect(choices[1].details == ["1 người đang chờ"])
      kiosk.touch(.service(Kiosk.service))
      guard case .message(let message) = kiosk.scene.page else {
        Issue.record("\(kiosk.scene.page)")
        return
      }
      #expect(message.title == title && message.detail == detail && !message.isFault)
      kiosk.touch(.back)
      #expect(kiosk.session.step == .home && kiosk.effects.isEmpty)
    }
  }

  @Test func `Who does not leave the reason of a closed service is brought home`() {
    var kiosk = Kiosk()
    kiosk.office.services[0] = KioskOffice.Service(
      id: Kiosk.service, letter: "A", name: "Việc 0", waiting: 0, closing: Closing(reason: .paused, opensAt: nil))
    kiosk.touch(.language, .service(Kiosk.service))
    #expect(kiosk.session.step == .unavailable(Kiosk.service, Closing(reason: .paused, opensAt: nil)))
    kiosk.take(.time, after: .seconds(12))
    #expect(kiosk.session.step == .home && kiosk.session.language == .vietnamese)
  }

  @Test func `A closed or unwritable kiosk gives nothing`() {
    for change in [
      { (office: inout KioskOffice) in office.opening = .closed(Closing(reason: .hours, opensAt: nil)) },
      { (office: inout KioskOffice) in office.isWritable = false },
    ] {
      var kiosk = Kiosk()
      change(&kiosk.office)
      kiosk.touch(.service(Kiosk.service))
      #expect(kiosk.session.step == .home)
    }
  }

  @Test func `More than six services are grouped, and every one can be reached`() {
    for count in 7...36 {
      var kiosk = Kiosk(services: count)
      #expect(kiosk.office.groups.count <= 6)
      #expect(kiosk.office.groups.allSatisfy { $0.count <= 6 })
      #expect(kiosk.office.groups.flatMap(\.self) == kiosk.office.services)
      kiosk.touch(.group(kiosk.office.groups.count - 1), .service(ServiceID(verified: "s\(count - 1)")))
      #expect(kiosk.session.step == .priority(ServiceID(verified: "s\(count - 1)")))
      kiosk.touch(.back)
      #expect(kiosk.session.step == .group(kiosk.office.groups.count - 1))
    }
  }

  @Test func `English is there at one touch, and a name without a translation stays Vietnamese`() {
    var kiosk = Kiosk()
    kiosk.touch(.language)
    #expect(kiosk.scene.title == "What do you need today?")
    guard case .choices(let choices) = kiosk.scene.page else { return }
    #expect(choices.first?.name == "Việc 0")
  }

  @Test func `A clock that is not trusted is not shown`() {
    var kiosk = Kiosk()
    kiosk.office.isClockTrusted = false
    #expect(kiosk.scene.clock == nil && kiosk.scene.date == nil)
    kiosk.office.opening = .closed(Closing(reason: .hours, opensAt: kiosk.office.wallTime.adding(seconds: 3600)))
    guard case .message(let message) = kiosk.scene.page else { return }
    #expect(message.detail == "Ngoài giờ làm việc. Mời ông/bà quay lại sau.")
  }
}
