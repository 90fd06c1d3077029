import Daemon
import FrontDesk
import Queueing
import Records
import Simulation
import Storage

/// Working days long gone: the visits are those of a simulated clientele, and each of them is served in turn.
///
/// The store's own transactions write them, so journal, hashes and tables are as the daemon would leave them. What the
/// front desk decides is decided here by the shortest way, because a million visits have to be written.
struct Past {
  /// The first Monday on which the registers of a new office hold.
  private static let firstDay = ServiceDay(year: 2025, month: 7, day: 7)
  private static let actor = "bench"

  private let office: Office
  private let members: [Member]
  private let registers: Registers
  private let clientele: Clientele

  /// Writes a past into an empty state folder.
  ///
  /// - Parameters:
  ///   - days: working days.
  ///   - visitors: of each day.
  static func write(to state: String, configuration: String, days: Int, visitors: Int) async throws {
    var day = firstDay
    let beginning = CivilTime.instant(epochDay: day.epochDay, secondOfDay: 0)
    let offline = try await OfflineStore.open(
      stateFolder: state, config: configuration, clock: WallClock { beginning })
    let office = offline.reception.office
    let past = try await offline.store.read { tx in try Past(tx, office: office, visitors: visitors) }
    for _ in 0..<days {
      while office.hours[day.weekday, default: []].isEmpty { day = day.advanced(by: 1) }
      let today = day
      try await offline.store.write { tx in try past.write(today, tx) }
      day = day.advanced(by: 1)
    }
    try offline.close()
  }

  private init(_ tx: ReadTransaction, office: Office, visitors: Int) throws {
    self.office = office
    members = try tx.members()
    let villages = try tx.villages()
    registers = Registers(members: members, villages: villages)
    clientele = Clientele(office: office, villages: villages.map(\.id), visitors: visitors, seed: 1)
  }

  /// What happens to a visit, in the order of things that happen in the same second.
  private enum Event: Int {
    case end, issue, call
  }

  private func write(_ day: ServiceDay, _ tx: WriteTransaction) throws {
    let visits = clientele.visits(on: day)
    let morning = try Desk(
      tx, office: office, now: instant(visits.first?.arrival ?? 0, day), actor: Self.actor, printsSlips: false)
    for (seat, counter) in office.counters.enumerated() {
      _ = try morning.open(counter.id, member: members[seat % members.count].id.text, services: nil)
    }

    let (agenda, seats) = try plan(visits)
    var ordinals: [ServiceID: Int] = [:]
    var tickets: [Int: Ticket] = [:]
    for (second, event, index) in agenda {
      let visit = visits[index]
      let now = instant(second, day)
      switch (event, tickets[index]) {
      case (.issue, nil):
        guard let service = office.service(visit.service) else { throw BenchFailure("no service \(visit.service)") }
        ordinals[service.id, default: 0] += 1
        let number = TicketNumber(series: service.letter, ordinal: ordinals[service.id, default: 0])
        let issue = TicketIssue(
          ticket: TicketID(day: day, number: number), service: service.id, priority: visit.priority,
          village: visit.village, origin: .kiosk)
        tickets[index] = try tx.issue(issue, token: issue.ticket.text, at: now, actor: Self.actor)
      case (.call, let ticket?):
        let call = TicketMove.call(
          at: office.counters[seats[index]].id, by: members[seats[index] % members.count].id, reason: .arrival)
        tickets[index] = try tx.make(call, of: ticket, at: now, actor: Self.actor)
      case (.end, let ticket?):
        let done = try tx.make(visit.showsUp ? .finish : .noShow, of: ticket, at: now, actor: Self.actor)
        guard visit.showsUp else { continue }
        let help = try visit.help.checked(
          id: tx.nextAssistanceID(), circumstances: Circumstances(of: done), registers: registers, now: now)
        try tx.record(help.assistance, note: nil, day: day, at: now, actor: Self.actor)
      default:
        throw BenchFailure("visit \(index) of \(day.text) is out of order")
      }
    }

    let evening = try Desk(
      tx, office: office, now: instant(agenda.last?.second ?? 0, day), actor: Self.actor, printsSlips: false)
    for counter in office.counters { _ = try evening.close(counter.id) }
  }

  /// Gives each visit, in order of arrival, to the counter that is free first.
  private func plan(
    _ visits: [SimulatedVisit]
  ) throws -> (agenda: [(second: Int, event: Event, visit: Int)], seats: [Int]) {
    var freeAt = office.counters.map { _ in 0 }
    var agenda: [(second: Int, event: Event, visit: Int)] = []
    var seats: [Int] = []
    for (index, visit) in visits.enumerated() {
      let able = office.counters.indices.filter { office.counters[$0].services.contains(visit.service) }
      guard let seat = able.min(by: { freeAt[$0] < freeAt[$1] }) else { throw BenchFailure("nobody serves \(visit)") }
      let called = max(visit.arrival, freeAt[seat])
      freeAt[seat] = called + (visit.showsUp ? visit.servingSeconds : 90)
      seats.append(seat)
      agenda += [(visit.arrival, .issue, index), (called, .call, index), (freeAt[seat], .end, index)]
    }
    agenda.sort { ($0.second, $0.event.rawValue, $0.visit) < ($1.second, $1.event.rawValue, $1.visit) }
    return (agenda, seats)
  }

  private func instant(_ second: Int, _ day: ServiceDay) -> Timestamp {
    CivilTime.instant(epochDay: day.epochDay, secondOfDay: second)
  }
}
