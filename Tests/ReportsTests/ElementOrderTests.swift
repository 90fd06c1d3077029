import Foundation
import Testing

@testable import Reports

/// Word calls a file damaged whose properties stand in another order than its schema's (ECMA-376 part 1, annex A).
@Suite struct ElementOrderTests {
  /// The children of each kind of properties, in the schema's sequence.
  private static let sequences: [String: [String]] = [
    "pPr": [
      "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
      "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct",
      "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing",
      "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
      "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    ],
    "rPr": [
      "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
      "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position",
      "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
      "eastAsianLayout", "specVanish", "oMath",
    ],
    "tblPr": [
      "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc",
      "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook",
    ],
    "tblBorders": ["top", "left", "start", "bottom", "right", "end", "insideH", "insideV"],
    "tblCellMar": ["top", "left", "start", "bottom", "right", "end"],
    "tcPr": [
      "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection",
      "tcFitText", "vAlign", "hideMark",
    ],
    "tbl": ["tblPr", "tblGrid", "tr"],
    "tc": ["tcPr", "p"],
    "tr": ["trPr", "tc"],
    "sectPr": [
      "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders",
      "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi",
      "rtlGutter",
      "docGrid",
    ],
    "style": [
      "name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority", "semiHidden",
      "unhideWhenUsed", "qFormat", "locked", "personal", "rsid", "pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr",
    ],
    "styles": ["docDefaults", "latentStyles", "style"],
    "docDefaults": ["rPrDefault", "pPrDefault"],
    "settings": ["defaultTabStop", "compat"],
    "p": ["pPr", "r"],
    "body": ["p", "tbl", "sectPr"],
  ]

  /// Where the order of kinds is free and only the first, or the last, has its place.
  private static let mixed: Set = ["body"]

  static func faults(in root: XMLTree.Node) -> [String] {
    var faults: [String] = []
    func look(at node: XMLTree.Node) {
      if let sequence = sequences[node.localName], node.isWord(node.localName) {
        var last = 0
        for child in node.elements {
          guard let place = sequence.firstIndex(of: child.localName) else {
            faults.append("\(child.localName) in \(node.localName)")
            continue
          }
          if place < last, !mixed.contains(node.localName) {
            faults.append("\(child.localName) late in \(node.localName)")
          }
          last = max(last, place)
        }
      }
      node.elements.forEach(look)
    }
    look(at: root)
    return faults
  }

  @Test func `A filled report keeps to the order of the schema`() throws {
    let package = try ZipPackage(reading: SampleReport.report(turns: 200).file(.docx))
    for name in package.names where name.hasPrefix("word/") && name.hasSuffix(".xml") {
      let tree = try XMLTree(try #require(package[name]), name: name)
      #expect(tree.withRoot(Self.faults) == [], "\(name)")
    }
    let document = try XMLTree(try #require(package["word/document.xml"]), name: "document")
    #expect(document.withRoot { $0.elements.first?.elements.last?.localName } == "sectPr")
  }

  @Test func `A wrong order is found`() throws {
    let part = #"<w:p xmlns:w="\#(XMLTree.word)"><w:pPr><w:jc/><w:pStyle/></w:pPr><w:colour/></w:p>"#
    let tree = try XMLTree(Data(part.utf8), name: "a")
    #expect(tree.withRoot(Self.faults) == ["colour in p", "pStyle late in pPr"])
  }
}
