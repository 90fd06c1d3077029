import Foundation

/// Fills a clerk's document: fields, repeated paragraphs and rows, conditions and pictures.
///
/// Everything wrong is gathered, so that a clerk mends a template in one go.
struct TemplateFiller {
  /// Rows of a list that may stay together on a page.
  static let wholeRows = 8

  private let fields: TemplateFields
  private var problems: [String] = []
  /// Pictures that were put into the part that is being filled, with the id of their relation.
  private var placed: [(relation: String, name: String)] = []

  init(_ fields: TemplateFields) {
    self.fields = fields
  }

  /// - Throws: `TemplateFault` for a file that is no document, `TemplateProblems` for one whose fields are wrong.
  static func fill(_ template: Data, with fields: TemplateFields) throws -> Data {
    var package = try ZipPackage(reading: template)
    guard package["word/document.xml"] != nil, package["[Content_Types].xml"] != nil else {
      throw TemplateFault("tệp không phải văn bản Word (.docx)")
    }
    // A document type may hide in any part that a word processor will read.
    for name in package.names where name.hasSuffix(".xml") || name.hasSuffix(".rels") {
      if let part = package[name] { _ = try XMLTree(part, name: name) }
    }
    var filler = TemplateFiller(fields)
    for name in package.names where Self.isFilled(name) {
      guard let part = package[name] else { continue }
      let tree = try XMLTree(part, name: name)
      filler.placed = []
      tree.withRoot { root in
        filler.fill(root, texts: fields.texts, known: Set(fields.texts.keys), tree: tree)
        // A field that is not known stays as it was typed; it has been told of.
        if filler.problems.isEmpty { filler.findLeftovers(in: root) }
      }
      if !filler.placed.isEmpty { try Self.relate(filler.placed, of: name, in: &package, fields: fields) }
      package[name] = tree.data
    }
    guard filler.problems.isEmpty else {
      var seen: Set<String> = []
      throw TemplateProblems(problems: filler.problems.filter { seen.insert($0).inserted })
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

  private static func isFilled(_ name: String) -> Bool {
    guard name.hasPrefix("word/"), name.hasSuffix(".xml"), !name.dropFirst(5).contains("/") else { return false }
    return ["document", "header", "footer", "footnotes", "endnotes"].contains { name.dropFirst(5).hasPrefix($0) }
  }

  // MARK: - Blocks

  private mutating func fill(
    _ container: XMLTree.Node, texts: TemplateFields.Texts, known: Set<String>, tree: XMLTree
  ) {
    let children = container.elements
    var index = 0
    while index < children.count {
      let child = children[index]
      if child.isWord("p") {
        let text = ParagraphText(child)
        if let token = text.soleToken, token.opening != nil {
          index = repeatSiblings(children, from: index, token: token, texts: texts, known: known, tree: tree)
          continue
        }
        fillParagraph(child, texts: texts, known: known, tree: tree)
        // Paragraphs of text boxes.
        for content in child.descendants("txbxContent") { fill(content, texts: texts, known: known, tree: tree) }
      } else if child.isWord("tr") {
        let opening = openings(in: child).first
        if let opening {
          index = repeatRows(children, from: index, token: opening, texts: texts, known: known, tree: tree)
          continue
        }
        fill(child, texts: texts, known: known, tree: tree)
      } else {
        fill(child, texts: texts, known: known, tree: tree)
      }
      index += 1
    }
  }

  /// The entries a block stands for; each with the names its texts may have.
  private mutating func scopes(
    of token: TemplateToken, texts: TemplateFields.Texts, known: Set<String>
  ) -> (scopes: [TemplateFields.Texts], known: Set<String>)? {
    switch token {
    case .repeating(let name):
      guard let entries = fields.lists[name] else {
        problems.append(unknown(name, among: Array(fields.lists.keys), what: "Khối"))
        return nil
      }
      let names = known.union(fields.listFields[name] ?? [])
      return (entries.map { texts.merging($0) { $1 } }, names)
    case .condition(let name):
      if let entries = fields.lists[name] { return (entries.isEmpty ? [] : [texts], known) }
      guard known.contains(name) else {
        problems.append(unknown(name, among: known.union(fields.lists.keys).sorted(), what: "Điều kiện"))
        return nil
      }
      return (texts[name, default: ""].isEmpty ? [] : [texts], known)
    case .field, .end, .picture: return nil
    }
  }

  /// Repeats what stands between two paragraphs that hold nothing but a marker; both must be siblings, so that no
  /// block swallows what is not its own.
  ///
  /// - Returns: where to go on among the children.
  private mutating func repeatSiblings(
    _ children: [XMLTree.Node], from start: Int, token: TemplateToken, texts: TemplateFields.Texts,
    known: Set<String>, tree: XMLTree
  ) -> Int {
    let name = token.opening ?? ""
    let end = children[(start + 1)...].firstIndex { child in
      child.isWord("p") && ParagraphText(child).soleToken == .end(name)
    }
    guard let end else {
      problems.append("Khối {{\(token.mark)\(name)}} không có đoạn {{/\(name)}} đóng lại ở cùng cấp.")
      return start + 1
    }
    let inside = Array(children[start + 1..<end])
    expand(inside, before: children[end], token: token, texts: texts, known: known, tree: tree)
    children[start].remove()
    children[end].remove()
    return end + 1
  }

  /// Repeats the rows from one with an opening marker to the one with its end, in the same table.
  private mutating func repeatRows(
    _ children: [XMLTree.Node], from start: Int, token: TemplateToken, texts: TemplateFields.Texts,
    known: Set<String>, tree: XMLTree
  ) -> Int {
    let name = token.opening ?? ""
    let end = children[start...].firstIndex { row in
      row.isWord("tr") && row.descendants("p").contains { ParagraphText($0).tokens.contains { $0.token == .end(name) } }
    }
    guard let end else {
      problems.append("Khối {{\(token.mark)\(name)}} không có {{/\(name)}} trong cùng một bảng.")
      return start + 1
    }
    let rows = Array(children[start...end])
    for paragraph in rows.flatMap({ $0.descendants("p") }) {
      let text = ParagraphText(paragraph)
      text.replace(
        text.tokens.filter { $0.token == token || $0.token == .end(name) }.map { ($0.range, "") })
    }
    let next = end + 1
    // What follows the last row stays where it is, so the copies go before the first row.
    expand(rows, before: rows[0], token: token, texts: texts, known: known, tree: tree)
    return next
  }

  private mutating func expand(
    _ pattern: [XMLTree.Node], before place: XMLTree.Node, token: TemplateToken, texts: TemplateFields.Texts,
    known: Set<String>, tree: XMLTree
  ) {
    guard let (scopes, names) = scopes(of: token, texts: texts, known: known) else {
      // Unknown: what is inside cannot be judged either.
      for node in pattern { node.remove() }
      return
    }
    for (index, scope) in scopes.enumerated() {
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
      fill(group, texts: scope, known: names, tree: tree)
      for node in group.elements { node.move(before: group) }
      group.remove()
    }
    if scopes.isEmpty {
      // Names inside a block without entries are judged all the same.
      for node in pattern { judge(node, known: names) }
    }
    for node in pattern { node.remove() }
  }

  /// The blocks that repeat the row. One whose two markers stand alone in paragraphs of one cell repeats what is
  /// between them, as anywhere else.
  private func openings(in row: XMLTree.Node) -> [TemplateToken] {
    row.descendants("p").filter { $0.enclosing("tr") == row }.flatMap { paragraph in
      let text = ParagraphText(paragraph)
      if let name = text.soleToken?.opening, endsAmongSiblings(name, of: paragraph) { return [TemplateToken]() }
      return text.tokens.map(\.token).filter { $0.opening != nil }
    }
  }

  private func endsAmongSiblings(_ name: String, of paragraph: XMLTree.Node) -> Bool {
    paragraph.parent?.elements.contains { $0.isWord("p") && ParagraphText($0).soleToken == .end(name) } ?? false
  }

  // MARK: - Fields

  private mutating func fillParagraph(
    _ paragraph: XMLTree.Node, texts: TemplateFields.Texts, known: Set<String>, tree: XMLTree
  ) {
    let text = ParagraphText(paragraph)
    var replacements: [(range: Range<Int>, text: String)] = []
    var pictures: [(node: XMLTree.Node, name: String)] = []
    for found in text.tokens {
      switch found.token {
      case .field(let name):
        guard known.contains(name) else {
          problems.append(unknown(name, among: known.sorted(), what: "Trường"))
          continue
        }
        replacements.append((found.range, texts[name, default: ""]))
      case .picture(let name):
        if fields.pictures[name] == nil, !TemplateFields.pictureNames.contains(name) {
          problems.append(unknown(name, among: TemplateFields.pictureNames, what: "Hình"))
          continue
        }
        if let node = text.node(at: found.range.lowerBound) { pictures.append((node, name)) }
        replacements.append((found.range, ""))
      case .repeating(let name), .condition(let name):
        problems.append("Khối {{…\(name)}} phải đứng một mình trong một đoạn, hoặc nằm trong một hàng của bảng.")
      case .end(let name):
        problems.append("{{/\(name)}} đóng một khối chưa mở ở cùng cấp.")
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

  /// Names that an unused part of a template asks for.
  private mutating func judge(_ node: XMLTree.Node, known: Set<String>) {
    for paragraph in (node.isWord("p") ? [node] : []) + node.descendants("p") {
      for found in ParagraphText(paragraph).tokens {
        guard case .field(let name) = found.token, !known.contains(name), !isWithinBlock(name) else { continue }
        problems.append(unknown(name, among: known.sorted(), what: "Trường"))
      }
    }
  }

  private func isWithinBlock(_ name: String) -> Bool {
    fields.listFields.values.contains { $0.contains(name) }
  }

  private mutating func findLeftovers(in root: XMLTree.Node) {
    for paragraph in root.descendants("p") {
      let text = ParagraphText(paragraph).text
      if text.contains("{{") || text.contains("}}") {
        problems.append("Còn dấu ngoặc {{ hoặc }} không thành cặp trong đoạn “\(text.prefix(60))”.")
      }
    }
  }

  private func unknown(_ name: String, among names: [String], what: String) -> String {
    let near = names.map { ($0, editDistance($0, name)) }.min { $0.1 < $1.1 }
    let hint = near.map { $0.1 <= max(2, name.count / 3) ? ", có lẽ là {{\($0.0)}}" : "" } ?? ""
    return "\(what) {{\(name)}} không có\(hint)."
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
