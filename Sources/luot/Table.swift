/// Rows of text in columns, aligned for a terminal.
///
/// A Vietnamese letter with its marks is one `Character` and one cell, so characters are counted, not scalars.
struct Table {
  enum Alignment {
    case left, right
  }

  struct Column {
    let heading: String
    let alignment: Alignment

    init(_ heading: String, _ alignment: Alignment = .left) {
      self.heading = heading
      self.alignment = alignment
    }
  }

  let columns: [Column]
  var rows: [[String]]

  init(_ columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// Columns without headings, all flush left.
  init(rows: [[String]]) {
    self.init(Array(repeating: Column(""), count: rows.map(\.count).max() ?? 0), rows: rows)
  }

  /// The headings, unless all are empty, and the rows; two spaces between columns and none at the end of a line.
  func lines(indent: Int = 0) -> [String] {
    let headings = columns.map(\.heading)
    let all = (headings.allSatisfy(\.isEmpty) ? [] : [headings]) + rows
    let widths = columns.indices.map { column in
      all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return all.map { row in
      let cells = zip(row, zip(columns, widths)).map { text, place in
        let padding = String(repeating: " ", count: place.1 - text.count)
        return place.0.alignment == .left ? text + padding : padding + text
      }
      let line = String(repeating: " ", count: indent) + cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
