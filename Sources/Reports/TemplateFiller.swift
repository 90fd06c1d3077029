import Foundation
import Scenes

/// Fills a clerk's document: fields, repeated paragraphs and rows, conditions and pictures.
///
/// Everything wrong is gathered, so that a clerk mends a template in one go. Whatever a document asks for, the work on
/// it has bounds, and it ends early when its task is cancelled.
struct TemplateFiller {
  /// Rows of a list that may stay together on a page.
  static let wholeRows = 8
  /// Repeated blocks in one another: a list within each entry of a list. One more multiplies a document.
  static let nestedRepeats = 2
  /// So many sentences are read by nobody; what is wrong besides is told when these are mended.
  static let toldProblems = 50

  private let fields: TemplateFields
  private var problems: [String] = []
  private var told: Set<String> = []
  private var allowance = FillingAllowance()
  private var hasFields = false
  /// Pictures that were put into the part that is being filled, with the id of their relation.
  private var placed: [(relation: String, name: String)] = []

  /// What names mean at one place of the document.
  private struct Scope {
    var texts: TemplateFields.Texts
    var known: Set<String>
    /// Repeated blocks around the place.
    var repeats = 0
  }

  /// The filling is given up; why is among the problems.
  private struct Stop: Error {}

  init(_ fields: TemplateFields) {
    self.fields = fields
  }

  /// - Throws: `TemplateFault` for a file that is no document, `TemplateProblems` for one whose fields are wrong,
  ///   `CancellationError`.
  static func fill(_ template: Data, with fields: TemplateFields) throws -> Data {
    var package = try TemplatePackage.read(template)
    var filler = TemplateFiller(fields)
    do {
      for name in package.names where Self.isFilled(name) {
        guard let part = package[name] else { continue }
        let tree = try XMLTree(part, name: name)
        filler.placed = []
        try tree.withRoot { root in
          try filler.findLeftovers(in: root)
          let scope = Scope(texts: fields.texts, known: Set(fields.texts.keys))
          try filler.fill(root, scope, tree: tree)
        }
        if !filler.placed.isEmpty { try Self.relate(filler.placed, of: name, in: &package, fields: fields) }
        package[name] = tree.data
      }
    } catch is Stop {}
    guard filler.problems.isEmpty else { throw TemplateProblems(problems: filler.problems) }
    guard filler.hasFields else {
      throw TemplateFault("tệp không có trường nào trong dấu {{ }}, nên báo cáo sẽ không có số liệu nào")
    }
    return try package.packed()
  }

  /// What a template says of its own: its paragraphs without their fields.
  static func fixedTexts(of template: Data) throws -> [String] {
    let package = try ZipPackage(reading: template)
    var texts: [String] = []
    for name in package.names where isFilled(name) {
      guard let part = package[name] else { continue }
      texts += try XMLTree(part, name: name).withRoot { root in
        root.descendants("p").map { paragraph in
          let text = ParagraphText(paragraph)
          text.replace(text.tokens.map { ($0.range, "") })
          return ParagraphText(paragraph).text
        }
      }
    }
    return texts.filter { $0.contains { !$0.isWhitespace } }
  }

  static func isFilled(_ name: String) -> Bool {
    guard name.hasPrefix("word/"), name.hasSuffix(".xml"), !name.dropFirst(5).contains("/") else { return false }
    return ["document", "header", "footer", "footnotes", "endnotes"].contains { name.dropFirst(5).hasPrefix($0) }
  }

  // MARK: - Blocks

  private mutating func fill(_ container: XMLTree.Node, _ scope: Scope, tree: XMLTree) throws {
    let siblings = try BlockSiblings(container.elements)
    var index = 0
    while index < siblings.nodes.count {
      try Task.checkCancellation()
      let child = siblings.nodes[index]
      if let block = siblings.blocks[index] {
        hasFields = true
        index =
          child.isWord("p")
          ? try repeatSiblings(siblings.nodes, from: index, block, scope, tree: tree)
          : try repeatRows(siblings.nodes, from: index, block, scope, tree: tree)
        continue
      }
      if child.isWord("p") {
        try fillParagraph(child, scope, tree: tree)
        // A text box may hold another. What is in the inner one is come to through the outer, which may have put
        // copies in its place and freed it.
        for box in child.outermost("txbxContent") { try fill(box, scope, tree: tree) }
      } else {
        try fill(child, scope, tree: tree)
      }
      index += 1
    }
  }

