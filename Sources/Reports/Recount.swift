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
          numbers(
            of: table.id, table.title, table.rows.map { ($0.name, $0.turns, $0.online) },
            total: (table.total.name, table.total.turns, table.total.online))
        }
        + breakdowns.flatMap { breakdown in
          numbers(
            of: breakdown.id, breakdown.title, breakdown.columns.map { ($0.id, $0.title) },
            breakdown.rows.map { ($0.name, $0.values) }, total: (breakdown.total.name, breakdown.total.values)
          ) { breakdown.columns[$0].text(of: $1) }
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

    /// Of a breakdown.
    ///
    /// - Parameter print: a number as the column of that place shows it.
    static func numbers(
      of breakdown: String, _ title: String, _ columns: [(id: String, title: String)],
      _ rows: [(name: String, values: [Int?])], total: (name: String, values: [Int?]), print: (Int, Int) -> String
    ) -> [Number] {
      (rows.map { ($0, false) } + [(total, true)]).flatMap { row, isTotal in
        zip(columns, row.values).enumerated().map { place, cell in
          Number(
            id: "\(breakdown)/\(row.name)/\(cell.0.id)",
            name: "\(title): \(row.name), \(cell.0.title.lowercasedFirst)", text: cell.1.map { print(place, $0) },
            counted: isTotal ? cell.0.id : nil)
        }
      }
    }

    /// Of a table of lượt.
    static func numbers(
      of table: String, _ title: String, _ rows: [(name: String, turns: Int, online: Int)],
      total: (name: String, turns: Int, online: Int)
    ) -> [Number] {
      (rows.map { ($0, false) } + [(total, true)]).flatMap { row, isTotal in
        [
          Number(
            id: "\(table)/\(row.name)", name: "\(title): \(row.name)", text: row.turns.groupedText,
            counted: isTotal ? "turns" : nil),
          Number(
            id: "\(table)/\(row.name)/online", name: "\(title): \(row.name), trực tuyến",
            text: row.online.groupedText, counted: isTotal ? "online" : nil),
        ]
      }
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
      Number.numbers(
        of: breakdown.id, breakdown.title, breakdown.columns.map { ($0.id, $0.title) },
        breakdown.rows.map { ($0.name, $0.values) }, total: (breakdown.total.name, breakdown.total.values)
      ) { place, value in
        columns["\(breakdown.id)/\(breakdown.columns[place].id)"]?.text(of: value) ?? value.groupedText
      }
    }
    return figures.map { Number(figure: $0.id, $0.name, $0.text) }
      + tables.flatMap { table in
        Number.numbers(
          of: table.id, table.title, table.rows.map { ($0.name, $0.turns, $0.online) },
          total: (table.total.name, table.total.turns, table.total.online))
      } + more
  }
}
