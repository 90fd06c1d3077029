package import SystemIO

/// How devices are told from each other.
package struct Recognition: Sendable {
  package init() {}

  /// Every device of interest that is present, in the order of kinds and then of ids. Blocks while it reads sysfs.
  package func devices() throws(SystemError) -> [Device] {
    try devices(in: Udev())
  }

  /// The subsystems in which devices show.
  static let subsystems = ["usb", "usbmisc", "tty", "input"]

  func devices(in udev: Udev) throws(SystemError) -> [Device] {
    var survey = Survey()
    for part in try udev.devices(in: "usb") { noteUSB(part, in: &survey) }
    for printer in try udev.devices(in: "usbmisc", named: "lp*") {
      if let body = Body(usb: printer) { survey.note(.printer, .driver, printer.node, of: body) }
    }
    for line in try udev.devices(in: "tty", named: "ttyACM*") {
      if let body = Body(usb: line), isScanner(body) { survey.note(.scanner, .driver, line.node, of: body) }
    }
    for event in try udev.devices(in: "input", named: "event*") { noteInput(event, in: &survey) }
    return survey.devices
  }

  /// By the class codes of usb.org: 07 printers, 0B smart-card readers, 03 human interface devices.
  private func noteUSB(_ part: UdevDevice, in survey: inout Survey) {
    guard let body = Body(usb: part) else { return }
    let kind: Device.Kind? =
      switch part.attribute("bInterfaceClass")?.lowercased() {
      case "07": .printer
      case "0b": .cardReader
      case "03" where isScanner(body): .scanner
      default: nil
      }
    if let kind { survey.note(kind, .bus, body.busNode, of: body) }
  }

  private func noteInput(_ event: UdevDevice, in survey: inout Survey) {
    let input = event.parent(in: "input") ?? event
    guard let body = Body(usb: event) ?? Body(input: input) else { return }
    let isTouchScreen: Bool
    let isKeyboard: Bool
    if [event, input].contains(where: { $0.property("ID_INPUT") == "1" }) {
      let says = { property in [event, input].contains { $0.property(property) == "1" } }
      isTouchScreen = says("ID_INPUT_TOUCHSCREEN")
      isKeyboard = says("ID_INPUT_KEYBOARD")
    } else {
      let abilities = InputAbilities(attribute: input.attribute)
      isTouchScreen = abilities.isTouchScreen
      isKeyboard = abilities.isKeyboard
    }
    if isTouchScreen {
      survey.note(.touch, .driver, event.node, of: body)
    } else if isKeyboard, isScanner(body) {
      survey.note(.scanner, .event, event.node, of: body)
    } else if isKeyboard, !body.isMachine {
      survey.note(.keyboard, .driver, event.node, of: body)
    }
  }

  private func isScanner(_ body: Body) -> Bool {
    let name = body.productName?.lowercased() ?? ""
    return ["scanner", "barcode"].contains { name.contains($0) }
  }
}

/// What can be held in the hand: all parts with the same body are one device.
private struct Body {
  /// Its folder in sysfs.
  let path: String
  let model: Device.Model
  let vendorName: String?
  let productName: String?
  let serial: String?
  let port: String
  let attachment: String
  let busNode: String?
  /// Part of the machine itself, as a power button is; nobody types on it.
  let isMachine: Bool

  /// The USB device that `part` is or belongs to.
  init?(usb part: UdevDevice) {
    guard let device = part.type == "usb_device" ? part : part.parent(in: "usb", type: "usb_device"),
      let vendor = cleaned(device.attribute("idVendor") ?? device.property("ID_VENDOR_ID")),
      let product = cleaned(device.attribute("idProduct") ?? device.property("ID_MODEL_ID"))
    else { return nil }
    path = device.path
    model = Device.Model(vendorID: vendor, productID: product)
    vendorName = cleaned(device.attribute("manufacturer")) ?? cleaned(device.property("ID_VENDOR_FROM_DATABASE"))
    productName = cleaned(device.attribute("product")) ?? cleaned(device.property("ID_MODEL_FROM_DATABASE"))
    serial = cleaned(device.attribute("serial"))
    port = device.name
    // The kernel counts device numbers up with each plugging-in.
    attachment = [device.attribute("busnum"), device.attribute("devnum")].compactMap(\.self).joined(separator: "-")
    busNode = device.node
    isMachine = false
  }

