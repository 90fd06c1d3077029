/// Swift as a reader of rules wants it: comments and the words of string literals become spaces, lines stay lines.
///
/// What is interpolated into a literal counts as its words. A quotation mark in a regular expression hides no more
/// than the rest of its line.
func swiftCode(of text: String) -> String {
  enum Place {
    case code
    case lineComment
    case blockComment(depth: Int)
    /// Ends with these bytes; an escape begins with those.
    case string(end: [UInt8], escape: [UInt8], isMultiline: Bool)
  }
  let source = Array(text.utf8)
  var result: [UInt8] = []
  result.reserveCapacity(source.count)
  var place = Place.code
  var index = 0

  func isNext(_ token: some Collection<UInt8>) -> Bool { source[index...].starts(with: token) }
  func blank(_ count: Int) {
    for byte in source[index...].prefix(count) {
      result.append(byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
    }
    index += count
  }

  while index < source.count {
    switch place {
    case .code:
      let signs = Array(source[index...].prefix { $0 == UInt8(ascii: "#") })
      if isNext("//".utf8) {
        place = .lineComment
      } else if isNext("/*".utf8) {
        place = .blockComment(depth: 1)
        blank(2)
      } else if isNext(signs + Array("\"".utf8)) {
        let isMultiline = isNext(signs + Array("\"\"\"".utf8))
        let quotes = Array((isMultiline ? "\"\"\"" : "\"").utf8)
        place = .string(end: quotes + signs, escape: [UInt8(ascii: "\\")] + signs, isMultiline: isMultiline)
        blank(signs.count + quotes.count)
      } else {
        result.append(source[index])
        index += 1
      }
    case .lineComment:
      if source[index] == UInt8(ascii: "\n") { place = .code }
      blank(1)
    case .blockComment(let depth):
      if isNext("/*".utf8) {
        place = .blockComment(depth: depth + 1)
        blank(2)
      } else if isNext("*/".utf8) {
        place = depth == 1 ? .code : .blockComment(depth: depth - 1)
        blank(2)
      } else {
        blank(1)
      }
    case .string(let end, let escape, let isMultiline):
      if isNext(end) {
        place = .code
        blank(end.count)
      } else if isNext(escape) {
        blank(escape.count + 1)
      } else {
        if source[index] == UInt8(ascii: "\n"), !isMultiline { place = .code }
        blank(1)
      }
    }
  }
  return String(decoding: result, as: UTF8.self)
}

/// A regular expression whose `\b` stands at the edge of every identifier: by Unicode's rules `a.b` is one word.
func pattern<Output>(_ text: String, as output: Output.Type = AnyRegexOutput.self) throws -> Regex<Output> {
  try Regex(text, as: output).wordBoundaryKind(.simple)
}

extension SourceFile {
  /// The modules imported, each with its line: `package import struct Foundation.Date` imports Foundation.
  func imports() throws -> [(module: String, line: Int)] {
    let pattern = try pattern(
      #"^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:package|internal|private|fileprivate|public)\s+)?import\s+"#
        + #"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)"#, as: (Substring, Substring).self)
    return code.enumerated().compactMap { index, line in
      line.contains("import") ? line.firstMatch(of: pattern).map { (String($0.output.1), index + 1) } : nil
    }
  }
}
