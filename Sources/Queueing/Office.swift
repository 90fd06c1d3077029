/// A thing people come for. The letter is the series of its numbers.
package struct Service: Hashable, Sendable {
  package let id: ServiceID
  /// One capital letter, no two services alike.
  package let letter: String
  package let name: String
  /// Tickets a service day at most; `nil` is no limit.
  package let dailyCap: Int?

  package init(id: ServiceID, letter: String, name: String, dailyCap: Int? = nil) {
    self.id = id
    self.letter = letter
    self.name = name
    self.dailyCap = dailyCap
  }
}

package struct CounterDefinition: Hashable, Sendable {
  package let id: CounterID
  package let name: String
  /// What the counter serves unless it is opened for other services; never empty.
  package let services: [ServiceID]

  package init(id: CounterID, name: String, services: [ServiceID]) {
    self.id = id
    self.name = name
    self.services = services
  }
}

/// Who is called earlier, and on what ground; which classes there are is the centre's own regulation.
package struct PriorityClass: Hashable, Sendable {
  package let id: PriorityClassID
  package let name: String
  /// The legal basis or the clause of the centre's regulation, as text shown to people.
  package let basis: String

  package init(id: PriorityClassID, name: String, basis: String) {
    self.id = id
    self.name = name
    self.basis = basis
  }
}

/// Everything about a centre that its configuration decides and the rules of the queue need.
package struct Office: Hashable, Sendable {
  package let name: String
  package let services: [Service]
  package let counters: [CounterDefinition]
  package let priorityClasses: [PriorityClass]
  package let policy: CallingPolicy
  /// `day.start` in minutes after midnight, 0–1439.
  package let dayStartMinute: Int
  /// Slots of each weekday; a weekday that is absent is closed.
  package let hours: [Weekday: [OpeningSlot]]
  /// Dates with other hours than their weekday; of two for one date the later counts.
  package let exceptions: [DayException]
  let exceptionsByDay: [ServiceDay: DayException]
  /// Minutes before the end of the hours in which no numbers are issued any more, 0 and up.
  package let lastTicketMinutes: Int
  /// `--demo`: numbers are issued at any hour, whatever the calendar says.
  package let alwaysOpen: Bool
  /// Recalls after which one more makes who is called absent; `nil` is no limit.
  package let recallLimit: Int?
  /// Seconds after the last call within which who was absent may come back to the same place; `nil` is the whole day.
  package let returnSeconds: Int?

  package init(
    name: String, services: [Service], counters: [CounterDefinition], priorityClasses: [PriorityClass],
    policy: CallingPolicy, dayStartMinute: Int = 0, hours: [Weekday: [OpeningSlot]], exceptions: [DayException] = [],
    lastTicketMinutes: Int = 0, alwaysOpen: Bool = false, recallLimit: Int? = nil, returnSeconds: Int? = nil
  ) {
    self.name = name
    self.services = services
    self.counters = counters
    self.priorityClasses = priorityClasses
    self.policy = policy
    self.dayStartMinute = dayStartMinute
    self.hours = hours
    self.exceptions = exceptions
    exceptionsByDay = Dictionary(exceptions.map { ($0.day, $0) }) { $1 }
    self.lastTicketMinutes = lastTicketMinutes
    self.alwaysOpen = alwaysOpen
    self.recallLimit = recallLimit
    self.returnSeconds = returnSeconds
  }

  package func service(_ id: ServiceID) -> Service? {
    services.first { $0.id == id }
  }

  package func counter(_ id: CounterID) -> CounterDefinition? {
    counters.first { $0.id == id }
  }

  package func priorityClass(_ id: PriorityClassID) -> PriorityClass? {
    priorityClasses.first { $0.id == id }
  }

  package func serviceDay(at now: Timestamp) -> ServiceDay {
    ServiceDay(of: now, startMinute: dayStartMinute)
  }
}
