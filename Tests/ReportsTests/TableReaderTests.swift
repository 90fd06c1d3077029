import Foundation
import Records
import Testing

@testable import Reports

@Suite struct TableReaderTests {
  private static func lines(_ bytes: [UInt8], _ format: TableFormat = .csv) throws -> [TableLine] {
    let reader = try format.reader(of: bytes)
    var lines: [TableLine] = []
    while let line = try reader.next() { lines.append(line) }
    return lines
  }

  private static func lines(_ text: String) throws -> [TableLine] { try lines(Array(text.utf8)) }

  @Test(arguments: [
    "Mã,Tên\r\na,\"Thôn 1, Đông\"\r\n", "\u{FEFF}Mã;Tên\na;Thôn 1, Đông", "Mã\tTên\ra\tThôn 1, Đông\r",
    "sep=;\nMã;Tên\n;\n a ; \u{A0}Tho\u{302}n 1, Đo\u{302}ng\u{200B}\n", "Mã;Tên\r\n\"a\";\"Thôn 1, Đông\"",
  ])
  func `A table is the same however a program wrote it`(_ text: String) throws {
    let lines = try Self.lines(text)
    #expect(lines.map(\.cells) == [["Mã", "Tên"], ["a", "Thôn 1, Đông"]])
    #expect(lines.last?.cells[1].utf8.elementsEqual("Thôn 1, Đông".utf8) == true)
  }

  @Test func `A table in UTF-16 is read in either order`() throws {
    for isBig in [false, true] {
      let units = Array("\u{FEFF}Mã\tTên\r\na\tThôn\r\n".utf16)
      let bytes = units.flatMap { unit in
        isBig ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      }
      #expect(try Self.lines(bytes).map(\.cells) == [["Mã", "Tên"], ["a", "Thôn"]])
    }
  }

  @Test func `Lines are counted as a spreadsheet shows them, and empty ones are passed over`() throws {
    let lines = try Self.lines("a,b\n\n,\n\"x\ny\",\"say \"\"no\"\"\"\nlast,1")
    #expect(lines.map(\.number) == [1, 4, 6])
    #expect(lines[1].cells == ["x\ny", "say \"no\""])
  }

