import Queueing
package import Records
import Scenes

extension Report {
  /// Writes the report: the outline of the movement's own reports in plain sentences, each number a figure.
  ///
  /// - Parameter issue: number and day, once the archive has given them.
  package init(_ material: ReportMaterial, for profile: ReportProfile, as issue: Issue? = nil) {
    let outline = Outline(material: material, profile: profile)
    let unit = profile.unit
    self.profile = profile
    self.issue = issue
    period = material.period
    writtenOn = material.writtenOn
    subject = "Kết quả triển khai phong trào “Bình dân học vụ số” trên địa bàn \(unit.full), \(material.period.title)"
    addressee = profile.addressee
    opening = outline.opening
    sections = outline.sections
    closing =
      "Trên đây là báo cáo kết quả triển khai phong trào “Bình dân học vụ số” trên địa bàn \(unit.full), "
      + "\(material.period.title)./."
    figures = outline.figures
    tables = ReportMaterial.dimensions.map { outline.table(by: $0) }
    breakdowns = Breakdown.all(of: material, services: outline.services)
    check = outline.check
    onlineActivities = Activity.allCases.filter(material.onlineActivities.contains)
    onlineDefinition =
      "Một “lượt công dân thực hiện thủ tục hành chính trực tuyến” là một lượt hỗ trợ có ít nhất một trong các việc sau "
      + "được làm xong: \(onlineActivities.map(\.name.lowercasedFirst).joined(separator: "; "))."
    remarks = outline.remarks
    let counted = material.proof.countedAt
    proof = Proof(
      seq: material.proof.seq, hash: material.proof.hash, countedAt: counted.iso8601,
      text: "Số liệu \(material.period.title) (từ ngày \(material.period.from.officialText) đến hết ngày "
        + "\(material.period.to.officialText)) được đếm từ sổ nhật ký của hệ thống đến mục số "
        + "\(Int(material.proof.seq).groupedText), ghi lúc \(counted.clockText) ngày "
        + "\(ServiceDay(of: counted, startMinute: 0).officialText), mã kiểm chứng \(material.proof.hash).")
  }
}

/// The sentences of a report and the figures in them.
private struct Outline {
  typealias Figure = Report.Figure
  typealias Paragraph = Report.Paragraph
  typealias Section = Report.Section

  let material: ReportMaterial
  let profile: ReportProfile

  private var unit: ReportProfile.Unit { profile.unit }
  private var endText: String { material.lastDay.officialText }

  // MARK: - Figures

  /// What the commune's parts are called: “thôn”.
  private var hamlet: String { unit.hamlet }

  private func counted(_ id: String, _ name: String, _ value: Int, _ basis: String) -> Figure {
    Figure(id: id, name: name, source: .computed, text: value.groupedText, value: value, basis: basis)
  }

  /// - Parameter isKnown: whether anybody has entered what would be counted; a register left empty says nothing.
  private func registered(
    _ id: String, _ name: String, _ value: Int, _ basis: String, isKnown: Bool = true
  ) -> Figure {
    Figure(
      id: id, name: name, source: .register, text: isKnown ? value.groupedText : nil, value: isKnown ? value : nil,
      basis: basis)
  }

  private var turns: Figure {
    counted("assist-turn", "Số lượt hỗ trợ", material.total.assistances, "Đếm các lượt hỗ trợ của kỳ trong nhật ký")
  }

  private var onlineTurns: Figure {
    counted(
      "assist-turn-online", "Số lượt thực hiện thủ tục hành chính trực tuyến", material.total.online,
      "Đếm các lượt hỗ trợ có ít nhất một việc thuộc nhóm trực tuyến được làm xong")
  }

  /// “trên 2.000”: the hundreds below it; small counts are said exactly.
  private var roundedOnlineTurns: Figure {
    let value = material.total.online
    let hundreds = value < 100 ? value : value / 100 * 100
    let text = value == hundreds ? value.groupedText : "trên \(hundreds.groupedText)"
    return Figure(
      id: "assist-turn-online-rounded", name: "Số lượt trực tuyến, làm tròn xuống hàng trăm", source: .computed,
      text: text, value: hundreds, basis: "Làm tròn xuống từ assist-turn-online")
  }

  private var activityCount: Figure {
    counted(
      "activity", "Số việc đã hỗ trợ", material.total.activities,
      "Đếm các việc ghi trong các lượt hỗ trợ; một lượt có thể có nhiều việc")
  }

  private var atCentre: Figure {
    counted(
      "assist-turn-centre", "Số lượt hỗ trợ tại trung tâm", turns(.place, [Place.centre, .oneStop].map(\.rawValue)),
      "Đếm các lượt hỗ trợ ghi nơi là trung tâm hoặc bộ phận tiếp nhận và trả kết quả, tên cũ của trung tâm")
  }

