/// The state of the queue as everybody may see it: the source of every screen, page and stream.
package struct Board: Hashable, Sendable {
  package struct Call: Hashable, Sendable {
    package let number: TicketNumber
    package let counter: CounterID
    package let calledAt: Timestamp

    package init(number: TicketNumber, counter: CounterID, calledAt: Timestamp) {
      self.number = number
      self.counter = counter
      self.calledAt = calledAt
    }
  }

  package struct Line: Hashable, Sendable {
    package let service: ServiceID
    package let waiting: Int
    /// Minutes that somebody without priority would wait who took a number now; `nil` while nothing is known.
    package let estimate: WaitRange?

    package init(service: ServiceID, waiting: Int, estimate: WaitRange? = nil) {
      self.service = service
      self.waiting = waiting
      self.estimate = estimate
    }
  }

  package let asOf: Timestamp
  /// The journal entry it includes last.
  package let seq: Int64
  package let serviceDay: ServiceDay
  package let opening: Opening
  package let countersOpen: Int
  /// The latest calls, newest first, six at most.
  package let calls: [Call]
  /// In the order of the configuration.
  package let lines: [Line]
  package let notices: [String]
  /// Whether `asOf` is to be believed.
  package let isClockTrusted: Bool

  package static let callLimit = 6

  package init(
    asOf: Timestamp, seq: Int64, serviceDay: ServiceDay, opening: Opening, countersOpen: Int, calls: [Call],
    lines: [Line], notices: [String], isClockTrusted: Bool = true
  ) {
    self.asOf = asOf
    self.seq = seq
    self.serviceDay = serviceDay
    self.opening = opening
    self.countersOpen = countersOpen
    self.calls = calls
    self.lines = lines
    self.notices = notices
    self.isClockTrusted = isClockTrusted
  }
}
