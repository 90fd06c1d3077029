package import Queueing

/// When numbers are issued.
extension Reception {
  package func opening() async throws -> OpeningAnswer {
    try await look { try $0.opening() }
  }

  /// What an administrator should look into ahead of time.
  package struct CalendarOutlook: Hashable, Sendable {
    /// Days off of the next `outlookDays` that are only computed.
    package let undecided: [PublicDay]
    /// The public calendar of the program ends within that time.
    package let isEnding: Bool
  }

  /// Days ahead that an administrator is told of.
  package static let outlookDays = 60

  package func calendarOutlook() async throws -> CalendarOutlook {
    let (now, office) = (clock.now(), office)
    return try await look { lookup in
      let today = ServiceDay(of: now, startMinute: 0)
      let horizon = today.advanced(by: Self.outlookDays)
      return CalendarOutlook(
        undecided: office.undecidedDays(
          from: today, through: horizon, amended: try lookup.tx.openingAmendments(now: now)),
        isEnding: horizon.civil.year > PublicCalendar.years.upperBound
          && office.exceptions.contains(where: \.source.isNational))
    }
  }

  /// The dates that have other hours than their weekday.
  package func calendar(from: ServiceDay, through: ServiceDay) async throws -> [CalendarDayAnswer] {
    try await look { try $0.calendar(from: from, through: through) }
  }

  package func addCalendarDay(
    _ draft: CalendarDraft, by requester: Requester, key: RequestKey? = nil
  ) async throws -> CalendarDayAnswer {
    try await perform(requester, key) { desk in try desk.addCalendarDay(draft) }
  }

  package func changeCalendarDay(
    _ draft: CalendarDraft, by requester: Requester, key: RequestKey? = nil
  ) async throws -> CalendarDayAnswer {
    try await perform(requester, key) { desk in try desk.changeCalendarDay(draft) }
  }

  package func endCalendarDay(
    _ date: String, by requester: Requester, key: RequestKey? = nil
  ) async throws -> CalendarDayAnswer {
    try await perform(requester, key) { desk in try desk.endCalendarDay(date) }
  }

  package func orderOffice(
    isOpen: Bool, until: String?, reason: String?, by requester: Requester, key: RequestKey? = nil
  ) async throws -> OpeningAnswer {
    try await perform(requester, key) { desk in
      try desk.orderOffice(isOpen: isOpen, until: until, reason: reason)
    }
  }

  package func releaseOffice(by requester: Requester, key: RequestKey? = nil) async throws -> OpeningAnswer {
    try await perform(requester, key) { desk in try desk.releaseOffice() }
  }

  package func pauseService(
    _ service: String, until: String?, reason: String?, by requester: Requester, key: RequestKey? = nil
  ) async throws -> ServiceAnswer {
    try await perform(requester, key) { desk in try desk.pauseService(service, until: until, reason: reason) }
  }

  package func resumeService(
    _ service: String, by requester: Requester, key: RequestKey? = nil
  ) async throws -> ServiceAnswer {
    try await perform(requester, key) { desk in try desk.resumeService(service) }
  }
}