  private var away: Figure {
    counted(
      "assist-turn-away", "Số lượt hỗ trợ ngoài trung tâm", material.total.assistances - (atCentre.value ?? 0),
      "Số lượt hỗ trợ trừ số lượt tại trung tâm")
  }

  private var elderly: Figure {
    counted(
      "assist-turn-elderly", "Số lượt hỗ trợ người từ đủ 60 tuổi",
      turns(.age, [AgeBand.from60.rawValue, AgeBand.from80.rawValue]), "Đếm các lượt ghi độ tuổi từ 60 trở lên")
  }

  private func activity(_ activity: Activity) -> Figure {
    counted(
      "assist-turn-\(activity.rawValue)", "Số lượt: \(activity.name.lowercasedFirst)",
      turns(.activity, [activity.rawValue]), "Đếm các lượt hỗ trợ có việc này")
  }

  private func difficulty(_ difficulty: Difficulty) -> Figure {
    counted(
      "difficulty-\(difficulty.rawValue)", "Số lượt gặp khó khăn: \(difficulty.name.lowercasedFirst)",
      turns(.difficulty, [difficulty.rawValue]), "Đếm các lượt hỗ trợ có ghi khó khăn này")
  }

  private func share(of difficulty: Difficulty) -> Figure {
    Figure(
      id: "difficulty-\(difficulty.rawValue)-share",
      name: "Tỷ lệ lượt gặp khó khăn: \(difficulty.name.lowercasedFirst)", source: .computed,
      text: Report.percent(of: turns(.difficulty, [difficulty.rawValue]), in: material.total.assistances), value: nil,
      basis: "Số lượt gặp khó khăn này trên tổng số lượt hỗ trợ")
  }

  private var issued: Figure {
    counted("ticket-issued", "Số thứ tự đã cấp", material.total.issued, "Đếm các số đã cấp trong kỳ")
  }

  private func minutes(_ id: String, _ name: String, _ seconds: Int?, _ basis: String) -> Figure {
    let minutes = seconds.map(Report.minutes)
    return Figure(
      id: id, name: name, source: .computed, text: minutes.map(\.groupedText), value: minutes, basis: basis)
  }

  private var waitingHalf: Figure {
    minutes(
      "waiting-p50", "Số phút chờ mà một nửa số người không vượt quá", material.total.waiting.percentile(50),
      "Phân vị 50 của thời gian từ lúc lấy số đến lúc được gọi, làm tròn lên phút")
  }

  private var waitingMost: Figure {
    minutes(
      "waiting-p90", "Số phút chờ mà 90% số người không vượt quá", material.total.waiting.percentile(90),
      "Phân vị 90 của thời gian từ lúc lấy số đến lúc được gọi, làm tròn lên phút")
  }

  private var villageCount: Figure {
    registered(
      "village-count", "Số \(hamlet)", material.villages.count,
      "Sổ thôn, các \(hamlet) còn hiệu lực ngày \(endText)",
      isKnown: !material.villages.isEmpty)
  }

  private var teamCount: Figure {
    registered(
      "team-count", "Số Tổ công nghệ số cộng đồng", material.teams.filter { $0.kind == .digitalTeam }.count,
      "Sổ tổ, các tổ còn hiệu lực ngày \(endText)",
      isKnown: !material.teams.isEmpty)
  }

  private func members(_ team: Team, _ id: String) -> Figure {
    registered(
      id, "Số thành viên \(team.name)", material.memberCounts[team] ?? 0,
      "Sổ thành viên, những người còn hiệu lực ngày \(endText)", isKnown: material.memberCounts[team] != nil)
  }

  private var digitalMembers: Figure { members(.digitalTeam, "team-member-count") }
  private var rescueMembers: Figure { members(.rescueTeam, "rescue-member-count") }

  private var issuedDirectives: [Directive] {
    material.directives.filter { $0.role == .issued && $0.issuedOn.map(material.period.contains) ?? false }
  }

  /// What of the commune's own documents is not listed, and what is counted twice.
  private var remarksOnIssued: [String] {
    let undated = material.directives.filter { $0.role == .issued && $0.issuedOn == nil }.map {
      "Văn bản \($0.number) của địa phương chưa ghi ngày ban hành nên không được kể và đếm."
    }
    // A number is given once a year.
    let numbered = Dictionary(grouping: issuedDirectives) {
      [$0.kind.name, $0.number.lowercased(), "\($0.issuedOn?.civil.year ?? 0)", $0.issuer.lowercased()]
    }
    let double = numbered.values.filter { $0.count > 1 }.sorted { $0[0].citation < $1[0].citation }.map { same in
      "\(same[0].citation) có ở \(same.count) mục của sổ văn bản (\(same.map(\.id).joined(separator: ", "))) và được "
        + "đếm là \(same.count) văn bản: hãy bỏ mục thừa."
    }
    return undated + double
  }

