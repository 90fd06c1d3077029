import FrontDesk
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Queueing
import Scenes
import Storage
import Synchronization
import Testing

/// One kiosk on the real front desk, and a board that only shows; pictures are not drawn here.
struct TestScreens: ScreenViews {
  static let panel = Panel(width: 1920, height: 1080)

  let kiosk: KioskDesk
  let elapsed: TestStopwatch

  init(reception: Reception, health: HealthRegister) {
    let elapsed = TestStopwatch()
    self.elapsed = elapsed
    kiosk = KioskDesk(
      screen: "kiosk", reception: reception, health: health, printing: nil,
      style: KioskStyle(waitingPlace: "Mời ông/bà chờ tại sảnh", publicURL: "http://192.168.1.10", ticketsPerMinute: 5),
      seed: "test",
      elapsed: { elapsed.now }, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  func picture(of screen: String, width: Int?, height: Int?) async throws -> [UInt8] {
    guard screen == "kiosk" else { throw RequestProblem.noSuchScreen(screen) }
    let panel = try Self.panel.ofPicture(width: width, height: height)
    return Array("\(panel.width)x\(panel.height)".utf8)
  }

  func touch(_ screen: String, x: Int, y: Int) async throws -> TouchAnswer {
    switch screen {
    case "kiosk": await kiosk.touch(x: x, y: y, on: Self.panel)
    case "board": throw RequestProblem.screenTakesNoTouch(screen)
    default: throw RequestProblem.noSuchScreen(screen)
    }
  }
}

/// Elapsed time that stands still until somebody moves it.
final class TestStopwatch: Sendable {
  private let elapsed = Mutex(Duration.zero)

  var now: Duration { elapsed.withLock { $0 } }

  func advance(by time: Duration) {
    elapsed.withLock { $0 += time }
  }
}

@Suite(.timeLimit(.minutes(15))) struct ScreenTests {
  /// A finger on the button of an action, where the screen shows it now.
  private func touch(
    _ action: KioskAction, in open: OpenOffice, by client: Client, key: String? = nil
  ) async throws -> TouchAnswer {
    let screens = open.office.screens
    screens.elapsed.advance(by: .seconds(2))
    let layout = Layout(await screens.kiosk.scene(), on: TestScreens.panel)
    let target = try #require(layout.targets.first { $0.action == action }, "\(action) is not on the screen").frame
    let body = #"{"x":\#(target.x + target.width / 2),"y":\#(target.y + target.height / 2)}"#
    var headers = HTTPFields()
    if let key, let name = HTTPField.Name("Idempotency-Key") { headers[name] = key }
    let answer = try await client.send(.post, "/screens/kiosk/touch", body, headers: headers)
    #expect(answer.status == 200, "\(answer.body)")
    return try answer.decoded()
  }

  @Test func `A citizen's visit by touches alone ends with a number and its slip`() async throws {
    let office = try await OfficeUnderTest()
    let service = OfficeUnderTest.office.services[0].id
    let elderly = OfficeUnderTest.office.priorityClasses[0].id
    try await office.serving { open in
      try await open.staff(as: .administrator) { client in
        #expect(try await touch(.service(service), in: open, by: client).page == "priority")
        #expect(try await touch(.priority(elderly), in: open, by: client).page == "confirm")
        let taken = try await touch(.take, in: open, by: client)
        #expect(taken == TouchAnswer(taken: true, page: "result", number: "A001"))

        let ticket: TicketAnswer = try await client.get("tickets/A001").decoded()
        #expect(ticket.origin == .kiosk && ticket.priority == elderly && ticket.print.state == "pending")
        try await office.printSlips()
        guard case .result(let result) = await office.screens.kiosk.scene().page else {
          Issue.record("no result is shown")
          return
        }
        #expect(result.slip == "Mời ông/bà nhận phiếu")
        #expect(result.code?.hasPrefix("http://192.168.1.10/t/") == true)
        #expect(try await touch(.home, in: open, by: client).page == "home")
      }
    }
  }

  @Test func `A touch that is sent again is felt once`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .administrator) { client in
        let service = OfficeUnderTest.office.services[0].id
        _ = try await touch(.service(service), in: open, by: client)
        _ = try await touch(.noPriority, in: open, by: client)
        let first = try await touch(.take, in: open, by: client, key: "touch-1")
        let again = try await client.send(
          .post, "/screens/kiosk/touch", #"{"x":1,"y":1}"#, headers: [try #require(.init("Idempotency-Key")): "touch-1"]
        )
        #expect(again.status == 422, "the same key at another place")
        #expect(first.number == "A001")
        let services: [ServiceAnswer] = try await client.get("services").decoded()
        #expect(services.map(\.waiting) == [1, 0, 0])
      }
    }
  }

  @Test func `The second half of a double tap is not taken`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .administrator) { client in
        let screens = open.office.screens
        _ = try await touch(.service(OfficeUnderTest.office.services[0].id), in: open, by: client)
        screens.elapsed.advance(by: .milliseconds(120))
        let answer = try await client.send(.post, "/screens/kiosk/touch", #"{"x":960,"y":262}"#)
        #expect(try answer.decoded(TouchAnswer.self) == TouchAnswer(taken: false, page: "priority", number: nil))
      }
    }
  }

  @Test func `Who takes one number after another is asked to wait a minute, and then gets the next`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .administrator) { client in
        let service = OfficeUnderTest.office.services[0].id
        var pages: [String] = []
        for round in 0...6 {
          if round == 6 { open.office.screens.elapsed.advance(by: .seconds(60)) }
          _ = try await touch(.service(service), in: open, by: client)
          _ = try await touch(.noPriority, in: open, by: client)
          pages.append(try await touch(.take, in: open, by: client).page)
          _ = try await touch(round == 5 ? .back : .home, in: open, by: client)
        }
        #expect(pages == Array(repeating: "result", count: 5) + ["refused", "result"])
        let services: [ServiceAnswer] = try await client.get("services").decoded()
        #expect(services.map(\.waiting) == [6, 0, 0])
      }
    }
  }

  @Test func `Staff see who calls for help, and say that they go`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .administrator) { client in
        _ = try await touch(.help, in: open, by: client)
        let call = try #require(try await client.get("help-calls").decoded([HelpCallAnswer].self).first)
        #expect(call.screen == "kiosk" && call.acknowledgedAt == nil)
        let answer = try await client.send(.post, "/api/v1/help-calls/\(call.id)/acknowledge", #"{"counter":"1"}"#)
        #expect(try answer.decoded(HelpCallAnswer.self).counter == CounterID("1"))
        let unknown = try await client.send(.post, "/api/v1/help-calls/0/acknowledge", "{}")
        #expect(unknown.status == 404)
      }
    }
  }

  @Test func `A call for help from the kiosk is an entry that everybody who watches sees`() async throws {
    let office = try await OfficeUnderTest()
    try await office.serving { open in
      try await open.staff(as: .administrator) { client in
        #expect(try await touch(.help, in: open, by: client).page == "help")
        let entries = try await office.reception.journal(after: 0, limit: 100)
        #expect(entries.last?.kind == "help-called")
        #expect(entries.last?.body == #"{"screen":"kiosk"}"# && entries.last?.actor == "kiosk")
      }
    }
  }

  @Test func `A service without numbers left says so and a closed centre gives none`() async throws {
    let office = try await OfficeUnderTest()
    try await office.serving { open in
      try await open.staff(as: .administrator) { client in
        for _ in 0..<2 { _ = try await client.take("vneid") }
        guard case .choices(let choices) = await office.screens.kiosk.scene().page else { return }
        #expect(choices.map(\.isClosed) == [false, false, true])
        office.clock.advance(seconds: 10 * 3600)
        guard case .message(let message) = await office.screens.kiosk.scene().page else {
          Issue.record("an open page after hours")
          return
        }
        #expect(message.title == "Trung tâm đang đóng cửa")
      }
    }
  }

  @Test func `Pictures come in the size that was asked for, and unknown screens are refused`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .administrator) { client in
        let picture = try await client.send(.get, "/screens/kiosk.png?width=1280&height=720")
        #expect(picture.status == 200 && picture.body == "1280x720")
        #expect(picture.headers[.contentType] == "image/png")
        #expect(try await client.send(.get, "/screens/nowhere.png").problem.code == "unknown-screen")
        #expect(try await client.send(.get, "/screens/kiosk.png?width=1").problem.code == "invalid-field")
        // Each side alone is allowed, and 4K is the most.
        for size in ["width=7680&height=7680", "height=7680", "width=3841&height=2160"] {
          #expect(try await client.send(.get, "/screens/kiosk.png?\(size)").problem.code == "invalid-field", "\(size)")
        }
        #expect(try await client.send(.get, "/screens/kiosk.png?width=2160&height=3840").body == "2160x3840")
        #expect(try await client.send(.post, "/screens/board/touch", #"{"x":1,"y":1}"#).problem.code == "no-touch")
        #expect(try await client.send(.post, "/screens/kiosk/touch", #"{"x":1}"#).problem.code == "invalid-field")
      }
    }
  }
}