  @Test func `The apostrophe before what would be a formula is taken away again`() throws {
    #expect(
      try Self.lines(String(CSV.text([["=1+1", "-x", "'a", "+84"]]))).map(\.cells) == [["=1+1", "-x", "'a", "+84"]])
  }

  @Test(
    arguments: [
      ([0x4D, 0xE3, 0x2C, 0x54], "UTF-8"), ([0x61, 0x2C, 0x22, 0x62], "dấu nháy"),
      ([0x61, 0x00, 0x62], "không phải chữ"),
      ([0x50, 0x4B, 0x03, 0x04], ".xlsx"), ([0xFF, 0xFE, 0x61], "UTF-16"),
    ] as [([UInt8], String)])
  func `What is no table of text is refused with what to do`(_ bytes: [UInt8], _ word: String) {
    let error = #expect(throws: TableFault.self) { try Self.lines(bytes) }
    #expect(error?.description.contains(word) == true, "\(String(describing: error))")
  }

  @Test func `A line of very many columns and a cell of very many letters end the reading`() {
    #expect(throws: TableFault.self) { try Self.lines(String(repeating: ",", count: 300)) }
    #expect(throws: TableFault.self) { try Self.lines(String(repeating: "a", count: 20_000)) }
  }

  // MARK: - Workbooks

  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  private static func workbook(
    _ sheet: String, strings: String? = nil, properties: String = "", target: String = "worksheets/sheet1.xml",
    changing: (inout ZipPackage) -> Void = { _ in }
  ) throws -> [UInt8] {
    var package = ZipPackage()
    package["[Content_Types].xml"] = Data("<Types/>".utf8)
    package["xl/workbook.xml"] = Data(
      #"<workbook xmlns="\#(main)" xmlns:r="\#(relation)">\#(properties)<sheets><sheet name="a" sheetId="1" r:id="rId7"/></sheets></workbook>"#
        .utf8)
    package["xl/_rels/workbook.xml.rels"] = Data(
      #"<Relationships><Relationship Id="rId1" Target="styles.xml"/><Relationship Id="rId7" Target="\#(target)"/></Relationships>"#
        .utf8)
    package["xl/worksheets/sheet1.xml"] = Data(
      #"<worksheet xmlns="\#(main)"><sheetData>\#(sheet)</sheetData></worksheet>"#.utf8)
    if let strings { package["xl/sharedStrings.xml"] = Data(#"<sst xmlns="\#(main)">\#(strings)</sst>"#.utf8) }
    changing(&package)
    return Array(try package.packed())
  }

  @Test func `Cells of a workbook are read whatever holds their text`() throws {
    let sheet = """
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Tên </t></is></c></row>\
      <row r="3"><c r="B3" t="s"><v>1</v></c><c r="C3"><v>46086</v></c><c r="D3"><v>1.2E1</v></c>\
      <c r="E3" t="str"><f>A1</f><v>tính</v></c><c r="F3" t="b"><v>1</v></c><c r="G3"/><c r="H3" t="d"><v>2026-03-05</v></c></row>
      """
    let strings = """
      <si><t>Mã</t></si><si><r><t>Thôn </t></r><r><t xml:space="preserve">Đông</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>
      """
    let lines = try Self.lines(Self.workbook(sheet, strings: strings), .xlsx)
    #expect(lines.map(\.number) == [1, 3])
    #expect(lines[0].cells == ["Mã", "Tên"])
    #expect(lines[1].cells == ["", "Thôn Đông", "46086", "12", "tính", "TRUE", "", "2026-03-05"])
  }

  @Test func `A workbook that this program wrote is read`() throws {
    let file = try SampleReport.report(turns: 50).file(.xlsx)
    #expect(try Self.lines(Array(file), .xlsx).count > 3)
  }

  @Test func `Ten thousand rows are read one by one`() throws {
    let rows = (1...10_000).map {
      #"<row r="\#($0)"><c r="A\#($0)" t="inlineStr"><is><t>dòng \#($0)</t></is></c></row>"#
    }
    let reader = try TableFormat.xlsx.reader(of: Self.workbook(rows.joined()))
    var count = 0
    while let line = try reader.next() {
      count += 1
      #expect(line.cells == ["dòng \(count)"])
    }
    #expect(count == 10_000)
  }

  @Test func `A document type in any part of a workbook ends the reading`() throws {
    let type = #"<!DOCTYPE x [<!ENTITY a "b">]>"#
    for part in ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"] {
      let file = try Self.workbook("", strings: "<si><t>a</t></si>") { package in
        package[part] = Data(type.utf8) + (package[part] ?? Data())
      }
      let error = #expect(throws: TableFault.self, "\(part)") { try Self.lines(file, .xlsx) }
      #expect(error?.description.contains("DTD") == true)
    }
  }

  @Test func `What a workbook unpacks to is bounded, and so is every cell`() throws {
    let long = String(repeating: "a", count: 3 << 20)
    #expect(throws: TableFault.self) {
      try Self.lines(Self.workbook(#"<row r="1"><c r="A1" t="inlineStr"><is><t>\#(long)</t></is></c></row>"#), .xlsx)
    }
    let bomb = try Self.workbook("") { package in
      package["xl/workbook.xml"] = (package["xl/workbook.xml"] ?? Data()) + Data(repeating: 0x20, count: 4 << 20)
    }
    #expect(bomb.count < 100_000)
    #expect(throws: TableFault.self) { try Self.lines(bomb, .xlsx) }
  }

  @Test func `The last row that a spreadsheet can have is read`() throws {
    // LibreOffice writes it, empty, when the height of all rows was set.
    let sheet = #"<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="A1048576"><v>8</v></c></row>"#
    #expect(try Self.lines(Self.workbook(sheet), .xlsx).map(\.number) == [1, 1_048_576])
  }

  @Test(arguments: [
    (#"<row r="2"/><row r="1"/>"#, "thứ tự"), (#"<row r="1"><c r="A1" t="s"><v>9</v></c></row>"#, "không có trong tệp"),
    (#"<row r="1"><c r="B1"/><c r="A1"/></row>"#, "không theo thứ tự"), (#"<row r="1"><c r="ZZ1"/></row>"#, "200 cột"),
    ("<row>", "XML"), (#"<row r="9223372036854775807"/><row/>"#, "1048576"), (#"<row r="1048577"/>"#, "1048576"),
    (#"<row r="1048576"/><row/>"#, "1048576"),
  ])
  func `A sheet that is none is refused with the reason`(_ sheet: String, _ word: String) throws {
    let file = try Self.workbook(sheet)
    let error = #expect(throws: TableFault.self) { try Self.lines(file, .xlsx) }
    #expect(error?.description.contains(word) == true, "\(String(describing: error))")
  }

  @Test func `A workbook is refused that counts its days otherwise, leads elsewhere or is cut`() throws {
    let file = try Self.workbook(#"<row r="1"><c r="A1"><v>1</v></c></row>"#)
    #expect(try Self.lines(file, .xlsx).count == 1)
    for length in stride(from: 0, to: file.count, by: 97) {
      #expect(throws: TableFault.self) { try Self.lines(Array(file.prefix(length)), .xlsx) }
    }
    #expect(throws: TableFault.self) {
      try Self.lines(Self.workbook("", properties: #"<workbookPr date1904="1"/>"#), .xlsx)
    }
    #expect(throws: TableFault.self) { try Self.lines(Self.workbook("", target: "../../etc/passwd"), .xlsx) }
    #expect(throws: TableFault.self) { try Self.lines(Self.workbook("", target: "worksheets/sheet9.xml"), .xlsx) }
  }
}