  private var directiveCount: Figure {
    registered(
      "directive-count", "Số văn bản địa phương ban hành trong kỳ", issuedDirectives.count,
      "Sổ văn bản, văn bản của địa phương ban hành trong kỳ", isKnown: !material.directives.isEmpty)
  }

  private var outreachCount: Figure {
    registered(
      "outreach-count", "Số hoạt động tuyên truyền", material.outreach.count,
      "Sổ hoạt động tuyên truyền, các hoạt động trong kỳ", isKnown: !material.outreach.isEmpty)
  }

  private var participantCount: Figure {
    registered(
      "outreach-participants", "Số lượt người dự các hoạt động tuyên truyền",
      material.outreach.compactMap(\.participants).reduce(0, +),
      "Cộng số người dự ghi trong sổ hoạt động tuyên truyền",
      isKnown: material.outreach.contains { $0.participants != nil })
  }

  private func outreach(by channel: OutreachChannel) -> Figure {
    registered(
      "outreach-\(channel.rawValue)", "Số lần: \(channel.name.lowercasedFirst)",
      material.outreach.filter { $0.channel == channel }.count,
      "Sổ hoạt động tuyên truyền, kênh này, trong kỳ", isKnown: !material.outreach.isEmpty)
  }

  private var classes: [OutreachEvent] { material.outreach.filter { $0.channel == .digitalClass } }

  private var classSessions: Figure {
    registered(
      "digital-class-sessions", "Số buổi của các lớp học số", classes.compactMap(\.sessions).reduce(0, +),
      "Cộng số buổi ghi ở các lớp học số trong sổ hoạt động tuyên truyền",
      isKnown: classes.contains { $0.sessions != nil })
  }

  private var classParticipants: Figure {
    registered(
      "digital-class-participants", "Số lượt người dự lớp học số",
      classes.compactMap(\.participants).reduce(0, +),
      "Cộng số người dự ghi ở các lớp học số trong sổ hoạt động tuyên truyền",
      isKnown: classes.contains { $0.participants != nil })
  }

  private var digitalClasses: Figure {
    registered(
      "digital-class-count", "Số lớp học số", classes.count,
      "Sổ hoạt động tuyên truyền, kênh lớp học số, trong kỳ", isKnown: !material.outreach.isEmpty)
  }

  private var shiftMembers: Figure {
    counted(
      "shift-members", "Số thành viên đã trực quầy", material.shifts.members,
      "Đếm những thành viên đã mở quầy trong kỳ, theo nhật ký")
  }

  private var shiftCount: Figure {
    counted(
      "shift-count", "Số ca trực quầy", material.shifts.tally.shifts,
      "Đếm các lần thành viên mở hoặc nhận quầy trong kỳ, theo nhật ký")
  }

  private var shiftHours: Figure {
    counted(
      "shift-hours", "Số giờ trực quầy", (material.shifts.tally.seconds + 1800) / 3600,
      "Cộng thời gian từ lúc mở đến lúc đóng hoặc giao quầy, cả lúc tạm nghỉ; làm tròn giờ")
  }

  private func declared(_ indicator: Indicator) -> Figure {
    let declaration = material.declarations[indicator]
    return Figure(
      id: indicator.rawValue, name: indicator.name, source: .declared, text: declaration?.value, value: nil,
      basis: declaration.map { "Kê khai theo \($0.source), số liệu đến ngày \($0.asOf.officialText)" }
        ?? "Chưa có ai kê khai đến ngày \(endText)")
  }

  private func turns(_ dimension: Figures.Dimension, _ keys: [String]) -> Int {
    material.rows(by: dimension).filter { keys.contains($0.keys.first ?? "") }.map(\.tally.assistances).reduce(0, +)
  }

  var figures: [Figure] {
    [
      turns, onlineTurns, roundedOnlineTurns, activityCount, atCentre, away, elderly, issued, waitingHalf, waitingMost,
      villageCount, teamCount, digitalMembers, rescueMembers, directiveCount, outreachCount, participantCount,
      digitalClasses, classSessions, classParticipants, shiftMembers, shiftCount, shiftHours,
    ] + OutreachChannel.allCases.map(outreach) + Activity.allCases.map(activity)
      + Difficulty.allCases.flatMap { [difficulty($0), share(of: $0)] } + Indicator.allCases.map(declared)
  }

  // MARK: - Sentences

  /// The first letter after the period, or else the last up to its end.
  private var trigger: Directive? {
    let letters = material.directives.filter { $0.role == .trigger }
    return letters.first { $0.issuedOn.map { $0 > material.period.to } ?? false } ?? letters.last
  }

