/// What the machine's clocks show at one moment.
package struct ClockReading: Hashable, Sendable {
  /// The wall clock, which people and programs may set.
  package let wall: Timestamp
  /// Milliseconds since the machine started, its sleep included; nobody can set it.
  package let uptime: Int64
  /// Whether the kernel holds the wall clock for synchronised with a source of time.
  package let isSynchronised: Bool

  package init(wall: Timestamp, uptime: Int64, isSynchronised: Bool) {
    self.wall = wall
    self.uptime = uptime
    self.isSynchronised = isSynchronised
  }
}

/// Why the wall clock is not believed.
package enum ClockFault: String, CaseIterable, Sendable, Codable {
  /// It shows less than it did: less than the latest entry of the journal, or set back while the office runs.
  case behindJournal = "behind-journal"
  /// It went ahead further than the time that has passed, or than a machine is ever switched off.
  case jumped
  /// Before this program was made, or years after anybody would still run it.
  case implausible
}

/// Why the wall clock is believed again, or a leap of it was followed.
package enum ClockBasis: String, CaseIterable, Sendable, Codable {
  case synchronised
  /// An administrator said that it is right.
  case accepted
  /// It shows again what it should, going by the time counted without it or by the latest entry of the journal.
  case plausible
}

package struct ClockLimits: Hashable, Sendable {
  /// No earlier instant is believed, whoever says so.
  package let earliest: Timestamp
  /// A later one only when it comes from synchronisation.
  package let latest: Timestamp
  /// Seconds for which a machine may have been switched off without anybody having to say that its clock is right.
  package let longestRest: Int

  /// Milliseconds by which the wall clock may differ from the time counted on: clocks are slewed, readings take time.
  static let tolerance: Int64 = 2000

  package init(earliest: Timestamp, latest: Timestamp, longestRest: Int) {
    self.earliest = earliest
    self.latest = latest
    self.longestRest = longestRest
  }

  func allow(_ reading: ClockReading) -> Bool {
    reading.wall >= earliest && (reading.wall <= latest || reading.isSynchronised)
  }
}

/// What time it is for the office, and how far that is to be believed.
package struct ClockMoment: Hashable, Sendable {
  /// The office's time, by which everything is stored and judged. While the office runs it goes on evenly whatever
  /// becomes of the wall clock; only a leap that was confirmed moves it.
  package let now: Timestamp
  /// What the wall clock shows.
  package let wall: Timestamp
  /// `nil` while the wall clock is believed.
  package let fault: ClockFault?
  /// Why the wall clock was last found right after all.
  package let basis: ClockBasis?
  package let isSynchronised: Bool
  /// Milliseconds by which confirmed leaps have moved the office's time since it began to run; may be negative.
  package let step: Int64
  /// Counts the changes of `fault` and `step`; 0 while there were none.
  package let revision: Int

  package init(
    now instant: Timestamp, wall: Timestamp, fault: ClockFault?, basis: ClockBasis?, isSynchronised: Bool, step: Int64,
    revision: Int
  ) {
    now = instant
    self.wall = wall
    self.fault = fault
    self.basis = basis
    self.isSynchronised = isSynchronised
    self.step = step
    self.revision = revision
  }

  /// A moment of a clock that is beyond doubt, such as a simulation's own.
  package init(now: Timestamp) {
    self.init(now: now, wall: now, fault: nil, basis: nil, isSynchronised: true, step: 0, revision: 0)
  }
}

