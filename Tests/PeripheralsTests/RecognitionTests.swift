import Foundation
import Peripherals
import Testing

/// One bed lives at a time in a process, so every suite that makes one is a part of this one.
@Suite(.serialized, .timeLimit(.minutes(Soak.isOn ? 60 : 15)))
struct MockedDeviceTests {}

extension MockedDeviceTests {
  @Suite struct RecognitionTests {
    let bed: Bed

    init() throws {
      bed = try Bed()
    }

    @Test func `A printer is one device with its maker, its serial number and the node of its driver`() throws {
      let port = Port("1-1")
      try bed.plug(
        port.device("04b8:0e15", number: 5, maker: "EPSON", product: "TM-T20II", serial: "J5KZ012345")
          + port.interface(0, class: "07") + port.node("usb/lp0", subsystem: "usbmisc"))

      let devices = try Recognition().devices()

      #expect(
        devices == [
          Device(
            id: "04b8:0e15:J5KZ012345", kind: .printer, model: .init(vendorID: "04b8", productID: "0e15"),
            vendorName: "EPSON", productName: "TM-T20II", serial: "J5KZ012345", port: "1-1", attachment: "1-5",
            node: "/dev/usb/lp0")
        ])
      #expect(devices.map(\.name) == ["EPSON TM-T20II"])
    }

    @Test func `A printer without a driver is listed by its place on the bus`() throws {
      let port = Port("1-1")
      try bed.plug(port.device("04b8:0e15", number: 5) + port.interface(0, class: "07"))

      let device = try #require(Recognition().devices().first)

      #expect(device.kind == .printer)
      #expect(device.node == "/dev/bus/usb/001/005")
      #expect(device.id == "04b8:0e15@1-1")
      #expect(device.name == "04b8:0e15")
    }

    @Test func `A device that is no printer, reader, scanner, touch screen or keyboard is not listed`() throws {
      let port = Port("1-1")
      try bed.plug(port.device("0781:5567", number: 5, product: "Cruzer Blade") + port.interface(0, class: "08"))
      try #expect(Recognition().devices() == [])
    }

    @Test func `A card reader that also types is one card reader`() throws {
      let port = Port("1-2")
      try bed.plug(
        port.device("046a:0011", number: 6, product: "Smart Terminal") + port.interface(0, class: "03")
          + port.interface(1, class: "0b") + port.input(.known("ID_INPUT_KEYBOARD"), number: 4))

      let devices = try Recognition().devices()

      #expect(devices.map(\.kind) == [.cardReader])
      #expect(devices.map(\.node) == ["/dev/bus/usb/001/006"])
    }

    @Test(arguments: ["Barcode Reader", "USB SCANNER v2"])
    func `A keyboard that calls itself a scanner is a scanner`(product: String) throws {
      let port = Port("1-3")
      try bed.plug(
        port.device("0c2e:0200", number: 7, product: product) + port.interface(0, class: "03")
          + port.input(.keyboard, number: 6))

      let devices = try Recognition().devices()

      #expect(devices.map(\.kind) == [.scanner])
      #expect(devices.map(\.node) == ["/dev/input/event6"])
    }

    @Test func `A scanner on a serial line is known by its name, a modem is none`() throws {
      let ports = [Port("1-3"), Port("1-5")]
      let devices = [("0c2e:0b61", "Xenon Scanner"), ("12d1:1506", "Mobile modem")]
      for (index, (port, device)) in zip(ports, devices).enumerated() {
        try bed.plug(
          port.device(device.0, number: index + 7, product: device.1) + port.interface(0, class: "02")
            + port.node("ttyACM\(index)", subsystem: "tty"))
      }

      let found = try Recognition().devices()

      #expect(found.map(\.node) == ["/dev/ttyACM0"])
      #expect(found.map(\.kind) == [.scanner])
    }

    @Test func `udev's database says what is a touch screen and what is a keyboard`() throws {
      let screen = Port("1-4")
      let keys = Port("1-5")
      try bed.plug(
        screen.device("0eef:0001", number: 8, product: "TouchController")
          + screen.input(.known("ID_INPUT_TOUCHSCREEN"), number: 7))
      // The mouse half of a wireless set has the lower number, but the keyboard is its keyboard half.
      try bed.plug(
        keys.device("046d:c534", number: 9, product: "USB Receiver")
          + keys.input(.known("ID_INPUT_MOUSE"), number: 8, interface: 1)
          + keys.input(.known("ID_INPUT_KEYBOARD"), number: 10))

      let devices = try Recognition().devices()

      #expect(devices.map(\.kind) == [.touch, .keyboard])
      #expect(devices.map(\.node) == ["/dev/input/event7", "/dev/input/event10"])
    }

    @Test(arguments: [
      ("a keyboard", Sense.keyboard, Device.Kind?.some(.keyboard)), ("a touch screen", .touchScreen, .touch),
      ("a resistive touch screen", .resistiveTouchScreen, .touch), ("a touch pad", .touchPad, nil),
      ("an absolute mouse", .absoluteMouse, nil), ("a pen", .pen, nil), ("a power button", .powerButton, nil),
    ])
    func `Without udev's database the kernel's bitmaps tell what it is`(
      what: String, sense: Sense, kind: Device.Kind?
    ) throws {
      let port = Port("1-4")
      try bed.plug(port.device("0eef:0001", number: 8) + port.input(sense, number: 7))
      try #expect(Recognition().devices().map(\.kind) == [kind].compactMap(\.self), "\(what)")
    }

    @Test func `A built-in keyboard is listed, buttons of the machine and made-up keyboards are not`() throws {
      try bed.plug(
        inputDevice(
          .keyboard, path: "/devices/platform/i8042/serio0/input/input3", number: 3, name: "AT Set 2 keyboard"))
      var hotKeys = Sense.known("ID_INPUT_KEY", "ID_INPUT_KEYBOARD")
      hotKeys.bus = "0019"
      try bed.plug(
        inputDevice(hotKeys, path: "/devices/LNXSYSTM:00/LNXPWRBN:00/input/input0", number: 0, name: "Power Button"))
      try bed.plug(inputDevice(.keyboard, path: "/devices/virtual/input/input9", number: 9, name: "made up"))

      let devices = try Recognition().devices()

      #expect(devices.map(\.productName) == ["AT Set 2 keyboard"])
      #expect(devices.map(\.id) == ["0001:0001@isa0060/serio0"])
    }

    @Test func `Two devices that claim the same serial number are told apart by their ports`() throws {
      for (index, port) in [Port("1-1"), Port("1-2")].enumerated() {
        try bed.plug(port.device("0416:5011", number: 5 + index, serial: "0000 01") + port.interface(0, class: "07"))
      }
      try #expect(
        Recognition().devices().map(\.id) == ["0416:5011:0000_01@1-1", "0416:5011:0000_01@1-2"])
    }

    @Test func `What a device says about itself cannot command a terminal`() throws {
      let port = Port("1-1")
      try bed.plug(
        port.device("0416:5011", number: 5, maker: "  \u{1B}[2JPOS \u{7F} ", product: "Máy in\u{202E}")
          + port.interface(0, class: "07"))

      let device = try #require(Recognition().devices().first)

      #expect(device.vendorName == "[2JPOS")
      #expect(device.productName == "Máy in")
    }

    @Test func `The kiosk that ships as an example has a printer and a card reader`() throws {
      let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      try bed.plug(file: fixtures.appending(path: "Fixtures/kiosk.umockdev"))
      try #expect(Recognition().devices().map(\.name) == ["EPSON TM-T20II", "ACS ACR38 SmartCard Reader"])
    }
  }
}