  var opening: Paragraph {
    let period = material.period.titleWithDays
    guard let trigger else {
      return
        "\(gap: "chưa có văn bản yêu cầu báo cáo trong sổ văn bản"), \(unit.committee) báo cáo kết quả \(period) như sau:"
    }
    return """
      Thực hiện \(trigger.citation) của \(trigger.issuer) \(trigger.subject.about), \(unit.committee) báo cáo kết quả \
      \(period) như sau:
      """
  }

  var sections: [Section] {
    [
      Section(
        id: "i", number: "I", title: "CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC THỰC HIỆN", level: 1, paragraphs: direction),
      Section(id: "ii", number: "II", title: "KẾT QUẢ TRIỂN KHAI", level: 1, paragraphs: []),
      Section(id: "ii-1", number: "1", title: "Truyền thông, tuyên truyền", level: 2, paragraphs: outreach),
      Section(
        id: "ii-2", number: "2", title: "Hỗ trợ người dân thực hiện thủ tục hành chính", level: 2, paragraphs: help),
      Section(
        id: "ii-3", number: "3", title: "Trải nghiệm nền tảng số, lớp học số", level: 2, paragraphs: learning),
      Section(id: "ii-4", number: "4", title: "Mô hình, phong trào", level: 2, paragraphs: movements),
      Section(
        id: "ii-5", number: "5", title: "Hoạt động của Tổ công nghệ số cộng đồng", level: 2, paragraphs: teams),
      Section(id: "iii", number: "III", title: "ĐÁNH GIÁ CHUNG", level: 1, paragraphs: []),
      Section(id: "iii-1", number: "1", title: "Kết quả đạt được", level: 2, paragraphs: results + extra(.results)),
      Section(
        id: "iii-2", number: "2", title: "Khó khăn, vướng mắc", level: 2,
        paragraphs: difficulties + extra(.difficulties)),
      Section(
        id: "iv", number: "IV", title: "PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI", level: 1,
        paragraphs: written(.directions, or: profile.directions, "phương hướng, nhiệm vụ")),
      Section(
        id: "v", number: "V", title: "KIẾN NGHỊ, ĐỀ XUẤT", level: 1,
        paragraphs: written(.requests, or: profile.requests, "kiến nghị, đề xuất")),
    ]
  }

  /// What somebody wrote for a section, by its paragraphs.
  private func lines(_ section: ReportSection) -> [String] {
    material.texts[section, default: ""].split(whereSeparator: \.isNewline).map { line in
      String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }.filter { !$0.isEmpty }
  }

  /// Behind what was counted.
  private func extra(_ section: ReportSection) -> [Paragraph] {
    lines(section).map { Paragraph([.text($0)]) }
  }

  /// What was written here goes before what the configuration says.
  private func written(_ section: ReportSection, or configured: [String], _ what: String) -> [Paragraph] {
    let lines = lines(section)
    let texts = lines.isEmpty ? configured : lines
    return texts.isEmpty
      ? [Paragraph([.gap("chưa có nội dung: \(what)")])]
      : texts.enumerated().map { Paragraph([.text("\($0 + 1). \($1)")]) }
  }

  private func list(_ directives: [Directive]) -> [Paragraph] {
    directives.enumerated().map { index, directive in
      Paragraph([
        .text("- \(directive.citation) \(directive.subject.about)\(index == directives.count - 1 ? "." : ";")")
      ])
    }
  }

  private var direction: [Paragraph] {
    var paragraphs: [Paragraph] = []
    let bases = material.directives.filter { $0.role == .basis }
    if !bases.isEmpty {
      paragraphs.append("\(unit.shortCommittee) thực hiện các văn bản chỉ đạo của cấp trên:")
      paragraphs += list(bases)
    }
    if issuedDirectives.isEmpty {
      paragraphs.append(Paragraph([.gap("chưa có số liệu: văn bản \(unit.shortCommittee) ban hành trong kỳ")]))
    } else {
      paragraphs.append("Trong kỳ, \(unit.shortCommittee) đã ban hành \(directiveCount) văn bản để tổ chức thực hiện:")
      paragraphs += list(issuedDirectives)
    }
    paragraphs.append(
      """
      Đến ngày \(endText), \(unit.full) có \(villageCount) \(hamlet); lực lượng nòng cốt gồm \(digitalMembers) thành viên \
      Tổ công nghệ số cộng đồng và \(rescueMembers) thành viên Tổ ứng cứu công nghệ.
      """)
    return paragraphs
  }

