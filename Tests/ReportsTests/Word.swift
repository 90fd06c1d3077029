import Foundation
import Testing

@testable import Reports

/// Word documents made by hand for a test, and what can be read out of one.
enum Word {
  static func document(_ body: String) -> Data {
    var package = ZipPackage()
    for (name, part) in parts(body) { package[name] = Data(part.utf8) }
    return (try? package.packed()) ?? Data()
  }

  /// The paragraphs of a filled document.
  static func filled(_ body: String, with fields: TemplateFields) throws -> [String] {
    try paragraphs(of: TemplateFiller.fill(document(body), with: fields))
  }

  /// What a clerk is told of it.
  static func problems(of body: String, with fields: TemplateFields) -> [String] {
    do {
      _ = try TemplateFiller.fill(document(body), with: fields)
      return []
    } catch let problems as TemplateProblems {
      return problems.problems
    } catch {
      Issue.record(error)
      return []
    }
  }

  static let mainType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

  static func parts(_ body: String) -> [(String, String)] {
    [
      (
        "[Content_Types].xml",
        """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
        <Override PartName="/word/document.xml" ContentType="\(mainType)"/></Types>
        """
      ),
      ("word/document.xml", #"<w:document xmlns:w="\#(XMLTree.word)"><w:body>\#(body)</w:body></w:document>"#),
    ]
  }

  static func paragraph(_ text: String) -> String { "<w:p>\(run(text))</w:p>" }

  static func run(_ text: String) -> String { #"<w:r><w:t xml:space="preserve">\#(text)</w:t></w:r>"# }

  static func row(_ cells: String...) -> String {
    "<w:tr>\(cells.map { "<w:tc>\(paragraph($0))</w:tc>" }.joined())</w:tr>"
  }

  /// The texts of all paragraphs, in order; a line break is one.
  static func paragraphs(of file: Data) throws -> [String] {
    let part = try #require(try ZipPackage(reading: file)["word/document.xml"])
    return try XMLTree(part, name: "word/document.xml").withRoot { root in
      root.descendants("p").map { paragraph in
        var text = ""
        for node in paragraph.descendants("r", notInside: "p").flatMap(\.elements) {
          if node.isWord("t") { text += node.text } else if node.isWord("br") { text += "\n" }
        }
        return text
      }
    }
  }
}

/// A generator anybody can repeat by its seed.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
