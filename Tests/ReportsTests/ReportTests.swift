import Foundation
import Queueing
import Records
import Testing

@testable import Reports

@Suite struct ReportTests {
  private static let turns = SampleReport.turns(3000)
  private static let report = Report(SampleReport.material(turns: turns), for: SampleReport.profile)

  private func figure(_ id: String, of report: Report = report) -> Report.Figure? {
    report.figures.first { $0.id == id }
  }

  private var text: String { Self.report.allText }

  @Test func `Each figure is what counting again gives`() {
    let helps = Self.turns.compactMap(\.help)
    let online = helps.filter { help in
      help.entries.contains { $0.outcome == .done && SampleReport.online.contains($0.activity) }
    }
    #expect(figure("assist-turn")?.value == 3000)
    #expect(figure("assist-turn-online")?.value == online.count)
    #expect(figure("assist-turn-centre")?.value == helps.filter { $0.place == .centre }.count)
    #expect(figure("assist-turn-away")?.value == helps.filter { $0.place != .centre }.count)
    #expect(figure("assist-turn-elderly")?.value == helps.filter { [.from60, .from80].contains($0.ageBand) }.count)
    for activity in Activity.allCases {
      let count = helps.filter { $0.entries.contains { $0.activity == activity } }.count
      #expect(figure("assist-turn-\(activity.rawValue)")?.value == count, "\(activity)")
    }
    for difficulty in Difficulty.allCases {
      let count = helps.filter { $0.entries.contains { $0.difficulties.contains(difficulty) } }.count
      #expect(figure("difficulty-\(difficulty.rawValue)")?.value == count, "\(difficulty)")
    }
    #expect(figure("village-count")?.text == "19")
    #expect(figure("team-member-count")?.text == "114")
    #expect(figure("rescue-member-count")?.text == "17")
    #expect(figure("directive-count")?.text == "2")
    #expect(figure("outreach-participants")?.text == "62")
  }

