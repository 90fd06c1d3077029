/// The text of one paragraph across its runs.
///
/// Word cuts a typed name wherever it marks spelling, language or a revision, so tokens are looked for in the joined
/// text of the paragraph, by scalars: a run may even begin with a combining mark.
struct ParagraphText {
  struct Found {
    let token: TemplateToken
    /// Of the joined scalars, braces included.
    let range: Range<Int>
  }

  private struct Piece {
    let node: XMLTree.Node
    var scalars: [Unicode.Scalar]
    let start: Int
  }

  private let pieces: [Piece]
  private let joined: [Unicode.Scalar]

  /// - Parameter paragraph: a `w:p`; paragraphs of text boxes within it are paragraphs of their own.
  init(_ paragraph: XMLTree.Node) {
    var start = 0
    pieces = paragraph.descendants("t", notInside: "p").map { node in
      let scalars = Array(node.text.unicodeScalars)
      defer { start += scalars.count }
      return Piece(node: node, scalars: scalars, start: start)
    }
    joined = pieces.flatMap(\.scalars)
  }

  var text: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: joined)
    return String(text)
  }

  var tokens: [Found] {
    var found: [Found] = []
    var index = 0
    while let start = position(of: "{", from: index) {
      guard let end = position(of: "}", from: start + 2) else { break }
      // A brace typed twice by mistake: the inner pair counts.
      let inner = joined[start..<end].lastPair(of: "{") ?? start
      found.append(Found(token: TemplateToken(joined[(inner + 2)..<end]), range: inner..<end + 2))
      index = end + 2
    }
    return found
  }

  /// The only token, where there is nothing else in the paragraph.
  var soleToken: TemplateToken? {
    let tokens = tokens
    guard let found = tokens.first, tokens.count == 1 else { return nil }
    let around = joined[..<found.range.lowerBound] + joined[found.range.upperBound...]
    return around.allSatisfy(\.isIgnoredInNames) ? found.token : nil
  }

  /// What stands between the tokens, in order.
  var rest: [String] {
    var start = 0
    var texts: [String] = []
    for end in tokens.map(\.range) + [joined.count..<joined.count] {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: joined[start..<end.lowerBound])
      texts.append(String(text))
      start = end.upperBound
    }
    return texts
  }

  private func position(of brace: Unicode.Scalar, from start: Int) -> Int? {
    guard start + 1 < joined.count else { return nil }
    return (start..<joined.count - 1).first { joined[$0] == brace && joined[$0 + 1] == brace }
  }

  /// Puts texts in the place of tokens: each in the run that holds its first brace; what other runs had of it goes.
  ///
  /// - Parameter replacements: in the order of the text.
  func replace(_ replacements: [(range: Range<Int>, text: String)]) {
    guard !replacements.isEmpty else { return }
    var rest = replacements[...]
    for piece in pieces {
      var kept = String.UnicodeScalarView()
      for (offset, scalar) in piece.scalars.enumerated() {
        let index = piece.start + offset
        while let first = rest.first, first.range.upperBound <= index { rest.removeFirst() }
        guard let replacement = rest.first, replacement.range.contains(index) else {
          kept.append(scalar)
          continue
        }
        if index == replacement.range.lowerBound { kept.append(contentsOf: replacement.text.unicodeScalars) }
      }
      let text = String(kept)
      if !text.unicodeScalars.elementsEqual(piece.scalars) { piece.node.text = text }
    }
  }

  /// The text node that holds the first scalar of a range.
  func node(at index: Int) -> XMLTree.Node? {
    pieces.last { $0.start <= index && index < $0.start + $0.scalars.count }?.node
  }
}

extension ArraySlice where Element == Unicode.Scalar {
  fileprivate func lastPair(of brace: Unicode.Scalar) -> Int? {
    guard count > 1 else { return nil }
    return (startIndex..<endIndex - 1).last { self[$0] == brace && self[$0 + 1] == brace }
  }
}
