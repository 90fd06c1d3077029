import Foundation
import Testing

@testable import Reports

/// The files as programs of others read them.
@Suite struct OutsideReaderTests {
  private struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  /// What a program says of a file that is handed to it by name.
  private func say(_ program: String, _ arguments: [String], of file: Data, as name: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("luot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent(name).path
    try file.write(to: URL(fileURLWithPath: path))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
    process.arguments = arguments.map { $0 == "FILE" ? path : $0 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(description: said) }
    return said
  }

  private let report = SampleReport.report(turns: 400)

  @Test func `python-docx finds page, margins, headings and tables`() throws {
    let script = """
      import sys, docx
      d = docx.Document(sys.argv[1])
      s = d.sections[0]
      print([round(x.mm) for x in (s.page_width, s.page_height, s.top_margin, s.bottom_margin, s.left_margin, s.right_margin)])
      print(s.different_first_page_header_footer, repr(s.first_page_header.paragraphs[0].text))
      print(len(d.tables), [len(t.rows) for t in d.tables])
      months = next(t for t in d.tables if len(t.rows[0].cells) > 1 and t.rows[0].cells[1].text == 'Tháng')
      print(months.rows[-1].cells[1].text, months.rows[-1].cells[2].text)
      print(d.styles['Normal'].element.getroottree().getroot().find('.//{*}rFonts').get(docx.oxml.ns.qn('w:ascii')))
      print('\\n'.join(p.text for p in d.paragraphs))
      """
    let said = try say("python3", ["-c", script, "FILE"], of: report.file(.docx), as: "a.docx").split(separator: "\n")
    #expect(said[0] == "[210, 297, 20, 20, 30, 15]")
    #expect(said[1] == "True ''")
    #expect(said[2].hasPrefix("15 [2, 1, 18, "))
    #expect(said[3] == "Tổng số 400")
    #expect(said[4] == "Times New Roman")
    #expect(said.contains("II. KẾT QUẢ TRIỂN KHAI"))
    #expect(said.contains { $0.contains("[chưa có số liệu: tỷ lệ giáo viên") })
  }

  @Test func `A PDF holds its Vietnamese as text, and page numbers from the second page`() throws {
    let file = try report.file(.pdf)
    let text = try say("pdftotext", ["-layout", "FILE", "-"], of: file, as: "a.pdf")
    let pages = text.split(separator: "\u{0C}")
    #expect(pages.count > 4)
    let first = pages[0].split(separator: "\n").first.map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(first?.hasPrefix("ỦY BAN NHÂN DÂN") == true)
    for (index, page) in pages.enumerated().dropFirst() where page.contains(where: { !$0.isWhitespace }) {
      #expect(page.split(separator: "\n").first.map { $0.trimmingCharacters(in: .whitespaces) } == "\(index + 1)")
    }
    let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "KT. CHỦ TỊCH", "mã kiểm chứng", "Sổ sức khỏe điện tử"] {
      #expect(flat.contains(part), "\(part)")
    }
    let fonts = try say("pdffonts", ["FILE"], of: file, as: "a.pdf").split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    for font in fonts { #expect(font.contains("yes yes yes"), "embedded, in part, with its letters: \(font)") }
  }

  @Test func `No line of a PDF is broken within the number of a document or a date`() throws {
    for words in 0..<12 {
      var profile = SampleReport.profile
      let text = String(repeating: "việc ", count: 8 + words) + "theo Kế hoạch số 05/KH-UBND ngày 09/02/2026 của xã."
      profile.directions = [text]
      let file = try SampleReport.report(turns: 3, profile: profile).file(.pdf)
      let said = try say("pdftotext", ["-layout", "FILE", "-"], of: file, as: "a.pdf")
      for line in said.split(separator: "\n") {
        #expect(!line.contains(/\d\/\s*$/) && !line.contains(/^\s*(KH-UBND|UBND|\d{4} của)/), "\(words): \(line)")
      }
    }
  }

  @Test func `Nobody signs a page of its own, and no sum stands alone on one, however long the report is`() throws {
    for lines in 0..<16 {
      var profile = SampleReport.profile
      profile.directions = (0...lines).map { "Việc thứ \($0 + 1) của thời gian tới." }
      let file = try SampleReport.report(turns: 400, profile: profile).file(.pdf)
      let pages = try say("pdftotext", ["-layout", "FILE", "-"], of: file, as: "a.pdf").split(separator: "\u{0C}")
      let signed = pages.first { $0.contains("TM. ỦY BAN NHÂN DÂN") }
      #expect(signed?.contains("Trên đây là báo cáo") == true, "\(lines) lines")
      #expect(signed?.contains("Nguyễn Thị Ví Dụ") == true, "\(lines) lines")
      for page in pages {
        let first = page.split(separator: "\n").dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
        // The number of the page, the head of the table, then a row.
        #expect(first.dropFirst().first?.hasPrefix("Tổng số") != true, "\(lines) lines")
      }
    }
  }

  @Test func `openpyxl finds the same totals in the workbook, no formula, and a chart a table`() throws {
    let script = """
      import sys, openpyxl
      b = openpyxl.load_workbook(sys.argv[1])
      print([len(s._charts) for s in b])
      print(any(isinstance(c.value, str) and c.value.startswith('=') for s in b for r in s for c in r))
      s = b['Tháng']
      rows = [(r[0].value, r[1].value) for r in s.iter_rows(min_row=2) if r[1].value is not None]
      print(rows[-1], sum(v for _, v in rows[:-1]))
      print({s.row_dimensions[1].height for s in b})
      cells = [c.value for r in b['Thời gian chờ'].iter_rows(min_row=2, min_col=2) for c in r if c.value is not None]
      print(all(float(v).is_integer() for v in cells))
      """
    let said = try say("python3", ["-c", script, "FILE"], of: report.file(.xlsx), as: "a.xlsx").split(separator: "\n")
    #expect(said[0] == "[0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]")
    #expect(said[1] == "False")
    #expect(said[2] == "('Tổng số', 400) 400")
    // Two lines of heading have room, and minutes are whole, as the note under them says.
    #expect(said[3...] == ["{32.0}", "True"])
  }
}
