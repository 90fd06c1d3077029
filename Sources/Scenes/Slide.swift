package import Queueing

/// A picture in a file, PNG.
package struct SlideImage: Hashable, Sendable {
  package let file: String
  /// Another one for other contents, so that what was drawn from the file before is not taken for it.
  package let version: String

  package init(file: String, version: String) {
    self.file = file
    self.version = version
  }
}

/// A page of the centre's notices.
package struct Slide: Hashable, Sendable {
  package let title: String
  /// Sentences and points, each on lines of its own.
  package let lines: [String]
  /// What a QR code beside the words holds.
  package let code: String?
  /// A picture beside the words, where there is no code.
  package let image: SlideImage?

  package init(title: String, lines: [String], code: String? = nil, image: SlideImage? = nil) {
    self.title = title
    self.lines = lines
    self.code = code
    self.image = image
  }
}

/// Why a text is no slide, for whoever wrote it.
package struct SlideProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1; `nil` for the text as a whole.
  package let line: Int?
  package let reason: String

  package init(line: Int?, reason: String) {
    self.line = line
    self.reason = reason
  }

  package var description: String { line.map { "dòng \($0): \(reason)" } ?? reason }
}

/// A slide and the days on which it is shown, as somebody writes it:
///
///     # Cảnh giác lừa đảo
///     Một câu.
///     - Một ý.
///     QR: https://…
///     Từ ngày: 2026-11-01
///     Đến hết: 2026-12-31
package struct SlideText: Hashable, Sendable {
  package let slide: Slide
  /// Beside the text; `slide.image` is made of it by who knows the folder.
  package let imageName: String?
  package let from: ServiceDay?
  package let through: ServiceDay?

  /// What fits on a board that is read from six metres.
  package static let titleLimit = 60
  package static let lineLimit = 140
  package static let lineCount = 5
  package static let codeLimit = 200

  package func isShown(on day: ServiceDay) -> Bool {
    from.map { $0 <= day } ?? true && through.map { day <= $0 } ?? true
  }

  package init(parsing text: String) throws(SlideProblem) {
    var title: String?
    var lines: [String] = []
    var fields: [Field: String] = [:]
    for (index, written) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = written.trimmed
      let problem = { (reason: String) in SlideProblem(line: index + 1, reason: reason) }
      if line.isEmpty { continue }
      if line.hasPrefix("# ") {
        guard title == nil else { throw problem("đã có tiêu đề ở trên; mỗi tệp là một trang.") }
        title = line.dropFirst(2).trimmed
      } else if let (field, value) = Field.read(line) {
        guard fields.updateValue(value, forKey: field) == nil else { throw problem("\(field.rawValue) ghi hai lần.") }
        if field.isDate, ServiceDay(value) == nil { throw problem("“\(value)” không phải ngày dạng 2026-11-23.") }
      } else {
        let sentence = line.hasPrefix("- ") ? "• " + line.dropFirst(2).trimmed : line
        guard sentence.count <= Self.lineLimit else { throw problem("dài quá \(Self.lineLimit) ký tự.") }
        lines.append(sentence)
      }
    }
    guard let title, !title.isEmpty else {
      throw SlideProblem(line: nil, reason: "thiếu tiêu đề; hãy viết một dòng bắt đầu bằng “# ”.")
    }
    guard title.count <= Self.titleLimit else {
      throw SlideProblem(line: nil, reason: "tiêu đề dài quá \(Self.titleLimit) ký tự.")
    }
    guard lines.count <= Self.lineCount else {
      throw SlideProblem(line: nil, reason: "có \(lines.count) dòng, nhiều nhất \(Self.lineCount).")
    }
    guard fields[.code]?.utf8.count ?? 0 <= Self.codeLimit else {
      throw SlideProblem(line: nil, reason: "nội dung QR dài quá \(Self.codeLimit) byte.")
    }
    if let name = fields[.image], name.contains("/") || !name.hasSuffix(".png") {
      throw SlideProblem(line: nil, reason: "ảnh phải là tên một tệp .png trong cùng thư mục.")
    }
    slide = Slide(title: title, lines: lines, code: fields[.code])
    imageName = fields[.image]
    from = fields[.from].flatMap(ServiceDay.init)
    through = fields[.through].flatMap(ServiceDay.init)
  }

  private init(_ slide: Slide, of other: SlideText) {
    self.slide = slide
    imageName = other.imageName
    from = other.from
    through = other.through
  }

  /// The same with its picture where it lies.
  package func picturing(_ image: SlideImage) -> SlideText {
    SlideText(Slide(title: slide.title, lines: slide.lines, code: slide.code, image: image), of: self)
  }

  private enum Field: String, CaseIterable {
    case code = "QR"
    case image = "Ảnh"
    case from = "Từ ngày"
    case through = "Đến hết"

    var isDate: Bool { self == .from || self == .through }

    static func read(_ line: String) -> (Field, String)? {
      for field in allCases where line.hasPrefix(field.rawValue + ":") {
        return (field, line.dropFirst(field.rawValue.count + 1).trimmed)
      }
      return nil
    }
  }
}

extension StringProtocol {
  /// Without white space at its ends.
  fileprivate var trimmed: String {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    let end = lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? startIndex
    return start < end ? String(self[start..<end]) : ""
  }
}
