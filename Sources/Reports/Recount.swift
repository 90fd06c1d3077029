package import Foundation
import Scenes

/// What has changed in the figures of a report since it was sent.
package struct Recount: Hashable, Sendable, Encodable {
  /// One number that is another now.
  package struct Change: Hashable, Sendable, Codable {
    /// Of a figure, or of a table and its row: `village/Thôn 3`.
    package let id: String
    package let name: String
    /// As it was printed; `nil` where there was none.
    package let was: String?
    package let now: String?

    private enum CodingKeys: CodingKey {
      case id, name, was, now
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      try container.encode(name, forKey: .name)
      try container.encode(was, forKey: .was)
      try container.encode(now, forKey: .now)
    }
  }

  /// What the numbers were counted from.
  package struct Basis: Hashable, Sendable, Codable {
    package let seq: Int64
    package let hash: String
  }

  package let changes: [Change]
  /// When it was sent, and now.
  package let was: Basis
  package let now: Basis

  /// - Parameter figures: the JSON that was kept of the report.
  /// - Throws: what the decoder says when they are none.
  package init(of figures: Data, against report: Report) throws {
    let sent = try JSONDecoder().decode(Kept.self, from: figures)
    was = sent.proof
    now = Basis(seq: report.proof.seq, hash: report.proof.hash)
    let numbers = Kept.Number.of(report, withBreakdowns: sent.breakdowns != nil)
    let kept = sent.numbers(as: report)
    let before = Dictionary(kept.map { ($0.id, $0) }) { first, _ in first }
    let after = Dictionary(numbers.map { ($0.id, $0) }) { first, _ in first }
    // In the order of today's report; what it has no more comes last.
    let order = numbers + kept.filter { after[$0.id] == nil }
    var changes: [Change] = []
    for number in order where before[number.id]?.text != after[number.id]?.text {
      changes.append(
        Change(
          id: number.id, name: number.name, was: before[number.id]?.text, now: after[number.id]?.text))
    }
    if sent.onlineDefinition != report.onlineDefinition {
      changes.append(
        Change(
          id: "online-definition", name: "Cách đếm lượt trực tuyến", was: sent.onlineDefinition,
          now: report.onlineDefinition))
    }
    self.changes = changes
  }
}

/// What is read again of a report that was kept.
private struct Kept: Decodable {
  struct Figure: Decodable {
    let id: String
    let name: String
    let text: String?
  }

  struct Table: Decodable {
    struct Row: Decodable {
      let name: String
      let turns: Int
      let online: Int
    }

    let id: String
    let title: String
    let rows: [Row]
    let total: Row
  }

  struct Breakdown: Decodable {
    struct Column: Decodable {
      let id: String
      let title: String
    }

    struct Row: Decodable {
      let name: String
      let values: [Int?]
    }

    let id: String
    let title: String
    let columns: [Column]
    let rows: [Row]
    let total: Row
  }

  /// One number of a report, as it is printed.
  struct Number {
    let id: String
    let name: String
    let text: String?

    /// - Parameter withBreakdowns: not when a report of an earlier release is compared, which had none.
    static func of(_ report: Report, withBreakdowns: Bool) -> [Number] {
      let breakdowns = withBreakdowns ? report.breakdowns : []
      return report.figures.map { Number(id: $0.id, name: $0.name, text: $0.text) }
        + report.tables.flatMap { table in
          (table.rows + [table.total]).flatMap { row in
            rows(of: table.id, table.title, row.name, turns: row.turns, online: row.online)
          }
        }
        + breakdowns.flatMap { breakdown in
          (breakdown.rows + [breakdown.total]).flatMap { row in
            zip(breakdown.columns, row.values).map { column, value in
              cell(
                of: breakdown.id, breakdown.title, row.name, column.id, column.title, value.map { column.text(of: $0) })
            }
          }
        }
    }

    static func cell(
      of breakdown: String, _ title: String, _ row: String, _ column: String, _ heading: String, _ text: String?
    ) -> Number {
      Number(id: "\(breakdown)/\(row)/\(column)", name: "\(title): \(row), \(heading.lowercasedFirst)", text: text)
    }

    static func rows(of table: String, _ title: String, _ name: String, turns: Int, online: Int) -> [Number] {
      [
        Number(id: "\(table)/\(name)", name: "\(title): \(name)", text: turns.groupedText),
        Number(id: "\(table)/\(name)/online", name: "\(title): \(name), trực tuyến", text: online.groupedText),
      ]
    }
  }

  let figures: [Figure]
  let tables: [Table]
  /// `nil` in a report of an earlier release.
  let breakdowns: [Breakdown]?
  let onlineDefinition: String
  let proof: Recount.Basis

  /// - Parameter report: one of today, which prints its numbers as these were printed.
  func numbers(as report: Report) -> [Number] {
    let columns = Dictionary(
      report.breakdowns.flatMap { breakdown in breakdown.columns.map { ("\(breakdown.id)/\($0.id)", $0) } }
    ) { first, _ in first }
    let more = (breakdowns ?? []).flatMap { breakdown in
      (breakdown.rows + [breakdown.total]).flatMap { row in
        zip(breakdown.columns, row.values).map { column, value in
          let known = columns["\(breakdown.id)/\(column.id)"]
          return Number.cell(
            of: breakdown.id, breakdown.title, row.name, column.id, column.title,
            value.map { known?.text(of: $0) ?? $0.groupedText })
        }
      }
    }
    return figures.map { Number(id: $0.id, name: $0.name, text: $0.text) }
      + tables.flatMap { table in
        (table.rows + [table.total]).flatMap { row in
          Number.rows(of: table.id, table.title, row.name, turns: row.turns, online: row.online)
        }
      } + more
  }
}