  @Test func `Every number in a sentence is a figure of the list, with its source`() {
    let known = Dictionary(Self.report.figures.map { ($0.id, $0) }) { $1 }
    #expect(known.count == Self.report.figures.count)
    let cited = Self.report.sections.flatMap(\.paragraphs).flatMap(\.runs).compactMap { run -> (String, String)? in
      if case .figure(let id, let text) = run { (id, text) } else { nil }
    }
    #expect(cited.count > 30)
    for (id, text) in cited { #expect(known[id]?.text == text, "\(id)") }
    #expect(known.values.allSatisfy { !$0.basis.isEmpty })
  }

  @Test func `No sentence that was counted has a number that is no figure`() {
    // Days, numbers of documents, ages and the half of a hundred that a sentence is about are no counts.
    let others = /ngày \d+\/\d+\/\d+|số \d+\/\S+|năm \d{4}|từ đủ 60 tuổi|90% số người|quý [IV]+/
    for paragraph in Self.report.sections.filter({ $0.id < "iv" }).flatMap(\.paragraphs) {
      let text = paragraph.runs.map { if case .text(let text) = $0 { text } else { "…" } }.joined()
      #expect(text.replacing(others, with: "").firstMatch(of: /\d/) == nil, "\(paragraph.text)")
    }
  }

  @Test func `Rows of one value a lượt add up to the total, and the others say why not`() {
    for table in Self.report.tables {
      let dimension = Figures.Dimension(rawValue: table.id)
      #expect(table.total.turns == 3000)
      if dimension?.isMultiValued == true {
        #expect(table.note != nil)
      } else {
        #expect(table.rows.map(\.turns).reduce(0, +) == table.total.turns, "\(table.id)")
        #expect(table.rows.map(\.online).reduce(0, +) == table.total.online, "\(table.id)")
        #expect(table.note == nil)
      }
    }
  }

  @Test func `Waits, ratings, promises and time at counters are what counting again gives, and their rows add up`() {
    let tickets = Self.turns.compactMap(\.ticket)
    func breakdown(_ id: String) -> [String: [Int?]] {
      let found = Self.report.breakdowns.first { $0.id == id }
      for (index, column) in (found?.columns ?? []).enumerated() where column.isSummed {
        #expect(
          found?.rows.compactMap { $0.values[index] }.reduce(0, +) == found?.total.values[index], "\(id) \(column.id)")
      }
      return Dictionary(((found?.rows ?? []) + [found?.total].compactMap(\.self)).map { ($0.name, $0.values) }) { $1 }
    }
    // By the nearest rank.
    func percentile(_ percent: Int, _ times: [Int]) -> Int? {
      times.isEmpty ? nil : times.sorted()[max(0, (times.count * percent + 99) / 100 - 1)]
    }
    let (waits, ratings, promises) = (breakdown("waits"), breakdown("ratings"), breakdown("promises"))
    for (id, name) in SampleReport.services.map({ ($0.id, $0.name) }) + [("", "Tổng số")] {
      let own = tickets.filter { id.isEmpty || $0.service.text == id }
      let waited = own.compactMap { ticket in ticket.calledAt.map { $0.seconds(since: ticket.issuedAt) } }
      let served = own.compactMap { ticket in ticket.finishedAt.flatMap { end in ticket.startedAt.map(end.seconds) } }
      #expect(
        waits[name] == [
          own.count, percentile(50, waited), percentile(90, waited), percentile(50, served), percentile(90, served),
        ], "\(name)")
      let rated = own.compactMap(\.rating)
      let counts = [rated.count] + [3, 2, 1].map { score in rated.filter { $0 == score }.count }
      #expect(ratings[name] == counts + [(counts[1] * 1000 + rated.count / 2) / rated.count], "\(name)")
      let promised = own.compactMap(\.promise)
      let held = promised.filter { $0.outcome == .held }.count
      #expect(
        promises[name]
          == [promised.count, promised.count, held, (held * 1000 + promised.count / 2) / promised.count], "\(name)")
    }
    let days = Set(Self.turns.map(\.day))
    let shifts = days.flatMap(SampleReport.shifts)
    let seconds = { (members: [String]) in
      shifts.filter { members.contains($0.member.text) }.map(\.seconds).reduce(0, +)
    }
    #expect(
      breakdown("shifts") == [
        "Tổ công nghệ số cộng đồng": [2, 2 * days.count, seconds(["tv-1", "tv-2"])],
        "Tổ ứng cứu công nghệ": [1, days.count, seconds(["uc-1"])],
        "(không có trong sổ thành viên)": [1, days.count, seconds(["nguoi-cu"])],
        "Tổng số": [4, 4 * days.count, shifts.map(\.seconds).reduce(0, +)],
      ])
  }

  @Test func `Services stand in the order of the office, and nobody's name is in a table`() {
    let names = SampleReport.services.map(\.name)
    #expect(Self.report.breakdowns.first { $0.id == "waits" }?.rows.map(\.name) == names)
    // Help away from the centre is of no service.
    #expect(Self.report.tables.first { $0.id == "service" }?.rows.map(\.name) == names + ["(không ghi)"])
    let all = Self.report.breakdowns.flatMap(\.rows).map(\.name) + Self.report.tables.flatMap(\.rows).map(\.name)
    #expect(!all.contains { $0.hasPrefix("tv-") || $0.hasPrefix("Người ") })
  }

  @Test func `What there is nothing to show of is said in one sentence`() throws {
    let empty = Report(SampleReport.material(turns: []), for: SampleReport.profile)
    let sentence = try #require(empty.emptyTables)
    #expect(sentence.contains("số lượt hỗ trợ theo thôn; ") && sentence.hasSuffix("trực quầy của thành viên theo tổ."))
    #expect(Self.report.emptyTables == nil)
    let paragraphs = try Word.paragraphs(of: empty.file(.docx))
    #expect(paragraphs.contains(sentence))
    #expect(!paragraphs.contains("Số lượt hỗ trợ theo thôn"))
  }

  @Test func `Several topics of a channel are a list, and what leads up to a list stays with it`() throws {
    let more = (1...3).map { number in
      SampleReport.entry(
        .outreach, "hop-\(number + 1)",
        ["heldOn": "2026-03-0\(number + 5)", "channel": "village-meeting", "topic": "Chủ đề \(number)"])
    }
    let report = Report(
      SampleReport.material(turns: Self.turns, entries: SampleReport.entries + more), for: SampleReport.profile)
    let paragraphs = report.sections.first { $0.id == "ii-1" }?.paragraphs.map(\.text) ?? []
    let first = try #require(paragraphs.firstIndex { $0.hasSuffix("4 lần, với các nội dung:") })
    #expect(
      paragraphs[(first + 1)...].prefix(4) == [
        "+ Sổ sức khỏe điện tử;", "+ Chủ đề 1;", "+ Chủ đề 2;", "+ Chủ đề 3.",
      ])
    let package = try ZipPackage(reading: report.file(.docx))
    let tree = try XMLTree(try #require(package["word/document.xml"]), name: "document")
    let leads = tree.withRoot { root in
      root.descendants("p").filter { ParagraphText($0).text.hasSuffix(":") }.filter { $0.enclosing("tc") == nil }.map {
        $0.descendants("keepNext").count
      }
    }
    #expect(leads.count >= 4 && leads.allSatisfy { $0 == 1 }, "\(leads)")
  }

  @Test func `What nobody declared is a gap that can be seen, and nothing is made up`() {
    #expect(text.contains("[chưa có số liệu: tỷ lệ giáo viên ứng dụng công nghệ thông tin]"))
    #expect(figure("pct-teacher-it")?.text == nil)
    #expect(text.contains("Tỷ lệ trường học thu không dùng tiền mặt: 100% (theo báo cáo các trường"))
    let empty = Report(SampleReport.material(turns: [], entries: []), for: ReportProfile(unit: "xã Kiến Minh"))
    let gaps = empty.sections.flatMap(\.paragraphs).flatMap(\.runs).filter { if case .gap = $0 { true } else { false } }
    #expect(gaps.count == 17)
    #expect(!empty.allText.contains("100%"))
    #expect(empty.opening.text.hasPrefix("[chưa có văn bản yêu cầu báo cáo"))
  }

  @Test(arguments: [0, 1, 2, 5, 40]) func `What did not happen is said in words, never as a count of nothing`(
    turns: Int
  ) throws {
    for entries in [SampleReport.entries, []] {
      let report = Report(
        SampleReport.material(turns: SampleReport.turns(turns), entries: entries), for: SampleReport.profile)
      for paragraph in report.sections.flatMap(\.paragraphs) {
        #expect(paragraph.text.firstMatch(of: /(^|[^\d.,])0 \p{L}/) == nil, "\(turns) turns: \(paragraph.text)")
        #expect(!paragraph.text.isEmpty && !paragraph.text.contains("  "), "\(turns) turns: \(paragraph.text)")
      }
    }
  }

  @Test func `Directives are cited from their register, in the official form of dates`() {
    #expect(Self.report.opening.text.hasPrefix("Thực hiện Công văn số 18/SKHCN-CĐS ngày 15/5/2026 của Sở Khoa học"))
    #expect(text.contains("- Kế hoạch số 05/KH-UBND ngày 09/02/2026 về hoạt động của các Tổ công nghệ số"))
    #expect(text.contains("theo Quyết định số 36/QĐ-UBND ngày 24/3/2026."))
  }

  @Test(arguments: [("xã Kiến Minh", "UBND xã"), ("phường Hải An", "UBND phường"), ("Đặc khu Cát Hải", "UBND đặc khu")])
  func `One variable says what kind of unit it is`(_ unit: String, _ short: String) {
    let report = Report(SampleReport.material(turns: Self.turns), for: ReportProfile(unit: unit))
    let text = report.allText.lowercased()
    #expect(text.contains(short.lowercased()))
    for other in ["xã ", "phường ", "đặc khu "] where !unit.lowercased().hasPrefix(other) {
      // “an sinh xã hội” and “Xã, phường khác” are no units.
      #expect(!text.replacing("xã hội", with: "").contains("ubnd \(other)"))
      #expect(!text.contains("\(other)kiến minh"))
    }
  }

  @Test func `One name for one thing, and every sentence has an end`() {
    for word in ["số sức khỏe", "KT.CHỦ", "không tiền mặt", "Tổ Công nghệ số", "<http", "đặc khu"] {
      #expect(!text.contains(word) && !Self.report.tables.contains { "\($0)".contains(word) }, "\(word)")
    }
    for paragraph in Self.report.sections.flatMap(\.paragraphs) {
      #expect([".", ";", ":", "]"].contains(paragraph.text.last), "\(paragraph.text)")
    }
    #expect(Self.report.closing.hasSuffix("./."))
  }

  @Test func `Slips that others made are pointed out before the clerk signs`() {
    var profile = SampleReport.profile
    profile.signerTitles = ["KT.CHỦ TỊCH"]
    profile.requests = ["Hỗ trợ cài đặt Số sức khỏe điện tử.", "Đề nghị đặc khu Kiến Minh được tập huấn."]
    let remarks = Report(SampleReport.material(turns: []), for: profile).remarks
    for word in ["sổ sức khỏe điện tử", "KT. CHỦ TỊCH", "viết “đặc khu”"] {
      #expect(remarks.contains { $0.contains(word) }, "\(word): \(remarks)")
    }
  }

  @Test func `What was written by hand stands in its section, behind what was counted`() {
    let material = SampleReport.material(
      turns: Self.turns, texts: [.results: "Kết quả thêm.", .directions: "Việc một.\n\n Việc hai. "])
    let report = Report(material, for: SampleReport.profile)
    let section = { (id: String) in report.sections.first { $0.id == id }?.paragraphs.map(\.text) ?? [] }
    #expect(section("iii-1").last == "Kết quả thêm.")
    #expect(section("iii-1").count > 1)
    #expect(section("iv") == ["1. Việc một.", "2. Việc hai."])
    #expect(section("v").first?.hasPrefix("1. Đề nghị Sở") == true)
  }

  @Test func `A village that was merged keeps its name in the figures of its time`() {
    let entries = SampleReport.entries.map { entry in
      entry.id == "thon-19"
        ? RegisterEntry(
          verified: .villages, id: entry.id,
          fields: entry.fields.merging(["validUntil": "2026-05-01", "successor": "thon-18"]) { $1 }) : entry
    }
    let report = Report(
      SampleReport.material(turns: Self.turns, entries: entries), for: SampleReport.profile)
    #expect(figure("village-count", of: report)?.value == 18)
    let names = report.tables.first { $0.id == "village" }?.rows.map(\.name) ?? []
    #expect(names.contains("Thôn 19 (nay thuộc Thôn 18)"))
  }

  @Test func `A village merged twice is part of the last, as far as that had come by then`() {
    let mergers = [
      "thon-19": ("2026-03-01", "thon-18"), "thon-18": ("2026-05-01", "thon-17"), "thon-17": ("2026-05-20", "thon-1"),
    ]
    let entries = SampleReport.entries.map { entry in
      guard let (end, successor) = mergers[entry.id] else { return entry }
      return RegisterEntry(
        verified: .villages, id: entry.id,
        fields: entry.fields.merging(["validUntil": end, "successor": successor]) { $1 })
    }
    let names = SampleReport.material(turns: Self.turns, entries: entries).villageNames
    #expect(names["thon-19"] == "Thôn 19 (nay thuộc Thôn 17)")
    #expect(names["thon-18"] == "Thôn 18 (nay thuộc Thôn 17)")
    #expect(names["thon-17"] == "Thôn 17", "its last day is that of the report")
    // As an earlier release let it be entered.
    let ring = entries.map { entry in
      entry.id == "thon-18"
        ? RegisterEntry(
          verified: .villages, id: entry.id, fields: entry.fields.merging(["successor": "thon-19"]) { $1 }) : entry
    }
    #expect(
      SampleReport.material(turns: [], entries: ring).villageNames["thon-19"] == "Thôn 19 (nay thuộc Thôn 18)")
  }

  @Test func `A document without a date and a number that is there twice are told`() {
    let directive = { (id: String, fields: [String: String]) in
      SampleReport.entry(
        .directives, id,
        ["kind": "plan", "role": "issued", "issuer": "UBND xã", "subject": "Việc \(id)"].merging(fields) { $1 })
    }
    let entries =
      SampleReport.entries + [
        directive("kh-5b", ["number": "05/KH-UBND", "issuedOn": "2026-02-09"]),
        directive("kh-7", ["number": "07/KH-UBND"]),
      ]
    let report = Report(SampleReport.material(turns: [], entries: entries), for: SampleReport.profile)
    #expect(figure("directive-count", of: report)?.value == 3)
    #expect(
      report.remarks.contains("Văn bản 07/KH-UBND của địa phương chưa ghi ngày ban hành nên không được kể và đếm."))
    #expect(
      report.remarks.contains(
        "Kế hoạch số 05/KH-UBND ngày 09/02/2026 có ở 2 mục của sổ văn bản (kh-5, kh-5b) và được đếm là 2 văn bản: "
          + "hãy bỏ mục thừa."))
  }

  @Test func `The set behind the online figure is printed`() {
    #expect(
      Self.report.onlineDefinition.hasSuffix("dịch vụ công trực tuyến; thanh toán trực tuyến; tra cứu kết quả hồ sơ."))
  }

  @Test func `The older name of the centre counts as the centre`() {
    let turns = SampleReport.turns(20).map { turn in
      turn.help.map { help in
        TurnFacts(
          day: turn.day,
          help: TurnFacts.HelpPart(
            place: help.place == .centre ? .oneStop : help.place, startedAt: help.startedAt, entries: help.entries))
      } ?? turn
    }
    let report = Report(SampleReport.material(turns: turns), for: SampleReport.profile)
    #expect(figure("assist-turn-centre", of: report)?.value == 16)
    #expect(figure("assist-turn-away", of: report)?.value == 4)
  }

  @Test func `A phường has tổ dân phố, and its people live in it`() throws {
    let report = Report(SampleReport.material(turns: Self.turns), for: ReportProfile(unit: "phường Hải An"))
    #expect(report.allText.contains("phường Hải An có 19 tổ dân phố;"))
    #expect(report.allText.contains("tại tổ dân phố, trường học"))
    let rows = { (id: String) in report.tables.first { $0.id == id }?.rows.map(\.name) ?? [] }
    #expect(rows("residence").contains("Trong phường") && rows("place").contains("Nhà văn hóa tổ dân phố"))
    #expect(report.tables.first { $0.id == "village" }?.title == "Số lượt hỗ trợ theo tổ dân phố")
    #expect(try Word.paragraphs(of: report.file(.docx)).allSatisfy { !$0.contains("Trong xã") })
  }

  @Test func `A period that is not over is for the clerk to look at`() {
    let remarks = { (today: ServiceDay) in
      Report(SampleReport.material(turns: [], writtenOn: today), for: SampleReport.profile).remarks
    }
    #expect(!remarks(SampleReport.period.to).contains { $0.contains("Kỳ báo cáo") })
    #expect(remarks(SampleReport.period.to.advanced(by: -1)).contains { $0.contains("mới có đến ngày 19/5/2026") })
    #expect(remarks(SampleReport.period.from.advanced(by: -1)).contains { $0.contains("chưa bắt đầu") })
    // What the registers say is said of the day on which it was looked up.
    let early = SampleReport.material(turns: [], writtenOn: SampleReport.period.to.advanced(by: -1))
    #expect(Report(early, for: SampleReport.profile).allText.contains("Đến ngày 19/5/2026, xã Kiến Minh có 19 thôn;"))
  }

  @Test func `The year left to be signed in is one in which it can be`() {
    let place = { (period: ReportPeriod, today: ServiceDay) in
      Report(SampleReport.material(turns: [], period: period, writtenOn: today), for: SampleReport.profile).placeLine
    }
    let day = ServiceDay(year: 2026, month: 5, day: 20)
    let year = ReportPeriod(.year, of: day, cutoff: .calendar)
    #expect(place(SampleReport.period, day).hasSuffix("năm 2026"))
    #expect(place(SampleReport.period, day.advanced(by: 365)).hasSuffix("năm 2027"))
    #expect(place(year, year.to).hasSuffix("năm 2027"))
  }

  @Test func `A letter that came after the period asks for its report, and an older one is looked at`() {
    func letter(_ id: String, _ day: String) -> RegisterEntry {
      SampleReport.entry(
        .directives, id,
        [
          "kind": "letter", "number": "\(id)/SKHCN", "issuedOn": day, "role": "trigger", "issuer": "Sở",
          "subject": "V/v báo cáo phong trào",
        ])
    }
    func report(_ entries: [RegisterEntry]) -> Report {
      let period = ReportPeriod(.month, of: ServiceDay(year: 2026, month: 10, day: 1), cutoff: .midMonth)
      return Report(SampleReport.material(turns: [], entries: entries, period: period), for: SampleReport.profile)
    }
    let old = report([letter("18", "2026-05-15")])
    #expect(old.remarks.contains { $0.contains("18/SKHCN ngày 15/5/2026, trước kỳ này") })
    let asked = report([letter("18", "2026-05-15"), letter("40", "2026-10-20"), letter("51", "2026-12-01")])
    #expect(
      asked.opening.text.hasPrefix(
        "Thực hiện Công văn số 40/SKHCN ngày 20/10/2026 của Sở về việc báo cáo phong trào, "))
    #expect(asked.opening.text.contains("tháng 10 năm 2026 (từ ngày 15/9/2026 đến ngày 14/10/2026)"))
    #expect(!asked.remarks.contains { $0.contains("trước kỳ này") })
    // The letter of the next month, and the next but one.
    let monthly = report([letter("1", "2026-10-10"), letter("2", "2026-11-10")])
    #expect(monthly.opening.text.contains("1/SKHCN"))
    let close = report([letter("1", "2026-10-20"), letter("2", "2026-10-28")])
    #expect(close.opening.text.contains("1/SKHCN"))
  }

  @Test func `“Như trên” is printed only below an addressee`() throws {
    for addressee in ["Sở Khoa học và Công nghệ", nil] {
      let profile = ReportProfile(unit: "xã Kiến Minh", addressee: addressee)
      let paragraphs = try Word.paragraphs(of: Report(SampleReport.material(turns: []), for: profile).file(.docx))
      #expect(paragraphs.contains("- Như trên;") == (addressee != nil))
      #expect(paragraphs.contains("- Lưu: VT."))
    }
  }

  @Test func `Programs read plain numbers in the CSV file`() throws {
    let text = String(decoding: try Self.report.file(.csv), as: UTF8.self)
    let rows = text.split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let ids = Set(Self.report.breakdowns.map(\.id))
    let values = rows.filter { ids.contains(String($0[0])) }.map { $0[4] }
    #expect(values.count > 60 && values.allSatisfy { $0.isEmpty || Double($0) != nil })
    #expect(values.contains("2400") && values.contains { $0.contains(".") })
    #expect(text.contains("Tỷ lệ hài lòng (%)"))
  }

  @Test(arguments: [(0, "0"), (99, "99"), (100, "100"), (2000, "2.000"), (2137, "trên 2.100")])
  func `“Trên” rounds down to hundreds and says small counts exactly`(_ count: Int, _ expected: String) {
    let day = SampleReport.period.from
    let turns = (0..<count).map { _ in
      TurnFacts(
        day: day,
        help: TurnFacts.HelpPart(
          place: .centre, startedAt: CivilTime.instant(epochDay: day.epochDay, secondOfDay: 30_000),
          entries: [TurnFacts.Entry(.onlineService)]))
    }
    let report = Report(SampleReport.material(turns: turns), for: SampleReport.profile)
    #expect(figure("assist-turn-online-rounded", of: report)?.text == expected)
    // What was not rounded is not said twice.
    #expect(report.allText.contains("đếm được") == expected.hasPrefix("trên"))
  }

  @Test func `Two directives with one subject, and a decision that is gone, are for the clerk to look at`() {
    let twin = SampleReport.entry(
      .directives, "kh-8",
      [
        "kind": "plan", "number": "08/KH-UBND", "issuedOn": "2026-03-05", "role": "issued", "issuer": "UBND xã",
        "subject": "Hoạt động của các Tổ công nghệ số cộng đồng năm 2026",
      ])
    let team = SampleReport.entry(
      .teams, "to-20",
      ["name": "Tổ 20", "kind": "digital-team", "decision": "qd-99", "validFrom": "2026-01-01"])
    let report = Report(
      SampleReport.material(turns: [], entries: SampleReport.entries + [twin, team]), for: SampleReport.profile)
    #expect(report.remarks.contains { $0.contains("05/KH-UBND, 08/KH-UBND") })
    #expect(report.remarks.contains { $0.contains("qd-99") })
  }

  @Test func `What is not in force on the last day is not counted`() {
    let ended = SampleReport.entries.map { entry in
      guard ["thon-19", "tv-114", "truong-2026", "hop-thon-1"].contains(entry.id) else { return entry }
      let until = entry.id == "hop-thon-1" ? "2026-03-04" : "2026-05-19"
      return RegisterEntry(
        verified: entry.register, id: entry.id, fields: entry.fields.merging(["validUntil": until]) { $1 })
    }
    let report = Report(SampleReport.material(turns: [], entries: ended), for: SampleReport.profile)
    #expect(figure("village-count", of: report)?.value == 18)
    #expect(figure("team-member-count", of: report)?.value == 113)
    #expect(figure("pct-school-cashless", of: report)?.text == nil)
    #expect(figure("outreach-count", of: report)?.value == 1)
  }

  @Test func `The same record gives the same bytes`() throws {
    for format in [ReportFormat.json, .csv, .docx] {
      let again = Report(SampleReport.material(turns: Self.turns.reversed()), for: SampleReport.profile)
      #expect(try Self.report.file(format) == again.file(format), "\(format)")
    }
  }

  @Test func `A report that was sent before there were such tables is counted again without them`() throws {
    var json = try #require(
      try JSONSerialization.jsonObject(with: Self.report.file(.json)) as? [String: Any])
    #expect(try Recount(of: Self.report.file(.json), against: Self.report).changes == [])
    let fewer = Report(SampleReport.material(turns: SampleReport.turns(2999)), for: SampleReport.profile)
    let changes = try Recount(of: Self.report.file(.json), against: fewer).changes
    #expect(changes.contains { $0.id == "waits/Tổng số/issued" && $0.was == "2.400" && $0.now == "2.399" })
    json["breakdowns"] = nil
    let old = try JSONSerialization.data(withJSONObject: json)
    #expect(try Recount(of: old, against: Self.report).changes == [])
    #expect(try Recount(of: old, against: fewer).changes.allSatisfy { !$0.id.hasPrefix("waits/") })
  }

  @Test func `The proof names period, entry, time and hash`() {
    let proof = Self.report.proof
    #expect(proof.seq == 4711)
    for part in ["từ ngày 01/01/2026", "20/5/2026", "mục số 4.711", "17:00", proof.hash] {
      #expect(proof.text.contains(part), "\(part)")
    }
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("@x", "'@x"), ("-x", "'-x"), ("+84", "+84"), ("-12", "-12"), ("a,b", "\"a,b\""),
    ("a\"b", "\"a\"\"b\""),
    ("\tx", "'\tx"), ("a\nb", "\"a\nb\""), ("=\"a\"", "\"'=\"\"a\"\"\""), ("thường", "thường"),
  ])
  func `A cell of a CSV file is never a formula`(_ text: String, _ expected: String) {
    #expect(CSV.cell(text) == expected)
  }
}

extension Report {
  var allText: String {
    ([opening.text] + sections.flatMap { [$0.heading] + $0.paragraphs.map(\.text) } + [closing]).joined(separator: "\n")
  }
}
