import Peripherals
import Testing

@testable import Daemon

/// Which USB printer gets the slips, whatever else is plugged in.
@Suite struct PrinterChoiceTests {
  private func printer(
    _ vendor: String, port: String = "1-1", attachment: String = "1-5", serial: String? = nil,
    node: String? = "/dev/usb/lp0"
  ) -> Device {
    Device(
      id: "\(vendor):0e15@\(port)", kind: .printer, model: .init(vendorID: vendor, productID: "0e15"), vendorName: nil,
      productName: nil, serial: serial, port: port, attachment: attachment, node: node)
  }

  @Test func `What calls itself a printer takes no slips from the printer that was there before`() {
    var choice = PrinterChoice(nil)
    let (printer, stick) = (printer("04b8"), printer("0000", port: "1-2", attachment: "1-6", node: "/dev/usb/lp1"))
    #expect(choice.choose(among: [printer]) == printer)
    // By its id it is the first.
    #expect(choice.choose(among: [stick, printer]) == printer)
    #expect(choice.choose(among: [stick]) == stick)
    #expect(choice.choose(among: []) == nil)
    #expect(choice.choose(among: [stick, printer]) == stick)
  }

  @Test func `A printer that another makes change its id is still the one from before`() {
    var choice = PrinterChoice(nil)
    let before = printer("04b8", serial: "1")
    #expect(choice.choose(among: [before]) == before)
    var after = before
    after.id += ":1@1-1"
    let twin = printer("04b8", port: "1-0", attachment: "1-9", serial: "1", node: "/dev/usb/lp1")
    #expect(choice.choose(among: [twin, after]) == after)
  }

  @Test func `Only what matches and has the node of a driver is written to`() {
    var choice = PrinterChoice(.vendor("04b8"))
    #expect(choice.choose(among: [printer("0416")]) == nil)
    #expect(choice.choose(among: [printer("04b8", node: "/dev/bus/usb/001/005")]) == nil)
    #expect(choice.choose(among: [printer("04b8", node: nil)]) == nil)
    #expect(choice.choose(among: [printer("0416"), printer("04b8")]) == printer("04b8"))
  }
}
