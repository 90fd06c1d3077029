package import Queueing

/// What somebody says was helped with, as it came: codes are text and nothing is checked yet.
package struct AssistanceDraft: Hashable, Sendable, Codable {
  package var member: String?
  package var place: String?
  /// ISO 8601 with offset.
  package var startedAt: String?
  package var minutes: Int?
  package var activities: [ActivityDraft]
  package var village: String?
  package var residence: String?
  package var ageBand: String?
  package var sex: String?
  package var note: String?

  package init(
    member: String? = nil, place: String? = nil, startedAt: String? = nil, minutes: Int? = nil,
    activities: [ActivityDraft] = [], village: String? = nil, residence: String? = nil, ageBand: String? = nil,
    sex: String? = nil, note: String? = nil
  ) {
    self.member = member
    self.place = place
    self.startedAt = startedAt
    self.minutes = minutes
    self.activities = activities
    self.village = village
    self.residence = residence
    self.ageBand = ageBand
    self.sex = sex
    self.note = note
  }

  /// Missing activities are an empty list, so that the rules say what is wrong and not the decoder.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    member = try container.decodeIfPresent(String.self, forKey: .member)
    place = try container.decodeIfPresent(String.self, forKey: .place)
    startedAt = try container.decodeIfPresent(String.self, forKey: .startedAt)
    minutes = try container.decodeIfPresent(Int.self, forKey: .minutes)
    activities = try container.decodeIfPresent([ActivityDraft].self, forKey: .activities) ?? []
    village = try container.decodeIfPresent(String.self, forKey: .village)
    residence = try container.decodeIfPresent(String.self, forKey: .residence)
    ageBand = try container.decodeIfPresent(String.self, forKey: .ageBand)
    sex = try container.decodeIfPresent(String.self, forKey: .sex)
    note = try container.decodeIfPresent(String.self, forKey: .note)
  }
}

package struct ActivityDraft: Hashable, Sendable, Codable {
  package var activity: String
  package var level: String?
  package var platform: String?
  package var outcome: String?
  package var difficulties: [String]
  package var minutes: Int?

  package init(
    activity: String, level: String? = nil, platform: String? = nil, outcome: String? = nil,
    difficulties: [String] = [], minutes: Int? = nil
  ) {
    self.activity = activity
    self.level = level
    self.platform = platform
    self.outcome = outcome
    self.difficulties = difficulties
    self.minutes = minutes
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    activity = try container.decode(String.self, forKey: .activity)
    level = try container.decodeIfPresent(String.self, forKey: .level)
    platform = try container.decodeIfPresent(String.self, forKey: .platform)
    outcome = try container.decodeIfPresent(String.self, forKey: .outcome)
    difficulties = try container.decodeIfPresent([String].self, forKey: .difficulties) ?? []
    minutes = try container.decodeIfPresent(Int.self, forKey: .minutes)
  }
}

extension AssistanceDraft {
  /// What a correction may take back, so that the record says nothing about it any more; by the names of the fields.
  package enum Erasable: String, Hashable, CaseIterable, Sendable {
    /// Of the whole help.
    case minutes
    case village
    /// And with it the village, which implies it.
    case residence
    case ageBand, sex, note
  }

  /// The draft of a correction as a whole: what it neither says nor takes back is as the original has it, but for the
  /// activities, which are told anew, and the note, which the original does not hold.
  ///
  /// - Parameter erased: goes before what the draft says under the same name.
  package func completed(from original: Assistance, erasing erased: Set<Erasable>) -> AssistanceDraft {
    func told<T>(_ value: T?, _ field: Erasable, before: T? = nil) -> T? {
      erased.contains(field) ? nil : value ?? before
    }
    var whole = self
    whole.minutes = told(minutes, .minutes, before: original.minutes)
    whole.ageBand = told(ageBand, .ageBand, before: original.ageBand.rawValue)
    whole.sex = told(sex, .sex, before: original.sex?.rawValue)
    whole.note = told(note, .note)
    whole.village = told(village, .village)
    whole.residence = told(
      residence, .residence, before: whole.village == nil ? original.residence?.rawValue : nil)
    return whole
  }
}

