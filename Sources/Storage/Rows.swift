import Foundation
import GRDB
import Queueing
import Records

// Rows to values and back. A row that the schema let in but no value can hold is damage, not a case to go on from.

extension Row {
  /// The value of a column; `T` may be optional.
  ///
  /// - Throws: `StoreError.corrupt` where the plain subscript would end the program: a damaged page may hold NULL in a
  ///   column that the schema never lets be NULL.
  func value<T: DatabaseValueConvertible & StatementColumnConvertible>(_ index: Int) throws -> T {
    do { return try decode(atIndex: index) } catch { throw damaged(index) }
  }

  func optionalInstant(_ index: Int) throws -> Timestamp? {
    try parsed(index) { (milliseconds: Int64) in
      Self.instants.contains(milliseconds) ? Timestamp(milliseconds: milliseconds) : nil
    }
  }

  func instant(_ index: Int) throws -> Timestamp {
    try required(optionalInstant(index), index)
  }

  func optionalDay(_ index: Int) throws -> ServiceDay? {
    try parsed(index) { ServiceDay($0 as String) }
  }

  func day(_ index: Int) throws -> ServiceDay {
    try required(optionalDay(index), index)
  }

  func optionalIdentifier<ID: Identifier>(_ index: Int) throws -> ID? {
    try parsed(index) { ID(verified: $0) }
  }

  func identifier<ID: Identifier>(_ index: Int) throws -> ID {
    try required(optionalIdentifier(index), index)
  }

  func optionalChoice<T: RawRepresentable<String>>(_ index: Int) throws -> T? {
    try parsed(index) { T(rawValue: $0) }
  }

  func choice<T: RawRepresentable<String>>(_ index: Int) throws -> T {
    try required(optionalChoice(index), index)
  }

  func optionalJSON<T: Decodable>(_ index: Int) throws -> T? {
    try parsed(index) { try? JSONDecoder().decode(T.self, from: Data(($0 as String).utf8)) }
  }

  func json<T: Decodable>(_ index: Int) throws -> T {
    try required(optionalJSON(index), index)
  }

  func required<T>(_ value: T?, _ index: Int) throws -> T {
    guard let value else { throw damaged(index) }
    return value
  }

  /// From three columns.
  func promise(_ index: Int) throws -> Promise? {
    guard let from = try optionalNumber(index, in: Self.lengths) else { return nil }
    return Promise(
      WaitRange(fromMinutes: from, toMinutes: try number(index + 1, in: from...Self.lengths.upperBound)),
      waited: try optionalNumber(index + 2, in: Self.lengths))
  }

  func optionalNumber(_ index: Int, in range: ClosedRange<Int>) throws -> Int? {
    try parsed(index) { range.contains($0) ? $0 : nil }
  }

  func number(_ index: Int, in range: ClosedRange<Int>) throws -> Int {
    try required(optionalNumber(index, in: range), index)
  }

  private func parsed<Raw: DatabaseValueConvertible & StatementColumnConvertible, T>(
    _ index: Int, _ parse: (Raw) -> T?
  ) throws -> T? {
    try (value(index) as Raw?).map { try required(parse($0), index) }
  }

  private func damaged(_ index: Int) -> StoreError {
    .corrupt(detail: "column \(Array(columnNames)[index]) holds what no version writes")
  }

  /// Minutes or seconds, of which no sum and no product with 60 overflows.
  private static let lengths = 0...Int(Int32.max)

  /// The years 0 to 9999: dates are written with four digits, and no sum of two such instants overflows.
  private static let instants: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
}

extension Ticket {
  static let columns = """
    arrival, service_day, series, number, service, priority, village, origin, issued_at, state, directed_to, called_at, \
    started_at, finished_at, announced_at, due_at, recalls, counter, member, reason, end_reason, promised_from, \
    promised_to, waited
    """

  init(row: Row) throws {
    let name: StateName = try row.choice(9)
    let state: TicketState =
      switch name {
      case .waiting: .waiting
      case .called: .called(try row.identifier(17))
      case .serving: .serving(try row.identifier(17))
      case .parked: .parked(due: try row.instant(15))
      case .finished: .finished(try row.identifier(17))
      case .noShow: .noShow(try row.identifier(17))
      case .cancelled: .cancelled
      case .expired: .expired(reason: try row.choice(20))
      }
    self.init(
      id: TicketID(
        day: try row.day(1), number: TicketNumber(series: try row.value(2), ordinal: try row.value(3))),
      arrival: try row.value(0),
      service: try row.identifier(4),
      priority: try row.optionalIdentifier(5),
      village: try row.optionalIdentifier(6),
      origin: try row.choice(7),
      issuedAt: try row.instant(8),
      promise: try row.promise(21),
      state: state,
      directedTo: try row.optionalIdentifier(10),
      calledAt: try row.optionalInstant(11),
      startedAt: try row.optionalInstant(12),
      finishedAt: try row.optionalInstant(13),
      announcedAt: try row.optionalInstant(14),
      recalls: try row.value(16),
      counter: try row.optionalIdentifier(17),
      member: try row.optionalIdentifier(18),
      reason: try row.optionalChoice(19))
  }

  var dueAt: Timestamp? {
    if case .parked(let due) = state { due } else { nil }
  }

  var endReason: String? {
    if case .expired(let reason) = state { reason.rawValue } else { nil }
  }
}

extension Counter {
  static let columns = "id, state, member, services, normals_since_priority, undoable"

  init(row: Row) throws {
    self.init(
      id: try row.identifier(0), state: try row.choice(1), member: try row.optionalIdentifier(2),
      services: try row.json(3), normalsSincePriority: try row.value(4), undoable: try row.optionalJSON(5))
  }
}