  /// What a block stands for: as many scopes as it is written out times.
  private mutating func scopes(of token: TemplateToken, in scope: Scope) throws -> [Scope]? {
    switch token {
    case .repeating(let name):
      guard let entries = fields.lists[name] else {
        try tellUnknown(name, among: Set(fields.lists.keys), what: "Khối")
        return nil
      }
      guard scope.repeats < Self.nestedRepeats else {
        try tell(
          "Khối {{#\(name)}} nằm trong quá nhiều khối lặp; nhiều nhất \(Self.nestedRepeats) khối lặp lồng trong nhau.")
        return nil
      }
      let known = scope.known.union(fields.listFields[name] ?? [])
      return entries.map { entry in
        Scope(texts: scope.texts.merging(entry) { $1 }, known: known, repeats: scope.repeats + 1)
      }
    case .condition(let name):
      if let entries = fields.lists[name] { return entries.isEmpty ? [] : [scope] }
      guard scope.known.contains(name) else {
        try tellUnknown(name, among: scope.known.union(fields.lists.keys), what: "Điều kiện")
        return nil
      }
      return scope.texts[name, default: ""].isEmpty ? [] : [scope]
    case .field, .end, .picture: return nil
    }
  }

  /// Repeats what stands between two paragraphs that hold nothing but a marker; both must be siblings, so that no
  /// block swallows what is not its own.
  ///
  /// - Returns: where to go on among the children.
  private mutating func repeatSiblings(
    _ children: [XMLTree.Node], from start: Int, _ block: BlockSiblings.Block, _ scope: Scope, tree: XMLTree
  ) throws -> Int {
    guard let end = block.end else {
      let name = block.name.shortened
      try tell("Khối {{\(block.token.mark)\(name)}} không có đoạn {{/\(name)}} đóng lại ở cùng cấp.")
      return start + 1
    }
    try expand(Array(children[start + 1..<end]), before: children[end], token: block.token, scope, tree: tree)
    children[start].remove()
    children[end].remove()
    return end + 1
  }

  /// Repeats the rows from one with an opening marker to the one with its end, in the same table.
  private mutating func repeatRows(
    _ children: [XMLTree.Node], from start: Int, _ block: BlockSiblings.Block, _ scope: Scope, tree: XMLTree
  ) throws -> Int {
    guard let end = block.end else {
      let name = block.name.shortened
      try tell("Khối {{\(block.token.mark)\(name)}} không có {{/\(name)}} trong cùng một bảng.")
      return start + 1
    }
    let rows = Array(children[start...end])
    for paragraph in rows.flatMap({ $0.descendants("p") }) {
      let text = ParagraphText(paragraph)
      text.replace(
        text.tokens.filter { $0.token == block.token || $0.token == .end(block.name) }.map { ($0.range, "") })
    }
    let next = end + 1
    // What follows the last row stays where it is, so the copies go before the first row.
    try expand(rows, before: rows[0], token: block.token, scope, tree: tree)
    return next
  }

  private mutating func expand(
    _ pattern: [XMLTree.Node], before place: XMLTree.Node, token: TemplateToken, _ scope: Scope, tree: XMLTree
  ) throws {
    guard let scopes = try scopes(of: token, in: scope) else {
      // Unknown: what is inside cannot be judged either.
      for node in pattern { node.remove() }
      return
    }
    let size = FillingAllowance.Size(of: pattern)
    for (index, scope) in scopes.enumerated() {
      try spend { $0.copy(size) }
      // Marked by an element around them, so that nested blocks find their siblings.
      guard let group = tree.newElement("group", like: place) else { continue }
      group.insert(before: place)
      for node in pattern {
        guard let copy = node.copy() else { continue }
        group.append(copy)
        // A row that stays with the next is meant to stay with the sum behind all of them. A long table in which each
        // stayed with the next would never part, and leave the end of a page empty.
        if copy.isWord("tr"), scopes.count > Self.wholeRows, index < scopes.count - 1 { copy.dropKeepNext() }
      }
      try fill(group, scope, tree: tree)
      for node in group.elements { node.move(before: group) }
      group.remove()
    }
    if scopes.isEmpty {
      // Names inside a block without entries are judged all the same.
      var known = scope.known
      if case .repeating(let name) = token { known.formUnion(fields.listFields[name] ?? []) }
      for node in pattern { try judge(node, known: known) }
    }
    for node in pattern { node.remove() }
  }

  // MARK: - Fields