/// What is known of the help without the draft; what the draft does say goes before it.
package struct Circumstances: Hashable, Sendable {
  package let ticket: TicketID?
  package let service: ServiceID?
  package let member: MemberID?
  package let counter: CounterID?
  package let place: Place?
  package let startedAt: Timestamp?
  package let village: VillageID?

  /// Help given away from the queue: the draft must say who helped, where and when.
  package static let away = Circumstances(
    ticket: nil, service: nil, member: nil, counter: nil, place: nil, startedAt: nil, village: nil)

  /// Help given to the person who holds this ticket; it began at the start, or at the call where no start was told.
  ///
  /// - Parameter seated: who sits at the counter now, if another took over since the call. Nobody says so in the
  ///   record: it is as it is, though their time in the register be over.
  package init(of ticket: Ticket, seated: MemberID? = nil) {
    self.init(
      ticket: ticket.id, service: ticket.service, member: seated ?? ticket.member, counter: ticket.counter,
      place: .centre, startedAt: ticket.startedAt ?? ticket.calledAt, village: ticket.village)
  }

  /// The same help, told anew.
  ///
  /// - Parameter erased: what the correction takes back.
  package init(correcting assistance: Assistance, erasing erased: Set<AssistanceDraft.Erasable> = []) {
    let keepsHome = erased.isDisjoint(with: [.village, .residence])
    self.init(
      ticket: assistance.ticket, service: assistance.service, member: assistance.member,
      counter: assistance.counter, place: assistance.place, startedAt: assistance.startedAt,
      village: keepsHome ? assistance.village : nil)
  }

  private init(
    ticket: TicketID?, service: ServiceID?, member: MemberID?, counter: CounterID?, place: Place?,
    startedAt: Timestamp?, village: VillageID?
  ) {
    self.ticket = ticket
    self.service = service
    self.member = member
    self.counter = counter
    self.place = place
    self.startedAt = startedAt
    self.village = village
  }
}

/// One field that a rule refuses.
package struct FieldProblem: Hashable, Sendable, Codable {
  /// `activities[1].level`.
  package let field: String
  /// What was given, shortened to 60 characters; `nil` when nothing was.
  package let value: String?
  /// The accepted values or their range.
  package let accepted: String
  /// Why, as a sentence.
  package let reason: String

  package init(field: String, value: String?, accepted: String, reason: String) {
    self.field = field
    self.value = value
    self.accepted = accepted
    self.reason = reason
  }
}

/// Everything that is wrong with a draft, in the order of its fields; never empty.
package struct InvalidAssistance: Error, Hashable, Sendable {
  package let problems: [FieldProblem]
}

/// What a draft becomes. The note stays outside the journal and outside the figures.
package struct CheckedAssistance: Hashable, Sendable {
  package let assistance: Assistance
  package let note: String?
}

extension AssistanceDraft {
  package static let activityLimit = 16
  static let noSuchCode = "Không có mã này."
  package static let minuteRange = 0...600
  package static let noteLimit = 200
  /// Help is recorded at the latest so many days after it was given.
  package static let oldestDays = 400

