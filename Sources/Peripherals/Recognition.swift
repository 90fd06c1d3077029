import Glibc
package import SystemIO

/// How devices are told from each other.
package struct Recognition: Sendable {
  private let rules: DeviceRules

  package init(rules: DeviceRules = DeviceRules()) {
    self.rules = rules
  }

  /// Every device of interest that is present, in the order of kinds and then of ids. Blocks while it reads sysfs.
  package func devices() throws(SystemError) -> [Device] {
    try devices(in: Udev())
  }

  /// The subsystems in which devices show.
  static let subsystems = ["usb", "usbmisc", "tty", "input"]

  func devices(in udev: Udev) throws(SystemError) -> [Device] {
    var survey = Survey(rules: rules)
    for place in rules.places { try note(place, in: &survey, udev) }
    for part in try udev.devices(in: "usb") {
      guard let body = Body(usb: part), let code = part.attribute("bInterfaceClass")?.lowercased() else { continue }
      survey.note(.interface(class: code), body.busNode, of: body)
    }
    for printer in try udev.devices(in: "usbmisc", named: "lp*") {
      if let body = Body(usb: printer) { survey.note(.printerFile, printer.node, of: body) }
    }
    for name in ["ttyACM*", "ttyUSB*"] {
      for line in try udev.devices(in: "tty", named: name) {
        if let body = Body(usb: line) { survey.note(.serialLine, line.node, of: body) }
      }
    }
    for event in try udev.devices(in: "input", named: "event*") {
      let input = event.parent(in: "input") ?? event
      guard let body = Body(usb: event) ?? Body(input: input) else { continue }
      survey.note(.input(InputSense(event, input)), event.node, of: body)
    }
    return survey.devices
  }

  private func note(_ place: PrinterPlace, in survey: inout Survey, _ udev: Udev) throws(SystemError) {
    switch place {
    case .serialLine(let path):
      // A name that udev gave leads to the kernel's; one that leads nowhere is not plugged in.
      let node = canonicalPath(path) ?? path
      let name = node.split(separator: "/").last.map(String.init) ?? node
      for line in try udev.devices(in: "tty", named: name) where line.node == node {
        let body = Body(usb: line) ?? Body(line: line)
        survey.name(body, .kind(.printer))
        survey.note(.serialLine, node, of: body)
      }
    case .network(let host, let port):
      let body = Body(host: host, port: port)
      survey.name(body, .kind(.printer))
      survey.note(.network, nil, of: body)
    }
  }
}

private func canonicalPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// What an input device is good for.
private struct InputSense {
  let isTouchScreen: Bool
  let isKeyboard: Bool
  let isKeypad: Bool

  /// By udev's database where it has looked at the device, else by the kernel's bitmaps. The database has no word for
  /// keypads: many call themselves keyboards, and the bitmaps tell the rest.
  init(_ event: UdevDevice, _ input: UdevDevice) {
    let abilities = InputAbilities(attribute: input.attribute)
    let says = { property in [event, input].contains { $0.property(property) == "1" } }
    let isKnown = says("ID_INPUT")
    isTouchScreen = isKnown ? says("ID_INPUT_TOUCHSCREEN") : abilities.isTouchScreen
    isKeyboard = isKnown ? says("ID_INPUT_KEYBOARD") : abilities.isKeyboard
    isKeypad = !isKeyboard && abilities.isKeypad
  }
}

/// One way in which a device shows.
private enum Part {
  /// By the class codes of usb.org, in lower case: 07 printers, 0b smart-card readers, 03 human interface devices.
  case interface(class: String)
  case printerFile
  case serialLine
  case input(InputSense)
  case network

  /// How directly a node serves, the best first.
  enum Access: Int {
    case driver, event, bus
  }

  /// What a device with this part is, by itself.
  func kind(of body: Body) -> Device.Kind? {
    switch self {
    case .interface(class: "07"), .printerFile: .printer
    case .interface(class: "0b"): .cardReader
    case .interface(class: "03") where body.callsItselfScanner: .scanner
    case .serialLine where body.callsItselfScanner: .scanner
    case .input(let sense) where sense.isTouchScreen: .touch
    case .input(let sense) where sense.isKeyboard && body.callsItselfScanner: .scanner
    case .input(let sense) where sense.isKeyboard && !body.isMachine: .keyboard
    case .input(let sense) where sense.isKeypad && !body.isMachine: .keypad
    case .interface, .serialLine, .input, .network: nil
    }
  }

  /// How well it serves a device of that kind; `nil` when it does not.
  func access(for kind: Device.Kind) -> Access? {
    switch (self, kind) {
    case (.interface, _): .bus
    case (.printerFile, .printer), (.network, .printer): .driver
    case (.serialLine, .printer), (.serialLine, .scanner): .driver
    case (.input(let sense), .touch): sense.isTouchScreen ? .driver : nil
    case (.input(let sense), .keyboard): sense.isKeyboard ? .driver : nil
    case (.input(let sense), .keypad): sense.isKeypad || sense.isKeyboard ? .driver : nil
    case (.input(let sense), .scanner): sense.isKeyboard ? .event : nil
    case (.printerFile, _), (.serialLine, _), (.input, _), (.network, _): nil
    }
  }
}

