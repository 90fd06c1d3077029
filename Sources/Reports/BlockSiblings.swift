/// The children of one element, and where among them blocks begin and end. Every paragraph is read once, however many
/// markers there are.
struct BlockSiblings {
  struct Block {
    let token: TemplateToken
    let name: String
    /// The child that closes it; `nil` where none does.
    let end: Int?
  }

  let nodes: [XMLTree.Node]
  /// By the child with the opening marker: a paragraph with nothing else in it, or a row.
  private(set) var blocks: [Int: Block] = [:]

  /// - Throws: `CancellationError`.
  init(_ nodes: [XMLTree.Node]) throws {
    self.nodes = nodes
    // The nearest that follows, of paragraphs and of rows: neither closes what the other opened.
    var ends: [String: Int] = [:]
    var rowEnds: [String: Int] = [:]
    for index in nodes.indices.reversed() {
      try Task.checkCancellation()
      if nodes[index].isWord("p") {
        guard let token = ParagraphText(nodes[index]).soleToken else { continue }
        if case .end(let name) = token { ends[name] = index }
        if let name = token.opening { blocks[index] = Block(token: token, name: name, end: ends[name]) }
      } else if nodes[index].isWord("tr") {
        let marks = RowMarks(nodes[index])
        for name in marks.ends { rowEnds[name] = index }
        if let token = marks.opening, let name = token.opening {
          blocks[index] = Block(token: token, name: name, end: rowEnds[name])
        }
      }
    }
  }
}

/// The markers in a row of a table that are about whole rows.
private struct RowMarks {
  /// Of the first block that repeats the row. One whose two markers stand alone in paragraphs of one cell repeats what
  /// is between them, as anywhere else.
  let opening: TemplateToken?
  let ends: Set<String>

  init(_ row: XMLTree.Node) {
    let paragraphs = row.descendants("p").map { paragraph in
      let text = ParagraphText(paragraph)
      return (node: paragraph, tokens: text.tokens.map(\.token), sole: text.soleToken)
    }
    var ends: Set<String> = []
    var soleEnds: [XMLTree.Node: Set<String>] = [:]
    for paragraph in paragraphs {
      for case .end(let name) in paragraph.tokens { ends.insert(name) }
      if case .end(let name) = paragraph.sole, let parent = paragraph.node.parent {
        soleEnds[parent, default: []].insert(name)
      }
    }
    self.ends = ends
    opening =
      paragraphs.lazy.filter { paragraph in
        guard paragraph.tokens.contains(where: { $0.opening != nil }), paragraph.node.enclosing("tr") == row else {
          return false
        }
        guard let name = paragraph.sole?.opening, let parent = paragraph.node.parent else { return true }
        return soleEnds[parent]?.contains(name) != true
      }.flatMap(\.tokens).first { $0.opening != nil }
  }
}
