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
    var told: Set<[String?]> = []
    for number in order {
      let (was, now) = (before[number.id]?.text, after[number.id]?.text)
      guard was != now else { continue }
      // Every table ends in the same total, which is said once.
      if let counted = number.counted, !told.insert([counted, was, now]).inserted { continue }
      changes.append(Change(id: number.id, name: number.name, was: was, now: now))
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
    /// What a total is one of; `nil` for any other number. Two of the same that changed alike are one change.
    var counted: String?

    /// - Parameter withBreakdowns: not when a report of an earlier release is compared, which had none.
    static func of(_ report: Report, withBreakdowns: Bool) -> [Number] {
      let breakdowns = withBreakdowns ? report.breakdowns : []
      return report.figures.map { Number(figure: $0.id, $0.name, $0.text) }
        + report.tables.flatMap { table in
          table.rows.flatMap { rows(of: table.id, table.title, $0.name, turns: $0.turns, online: $0.online) }
            + rows(
              of: table.id, table.title, table.total.name, turns: table.total.turns, online: table.total.online,
              isTotal: true)
        }
        + breakdowns.flatMap { breakdown in
          (breakdown.rows.map { ($0, false) } + [(breakdown.total, true)]).flatMap { row, isTotal in
            zip(breakdown.columns, row.values).map { column, value in
              cell(
                of: breakdown.id, breakdown.title, row.name, column.id, column.title, value.map { column.text(of: $0) },
                isTotal: isTotal)
            }
          }
        }
    }

    /// The figures that totals of tables repeat.
    private static let wholes = ["assist-turn": "turns", "assist-turn-online": "online"]

    init(figure id: String, _ name: String, _ text: String?) {
      self.init(id: id, name: name, text: text, counted: Self.wholes[id])
    }

    private init(id: String, name: String, text: String?, counted: String?) {
      self.id = id
      self.name = name
      self.text = text
      self.counted = counted
    }

    static func cell(
      of breakdown: String, _ title: String, _ row: String, _ column: String, _ heading: String, _ text: String?,
      isTotal: Bool
    ) -> Number {
      Number(
        id: "\(breakdown)/\(row)/\(column)", name: "\(title): \(row), \(heading.lowercasedFirst)", text: text,
        counted: isTotal ? column : nil)
    }

    static func rows(
      of table: String, _ title: String, _ name: String, turns: Int, online: Int, isTotal: Bool = false
    ) -> [Number] {
      [
        Number(
          id: "\(table)/\(name)", name: "\(title): \(name)", text: turns.groupedText, counted: isTotal ? "turns" : nil),
        Number(
          id: "\(table)/\(name)/online", name: "\(title): \(name), trực tuyến", text: online.groupedText,
          counted: isTotal ? "online" : nil),
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
      (breakdown.rows.map { ($0, false) } + [(breakdown.total, true)]).flatMap { row, isTotal in
        zip(breakdown.columns, row.values).map { column, value in
          let known = columns["\(breakdown.id)/\(column.id)"]
          return Number.cell(
            of: breakdown.id, breakdown.title, row.name, column.id, column.title,
            value.map { known?.text(of: $0) ?? $0.groupedText }, isTotal: isTotal)
        }
      }
    }
    return figures.map { Number(figure: $0.id, $0.name, $0.text) }
      + tables.flatMap { table in
        table.rows.flatMap { Number.rows(of: table.id, table.title, $0.name, turns: $0.turns, online: $0.online) }
          + Number.rows(
            of: table.id, table.title, table.total.name, turns: table.total.turns, online: table.total.online,
            isTotal: true)
      } + more
  }
}
