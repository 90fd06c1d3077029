import Foundation
import Queueing
import Records
import Reports

/// A commune's year in small: what its registers say and helps made by a rule, so that tests can count them again.
enum SampleReport {
  static let period = ReportPeriod(.ytd, of: ServiceDay(year: 2026, month: 5, day: 20), cutoff: .calendar)
  static let online: Set<Activity> = [.onlineService, .onlinePayment, .resultLookup]

  static let profile = ReportProfile(
    unit: "xã Kiến Minh", addressee: "Sở Khoa học và Công nghệ thành phố Hải Phòng", signer: "Nguyễn Thị Ví Dụ",
    recipients: ["Như trên", "Thường trực Đảng ủy", "Lưu: VT"],
    directions: ["Tiếp tục duy trì lực lượng hỗ trợ tại trung tâm và các thôn."],
    requests: ["Đề nghị Sở hỗ trợ tập huấn kỹ năng số cho các Tổ công nghệ số cộng đồng."])

  static func entry(_ register: RegisterName, _ id: String, _ fields: [String: String]) -> RegisterEntry {
    RegisterEntry(verified: register, id: id, fields: fields)
  }

  static let directives: [RegisterEntry] = [
    entry(
      .directives, "cv-1",
      [
        "kind": "letter", "number": "18/SKHCN-CĐS", "issuedOn": "2026-05-15", "role": "trigger",
        "issuer": "Sở Khoa học và Công nghệ thành phố Hải Phòng", "subject": "báo cáo kết quả thực hiện phong trào",
      ]),
    entry(
      .directives, "kh-5",
      [
        "kind": "plan", "number": "05/KH-UBND", "issuedOn": "2026-02-09", "role": "issued", "issuer": "UBND xã",
        "subject": "Hoạt động của các Tổ công nghệ số cộng đồng năm 2026",
      ]),
    entry(
      .directives, "qd-36",
      [
        "kind": "decision", "number": "36/QĐ-UBND", "issuedOn": "2026-03-24", "role": "issued", "issuer": "UBND xã",
        "subject": "Việc kiện toàn các Tổ công nghệ số cộng đồng",
      ]),
  ]

  static var entries: [RegisterEntry] {
    directives
      + (1...19).map { entry(.villages, "thon-\($0)", ["name": "Thôn \($0)", "validFrom": "2025-07-01"]) }
      + (1...19).map {
        entry(
          .teams, "to-\($0)",
          [
            "name": "Tổ thôn \($0)", "kind": "digital-team", "village": "thon-\($0)", "decision": "qd-36",
            "validFrom": "2026-03-24",
          ])
      }
      + (1...114).map {
        entry(.members, "tv-\($0)", ["name": "Người \($0)", "team": "digital-team", "validFrom": "2026-03-24"])
      }
      + (1...17).map {
        entry(.members, "uc-\($0)", ["name": "Người \($0)", "team": "rescue-team", "validFrom": "2026-03-24"])
      }
      + [
        entry(
          .outreach, "hop-thon-1",
          ["heldOn": "2026-03-05", "channel": "village-meeting", "topic": "Sổ sức khỏe điện tử", "participants": "62"]),
        entry(.outreach, "loa-1", ["heldOn": "2026-04-02", "channel": "loudspeaker", "topic": "Phòng tránh lừa đảo"]),
        entry(
          .indicators, "truong-2026",
          [
            "indicator": "pct-school-cashless", "value": "100%", "asOf": "2026-05-10", "source": "báo cáo các trường",
            "declaredBy": "Công chức Văn hóa – Xã hội",
          ]),
      ]
  }

