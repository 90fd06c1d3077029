import Foundation
import Testing

@testable import Reports

/// Templates that would take the daemon's memory or its time, and files that are no plain Word document whatever their
/// name says.
@Suite struct HostileTemplateTests {
  private static let fields: TemplateFields = {
    var fields = TemplateFields()
    fields.texts = ["ten": "Kiến Minh", "dai": String(repeating: "a", count: 4 << 20)]
    for name in ["a", "b", "c"] {
      fields.add(name, (1...30).map { ["luot": "\($0)"] }, fields: ["luot"])
    }
    fields.pictures["bieu_do"] = TemplateFields.Picture(bytes: [0x89], width: 10, height: 10)
    return fields
  }()

  private func fill(_ body: String) throws -> [String] { try Word.filled(body, with: Self.fields) }

  private func problems(_ body: String) -> [String] { Word.problems(of: body, with: Self.fields) }

  private static func box(_ content: String) -> String {
    """
    <w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>\(content)\
    </w:txbxContent></v:textbox></v:shape></w:pict></w:r>
    """
  }

  // MARK: - Memory and time

  @Test func `A text box within a text box is filled once, through the outer one`() throws {
    let inner = ["{{#b}}", "b{{luot}}", "{{/b}}"].map(Word.paragraph).joined()
    let outer =
      Word.paragraph("{{#a}}") + "<w:p>\(Word.run("a{{luot}}"))\(Self.box(inner))</w:p>" + Word.paragraph("{{/a}}")
    let filled = try fill("<w:p>\(Self.box(outer))</w:p>")
    let expected = (1...30).flatMap { outer in ["a\(outer)"] + (1...30).map { "b\($0)" } }
    #expect(filled == [""] + expected)
  }

  @Test func `Lists in one another beyond two are refused by name`() throws {
    let names = ["a", "b", "c"]
    let body = names.map { "{{#\($0)}}" } + ["{{luot}}"] + names.reversed().map { "{{/\($0)}}" }
    let told = problems(body.map(Word.paragraph).joined())
    #expect(told.count == 1)
    #expect(told.first?.contains("{{#c}}") == true && told.first?.contains("nhiều nhất 2 khối") == true)
    let two = ["{{#a}}", "{{#b}}", "{{luot}}", "{{/b}}", "{{/a}}"]
    #expect(try fill(two.map(Word.paragraph).joined()).count == 900)
  }

  @Test(arguments: [
    ["{{#a}}", "{{#b}}"] + Array(repeating: "{{luot}}", count: 30) + ["{{/b}}", "{{/a}}"],
    // With nothing to copy, an entry is still work.
    Array(repeating: ["{{#a}}", "{{/a}}"], count: 800).flatMap(\.self) + ["{{ten}}"],
    // One copy, but a large one.
    ["{{#a}}", "</w:t></w:r>\(String(repeating: "<w:r/>", count: 400_000))<w:r><w:t>", "{{/a}}"],
    [String(repeating: "{{dai}}", count: 9)], Array(repeating: "{{@bieu_do}}", count: 21),
  ])
  func `A template that makes far more of itself than a report is refused in one sentence`(_ texts: [String]) {
    let told = problems(texts.map(Word.paragraph).joined())
    #expect(told.count == 1)
    #expect(told.first?.contains("quá dài") == true)
  }