  private var outreach: [Paragraph] {
    guard !material.outreach.isEmpty else {
      return [Paragraph([.gap("chưa có số liệu: hoạt động tuyên truyền trong kỳ")])]
    }
    var paragraphs: [Paragraph] = [
      """
      Trong kỳ đã tổ chức \(outreachCount) hoạt động tuyên truyền, vận động với \(participantCount) lượt người dự \
      (theo sổ hoạt động), gồm:
      """
    ]
    let byChannel = Dictionary(grouping: material.outreach, by: \.channel)
    for channel in OutreachChannel.allCases {
      guard let events = byChannel[channel] else { continue }
      var topics: [String] = []
      for event in events where !topics.contains(event.topic) { topics.append(event.topic) }
      let times = outreach(by: channel)
      guard topics.count > 1 else {
        paragraphs.append("- \(channelName(channel)): \(times) lần; nội dung: \(topics.joined()).")
        continue
      }
      paragraphs.append("- \(channelName(channel)): \(times) lần, với các nội dung:")
      paragraphs += topics.enumerated().map { index, topic in
        Paragraph([.text("+ \(topic)\(index == topics.count - 1 ? "." : ";")")])
      }
    }
    return paragraphs
  }

  private func channelName(_ channel: OutreachChannel) -> String {
    channel.name.replacing("thôn", with: hamlet)
  }

  /// Before the title of the period: in it, or from its first day on.
  private var within: String {
    let (period, isSpan) = (material.period, [.ytd, .custom].contains(material.period.kind))
    return isSpan && period.from != period.to ? "Tính" : "Trong"
  }

  /// Counts of lượt, one after the other. What did not happen is said in words: “0 lượt” reads like a mistake.
  ///
  /// - Parameters:
  ///   - lead: before the first count.
  ///   - none: the sentence when nothing of all this happened.
  private func listing(_ lead: String, _ counts: [(figure: Figure, what: String)], none: String) -> Paragraph {
    let met = counts.filter { $0.figure.value != 0 }
    let missed = counts.filter { $0.figure.value == 0 }
    guard let last = met.indices.last else { return Paragraph([.text(none)]) }
    var runs: [Report.Run] = [.text(lead)]
    for (index, count) in met.enumerated() {
      if index > 0 { runs.append(.text(index == last && missed.isEmpty ? " và " : ", ")) }
      runs += [
        .figure(count.figure.id, count.figure.text ?? ""), .text(count.what.isEmpty ? " lượt" : " lượt \(count.what)"),
      ]
    }
    if !missed.isEmpty {
      runs.append(.text("; chưa ghi nhận lượt nào \(missed.map(\.what).joined(separator: ", "))"))
    }
    return Paragraph(runs + [.text(".")])
  }

  private var help: [Paragraph] {
    guard material.total.assistances > 0 else {
      return [
        Paragraph([.gap("chưa có số liệu: lượt hỗ trợ người dân trong kỳ")]), sentence(.staffContest),
        sentence(.orgInternet),
      ]
    }
    let whole: Paragraph =
      switch (material.total.online, roundedOnlineTurns.value) {
      case (0, _):
        """
        \(within) \(material.period.title), lực lượng hỗ trợ đã trực tiếp giúp \(turns) lượt công dân với \
        \(activityCount) việc; chưa có lượt nào thực hiện xong thủ tục hành chính trực tuyến.
        """
      case (let exact, let rounded) where exact == rounded:
        """
        \(within) \(material.period.title), lực lượng hỗ trợ đã trực tiếp giúp \(onlineTurns) lượt công dân thực hiện \
        thủ tục hành chính trực tuyến, trong tổng số \(turns) lượt hỗ trợ với \(activityCount) việc.
        """
      default:
        """
        \(within) \(material.period.title), lực lượng hỗ trợ đã trực tiếp giúp \(roundedOnlineTurns) lượt công dân thực \
        hiện thủ tục hành chính trực tuyến (đếm được \(onlineTurns) lượt, trong tổng số \(turns) lượt hỗ trợ với \
        \(activityCount) việc).
        """
      }
    return [
      whole,
      listing(
        "Trong tất cả các lượt hỗ trợ có ",
        [
          (atCentre, "tại Trung tâm Phục vụ hành chính công"),
          (away, "tại \(hamlet), trường học, hộ gia đình, qua mạng"),
        ], none: ""),
      // Of the same lượt once more, so no third part of them.
      listing(
        "Trong các lượt đó, người từ đủ 60 tuổi được hỗ trợ ", [(elderly, "")],
        none: "Chưa ghi nhận lượt nào hỗ trợ người từ đủ 60 tuổi."),
      listing(
        "Về nộp hồ sơ và thanh toán: ",
        [
          (activity(.onlineService), "dịch vụ công trực tuyến"), (activity(.onlinePayment), "thanh toán trực tuyến"),
          (activity(.resultLookup), "tra cứu kết quả hồ sơ"),
        ], none: "Về nộp hồ sơ, thanh toán trực tuyến và tra cứu kết quả, trong kỳ chưa ghi nhận lượt nào."),
      sentence(.staffContest), sentence(.orgInternet),
    ]
  }

