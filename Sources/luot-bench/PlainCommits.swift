import ArgumentParser
import Foundation
import GRDBSQLite

/// The named limit: the rows that a ticket writes, in one FULL transaction each, by a loop straight on SQLite's C API.
/// The state is one that `luotd` made, so tables, checks, triggers and indexes are the same; what the rows say is
/// computed beforehand, where the daemon hashes and encodes it.
final class PlainCommitLoop {
  private static let statements = [
    "BEGIN IMMEDIATE",
    "INSERT INTO journal(seq, at, service_day, kind, actor, digest, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    """
    INSERT INTO ticket(arrival, service_day, series, number, service, priority, village, origin, issued_at, state, \
    recalls, promised_from, promised_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, 8, 21)
    """,
    "INSERT INTO ticket_token(token, ticket) VALUES (?, ?)",
    """
    INSERT INTO line(service_day, service, issued, waiting) VALUES (?, ?, 1, 1) \
    ON CONFLICT DO UPDATE SET issued = issued + 1, waiting = waiting + 1
    """,
    "COMMIT",
  ]

  private enum Value {
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    case null
  }

  private let database: OpaquePointer
  private let prepared: [OpaquePointer]
  private let day: String
  private var seq: Int64
  private var number: Int64

  /// - Parameter state: a state folder whose daemon has stopped and has begun a day.
  init(state: String) throws {
    let path = state + "/luot.sqlite"
    var handle: OpaquePointer?
    let result = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
    guard result == SQLITE_OK, let handle else { throw BenchFailure("\(path) could not be opened: \(result)") }
    database = handle
    for pragma in ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-1024"] {
      guard sqlite3_exec(handle, "PRAGMA \(pragma)", nil, nil, nil) == SQLITE_OK else {
        throw BenchFailure("PRAGMA \(pragma): \(String(cString: sqlite3_errmsg(handle)))")
      }
    }
    prepared = try Self.statements.map { try Self.prepare($0, handle) }
    seq = try Self.integer("SELECT max(seq) FROM journal", handle)
    number = try Self.integer("SELECT coalesce(max(number), 0) FROM ticket", handle)
    day = try Self.text("SELECT max(day) FROM service_day", handle)
  }

  deinit {
    prepared.forEach { sqlite3_finalize($0) }
    sqlite3_close_v2(database)
  }

  /// Writes one ticket and returns when it is on the disk.
  ///
  /// - Returns: nanoseconds from the beginning of the transaction to the end of its commit.
  @discardableResult
  func commit() throws -> UInt64 {
    seq += 1
    number += 1
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    let service = Site.services[0]
    let digest = [UInt8](repeating: UInt8(truncatingIfNeeded: seq), count: 32)
    let body = #"{"origin":"api","service":"\#(service)","ticket":"\#(day)-a\#(number)"}"#
    let token = String(format: "%026lld", seq)
    let rows: [[Value]] = [
      [],
      [
        .integer(seq), .integer(now), .text(day), .text("ticket-issued"), .text("staff"), .blob(digest), .blob(digest),
        .text(body),
      ],
      [
        .integer(seq), .text(day), .text("A"), .integer(number), .text(service), .null, .null, .text("api"),
        .integer(now),
      ],
      [.text(token), .integer(seq)],
      [.text(day), .text(service)],
      [],
    ]
    let start = nanoseconds()
    for (statement, values) in zip(prepared, rows) { try run(statement, values) }
    return nanoseconds() - start
  }

  private func run(_ statement: OpaquePointer, _ values: [Value]) throws {
    // SQLite copies what is bound: the constant of its header that says so is a cast that Swift does not import.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    for (index, value) in zip(Int32(1)..., values) {
      switch value {
      case .integer(let integer): sqlite3_bind_int64(statement, index, integer)
      case .text(let text): sqlite3_bind_text(statement, index, text, -1, copied)
      case .blob(let bytes): sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), copied)
      case .null: sqlite3_bind_null(statement, index)
      }
    }
    guard sqlite3_step(statement) == SQLITE_DONE else {
      throw BenchFailure(String(cString: sqlite3_errmsg(database)))
    }
    sqlite3_reset(statement)
  }

  private static func prepare(_ sql: String, _ database: OpaquePointer) throws -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw BenchFailure("\(sql): \(String(cString: sqlite3_errmsg(database)))")
    }
    return statement
  }

  private static func value<T>(_ sql: String, _ database: OpaquePointer, _ read: (OpaquePointer) -> T?) throws -> T {
    let statement = try prepare(sql, database)
    defer { sqlite3_finalize(statement) }
    guard sqlite3_step(statement) == SQLITE_ROW, let value = read(statement) else {
      throw BenchFailure("\(sql): no row")
    }
    return value
  }

  private static func integer(_ sql: String, _ database: OpaquePointer) throws -> Int64 {
    try value(sql, database) { sqlite3_column_int64($0, 0) }
  }

  private static func text(_ sql: String, _ database: OpaquePointer) throws -> String {
    try value(sql, database) { sqlite3_column_text($0, 0).map { String(cString: $0) } }
  }
}

/// Runs the loop in a process of its own, so that it can be made to sync slowly.
struct PlainCommits: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plain-commits", abstract: "Prints how many commits a second a plain loop makes.", shouldDisplay: false
  )

  @Option(help: "A state folder that no daemon uses.")
  var state: String

  @Option(help: "How long.")
  var seconds: Double

  func run() throws {
    let loop = try PlainCommitLoop(state: state)
    let start = nanoseconds()
    let end = start + UInt64(seconds * 1e9)
    var commits = 0
    while nanoseconds() < end {
      try loop.commit()
      commits += 1
    }
    print(Double(commits) * 1e9 / Double(nanoseconds() - start))
  }
}