  /// Built in, or connected by Bluetooth. What a program made up with uinput is no device.
  init?(input: UdevDevice) {
    guard !input.path.hasPrefix("/sys/devices/virtual/input/") else { return nil }
    path = input.parent?.path ?? input.path
    model = Device.Model(
      vendorID: cleaned(input.attribute("id/vendor")) ?? "0000",
      productID: cleaned(input.attribute("id/product")) ?? "0000")
    vendorName = nil
    productName = cleaned(input.attribute("name"))
    serial = cleaned(input.attribute("uniq"))
    // `i2c-GDIX1001:00/input0`: the part after the last stroke only counts the inputs of one device.
    let place = cleaned(input.attribute("phys"))?.split(separator: "/").filter { !$0.hasPrefix("input") }
    port = place?.joined(separator: "/") ?? input.parent?.name ?? input.name
    attachment = input.name
    busNode = nil
    // BUS_HOST in linux/input.h: buttons and hot keys that the firmware reports.
    isMachine = input.attribute("id/bustype") == "0019"
  }
}

/// What one pass over the subsystems has found.
private struct Survey {
  /// How directly a node serves, the best first.
  enum Access: Int {
    case driver, event, bus
  }

  private struct Finding {
    let kind: Device.Kind
    let access: Access
    let node: String?

    /// Smaller is the better description of a device; shorter names first puts event5 before event10.
    var rank: (Int, Int, Int, String) {
      (Device.Kind.allCases.firstIndex(of: kind) ?? 0, access.rawValue, node?.utf8.count ?? .max, node ?? "")
    }
  }

  private var found: [String: (body: Body, best: Finding)] = [:]

  mutating func note(_ kind: Device.Kind, _ access: Access, _ node: String?, of body: Body) {
    let finding = Finding(kind: kind, access: access, node: node)
    if let known = found[body.path]?.best, known.rank <= finding.rank { return }
    found[body.path] = (body, finding)
  }

  var devices: [Device] {
    let claims = Dictionary(grouping: found.values) { claim(of: $0.body) }
    return claims.flatMap { claim, sharers in
      sharers.map { device($0.best, $0.body, id: claim, isAlone: sharers.count == 1) }
    }
    .sorted { (order(of: $0), $0.id) < (order(of: $1), $1.id) }
  }

  private func device(_ best: Finding, _ body: Body, id: String, isAlone: Bool) -> Device {
    let id = body.serial != nil && isAlone ? id : "\(id)@\(body.port)"
    return Device(
      id: id.replacing(" ", with: "_"), kind: best.kind, model: body.model,
      vendorName: body.vendorName, productName: body.productName, serial: body.serial, port: body.port,
      attachment: body.attachment, node: best.node)
  }

  /// Who a device says it is. Cheap makers give every piece the same serial number, so two may say the same.
  private func claim(of body: Body) -> String {
    let model = "\(body.model.vendorID):\(body.model.productID)"
    return body.serial.map { "\(model):\($0)" } ?? model
  }

  private func order(of device: Device) -> Int {
    Device.Kind.allCases.firstIndex(of: device.kind) ?? 0
  }
}

/// Text that a device tells about itself, fit for a screen, a log and an address: without control characters and outer
/// spaces, at most 126 characters as USB allows; `nil` when nothing is left.
private func cleaned(_ text: String?) -> String? {
  guard let text else { return nil }
  let printable = String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: " "
        default: scalar
        }
      }))
  let words = printable.split(separator: " ")
  return words.isEmpty ? nil : String(words.joined(separator: " ").prefix(126))
}
