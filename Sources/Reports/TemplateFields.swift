import Foundation

/// What a template can ask for: texts by name, lists of rows by name, and one picture.
struct TemplateFields {
  /// A row's fields, or a whole report's.
  typealias Texts = [String: String]

  var texts: Texts = [:]
  /// By the name of the block; each entry has every field of the block, also when there is none.
  var lists: [String: [Texts]] = [:]
  /// The fields an entry of a block has, so that a template is judged without any.
  var listFields: [String: Set<String>] = [:]
  var pictures: [String: Picture] = [:]

  struct Picture {
    /// PNG.
    let bytes: [UInt8]
    /// Points.
    let width: Double
    let height: Double
  }

  /// The number of an entry within its block, which every block has.
  static let ordinal = "stt"

  mutating func add(_ name: String, _ rows: [Texts], fields: Set<String>) {
    lists[name] = rows.enumerated().map { index, row in
      var row = row
      row[Self.ordinal] = "\(index + 1)"
      return row
    }
    listFields[name] = fields.union([Self.ordinal])
  }
}

extension Unicode.Scalar {
  /// What keyboards and word processors put into a name without anybody seeing it.
  var isIgnoredInNames: Bool {
    properties.isWhitespace || [0x00A0, 0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF].contains(value)
  }
}

/// A field's name as it is compared: composed, in small letters, without white space.
func templateName(_ scalars: some Sequence<Unicode.Scalar>) -> String {
  var kept = String.UnicodeScalarView()
  kept.append(contentsOf: scalars.filter { !$0.isIgnoredInNames })
  return String(kept).precomposedStringWithCanonicalMapping.lowercased()
}

/// What stands between two pairs of braces.
enum TemplateToken: Hashable {
  /// `{{ten}}`
  case field(String)
  /// `{{#ten}}`: what follows is repeated for each entry of a list.
  case repeating(String)
  /// `{{?ten}}`: what follows stays only where there is something to say.
  case condition(String)
  /// `{{/ten}}`
  case end(String)
  /// `{{@ten}}`
  case picture(String)

  init(_ scalars: some Sequence<Unicode.Scalar>) {
    let name = templateName(scalars)
    let rest = String(name.dropFirst())
    self =
      switch name.first {
      case "#": .repeating(rest)
      case "?": .condition(rest)
      case "/": .end(rest)
      case "@": .picture(rest)
      default: .field(name)
      }
  }

  var opening: String? {
    switch self {
    case .repeating(let name), .condition(let name): name
    case .field, .end, .picture: nil
    }
  }
}
