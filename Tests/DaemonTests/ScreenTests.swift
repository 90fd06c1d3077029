import Foundation
import FrontDesk
import Queueing
import Testing

extension RealDaemonTests {
  @Suite(.serialized) struct ScreenTests {
    @Test func `A running daemon shows its screens, and a visit by touches alone ends with a printed slip`()
      async throws
    {
      let state = Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: state) }
      let daemon = try DaemonProcess(state: state)
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      for (screen, width, height) in [("board", 1920, 1080), ("kiosk", 1280, 720)] {
        let picture = try await client.get("/screens/\(screen).png?width=\(width)&height=\(height)")
        #expect(picture.status == 200)
        // The header of a PNG: width and height in its bytes 16 to 23.
        #expect(picture.body.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
        let sides = [16, 20].map { at in picture.body[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(sides == [width, height])
      }

      // The first service, no priority, and the large button: where they lie at 1920 × 1080. A page that has only just
      // come takes no touch yet, so that each is touched until it answers.
      var answer = TouchAnswer(taken: false, page: "home", number: nil)
      for (x, y, page) in [(340, 370, "priority"), (960, 300, "confirm"), (960, 840, "result")] {
        let deadline = ContinuousClock.now + DaemonProcess.patience
        repeat {
          try #require(ContinuousClock.now < deadline, "\(page) does not come: \(answer)")
          answer = try await client.post("/screens/kiosk/touch", #"{"x":\#(x),"y":\#(y)}"#).decoded(TouchAnswer.self)
        } while !answer.taken
        #expect(answer.page == page)
      }
      let number = try #require(answer.number)
      let ticket = try await client.get("/api/v1/tickets/\(number)").decoded(TicketAnswer.self)
      #expect(ticket.origin == .kiosk && ticket.print.state != "none")
      daemon.terminate()
      try #expect(daemon.exitCode() == 0, "\(daemon.errors())")
    }
  }
}
