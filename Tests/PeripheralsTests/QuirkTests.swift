import Foundation
import Peripherals
import Testing

extension MockedDeviceTests {
  @Suite struct QuirkTests {
    let bed: Bed
    private let model = Device.Model(vendorID: "04b8", productID: "0e15")

    init() throws {
      bed = try Bed()
    }

    @Test func `The most exact rule holds, for each quirk on its own`() throws {
      try plugPrinter()
      let quirks = try quirks(
        DeviceRules(known: [
          .init(
            .kind(.printer),
            .init(printWidthDots: 384, hasCutter: false, answersStatus: false, sensesLowPaper: false, scanSuffix: .lf)),
          .init(
            .vendor("04b8"), .init(printWidthDots: 432, hasCutter: false, answersStatus: false, sensesLowPaper: true)),
          .init(.id("04b8:0e15:J5"), .init(printWidthDots: 576)),
          .init(.model(model), .init(printWidthDots: 512, hasCutter: true)),
        ]))
      #expect(
        quirks
          == DeviceQuirks(
            printWidthDots: 576, hasCutter: true, answersStatus: false, sensesLowPaper: true, scanSuffix: .lf))
    }

    @Test func `What the centre configured holds before what is known of models, however exact that is`() throws {
      try plugPrinter()
      let quirks = try quirks(
        DeviceRules(
          configured: [.init(.kind(.printer), .init(printWidthDots: 384))],
          known: [.init(.id("04b8:0e15:J5"), .init(printWidthDots: 576, hasCutter: true))]))
      #expect(quirks == DeviceQuirks(printWidthDots: 384, hasCutter: true))
    }

    @Test func `Rules about other devices do not touch it`() throws {
      try plugPrinter()
      let quirks = try quirks(
        DeviceRules(known: [
          .init(.kind(.scanner), .init(printWidthDots: 384)), .init(.vendor("04b9"), .init(printWidthDots: 384)),
          .init(.model(.init(vendorID: "04b8", productID: "0e16")), .init(printWidthDots: 384)),
          .init(.id("04b8:0e15:J6"), .init(printWidthDots: 384)),
        ]))
      #expect(quirks == DeviceQuirks())
    }

    @Test(arguments: ["0416:5011:S_1", "0416:5011@1-2", "0416:5011:S_1@1-2"])
    func `A device is meant by any of its ids, also when another has the same serial number`(id: String) throws {
      for (index, port) in [Port("1-1"), Port("1-2")].enumerated() {
        try bed.plug(port.device("0416:5011", number: 5 + index, serial: "S 1") + port.interface(0, class: "07"))
      }
      let rules = DeviceRules(configured: [.init(.id(id), .init(hasCutter: true))])
      let devices = try Recognition(rules: rules).devices()
      #expect(devices.map(\.quirks.hasCutter) == [id == "0416:5011:S_1" ? true : nil, true])
    }

    @Test func `A keyboard that a rule calls a scanner is a scanner, by the node on which it types`() throws {
      let port = Port("1-3")
      try bed.plug(
        port.device("1eab:1303", number: 7, product: "HIDKBW") + port.interface(0, class: "03")
          + port.input(.known("ID_INPUT_KEY"), number: 5, interface: 1) + port.input(.keyboard, number: 6))
      try #expect(Recognition().devices().map(\.kind) == [.keyboard])

      let devices = try Recognition(rules: role(.kind(.scanner), of: "1eab")).devices()

      #expect(devices.map(\.kind) == [.scanner])
      #expect(devices.map(\.node) == ["/dev/input/event6"])
    }

    @Test func `A serial line that a rule calls a scanner is one, and nothing without it`() throws {
      let port = Port("1-3")
      try bed.plug(
        port.device("1eab:1306", number: 7) + port.interface(0, class: "02") + port.node("ttyACM0", subsystem: "tty"))
      try #expect(Recognition().devices() == [])

      let devices = try Recognition(rules: role(.kind(.scanner), of: "1eab")).devices()

      #expect(devices.map(\.kind) == [.scanner])
      #expect(devices.map(\.node) == ["/dev/ttyACM0"])
    }

    @Test func `A device that a rule leaves alone is not listed`() throws {
      try plugPrinter()
      try #expect(Recognition(rules: role(.none, of: "04b8")).devices() == [])
    }

    @Test func `A printer on a named serial line is listed while the line is there`() throws {
      let rules = DeviceRules(places: [.serialLine("/dev/ttyUSB0")])
      try #expect(Recognition(rules: rules).devices() == [])
      let port = Port("1-4")
      try bed.plug(
        port.device("1a86:7523", number: 9, product: "USB Serial") + port.interface(0, class: "ff")
          + port.node("ttyUSB0", subsystem: "tty"))

      let devices = try Recognition(rules: rules).devices()

      #expect(devices.map(\.kind) == [.printer])
      #expect(devices.map(\.id) == ["1a86:7523@1-4"])
      #expect(devices.map(\.node) == ["/dev/ttyUSB0"])
    }

    @Test func `A printer in the network is listed by its address`() throws {
      let rules = DeviceRules(places: [.network(host: "192.168.1.20", port: 9100)])
      let devices = try Recognition(rules: rules).devices()
      #expect(devices.map(\.kind) == [.printer])
      #expect(devices.map(\.id) == ["0000:0000@192.168.1.20:9100"])
      #expect(devices.map(\.name) == ["192.168.1.20:9100"])
      #expect(devices.map(\.node) == [nil])
    }

    @Test func `A printer whose descriptors are wrong is known by the driver that took it`() throws {
      let port = Port("1-1")
      try bed.plug(
        port.device("04b8:0202", number: 5) + port.interface(0, class: "ff")
          + port.node("usb/lp0", subsystem: "usbmisc"))
      try #expect(Recognition().devices().map(\.kind) == [.printer])
    }

    @Test func `Digits without letters are a keypad`() throws {
      let port = Port("1-6")
      try bed.plug(port.device("04d9:a02a", number: 8) + port.input(.keypad, number: 7))
      try #expect(Recognition().devices().map(\.kind) == [.keypad])
    }

    private func plugPrinter() throws {
      let port = Port("1-1")
      try bed.plug(
        port.device("04b8:0e15", number: 5, serial: "J5") + port.interface(0, class: "07")
          + port.node("usb/lp0", subsystem: "usbmisc"))
    }

    private func quirks(_ rules: DeviceRules) throws -> DeviceQuirks {
      try #require(Recognition(rules: rules).devices().first).quirks
    }

    private func role(_ role: DeviceRole, of vendor: String) -> DeviceRules {
      DeviceRules(known: [.init(.vendor(vendor), .init(role: role))])
    }
  }
}
