package import Queueing
package import Records

// What the office answers, as values: the JSON of the API, the output of the command line and what screens ask for are
// all made of these. Fields without a value are written as null, so that a reader always sees every field.

/// Writes `nil` as null instead of leaving the field out.
extension KeyedEncodingContainer {
  mutating func encode<T: Encodable>(nullable value: T?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }
}

/// An instant as the API writes it: ISO 8601 with the office's offset.
package struct Moment: Hashable, Sendable, Codable {
  package let timestamp: Timestamp

  package init(_ timestamp: Timestamp) {
    self.timestamp = timestamp
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let timestamp = Timestamp(iso8601: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an instant")
    }
    self.timestamp = timestamp
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(timestamp.iso8601)
  }
}

package struct TicketAnswer: Hashable, Sendable, Codable {
  package struct Slip: Hashable, Sendable, Codable {
    /// `none` when no slip was asked for, else the state of the latest print job.
    package let state: String
    /// Slips that came out.
    package let copies: Int
    package let detail: String?

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(state, forKey: .state)
      try container.encode(copies, forKey: .copies)
      try container.encode(nullable: detail, forKey: .detail)
    }
  }

  package let id: TicketID
  package let number: String
  package let service: ServiceID
  package let priority: PriorityClassID?
  package let state: StateName
  package let origin: Origin
  package let serviceDay: ServiceDay
  package let issuedAt: Moment
  package let calledAt: Moment?
  package let startedAt: Moment?
  package let finishedAt: Moment?
  package let dueAt: Moment?
  package let recalls: Int
  package let counter: CounterID?
  /// Tickets before this one in its line; `nil` unless it waits.
  package let ahead: Int?
  /// Minutes until the call; `nil` unless it waits and something is known.
  package let estimate: WaitRange?
  package let print: Slip
  package let assistanceId: String?
  /// Why it expired, or was cancelled together with its whole line.
  package let endReason: String?
  /// Whether the clock was believed from its issue to its end; if not, only durations and order are sure. Absent in an
  /// answer that was remembered by an earlier release.
  package let timesTrusted: Bool?
  /// The secret of the slip's QR code; only in the answer to taking the number.
  package var token: String?
  /// Only where one ticket is looked at by who may correct what others recorded.
  package var record: TicketRecordAnswer?

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(number, forKey: .number)
    try container.encode(service, forKey: .service)
    try container.encode(nullable: priority, forKey: .priority)
    try container.encode(state, forKey: .state)
    try container.encode(origin, forKey: .origin)
    try container.encode(serviceDay, forKey: .serviceDay)
    try container.encode(issuedAt, forKey: .issuedAt)
    try container.encode(nullable: calledAt, forKey: .calledAt)
    try container.encode(nullable: startedAt, forKey: .startedAt)
    try container.encode(nullable: finishedAt, forKey: .finishedAt)
    try container.encode(nullable: dueAt, forKey: .dueAt)
    try container.encode(recalls, forKey: .recalls)
    try container.encode(nullable: counter, forKey: .counter)
    try container.encode(nullable: ahead, forKey: .ahead)
    try container.encode(nullable: estimate, forKey: .estimate)
    try container.encode(print, forKey: .print)
    try container.encode(nullable: assistanceId, forKey: .assistanceId)
    try container.encode(nullable: endReason, forKey: .endReason)
    try container.encode(nullable: timesTrusted, forKey: .timesTrusted)
    try container.encodeIfPresent(token, forKey: .token)
    try container.encodeIfPresent(record, forKey: .record)
  }
}

/// All else that is stored of a ticket and of the help its holder was given, for whom it is asked about; what the
/// journal says of it is in its proof.
package struct TicketRecordAnswer: Hashable, Sendable, Codable {
  /// A reason that somebody typed.
  package struct Remark: Hashable, Sendable, Codable {
    package let at: Moment
    /// Of the journal entry it belongs to.
    package let kind: String
    package let text: String
  }

  /// As it was said when the number was taken.
  package let village: VillageID?
  /// Who served it.
  package let member: MemberID?
  /// Minutes until the call, as it was promised.
  package let promised: WaitRange?
  /// 1 (bad) to 3 (good).
  package let rating: Int?
  /// What was corrected and what it was corrected to, in this order.
  package let assistances: [AssistanceAnswer]
  package let remarks: [Remark]

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(nullable: village, forKey: .village)
    try container.encode(nullable: member, forKey: .member)
    try container.encode(nullable: promised, forKey: .promised)
    try container.encode(nullable: rating, forKey: .rating)
    try container.encode(assistances, forKey: .assistances)
    try container.encode(remarks, forKey: .remarks)
  }
}

package struct CallAnswer: Hashable, Sendable, Codable {
  package struct Reason: Hashable, Sendable, Codable {
    package let code: CallReason
    package let text: String
  }

  package let ticket: TicketAnswer
  package let reason: Reason
}

package struct CounterAnswer: Hashable, Sendable, Codable {
  package let id: CounterID
  package let name: String
  package let services: [ServiceID]
  package let state: CounterState
  package let member: MemberID?
  package let ticket: TicketAnswer?

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(name, forKey: .name)
    try container.encode(services, forKey: .services)
    try container.encode(state, forKey: .state)
    try container.encode(nullable: member, forKey: .member)
    try container.encode(nullable: ticket, forKey: .ticket)
  }
}

