import Foundation

/// A parsed JSON text. Numbers stay as they were written, so that nothing is rounded before it is looked at.
enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case text(String)
  case list([JSONValue])
  case object([Member])

  struct Member: Equatable, Sendable {
    let name: String
    let value: JSONValue
  }

  /// For a message about a wrong value.
  var shown: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let digits): digits
    case .text(let text): text
    case .list: "[…]"
    case .object: "{…}"
    }
  }
}

/// Why a text is no JSON that is taken: what is wrong, and the byte where.
struct JSONFault: Error, Equatable {
  let reason: String
  let offset: Int
}

/// Reads JSON strictly (RFC 8259) and safely: UTF-8 only, no name twice in an object, limited nesting.
///
/// Foundation's decoder takes the last of two equal names and rounds numbers without a word, and a client that sends
/// such a thing should learn of it. Texts come out in NFC, however they were typed.
struct JSONReader {
  static let depthLimit = 16

  private let bytes: [UInt8]
  private var index = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  static func read(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw JSONFault(reason: "không phải UTF-8 hợp lệ", offset: 0)
    }
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.index == bytes.count else { throw reader.fault("thừa ký tự sau giá trị") }
    return value
  }

  private func fault(_ reason: String) -> JSONFault {
    JSONFault(reason: reason, offset: index)
  }

  private var next: UInt8? {
    index < bytes.count ? bytes[index] : nil
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth <= Self.depthLimit else { throw fault("lồng quá \(Self.depthLimit) tầng") }
    skipSpace()
    guard let next else { throw fault("thiếu giá trị") }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw fault("ký tự không mong đợi")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[index...].starts(with: letters) else { throw fault("ký tự không mong đợi") }
    index += letters.count
    return value
  }

  private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
    index += 1
    var members: [JSONValue.Member] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    var names: Set<String> = []
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw fault("thiếu tên trường") }
      let name = try text()
      guard names.insert(name).inserted else { throw fault("trường “\(name.prefix(40))” được ghi hai lần") }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw fault("thiếu dấu hai chấm sau tên trường") }
      members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw fault("thiếu dấu phẩy hoặc dấu ngoặc nhọn đóng") }
    }
  }

  private mutating func list(depth: Int) throws(JSONFault) -> JSONValue {
    index += 1
    var values: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .list(values) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return .list(values) }
      guard take(UInt8(ascii: ",")) else { throw fault("thiếu dấu phẩy hoặc dấu ngoặc vuông đóng") }
    }
  }

  private mutating func digits() -> Int {
    let start = index
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func number() throws(JSONFault) -> String {
    let start = index
    _ = take(UInt8(ascii: "-"))
    let isZero = next == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !isZero || whole == 1 else { throw fault("số viết sai") }
    if take(UInt8(ascii: ".")), digits() == 0 { throw fault("số viết sai") }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw fault("số viết sai") }
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func text() throws(JSONFault) -> String {
    index += 1
    var text = ""
    var isASCII = true
    var start = index
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        text += String(decoding: bytes[start..<index], as: UTF8.self)
        index += 1
        return isASCII ? text : text.precomposedStringWithCanonicalMapping
      case UInt8(ascii: "\\"):
        text += String(decoding: bytes[start..<index], as: UTF8.self)
        let scalar = try escape()
        text.unicodeScalars.append(scalar)
        if !scalar.isASCII { isASCII = false }
        start = index
      case 0x00..<0x20:
        throw fault("ký tự điều khiển trong chuỗi")
      default:
        if byte >= 0x80 { isASCII = false }
        index += 1
      }
    }
    throw fault("chuỗi không có dấu đóng")
  }

  private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
    index += 1
    guard let byte = next else { throw fault("chuỗi không có dấu đóng") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw fault("ký tự thoát không có trong JSON")
    }
  }

  private mutating func unicodeEscape() throws(JSONFault) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw fault("nửa cặp thay thế UTF-16 đứng một mình")
    }
    let second = try hexadecimal()
    guard UTF16.isTrailSurrogate(second),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    else { throw fault("nửa cặp thay thế UTF-16 đứng một mình") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONFault) -> UInt16 {
    guard index + 4 <= bytes.count else { throw fault("mã \\u thiếu chữ số") }
    var value: UInt16 = 0
    for byte in bytes[index..<index + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw fault("mã \\u thiếu chữ số") }
      value = value << 4 | UInt16(digit)
    }
    index += 4
    return value
  }
}
