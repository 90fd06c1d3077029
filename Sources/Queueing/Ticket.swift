/// Where a ticket came from.
package enum Origin: String, CaseIterable, Sendable, Codable {
  case kiosk, console, cli, api, paper
}

/// Where a ticket stands. What only makes sense in one state is carried by that state.
package enum TicketState: Hashable, Sendable {
  case waiting
  case called(CounterID)
  case serving(CounterID)
  case parked(due: Timestamp)
  case finished(CounterID)
  case noShow(CounterID)
  case cancelled
  case expired(reason: ExpiryReason)

  package var name: StateName {
    switch self {
    case .waiting: .waiting
    case .called: .called
    case .serving: .serving
    case .parked: .parked
    case .finished: .finished
    case .noShow: .noShow
    case .cancelled: .cancelled
    case .expired: .expired
    }
  }

  /// The counter that holds the ticket now, which only a called or serving one has.
  package var holder: CounterID? {
    switch self {
    case .called(let counter), .serving(let counter): counter
    default: nil
    }
  }
}

package enum StateName: String, CaseIterable, Sendable, Codable {
  case waiting, called, serving, parked, finished
  case noShow = "no-show"
  case cancelled, expired

  /// Whether the ticket may still come to a counter today without anybody giving it back.
  package var isLive: Bool {
    switch self {
    case .waiting, .called, .serving, .parked: true
    case .finished, .noShow, .cancelled, .expired: false
    }
  }
}

package enum ExpiryReason: String, CaseIterable, Sendable, Codable {
  /// The service day ended before the ticket was called, or before who was called came.
  case dayEnd = "day-end"
  /// The service day ended while the ticket was being served: help was likely given and not recorded.
  case unfinished
  /// The line went on beyond this number after it was kept on paper.
  case skipped
}

/// A citizen's turn: the number, where it stands and how it came there.
///
/// A transfer is a move, not a state: number, letter and `arrival` stay.
package struct Ticket: Hashable, Sendable {
  package let id: TicketID
  /// The place in the order of arrival: the sequence number of the journal entry that issued it. Time may lie, this does not.
  package let arrival: Int64
  /// The service waited for; a transfer changes it, the letter of the number stays.
  package var service: ServiceID
  package let priority: PriorityClassID?
  package let village: VillageID?
  package let origin: Origin
  package internal(set) var issuedAt: Timestamp
  /// The wait it was told of when it was issued; `nil` when nothing was known.
  package var promise: Promise?
  package var state: TicketState
  /// Set by a transfer to one counter: only that counter is offered the ticket.
  package var directedTo: CounterID?
  package var calledAt: Timestamp?
  package var startedAt: Timestamp?
  package var finishedAt: Timestamp?
  /// When the board last showed it: the call or the latest recall.
  package var announcedAt: Timestamp?
  package var recalls: Int
  /// The counter and member of the last call.
  package var counter: CounterID?
  package var member: MemberID?
  package var reason: CallReason?

  package init(issuing issue: TicketIssue, arrival: Int64, at issuedAt: Timestamp) {
    id = issue.ticket
    self.arrival = arrival
    service = issue.service
    priority = issue.priority
    village = issue.village
    origin = issue.origin
    self.issuedAt = issue.issuedAt ?? issuedAt
    promise = issue.promised.map { Promise($0) }
    state = .waiting
    recalls = 0
  }

  /// A ticket as it was stored.
  package init(
    id: TicketID, arrival: Int64, service: ServiceID, priority: PriorityClassID?, village: VillageID?, origin: Origin,
    issuedAt: Timestamp, promise: Promise?, state: TicketState, directedTo: CounterID?, calledAt: Timestamp?,
    startedAt: Timestamp?, finishedAt: Timestamp?, announcedAt: Timestamp?, recalls: Int, counter: CounterID?,
    member: MemberID?, reason: CallReason?
  ) {
    self.id = id
    self.arrival = arrival
    self.service = service
    self.priority = priority
    self.village = village
    self.origin = origin
    self.issuedAt = issuedAt
    self.promise = promise
    self.state = state
    self.directedTo = directedTo
    self.calledAt = calledAt
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.announcedAt = announcedAt
    self.recalls = recalls
    self.counter = counter
    self.member = member
    self.reason = reason
  }
}

/// What is known of a ticket when it is issued.
package struct TicketIssue: Hashable, Sendable {
  package let ticket: TicketID
  package let service: ServiceID
  package let priority: PriorityClassID?
  package let village: VillageID?
  package let origin: Origin
  package let promised: WaitRange?
  /// When a number was given out on paper that is entered only now; `nil` for one that is given out now.
  package let issuedAt: Timestamp?

  package init(
    ticket: TicketID, service: ServiceID, priority: PriorityClassID?, village: VillageID?, origin: Origin,
    promised: WaitRange? = nil, issuedAt: Timestamp? = nil
  ) {
    self.ticket = ticket
    self.service = service
    self.priority = priority
    self.village = village
    self.origin = origin
    self.promised = promised
    self.issuedAt = issuedAt
  }
}

/// Why a whole line was sent home.
package enum CancellationReason: String, CaseIterable, Sendable, Codable {
  case evacuation
  case powerCut = "power-cut"
  case systemFault = "system-fault"
  case staffShortage = "staff-shortage"
  case earlyClosing = "early-closing"
  case other
}