  /// Applies every rule and reports all problems at once.
  ///
  /// - Parameters:
  ///   - id: the sequence number the journal entry is about to get.
  ///   - circumstances: taken as they are: the rules of the queue made them, and the clock may have been set back.
  ///   - dayStart: the minute of the day at which a service day begins, 0–1439; a ticket's help lies in its day.
  ///   - registers: who may have helped, and which villages there are, on the day of the help.
  ///   - now: no help begins after it.
  package func checked(
    id: Int64, circumstances: Circumstances, registers: Registers, now: Timestamp, dayStart: Int = 0
  ) throws(InvalidAssistance) -> CheckedAssistance {
    var problems = ProblemList()
    let start = checkedStart(circumstances, now: now, dayStart: dayStart, &problems)
    let day = ServiceDay(of: start, startMinute: 0)
    let member = checkedMember(circumstances, registers, on: day, &problems)
    let place = problems.code(Place.self, self.place, at: "place") ?? circumstances.place
    if self.place == nil, place == nil {
      problems.add("place", nil, accepted: Place.accepted, "Cần ghi nơi hỗ trợ.")
    }
    problems.checkMinutes(minutes, at: "minutes")
    let activities = checkedActivities(&problems)
    let (village, residence) = checkedHome(circumstances, registers, on: day, &problems)
    let ageBand = problems.code(AgeBand.self, self.ageBand, at: "ageBand")
    let sex = problems.code(Sex.self, self.sex, at: "sex")
    if let note, note.count > Self.noteLimit {
      problems.add(
        "note", "\(note.count) ký tự", accepted: "nhiều nhất \(Self.noteLimit) ký tự", "Ghi chú quá dài.")
    }
    guard problems.list.isEmpty else { throw InvalidAssistance(problems: problems.list) }
    return CheckedAssistance(
      assistance: Assistance(
        id: id, ticket: circumstances.ticket, service: circumstances.service, member: member,
        counter: circumstances.counter, place: place ?? .centre, startedAt: start, minutes: minutes,
        activities: activities, village: village, residence: residence, ageBand: ageBand ?? .unknown, sex: sex),
      note: note.flatMap { $0.isEmpty ? nil : $0 })
  }

  private func checkedStart(
    _ circumstances: Circumstances, now: Timestamp, dayStart: Int, _ problems: inout ProblemList
  ) -> Timestamp {
    let form = "ngày giờ dạng 2026-11-23T09:14:05+07:00"
    guard let startedAt else {
      if circumstances.startedAt == nil {
        problems.add("startedAt", nil, accepted: form, "Cần ghi thời điểm bắt đầu hỗ trợ.")
      }
      return circumstances.startedAt ?? now
    }
    guard let start = Timestamp(iso8601: startedAt) else {
      problems.add("startedAt", startedAt, accepted: form, "Không đọc được ngày giờ.")
      return now
    }
    let oldest = now.adding(seconds: -Self.oldestDays * 86_400)
    if start > now || start < oldest {
      problems.add(
        "startedAt", startedAt, accepted: "từ \(oldest.iso8601) đến \(now.iso8601)",
        start > now
          ? "Thời điểm bắt đầu còn ở tương lai." : "Thời điểm bắt đầu đã quá \(Self.oldestDays) ngày.")
    } else if let ticket = circumstances.ticket, ServiceDay(of: start, startMinute: dayStart) != ticket.day {
      problems.add(
        "startedAt", startedAt,
        accepted: "một lúc trong ngày \(ticket.day.vietnameseText), ngày của số \(ticket.number)",
        "Lượt của một số thứ tự tính cho ngày của số đó, không chuyển sang ngày khác được.")
    }
    return start
  }

  private func checkedMember(
    _ circumstances: Circumstances, _ registers: Registers, on day: ServiceDay, _ problems: inout ProblemList
  ) -> MemberID? {
    let accepted = "mã một thành viên đang hoạt động trong danh sách"
    guard let member else {
      // A counter may serve without anybody having said who sits there; help elsewhere has somebody who tells of it.
      if circumstances.member == nil, circumstances.ticket == nil {
        problems.add("member", nil, accepted: accepted, "Cần ghi người hỗ trợ.")
      }
      return circumstances.member
    }
    guard let id = MemberID(member), let entry = registers.members[id], entry.isActive(on: day) else {
      problems.add(
        "member", member, accepted: accepted,
        "Không có thành viên này trong danh sách vào ngày \(day.vietnameseText).")
      return nil
    }
    return id
  }

