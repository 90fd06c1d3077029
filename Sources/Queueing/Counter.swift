package enum CounterState: String, CaseIterable, Sendable, Codable {
  case open, paused, closed
}

/// A counter as it stands now.
package struct Counter: Hashable, Sendable {
  package let id: CounterID
  package var state: CounterState
  /// Who serves; `nil` when nobody said so.
  package var member: MemberID?
  /// What it serves now; the counter's own services unless it was opened for others.
  package var services: [ServiceID]
  /// Ordinary tickets called since the last priority one; begins each service day at `firstTurn`.
  package var normalsSincePriority: Int
  /// The last call, as long as it may be undone.
  package var undoable: UndoableCall?

  /// Large enough that the first priority ticket of the day finds its turn come.
  package static let firstTurn = 1_000_000

  /// Seconds within which an accidental call can be taken back.
  package static let undoSeconds = 10

  package init(
    id: CounterID, state: CounterState = .closed, member: MemberID? = nil, services: [ServiceID],
    normalsSincePriority: Int = Counter.firstTurn, undoable: UndoableCall? = nil
  ) {
    self.id = id
    self.state = state
    self.member = member
    self.services = services
    self.normalsSincePriority = normalsSincePriority
    self.undoable = undoable
  }
}

package struct UndoableCall: Hashable, Sendable, Codable {
  /// `arrival` of the ticket.
  package let ticket: Int64
  package let at: Timestamp
  package let normalsBefore: Int
  package let previous: EarlierCall

  package init(ticket: Int64, at: Timestamp, normalsBefore: Int, previous: EarlierCall) {
    self.ticket = ticket
    self.at = at
    self.normalsBefore = normalsBefore
    self.previous = previous
  }
}

extension Counter {
  package mutating func open(member: MemberID?, services: [ServiceID]) {
    state = .open
    self.member = member
    self.services = services
    undoable = nil
  }

  /// A pause keeps the person served; only new calls stop.
  package mutating func pause() throws(Refusal) {
    guard state == .open else { throw .counterClosed(id, state: state) }
    state = .paused
  }

  package mutating func close(holding ticket: TicketID?) throws(Refusal) {
    if let ticket { throw .counterBusy(id, ticket: ticket) }
    state = .closed
    member = nil
    undoable = nil
  }

  /// A new service day: nobody sits anywhere yet and the count towards the next priority turn begins anew.
  package mutating func beginDay(services: [ServiceID]) {
    self = Counter(id: id, services: services)
  }

  /// Whether it may call somebody now.
  package func mayCall(holding ticket: TicketID?) throws(Refusal) {
    guard state == .open else { throw .counterClosed(id, state: state) }
    if let ticket { throw .counterBusy(id, ticket: ticket) }
  }

  /// Keeps count of a call of `ticket` as it was before the call.
  package mutating func noteCall(of ticket: Ticket, at now: Timestamp) {
    undoable = UndoableCall(
      ticket: ticket.arrival, at: now, normalsBefore: normalsSincePriority, previous: EarlierCall(of: ticket))
    normalsSincePriority = ticket.priority == nil ? min(normalsSincePriority + 1, Self.firstTurn) : 0
  }

  /// Anything done with the called ticket makes its call deliberate.
  package mutating func confirmCall() {
    undoable = nil
  }

  /// Takes the last call back and says which ticket it was.
  package mutating func takeUndo(at now: Timestamp) throws(Refusal) -> UndoableCall {
    guard let call = undoable else { throw .nothingToUndo(id) }
    let age = now.milliseconds - call.at.milliseconds
    // A clock set back since the call says nothing about how long ago it was.
    guard (0...Int64(Self.undoSeconds) * 1000).contains(age) else { throw .undoTooLate(id, seconds: Int(age / 1000)) }
    normalsSincePriority = call.normalsBefore
    undoable = nil
    return call
  }
}
