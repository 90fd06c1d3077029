/// Why a rule says no. Nothing has changed when one is thrown.
package enum Refusal: Error, Hashable, Sendable {
  case illegalMove(MoveName, ticket: TicketID, state: StateName)
  case counterBusy(CounterID, ticket: TicketID)
  case counterClosed(CounterID, state: CounterState)
  /// A counter was asked to move a ticket and holds none.
  case nothingHeld(CounterID, MoveName)
  /// What was meant for somebody else came when the counter already held this ticket.
  case otherTicket(CounterID, ticket: TicketID)
  case nothingToUndo(CounterID)
  case undoTooLate(CounterID, seconds: Int)
  /// No numbers are issued for the service.
  case closed(ServiceID, Closing)
  case capReached(ServiceID, cap: Int, opensAt: Timestamp?)
  /// The register has the date already.
  case dateTaken(ServiceDay)
  /// Nobody ordered the office open or closed.
  case nothingOrdered
  case notPaused(ServiceID)
  /// A slip is of use to a live ticket only.
  case slipUseless(TicketID, state: StateName)
  case noPrinter
  /// A slip of this ticket is still to come out of the printer.
  case slipPending(TicketID)
  /// Help was recorded for this ticket before; what is wrong with it is corrected.
  case alreadyRecorded(TicketID, as: String)
  /// Help is recorded for a ticket that is finished.
  case notFinished(TicketID, state: StateName)
  /// What was recorded has been corrected before; the correction is what can be corrected.
  case alreadyCorrected(String, by: String)
  /// What was recorded has been taken back and counts no more.
  case alreadyWithdrawn(String)
  case notToday(TicketID)
  /// Who was absent came back later than the office allows, in minutes.
  case returnTooLate(TicketID, minutes: Int)
  /// A number on paper that was given out before.
  case numberTaken(TicketID, state: StateName)
  /// The clock an administrator would accept shows what cannot be.
  case clockImplausible(Timestamp)
}
