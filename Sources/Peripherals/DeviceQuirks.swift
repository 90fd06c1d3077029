/// What a device is made to be, whatever it says of itself.
package enum DeviceRole: Hashable, Sendable, Codable {
  case kind(Device.Kind)
  /// No business of the office: it is not listed, and nothing of it is opened.
  case none
}

/// What differs by model or by place and no descriptor tells. Nothing is known of what is `nil`.
package struct DeviceQuirks: Hashable, Sendable, Codable {
  /// What a scanner sends after each code.
  package enum ScanSuffix: String, Hashable, Sendable, Codable {
    case cr, lf, crlf, tab, none
  }

  package var role: DeviceRole?
  /// Printable width of a printer in dots: 576, 512, 432 or 384.
  package var printWidthDots: Int?
  package var hasCutter: Bool?
  /// Whether it answers the status requests `DLE EOT 1–4`.
  package var answersStatus: Bool?
  /// Whether it can tell that the paper is running low; where it cannot, what it says of that is not believed.
  package var sensesLowPaper: Bool?
  package var scanSuffix: ScanSuffix?

  package init(
    role: DeviceRole? = nil, printWidthDots: Int? = nil, hasCutter: Bool? = nil, answersStatus: Bool? = nil,
    sensesLowPaper: Bool? = nil, scanSuffix: ScanSuffix? = nil
  ) {
    self.role = role
    self.printWidthDots = printWidthDots
    self.hasCutter = hasCutter
    self.answersStatus = answersStatus
    self.sensesLowPaper = sensesLowPaper
    self.scanSuffix = scanSuffix
  }

  /// These, and `other` for what these do not say.
  func completed(by other: DeviceQuirks) -> DeviceQuirks {
    DeviceQuirks(
      role: role ?? other.role,
      printWidthDots: printWidthDots ?? other.printWidthDots,
      hasCutter: hasCutter ?? other.hasCutter,
      answersStatus: answersStatus ?? other.answersStatus,
      sensesLowPaper: sensesLowPaper ?? other.sensesLowPaper,
      scanSuffix: scanSuffix ?? other.scanSuffix)
  }
}

/// Which devices a rule is about.
package enum DeviceMatch: Hashable, Sendable {
  /// As `luot devices` shows it: `04b8:0e15:J5KZ012345`, `0416:5011@1-1.2`.
  case id(String)
  case model(Device.Model)
  /// Four hexadecimal digits in lower case.
  case vendor(String)
  /// Only once it is known what the device is, so such a rule cannot make it something else.
  case kind(Device.Kind)

  package func matches(_ device: Device) -> Bool {
    matches(device.identity, kind: device.kind)
  }

  /// `kind` is `nil` as long as it is not known.
  func matches(_ identity: DeviceIdentity, kind: Device.Kind?) -> Bool {
    switch self {
    case .id(let id): identity.ids.contains(id)
    case .model(let model): identity.model == model
    case .vendor(let vendor): identity.model.vendorID == vendor
    case .kind(let wanted): kind == wanted
    }
  }

  /// How exact it is, the most exact first.
  fileprivate var rank: Int {
    switch self {
    case .id: 0
    case .model: 1
    case .vendor: 2
    case .kind: 3
    }
  }
}

/// What is known beyond what devices tell of themselves.
///
/// For each quirk on its own the most exact rule that speaks of it holds: one device, its model, its maker, its kind.
/// What the centre configured holds before what is known of models, however exact that is.
package struct DeviceRules: Sendable {
  package struct Rule: Hashable, Sendable {
    package var match: DeviceMatch
    package var quirks: DeviceQuirks

    package init(_ match: DeviceMatch, _ quirks: DeviceQuirks) {
      self.match = match
      self.quirks = quirks
    }
  }

  /// In the order in which they hold.
  private let rules: [Rule]
  let places: [PrinterPlace]

  /// `places` are printers that no bus tells of.
  package init(configured: [Rule] = [], known: [Rule] = [], places: [PrinterPlace] = []) {
    rules = configured.mostExactFirst + known.mostExactFirst
    self.places = places
  }

  /// `kind` is `nil` as long as it is not known.
  func quirks(of identity: DeviceIdentity, kind: Device.Kind?) -> DeviceQuirks {
    rules.lazy.filter { $0.match.matches(identity, kind: kind) }
      .reduce(DeviceQuirks()) { known, rule in known.completed(by: rule.quirks) }
  }
}

/// Where a printer is that cannot be recognised, only named.
package enum PrinterPlace: Hashable, Sendable {
  /// The file of a serial line, as `/dev/ttyS0` or a name below `/dev/serial/by-id`.
  case serialLine(String)
  /// Its presence shows only when it is used, so it is always listed.
  case network(host: String, port: Int)
}

extension [DeviceRules.Rule] {
  /// Of equals the first stays first.
  fileprivate var mostExactFirst: [Element] {
    enumerated().sorted { ($0.element.match.rank, $0.offset) < ($1.element.match.rank, $1.offset) }.map(\.element)
  }
}

/// What stays the same of a device when it is plugged in again.
struct DeviceIdentity: Hashable {
  let model: Device.Model
  let serial: String?
  let port: String

  /// Every id it may have: which one depends on what else is plugged in.
  var ids: Set<String> {
    [id(atPort: true), serial == nil ? nil : id(atPort: false), Self.id(model: model, serial: nil, port: port)]
      .compactMap(\.self).reduce(into: []) { $0.insert($1) }
  }

  func id(atPort: Bool) -> String {
    Self.id(model: model, serial: serial, port: atPort ? port : nil)
  }

  private static func id(model: Device.Model, serial: String?, port: String?) -> String {
    ("\(model.vendorID):\(model.productID)" + (serial.map { ":\($0)" } ?? "") + (port.map { "@\($0)" } ?? ""))
      .replacing(" ", with: "_")
  }
}
