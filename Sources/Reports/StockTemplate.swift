package import Foundation

/// The document a report is filled into when a centre has no template of its own, in the layout of NĐ 30/2020/NĐ-CP,
/// phụ lục I: A4, margins 20/20/30/15 mm, Times New Roman, page numbers from page 2 in the upper margin.
///
/// Kept as its readable parts and packed when it is asked for. Lengths in `w:` attributes are twentieths of a point,
/// sizes half points.
package enum StockTemplate {
  /// The file a clerk edits: the same that reports are filled into.
  package static func file() throws -> Data {
    var package = ZipPackage()
    for (name, part) in parts { package[name] = Data(part.utf8) }
    return try package.packed()
  }

  private static let declaration = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"# + "\n"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let opc = "http://schemas.openxmlformats.org/package/2006"
  private static let namespaces = #"xmlns:w="\#(XMLTree.word)" xmlns:r="\#(office)""#

  private static let parts = [
    ("[Content_Types].xml", declaration + contentTypes),
    ("_rels/.rels", declaration + relations),
    ("docProps/core.xml", declaration + coreProperties),
    ("word/document.xml", declaration + document),
    ("word/_rels/document.xml.rels", declaration + documentRelations),
    ("word/styles.xml", declaration + styles),
    ("word/settings.xml", declaration + settings),
    ("word/header1.xml", declaration + pageNumber),
    ("word/header2.xml", declaration + noPageNumber),
  ]

  private static let contentTypes = """
    <Types xmlns="\(opc)/content-types">
      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
      <Default Extension="xml" ContentType="application/xml"/>
      <Override PartName="/word/document.xml" \
    ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
      <Override PartName="/word/styles.xml" \
    ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
      <Override PartName="/word/settings.xml" \
    ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>
      <Override PartName="/word/header1.xml" \
    ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>
      <Override PartName="/word/header2.xml" \
    ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>
      <Override PartName="/docProps/core.xml" \
    ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
    </Types>
    """

  private static let relations = """
    <Relationships xmlns="\(opc)/relationships">
      <Relationship Id="rId1" Type="\(office)/officeDocument" Target="word/document.xml"/>
      <Relationship Id="rId2" Type="\(opc)/relationships/metadata/core-properties" Target="docProps/core.xml"/>
    </Relationships>
    """

  private static let documentRelations = """
    <Relationships xmlns="\(opc)/relationships">
      <Relationship Id="rId1" Type="\(office)/styles" Target="styles.xml"/>
      <Relationship Id="rId2" Type="\(office)/settings" Target="settings.xml"/>
      <Relationship Id="rId3" Type="\(office)/header" Target="header1.xml"/>
      <Relationship Id="rId4" Type="\(office)/header" Target="header2.xml"/>
    </Relationships>
    """

  private static let coreProperties = """
    <cp:coreProperties xmlns:cp="\(opc)/metadata/core-properties">
      <cp:category>Báo cáo</cp:category>
    </cp:coreProperties>
    """

  private static let settings = """
    <w:settings \(namespaces)>
      <w:defaultTabStop w:val="720"/>
      <w:compat>
        <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
      </w:compat>
    </w:settings>
    """

  private static let pageNumber = """
    <w:hdr \(namespaces)><w:p><w:pPr><w:pStyle w:val="SoTrang"/></w:pPr>\
    <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>\
    <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>\
    <w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>
    """

  private static let noPageNumber = """
    <w:hdr \(namespaces)><w:p><w:pPr><w:pStyle w:val="SoTrang"/></w:pPr></w:p></w:hdr>
    """

  // MARK: - Styles

  private static func style(
    _ id: String, _ name: String, basedOn base: String = "Normal", paragraph: String = "", run: String = ""
  ) -> String {
    """
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="\(id)"><w:name w:val="\(name)"/>\
    <w:basedOn w:val="\(base)"/><w:qFormat/><w:pPr>\(paragraph)</w:pPr><w:rPr>\(run)</w:rPr></w:style>

    """
  }

  private static func size(_ points: Int) -> String {
    #"<w:sz w:val="\#(points * 2)"/><w:szCs w:val="\#(points * 2)"/>"#
  }

  private static let centred = #"<w:jc w:val="center"/>"#
  private static let tight = #"<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>"#

  private static let styles = """
    <w:styles \(namespaces)>
    <w:docDefaults><w:rPrDefault><w:rPr>\
    <w:rFonts w:ascii="Times New Roman" w:eastAsia="Times New Roman" w:hAnsi="Times New Roman" \
    w:cs="Times New Roman"/>\(size(14))<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>\
    <w:pPrDefault/></w:docDefaults>
    <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
    <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>\
    <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>\
    <w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>\
    </w:tblCellMar></w:tblPr></w:style>

    """
    + style("CoQuan", "Co quan", paragraph: tight + centred, run: "<w:b/>" + size(13))
    + style("TieuNgu", "Tieu ngu", paragraph: tight + centred, run: "<w:b/>" + size(14))
    + style("SoKyHieu", "So ky hieu", paragraph: spacing(before: 60, after: 0) + centred, run: size(13))
    + style("DiaDanh", "Dia danh", paragraph: spacing(before: 60, after: 0) + centred, run: "<w:i/>" + size(14))
    + style(
      "Vach", "Vach", paragraph: #"<w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/>"# + centred,
      run: size(2))
    + style(
      "TenLoai", "Ten loai", paragraph: "<w:keepNext/>" + spacing(before: 240, after: 0) + centred,
      run: "<w:b/>" + size(14))
    + style("TrichYeu", "Trich yeu", paragraph: "<w:keepNext/>" + tight + centred, run: "<w:b/>" + size(14))
    + style("KinhGui", "Kinh gui", paragraph: spacing(before: 240, after: 120) + centred, run: size(14))
    + style(
      "ThanBai", "Than bai",
      paragraph: #"<w:spacing w:before="120" w:after="0" w:line="264" w:lineRule="auto"/>"#
        + #"<w:ind w:firstLine="720"/><w:jc w:val="both"/>"#, run: size(14))
    + style(
      "Muc1", "Muc 1", basedOn: "ThanBai", paragraph: #"<w:keepNext/><w:outlineLvl w:val="0"/>"#, run: "<w:b/>")
    + style(
      "Muc2", "Muc 2", basedOn: "ThanBai", paragraph: #"<w:keepNext/><w:outlineLvl w:val="1"/>"#, run: "<w:b/>")
    + style("NoiNhan", "Noi nhan", paragraph: tight, run: "<w:b/><w:i/>" + size(12))
    + style("NoiNhanDong", "Noi nhan dong", paragraph: tight, run: size(11))
    + style("ChuKy", "Chu ky", paragraph: tight + centred, run: "<w:b/>" + size(14))
    + style("PhuLuc", "Phu luc", paragraph: "<w:keepNext/>" + tight + centred, run: "<w:b/>" + size(14))
    + style("KemTheo", "Kem theo", paragraph: spacing(before: 60, after: 120) + centred, run: "<w:i/>" + size(14))
    + style(
      "TenBang", "Ten bang", paragraph: "<w:keepNext/>" + spacing(before: 200, after: 80), run: "<w:b/>" + size(13))
    + style("O", "O bang", paragraph: spacing(before: 30, after: 30), run: size(12))
    + style("OGiua", "O bang giua", basedOn: "O", paragraph: centred, run: "")
    + style("OPhai", "O bang phai", basedOn: "O", paragraph: #"<w:jc w:val="right"/>"#, run: "")
    + style("GhiChu", "Ghi chu", paragraph: spacing(before: 60, after: 0), run: "<w:i/>" + size(11))
    + style("ChungCu", "Chung cu", paragraph: spacing(before: 200, after: 0), run: size(13))
    + style("SoTrang", "So trang", paragraph: tight + centred, run: size(13))
    + "</w:styles>"

  private static func spacing(before: Int, after: Int) -> String {
    #"<w:spacing w:before="\#(before)" w:after="\#(after)"/>"#
  }

  // MARK: - Document

  private static func paragraph(_ style: String, _ text: String, properties: String = "", run: String = "") -> String {
    let properties = #"<w:pPr><w:pStyle w:val="\#(style)"/>\#(properties)</w:pPr>"#
    let run = text.isEmpty ? "" : #"<w:r>\#(run)<w:t xml:space="preserve">\#(text)</w:t></w:r>"#
    return "<w:p>\(properties)\(run)</w:p>\n"
  }

  /// A rule in the middle third or half of its cell: the lower border of a paragraph that is nearly nothing.
  private static func rule(indent: Int) -> String {
    """
    <w:p><w:pPr><w:pStyle w:val="Vach"/>\
    <w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>\
    <w:ind w:left="\(indent)" w:right="\(indent)"/></w:pPr></w:p>

    """
  }

  private static func cell(_ width: Int, _ content: String, borders: String = "") -> String {
    #"<w:tc><w:tcPr><w:tcW w:w="\#(width)" w:type="dxa"/>\#(borders)</w:tcPr>\#(content)</w:tc>"#
  }

  private static func table(_ widths: [Int], borders: String, rows: [String]) -> String {
    """
    <w:tbl><w:tblPr><w:tblW w:w="\(widths.reduce(0, +))" w:type="dxa"/>\(borders)<w:tblLayout w:type="fixed"/>\
    </w:tblPr><w:tblGrid>\(widths.map { #"<w:gridCol w:w="\#($0)"/>"# }.joined())</w:tblGrid>
    \(rows.joined(separator: "\n"))
    </w:tbl>

    """
  }

  private static func row(_ cells: [String], repeats: Bool = false) -> String {
    "<w:tr><w:trPr><w:cantSplit/>\(repeats ? "<w:tblHeader/>" : "")</w:trPr>\(cells.joined())</w:tr>"
  }

  private static let lines = """
    <w:tblBorders>\(["top", "left", "bottom", "right", "insideH", "insideV"].map {
      #"<w:\#($0) w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#
    }.joined())</w:tblBorders>
    """

  private static let bold = "<w:rPr><w:b/></w:rPr>"

  private static var head: String {
    let (left, right) = (3686, 5669)
    return table(
      [left, right], borders: "",
      rows: [
        row([
          cell(
            left, paragraph("CoQuan", "{{co_quan}}") + paragraph("CoQuan", "{{don_vi}}") + rule(indent: 1100)),
          cell(
            right,
            paragraph("CoQuan", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
              + paragraph("TieuNgu", "Độc lập - Tự do - Hạnh phúc") + rule(indent: 1150)),
        ]),
        row([
          cell(left, paragraph("SoKyHieu", "{{so_ky_hieu}}")), cell(right, paragraph("DiaDanh", "{{dia_danh_ngay}}")),
        ]),
      ])
  }

  private static var body: String {
    let sections = [
      ("i", 1), ("ii", 1), ("ii_1", 2), ("ii_2", 2), ("ii_3", 2), ("ii_4", 2), ("ii_5", 2), ("iii", 1), ("iii_1", 2),
      ("iii_2", 2), ("iv", 1), ("v", 1),
    ]
    return sections.map { name, level in
      paragraph("Muc\(level)", "{{tieu_de_\(name)}}") + paragraph("ThanBai", "{{#muc_\(name)}}")
        + paragraph("ThanBai", "{{doan}}") + paragraph("ThanBai", "{{/muc_\(name)}}")
    }.joined()
  }

  private static var signatures: String {
    let widths = [4253, 5102]
    return table(
      widths, borders: "",
      rows: [
        row([
          cell(
            widths[0],
            paragraph("NoiNhan", "Nơi nhận:") + paragraph("NoiNhanDong", "{{#noi_nhan}}")
              + paragraph("NoiNhanDong", "{{dong}}") + paragraph("NoiNhanDong", "{{/noi_nhan}}")),
          cell(
            widths[1],
            paragraph("ChuKy", "{{chuc_vu}}") + String(repeating: paragraph("ChuKy", ""), count: 4)
              + paragraph("ChuKy", "{{nguoi_ky}}")),
        ])
      ])
  }

  /// - Parameters:
  ///   - columns: of numbers: their widths, titles, and the fields of an entry and of the sum.
  ///   - isLast: the last table stays with the proof behind it.
  private static func appendixTable(
    _ name: String, columns: [(width: Int, title: String, entry: String, total: String)], isLast: Bool = false
  ) -> String {
    let ordinal = 700
    let widths = [ordinal, 9355 - ordinal - columns.map(\.width).reduce(0, +)] + columns.map(\.width)
    let head = ["TT", "{{\(name)_cot}}"] + columns.map(\.title)
    var entry = ["{{#\(name)}}{{stt}}", "{{ten}}"] + columns.map(\.entry)
    entry[entry.count - 1] += "{{/\(name)}}"
    let total = ["", "Tổng số"] + columns.map(\.total)
    let keeping = isLast ? "<w:keepNext/>" : ""
    let styles = ["OGiua", "O"] + columns.map { _ in "OPhai" }
    let cells = { (texts: [String], style: (Int) -> String, run: String, properties: String) in
      texts.indices.map { cell(widths[$0], paragraph(style($0), texts[$0], properties: properties, run: run)) }
    }
    return paragraph("TenBang", "{{?\(name)}}") + paragraph("TenBang", "{{\(name)_ten}}")
      + table(
        widths, borders: lines,
        rows: [
          // Neither the title nor the head of a table is left alone at the end of a page.
          row(cells(head, { _ in "OGiua" }, bold, "<w:keepNext/>"), repeats: true),
          // Nor is the sum, at the beginning of one.
          row(cells(entry, { styles[$0] }, "", "<w:keepNext/>")), row(cells(total, { styles[$0] }, bold, keeping)),
        ])
      + paragraph("GhiChu", "{{?\(name)_ghi_chu}}")
      + paragraph("GhiChu", "{{\(name)_ghi_chu}}", properties: keeping)
      + paragraph("GhiChu", "{{/\(name)_ghi_chu}}") + paragraph("TenBang", "{{/\(name)}}")
  }

  private static func turnsTable(_ id: String) -> String {
    let name = "bang_\(id)"
    return appendixTable(
      name,
      columns: [
        (1300, "Số lượt", "{{luot}}", "{{\(name)_tong}}"),
        (1500, "Trực tuyến", "{{truc_tuyen}}", "{{\(name)_tong_truc_tuyen}}"),
        (1200, "Tỷ lệ", "{{ti_le}}", "{{\(name)_tong_ti_le}}"),
      ])
  }

  private static func breakdownTable(
    _ id: String, _ columns: [(id: String, title: String)], isLast: Bool = false
  ) -> String {
    let name = "bang_\(id)"
    return appendixTable(
      name, columns: columns.map { (1080, $0.title, "{{\($0.id)}}", "{{\(name)_tong_\($0.id)}}") }, isLast: isLast)
  }

  private static var appendix: String {
    paragraph("PhuLuc", "PHỤ LỤC", properties: "<w:pageBreakBefore/>")
      + paragraph("PhuLuc", "SỐ LIỆU HỖ TRỢ NGƯỜI DÂN") + paragraph("KemTheo", "{{kem_theo}}")
      + paragraph("ThanBai", "{{dinh_nghia_truc_tuyen}}")
      // First, where there is always room for it: a picture goes over to the next page whole and leaves a gap behind.
      + paragraph("TenBang", "{{?bieu_do_ten}}") + paragraph("TenBang", "{{bieu_do_ten}}")
      + paragraph("O", "{{@bieu_do}}") + paragraph("O", "{{/bieu_do_ten}}")
      + ["activity", "outcome", "place", "service", "village", "residence", "age", "difficulty", "month"]
      .map(turnsTable).joined()
      + breakdownTable(
        "waits",
        [
          ("issued", "Số đã cấp"), ("waiting_p50", "Chờ, 50%"), ("waiting_p90", "Chờ, 90%"),
          ("serving_p50", "Phục vụ, 50%"), ("serving_p90", "Phục vụ, 90%"),
        ])
      + breakdownTable(
        "ratings",
        [
          ("count", "Số đánh giá"), ("good", "Hài lòng"), ("fair", "Bình thường"), ("bad", "Chưa hài lòng"),
          ("share", "Tỷ lệ hài lòng"),
        ])
      + breakdownTable(
        "promises",
        [("made", "Đã báo"), ("settled", "Đã gọi"), ("held", "Đúng khoảng"), ("share", "Tỷ lệ đúng")])
      + breakdownTable("shifts", [("members", "Thành viên"), ("shifts", "Số ca"), ("seconds", "Số giờ")], isLast: true)
      + paragraph("GhiChu", "{{?bang_trong}}")
      + paragraph("GhiChu", "{{bang_trong}}", properties: "<w:keepNext/>")
      + paragraph("GhiChu", "{{/bang_trong}}")
      + paragraph("ChungCu", "{{chung_cu}}")
  }

  private static let document = """
    <w:document \(namespaces)><w:body>
    \(head)\
    \(paragraph("TenLoai", "BÁO CÁO"))\(paragraph("TrichYeu", "{{trich_yeu}}"))\(rule(indent: 3400))\
    \(paragraph("KinhGui", "{{?kinh_gui}}"))\(paragraph("KinhGui", "Kính gửi: {{kinh_gui}}"))\
    \(paragraph("KinhGui", "{{/kinh_gui}}"))\
    \(paragraph("ThanBai", "{{mo_dau}}"))\
    \(body)\
    \(paragraph("ThanBai", "{{ket_luan}}", properties: "<w:keepNext/>"))\
    \(paragraph("O", "", properties: "<w:keepNext/>"))\
    \(signatures)\
    \(appendix)\
    <w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/>\
    <w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" \
    w:header="567" w:footer="567" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>
    </w:body></w:document>
    """
}
