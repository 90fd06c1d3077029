import Foundation
import Testing

extension MockedDeviceTests {
  @Suite struct PanelTests {
    /// The colour of the bar at the top.
    static let deep: UInt32 = 0x0a3a6b

    @Test func `A kiosk is seen on a framebuffer that the machine has, and the daemon ends well with it`() throws {
      let bed = try Bed()
      let panel = try PanelMock(on: bed)
      let place = try DaemonPlace(output: "framebuffer")
      let daemon = try place.startDaemon()
      try wait(at: place, "the page is not seen") { try panel.pixel(x: 4, y: 80) == Self.deep }
      let line = try place.ask("status").readLine(with: "Màn hình")
      #expect(line.contains("kiosk: đang hiện trên /dev/fb0, 1920×1080 điểm ảnh"), "\(line)")

      daemon.end()
      #expect(daemon.status == 0)
    }

    @Test func `A framebuffer of two pages is drawn on where it is not seen, and every page it shows is whole`()
      throws
    {
      let bed = try Bed()
      let panel = try PanelMock(on: bed, pages: 2)
      let place = try DaemonPlace(output: "framebuffer")
      let daemon = try place.startDaemon()
      // The other language changes the words; the bar at the top is drawn once, and has to be on both pages.
      try wait(at: place, "nothing changes") {
        _ = try place.post("/screens/kiosk/touch", #"{"x":1732,"y":134}"#)
        return panel.shownPages.count >= 2
      }
      #expect(Array(panel.shownPages.prefix(2)) == [0, 1])
      for page in 0..<2 { #expect(try panel.pixel(x: 4, y: 80, page: page) == Self.deep, "page \(page)") }
      daemon.end()
      #expect(daemon.status == 0)
    }

    /// Looks again and again, with a question to the daemon between.
    private func wait(
      at place: DaemonPlace, _ complaint: Comment?, for condition: () throws -> Bool
    ) throws {
      for _ in 0..<100 {
        if try condition() { return }
        try place.ask("status").readLine(with: "Màn hình")
      }
      if let complaint { Issue.record(complaint) }
    }
  }
}
