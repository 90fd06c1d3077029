import GRDB
import Queueing
import Testing

@testable import Storage

/// What a decision reads must not grow with the tickets of the past, nor with the length of the line.
@Suite struct QueryPlanTests {
  struct Query: CustomTestStringConvertible, Sendable {
    let name: String
    let sql: String
    /// The partial indexes it may touch, and must.
    let indexes: Set<String>
    /// Whether every step is a search and none walks a whole partial index.
    var seeks = true

    var testDescription: String { name }
  }

  static let queries = [
    Query(name: "head of a line", sql: ReadTransaction.headOfLine, indexes: ["ticket_line"]),
    Query(
      name: "head of the tickets for one counter", sql: ReadTransaction.headOfDirected, indexes: ["ticket_directed"]),
    Query(name: "ahead in a line", sql: ReadTransaction.aheadInLine, indexes: ["ticket_line"]),
    Query(name: "first on paper", sql: ReadTransaction.firstPaper, indexes: ["ticket_paper"]),
    Query(name: "place of one on paper", sql: ReadTransaction.paperPlace, indexes: ["ticket_paper"]),
    Query(name: "on paper, ahead", sql: ReadTransaction.earlierPaper, indexes: ["ticket_paper"]),
    Query(name: "on paper, overtaking", sql: ReadTransaction.overtakingPaper, indexes: ["ticket_paper"]),
    Query(name: "ahead at a counter", sql: ReadTransaction.aheadAtCounter, indexes: ["ticket_directed"]),
    Query(name: "directed in a line", sql: ReadTransaction.directedInLine, indexes: ["ticket_directed"], seeks: false),
    Query(
      name: "directed to a counter", sql: ReadTransaction.directed, indexes: ["ticket_directed", "ticket_detoured"]),
    Query(
      name: "everybody who waits", sql: ReadTransaction.waiting, indexes: ["ticket_line", "ticket_directed"],
      seeks: false),
    Query(name: "everybody at a counter", sql: ReadTransaction.held, indexes: ["ticket_held"], seeks: false),
    Query(name: "latest calls", sql: ReadTransaction.latest, indexes: ["ticket_announced"]),
    Query(name: "due parked tickets", sql: ReadTransaction.due, indexes: ["ticket_parked"]),
    Query(
      name: "live tickets", sql: ReadTransaction.live,
      indexes: ["ticket_line", "ticket_directed", "ticket_parked", "ticket_held"], seeks: false),
  ]

  @Test(arguments: queries)
  func `A question about the queue is answered from the live tickets alone`(query: Query) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    // With statistics of a real past, as the planner would have them after ANALYZE, and without.
    let store = try Sample.open(path)
    try await SimulatedDays(seed: 5, days: 2, visitors: 60).play(in: store)
    try store.close()
    let queue = try DatabaseQueue(path: path)
    for isAnalysed in [false, true] {
      if isAnalysed { try await queue.write { try $0.execute(sql: "ANALYZE") } }
      let steps = try await queue.read { db in
        let arguments = StatementArguments(Array(repeating: 1, count: query.sql.count { $0 == "?" }))
        return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(query.sql)", arguments: arguments)
          .map { $0["detail"] as String }
      }
      let ofTickets = steps.filter { $0.hasPrefix("SCAN ticket") || $0.hasPrefix("SEARCH ticket") }
        .filter { !$0.contains("INTEGER PRIMARY KEY") }
      #expect(!ofTickets.isEmpty)
      var used: Set<String> = []
      for step in ofTickets {
        let index = step.split(separator: " ").first { $0.hasPrefix("ticket_") || $0.hasPrefix("sqlite_autoindex") }
        used.insert(index.map(String.init) ?? "none")
        if query.seeks { #expect(step.hasPrefix("SEARCH"), "\(step)") }
      }
      #expect(used == query.indexes, "analysed: \(isAnalysed), plan: \(steps)")
      #expect(!steps.contains { $0.contains("TEMP B-TREE FOR ORDER BY") } || !query.sql.contains("LIMIT"), "\(steps)")
    }
    try queue.close()
  }
}