  /// Helps by rule: the same number always makes the same help.
  static func turns(_ count: Int, villages: Int = 19) -> [TurnFacts] {
    (0..<count).map { index in
      let day = ServiceDay(year: 2026, month: 1, day: 5).advanced(by: index % 130)
      let activity = Activity.allCases[index * 7 % Activity.allCases.count]
      let second = Activity.allCases[(index * 7 + 3) % Activity.allCases.count]
      let difficulty = Difficulty.allCases[index % Difficulty.allCases.count]
      let start = CivilTime.instant(epochDay: day.epochDay, secondOfDay: 8 * 3600 + index % 7200)
      let place = index % 5 == 0 ? Place.villageHall : .centre
      let help = TurnFacts.HelpPart(
        place: place, startedAt: start,
        village: index % 3 == 0 ? nil : VillageID(verified: "thon-\(index % villages + 1)"),
        residence: index % 3 == 0 ? .otherCommune : .village,
        ageBand: AgeBand.allCases[index % AgeBand.allCases.count],
        entries: [
          TurnFacts.Entry(activity, outcome: index % 9 == 0 ? .partly : .done),
          TurnFacts.Entry(second, difficulties: index % 4 == 0 ? [difficulty] : []),
        ])
      return place == .centre
        ? TurnFacts(day: day, ticket: ticket(index, at: start), help: help)
        : TurnFacts(day: day, help: help)
    }
  }

  /// In the order of the office, which is not that of their ids.
  static let services = [
    ("ho-tich", "Hộ tịch – chứng thực"), ("dat-dai", "Đất đai – xây dựng"),
    ("dvc-truc-tuyen", "Dịch vụ công trực tuyến"), ("vneid", "Định danh điện tử VNeID"),
    ("suc-khoe-an-sinh", "Sổ sức khỏe – an sinh xã hội"), ("thanh-toan-so", "Thanh toán – ứng dụng số"),
  ].map { (id: $0.0, name: $0.1) }

  static func ticket(_ index: Int, at start: Timestamp) -> TurnFacts.TicketPart {
    let waited = 60 + index * 37 % 2400
    let issued = start.adding(seconds: -waited)
    return TurnFacts.TicketPart(
      service: ServiceID(verified: services[index % services.count].id), priority: nil, village: nil,
      member: MemberID(verified: "tv-\(index % 7 + 1)"), counter: CounterID(verified: "\(index % 3 + 1)"),
      state: .finished, issuedAt: issued,
      promise: index / 6 % 2 == 0 ? Promise(WaitRange(fromMinutes: 5, toMinutes: 25), waited: waited) : nil,
      calledAt: start, startedAt: start, finishedAt: start.adding(seconds: 240 + index * 13 % 900),
      rating: index / 6 % 3 == 0 ? nil : index % 7 % 3 + 1)
  }

  static func shifts(on day: ServiceDay) -> [ShiftFacts] {
    ["tv-1", "tv-2", "uc-1", "nguoi-cu"].enumerated().map { index, member in
      ShiftFacts(
        member: MemberID(verified: member), counter: CounterID(verified: "\(index % 3 + 1)"),
        seconds: 9000 + (day.epochDay * 977 + index * 61) % 4000)
    }
  }

  static func material(
    turns: [TurnFacts], entries: [RegisterEntry] = entries, period: ReportPeriod = period,
    writtenOn: ServiceDay? = nil, texts: [ReportSection: String] = [:]
  ) -> ReportMaterial {
    let figures = ReportMaterial.dimensions.map { dimension in
      var figures = Figures(by: dimension, onlineActivities: online)
      for (day, turns) in Dictionary(grouping: turns, by: \.day) {
        figures.add(DaySheet(day: day, turns: turns, shifts: shifts(on: day)))
      }
      return (dimension, figures)
    }
    return ReportMaterial(
      period: period, writtenOn: writtenOn ?? period.to, figures: Dictionary(uniqueKeysWithValues: figures),
      onlineActivities: online,
      entries: entries, services: services, texts: texts,
      proof: ReportMaterial.Proof(
        seq: 4711, hash: String(repeating: "3f", count: 32),
        countedAt: CivilTime.instant(epochDay: period.to.epochDay, secondOfDay: 17 * 3600)))
  }

  static func report(turns count: Int = 3000, profile: ReportProfile = profile) -> Report {
    Report(material(turns: turns(count)), for: profile)
  }
}
