import Foundation
import Testing

extension MockedDeviceTests {
  @Suite struct PanelTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures")

    /// Taps that a real touch screen reported: on the first service, on “no priority”, on the large button, and beside
    /// everything.
    private static func taps() throws -> [String] {
      let recording = try String(contentsOf: fixtures.appending(path: "touch-screen.evemu"), encoding: .utf8)
      var taps: [String] = []
      var tap = ""
      var last = 0.0
      for line in recording.split(separator: "\n") where line.hasPrefix("E: ") {
        let time = Double(line.split(separator: " ")[1]) ?? 0
        if time - last > 1, !tap.isEmpty {
          taps.append(tap)
          tap = ""
        }
        tap += line + "\n"
        last = time
      }
      return taps + [tap]
    }

    /// Where each page of the kiosk differs from the others: the large buttons of priority and confirmation.
    private static let deep: UInt32 = 0x0a3a6b
    private static func isPriority(_ panel: PanelMock) throws -> Bool { try panel.pixel(x: 1800, y: 262) == deep }
    private static func isConfirmation(_ panel: PanelMock) throws -> Bool {
      try panel.pixel(x: 1800, y: 262) != deep && panel.pixel(x: 1800, y: 840) == deep
    }

    @Test func `A visit by recorded touches, in front of a framebuffer, ends with a printed slip`() throws {
      let bed = try Bed()
      let panel = try PanelMock(on: bed)
      let place = try DaemonPlace(output: "framebuffer")
      let daemon = try place.startDaemon()
      try wait(at: place, "the page is not seen") { try panel.pixel(x: 4, y: 4) == Self.deep }
      let line = try place.ask("status").readLine(with: "Màn hình")
      #expect(line.contains("kiosk: đang hiện trên /dev/fb0, 1920×1080 điểm ảnh"), "\(line)")

      // Plugged in while the daemon runs; what it reports before it has been opened is lost, and touched once more.
      try bed.load(ioctls: Self.fixtures.appending(path: "touch-screen.ioctl"), of: "/dev/input/event4")
      try bed.plug(file: Self.fixtures.appending(path: "touch-screen.umockdev"))
      let taps = try Self.taps()
      for attempt in 1...5 {
        if try Self.isPriority(panel) { break }
        try bed.play(taps[0], on: "/dev/input/event4")
        try wait(at: place, attempt < 5 ? nil : "a touch is not felt") { try Self.isPriority(panel) }
      }
      try bed.play(taps[1], on: "/dev/input/event4")
      try wait(at: place, "no confirmation is asked for") { try Self.isConfirmation(panel) }
      try bed.play(taps[2], on: "/dev/input/event4")
      try wait(at: place, "no slip was printed") { try !place.slips().isEmpty }
      try place.ask("ticket", "show", "A001").readLine(with: "A001")
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