/// What can be held in the hand: all parts with the same body are one device.
private struct Body {
  /// Its folder in sysfs.
  let path: String
  let identity: DeviceIdentity
  let vendorName: String?
  let productName: String?
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
    identity = DeviceIdentity(
      model: Device.Model(vendorID: vendor, productID: product), serial: cleaned(device.attribute("serial")),
      port: device.name)
    vendorName = cleaned(device.attribute("manufacturer")) ?? cleaned(device.property("ID_VENDOR_FROM_DATABASE"))
    productName = cleaned(device.attribute("product")) ?? cleaned(device.property("ID_MODEL_FROM_DATABASE"))
    // The kernel counts device numbers up with each plugging-in.
    attachment = [device.attribute("busnum"), device.attribute("devnum")].compactMap(\.self).joined(separator: "-")
    busNode = device.node
    isMachine = false
  }

  /// Built in, or connected by Bluetooth. What a program made up with uinput is no device.
  init?(input: UdevDevice) {
    guard !input.path.hasPrefix("/sys/devices/virtual/input/") else { return nil }
    path = input.parent?.path ?? input.path
    // `i2c-GDIX1001:00/input0`: the part after the last stroke only counts the inputs of one device.
    let place = cleaned(input.attribute("phys"))?.split(separator: "/").filter { !$0.hasPrefix("input") }
    identity = DeviceIdentity(
      model: Device.Model(
        vendorID: cleaned(input.attribute("id/vendor")) ?? "0000",
        productID: cleaned(input.attribute("id/product")) ?? "0000"),
      serial: cleaned(input.attribute("uniq")),
      port: place?.joined(separator: "/") ?? input.parent?.name ?? input.name)
    vendorName = nil
    productName = cleaned(input.attribute("name"))
    attachment = input.name
    busNode = nil
    // BUS_HOST in linux/input.h: buttons and hot keys that the firmware reports.
    isMachine = input.attribute("id/bustype") == "0019"
  }

  /// A serial line of the machine's own.
  init(line: UdevDevice) {
    path = line.path
    identity = DeviceIdentity(model: .unknown, serial: nil, port: line.name)
    vendorName = nil
    productName = line.name
    attachment = line.name
    busNode = nil
    isMachine = false
  }

  init(host: String, port: Int) {
    let place = "\(host):\(port)"
    path = "tcp:\(place)"
    identity = DeviceIdentity(model: .unknown, serial: nil, port: place)
    vendorName = nil
    productName = place
    attachment = place
    busNode = nil
    isMachine = false
  }

  var callsItselfScanner: Bool {
    let name = productName?.lowercased() ?? ""
    return ["scanner", "barcode"].contains { name.contains($0) }
  }
}

extension Device.Model {
  /// Of what has no make to tell.
  fileprivate static let unknown = Device.Model(vendorID: "0000", productID: "0000")
}

/// What one pass over the subsystems has found.
private struct Survey {
  private struct Finding {
    let kind: Device.Kind
    let access: Part.Access
    let node: String?

    /// Smaller is the better description of a device; shorter names first puts event5 before event10.
    var rank: (Int, Int, Int, String) {
      (Device.Kind.allCases.firstIndex(of: kind) ?? 0, access.rawValue, node?.utf8.count ?? .max, node ?? "")
    }
  }

  private let rules: DeviceRules
  private var found: [String: (body: Body, best: Finding)] = [:]
  /// What bodies were made to be, by their paths.
  private var roles: [String: DeviceRole?] = [:]

  init(rules: DeviceRules) {
    self.rules = rules
  }

  /// Makes a body what its place says, before all else.
  mutating func name(_ body: Body, _ role: DeviceRole) {
    roles[body.path] = role
  }

  mutating func note(_ part: Part, _ node: String?, of body: Body) {
    let kind: Device.Kind? =
      switch role(of: body) {
      case .kind(let kind)?: kind
      case DeviceRole.none?: nil
      case nil: part.kind(of: body)
      }
    guard let kind, let access = part.access(for: kind) else { return }
    let finding = Finding(kind: kind, access: access, node: node)
    if let known = found[body.path]?.best, known.rank <= finding.rank { return }
    found[body.path] = (body, finding)
  }

  private mutating func role(of body: Body) -> DeviceRole? {
    if let known = roles[body.path] { return known }
    let role = rules.quirks(of: body.identity, kind: nil).role
    roles[body.path] = .some(role)
    return role
  }

  /// Cheap makers give every piece the same serial number, so two may claim the same id.
  var devices: [Device] {
    Dictionary(grouping: found.values) { $0.body.identity.id(atPort: false) }.values.flatMap { sharers in
      sharers.map { device($0.best, $0.body, isAlone: sharers.count == 1) }
    }
    .sorted { (order(of: $0), $0.id) < (order(of: $1), $1.id) }
  }

  private func device(_ best: Finding, _ body: Body, isAlone: Bool) -> Device {
    let identity = body.identity
    let isReachable = best.access == .bus || best.node.map { access($0, R_OK | W_OK) == 0 } ?? true
    return Device(
      id: identity.id(atPort: identity.serial == nil || !isAlone), kind: best.kind, model: identity.model,
      vendorName: body.vendorName, productName: body.productName, serial: identity.serial, port: identity.port,
      attachment: body.attachment, node: best.node, isReachable: isReachable,
      quirks: rules.quirks(of: identity, kind: best.kind))
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
