import TOMLKit

/// The file before it is understood: what cannot be read as text or as TOML, and where.
enum SourceText {
  /// What is wrong, found before the parser is asked.
  struct Flaw: Error {
    let line: Int
    var column: Int?
    let reason: String
  }

  /// The bytes as text that the parser reads to its end.
  static func read(_ bytes: [UInt8]) throws(Flaw) -> String {
    guard bytes.count <= Configuration.maxFileSize else {
      throw Flaw(line: 1, reason: "tệp lớn hơn \(Configuration.maxFileSize / 1024) KiB nên không phải tệp cấu hình")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let line = firstLine(of: bytes) { String(validating: $0, as: UTF8.self) == nil }
      throw Flaw(line: line, reason: "dòng này không phải chữ UTF-8, hãy lưu lại tệp với bảng mã UTF-8")
    }
    // The parser takes a C string, and hands out C strings: it would cut both at NUL without a word.
    let hasNUL = { (text: String) in ["\0", "\\u0000", "\\U00000000"].contains { text.contains($0) } }
    if hasNUL(text) {
      let line = firstLine(of: bytes) { hasNUL(String(decoding: $0, as: UTF8.self)) }
      throw Flaw(line: line, reason: "dòng này có ký tự NUL, hãy xóa ký tự đó")
    }
    return text
  }

  private static func firstLine(of bytes: [UInt8], where isFlawed: (ArraySlice<UInt8>) -> Bool) -> Int {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return (lines.firstIndex(where: isFlawed) ?? 0) + 1
  }

  /// The keys of the file.
  ///
  /// - Throws: `Flaw` or `TOMLParseError`, whichever stands first.
  static func parse(_ text: String, outline: Outline) throws -> [String: Node] {
    guard let trap = outline.trap else { return try Node.parse(text) }
    _ = try Node.parse(String(decoding: trap.preceding, as: UTF8.self))
    throw trap.flaw
  }

  /// An error of `read` or `parse` as an administrator is told of it.
  static func problem(_ error: any Error, file: String) -> ConfigurationProblem {
    switch error {
    case let flaw as Flaw:
      problem(file: file, line: flaw.line, column: flaw.column, reason: flaw.reason)
    case let error as TOMLParseError:
      problem(
        file: file, line: max(1, error.source.begin.line), column: max(1, error.source.begin.column),
        reason: reason(error.description))
    default:
      problem(file: file, line: 1, column: nil, reason: "không đọc được tệp theo cú pháp TOML (\(error))")
    }
  }

  private static func problem(file: String, line: Int, column: Int?, reason: String) -> ConfigurationProblem {
    ConfigurationProblem(
      file: file, line: line, column: column, key: "", value: nil, reason: reason, accepted: nil)
  }

  /// The parser's English in the reader's words; the first entry that fits holds.
  private static func reason(_ text: String) -> String {
    reasons.first { text.contains($0.sign) }?.reason
      ?? "sai cú pháp TOML, hãy xem dấu bằng, dấu nháy, dấu ngoặc ở dòng này (\(text))"
  }

  static let missingValueReason = "thiếu giá trị"
  static let unquotedReason = "giá trị viết chưa đúng: chữ phải đặt giữa hai dấu nháy kép thẳng \"…\""
  static let dateReason = "giờ, ngày phải đặt giữa hai dấu nháy kép, ví dụ \"07:30\""
  static let headerReason = "tên mục viết chưa đúng, cần đủ ngoặc và tên: [mục] hoặc [[mục]]"

  private static let reasons = [
    (sign: "cannot redefine existing", reason: "khóa hoặc mục này đã có ở phía trên, hãy bỏ bớt một chỗ"),
    (sign: "expected '='", reason: "thiếu dấu = giữa khóa và giá trị"),
    (sign: "expected a comment or whitespace", reason: "thừa chữ sau giá trị, mỗi khóa cần một dòng riêng"),
    (
      sign: "expected keys, tables",
      reason: "dòng phải bắt đầu bằng tên khóa không dấu, bằng [mục], [[mục]] hoặc bằng dấu #"
    ),
    (sign: "parsing table header", reason: headerReason),
    (
      sign: "parsing key:",
      reason: "tên khóa viết chưa đúng, mỗi phần gồm a–z, 0–9, _ hoặc - và cách nhau một dấu chấm"
    ),
    (sign: "parsing inline table", reason: "bảng trong ngoặc nhọn viết chưa đúng hoặc thiếu dấu } ở cuối"),
    (sign: "parsing array", reason: "danh sách viết chưa đúng: thiếu dấu phẩy giữa các mục hoặc thiếu dấu ] ở cuối"),
    (sign: "parsing string", reason: "chuỗi chữ viết chưa đúng: thiếu dấu nháy kép ở cuối hoặc có dấu \\ không hợp lệ"),
    (sign: "expected value", reason: missingValueReason),
    (sign: "determine value type", reason: unquotedReason),
    (sign: "integer", reason: "số viết chưa đúng, chỉ viết các chữ số, không có số 0 ở đầu"),
  ]
}