package struct ServiceAnswer: Hashable, Sendable, Codable {
  package let id: ServiceID
  package let letter: String
  package let name: String
  package let open: Bool
  package let closed: ClosedAnswer?
  package let waiting: Int
  /// Minutes that somebody without priority would wait who took a number now; `nil` while nothing is known.
  package let estimate: WaitRange?

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(letter, forKey: .letter)
    try container.encode(name, forKey: .name)
    try container.encode(open, forKey: .open)
    try container.encode(nullable: closed, forKey: .closed)
    try container.encode(waiting, forKey: .waiting)
    try container.encode(nullable: estimate, forKey: .estimate)
  }
}

/// Who is called earlier, and on what ground.
package struct PriorityClassAnswer: Hashable, Sendable, Codable {
  package let id: PriorityClassID
  package let name: String
  package let basis: String

  package init(_ priorityClass: PriorityClass) {
    id = priorityClass.id
    name = priorityClass.name
    basis = priorityClass.basis
  }
}

package struct BoardAnswer: Hashable, Sendable, Codable {
  package struct Call: Hashable, Sendable, Codable {
    package let number: String
    package let counter: CounterID
    package let calledAt: Moment
  }

  /// The centre's own name.
  package let centre: String
  /// `--demo`: numbers and slips are worth nothing.
  package let demo: Bool
  package let asOf: Moment
  package let seq: Int64
  package let serviceDay: ServiceDay
  package let open: Bool
  package let closed: ClosedAnswer?
  package let countersOpen: Int
  package let calls: [Call]
  package let waiting: [String: Int]
  /// Minutes that a newcomer without priority would wait, of the services where something is known.
  package let estimates: [String: WaitRange]
  package let notices: [String]
  package let clockTrusted: Bool

  package init(_ board: Board, of office: Office) {
    centre = office.name
    demo = office.alwaysOpen
    asOf = Moment(board.asOf)
    seq = board.seq
    serviceDay = board.serviceDay
    switch board.opening {
    case .open:
      open = true
      closed = nil
    case .closed(let closing):
      open = false
      closed = ClosedAnswer(closing)
    }
    countersOpen = board.countersOpen
    calls = board.calls.map { Call(number: $0.number.text, counter: $0.counter, calledAt: Moment($0.calledAt)) }
    waiting = Dictionary(uniqueKeysWithValues: board.lines.map { ($0.service.text, $0.waiting) })
    estimates = Dictionary(
      uniqueKeysWithValues: board.lines.compactMap { line in line.estimate.map { (line.service.text, $0) } })
    notices = board.notices
    clockTrusted = board.isClockTrusted
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(centre, forKey: .centre)
    try container.encode(demo, forKey: .demo)
    try container.encode(asOf, forKey: .asOf)
    try container.encode(seq, forKey: .seq)
    try container.encode(serviceDay, forKey: .serviceDay)
    try container.encode(open, forKey: .open)
    try container.encode(nullable: closed, forKey: .closed)
    try container.encode(countersOpen, forKey: .countersOpen)
    try container.encode(calls, forKey: .calls)
    try container.encode(waiting, forKey: .waiting)
    try container.encode(estimates, forKey: .estimates)
    try container.encode(notices, forKey: .notices)
    try container.encode(clockTrusted, forKey: .clockTrusted)
  }
}

package struct AssistanceAnswer: Hashable, Sendable, Codable {
  package struct Activity: Hashable, Sendable, Codable {
    package let activity: Records.Activity
    package let level: ServiceLevel?
    package let platform: Platform?
    package let outcome: Outcome
    package let difficulties: [Difficulty]
    package let minutes: Int?

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(activity, forKey: .activity)
      try container.encode(nullable: level, forKey: .level)
      try container.encode(nullable: platform, forKey: .platform)
      try container.encode(outcome, forKey: .outcome)
      try container.encode(difficulties, forKey: .difficulties)
      try container.encode(nullable: minutes, forKey: .minutes)
    }
  }

  package let id: String
  package let ticket: TicketID?
  package let member: MemberID?
  package let counter: CounterID?
  package let place: Place
  package let startedAt: Moment
  package let minutes: Int?
  package let activities: [Activity]
  package let village: VillageID?
  package let residence: Residence?
  package let ageBand: AgeBand
  package let sex: Sex?
  package let correctedBy: String?
  /// Whether it was taken back with nothing in its place. Absent in an answer that was remembered by an earlier release.
  package let withdrawn: Bool?
  /// What was noted beside it; absent where there is nothing, and for whom it is not to be read.
  package let note: String?

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(nullable: ticket, forKey: .ticket)
    try container.encode(nullable: member, forKey: .member)
    try container.encode(nullable: counter, forKey: .counter)
    try container.encode(place, forKey: .place)
    try container.encode(startedAt, forKey: .startedAt)
    try container.encode(nullable: minutes, forKey: .minutes)
    try container.encode(activities, forKey: .activities)
    try container.encode(nullable: village, forKey: .village)
    try container.encode(nullable: residence, forKey: .residence)
    try container.encode(ageBand, forKey: .ageBand)
    try container.encode(nullable: sex, forKey: .sex)
    try container.encode(nullable: correctedBy, forKey: .correctedBy)
    try container.encode(nullable: withdrawn, forKey: .withdrawn)
    try container.encodeIfPresent(note, forKey: .note)
  }
}
