/// Who waits, who is served and what serving takes: all that a forecast of a wait is made from, kept in step with the
/// tickets and counters move by move.
package struct QueuePicture: Hashable, Sendable {
  /// A ticket in a line.
  package struct Place: Hashable, Sendable {
    let arrival: Int64
    let issuedAt: Timestamp
  }

  /// The ordinary or the priority tickets of a service that any counter of it may call or, where they were sent to one
  /// counter, only that one.
  struct Line: Hashable, Sendable {
    let service: ServiceID
    let isPriority: Bool
    let directedTo: CounterID?
    /// In the order of arrival.
    var places: [Place] = []

    func isLine(of service: ServiceID, isPriority: Bool, directedTo: CounterID?) -> Bool {
      self.isPriority == isPriority && self.service == service && self.directedTo == directedTo
    }

    /// Where a ticket stands or would stand.
    func index(of arrival: Int64) -> Int {
      var (low, high) = (0, places.count)
      while low < high {
        let middle = (low + high) / 2
        if places[middle].arrival < arrival { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// A counter that is not closed.
  struct Station: Hashable, Sendable {
    let id: CounterID
    var state: CounterState
    var services: [ServiceID]
    var normalsSincePriority: Int
    var held: Held?
    /// Indices of the lines it calls from.
    var lines: [Int] = []
  }

  struct Held: Hashable, Sendable {
    let service: ServiceID
    let calledAt: Timestamp
  }

  private(set) var lines: [Line] = []
  private(set) var stations: [Station] = []
  package private(set) var knowledge: WaitKnowledge

  package init(knowledge: WaitKnowledge = WaitKnowledge()) {
    self.knowledge = knowledge
  }

  // MARK: - Keeping in step

  package mutating func note(_ counter: Counter) {
    let index = stations.firstIndex { $0.id == counter.id }
    guard counter.state != .closed else {
      if let index { stations.remove(at: index) }
      return
    }
    var station =
      index.map { stations[$0] }
      ?? Station(id: counter.id, state: counter.state, services: [], normalsSincePriority: 0)
    station.state = counter.state
    station.normalsSincePriority = counter.normalsSincePriority
    if station.services != counter.services {
      station.services = counter.services
      station.lines = lines.indices.filter { station.calls(from: lines[$0]) }
    }
    if let index { stations[index] = station } else { stations.append(station) }
  }

  /// A ticket that has come to wait.
  package mutating func noteWaiting(
    for service: ServiceID, isPriority: Bool, directedTo: CounterID?, arrival: Int64, issuedAt: Timestamp
  ) {
    let index =
      lines.firstIndex { $0.isLine(of: service, isPriority: isPriority, directedTo: directedTo) }
      ?? addLine(Line(service: service, isPriority: isPriority, directedTo: directedTo))
    let place = lines[index].index(of: arrival)
    lines[index].places.insert(Place(arrival: arrival, issuedAt: issuedAt), at: place)
  }

  /// A counter calls or serves a ticket.
  package mutating func noteHeld(at counter: CounterID, service: ServiceID, calledAt: Timestamp) {
    guard let index = stations.firstIndex(where: { $0.id == counter }) else { return }
    stations[index].held = Held(service: service, calledAt: calledAt)
  }

  /// A ticket as it stands, that was not there before.
  package mutating func note(_ ticket: Ticket) {
    if ticket.state == .waiting {
      noteWaiting(
        for: ticket.service, isPriority: ticket.priority != nil, directedTo: ticket.directedTo,
        arrival: ticket.arrival, issuedAt: ticket.issuedAt)
    } else if let holder = ticket.state.holder {
      noteHeld(at: holder, service: ticket.service, calledAt: ticket.calledAt ?? ticket.issuedAt)
    }
  }

  /// What a move made of a ticket.
  ///
  /// - Returns: what was learned from it, as `WaitKnowledge.learn` says.
  @discardableResult
  package mutating func note(
    _ move: TicketMove, from before: Ticket, to after: Ticket, at now: Timestamp
  ) -> (cell: ServingTimes.Cell?, caution: Bool) {
    if before.state == .waiting {
      remove(before)
    } else if let holder = before.state.holder, let index = stations.firstIndex(where: { $0.id == holder }) {
      stations[index].held = nil
    }
    note(after)
    return knowledge.learn(from: move, of: before, to: after, at: now)
  }

  private mutating func remove(_ ticket: Ticket) {
    let index = lines.firstIndex {
      $0.isLine(of: ticket.service, isPriority: ticket.priority != nil, directedTo: ticket.directedTo)
    }
    guard let index else { return }
    let place = lines[index].index(of: ticket.arrival)
    guard place < lines[index].places.count, lines[index].places[place].arrival == ticket.arrival else { return }
    lines[index].places.remove(at: place)
  }

  private mutating func addLine(_ line: Line) -> Int {
    lines.append(line)
    for index in stations.indices where stations[index].calls(from: line) {
      stations[index].lines.append(lines.count - 1)
    }
    return lines.count - 1
  }

  // MARK: - What a decision sees

  /// The first ordinary and the first priority ticket of each line a counter serves.
  package func heads(for counter: CounterID) -> [LineHead] {
    stations.first { $0.id == counter }?.lines.compactMap { index in
      lines[index].places.first.map {
        LineHead(arrival: $0.arrival, issuedAt: $0.issuedAt, isPriority: lines[index].isPriority)
      }
    } ?? []
  }
}

extension QueuePicture.Station {
  func calls(from line: QueuePicture.Line) -> Bool {
    if let counter = line.directedTo { counter == id } else { services.contains(line.service) }
  }
}
