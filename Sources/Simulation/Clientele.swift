package import Queueing
package import Records

/// One citizen's visit as it would go if nobody else were there.
package struct SimulatedVisit: Hashable, Sendable {
  package enum Course: Hashable, Sendable {
    case served
    /// Takes a number and is gone when it is called.
    case noShow
    /// Gives the number back after so many minutes, unless called by then.
    case leaves(afterMinutes: Int)
    /// Called, sent for a missing paper, and served when back.
    case parked(minutes: Int)
    /// Stands in the wrong line, and is served in the right one.
    case transferred(to: ServiceID)
  }

  /// Seconds after local midnight.
  package let arrival: Int
  package let service: ServiceID
  package let priority: PriorityClassID?
  package let village: VillageID?
  /// From start to finish, 60–10,800.
  package let servingSeconds: Int
  package let course: Course
  /// What the volunteer records at the end; without member, place and times, which the counter knows.
  package let help: AssistanceDraft

  package var showsUp: Bool { course != .noShow }
}

/// A volunteer's rest.
package struct SimulatedBreak: Hashable, Sendable {
  package let counter: CounterID
  /// After local midnight; it begins when the counter is free next.
  package let second: Int
  package let minutes: Int
}

/// The people who come to an office: the same seed brings the same people on the same day.
package struct Clientele: Sendable {
  package let office: Office
  package let villages: [VillageID]
  /// A day the office is open, 0 and up.
  package let visitors: Int
  package let seed: UInt64
  /// What the record of the office says about opening; the calendar is the office's own.
  package let amended: OpeningAmendments

  package init(
    office: Office, villages: [VillageID], visitors: Int, seed: UInt64, amended: OpeningAmendments = .none
  ) {
    self.amended = amended
    self.office = office
    self.villages = villages
    self.visitors = visitors
    self.seed = seed
  }

  /// The visits of one day in order of arrival; none on a day without opening hours, such as a holiday, unless the office
  /// is always open.
  package func visits(on day: ServiceDay) -> [SimulatedVisit] {
    var random = SplitMix64(seed: seed)
    random = SplitMix64(seed: random.next() ^ UInt64(bitPattern: Int64(day.epochDay)))
    let slots = openSlots(on: day)
    guard !slots.isEmpty else { return [] }
    return (0..<visitors).compactMap { _ in visit(within: slots, &random) }
      .enumerated().sorted { ($0.element.arrival, $0.offset) < ($1.element.arrival, $1.offset) }.map(\.element)
  }

  /// When volunteers go for a rest, in the order of time: each counter once in each slot of opening hours of two hours
  /// or more, not before its first hour nor in its last half hour.
  package func breaks(on day: ServiceDay) -> [SimulatedBreak] {
    var random = SplitMix64(seed: seed)
    random = SplitMix64(seed: random.next() ^ ~UInt64(bitPattern: Int64(day.epochDay)))
    return openSlots(on: day).filter { $0.until - $0.from >= 120 }.flatMap { slot in
      office.counters.map { counter in
        SimulatedBreak(
          counter: counter.id, second: random.within((slot.from + 60) * 60...(slot.until - 30) * 60),
          minutes: random.within(8...15))
      }
    }.enumerated().sorted { ($0.element.second, $0.offset) < ($1.element.second, $1.offset) }.map(\.element)
  }

  private func openSlots(on day: ServiceDay) -> [OpeningSlot] {
    let slots = office.slots(on: day, amended: amended)
    guard slots.isEmpty, office.alwaysOpen else { return slots }
    return [OpeningSlot(from: 450, until: 690), OpeningSlot(from: 810, until: 1020)]
  }

  private func visit(within slots: [OpeningSlot], _ random: inout SplitMix64) -> SimulatedVisit? {
    let services = office.services.map { ($0.id, ServiceHabits(of: $0.id).weight) }
    guard let slot = random.pick(weighted: weights(of: slots)), let service = random.pick(weighted: services) else {
      return nil
    }
    let age =
      random.pick(weighted: [(AgeBand.under18, 3), (.from18, 22), (.from35, 40), (.from60, 28), (.from80, 7)])
      ?? .unknown
    let isElderly = age == .from60 || age == .from80
    let residence =
      random.pick(weighted: [(Residence.village, 90), (.otherCommune, 8), (.otherProvince, 2)]) ?? .village
    let village = residence == .village ? random.pick(villages) : nil
    let habits = ServiceHabits(of: service)
    let course = course(at: service, &random)
    return SimulatedVisit(
      arrival: arrival(within: slot, &random), service: service,
      priority: priority(isElderly: isElderly, &random), village: village,
      servingSeconds: min(max(60, habits.medianSeconds * spread(&random) / 100), 10_800), course: course,
      help: AssistanceDraft(
        activities: activities(habits, isElderly: isElderly, &random), village: village?.text,
        residence: residence.rawValue, ageBand: age.rawValue,
        sex: random.pick(weighted: [(Sex.female, 48), (.male, 42), (nil, 10)])??.rawValue))
  }

  private static let rushSeconds = 40 * 60

  /// Longer slots draw more people, and the first one of the day half as many again.
  private func weights(of slots: [OpeningSlot]) -> [(OpeningSlot, Int)] {
    slots.enumerated().map { ($1, ($1.until - $1.from) * ($0 == 0 ? 3 : 2)) }
  }

  /// A third are at the door when it opens or soon after; the others make a hump that is highest before the middle of
  /// the slot and ends before closing. So the peaks of a usual day are at 7:30, in mid-morning and at 13:30.
  private func arrival(within slot: OpeningSlot, _ random: inout SplitMix64) -> Int {
    let span = (slot.until - slot.from) * 60 * 9 / 10
    if random.chance(percent: 33) {
      let rush = max(1, min(span, Self.rushSeconds))
      return slot.from * 60 + min(random.below(rush), random.below(rush))
    }
    return slot.from * 60 + (random.below(max(1, span)) + random.below(max(1, span))) / 2
  }

  /// The serving time in percent of the middle one: a log-normal with σ = 0.55 by its 33 quantiles, in whole numbers
  /// so that every machine computes the same.
  private func spread(_ random: inout SplitMix64) -> Int {
    let quantiles = [
      27, 36, 43, 48, 53, 57, 61, 65, 69, 73, 76, 80, 84, 88, 92, 96, 100, 104, 109, 114, 119, 125, 131, 138, 145, 153,
      163, 174, 188, 206, 233, 279, 376,
    ]
    let position = random.below((quantiles.count - 1) * 100)
    let low = quantiles[position / 100]
    let high = quantiles[position / 100 + 1]
    return low + (high - low) * (position % 100) / 100
  }

  private func priority(isElderly: Bool, _ random: inout SplitMix64) -> PriorityClassID? {
    let elderly = office.priorityClasses.first { $0.id.text == "elderly" }
    if isElderly, let elderly { return random.chance(percent: 80) ? elderly.id : nil }
    let others = office.priorityClasses.filter { $0.id != elderly?.id }
    return random.chance(percent: 5) ? random.pick(others)?.id : nil
  }

  private func course(at service: ServiceID, _ random: inout SplitMix64) -> SimulatedVisit.Course {
    let percent = random.below(100)
    switch percent {
    case 0..<6: return .noShow
    case 6..<9: return .leaves(afterMinutes: random.within(20...60))
    case 9..<13: return .parked(minutes: random.within(10...30))
    case 13..<17:
      guard let other = random.pick(office.services.map(\.id).filter { $0 != service }) else { return .served }
      return .transferred(to: other)
    default: return .served
    }
  }

  private func activities(
    _ habits: ServiceHabits, isElderly: Bool, _ random: inout SplitMix64
  ) -> [ActivityDraft] {
    var chosen: [Activity] = []
    for _ in 0..<(random.chance(percent: 30) ? 2 : 1) {
      if let activity = random.pick(weighted: habits.activities), !chosen.contains(activity) {
        chosen.append(activity)
      }
    }
    return chosen.map { activity in
      let outcome =
        random.pick(weighted: [(Outcome.done, 86), (.partly, 6), (.referred, 4), (.notPossible, 4)]) ?? .done
      let isHard = outcome != .done || random.chance(percent: isElderly ? 35 : 12)
      let difficulty = random.pick(weighted: [
        (Difficulty.noSmartphone, isElderly ? 30 : 8), (.elderlyLimited, isElderly ? 30 : 0), (.simNotOwnName, 12),
        (.forgotPassword, 25), (.faceMatchFailed, 12), (.networkFault, 6), (.portalFault, 10), (.dataMismatch, 12),
        (.needsRescueTeam, 4), (.unevenSkills, 10), (.unevenInfrastructure, 3),
      ])
      return ActivityDraft(
        activity: activity.rawValue,
        level: activity.takesLevel ? (random.chance(percent: 70) ? ServiceLevel.full : .partial).rawValue : nil,
        platform: random.pick(activity.usualPlatforms)?.rawValue, outcome: outcome.rawValue,
        difficulties: isHard ? [difficulty].compactMap { $0?.rawValue } : [])
    }
  }
}