  private var learning: [Paragraph] {
    [
      listing(
        "Đã hướng dẫn ",
        [
          (activity(.learningPlatform), "truy cập các nền tảng học tập số"),
          (activity(.aiSkills), "về kỹ năng sử dụng trí tuệ nhân tạo"),
        ],
        none: "Về nền tảng học tập số và kỹ năng sử dụng trí tuệ nhân tạo, trong kỳ chưa ghi nhận lượt hướng dẫn nào."),
      digitalClassSentence,
      listing(
        "Đã giúp ",
        [
          (activity(.basicApps), "cài đặt, sử dụng ứng dụng số cơ bản"),
          (activity(.smartphoneBasics), "làm quen với điện thoại thông minh"),
        ], none: "Về ứng dụng số cơ bản và điện thoại thông minh, trong kỳ chưa ghi nhận lượt hướng dẫn nào."),
      sentence(.teacherIT),
    ]
  }

  private var digitalClassSentence: Paragraph {
    if material.outreach.isEmpty { return Paragraph([.gap("chưa có số liệu: lớp học số trong kỳ")]) }
    if classes.isEmpty { return "Trong kỳ chưa tổ chức lớp học số nào." }
    return """
      Đã tổ chức \(digitalClasses) lớp học số với \(classSessions) buổi và \(classParticipants) lượt người dự.
      """
  }

  private var movements: [Paragraph] {
    [
      listing(
        "Đã hướng dẫn ",
        [
          (activity(.cashlessPayment), "thanh toán không dùng tiền mặt"),
          (activity(.fraudPrevention), "phòng tránh lừa đảo trên mạng"),
        ],
        none: "Về thanh toán không dùng tiền mặt và phòng tránh lừa đảo, trong kỳ chưa ghi nhận lượt hướng dẫn nào."),
      sentence(.schoolCashless), sentence(.beneficiaryAccount),
    ]
  }

  /// A declared figure, with who says so and as of when; one that nobody declared is a gap.
  private func sentence(_ indicator: Indicator) -> Paragraph {
    guard let declaration = material.declarations[indicator] else { return "\(declared(indicator))." }
    let document = material.directives.first { $0.id == declaration.document }.map { ", \($0.citation)" } ?? ""
    return """
      \(indicator.name): \(declared(indicator)) (theo \(declaration.source)\(document), số liệu đến ngày \
      \(declaration.asOf.officialText)).
      """
  }

  private var teams: [Paragraph] {
    var paragraphs: [Paragraph] = []
    let decisions = Set(material.teams.compactMap(\.decision))
    let founding = material.directives.filter { decisions.contains($0.id) }
    if !founding.isEmpty {
      paragraphs.append(
        Paragraph([
          .text("Các tổ được thành lập, kiện toàn theo \(founding.map(\.citation).joined(separator: ", ")).")
        ]))
    }
    if material.teams.isEmpty {
      paragraphs.append(Paragraph([.gap("chưa có số liệu: số Tổ công nghệ số cộng đồng")]))
    } else {
      paragraphs.append(
        "Toàn \(unit.kind.isEmpty ? "địa bàn" : unit.kind) có \(teamCount) Tổ công nghệ số cộng đồng với \(digitalMembers) thành viên."
      )
    }
    paragraphs.append(
      listing(
        "Lực lượng hỗ trợ đã hướng dẫn ",
        [
          (activity(.vneidActivation), "kích hoạt định danh điện tử"), (activity(.vneidUse), "sử dụng VNeID"),
          (activity(.vneidDocs), "tích hợp giấy tờ"), (activity(.healthBook), "về sổ sức khỏe điện tử"),
          (activity(.socialSecurityAccount), "về tài khoản an sinh xã hội"),
        ], none: "Về định danh điện tử và các tiện ích trên VNeID, trong kỳ chưa ghi nhận lượt hướng dẫn nào."))
    if material.shifts.tally.shifts > 0 {
      paragraphs.append(
        "Trong kỳ, \(shiftMembers) thành viên đã trực quầy \(shiftCount) ca, tổng cộng \(shiftHours) giờ.")
    }
    return paragraphs
  }

  private var results: [Paragraph] {
    var paragraphs: [Paragraph] = []
    switch (material.total.assistances > 0, material.total.issued > 0) {
    case (true, true):
      paragraphs.append("Trong kỳ có \(turns) lượt người dân được hỗ trợ; trung tâm đã cấp \(issued) số thứ tự.")
    case (true, false): paragraphs.append("Trong kỳ có \(turns) lượt người dân được hỗ trợ.")
    case (false, true):
      paragraphs.append("Trung tâm đã cấp \(issued) số thứ tự; chưa ghi nhận lượt hỗ trợ nào.")
    case (false, false): paragraphs.append(Paragraph([.gap("chưa có số liệu: lượt hỗ trợ và số thứ tự trong kỳ")]))
    }
    if waitingHalf.text != nil {
      paragraphs.append(
        """
        Một nửa số người chờ không quá \(waitingHalf) phút trước khi được gọi; 90% số người chờ không quá \
        \(waitingMost) phút.
        """)
    }
    return paragraphs
  }

