import Daemon
import Foundation
import FrontDesk
import Queueing
import Records
import Scenes
import Simulation
import Storage
import SystemIO

/// Plays whole working days into a store that no daemon uses: the clock is the simulation's, and many steps share a
/// transaction.
struct SimulatedHistory {
  let state: String
  let config: String

  /// Steps in one transaction: enough that the disk's sync does not count.
  private static let batch = 4096

  func play(from first: ServiceDay, days: Int, visitors: Int, seed: UInt64) async throws -> SimulationTally {
    do {
      return try await playDays(from: first, days: days, visitors: visitors, seed: seed)
    } catch let error as StoreError {
      throw Failure(.inputOutput, "Không ghi được vào \(state). Hãy kiểm tra đĩa còn chỗ và không báo lỗi (\(error)).")
    }
  }

  private func playDays(
    from first: ServiceDay, days: Int, visitors: Int, seed: UInt64
  ) async throws -> SimulationTally {
    let midnight = CivilTime.instant(epochDay: first.epochDay, secondOfDay: 0)
    let offline = try await OfflineStore.open(
      stateFolder: state, config: config, clock: WallClock { midnight })
    let (last, villages, members, amended) = try await offline.store.read { tx in
      (
        try tx.journal(after: tx.chainEnd().seq - 1, limit: 1).last?.at, try tx.villages(), try tx.members(),
        try tx.openingAmendments(from: first)
      )
    }
    if let last, last > midnight {
      let day = ServiceDay(of: last, startMinute: 0).vietnameseText
      throw Failure(.badData, "Dữ liệu \(state) đã có đến ngày \(day). Hãy chọn --day muộn hơn.")
    }
    let office = offline.reception.office
    let clientele = Clientele(
      office: office.keepingHours, villages: villages.map(\.id), visitors: visitors, seed: seed, amended: amended)
    var tally = SimulationTally()
    for day in (0..<days).map(first.advanced(by:)) {
      let visits = clientele.visits(on: day)
      guard !visits.isEmpty else { continue }
      tally.days += 1
      var play = Play(
        office: office, members: members.filter { $0.isActive(on: day) }.map(\.id), day: day,
        playback: Playback(visits: visits, counters: office.counters, breaks: clientele.breaks(on: day)), tally: tally)
      while !play.isOver {
        play = try await offline.store.write { [play] tx in
          var play = play
          for _ in 0..<Self.batch where !play.isOver { try play.step(tx) }
          return play
        }
      }
      tally = play.tally
      tell("\(day.vietnameseText): \(tally.issued.groupedText) số")
    }
    tell("")
    try offline.close()
    return tally
  }

  /// Shows how far it is on a terminal, over what it said before.
  private func tell(_ text: String) {
    guard Terminal.isTerminal(STDERR_FILENO) else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\r\u{1b}[K\(text)".utf8))
  }
}

extension Office {
  /// The same office with its hours kept: whoever opens a store from outside may issue at any hour, people come when
  /// it is open.
  fileprivate var keepingHours: Office {
    Office(
      name: name, services: services, counters: counters, priorityClasses: priorityClasses, policy: policy,
      dayStartMinute: dayStartMinute, hours: hours, exceptions: exceptions, lastTicketMinutes: lastTicketMinutes)
  }
}

/// One simulated day as far as it has been played.
private struct Play: Sendable {
  let office: Office
  /// Who sits at the counters, in turn.
  let members: [MemberID]
  let day: ServiceDay
  var playback: Playback
  var tally: SimulationTally
  var isOver = false
  private var random = SystemRandomNumberGenerator()

  init(office: Office, members: [MemberID], day: ServiceDay, playback: Playback, tally: SimulationTally) {
    self.office = office
    self.members = members
    self.day = day
    self.playback = playback
    self.tally = tally
  }

  mutating func step(_ tx: WriteTransaction) throws {
    guard let step = playback.next() else {
      isOver = true
      return
    }
    let now = CivilTime.instant(epochDay: day.epochDay, secondOfDay: playback.secondOfDay)
    // Who still waits when the service day ends goes home; the next day begins by saying so.
    guard office.serviceDay(at: now) == day else {
      isOver = true
      return
    }
    let desk = try Desk(tx, office: office, now: now, actor: "simulation", printsSlips: false)
    do {
      try carryOut(step, at: desk)
    } catch is Refusal {
      tally.refused += 1
    }
  }

  private mutating func carryOut(_ step: Playback.Step, at desk: Desk) throws {
    switch step {
    case .open(let counter):
      _ = try desk.open(counter, member: member(at: counter)?.text, services: nil)
    case .issue(let visit):
      let visitor = playback.visits[visit]
      let ticket = try desk.issue(
        service: visitor.service.text, priority: visitor.priority?.text, village: visitor.village?.text,
        origin: .kiosk, token: token())
      tally.issued += 1
      if visitor.priority != nil { tally.priority += 1 }
      playback.issued(ticket.id, to: visit)
    case .callNext(let counter):
      let call = try desk.callNext(counter, current: nil)
      if call != nil { tally.called += 1 }
      playback.called(call?.ticket.id, at: counter)
    case .start(let counter):
      _ = try desk.start(counter)
    case .noShow(let counter):
      _ = try desk.noShow(counter)
      tally.noShow += 1
    case .park(let counter, let minutes):
      _ = try desk.park(counter, minutes: minutes)
      tally.parked += 1
    case .comeBack(let ticket):
      _ = try desk.comeBack(ticket.text)
    case .transfer(let counter, let service):
      _ = try desk.transfer(counter, service: service.text, counter: nil)
      tally.transferred += 1
    case .cancel(let ticket):
      _ = try desk.cancel(ticket.text, reason: nil)
      tally.cancelled += 1
    case .finish(let counter, let help):
      _ = try desk.finish(counter, draft: help)
      tally.finished += 1
      if help != nil { tally.assistances += 1 }
    case .pause(let counter):
      _ = try desk.pause(counter, reason: nil)
      tally.breaks += 1
    case .resume(let counter):
      _ = try desk.open(counter, member: nil, services: nil)
    case .close(let counter):
      _ = try desk.close(counter)
    }
  }

  private func member(at counter: CounterID) -> MemberID? {
    guard !members.isEmpty, let seat = office.counters.firstIndex(where: { $0.id == counter }) else { return nil }
    return members[(seat + day.epochDay) % members.count]
  }

  /// As hard to guess as a real one: a simulated ticket may stand in a store that is used later.
  private mutating func token() -> String {
    String(random.next(), radix: 36) + String(random.next(), radix: 36)
  }
}