  private mutating func fillParagraph(_ paragraph: XMLTree.Node, _ scope: Scope, tree: XMLTree) throws {
    let text = ParagraphText(paragraph)
    var replacements: [(range: Range<Int>, text: String)] = []
    var pictures: [(node: XMLTree.Node, name: String)] = []
    for found in text.tokens {
      hasFields = true
      switch found.token {
      case .field(let name):
        guard scope.known.contains(name) else {
          try tellUnknown(name, among: scope.known, what: "Trường")
          continue
        }
        let value = scope.texts[name, default: ""]
        try spend { $0.write(value) }
        replacements.append((found.range, value))
      case .picture(let name):
        if fields.pictures[name] == nil, !TemplateFields.pictureNames.contains(name) {
          try tellUnknown(name, among: Set(TemplateFields.pictureNames), what: "Hình")
          continue
        }
        try spend { $0.draw() }
        if let node = text.node(at: found.range.lowerBound) { pictures.append((node, name)) }
        replacements.append((found.range, ""))
      case .repeating(let name), .condition(let name):
        try tell(
          "Khối {{…\(name.shortened)}} phải đứng một mình trong một đoạn, hoặc nằm trong một hàng của bảng.")
      case .end(let name):
        try tell("{{/\(name.shortened)}} đóng một khối chưa mở ở cùng cấp.")
      }
    }
    text.replace(replacements)
    // What a filled sentence leads up to is not left behind on the next page.
    if !replacements.isEmpty, ParagraphText(paragraph).text.last == ":" { keepWithNext(paragraph, tree: tree) }
    for (node, name) in pictures { place(name, after: node, tree: tree) }
    for node in paragraph.descendants("t", notInside: "p") where node.text.contains("\n") {
      breakLines(of: node, tree: tree)
    }
  }

  private func keepWithNext(_ paragraph: XMLTree.Node, tree: XMLTree) {
    let old = paragraph.elements.first { $0.isWord("pPr") }
    if let old, old.elements.contains(where: { $0.isWord("keepNext") }) { return }
    guard let properties = old ?? tree.newElement("pPr", like: paragraph),
      let keeping = tree.newElement("keepNext", like: paragraph)
    else { return }
    if old == nil {
      if let first = paragraph.elements.first { properties.insert(before: first) } else { paragraph.append(properties) }
    }
    // The schema has it first, behind the style alone.
    if let first = properties.elements.first {
      if first.isWord("pStyle") { keeping.insert(after: first) } else { keeping.insert(before: first) }
    } else {
      properties.append(keeping)
    }
  }

  private func breakLines(of node: XMLTree.Node, tree: XMLTree) {
    let lines = node.text.split(separator: "\n", omittingEmptySubsequences: false)
    node.text = String(lines[0])
    var last = node
    for line in lines.dropFirst() {
      guard let lineBreak = tree.newElement("br", like: node), let text = tree.newElement("t", like: node) else {
        return
      }
      lineBreak.insert(after: last)
      text.insert(after: lineBreak)
      text.text = String(line)
      last = text
    }
  }

  /// Puts a picture into the run of a text node.
  private mutating func place(_ name: String, after node: XMLTree.Node, tree: XMLTree) {
    guard let picture = fields.pictures[name] else { return }
    let number = placed.count + 1
    let relation = "rIdLuot\(number)"
    guard let drawing = tree.fragment(picture.drawing(relation: relation, number: number)) else { return }
    drawing.insert(after: node)
    placed.append((relation, name))
  }

  private static func relate(
    _ placed: [(relation: String, name: String)], of part: String, in package: inout ZipPackage,
    fields: TemplateFields
  ) throws {
    let relations = part.replacing("word/", with: "word/_rels/") + ".rels"
    let empty = #"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>"#
    let tree = try XMLTree(package[relations] ?? Data(empty.utf8), name: relations)
    for (relation, name) in placed {
      guard let picture = fields.pictures[name] else { continue }
      let media = "media/luot-\(name).png"
      package["word/\(media)"] = Data(picture.bytes)
      let element = """
        <Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Id="\(relation)" \
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="\(media)"/>
        """
      if let node = tree.fragment(element) { tree.withRoot { $0.append(node) } }
    }
    package[relations] = tree.data
    guard let types = package["[Content_Types].xml"] else { return }
    let typeTree = try XMLTree(types, name: "[Content_Types].xml")
    let hasPNG = typeTree.withRoot { root in
      root.elements.contains { $0.attribute("Extension")?.lowercased() == "png" }
    }
    if !hasPNG {
      let element = """
        <Default xmlns="http://schemas.openxmlformats.org/package/2006/content-types" Extension="png" \
        ContentType="image/png"/>
        """
      typeTree.withRoot { root in
        guard let node = typeTree.fragment(element) else { return }
        if let first = root.elements.first { node.insert(before: first) } else { root.append(node) }
      }
      package["[Content_Types].xml"] = typeTree.data
    }
  }

  // MARK: - Problems