  private var difficulties: [Paragraph] {
    let met = Difficulty.allCases.map { ($0, turns(.difficulty, [$0.rawValue])) }.filter { $0.1 > 0 }
      .sorted { $0.1 > $1.1 }
    guard !met.isEmpty else { return [Paragraph([.gap("chưa có số liệu: khó khăn ghi trong các lượt hỗ trợ")])] }
    return ["Các khó khăn được ghi lại khi hỗ trợ người dân, theo số lượt:"]
      + met.enumerated().map { index, entry in
        "- \(entry.0.name): \(difficulty(entry.0)) lượt (\(share(of: entry.0)))\(index == met.count - 1 ? "." : ";")"
      }
  }

  // MARK: - Checks

  var check: WrittenCheck {
    WrittenCheck(unit: unit, directives: material.directives, day: material.lastDay)
  }

  /// What people wrote by hand for this report, as far as it goes out with it.
  private var handWritten: [WrittenText] {
    let configured: [ReportSection: (key: String, texts: [String])] = [
      .directions: ("directions", profile.directions), .requests: ("requests", profile.requests),
    ]
    let sections = ReportSection.allCases.flatMap { section in
      let lines = lines(section)
      guard lines.isEmpty, let (key, texts) = configured[section] else {
        return lines.enumerated().map { WrittenText(place: "Mục \(section.name), đoạn \($0 + 1)", text: $1) }
      }
      return texts.enumerated().map { WrittenText(place: "Cấu hình report.\(key), mục \($0 + 1)", text: $1) }
    }
    return sections + profile.signerTitles.map { WrittenText(place: "Chức danh người ký", text: $0) }
      + profile.recipients.map { WrittenText(place: "Nơi nhận", text: $0) }
      + material.outreach.map {
        WrittenText(place: "Sổ hoạt động tuyên truyền, ngày \($0.heldOn.officialText)", text: $0.topic)
      }
  }

  /// What the registers have from other documents.
  private var quoted: [WrittenText] {
    (issuedDirectives + material.directives.filter { $0.role != .issued }).map {
      WrittenText(place: "Sổ văn bản, \($0.number)", text: $0.subject)
    }
  }

  var remarks: [String] {
    var remarks: [String] = []
    let (period, today) = (material.period, material.writtenOn)
    if period.from > today {
      remarks.append("Kỳ báo cáo chưa bắt đầu (ngày \(period.from.officialText)), nên chưa có gì để báo cáo.")
    } else if period.to > today {
      remarks.append(
        "Kỳ báo cáo chưa kết thúc (ngày \(period.to.officialText)): số liệu mới có đến ngày \(today.officialText).")
    }
    if let trigger, let day = trigger.issuedOn, day < period.from {
      remarks.append(
        "Văn bản yêu cầu báo cáo được dẫn là \(trigger.number) ngày \(day.officialText), trước kỳ này; nếu có văn bản mới "
          + "hơn, hãy ghi vào sổ văn bản.")
    }
    let cited = Dictionary(grouping: issuedDirectives) { $0.subject.lowercased() }
    for directives in cited.values.filter({ $0.count > 1 }).sorted(by: { $0[0].number < $1[0].number }) {
      remarks.append(
        "Các văn bản có cùng trích yếu, hãy kiểm tra: \(directives.map(\.number).joined(separator: ", ")).")
    }
    remarks += remarksOnIssued
    let known = Set(material.directives.map(\.id))
    for decision in Set(material.teams.compactMap(\.decision)).subtracting(known).sorted() {
      remarks.append("Quyết định \(decision) mà sổ tổ nhắc tới không còn hiệu lực vào ngày \(endText).")
    }
    remarks += check.remarks(on: handWritten) + check.remarksOnQuoted(quoted)
    for indicator in Indicator.allCases where material.declarations[indicator] == nil {
      remarks.append("Chưa có số liệu kê khai: \(indicator.name.lowercasedFirst).")
    }
    let uncounted = material.outreach.filter { $0.participants == nil }.count
    if uncounted > 0 { remarks.append("\(uncounted.groupedText) hoạt động tuyên truyền chưa ghi số người dự.") }
    return remarks
  }

  // MARK: - Tables

