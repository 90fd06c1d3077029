/// How long a call keeps a counter busy, as it was measured at this office: sums by service and hour of the day, so
/// that what is known takes the same room after ten years as after a day.
///
/// Measured is what the people behind have to wait for: from the call until the counter is free again, whether the
/// person was served, did not come, was parked or sent elsewhere.
package struct ServingTimes: Hashable, Sendable {
  package struct Cell: Hashable, Sendable {
    package let service: ServiceID
    /// Of the local day at the call, 0–23.
    package let hour: Int

    package init(service: ServiceID, hour: Int) {
      self.service = service
      self.hour = hour
    }
  }

  package struct Sums: Hashable, Sendable {
    package private(set) var count: Int
    /// Of all measured lengths.
    package private(set) var seconds: Int
    /// Of the squares of all lengths, in seconds².
    package private(set) var squares: Int

    package init(count: Int = 0, seconds: Int = 0, squares: Int = 0) {
      self.count = count
      self.seconds = seconds
      self.squares = squares
    }

    /// Lengths a cell remembers before its past counts half: habits change, and so must what is known.
    package static let memory = 400

    fileprivate mutating func add(_ length: Int) {
      if count >= Self.memory { self = Sums(count: count / 2, seconds: seconds / 2, squares: squares / 2) }
      self += Sums(count: 1, seconds: length, squares: length * length)
    }

    fileprivate static func += (left: inout Sums, right: Sums) {
      left = Sums(
        count: left.count + right.count, seconds: left.seconds + right.seconds, squares: left.squares + right.squares)
    }

    fileprivate static func -= (left: inout Sums, right: Sums) {
      left += Sums(count: -right.count, seconds: -right.seconds, squares: -right.squares)
    }
  }

  /// One length as a move of a ticket shows it.
  package struct Measurement: Hashable, Sendable {
    package let cell: Cell
    package let seconds: Int

    /// Lengths that are believed: none of less than a second, and none of a button forgotten over lunch or of a clock
    /// that was set.
    package static let believed = 1...7200

    /// What `move` tells when it is made with `ticket`; `nil` when it frees no counter, or in no believable time.
    package init?(_ move: TicketMove, of ticket: Ticket, at now: Timestamp) {
      switch move {
      case .finish, .noShow, .park, .transfer: break
      case .call, .recall, .start, .comeBack, .cancel, .expire, .undoCall, .releaseDirection: return nil
      }
      guard ticket.state.holder != nil, let calledAt = ticket.calledAt else { return nil }
      let seconds = now.seconds(since: calledAt)
      guard Self.believed.contains(seconds) else { return nil }
      cell = Cell(service: ticket.service, hour: calledAt.hourOfDay)
      self.seconds = seconds
    }
  }

  package private(set) var cells: [Cell: Sums]
  private var services: [ServiceID: Sums] = [:]
  private var office = Sums()

  package init(cells: [Cell: Sums] = [:]) {
    self.cells = cells
    for (cell, sums) in cells {
      services[cell.service, default: Sums()] += sums
      office += sums
    }
  }

  package mutating func add(_ measurement: Measurement) {
    let cell = measurement.cell
    let before = cells[cell] ?? Sums()
    var after = before
    after.add(measurement.seconds)
    cells[cell] = after
    services[cell.service, default: Sums()] -= before
    services[cell.service, default: Sums()] += after
    office -= before
    office += after
  }
}

extension ServingTimes {
  /// What to expect of one call.
  package struct Expectation: Hashable, Sendable {
    /// Seconds, above 0.
    package let mean: Double
    /// The standard deviation in parts of the mean.
    package let variation: Double

    /// Seconds that nine in ten take at least. Lengths of service are close to log-normal, whose tenth percentile this
    /// meets within a tenth of it for variations from 0.3 to 1.2.
    package var quick: Double { mean / ((1 + variation) * (1 + variation)) }

    /// Seconds it will go on, having gone on for `elapsed`. For a log-normal of the usual variation what is left falls
    /// at first and then stays at a good half of the mean, however long it has taken.
    package func rest(after elapsed: Double) -> Double {
      max(mean - 0.75 * max(0, elapsed), 0.55 * mean)
    }
  }

  /// Lengths without which nothing is said about anybody's wait.
  package static let fewest = 5
  /// Lengths of a service that weigh as much as what all services have in common.
  static let servicePrior = 5.0
  /// Lengths of a service in an hour that weigh as much as those of its other hours.
  static let hourPrior = 20.0

  /// What to expect of a service at an hour: where little was measured it leans on the service's other hours, and
  /// these on the office. `nil` while next to nothing was measured anywhere.
  package func expectation(of service: ServiceID, hour: Int) -> Expectation? {
    guard office.count >= Self.fewest else { return nil }
    let common = Moments(office, leaningOn: nil, weight: 0)
    let usual = Moments(services[service] ?? Sums(), leaningOn: common, weight: Self.servicePrior)
    let now = Moments(
      cells[Cell(service: service, hour: hour)] ?? Sums(), leaningOn: usual, weight: Self.hourPrior)
    let variance = max(0, now.square - now.mean * now.mean)
    return Expectation(mean: now.mean, variation: variance.squareRoot() / now.mean)
  }

  private struct Moments {
    let mean: Double
    let square: Double

    init(_ sums: Sums, leaningOn prior: Moments?, weight: Double) {
      let count = Double(sums.count) + weight
      mean = (Double(sums.seconds) + weight * (prior?.mean ?? 0)) / count
      square = (Double(sums.squares) + weight * (prior?.square ?? 0)) / count
    }
  }
}

extension Timestamp {
  /// The local hour, 0–23.
  package var hourOfDay: Int { CivilTime.split(self).milliseconds / 3_600_000 }
}
