package import Queueing
package import Records

/// Why the front desk did not do what was asked, other than a rule of the queue (`Refusal`) or a store that cannot.
package enum RequestProblem: Error, Hashable, Sendable {
  /// A field holds what is not accepted; never empty.
  case invalid([FieldProblem])
  case noSuchTicket(String)
  case noSuchCounter(CounterID)
  case noSuchAssistance(String)
  case noSuchScreen(String)
  /// A board only shows.
  case screenTakesNoTouch(String)
  case noSuchPrinter(String, known: [String])
  /// Only staff may issue a number while the office is closed.
  case staffOnly
  case noSuchBadge(String)
  /// The card is somebody's badge already.
  case badgeInUse(badge: String, member: MemberID)
  case noSuchRegister(String)
  /// The register by the name people read.
  case noSuchEntry(register: String, String)
  case noSuchAccount(String)
  /// No report of that id was marked as sent.
  case noSuchReport(String)
  case noSuchImport(String)
  /// The file is still being read.
  case importUnfinished(String)
  /// A turn is rated once, after it.
  case notOver(TicketID)
  case ratedAlready(TicketID)
  /// A member has one account.
  case accountExists(MemberID)
  /// Accounts are given and taken by who stands above them.
  case beyondRole(Role)
  /// A record of somebody else's help is corrected by who stands above volunteers.
  case recordOfAnother(String)
  /// The details of the day are erased, so nothing of it can be added to or corrected.
  case aged(ServiceDay)
  /// The same key came with another request.
  case keyReused
}

extension RequestProblem {
  static func unknown(_ field: String, _ value: String, accepted: [String], _ reason: String) -> RequestProblem {
    let accepted = accepted.isEmpty ? "bỏ trống, vì danh mục chưa có mục nào" : accepted.joined(separator: ", ")
    return .invalid([FieldProblem(field: field, value: value, accepted: accepted, reason: reason)])
  }
}

/// Why no card came to be enrolled as a badge.
package enum CardProblem: Error, Hashable, Sendable {
  /// No reader can be used, or not the one that was named; the sentence says why.
  case noReader(String)
  case noCard(seconds: Int)
  /// A card without a number of its own that stays the same.
  case unsuitable
  case failed(String)
}
