/// What may be imported: help that was given, or a register.
package enum ImportName: Hashable, Sendable, Codable {
  case assistances
  case register(RegisterName)

  package init?(_ text: String) {
    if text == "assistances" {
      self = .assistances
    } else if let register = RegisterName(rawValue: text) {
      self = .register(register)
    } else {
      return nil
    }
  }

  package var text: String {
    switch self {
    case .assistances: "assistances"
    case .register(let register): register.rawValue
    }
  }

  package static let accepted = "assistances, \(RegisterName.accepted)"

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let name = ImportName(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an import")
    }
    self = name
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// What the journal keeps of an import: that somebody let so many lines of a file in. Each line that changes something
/// is an entry of its own.
package struct ImportFact: Hashable, Sendable, Codable {
  package let name: ImportName
  /// The number of the reading that was confirmed.
  package let reading: Int64
  package let lines: Int
  /// SHA-256 of the file, 64 hexadecimal digits.
  package let fileDigest: String

  package init(name: ImportName, reading: Int64, lines: Int, fileDigest: String) {
    self.name = name
    self.reading = reading
    self.lines = lines
    self.fileDigest = fileDigest
  }
}