  /// Quadratic work on these takes minutes, and the suite's limit of time ends it.
  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      (Word.paragraph("{{#a}}"), 8_000), (Word.paragraph("{{#a}}") + Word.paragraph("{{/c}}"), 4_000),
      ("<w:tbl>" + Word.row("{{#a}}") + "</w:tbl>", 2_000), (Word.paragraph("{{khong_co}}"), 8_000),
    ])
  func `Thousands of markers without an end are told of and not multiplied`(_ one: String, _ count: Int) {
    let told = problems(String(repeating: one, count: count))
    #expect((1...2).contains(told.count))
    let rows = "<w:tbl>\(String(repeating: Word.row("{{#a}}"), count: count / 4))</w:tbl>"
    #expect(problems(rows).count == 1)
    let cell =
      "<w:tbl><w:tr><w:tc>\(String(repeating: Word.paragraph("{{#a}}"), count: count / 2))</w:tc></w:tr></w:tbl>"
    #expect(problems(cell).count == 1)
  }

  @Test(.timeLimit(.minutes(5)))
  func `A paragraph of very many fields is filled in one go`() throws {
    let text = String(repeating: "{{ten}} ", count: 40_000)
    #expect(try fill(Word.paragraph(text)) == [String(repeating: "Kiến Minh ", count: 40_000)])
  }

  @Test func `No more is told of than somebody reads`() {
    let body = (0..<400).map { Word.paragraph("{{khong_co_\($0)}}") }.joined()
    #expect(problems(body).count == TemplateFiller.toldProblems)
    let long = problems(Word.paragraph("{{\(String(repeating: "x", count: 100_000))}}"))
    #expect(long.count == 1 && long.allSatisfy { $0.count < 200 })
  }

  @Test func `Filling ends with its task`() async {
    let file = Word.document(Word.paragraph("{{ten}}"))
    await #expect(throws: CancellationError.self) {
      try await withThrowingTaskGroup(of: Data.self) { group in
        group.cancelAll()
        group.addTask { try TemplateFiller.fill(file, with: Self.fields) }
        for try await _ in group {}
      }
    }
  }

  // MARK: - Words with braces

  @Test func `A value with braces is no fault of the template`() throws {
    var fields = Self.fields
    fields.texts["ten"] = "Họp {{thôn}} bàn }}"
    let body = Word.paragraph("{{#a}}") + Word.paragraph("{{ten}}") + Word.paragraph("{{/a}}")
    let filled = try Word.paragraphs(of: TemplateFiller.fill(Word.document(body), with: fields))
    #expect(filled == Array(repeating: "Họp {{thôn}} bàn }}", count: 30))
  }

  @Test func `Braces beside a field, and a paragraph where no document has one, are still found`() {
    #expect(problems(Word.paragraph("{{ten}} }}")).count == 1)
    #expect(problems("<w:p>\(Word.paragraph("{{ten}}"))</w:p>").count == 1)
  }

  @Test func `A field in single braces is remarked, and other braces are not`() throws {
    let report = SampleReport.report(turns: 10)
    let body = [
      "{assist_turn} lượt, { {assist_turn} } lượt", "{{assist_turn}}", "{a} {", "{{#muc_i}}", "{doan}", "{{/muc_i}}",
    ]
    let remarks = try report.remarks(onTemplate: Word.document(body.map(Word.paragraph).joined()))
    #expect(remarks.count { $0.contains("{{assist_turn}}") } == 1)
    #expect(remarks.count { $0.contains("{{doan}}") } == 1)
    #expect(remarks.count == 2)
  }

  // MARK: - Files that are no plain Word document

  private func fault(_ change: (inout [(name: String, part: String)]) -> Void) throws -> String? {
    var parts: [(name: String, part: String)] = Word.parts(Word.paragraph("{{ten}}")).map { ($0, $1) }
    change(&parts)
    var package = ZipPackage()
    for (name, part) in parts { package[name] = Data(part.utf8) }
    return fault(try package.packed())
  }

  private func fault(_ file: Data) -> String? {
    do {
      _ = try TemplateFiller.fill(file, with: Self.fields)
      return nil
    } catch {
      return (error as? TemplateFault)?.clause ?? "\(error)"
    }
  }

  @Test func `A document saved as Strict Open XML is refused with what to do`() throws {
    let told = try fault { parts in
      parts[1].part.replace(XMLTree.word, with: "http://purl.oclc.org/ooxml/wordprocessingml/main")
    }
    #expect(told?.contains("Strict Open XML; hãy lưu lại") == true)
    let other = try fault { parts in parts[1].part.replace(XMLTree.word, with: "urn:a") }
    #expect(other?.contains("không phải văn bản Word") == true)
  }

  @Test func `A document without any field is refused`() {
    #expect(fault(Word.document(Word.paragraph("Báo cáo tháng trước")))?.contains("không có trường nào") == true)
    #expect(fault(Word.document(Word.paragraph("{{khong_co}}")))?.contains("không có trường nào") == false)
  }

  @Test(arguments: [
    ("application/vnd.ms-word.document.macroEnabled.main+xml", "macro"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", ".dotx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "không phải văn bản Word"),
  ])
  func `What is something else under another name is told what it is`(_ type: String, _ words: String) throws {
    #expect(try fault { parts in parts[0].part.replace(Word.mainType, with: type) }?.contains(words) == true)
  }

  @Test func `A macro is refused wherever it is named`() throws {
    #expect(try fault { $0.append(("word/vbaProject.bin", "a")) }?.contains("macro") == true)
    let type = #"<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>"#
    #expect(try fault { $0[0].part.replace("</Types>", with: type) }?.contains("macro") == true)
    let link = Self.links(#"Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="a.bin""#)
    #expect(try fault { $0.append(("word/_rels/document.xml.rels", link)) }?.contains("macro") == true)
  }

  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  private static func links(_ one: String) -> String {
    """
    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
    <Relationship Id="rId1" \(one)/></Relationships>
    """
  }

  @Test func `A picture that lies elsewhere is refused, a link for readers is not`() throws {
    let name = "word/_rels/document.xml.rels"
    let picture = Self.links(#"Type="\#(Self.office)/image" Target="http://a.example/b.png" TargetMode="External""#)
    #expect(try fault { $0.append((name, picture)) }?.contains("http://a.example/b.png") == true)
    let link = Self.links(#"Type="\#(Self.office)/hyperlink" Target="http://a.example/" TargetMode="External""#)
    #expect(try fault { $0.append((name, link)) } == nil)
  }

  @Test func `The template a document was once made from is not asked for by the report`() throws {
    var package = ZipPackage()
    for (name, part) in Word.parts(Word.paragraph("{{ten}}")) { package[name] = Data(part.utf8) }
    let rels = "word/_rels/settings.xml.rels"
    let target = "file:///C:\\Users\\a\\b.dotm"
    package[rels] = Data(
      Self.links(#"Type="\#(Self.office)/attachedTemplate" Target="\#(target)" TargetMode="External""#).utf8)
    package["word/settings.xml"] = Data(
      """
      <w:settings xmlns:w="\(XMLTree.word)" xmlns:r="\(Self.office)"><w:zoom w:percent="100"/>\
      <w:attachedTemplate r:id="rId1"/></w:settings>
      """.utf8)
    let filled = try ZipPackage(reading: TemplateFiller.fill(try package.packed(), with: Self.fields))
    for name in [rels, "word/settings.xml"] {
      let part = String(decoding: try #require(filled[name]), as: UTF8.self)
      #expect(!part.contains("attachedTemplate") && !part.contains("b.dotm"), "\(name)")
    }
    #expect(String(decoding: try #require(filled["word/settings.xml"]), as: UTF8.self).contains("zoom"))
  }

  @Test func `A file with a password or of an old Word is told what to do, and an empty one that it is empty`() {
    let old = Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) + Data(count: 4088)
    #expect(fault(old)?.contains("gỡ mật khẩu và lưu lại dạng Word Document (.docx)") == true)
    #expect(fault(Data()) == "tệp trống")
  }
}
