import Foundation
import TOMLKit

/// A value of the file, taken out of the parser's own objects at once: they are neither `Sendable` nor freed early.
enum Node: Equatable {
  case table([String: Node])
  case array([Node])
  /// NFC.
  case string(String)
  case integer(Int)
  case boolean(Bool)
  /// A kind of value that no key takes, as it is written.
  case other(String)
}

extension Node {
  /// The keys of a whole file, which must not hold NUL: the parser would stop reading there.
  ///
  /// - Throws: `TOMLParseError`.
  static func parse(_ text: String) throws -> [String: Node] {
    entries(of: try TOMLTable(string: text))
  }

  private static func entries(of table: TOMLTable) -> [String: Node] {
    var entries: [String: Node] = [:]
    for key in table.keys { entries[key] = table[key].map(Node.init) }
    return entries
  }

  private init(_ value: any TOMLValueConvertible) {
    if let table = value.table {
      self = .table(Self.entries(of: table))
    } else if let array = value.array {
      self = .array(array.map(Node.init))
    } else if let text = value.string {
      self = .string(text.precomposedStringWithCanonicalMapping)
    } else if let number = value.int {
      self = .integer(number)
    } else if let truth = value.bool {
      self = .boolean(truth)
    } else {
      self = .other(value.debugDescription)
    }
  }
}

extension Node: CustomStringConvertible {
  /// As it would be written in the file, cut where it is long.
  var description: String {
    let text = written
    return text.count > 60 ? text.prefix(59) + "…" : text
  }

  private var written: String {
    switch self {
    case .table: "{…}"
    case .array(let entries): "[" + entries.map(\.written).joined(separator: ", ") + "]"
    case .string(let text): "\"" + text.map(Self.escaped).joined() + "\""
    case .integer(let number): String(number)
    case .boolean(let truth): String(truth)
    case .other(let text): text
    }
  }

  private static func escaped(_ character: Character) -> String {
    if character == "\"" || character == "\\" { return "\\\(character)" }
    let hidden = character.unicodeScalars.contains { $0.isHidden }
    guard hidden else { return String(character) }
    return character.unicodeScalars.map { "\\u" + $0.codeText }.joined()
  }
}

extension Unicode.Scalar {
  /// Whether a reader of the file would not see it: control, format and line-breaking characters.
  var isHidden: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// `200B`, at least four digits.
  var codeText: String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
