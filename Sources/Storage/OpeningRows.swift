import Foundation
import GRDB
package import Queueing

// When the office is open beyond its configuration: the register `calendar`, and what staff ordered for a while.

extension ReadTransaction {
  private static let calendarColumns = "day, slots, reason"

  /// The dates of the register from `date` on, in order.
  package func calendar(from date: ServiceDay) throws -> [DayException] {
    try rows(
      "SELECT \(Self.calendarColumns) FROM calendar_day WHERE day >= ? ORDER BY day", [date.text],
      DayException.init(row:))
  }

  package func calendarDay(_ date: ServiceDay) throws -> DayException? {
    try row("SELECT \(Self.calendarColumns) FROM calendar_day WHERE day = ?", [date.text])
      .map(DayException.init(row:))
  }

  /// What was ordered for the whole office (`nil`) and for services, also what is over.
  package func openingOrders() throws -> [ServiceID?: OpeningOrder] {
    let orders = try rows("SELECT service, is_open, until, reason FROM opening_order") { row in
      let scope: String = try row.value(0)
      return (
        scope == ServiceID.wholeOffice ? nil : try row.identifier(0) as ServiceID,
        OpeningOrder(isOpen: try row.value(1), until: try row.instant(2), reason: try row.value(3))
      )
    }
    return Dictionary(orders) { $1 }
  }

  func readOpeningAmendments(from date: ServiceDay) throws -> OpeningAmendments {
    let orders = try openingOrders()
    var pauses: [ServiceID: OpeningOrder] = [:]
    for case (let service?, let order) in orders { pauses[service] = order }
    return OpeningAmendments(
      days: Dictionary(try calendar(from: date).map { ($0.day, $0) }) { $1 }, office: orders[.none], pauses: pauses)
  }
}

extension WriteTransaction {
  /// Enters a date into the register `calendar` or changes it. The reason stands in the register and not in the
  /// journal, as all that people write.
  package func set(_ exception: DayException, at now: Timestamp, day: ServiceDay, actor: String) throws {
    let slots = String(decoding: try JSONEncoder().encode(exception.slots), as: UTF8.self)
    try execute(
      """
      INSERT INTO calendar_day(day, slots, reason) VALUES (?, ?, ?) \
      ON CONFLICT DO UPDATE SET slots = excluded.slots, reason = excluded.reason
      """, [exception.day.text, slots, exception.reason])
    knownAmendments = nil
    try append(.calendarSet(exception.day, slots: exception.slots), at: now, day: day, actor: actor)
    try addRemark(exception.reason)
  }

  /// Takes a date out of the register: it is again what configuration and public calendar say.
  package func endCalendarDay(_ date: ServiceDay, at now: Timestamp, day: ServiceDay, actor: String) throws {
    try execute("DELETE FROM calendar_day WHERE day = ?", [date.text])
    knownAmendments = nil
    try append(.calendarEnded(date), at: now, day: day, actor: actor)
  }

  /// Orders the whole office open or closed (`nil`), or pauses a service; an earlier order for the same goes.
  package func order(
    _ order: OpeningOrder, for service: ServiceID?, at now: Timestamp, day: ServiceDay, actor: String
  ) throws {
    try execute(
      """
      INSERT INTO opening_order(service, is_open, until, reason) VALUES (?, ?, ?, ?) \
      ON CONFLICT DO UPDATE SET is_open = excluded.is_open, until = excluded.until, reason = excluded.reason
      """, [service?.text ?? ServiceID.wholeOffice, order.isOpen, order.until.milliseconds, order.reason])
    knownAmendments = nil
    let fact: Fact =
      service.map { .servicePaused($0, until: order.until) } ?? .officeOrdered(isOpen: order.isOpen, until: order.until)
    try append(fact, at: now, day: day, actor: actor)
    try addRemark(order.reason)
  }

  /// Ends an order before its time.
  package func endOrder(for service: ServiceID?, at now: Timestamp, day: ServiceDay, actor: String) throws {
    try execute("DELETE FROM opening_order WHERE service = ?", [service?.text ?? ServiceID.wholeOffice])
    knownAmendments = nil
    try append(service.map(Fact.serviceResumed) ?? .officeReleased, at: now, day: day, actor: actor)
  }
}

extension ServiceID {
  /// Stands in the table for the office as a whole; no id of a service.
  fileprivate static let wholeOffice = "*"
}

extension DayException {
  init(row: Row) throws {
    self.init(day: try row.day(0), slots: try row.json(1), reason: try row.value(2), source: .register)
  }
}