/// Why just this ticket was called; kept with the call and shown to the volunteer.
package enum CallReason: String, CaseIterable, Sendable, Codable {
  /// The earliest arrival of those the counter serves.
  case arrival
  /// A priority ticket, its turn after so many ordinary ones.
  case priorityTurn = "priority-turn"
  /// A priority ticket under the strict policy.
  case priorityFirst = "priority-first"
  /// Waited longer than `max_wait`.
  case maxWait = "max-wait"
  /// A member of staff chose it.
  case staffChoice = "staff-choice"
}

/// A move of one ticket, as it is asked for, as it is journalled and as it is replayed.
package enum TicketMove: Hashable, Sendable {
  case call(at: CounterID, by: MemberID?, reason: CallReason)
  case recall
  case start
  case finish
  case noShow
  case park(due: Timestamp)
  /// Back to its place in the line, after a no-show or out of parking.
  case comeBack
  case transfer(to: TransferTarget)
  case cancel
  case expire(reason: ExpiryReason)
  /// Takes back an accidental call; what the board showed before returns.
  case undoCall(previous: EarlierCall)
  /// The counter the ticket was directed to closed: any counter of its service may call it again. Made with every
  /// ticket so directed that waits or may wait again.
  case releaseDirection
}

package enum TransferTarget: Hashable, Sendable {
  case service(ServiceID)
  case counter(CounterID)
}

/// What a ticket carried before a call that is undone: nothing at all, unless it had been called earlier that day.
package struct EarlierCall: Hashable, Sendable, Codable {
  package var calledAt: Timestamp?
  package var announcedAt: Timestamp?
  package let counter: CounterID?
  package let member: MemberID?
  package let reason: CallReason?

  package init(of ticket: Ticket) {
    calledAt = ticket.calledAt
    announcedAt = ticket.announcedAt
    counter = ticket.counter
    member = ticket.member
    reason = ticket.reason
  }

  package init(
    calledAt: Timestamp?, announcedAt: Timestamp?, counter: CounterID?, member: MemberID?, reason: CallReason?
  ) {
    self.calledAt = calledAt
    self.announcedAt = announcedAt
    self.counter = counter
    self.member = member
    self.reason = reason
  }
}

extension TicketMove {
  package var name: MoveName {
    switch self {
    case .call: .call
    case .recall: .recall
    case .start: .start
    case .finish: .finish
    case .noShow: .noShow
    case .park: .park
    case .comeBack: .comeBack
    case .transfer: .transfer
    case .cancel: .cancel
    case .expire: .expire
    case .undoCall: .undoCall
    case .releaseDirection: .releaseDirection
    }
  }
}

package enum MoveName: String, CaseIterable, Sendable, Codable {
  case call, recall, start, finish
  case noShow = "no-show"
  case park
  case comeBack = "return"
  case transfer, cancel, expire
  case undoCall = "undo"
  case releaseDirection = "release"

  /// The states the move may be made from.
  package var legalFrom: Set<StateName> {
    switch self {
    case .call: [.waiting]
    case .recall, .start, .noShow, .undoCall: [.called]
    case .finish, .park, .transfer: [.called, .serving]
    case .comeBack: [.noShow, .parked]
    case .cancel: [.waiting, .called, .parked]
    // Also from where the ticket may come back into the line: it would wait there for a counter that is closed.
    case .releaseDirection: [.waiting, .called, .serving, .parked, .noShow]
    case .expire: [.waiting, .called, .serving, .parked]
    }
  }
}

extension Ticket {
  /// Makes the move, or refuses it when the ticket does not stand where the move may begin.
  package mutating func make(_ move: TicketMove, at now: Timestamp) throws(Refusal) {
    guard move.name.legalFrom.contains(state.name) else {
      throw .illegalMove(move.name, ticket: id, state: state.name)
    }
    switch move {
    case .call(let counter, let member, let reason):
      state = .called(counter)
      self.counter = counter
      self.member = member
      self.reason = reason
      calledAt = now
      announcedAt = now
      startedAt = nil
      finishedAt = nil
      // What was promised is the wait until somebody had time, not what came after.
      if promise?.waited == nil { promise?.waited = max(0, now.seconds(since: issuedAt)) }
    case .recall:
      recalls += 1
      announcedAt = now
    case .start:
      if let holder = state.holder { state = .serving(holder) }
      startedAt = now
    case .finish:
      // Finishing a called ticket implies that its start was at the call.
      startedAt = startedAt ?? calledAt
      finishedAt = now
      if let holder = state.holder { state = .finished(holder) }
    case .noShow:
      if let holder = state.holder { state = .noShow(holder) }
    case .park(let due):
      state = .parked(due: due)
      startedAt = nil
    case .comeBack:
      state = .waiting
      startedAt = nil
    case .transfer(let target):
      switch target {
      case .service(let service):
        self.service = service
        directedTo = nil
      case .counter(let counter):
        directedTo = counter
      }
      state = .waiting
      startedAt = nil
    case .cancel:
      state = .cancelled
    case .expire(let reason):
      state = .expired(reason: reason)
    case .undoCall(let previous):
      state = .waiting
      if previous.calledAt == nil { promise?.waited = nil }
      calledAt = previous.calledAt
      announcedAt = previous.announcedAt
      counter = previous.counter
      member = previous.member
      reason = previous.reason
    case .releaseDirection:
      directedTo = nil
    }
  }
}
