import FrontDesk
import Queueing
import Scenes
import Synchronization
import Testing

@testable import Storage

/// A kiosk with its printers, touched where its buttons are.
struct KioskUnderTest {
  final class Stopwatch: Sendable {
    private let elapsed = Mutex(Duration.zero)

    var now: Duration { elapsed.withLock { $0 } }
    func advance(by time: Duration) { elapsed.withLock { $0 += time } }
  }

  static let panel = Panel(width: 1920, height: 1080)

  let front: FrontOffice
  let printers: [ScriptedPrinter]
  let queue: PrintQueue
  let health: HealthRegister
  let desk: KioskDesk
  let stopwatch = Stopwatch()

  init(_ office: Office = Sample.office(), at start: Timestamp = Sample.morning, printers: ScriptedPrinter...)
    async throws
  {
    front = try await FrontOffice.ready(office, at: start)
    self.printers = printers
    health = HealthRegister(store: front.store, clock: front.clock.wall, standingNotices: [])
    queue = PrintQueue(
      store: front.store, feed: front.feed, office: front.office, style: Sample.style, printers: printers,
      clock: front.clock.wall, health: health, log: Warnings().log)
    desk = KioskDesk(
      screen: "kiosk", reception: front.reception, health: health, printing: queue,
      style: KioskStyle(waitingPlace: "Mời ông/bà chờ tại sảnh", publicURL: nil), seed: "test",
      elapsed: { [stopwatch] in stopwatch.now }, log: Warnings().log)
  }

  /// A condition of the first printer, and all that follows from it.
  func become(_ condition: PrinterCondition) {
    printers[0].become(condition)
    queue.noteCondition()
  }

  func touch(_ actions: KioskAction...) async throws {
    for action in actions {
      stopwatch.advance(by: .seconds(2))
      let target = try #require(
        Layout(await desk.scene(), on: Self.panel).targets.first { $0.action == action }, "\(action) is not shown")
      _ = await desk.touch(
        x: target.frame.x + target.frame.width / 2, y: target.frame.y + target.frame.height / 2, on: Self.panel)
    }
  }

  /// Takes a number and tells what the kiosk says of its slip.
  func takeNumber() async throws -> KioskScene.Result {
    try await touch(.service("ho-tich"), .noPriority, .take)
    guard case .result(let result) = await desk.scene().page else {
      throw RequestProblem.screenTakesNoTouch("no result is shown")
    }
    return result
  }

  static let lowPaper = PrinterCondition(
    state: "low-paper", takesSlips: true, needsCare: true, detail: "Giấy in sắp hết.")
  static let coverOpen = PrinterCondition(
    state: "cover-open", takesSlips: false, needsCare: true, detail: "Nắp máy in đang mở.")
}

@Suite(.timeLimit(.minutes(15))) struct KioskDeskTests {
  private typealias Kiosk = KioskUnderTest

  private static let usualHint = "Chạm vào ô để lấy số. Không cần nhập họ tên."

  @Test func `A roll that runs low is for staff to know: slips come out and the kiosk says so`() async throws {
    let kiosk = try await Kiosk(printers: ScriptedPrinter())
    kiosk.become(Kiosk.lowPaper)
    #expect(kiosk.health.current().checks["printer"]?.status == .degraded)
    #expect(await kiosk.desk.scene().hint == Self.usualHint)
    let result = try await kiosk.takeNumber()
    #expect(result.slip == "Đang in phiếu…" && !result.isToRemember)
  }

  @Test func `Where another printer stands in nobody at the kiosk hears of the fault`() async throws {
    let kiosk = try await Kiosk(printers: ScriptedPrinter(name: "a"), ScriptedPrinter(name: "b"))
    kiosk.become(ScriptedPrinter.noPaper)
    #expect(kiosk.health.current().checks["printer"]?.detail.hasSuffix("Phiếu đang in ở b.") == true)
    #expect(await kiosk.desk.scene().hint == Self.usualHint)
    #expect(try await !kiosk.takeNumber().isToRemember)
  }

  /// The details on the button of a service, and what a touch of it says.
  private func words(of service: String, at index: Int, on kiosk: Kiosk) async throws -> ([String], String) {
    guard case .choices(let choices) = await kiosk.desk.scene().page else { throw Fault("no choices are shown") }
    try await kiosk.touch(.service(ServiceID(verified: service)))
    guard case .message(let message) = await kiosk.desk.scene().page else { throw Fault("nothing is said") }
    try await kiosk.touch(.back)
    return (choices[index].details, "\(message.title). \(message.detail)")
  }

  @Test func `A paused service and one whose numbers are gone say why, and when there are numbers again`() async throws
  {
    let kiosk = try await Kiosk()
    _ = try await kiosk.front.reception.pauseService(
      "ho-tich", until: Sample.at(Sample.monday, 10, 30).iso8601, reason: "Mất kết nối với cơ sở dữ liệu",
      by: .system)
    for _ in 0..<3 { try await kiosk.touch(.service("dat-dai"), .noPriority, .take, .home) }
    let paused = try await words(of: "ho-tich", at: 0, on: kiosk)
    #expect(paused.0 == ["Tạm dừng cấp số", "Mở lại lúc 10:30"])
    #expect(
      paused.1 == "Dịch vụ A: tạm dừng cấp số. Lý do: Mất kết nối với cơ sở dữ liệu. Mở lại lúc 10:30 hôm nay.")
    let full = try await words(of: "dat-dai", at: 1, on: kiosk)
    #expect(full.0 == ["Hôm nay đã hết số", "Mở lại 07:30, 24/11"])
    #expect(
      full.1
        == "Dịch vụ B: hôm nay đã hết số. Việc gấp, mời ông/bà hỏi cán bộ. Mở lại lúc 07:30 Thứ Ba, 24/11/2026.")
  }

  @Test func `A printer without paper and one that cannot print otherwise are told apart`() async throws {
    let kiosk = try await Kiosk(printers: ScriptedPrinter())
    kiosk.become(ScriptedPrinter.noPaper)
    #expect(await kiosk.desk.scene().hint == "Máy in hết giấy: số sẽ hiện trên màn hình.")
    #expect(try await kiosk.takeNumber().slip == "Máy in hết giấy – mời ông/bà nhớ hoặc chụp lại số này")
    try await kiosk.touch(.home)
    kiosk.become(Kiosk.coverOpen)
    #expect(await kiosk.desk.scene().hint == "Máy in tạm không in được: số sẽ hiện trên màn hình.")
    let result = try await kiosk.takeNumber()
    #expect(result.slip == "Máy in tạm không in được – mời ông/bà nhớ hoặc chụp lại số này" && result.isToRemember)
  }
}