  private func checkedActivities(_ problems: inout ProblemList) -> [AssistedActivity] {
    guard (1...Self.activityLimit).contains(activities.count) else {
      problems.add(
        "activities", "\(activities.count) việc", accepted: "từ 1 đến \(Self.activityLimit) việc",
        activities.isEmpty ? "Cần ghi ít nhất một việc đã hỗ trợ." : "Quá nhiều việc trong một lượt.")
      return []
    }
    var seen: Set<Activity> = []
    return activities.enumerated().compactMap { index, draft in
      let path = "activities[\(index)]"
      let activity = problems.code(Activity.self, draft.activity, at: "\(path).activity")
      if let activity, !seen.insert(activity).inserted {
        problems.add(
          "\(path).activity", draft.activity, accepted: "mỗi việc một lần trong một lượt", "Việc này đã được ghi.")
      }
      let level = problems.code(ServiceLevel.self, draft.level, at: "\(path).level")
      if let given = draft.level, let activity, !activity.takesLevel {
        problems.add(
          "\(path).level", given, accepted: "bỏ trống, trừ việc \(Activity.onlineService.rawValue)",
          "Chỉ dịch vụ công trực tuyến mới có mức độ.")
      }
      let platform = problems.code(Platform.self, draft.platform, at: "\(path).platform")
      let outcome = problems.code(Outcome.self, draft.outcome, at: "\(path).outcome")
      let difficulties = Set(
        draft.difficulties.enumerated().compactMap {
          problems.code(Difficulty.self, $1, at: "\(path).difficulties[\($0)]")
        })
      problems.checkMinutes(draft.minutes, at: "\(path).minutes")
      return activity.map {
        AssistedActivity(
          activity: $0, level: level, platform: platform, outcome: outcome ?? .done,
          difficulties: Difficulty.allCases.filter(difficulties.contains), minutes: draft.minutes)
      }
    }
  }

  /// A village implies that the citizen lives in the commune; without either the ticket's village stands.
  private func checkedHome(
    _ circumstances: Circumstances, _ registers: Registers, on day: ServiceDay, _ problems: inout ProblemList
  ) -> (VillageID?, Residence?) {
    let residence = problems.code(Residence.self, self.residence, at: "residence")
    guard let village else {
      guard let known = circumstances.village, residence ?? .village == .village else { return (nil, residence) }
      return (known, .village)
    }
    if let residence, residence != .village {
      problems.add(
        "village", village, accepted: "bỏ trống khi residence là \(residence.rawValue)",
        "Người ở nơi khác không thuộc thôn nào ở đây.")
    }
    guard let id = VillageID(village), let entry = registers.villages[id], entry.isActive(on: day) else {
      let active = registers.villages.values.filter { $0.isActive(on: day) }.map(\.id).sorted()
      problems.add(
        "village", village,
        accepted: active.isEmpty
          ? "bỏ trống, vì danh mục chưa có thôn nào" : active.map(\.text).joined(separator: ", "),
        "Không có thôn này trong danh mục vào ngày \(day.vietnameseText).")
      return (nil, residence)
    }
    return (id, .village)
  }
}

private struct ProblemList {
  var list: [FieldProblem] = []

  mutating func add(_ field: String, _ value: String?, accepted: String, _ reason: String) {
    let shown = value.map { $0.count > 60 ? $0.prefix(59) + "…" : $0 }
    list.append(FieldProblem(field: field, value: shown, accepted: accepted, reason: reason))
  }

  /// The code, or `nil` when none was given or there is no such code, which then is a problem.
  mutating func code<C: Code>(_ type: C.Type, _ text: String?, at field: String) -> C? {
    guard let text else { return nil }
    if let code = C(rawValue: text) { return code }
    add(field, text, accepted: C.accepted, AssistanceDraft.noSuchCode)
    return nil
  }

  mutating func checkMinutes(_ minutes: Int?, at field: String) {
    let range = AssistanceDraft.minuteRange
    guard let minutes, !range.contains(minutes) else { return }
    add(
      field, "\(minutes)", accepted: "từ \(range.lowerBound) đến \(range.upperBound) phút",
      "Số phút nằm ngoài khoảng cho phép.")
  }
}
