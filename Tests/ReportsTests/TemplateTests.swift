import Foundation
import Testing

@testable import Reports

@Suite struct TemplateTests {
  private static let fields: TemplateFields = {
    var fields = TemplateFields()
    fields.texts = ["ten": "Kiến Minh", "tong": "2.000", "trong": "", "chuc_vu": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"]
    fields.add("viec", [["luot": "12"], ["luot": "30"]], fields: ["luot"])
    fields.add("rong", [], fields: ["luot"])
    return fields
  }()

  private func fill(_ body: String) throws -> [String] { try Word.filled(body, with: Self.fields) }

  private func problems(_ body: String) -> [String] { Word.problems(of: body, with: Self.fields) }

  @Test func `A field is filled wherever its runs are cut, and keeps the first run's looks`() throws {
    let cut = "<w:p>\(Word.run("xã {"))\(Word.run("{t"))\(Word.run("en}"))\(Word.run("}, {{tong}} lượt"))</w:p>"
    #expect(try fill(cut) == ["xã Kiến Minh, 2.000 lượt"])
  }

  @Test(arguments: ["{{ TEN }}", "{{te\u{AD}n}}", "{{t\u{200B}en}}", "{{\u{A0}ten}}", "{{Ten}}"])
  func `A name is known however a keyboard wrote it`(_ token: String) throws {
    #expect(try fill(Word.paragraph(token)) == ["Kiến Minh"])
  }

  @Test func `A text of several lines breaks where its lines do`() throws {
    #expect(try fill(Word.paragraph("TM. {{chuc_vu}}.")) == ["TM. KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH."])
  }

  @Test func `Paragraphs between two markers are repeated`() throws {
    let body = ["a", "{{#viec}}", "{{stt}}. {{luot}} của {{ten}}", "–", "{{/viec}}", "b"].map(Word.paragraph).joined()
    #expect(try fill(body) == ["a", "1. 12 của Kiến Minh", "–", "2. 30 của Kiến Minh", "–", "b"])
  }

  @Test func `A row with both markers is repeated, and so are several from one to the other`() throws {
    let one =
      "<w:tbl>\(Word.row("đầu", ""))\(Word.row("{{#viec}}{{stt}}", "{{luot}}{{/viec}}"))\(Word.row("cuối", ""))</w:tbl>"
    #expect(try fill(one) == ["đầu", "", "1", "12", "2", "30", "cuối", ""])
    let two = "<w:tbl>\(Word.row("{{#viec}}{{stt}}"))\(Word.row("{{luot}}{{/viec}}"))</w:tbl>"
    #expect(try fill(two) == ["1", "12", "2", "30"])
  }

  @Test func `Paragraphs within one cell are repeated there and not with their row`() throws {
    let cell = ["{{#viec}}", "{{luot}}", "{{/viec}}"].map(Word.paragraph).joined()
    #expect(
      try fill("<w:tbl><w:tr><w:tc>\(cell)</w:tc><w:tc>\(Word.paragraph("x"))</w:tc></w:tr></w:tbl>") == [
        "12", "30", "x",
      ])
  }

  @Test func `A condition keeps its paragraphs only where there is something to say`() throws {
    let body = ["{{?ten}}", "có", "{{/ten}}", "{{?trong}}", "không", "{{/trong}}", "{{?rong}}", "rỗng", "{{/rong}}"]
    #expect(try fill(body.map(Word.paragraph).joined()) == ["có"])
  }

  @Test func `Blocks may stand in one another`() throws {
    let body = ["{{?ten}}", "{{#viec}}", "{{?trong}}", "không", "{{/trong}}", "{{luot}}", "{{/viec}}", "{{/ten}}"]
    #expect(try fill(body.map(Word.paragraph).joined()) == ["12", "30"])
  }

  @Test func `An unknown field is named with the nearest that is known`() {
    #expect(problems(Word.paragraph("{{tonng}} {{ten}}")) == ["Trường {{tonng}} không có, có lẽ là {{tong}}."])
    #expect(problems(["{{#vie}}", "{{/vie}}"].map(Word.paragraph).joined()).first?.contains("{{viec}}") == true)
    #expect(problems(["{{#rong}}", "{{luott}}", "{{/rong}}"].map(Word.paragraph).joined()).count == 1)
  }

  @Test func `A block swallows nothing that is not its own`() {
    // Its end is in a table, where it closes nothing that began outside.
    let body = Word.paragraph("{{#viec}}") + "<w:tbl>\(Word.row("{{luot}}{{/viec}}"))</w:tbl>"
    #expect(problems(body).contains { $0.contains("không có đoạn {{/viec}}") })
    #expect(problems("<w:tbl>\(Word.row("{{#viec}}{{luot}}"))</w:tbl>").contains { $0.contains("trong cùng một bảng") })
    #expect(problems(Word.paragraph("{{/viec}}")).count == 1)
    #expect(problems(Word.paragraph("a {{#viec}} b")).count == 1)
  }

  @Test func `Braces without a partner are found`() {
    #expect(problems(Word.paragraph("{{ten") + Word.paragraph("}}")).count == 2)
    #expect(problems(Word.paragraph("{ten} { {{ten}}")) == [])
  }

  @Test func `What a value says is never taken for a field`() throws {
    var fields = Self.fields
    fields.texts["ten"] = "<b>&amp; \"x\""
    let filled = try TemplateFiller.fill(Word.document(Word.paragraph("{{ten}}")), with: fields)
    #expect(try Word.paragraphs(of: filled) == ["<b>&amp; \"x\""])
  }

  // MARK: - Files that are not what they say

  private func fault(_ file: Data) -> String? {
    do {
      _ = try TemplateFiller.fill(file, with: Self.fields)
      return nil
    } catch {
      return (error as? TemplateFault)?.clause ?? "\(error)"
    }
  }

  @Test func `A document type is refused in any part`() {
    let bomb = #"<!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;</a>"#
    for name in ["word/document.xml", "word/styles.xml", "[Content_Types].xml"] {
      var package = ZipPackage()
      for (name, part) in Word.parts("") { package[name] = Data(part.utf8) }
      package[name] = Data(bomb.utf8)
      #expect(fault((try? package.packed()) ?? Data())?.contains("DTD") == true, "\(name)")
    }
  }

  @Test func `A part that unpacks to far more than a template is refused`() throws {
    var package = ZipPackage()
    for (name, part) in Word.parts("") { package[name] = Data(part.utf8) }
    package["word/media/a.png"] = Data(count: ZipPackage.partLimit + 1)
    let file = try package.packed()
    #expect(file.count < 100_000)
    #expect(fault(file)?.contains("quá lớn") == true)
  }

  @Test(arguments: ["../etc/passwd", "/etc/passwd", "word/../../a", "c:\\a", "word//a", "word/./a"])
  func `A name that leads out of the file is refused`(_ name: String) throws {
    var package = ZipPackage()
    for (name, part) in Word.parts("") { package[name] = Data(part.utf8) }
    package[name] = Data("a".utf8)
    #expect(fault(try package.packed())?.contains("chỉ ra ngoài") == true)
  }

  @Test func `What is no document is refused, whatever is cut from it or changed in it`() throws {
    let file = Word.document(Word.paragraph("{{ten}}"))
    #expect(fault(Data())?.isEmpty == false)
    #expect(fault(Data("PK".utf8))?.isEmpty == false)
    for length in stride(from: 1, to: file.count, by: 7) { #expect(fault(file.prefix(length))?.isEmpty == false) }
    var generator = Seeded(7)
    for _ in 0..<500 {
      var bytes = file
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      // Anything but a crash.
      _ = fault(bytes)
    }
  }
}
