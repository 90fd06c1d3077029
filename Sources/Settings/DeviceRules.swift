/// What a file says of devices that their own descriptors do not tell: `quirks.toml` for models, the configuration's
/// `[[devices]]` for the very devices of a centre.
package struct DeviceRule: Sendable, Equatable {
  package let match: DeviceMatch
  package let traits: DeviceTraits
}

/// Which devices a rule is about, the most exact first.
package enum DeviceMatch: Hashable, Sendable {
  /// One device, by the id that `luot devices` shows: `04b8:0e15:J5KZ012345`, `0416:5011@1-1.2`.
  case device(String)
  /// Four lower-case hexadecimal digits each, as in all cases below.
  case model(vendor: String, product: String)
  case vendor(String)
  case kind(DeviceKind)
}

package enum DeviceKind: String, Sendable, CaseIterable {
  case printer
  case cardReader = "card-reader"
  case scanner, touch, keyboard, keypad
}

/// Nothing is assumed of what is `nil`.
package struct DeviceTraits: Sendable, Equatable {
  package enum Role: Sendable, Equatable {
    case kind(DeviceKind)
    /// Lượt leaves it alone.
    case none
  }

  /// What a scanner sends after each code.
  package enum ScanSuffix: String, Sendable, CaseIterable {
    case cr, lf, crlf, tab, none
  }

  package let role: Role?
  /// Printable width in dots: 576, 512, 432 or 384.
  package let widthDots: Int?
  package let hasCutter: Bool?
  /// Whether it answers `DLE EOT`.
  package let answersStatus: Bool?
  /// Whether it can tell that the paper is running low.
  package let sensesLowPaper: Bool?
  package let scanSuffix: ScanSuffix?
}

extension DeviceTraits {
  init(_ table: Table) {
    role = table.optional("role", .deviceRole)?.value
    widthDots = table.optional("width_dots", .printWidth)?.value
    hasCutter = table.optional("cutter", .boolean)?.value
    answersStatus = table.optional("status", .boolean)?.value
    sensesLowPaper = table.optional("low_paper", .boolean)?.value
    scanSuffix = table.optional("scan_suffix", Form<ScanSuffix>.choice)?.value
  }
}

extension DeviceRule {
  /// `nil` when its match is missing or wrong, which is noted.
  init?(_ table: Table, reading: Reading) {
    let match = table.required("match", .deviceMatch)
    traits = DeviceTraits(table)
    guard let match else { return nil }
    self.match = match.value
    if case .kind = match.value, let role = table["role"] {
      reading.refuse(
        table.path["role"], value: role, "không đổi được loại của cả một loại thiết bị",
        accepted: "bỏ khóa này, hoặc match là một hãng, một kiểu hay một thiết bị")
    }
  }

  /// A rule for each table, `nil` where its match is missing or wrong; two for the same devices are refused.
  static func list(_ tables: [Table], reading: Reading) -> [Self?] {
    var lines: [DeviceMatch: Int] = [:]
    return tables.map { table in
      guard let rule = Self(table, reading: reading) else { return nil }
      if let line = lines[rule.match] {
        reading.refuse(
          table.path["match"], value: table["match"], "đã dùng ở dòng \(line)", accepted: "một giá trị chưa dùng")
      } else {
        lines[rule.match] = reading.line(of: table.path["match"])
      }
      return rule
    }
  }
}

extension Form where Value == DeviceMatch {
  static let deviceMatch = Form(
    accepted:
      "mã thiết bị do luot devices in ra, \"hãng:kiểu\" như \"04b8:0e15\", \"hãng\" như \"04b8\", hoặc một loại: "
      + Form<DeviceKind>.choice.accepted
  ) { node throws(Unfit) in
    guard case .string(let text) = node else { throw .kind }
    if let kind = DeviceKind(rawValue: text) { return .kind(kind) }
    guard let match = Self.match(text) else { throw Unfit(reason: "không chỉ ra được thiết bị nào") }
    return match
  }

  private static func match(_ text: String) -> DeviceMatch? {
    let bytes = Array(text.utf8)
    let isFourDigits = { (part: ArraySlice<UInt8>) in part.count == 4 && part.allSatisfy(Self.isHexadecimalDigit) }
    guard isFourDigits(bytes.prefix(4)) else { return nil }
    let vendor = text.prefix(4).lowercased()
    if bytes.count == 4 { return .vendor(vendor) }
    guard bytes[4] == UInt8(ascii: ":"), isFourDigits(bytes.dropFirst(5).prefix(4)) else { return nil }
    let product = text.dropFirst(5).prefix(4).lowercased()
    if bytes.count == 9 { return .model(vendor: vendor, product: product) }
    let rest = String(text.dropFirst(9))
    let isId = rest.first == ":" || rest.first == "@"
    guard isId, rest.utf8.count > 1, rest.utf8.count <= 400, !rest.unicodeScalars.contains(where: \.isHidden),
      !rest.contains(" ")
    else { return nil }
    return .device("\(vendor):\(product)\(rest)")
  }

  private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}

/// Where a scanner is found.
package enum ScannerDevice: Hashable, Sendable {
  case match(DeviceMatch)
  /// The file of a serial line that udev tells nothing of.
  case line(String)
}

extension Form where Value == ScannerDevice {
  static let scannerDevice = Form(
    accepted: Form<DeviceMatch>.deviceMatch.accepted + ", hoặc tệp của cổng nối tiếp như \"/dev/ttyS0\""
  ) { node throws(Unfit) in
    guard case .string(let text) = node, text.hasPrefix("/dev/") else {
      return .match(try Form<DeviceMatch>.deviceMatch.read(node))
    }
    return .line(try Form<String>.line(upTo: 200).read(node))
  }
}

extension Form where Value == DeviceTraits.Role {
  static let deviceRole = Form(accepted: Form<DeviceKind>.choice.accepted + ", \"none\"") { node throws(Unfit) in
    node == .string("none") ? .none : .kind(try Form<DeviceKind>.choice.read(node))
  }
}

extension Form where Value == Int {
  /// Dots across the paper.
  static let printWidth = Form.integer(among: [576, 512, 432, 384])
}

/// The quirks of device models, as a file of their own says.
package enum QuirkFile {
  /// The rules of the file, in its order; each match stands once.
  ///
  /// - Throws: as `Configuration.load(path:acceptedActivities:)`.
  package static func load(path: String) throws(ConfigurationError) -> [DeviceRule] {
    try load(SettingsFile.bytes(path: path, namedBy: "hardware.quirks"), file: path)
  }

  package static func load(_ bytes: [UInt8], file: String) throws(ConfigurationError) -> [DeviceRule] {
    try SettingsFile.read(bytes, file: file) { root, reading in
      DeviceRule.list(root.optionalTables("quirks"), reading: reading).compactMap(\.self)
    }.value
  }
}
