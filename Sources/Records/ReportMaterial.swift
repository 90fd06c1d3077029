package import Queueing

/// What a report is written from: figures of the record, the registers as they stood, and the proof of both.
package struct ReportMaterial: Sendable {
  /// The last journal entry that anything here depends on. What is entered later about other days changes nothing, so
  /// that a past period is reported the same, byte for byte.
  package struct Proof: Hashable, Sendable, Codable {
    package let seq: Int64
    /// 64 hexadecimal digits.
    package let hash: String
    /// When that entry was made.
    package let countedAt: Timestamp

    package init(seq: Int64, hash: String, countedAt: Timestamp) {
      self.seq = seq
      self.hash = hash
      self.countedAt = countedAt
    }
  }

  package let period: ReportPeriod
  /// The service day on which it was counted.
  package let writtenOn: ServiceDay
  /// The last day of the period, or the day of counting while it is not over: the registers are told as they stand then.
  package let lastDay: ServiceDay
  package let onlineActivities: Set<Activity>
  /// By one dimension each, all of the same rows.
  package let figures: [Figures.Dimension: Figures]
  package let total: Tally
  /// How many members were at counters, and their time together. Who they are is in no report.
  package let shifts: (members: Int, tally: ShiftTally)
  /// The same by team, those that are no members any more by their last one, and whom no register knows last.
  package let shiftsByTeam: [(team: Team?, members: Int, tally: ShiftTally)]
  /// As they stand on the last day.
  package let villages: [Village]
  package let teams: [TeamUnit]
  package let memberCounts: [Team: Int]
  /// In force on the last day, and of those with a date, issued in or before the period; by date.
  package let directives: [Directive]
  /// Held in the period, by date.
  package let outreach: [OutreachEvent]
  /// The latest of each, as of the last day at most.
  package let declarations: [Indicator: Declaration]
  /// The services of the office in its order, by their ids.
  package let services: [(id: String, name: String)]
  package let proof: Proof
  /// Every village there ever was by its id, those that were merged by the last day with the one they are part of.
  package let villageNames: [String: String]
  /// What somebody wrote for sections of the report.
  package let texts: [ReportSection: String]

  /// The dimensions a report shows a table of.
  package static let dimensions: [Figures.Dimension] = [
    .activity, .outcome, .place, .service, .village, .residence, .age, .difficulty, .month,
  ]

  /// - Parameters:
  ///   - figures: one for each of `dimensions`.
  ///   - entries: every entry of the registers; this chooses.
  package init(
    period: ReportPeriod, writtenOn: ServiceDay, figures: [Figures.Dimension: Figures],
    onlineActivities: Set<Activity>, entries: [RegisterEntry], services: [(id: String, name: String)],
    texts: [ReportSection: String] = [:], proof: Proof
  ) {
    self.period = period
    self.writtenOn = writtenOn
    self.figures = figures
    self.onlineActivities = onlineActivities
    self.services = services
    self.proof = proof
    self.texts = texts
    lastDay = min(period.to, writtenOn)
    villageNames = Self.villageNames(entries, on: lastDay)
    total = figures.values.first?.total ?? Tally()
    let shifts = figures.values.first?.shifts ?? []
    self.shifts = (shifts.count, Self.sum(shifts))
    shiftsByTeam = Self.byTeam(shifts, of: entries)
    let cited = Self.cited(entries, in: period, on: lastDay)
    villages = cited.compactMap(Village.init).sorted { $0.id < $1.id }
    teams = cited.compactMap(TeamUnit.init)
    memberCounts = Dictionary(grouping: cited.compactMap(Member.init), by: \.team).mapValues(\.count)
    directives = cited.compactMap(Directive.init).sorted {
      ($0.issuedOn?.epochDay ?? 0, $0.number) < ($1.issuedOn?.epochDay ?? 0, $1.number)
    }
    outreach = cited.compactMap(OutreachEvent.init).sorted { $0.heldOn < $1.heldOn }
    declarations = Dictionary(cited.compactMap(Declaration.init).map { ($0.indicator, $0) }) {
      $0.asOf > $1.asOf ? $0 : $1
    }
  }

  private static func byTeam(
    _ shifts: [(member: String, tally: ShiftTally)], of entries: [RegisterEntry]
  ) -> [(team: Team?, members: Int, tally: ShiftTally)] {
    let teams = Dictionary(entries.compactMap(Member.init).map { ($0.id.text, $0.team) }) { $1 }
    let byTeam = Dictionary(grouping: shifts) { teams[$0.member] }
    return (Team.allCases.map(Optional.some) + [nil]).compactMap { team in
      byTeam[team].map { (team, $0.count, sum($0)) }
    }
  }

  private static func sum(_ shifts: [(member: String, tally: ShiftTally)]) -> ShiftTally {
    shifts.reduce(into: ShiftTally()) { sum, shift in
      sum.shifts += shift.tally.shifts
      sum.seconds += shift.tally.seconds
    }
  }

  /// A merger that came after the period is not told of: a report of the past is the same again.
  private static func villageNames(_ entries: [RegisterEntry], on day: ServiceDay) -> [String: String] {
    let villages = Dictionary(entries.compactMap(Village.init).map { ($0.id, $0) }) { $1 }
    return Dictionary(
      villages.values.map { village in
        // What it was merged into may have been merged itself since.
        var (last, seen) = (village, Set([village.id]))
        while let end = last.validUntil, end < day, let next = last.successor.flatMap({ villages[$0] }),
          seen.insert(next.id).inserted
        { last = next }
        return (village.id.text, village.name + (last.id == village.id ? "" : " (nay thuộc \(last.name))"))
      }, uniquingKeysWith: { $1 })
  }

  /// The entries a report of the period can speak of.
  private static func cited(
    _ entries: [RegisterEntry], in period: ReportPeriod, on day: ServiceDay
  ) -> [RegisterEntry] {
    entries.filter { entry in
      switch entry.register {
      case .outreach: !entry.isWithdrawn && entry.start.map(period.contains) ?? false
      case .directives: entry.isActive(on: day) || entry.asksAfterwards(for: period) && !entry.isWithdrawn
      case .villages, .teams, .members, .indicators: entry.isActive(on: day)
      }
    }
  }

  package func rows(by dimension: Figures.Dimension) -> [Figures.Row] {
    figures[dimension]?.rows ?? []
  }
}

extension RegisterEntry {
  /// Whether it is a letter that asks for the report of a period that was over already: most of them come then.
  package func asksAfterwards(for period: ReportPeriod) -> Bool {
    guard register == .directives, fields["role"] == DirectiveRole.trigger.rawValue, let start else { return false }
    // That of the next month is not far behind.
    let days = period.to.epochDay - period.from.epochDay < 31 ? 15 : 31
    return start > period.to && start <= period.to.advanced(by: days)
  }
}
