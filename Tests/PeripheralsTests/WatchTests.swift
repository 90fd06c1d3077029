import Foundation
import Testing

extension MockedDeviceTests {
  @Suite struct WatchTests {
    @Test func `luot devices --watch tells of an arrival and a loss at a running daemon`() throws {
      let bed = try Bed()
      let place = try DaemonPlace()
      let daemon = try place.startDaemon()

      let watch = try place.ask("devices", "--watch")
      try watch.readLine(with: "Không có thiết bị")
      let printer = Port("1-1")
      try bed.plug(
        printer.device("04b8:0e15", number: 5, product: "TM-T20II", serial: "J5") + printer.interface(0, class: "07"))
      try watch.readLine(with: "cắm vào  máy in  TM-T20II")
      bed.unplug(printer.path)
      try watch.readLine(with: "rút ra  máy in  TM-T20II")

      daemon.end()
      #expect(daemon.status == 0)
    }

    @Test func `A device that must be there and is missing shows in the status, and is well once it is plugged in`()
      throws
    {
      let bed = try Bed()
      let place = try DaemonPlace(
        adding: """
          [[devices]]
          id = "may-quet"
          name = "Máy quét quầy 1"
          match = "0c2e:0b6a"
          required = true

          """,
        quirks: """
          [[quirks]]
          match = "0c2e:0b6a"
          role = "scanner"
          """)
      let daemon = try place.startDaemon()
      let watch = try place.ask("devices", "--watch")
      try watch.readLine(with: "Thiếu: Máy quét quầy 1 (may-quet).")
      try readStatus(of: place, until: "cần xem", "Không thấy Máy quét quầy 1.")

      let port = Port("1-3")
      try bed.plug(
        port.device("0c2e:0b6a", number: 7) + port.interface(0, class: "03") + port.input(.keyboard, number: 6))
      try watch.readLine(with: "cắm vào  máy quét mã  0c2e:0b6a")
      try readStatus(of: place, until: "tốt", "Máy quét quầy 1 đang cắm.")
      daemon.end()
    }

    /// Asks again until the line about the scanner has both texts; health hears of a device a moment after the log.
    private func readStatus(of place: DaemonPlace, until texts: String...) throws {
      var line = ""
      for _ in 0..<50 {
        line = try place.ask("status").readLine(with: "Thiết bị may-quet")
        if texts.allSatisfy(line.contains) { return }
      }
      Issue.record("never \(texts), but: \(line)")
    }
  }
}
