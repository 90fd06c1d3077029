/// How the next ticket is chosen among those a counter serves.
package struct CallingPolicy: Hashable, Sendable {
  package enum Mode: Hashable, Sendable {
    /// One priority ticket after every `normals` ordinary ones, at each counter. A priority ticket that also arrived
    /// first is called in its turn: priority never makes anyone wait longer.
    case interleaved(normals: Int)
    /// Every priority ticket before every ordinary one.
    case strict
  }

  package let mode: Mode
  /// Seconds after which nobody who came later, and is not past it too, is called first; `nil` is no such limit.
  package let maxWait: Int?

  package init(mode: Mode, maxWait: Int?) {
    self.mode = mode
    self.maxWait = maxWait
  }
}

/// The first ordinary or the first priority ticket of one line: all that a decision needs to see of the line.
package struct LineHead: Hashable, Sendable {
  package let arrival: Int64
  package let issuedAt: Timestamp
  package let isPriority: Bool

  package init(arrival: Int64, issuedAt: Timestamp, isPriority: Bool) {
    self.arrival = arrival
    self.issuedAt = issuedAt
    self.isPriority = isPriority
  }
}

package struct CallChoice: Hashable, Sendable {
  /// The `arrival` of the chosen ticket.
  package let arrival: Int64
  package let isPriority: Bool
  package let reason: CallReason

  package init(arrival: Int64, isPriority: Bool, reason: CallReason) {
    self.arrival = arrival
    self.isPriority = isPriority
    self.reason = reason
  }
}

extension CallingPolicy {
  /// Chooses among the heads of the lines a counter serves, or nobody when none waits.
  ///
  /// - Parameters:
  ///   - heads: of every line the counter serves, the first ordinary and the first priority ticket. A ticket past
  ///     `maxWait` that is not a head has a head before it that is past it too, so the heads suffice.
  ///   - normalsSincePriority: ordinary tickets this counter called since its last priority one.
  package func choose(
    among heads: some Sequence<LineHead>, normalsSincePriority: Int, at now: Timestamp
  ) -> CallChoice? {
    var (earliest, earliestOverdue, earliestPriority): (LineHead?, LineHead?, LineHead?) = (nil, nil, nil)
    for head in heads {
      if head.comes(before: earliest) { earliest = head }
      if head.isPriority, head.comes(before: earliestPriority) { earliestPriority = head }
      if let maxWait, now.seconds(since: head.issuedAt) > maxWait, head.comes(before: earliestOverdue) {
        earliestOverdue = head
      }
    }
    guard let earliest else { return nil }
    if let earliestOverdue { return CallChoice(earliestOverdue, .maxWait) }
    if let earliestPriority {
      switch mode {
      case .strict:
        return CallChoice(earliestPriority, .priorityFirst)
      case .interleaved(let normals) where earliestPriority != earliest && normalsSincePriority >= normals:
        return CallChoice(earliestPriority, .priorityTurn)
      case .interleaved:
        break
      }
    }
    return CallChoice(earliest, .arrival)
  }
}

extension LineHead {
  fileprivate func comes(before other: LineHead?) -> Bool {
    other.map { arrival < $0.arrival } ?? true
  }
}

extension CallChoice {
  fileprivate init(_ head: LineHead, _ reason: CallReason) {
    self.init(arrival: head.arrival, isPriority: head.isPriority, reason: reason)
  }
}
