/// Where things stand in a TOML file: the line of each key, which the parser does not tell, and the first place that
/// would end the process.
///
/// The scan follows tables, lists of tables, dotted keys and values over several lines. It is right up to the first
/// place at which the text is no TOML; what it makes of the rest does not matter, as the file is refused.
struct Outline {
  /// A mistake on which the parser runs into one of its own assertions instead of reporting it: a header without a
  /// name (mended in toml++ after 3.4.0, https://github.com/marzer/tomlplusplus/pull/301), a value that is missing,
  /// and dates and times that break off.
  struct Trap {
    let flaw: SourceText.Flaw
    /// What stands before the statement that holds it.
    let preceding: ArraySlice<UInt8>
  }

  private let lines: [Path: Int]
  let trap: Trap?

  init(_ text: String) {
    var scan = Scan(bytes: Array(text.utf8))
    scan.document()
    lines = scan.lines
    trap = scan.trap
  }

  /// 1 and up: the line of the key, or of the nearest table around it that stands in the file.
  subscript(path: Path) -> Int {
    var path: Path? = path
    while let candidate = path {
      if let line = lines[candidate] { return line }
      path = candidate.parent
    }
    return 1
  }

  static func isBareKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

private struct Scan {
  let bytes: [UInt8]
  var lines: [Path: Int] = [:]
  var trap: Outline.Trap?
  private var position = 0
  private var depth = 0
  private var line = 1
  /// Where the assignment or header began that is being read.
  private var statement = 0
  /// Entries seen so far of each list of tables.
  private var entries: [Path: Int] = [:]

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where position < bytes.count {
      if bytes[position] == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }

  private func sees(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[position...].starts(with: $0) }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    guard sees(text) else { return false }
    advance(text.utf8CodeUnitCount)
    return true
  }

  mutating func document() {
    var table = Path.root
    skipBlank()
    while byte != nil {
      let start = position
      statement = position
      if take("[[") {
        guard headerHasName() else { return stop(SourceText.headerReason) }
        table = list(named: key())
        note(table)
      } else if take("[") {
        guard headerHasName() else { return stop(SourceText.headerReason) }
        table = key().reduce(.root) { latestEntry(of: $0[$1]) }
        note(table)
      } else {
        assignment(in: table)
      }
      while take("]") {}
      if position == start { advance() }
      skipBlank()
    }
  }

  private mutating func headerHasName() -> Bool {
    skipSpace()
    switch byte {
    case nil, UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"): return true
    case let byte?: return Outline.isBareKeyByte(byte)
    }
  }

  /// Ends the scan at a trap.
  private mutating func stop(_ reason: String) {
    if trap == nil {
      let lineStart = bytes[..<position].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      let column = String(decoding: bytes[lineStart..<position], as: UTF8.self).unicodeScalars.count + 1
      trap = Outline.Trap(
        flaw: SourceText.Flaw(line: line, column: column, reason: reason), preceding: bytes[..<statement])
    }
    position = bytes.count
  }

  /// Keeps the first line of a key, and of the tables it is the first to name.
  private mutating func note(_ path: Path) {
    var path: Path? = path
    while let named = path, named != .root {
      if lines[named] == nil { lines[named] = line }
      path = named.parent
    }
  }

  private mutating func list(named names: [String]) -> Path {
    var path = Path.root
    for name in names.dropLast() { path = latestEntry(of: path[name]) }
    if let name = names.last { path = path[name] }
    let entry = entries[path, default: 0] + 1
    entries[path] = entry
    return path[entry: entry]
  }

  /// A header that goes on from a list of tables means its latest entry.
  private func latestEntry(of path: Path) -> Path {
    entries[path].map { path[entry: $0] } ?? path
  }

  private mutating func assignment(in table: Path) {
    let path = key().reduce(table) { $0[$1] }
    note(path)
    skipSpace()
    guard take("=") else { return }
    skipSpace()
    value(at: path)
  }

  /// A dotted key.
  private mutating func key() -> [String] {
    var names: [String] = []
    repeat {
      skipSpace()
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        let start = position + 1
        quoted()
        names.append(String(decoding: bytes[start..<max(start, position - 1)], as: UTF8.self))
      } else {
        let start = position
        while let byte, Outline.isBareKeyByte(byte) { advance() }
        names.append(String(decoding: bytes[start..<position], as: UTF8.self))
      }
      skipSpace()
    } while take(".")
    return names
  }

  /// Values in values that the parser follows at most.
  private static let maxDepth = 256

  private mutating func value(at path: Path) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maxDepth else { return position = bytes.count }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      quoted()
    case UInt8(ascii: "["):
      advance()
      elements(of: path)
    case UInt8(ascii: "{"):
      advance()
      skipBlank()
      while byte != nil, !take("}") {
        let start = position
        assignment(in: path)
        skipBlank()
        _ = take(",")
        skipBlank()
        if position == start { advance() }
      }
    default:
      scalar()
    }
  }

  /// A number, a truth value, or something that is no value at all.
  private mutating func scalar() {
    let start = position
    var end = position
    while end < bytes.count, !Self.endsScalar(bytes[end]) { end += 1 }
    let text = bytes[start..<end]
    guard let first = text.first else { return stop(SourceText.missingValueReason) }
    // Among them are kinds of space that the parser takes for the end of a value.
    if first >= 0x80 { return stop(SourceText.unquotedReason) }
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    let hyphen = text.dropFirst().firstIndex(of: UInt8(ascii: "-"))
    if text.contains(UInt8(ascii: ":")) || isDigit(first) && hyphen.map({ isDigit(text[$0 - 1]) }) ?? false {
      return stop(SourceText.dateReason)
    }
    advance(end - start)
  }

  private mutating func elements(of path: Path) {
    var entry = 0
    skipBlank()
    while byte != nil, !take("]") {
      let start = position
      entry += 1
      note(path[entry: entry])
      value(at: path[entry: entry])
      skipBlank()
      _ = take(",")
      skipBlank()
      if position == start { advance() }
    }
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: " "),
      UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
      true
    default: false
    }
  }

  /// A string of any of the four kinds, from its first quote past its last.
  private mutating func quoted() {
    guard let quote = byte else { return }
    let isBasic = quote == UInt8(ascii: "\"")
    let isLong = isBasic ? sees("\"\"\"") : sees("'''")
    advance(isLong ? 3 : 1)
    while let byte {
      if isBasic, byte == UInt8(ascii: "\\") {
        advance(2)
      } else if byte == quote {
        guard isLong else { return advance() }
        guard isBasic ? sees("\"\"\"") : sees("'''") else {
          advance()
          continue
        }
        // Up to two quotes may stand right before the closing three.
        while self.byte == quote { advance() }
        return
      } else if !isLong, byte == UInt8(ascii: "\n") {
        return
      } else {
        advance()
      }
    }
  }

  private mutating func skipSpace() {
    while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
  }

  /// Skips white space, line ends and comments.
  private mutating func skipBlank() {
    while let byte {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
        advance()
      case UInt8(ascii: "#"):
        position = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      case 0xEF where bytes[position...].starts(with: [0xEF, 0xBB, 0xBF]):
        advance(3)
      default: return
      }
    }
  }
}
