/// What may be added to one document while it is filled: whoever made it, the daemon goes on.
///
/// A year's report repeats about a thousand rows; what goes beyond these bounds is no report but a template that
/// multiplies itself.
struct FillingAllowance {
  /// Paragraphs and rows that are repeated; a block with nothing in it counts as one.
  static let mostCopies = 20_000
  static let mostPictures = 20
  /// Of copies in memory, and of texts that are filled in.
  private static let mostBytes = 32 << 20

  /// Of what is repeated, one time of it.
  struct Size {
    let copies: Int
    let bytes: Int

    init(of pattern: [XMLTree.Node]) {
      let count = pattern.reduce(0) { count, node in
        count + (node.isWord("p") || node.isWord("tr") ? 1 : 0) + node.descendants("p").count
          + node.descendants("tr").count
      }
      copies = max(1, count)
      bytes = pattern.reduce(0) { $0 + $1.heldBytes }
    }
  }

  private var copies = mostCopies
  private var bytes = mostBytes
  private var pictures = mostPictures

  // Each says whether it is still allowed.

  mutating func copy(_ size: Size) -> Bool {
    copies -= size.copies
    bytes -= size.bytes
    return copies >= 0 && bytes >= 0
  }

  mutating func write(_ text: String) -> Bool {
    bytes -= text.utf8.count
    return bytes >= 0
  }

  mutating func draw() -> Bool {
    pictures -= 1
    return pictures >= 0
  }
}