  func table(by dimension: Figures.Dimension) -> Report.Table {
    let heading = dimension == .village ? hamlet.prefix(1).uppercased() + hamlet.dropFirst() : dimension.name
    let whole = material.total.assistances
    // Without a difficulty is no kind of difficulty.
    let met = material.rows(by: dimension).filter {
      $0.tally.assistances > 0 && (dimension != .difficulty || $0.keys != [""])
    }
    let ordered =
      switch dimension {
      case .village: met.sorted { inOrder($0.keys.first ?? "", $1.keys.first ?? "") }
      case .service: asConfigured(met)
      default: met
      }
    let rows = ordered.map { row in
      Report.Table.Row(
        name: label(dimension, row.keys.first ?? ""), turns: row.tally.assistances, online: row.tally.online,
        permille: Report.permille(row.tally.assistances, of: whole))
    }
    return Report.Table(
      id: dimension.rawValue, title: "Số lượt hỗ trợ theo \(heading.lowercasedFirst)", heading: heading,
      rows: rows,
      total: Report.Table.Row(
        name: "Tổng số", turns: whole, online: material.total.online, permille: Report.permille(whole, of: whole)),
      note: note(on: dimension))
  }

  private func note(on dimension: Figures.Dimension) -> String? {
    if dimension == .difficulty {
      return
        "Các dòng chỉ đếm những lượt có ghi khó khăn, và một lượt có thể thuộc nhiều dòng, nên không cộng thành tổng số."
    }
    return dimension.isMultiValued
      ? "Một lượt có thể thuộc nhiều dòng, nên các dòng cộng lại có thể lớn hơn tổng số." : nil
  }

  /// By service, in the order of the office; what is no service of it any more by its id behind them.
  var services: [(name: String, tally: Tally)] {
    asConfigured(material.rows(by: .service)).map { (label(.service, $0.keys.first ?? ""), $0.tally) }
  }

  private func asConfigured(_ rows: [Figures.Row]) -> [Figures.Row] {
    let places = Dictionary(material.services.enumerated().map { ($1.id, $0) }) { first, _ in first }
    let place = { (row: Figures.Row) in
      row.keys.first.map { $0.isEmpty ? .max : places[$0] ?? .max - 1 } ?? Int.max
    }
    return rows.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }.map(\.element)
  }

  /// Thôn 2 before Thôn 10, and what has no village last.
  private func inOrder(_ left: String, _ right: String) -> Bool {
    if left.isEmpty || right.isEmpty { return !left.isEmpty }
    let (ends, lefts, rights) = (left.count - right.count, left.last?.isNumber, right.last?.isNumber)
    return lefts == true && rights == true && ends != 0 ? ends < 0 : left < right
  }

  private func label(_ dimension: Figures.Dimension, _ key: String) -> String {
    if key.isEmpty { return "(không ghi)" }
    switch dimension {
    case .activity: return Activity(rawValue: key)?.name ?? key
    case .place: return Place(rawValue: key)?.name.replacing("thôn", with: hamlet) ?? key
    case .outcome: return Outcome(rawValue: key)?.name ?? key
    case .difficulty: return Difficulty(rawValue: key)?.name ?? key
    case .age: return AgeBand(rawValue: key)?.name ?? key
    case .residence:
      let isOwn = key == Residence.village.rawValue && !unit.kind.isEmpty
      return isOwn ? "Trong \(unit.kind)" : Residence(rawValue: key)?.name ?? key
    case .service: return material.services.first { $0.id == key }?.name ?? key
    case .village: return material.villageNames[key] ?? key
    case .month: return key.split(separator: "-").reversed().joined(separator: "/")
    default: return key
    }
  }
}

extension Report {
  /// Tenths of a percent, rounded; `nil` of nothing.
  static func permille(_ part: Int, of whole: Int) -> Int? {
    whole == 0 ? nil : (part * 1000 + whole / 2) / whole
  }

  /// Seconds as minutes, upwards: it is said that people did not wait longer than that.
  static func minutes(_ seconds: Int) -> Int { max(1, (seconds + 59) / 60) }

  /// “12,3%”.
  static func percent(of part: Int, in whole: Int) -> String? {
    permille(part, of: whole).map(percentText)
  }

  static func percentText(_ permille: Int) -> String {
    "\(permille / 10),\(permille % 10)%"
  }

  /// The table drawn as the chart of the report.
  package var chartTable: Table? {
    tables.first { $0.id == Figures.Dimension.activity.rawValue && !$0.rows.isEmpty }
  }
}

extension String {
  /// “về việc …”: the subject of a directive after its number, whether or not it says so itself.
  fileprivate var about: String {
    // The movement's name keeps its capital; letters abbreviate “về việc”.
    if hasPrefix("Bình dân học vụ số") { return "về \(self)" }
    let text = ["V/v ", "v/v "].first { hasPrefix($0) }.map { "về việc \(dropFirst($0.count))" } ?? lowercasedFirst
    return text.hasPrefix("về ") ? text : "về \(text)"
  }
}