/// Decides moment by moment whether the wall clock is to be believed, and counts the time on where it is not.
///
/// A kiosk may have no battery for its clock and no network: it wakes up in 1970, or on the evening before, and is set
/// right minutes later, or never. That it is not synchronised is therefore no fault in itself.
package struct ClockTrust: Hashable, Sendable {
  private struct Anchor: Hashable {
    var office: Timestamp
    var uptime: Int64
  }

  private let limits: ClockLimits
  private var anchor: Anchor
  /// The latest time told; believed time does not go back but by a confirmed leap.
  private var latest: Timestamp
  private(set) package var fault: ClockFault?
  /// Whether the fault was there from the start: then nothing speaks against the clock once it shows a plausible time.
  private var isFaultOfStart = false
  private var basis: ClockBasis?
  private var step: Int64 = 0
  private var revision = 0

  /// Begins before anything is known of the journal.
  package init(_ reading: ClockReading, limits: ClockLimits) {
    self.limits = limits
    let isAllowed = limits.allow(reading)
    anchor = Anchor(office: isAllowed ? reading.wall : limits.earliest, uptime: reading.uptime)
    latest = anchor.office
    if !isAllowed { distrust(.implausible, at: anchor, atStart: true) }
  }

  /// Takes in how the record ended before the office began to run; nothing was written since.
  ///
  /// - Parameters:
  ///   - lastEntry: the time of the latest entry.
  ///   - lastFault: what was held against the clock when it was written.
  package mutating func learn(lastEntry: Timestamp, lastFault: ClockFault?, at reading: ClockReading) {
    _ = moment(at: reading)
    let end = Anchor(office: lastEntry, uptime: reading.uptime)
    if fault != nil {
      if counted(at: reading) < lastEntry { distrust(.implausible, at: end, atStart: true) }
      return
    }
    let rest = reading.wall.milliseconds - lastEntry.milliseconds
    if !reading.isSynchronised {
      if rest < -ClockLimits.tolerance { return distrust(.behindJournal, at: end, atStart: true) }
      // A leap ahead that nobody confirmed does not become right by a restart.
      if rest > Int64(limits.longestRest) * 1000 || lastFault == .jumped { return distrust(.jumped, at: end) }
    }
    if lastFault != nil {
      basis = reading.isSynchronised ? .synchronised : .plausible
      revision += 1
    }
  }

  package mutating func moment(at reading: ClockReading) -> ClockMoment {
    let drift = reading.wall.milliseconds - counted(at: reading).milliseconds
    let isAllowed = limits.allow(reading)
    let agrees = abs(drift) <= ClockLimits.tolerance
    switch fault {
    case nil where !isAllowed:
      distrust(.implausible, at: reading)
    case nil where agrees:
      anchor = Anchor(office: reading.wall, uptime: reading.uptime)
    case nil where reading.isSynchronised:
      believe(reading, .synchronised)
    case nil:
      distrust(drift > 0 ? .jumped : .behindJournal, at: reading)
    case .some where !isAllowed:
      break
    case .some where reading.isSynchronised:
      believe(reading, .synchronised)
    case .some where agrees || isFaultOfStart && (0...Int64(limits.longestRest) * 1000).contains(drift):
      believe(reading, .plausible)
    case .some:
      break
    }
    latest = max(latest, counted(at: reading))
    return ClockMoment(
      now: latest, wall: reading.wall, fault: fault, basis: basis, isSynchronised: reading.isSynchronised, step: step,
      revision: revision)
  }

  /// An administrator says that the wall clock is right; `false` when it shows what cannot be.
  package mutating func accept(_ reading: ClockReading) -> Bool {
    guard limits.allow(reading) else { return false }
    // Also what nobody has looked at yet: the clock may have been set in the very moment before.
    let drift = reading.wall.milliseconds - counted(at: reading).milliseconds
    if fault != nil || abs(drift) > ClockLimits.tolerance { believe(reading, .accepted) }
    return true
  }

  private func counted(at reading: ClockReading) -> Timestamp {
    Timestamp(milliseconds: anchor.office.milliseconds + reading.uptime - anchor.uptime)
  }

  private mutating func believe(_ reading: ClockReading, _ basis: ClockBasis) {
    step += reading.wall.milliseconds - counted(at: reading).milliseconds
    anchor = Anchor(office: reading.wall, uptime: reading.uptime)
    latest = reading.wall
    fault = nil
    self.basis = basis
    revision += 1
  }

  private mutating func distrust(_ fault: ClockFault, at reading: ClockReading) {
    distrust(fault, at: Anchor(office: counted(at: reading), uptime: reading.uptime))
  }

  private mutating func distrust(_ fault: ClockFault, at anchor: Anchor, atStart: Bool = false) {
    self.fault = fault
    isFaultOfStart = atStart
    self.anchor = anchor
    latest = anchor.office
    revision += 1
  }
}

extension StateName {
  /// Whether a ticket that stands so is still under way: its times move with the clock.
  package var followsClock: Bool {
    switch self {
    case .waiting, .called, .serving, .parked, .noShow: true
    case .finished, .cancelled, .expired: false
    }
  }
}

extension Ticket {
  /// The clock leapt: what happened to a ticket that is still under way stays as long ago as it was, and what is due
  /// after so many minutes stays due after as many. So every length that is measured later is right, and so are the
  /// times of the day, as far as the clock is right now.
  package mutating func follow(clockStep milliseconds: Int64) {
    guard state.name.followsClock else { return }
    issuedAt.move(by: milliseconds)
    calledAt?.move(by: milliseconds)
    announcedAt?.move(by: milliseconds)
    startedAt?.move(by: milliseconds)
    if case .parked(var due) = state {
      due.move(by: milliseconds)
      state = .parked(due: due)
    }
  }
}

extension Counter {
  /// The clock leapt: a call may be undone as long as it might have been, and gives back the times as they are now.
  package mutating func follow(clockStep milliseconds: Int64) {
    undoable = undoable.map { call in
      var (at, previous) = (call.at, call.previous)
      at.move(by: milliseconds)
      previous.follow(clockStep: milliseconds)
      return UndoableCall(ticket: call.ticket, at: at, normalsBefore: call.normalsBefore, previous: previous)
    }
  }
}

extension EarlierCall {
  fileprivate mutating func follow(clockStep milliseconds: Int64) {
    calledAt?.move(by: milliseconds)
    announcedAt?.move(by: milliseconds)
  }
}

extension Timestamp {
  fileprivate mutating func move(by milliseconds: Int64) { self.milliseconds += milliseconds }
}
