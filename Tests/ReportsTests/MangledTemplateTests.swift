import Foundation
import Testing

@testable import Reports

/// The stock template as a word processor leaves it behind after an hour's editing.
@Suite struct MangledTemplateTests {
  @Test func `A hundred mangled templates fill like the clean one`() throws {
    let small = Word.document(
      ["{{co_quan}}", "{{#muc_i}}", "{{stt}}. {{doan}}", "{{/muc_i}}", "{{?kinh_gui}}", "Gửi: {{kinh_gui}}"]
        .map(Word.paragraph).joined()
        + [Word.paragraph("{{/kinh_gui}}"), "<w:tbl>", Word.row("TT", "Việc")].joined()
        + Word.row("{{#bang_activity}}{{stt}}", "{{ten}}: {{luot}} lượt{{/bang_activity}}") + "</w:tbl>")
    try expectSame(small, of: SampleReport.report(turns: 60), seeds: 1...100, paragraphs: 30)
  }

  /// Each time other runs of it, since a whole one takes seconds to fill; all of it twice.
  @Test func `Three hundred times the stock template fills the same, wherever it is mangled`() throws {
    let report = Report(SampleReport.material(turns: SampleReport.turns(4), entries: []), for: SampleReport.profile)
    try expectSame(StockTemplate.file(), of: report, seeds: 1001...1300, part: 16, paragraphs: 150)
    try expectSame(StockTemplate.file(), of: SampleReport.report(turns: 60), seeds: 1301...1302, paragraphs: 200)
  }

  /// - Parameter part: one of how many runs is mangled.
  private func expectSame(
    _ template: Data, of report: Report, seeds: ClosedRange<UInt64>, part: Int = 1, paragraphs: Int
  ) throws {
    let fields = try report.templateFields()
    let parts = try ZipPackage(reading: template)
    let clean = try Word.paragraphs(of: TemplateFiller.fill(template, with: fields))
    #expect(clean.count > paragraphs)
    #expect(!clean.contains { $0.contains("{{") })
    for seed in seeds {
      var generator = Seeded(seed)
      let mangled = try Self.mangle(parts, part: part, with: &generator)
      let filled = try Word.paragraphs(of: TemplateFiller.fill(mangled, with: fields))
      #expect(filled == clean, "seed \(seed)")
      if filled != clean { return }
    }
  }

  /// Cuts every text into runs at random and puts between them what Word does.
  private static func mangle(_ stock: ZipPackage, part: Int, with generator: inout Seeded) throws -> Data {
    let document = String(decoding: try #require(stock["word/document.xml"]), as: UTF8.self)
    let runs = document.components(separatedBy: "<w:r>")
    var mangled = runs[0]
    for run in runs.dropFirst() {
      let parts = run.components(separatedBy: "</w:r>")
      let isMangled = Int.random(in: 0..<part, using: &generator) == 0
      mangled += (isMangled ? pieces(of: parts[0], with: &generator) : "<w:r>\(parts[0])</w:r>") + parts[1]
    }
    var package = stock
    package["word/document.xml"] = Data(mangled.utf8)
    return try package.packed()
  }

  private static let noise = [
    #"<w:proofErr w:type="spellStart"/>"#, #"<w:proofErr w:type="spellEnd"/>"#,
    #"<w:bookmarkStart w:id="1" w:name="a"/>"#, #"<w:bookmarkEnd w:id="1"/>"#,
    #"<w:del w:id="2" w:author="a"><w:r><w:delText>{{</w:delText></w:r></w:del>"#,
    "<w:r><w:lastRenderedPageBreak/></w:r>", "",
  ]

  private static let wrappings = [
    ("", ""), ("<w:ins w:id=\"3\" w:author=\"a\">", "</w:ins>"), ("<w:hyperlink>", "</w:hyperlink>"),
    ("<w:smartTag>", "</w:smartTag>"), ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
  ]

  private static func pieces(of run: String, with generator: inout Seeded) -> String {
    guard let open = run.range(of: #"<w:t xml:space="preserve">"#), let close = run.range(of: "</w:t>") else {
      return "<w:r>\(run)</w:r>"
    }
    let properties = run[..<open.lowerBound]
    // By scalars: Word may even part a letter from its mark.
    var rest = Array(run[open.upperBound..<close.lowerBound].unicodeScalars)
    var result = ""
    while !rest.isEmpty {
      let count = Int.random(in: 1...min(rest.count, 6), using: &generator)
      var text = String.UnicodeScalarView()
      for scalar in rest.prefix(count) {
        text.append(scalar)
        if scalar == "_", Bool.random(using: &generator) { text.append("\u{200B}") }
      }
      rest.removeFirst(count)
      let wrapping = wrappings[Int.random(in: 0..<wrappings.count, using: &generator)]
      result += noise[Int.random(in: 0..<noise.count, using: &generator)]
      result += "\(wrapping.0)<w:r>\(properties)<w:t xml:space=\"preserve\">\(String(text))</w:t></w:r>\(wrapping.1)"
    }
    return result
  }
}
