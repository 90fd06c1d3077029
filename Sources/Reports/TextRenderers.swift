import Foundation

/// Comma-separated values for other programs (RFC 4180): UTF-8 with the mark by which Excel knows it.
enum CSV {
  static let byteOrderMark = "\u{FEFF}"

  static func text(_ rows: [[String]]) -> String {
    byteOrderMark + rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
  static func cell(_ text: String) -> String {
    let opensFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = opensFormula && Int(text) == nil ? "'" + text : text
    let needsQuotes = safe.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    return needsQuotes ? "\"\(safe.replacing("\"", with: "\"\""))\"" : safe
  }
}

enum CSVRenderer {
  /// Each row says which table it is of, so that one file holds them all.
  static func render(_ report: Report) -> Data {
    var rows = [["bang", "muc", "so_luot", "truc_tuyen", "gia_tri", "nguon", "ghi_chu"]]
    for figure in report.figures {
      rows.append([
        "figures", figure.id, "", "", figure.value.map(String.init) ?? figure.text ?? "", figure.source.rawValue,
        figure.basis,
      ])
    }
    for table in report.tables {
      for row in table.rows { rows.append([table.id, row.name, "\(row.turns)", "\(row.online)", "", "", ""]) }
      rows.append([
        table.id, table.total.name, "\(table.total.turns)", "\(table.total.online)", "", "", table.note ?? "",
      ])
    }
    for breakdown in report.breakdowns {
      for row in breakdown.rows + [breakdown.total] {
        for (column, value) in zip(breakdown.columns, row.values) {
          let title = column.form == .share ? "\(column.title) (%)" : column.titleWithUnit
          rows.append([
            breakdown.id, row.name, "", "", column.plainText(of: value), Report.Source.computed.rawValue, title,
          ])
        }
      }
    }
    for remark in report.remarks { rows.append(["remarks", remark, "", "", "", "", ""]) }
    rows.append(["proof", report.proof.hash, "", "", "\(report.proof.seq)", "", report.proof.text])
    return Data(CSV.text(rows).utf8)
  }
}

enum JSONRenderer {
  static func render(_ report: Report) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    var data = try encoder.encode(report)
    data.append(UInt8(ascii: "\n"))
    return data
  }
}
