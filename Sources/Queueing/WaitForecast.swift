/// The wait of one person, from the line as it stands.
package struct WaitForecast: Hashable, Sendable {
  /// Seconds until the call, if all goes as it usually does.
  package let expected: Double
  /// Seconds before which the line cannot come to this person unless nearly everybody before takes a quick turn: whoever
  /// is being served leaves now, and each other takes no longer than one in ten does.
  package let earliest: Double
  /// Calls before, by all counters, and people at the counters now.
  package let calls: Int
  package let range: WaitRange

  /// A counter is free and nobody comes before: somebody still has to see it and press the button.
  package static let atOnce = WaitRange(fromMinutes: 0, toMinutes: 2)

  init(expected: Double, earliest: Double, calls: Int, caution: Caution) {
    self.expected = expected
    self.earliest = earliest
    self.calls = calls
    guard expected > 0 else {
      range = Self.atOnce
      return
    }
    // Of many lengths the long and the short make up for each other; what is wrong with all of them alike stays.
    let spread = (0.02 + 0.8 / Double(1 + calls)).squareRoot()
    let low = max(earliest, expected / (1 + caution.low * spread))
    range = WaitRange(seconds: low...(max(low, expected * (1 + caution.high * spread)) + 30))
  }
}

extension QueuePicture {
  /// Whose wait is asked for.
  package enum Person: Hashable, Sendable {
    /// Somebody who takes a number now.
    case newcomer(to: ServiceID, isPriority: Bool)
    case holder(of: Ticket)
  }

  /// The wait of a person: the line is played on as the policy will call it, by the counters that are open.
  ///
  /// `nil` when no open counter can call the person, and while too little was measured.
  package func forecast(for person: Person, policy: CallingPolicy, at now: Timestamp) -> WaitForecast? {
    guard let rehearsal = LineRehearsal(self, person: person, policy: policy, at: now),
      let expected = rehearsal.run(.usual), let earliest = rehearsal.run(.quick)
    else { return nil }
    return WaitForecast(
      expected: expected.seconds, earliest: min(earliest.seconds, expected.seconds), calls: expected.calls,
      caution: knowledge.caution)
  }
}

/// Plays the present line on with nobody new coming.
private struct LineRehearsal {
  enum Pace {
    case usual, quick
  }

  private struct Caller {
    let lines: [Int]
    let normalsSincePriority: Int
    /// Seconds until it is free, if all goes as it usually does.
    let rest: Double
    let isBusy: Bool
  }

  /// Calls that are played at most; of longer lines each played call stands for several.
  private static let limit = 64

  private let picture: QueuePicture
  private let policy: CallingPolicy
  private let instant: Timestamp
  /// Of each line, a newcomer to a line that does not exist yet being one more.
  private let counts: [Int]
  private let isPriority: [Bool]
  private let expectations: [ServingTimes.Expectation]
  private let callers: [Caller]
  /// Where the person stands.
  private let line: Int
  private let index: Int
  private let stride: Int

  init?(_ picture: QueuePicture, person: QueuePicture.Person, policy: CallingPolicy, at now: Timestamp) {
    let hour = now.hourOfDay
    var counts = picture.lines.map(\.places.count)
    var isPriority = picture.lines.map(\.isPriority)
    var services = picture.lines.map(\.service)
    let line: Int
    switch person {
    case .newcomer(let service, let isNewPriority):
      line =
        picture.lines.firstIndex { $0.isLine(of: service, isPriority: isNewPriority, directedTo: nil) } ?? counts.count
      if line == counts.count {
        counts.append(0)
        isPriority.append(isNewPriority)
        services.append(service)
      }
      index = counts[line]
      counts[line] += 1
    case .holder(let ticket):
      guard
        let own = picture.lines.firstIndex(where: {
          $0.isLine(of: ticket.service, isPriority: ticket.priority != nil, directedTo: ticket.directedTo)
        })
      else { return nil }
      line = own
      index = picture.lines[line].index(of: ticket.arrival)
    }
    var expectations: [ServingTimes.Expectation] = []
    for service in services {
      guard let expectation = picture.knowledge.servingTimes.expectation(of: service, hour: hour) else { return nil }
      expectations.append(expectation)
    }
    let isNewLine = line == picture.lines.count
    callers = picture.stations.filter { $0.state == .open }.map { station in
      let rest = station.held.flatMap { held in
        picture.knowledge.servingTimes.expectation(of: held.service, hour: held.calledAt.hourOfDay)?
          .rest(after: Double(now.seconds(since: held.calledAt)))
      }
      return Caller(
        lines: station.lines + (isNewLine && station.services.contains(services[line]) ? [line] : []),
        normalsSincePriority: station.normalsSincePriority, rest: rest ?? 0, isBusy: rest != nil)
    }
    self.line = line
    self.picture = picture
    self.policy = policy
    instant = now
    self.counts = counts
    self.isPriority = isPriority
    self.expectations = expectations
    stride = (counts.reduce(0, +) + Self.limit - 1) / Self.limit
  }

  /// Seconds until the person is called, and the calls before; `nil` when no counter comes to them.
  func run(_ pace: Pace) -> (seconds: Double, calls: Int)? {
    var next = counts.map { _ in 0 }
    var free = callers.map { pace == .usual ? $0.rest : 0 }
    var normals = callers.map(\.normalsSincePriority)
    let lengths = expectations.map { pace == .usual ? $0.mean : $0.quick }
    var calls = callers.count(where: \.isBusy)
    while let caller = free.indices.min(by: { free[$0] < free[$1] }), free[caller] < .infinity {
      let choice = policy.choose(
        among: callers[caller].lines.lazy.filter { next[$0] < counts[$0] }.map { head(of: $0, next[$0]) },
        normalsSincePriority: normals[caller], at: instant.adding(seconds: Int(free[caller])))
      guard let choice,
        let chosen = callers[caller].lines.first(where: {
          next[$0] < counts[$0] && head(of: $0, next[$0]).arrival == choice.arrival
        })
      else {
        free[caller] = .infinity
        continue
      }
      if chosen == line, index < next[chosen] + stride {
        let before = index - next[chosen]
        return (free[caller] + Double(before) * lengths[chosen], calls + before)
      }
      let called = min(stride, counts[chosen] - next[chosen])
      next[chosen] += called
      calls += called
      free[caller] += Double(called) * lengths[chosen]
      normals[caller] = choice.isPriority ? 0 : normals[caller] + 1
    }
    return nil
  }

  /// Who has not come yet arrives after all others.
  private func head(of line: Int, _ index: Int) -> LineHead {
    guard line < picture.lines.count, index < picture.lines[line].places.count else {
      return LineHead(arrival: .max, issuedAt: instant, isPriority: isPriority[line])
    }
    let place = picture.lines[line].places[index]
    return LineHead(arrival: place.arrival, issuedAt: place.issuedAt, isPriority: isPriority[line])
  }
}

extension QueuePicture {
  /// What most queue systems tell a person who has just taken a number: the average of the service × the place in its
  /// line ÷ the counters open for it, in seconds. `nil` while nothing was measured or nobody serves.
  package func usualFormula(for ticket: Ticket) -> Double? {
    let counters = stations.count { $0.state == .open && $0.services.contains(ticket.service) }
    let expectation = knowledge.servingTimes.expectation(of: ticket.service, hour: ticket.issuedAt.hourOfDay)
    guard counters > 0, let expectation else { return nil }
    let ahead = lines.filter { $0.service == ticket.service }.reduce(0) { $0 + $1.places.count }
    return expectation.mean * Double(ahead + 1) / Double(counters)
  }
}
