import Queueing
import Scenes
import Storage

extension Lookup {
  /// Whether numbers are issued for a service; only asked of a store that can be written.
  func service(_ service: Service) throws -> ServiceAnswer {
    let day = try tx.currentDay() ?? office.serviceDay(at: now)
    return try answer(
      service, line: tx.line(of: service.id, on: day), day: day,
      amended: try tx.openingAmendments(now: now))
  }

  func answer(
    _ service: Service, line: ReadTransaction.LineCount?, day: ServiceDay, amended: OpeningAmendments,
    isWritable: Bool = true
  ) throws -> ServiceAnswer {
    let closing =
      isWritable
      ? office.closing(of: service, issued: line?.issued ?? 0, on: day, at: now, amended: amended)
      : Closing(reason: .store, opensAt: nil)
    return ServiceAnswer(
      id: service.id, letter: service.letter, name: service.name, open: closing == nil,
      closed: closing.map(ClosedAnswer.init), waiting: line?.waiting ?? 0,
      estimate: closing == nil ? try estimate(for: .newcomer(to: service.id, isPriority: false)) : nil)
  }

  func opening() throws -> OpeningAnswer {
    let amended = try tx.openingAmendments(now: now)
    let closing = office.closing(at: now, amended: amended)
    let orders: [(ServiceID?, OpeningOrder?)] =
      [(nil, amended.office)] + office.services.map { ($0.id, amended.pauses[$0.id]) }
    return OpeningAnswer(
      asOf: Moment(now), open: closing == nil, closed: closing.map(ClosedAnswer.init),
      orders: orders.compactMap { service, order in
        order.flatMap { now < $0.until ? OpeningOrderAnswer($0, service: service) : nil }
      })
  }

  /// The dates that have other hours than their weekday, in order; of one date the one that counts last.
  func calendar(from: ServiceDay, through: ServiceDay) throws -> [CalendarDayAnswer] {
    let register = try tx.calendar(from: from)
    let amended = OpeningAmendments(
      days: Dictionary(register.map { ($0.day, $0) }) { $1 }, office: nil, pauses: [:])
    return (office.exceptions + register).enumerated()
      .filter { $0.element.day >= from && $0.element.day <= through }
      .sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
      .map {
        CalendarDayAnswer($0.element, inForce: office.exception(on: $0.element.day, amended: amended) == $0.element)
      }
  }

  /// What people at the door are told of single services while the office as a whole issues numbers.
  func serviceNotices(
    _ lines: [ReadTransaction.LineCount], day: ServiceDay, amended: OpeningAmendments
  ) -> [String] {
    guard office.closing(at: now, amended: amended) == nil else { return [] }
    return office.services.compactMap { service in
      let issued = lines.first { $0.service == service.id }?.issued ?? 0
      return office.closing(of: service, issued: issued, on: day, at: now, amended: amended)
        .map { "\(service.name): \($0.text(seenAt: now))." }
    }
  }
}
