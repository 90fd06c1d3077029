package import Foundation
package import Records

/// Why a file is no table, as a clause for who made it.
package struct TableFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let clause: String

  init(_ clause: String) {
    self.clause = clause
  }

  package var description: String { "Không đọc được bảng: \(clause)." }
}

/// A table from elsewhere, read line by line, so that however long it is only one line is in memory.
package protocol TableReader: AnyObject {
  /// The next line that is not empty; `nil` behind the last.
  ///
  /// - Throws: `TableFault` when what follows cannot be read.
  func next() throws(TableFault) -> TableLine?
}

package enum TableFormat: Sendable {
  case csv, xlsx

  package func reader(of file: [UInt8]) throws(TableFault) -> any TableReader {
    switch self {
    case .csv: try SeparatedReader(file)
    case .xlsx: try WorkbookReader(file)
    }
  }
}

enum TableLimits {
  static let columns = 200
  /// The number of the last row that a workbook may have.
  static let rows = 1_048_576
  /// Bytes of one cell.
  static let cellBytes = 16 << 10
}

extension String {
  /// A cell as it counts: composed, since a table from a Mac is not, and without white space at its ends. A spreadsheet
  /// puts an apostrophe before what must not be a formula.
  var cell: String {
    var text = trimmingCharacters(in: .whitespacesAndNewlines.union(CharacterSet(charactersIn: "\u{200B}\u{FEFF}")))
    if !text.utf8.allSatisfy({ $0 < 0x80 }) { text = text.precomposedStringWithCanonicalMapping }
    let bytes = Array(text.utf8.prefix(2))
    if bytes.count == 2, bytes[0] == UInt8(ascii: "'"), "=+-@".utf8.contains(bytes[1]) { text.removeFirst() }
    return text
  }
}

/// Comma-separated values as programs write them (RFC 4180), and as a Vietnamese Excel does: with semicolons, with
/// tabs, with a mark in front or without one.
final class SeparatedReader: TableReader {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var place: Int
  private var line = 0

  init(_ file: [UInt8]) throws(TableFault) {
    let decoded = try Self.decoded(file)
    bytes = decoded.bytes
    place = decoded.start
    separator = Self.separator(bytes[place...])
  }

  private static let encodings = "Hãy lưu lại dạng “CSV UTF-8” rồi gửi lại"

  private static func decoded(_ file: [UInt8]) throws(TableFault) -> (bytes: [UInt8], start: Int) {
    if file.starts(with: [0xEF, 0xBB, 0xBF]) { return (file, 3) }
    for (mark, isBig) in [([0xFF, 0xFE] as [UInt8], false), ([0xFE, 0xFF], true)] where file.starts(with: mark) {
      guard file.count % 2 == 0 else { throw TableFault("tệp UTF-16 bị cắt giữa chừng") }
      var units: [UInt16] = []
      for index in stride(from: 2, to: file.count, by: 2) {
        let (first, second) = (UInt16(file[index]), UInt16(file[index + 1]))
        units.append(isBig ? first << 8 | second : second << 8 | first)
      }
      return (Array(String(decoding: units, as: UTF16.self).utf8), 0)
    }
    if file.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw TableFault("đây là một tệp nén, có lẽ là bảng tính Excel; hãy gửi nó với đuôi .xlsx")
    }
    return (file, 0)
  }

  /// What parts the cells of the first line: of the candidates, the one that is there most often outside of quotes.
  private static func separator(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    let candidates = [",", ";", "\t"].map { UInt8(ascii: $0) }
    var counts = [0, 0, 0]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    let most = counts.indices.max { counts[$0] < counts[$1] } ?? 0
    return counts[most] == 0 ? candidates[0] : candidates[most]
  }

  func next() throws(TableFault) -> TableLine? {
    while place < bytes.count {
      line += 1
      let start = line
      let cells = try row()
      // By which Excel is told what parts the cells.
      if start == 1, cells[0].lowercased().hasPrefix("sep="), cells.dropFirst().allSatisfy(\.isEmpty) { continue }
      if cells.contains(where: { !$0.isEmpty }) { return TableLine(number: start, cells: cells) }
    }
    return nil
  }

  private func row() throws(TableFault) -> [String] {
    var cells: [String] = []
    while true {
      let (cell, isLast) = try field()
      cells.append(cell)
      guard cells.count <= TableLimits.columns else {
        throw TableFault("dòng \(line) có hơn \(TableLimits.columns) cột")
      }
      if isLast { return cells }
    }
  }

  private func field() throws(TableFault) -> (String, isLast: Bool) {
    let first = line
    var content: [UInt8] = []
    var isQuoted = false
    if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
      isQuoted = true
      place += 1
    }
    var isOpen = isQuoted
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if isOpen {
        if byte == UInt8(ascii: "\"") {
          if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
            place += 1
            content.append(byte)
          } else {
            isOpen = false
          }
          continue
        }
        if byte == UInt8(ascii: "\n") { line += 1 }
      } else if byte == separator {
        return (try text(content, at: first), false)
      } else if byte == UInt8(ascii: "\n") {
        return (try text(content, at: first), true)
      } else if byte == UInt8(ascii: "\r") {
        if place < bytes.count, bytes[place] == UInt8(ascii: "\n") { place += 1 }
        return (try text(content, at: first), true)
      }
      content.append(byte)
      guard content.count <= TableLimits.cellBytes else {
        throw TableFault("một ô ở dòng \(first) dài hơn \(TableLimits.cellBytes >> 10) KB, có lẽ thiếu dấu nháy kép")
      }
    }
    guard !isOpen else { throw TableFault("dấu nháy kép mở ở dòng \(first) không được đóng") }
    return (try text(content, at: first), true)
  }

  private func text(_ content: [UInt8], at line: Int) throws(TableFault) -> String {
    guard !content.contains(0) else {
      throw TableFault("dòng \(line) không phải chữ; tệp có lẽ không phải CSV. \(Self.encodings)")
    }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw TableFault(
        "dòng \(line) không phải UTF-8, có lẽ là Windows-1258 hoặc bảng mã cũ của Excel. \(Self.encodings)")
    }
    return text.cell
  }
}

package enum TableFile {
  /// Rows as a file of comma-separated values that a spreadsheet opens and none takes for formulas.
  package static func csv(_ rows: [[String]]) -> Data {
    Data(CSV.text(rows).utf8)
  }
}