  private mutating func tell(_ problem: String) throws {
    guard told.insert(problem).inserted else { return }
    problems.append(problem)
    if problems.count >= Self.toldProblems { throw Stop() }
  }

  /// - Parameter names: those that are known at the place.
  private mutating func tellUnknown(_ name: String, among names: Set<String>, what: String) throws {
    // To look for the nearest name takes longer than all the rest.
    guard told.insert("\(what) \(name)").inserted else { return }
    let near = names.sorted().map { ($0, editDistance($0, name)) }.min { $0.1 < $1.1 }
    let hint = near.map { $0.1 <= max(2, name.count / 3) ? ", có lẽ là {{\($0.0)}}" : "" } ?? ""
    try tell("\(what) {{\(name.shortened)}} không có\(hint).")
  }

  private mutating func spend(_ spending: (inout FillingAllowance) -> Bool) throws {
    guard !spending(&allowance) else { return }
    try tell(
      """
      Mẫu cho ra một văn bản quá dài, nhiều nhất \(FillingAllowance.mostCopies.groupedText) đoạn và hàng được lặp, \
      \(FillingAllowance.mostPictures) hình. Hãy bớt khối lặp, nhất là khối lặp đặt trong khối lặp.
      """)
    throw Stop()
  }

  /// Names that an unused part of a template asks for.
  private mutating func judge(_ node: XMLTree.Node, known: Set<String>) throws {
    for paragraph in (node.isWord("p") ? [node] : []) + node.descendants("p") {
      for found in ParagraphText(paragraph).tokens {
        guard case .field(let name) = found.token, !known.contains(name), !isWithinBlock(name) else { continue }
        try tellUnknown(name, among: known, what: "Trường")
      }
    }
  }

  private func isWithinBlock(_ name: String) -> Bool {
    fields.listFields.values.contains { $0.contains(name) }
  }

  /// Looked for before anything is filled: a value may have braces of its own.
  private mutating func findLeftovers(in root: XMLTree.Node) throws {
    for paragraph in root.descendants("p") {
      try Task.checkCancellation()
      let text = ParagraphText(paragraph)
      // One paragraph in another without a text box between them is no document, and is not filled.
      let rest = paragraph.isWithinParagraph ? [text.text] : text.rest
      guard rest.contains(where: { $0.contains("{{") || $0.contains("}}") }) else { continue }
      try tell("Còn dấu ngoặc {{ hoặc }} không thành cặp trong đoạn “\(text.text.prefix(60))”.")
    }
  }
}

/// Letters to change, add or take away to make one name of another.
private func editDistance(_ left: String, _ right: String) -> Int {
  let (left, right) = (Array(left.unicodeScalars.prefix(60)), Array(right.unicodeScalars.prefix(60)))
  var row = Array(0...right.count)
  for (i, scalar) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in right.enumerated() {
      let change = diagonal + (scalar == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(change, row[j + 1] + 1, row[j] + 1)
    }
  }
  return row[right.count]
}

extension XMLTree.Node {
  fileprivate func dropKeepNext() {
    for keeping in descendants("keepNext") { keeping.remove() }
  }

  fileprivate var isWithinParagraph: Bool {
    var next = parent
    while let node = next, !node.isWord("txbxContent") {
      if node.isWord("p") { return true }
      next = node.parent
    }
    return false
  }
}

extension String {
  /// A name in a sentence: what stands between two braces may be a whole document.
  fileprivate var shortened: String { count > 60 ? "\(prefix(60))…" : self }
}

extension TemplateToken {
  fileprivate var mark: String {
    if case .condition = self { "?" } else { "#" }
  }
}

extension TemplateFields {
  static let pictureNames = ["bieu_do"]
}

extension TemplateFields.Picture {
  /// English Metric Units a point.
  private static let unitsPerPoint = 12_700.0

  fileprivate func drawing(relation: String, number: Int) -> String {
    let (cx, cy) = (Int(width * Self.unitsPerPoint), Int(height * Self.unitsPerPoint))
    return """
      <w:drawing xmlns:w="\(XMLTree.word)" \
      xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" \
      xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" \
      xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" \
      xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\
      <wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="\(cx)" cy="\(cy)"/>\
      <wp:docPr id="\(9000 + number)" name="Biểu đồ \(number)"/>\
      <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">\
      <pic:pic><pic:nvPicPr><pic:cNvPr id="\(9000 + number)" name="Biểu đồ \(number)"/><pic:cNvPicPr/></pic:nvPicPr>\
      <pic:blipFill><a:blip r:embed="\(relation)"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
      <pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="\(cx)" cy="\(cy)"/></a:xfrm>\
      <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
      </wp:inline></w:drawing>
      """
  }
}
