import Foundation
import Testing

extension MockedDeviceTests {
  @Suite struct VisitTests {
    /// What the kiosk answers to a touch beyond its glass, which means nothing on any page: the page it shows.
    private struct Answer: Decodable {
      let page: String
      let number: String?
    }

    private struct Ticket: Decodable {
      struct Slip: Decodable {
        let state: String
      }

      let id: String
      let origin: String
      let print: Slip
    }

    /// A stroke is played again when nothing has come of it for so long: a page that has only just come takes no touch.
    private static let patience = Duration.seconds(3)

    @Test(arguments: [
      ("visit-touch", "ID_INPUT_TOUCHSCREEN", ["priority", "confirm", "result"]),
      // The first key only shows where one is.
      ("visit-keypad", "ID_INPUT_KEY", ["home", "priority", "confirm", "result"]),
    ])
    func `A visit that was recorded at a touch screen or at a keypad ends with a printed slip`(
      recording: String, property: String, pages: [String]
    ) throws {
      let bed = try Bed()
      let panel = try PanelMock(on: bed)
      let place = try DaemonPlace(output: "framebuffer")
      let daemon = try place.startDaemon()
      // Whoever shows pictures listens to fingers too.
      try wait("the page is not seen") { try panel.pixel(x: 4, y: 80) == PanelTests.deep }
      let hands = try InputMock(InputRecording(fixture: recording), property, at: Port("1-2"), on: bed)
      try #require(hands.strokes.count == pages.count)
      try wait("the device is not opened") { daemon.hasOpen(hands.path) }

      var answer = try look(at: place)
      #expect(answer.page == "home")
      for (stroke, page) in zip(hands.strokes, pages) {
        try wait("\(page) does not come: \(answer)") {
          let before = try look(at: place).page
          try hands.play(stroke)
          let end = ContinuousClock.now + Self.patience
          repeat {
            usleep(10_000)
            answer = try look(at: place)
            if answer.page == page { return true }
          } while answer.page != before || .now < end
          return false
        }
      }
      let number = try #require(answer.number)
      var ticket: Ticket?
      try wait("no slip is printed: \(String(describing: ticket))") {
        let line = try place.ask("ticket", "show", number, "--json").readAll()
        ticket = try JSONDecoder().decode(Ticket.self, from: line)
        return ticket?.print.state == "printed"
      }
      #expect(ticket?.origin == "kiosk")
      let slips = try FileManager.default.contentsOfDirectory(atPath: place.slips)
      #expect(slips == [ticket.map { "\($0.id).png" }])

      daemon.end()
      #expect(daemon.status == 0)
    }

    /// Asks again and again, each time a little later.
    private func wait(_ complaint: @autoclosure () -> String, for condition: () throws -> Bool) throws {
      let deadline = ContinuousClock.now + .seconds(300)
      while try !condition() {
        guard .now < deadline else { throw BedError(complaint()) }
        usleep(10_000)
      }
    }

    private func look(at place: DaemonPlace) throws -> Answer {
      let body = try place.post("/screens/kiosk/touch", #"{"x":7680,"y":7680}"#)
      return try JSONDecoder().decode(Answer.self, from: body)
    }
  }
}
