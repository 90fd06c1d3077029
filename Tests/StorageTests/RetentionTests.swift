import Foundation
import FrontDesk
import GRDB
import Queueing
import Records
import Simulation
import Synchronization
import Testing

@testable import Storage

/// An office with a few days in November 2026 that opens its doors again years later.
private struct OldOffice {
  static let days = SimulatedDays(seed: 20_261_130, days: 3, visitors: 25)
  static let today = ServiceDay(year: 2029, month: 3, day: 5)
  static let lastDay = Sample.monday.advanced(by: 2)
  static let note = "Bà cụ bán nước ở cổng chợ"
  static let reason = "Con bà cụ gọi lại báo"

  let store: Store
  let path: String

  /// - Parameter reports: the years whose report is marked as sent.
  static func make(_ path: String, reports: [Int] = [2026]) async throws -> OldOffice {
    let store = try Sample.open(path)
    try await days.play(in: store)
    let office = OldOffice(store: store, path: path)
    try await office.addRarities()
    try await store.write { tx in
      _ = try Sample.desk(tx, at: noon(today))
    }
    for year in reports { try await office.send(reportOf: year) }
    while try await !store.write({ try $0.keepMissingSheets(limit: 10) }) {}
    return office
  }

  static func noon(_ day: ServiceDay) -> Timestamp {
    CivilTime.instant(epochDay: day.epochDay, secondOfDay: 12 * 3600)
  }

  /// Help told later, with a note; a record that was corrected to another day; a rating.
  private func addRarities() async throws {
    try await store.write { tx in
      let now = CivilTime.instant(epochDay: Self.lastDay.epochDay, secondOfDay: 23 * 3600)
      let desk = try Sample.desk(tx, at: now)
      func away(_ day: ServiceDay, note: String? = nil) -> AssistanceDraft {
        AssistanceDraft(
          member: "an", place: "household", startedAt: Self.noon(day).iso8601,
          activities: [ActivityDraft(activity: "health-book")], village: "thon-2", sex: "female", note: note)
      }
      _ = try desk.addAssistance(away(Sample.monday.advanced(by: -5), note: Self.note))
      let wrong = try desk.addAssistance(away(Sample.monday.advanced(by: 1)))
      _ = try desk.correct(wrong.id, draft: away(Sample.monday), reason: Self.reason)
      let right = try desk.addAssistance(away(Sample.monday))
      _ = try desk.correct(right.id, draft: away(Sample.monday.advanced(by: 1)), reason: Self.reason)
      let finished = try #require(
        try tx.row("SELECT arrival FROM ticket WHERE service_day = ? AND state = 'finished'", [Self.lastDay.text]))
      let ticket = try #require(try tx.ticket(arrival: finished.value(0)))
      try tx.rate(ticket, score: 3, at: now, day: Self.lastDay, actor: "citizen")
    }
  }

  func send(reportOf year: Int, cutoff: ReportPeriod.Cutoff = .calendar) async throws {
    try await store.write { tx in
      let day = ServiceDay(year: year, month: 6, day: 1)
      let content = SentReportContent(file: Data([1]), figures: Data([2]))
      _ = try tx.keep(
        content, number: "\(year % 100)/BC-UBND", sentOn: Self.today,
        period: ReportPeriod(.year, of: day, cutoff: cutoff), counted: 1, format: "docx", day: Self.today,
        at: Self.noon(Self.today), actor: "an")
    }
  }

  func reception(months: Int = 24, clock: WallClock? = nil) -> Reception {
    Reception(
      store: store, office: Sample.office, clock: clock ?? WallClock { Self.noon(Self.today) },
      onlineActivities: [.onlineService], printsSlips: false, retention: RetentionRules(months: months),
      makeToken: { UUID().uuidString })
  }

  /// Everything that can be asked of the figures, as it is sent.
  func figures() async throws -> [String] {
    let reception = reception()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var answers: [String] = []
    for (index, first) in Figures.Dimension.allCases.enumerated() {
      for second in [nil] + Figures.Dimension.allCases[(index + 1)...].map(Optional.some) {
        let answer = try await reception.statistics(
          from: Sample.monday.advanced(by: -30), through: Self.today.advanced(by: -1), by: first, and: second)
        answers.append(String(decoding: try encoder.encode(answer), as: UTF8.self))
      }
    }
    return answers
  }

  /// - Returns: how many steps there were.
  func age(_ reception: Reception, afterEach: () async throws -> Void = {}) async throws -> Int {
    var steps = 0
    while try await reception.ageDetails() {
      steps += 1
      try #require(steps < 2000, "it never ends")
      try await afterEach()
    }
    return steps
  }

  func rowCounts() async throws -> [String: Int] {
    try await store.read { tx in
      var counts: [String: Int] = [:]
      for table in [
        "ticket", "assistance", "assistance_activity", "assistance_difficulty", "rating", "print_job", "remark", "line",
        "counter_session", "cancelled_with_line", "help_call",
      ] {
        counts[table] = try tx.count("SELECT count(*) FROM \(table)")
      }
      counts["bodies"] = try tx.count(
        "SELECT count(*) FROM journal WHERE body <> '' AND service_day <= ? AND \(ReadTransaction.erasedKinds)",
        [Self.lastDay.text])
      return counts
    }
  }
}

@Suite(.timeLimit(.minutes(15))) struct RetentionTests {
  @Test func `Details go step by step, the figures stay to the byte, and every step proves itself`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    let before = try await office.figures()
    let full = try await office.rowCounts()
    #expect(full.filter { $0.value == 0 }.keys.sorted() == ["cancelled_with_line", "help_call"])
    var problems: [String] = []
    let steps = try await office.age(office.reception()) {
      problems += try await office.store.verify().problems
    }
    #expect(problems == [])
    #expect(steps > 10)
    #expect(try await office.figures() == before)
    let left = try await office.rowCounts().filter { $0.value > 0 }
    #expect(left.isEmpty, "\(left)")
    let report = try await office.store.verify()
    #expect(report.agedThrough == OldOffice.lastDay)
    #expect((report.tickets, report.assistances) == (0, 0))

    // Today goes on as ever.
    let morning = OldOffice.noon(OldOffice.today)
    _ = try await Sample.issue(office.store, at: morning)
    #expect(try await office.store.verify().problems == [])
    try office.store.close()
    #expect(try Store.verify(path: office.path).problems == [])
  }

  /// Format 2 counted somebody from elsewhere for the village that their ticket said.
  @Test func `Days that aged in an earlier form stay as they were counted, and the others are counted anew`()
    async throws
  {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    let (first, second) = (Sample.monday.advanced(by: -5), Sample.monday)
    func villages(_ day: ServiceDay) async throws -> [String] {
      try await office.store.read { tx in
        let figures = try tx.counting(Figures(by: .village, onlineActivities: []), from: day, through: day)
        return figures.rows.map { "\($0.keys[0]) \($0.tally.assistances)" }
      }
    }
    let now = try await villages(second)
    try await office.store.write { tx in
      let whole = try tx.ageing(of: first)
      for day in [first, second] {
        // As if one more person had been counted for the first village.
        let turns = try tx.turns(on: day)
        let earlier = DaySheet(day: day, turns: turns + [try #require(turns.first { $0.help != nil })])
        try tx.execute(
          "UPDATE day_sheet SET format = 2, bytes = ? WHERE day = ?", [Data(earlier.bytes), day.text])
        guard day == first else { continue }
        let aged = AgedDay(
          day: day, last: whole.last, sheet: Data(earlier.bytes), sheetFormat: 2, knowledge: whole.knowledge,
          strays: whole.strays)
        let noon = OldOffice.noon(OldOffice.today)
        #expect(try tx.age(aged, at: noon, day: OldOffice.today, actor: "system"))
      }
    }
    while try await office.store.write({ try $0.eraseAged(limit: 10) }) {}
    let verified = try await office.store.verify()
    #expect(verified.problems == [])
    #expect(verified.agedThrough == first)
    #expect(try await villages(first) == ["thon-2 2"])
    #expect(try await villages(second) == now, "what the record still has is counted from it")
    while try await !office.store.write({ try $0.keepMissingSheets(limit: 10) }) {}
    #expect(try await villages(first) == ["thon-2 2"])
    #expect(try await villages(second) == now)
    let formats = try await office.store.read { tx in
      try tx.rows("SELECT format FROM day_sheet WHERE day <= ? ORDER BY day", [second.text]) { try $0.value(0) as Int }
    }
    #expect(formats == [2, DaySheet.formatVersion])
    #expect(try await office.store.verify().problems == [])
    // And the rest of it ages after it.
    _ = try await office.age(office.reception())
    #expect(try await office.store.verify().agedThrough == OldOffice.lastDay)
    #expect(try await villages(first) == ["thon-2 2"])
    #expect(try await villages(second) == now)
    #expect(try await office.store.verify().problems == [])
  }

  @Test func `A number is proved among entries whose bodies have gone since`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    let reception = office.reception()
    // Help of the first day was told on the last, so that its entry stands among those of numbers that stay.
    while try await office.store.read({ tx in try tx.agedThrough() == nil || tx.unfinishedAgeing() != nil }) {
      try #require(try await reception.ageDetails())
    }
    try await office.store.read { tx in
      let text: String = try #require(
        try tx.row(
          "SELECT json_extract(body, '$.ticket') FROM journal WHERE kind = 'ticket-rated' ORDER BY seq DESC LIMIT 1")
      ).value(0)
      let id = try #require(TicketID(text))
      let proof = try tx.proof(of: id)
      let check = try #require(proof.checks.first)
      let gone = try tx.count(
        "SELECT count(*) FROM journal WHERE body = '' AND seq BETWEEN ? AND ?", [check.first, check.last])
      #expect(gone > 0)
      #expect(proof.problems == [])
      #expect(proof.entries.count > 3)
    }
    try office.store.close()
    // An entry that had to stay is missed all the same.
    let queue = try DatabaseQueue(path: office.path)
    let problems = try await queue.writeWithoutTransaction { db in
      for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        try db.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try db.execute(sql: "UPDATE journal SET body = '' WHERE kind = 'ticket-called' AND service_day > '2026-11-24'")
      return try ReadTransaction(db).checkChain(from: 1, through: .max - 1).problems
    }
    #expect(problems.contains { $0.contains("đã bị sửa") })
  }

  @Test func `Nothing of what was typed or could be known by stays in the file`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    let canaries = [
      OldOffice.note, OldOffice.reason, "2026-11-24-a005", "\"sex\":\"female\"", "Ghi nhầm việc", "Ghi nhầm người",
      "Về trước",
    ]
    try await office.store.write { tx in
      // As somebody reads the file who does not ask SQLite.
      try tx.execute("INSERT INTO meta(key, value) VALUES ('canary', 'chim hoàng yến')")
    }
    _ = try await office.age(office.reception())
    try office.store.close()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: office.path))
    #expect(bytes.range(of: Data("chim hoàng yến".utf8)) != nil)
    for canary in canaries { #expect(bytes.range(of: Data(canary.utf8)) == nil, "\(canary) is still in the file") }
  }

  @Test func `Nothing ages before the report of its year is marked as sent, however short the time`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"), reports: [2025, 2027])
    let reception = office.reception(months: 1)
    #expect(try await office.age(reception) == 0)
    let held = try await reception.retentionState()
    #expect(held.due == 0)
    #expect(held.unreported == [RetentionAnswer.HeldBack(year: 2026, days: 4)])
    #expect(held.agedThrough == nil)

    // A month's report is no year's, and one that was taken back is none at all.
    try await office.store.write { tx in
      let now = OldOffice.noon(OldOffice.today)
      let content = SentReportContent(file: Data([1]), figures: Data([2]))
      let month = try tx.keep(
        content, number: "7/BC-UBND", sentOn: OldOffice.today,
        period: ReportPeriod(.month, of: Sample.monday, cutoff: .calendar), counted: 1, format: "docx",
        day: OldOffice.today, at: now, actor: "an")
      let year = try tx.keep(
        content, number: "8/BC-UBND", sentOn: OldOffice.today,
        period: ReportPeriod(.year, of: Sample.monday, cutoff: .calendar), counted: 1, format: "docx",
        day: OldOffice.today, at: now, actor: "an")
      _ = try tx.withdraw(year, day: OldOffice.today, at: now, actor: "an")
      _ = month
      // Nor is a span as long as a year, nor a year that was not over when its report went out.
      _ = try tx.keep(
        content, number: "9/BC-UBND", sentOn: OldOffice.today,
        period: try #require(
          ReportPeriod(from: Sample.monday.advanced(by: -150), to: Sample.monday.advanced(by: 214))), counted: 1,
        format: "docx", day: OldOffice.today, at: now, actor: "an")
      _ = try tx.keep(
        content, number: "10/BC-UBND", sentOn: Sample.monday.advanced(by: 5),
        period: ReportPeriod(.year, of: Sample.monday, cutoff: .calendar), counted: 1, format: "docx",
        day: OldOffice.today, at: now, actor: "an")
    }
    #expect(try await office.age(reception) == 0)
    try await office.send(reportOf: 2026, cutoff: .midMonth)
    #expect(try await office.age(reception) > 0)
    #expect(try await office.store.verify().problems == [])
  }

  @Test func `The answer to what is stored leaves no table out`() async throws {
    let folder = try TemporaryFolder()
    let store = try Sample.open(folder.file("luot.sqlite"))
    let tables = try await store.read { tx in
      try tx.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'", []) { row in
        try row.value(0) as String
      }
    }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let answer = try String(contentsOf: root.appending(path: "docs/PRIVACY.md"), encoding: .utf8)
    // The library's list of migrations holds nothing of anybody.
    #expect(tables.count > 20)
    #expect(tables.filter { $0 != "grdb_migrations" && !answer.contains("`\($0)`") } == [])
  }

  @Test func `A day that is not old enough stays, and today always does`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    #expect(try await office.age(office.reception(months: 28)) == 0)
    #expect(RetentionRules(months: 24).horizon(on: ServiceDay(year: 2028, month: 2, day: 29)).text == "2026-02-28")
    #expect(RetentionRules(months: 1).horizon(on: ServiceDay(year: 2026, month: 3, day: 31)).text == "2026-02-28")
    #expect(RetentionRules(months: 12).horizon(on: ServiceDay(year: 2027, month: 1, day: 1)).text == "2026-01-01")
  }

  @Test func `A clock that cannot be right ages nothing, and one that went back no more than it shows`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    let limits = ClockLimits(
      earliest: OldOffice.noon(Sample.monday), latest: OldOffice.noon(OldOffice.today), longestRest: 86_400)
    let wrong = OfficeClock(limits: limits, run: "run") {
      ClockReading(wall: Timestamp(milliseconds: 4_000_000_000_000), uptime: 0, isSynchronised: false)
    }
    let doubting = office.reception(clock: WallClock(wrong))
    #expect(try await office.age(doubting) == 0)
    #expect(try await doubting.retentionState().paused?.isEmpty == false)
    // The service day is of 2029, the clock was put right to 2027.
    let early = office.reception(clock: WallClock { OldOffice.noon(ServiceDay(year: 2027, month: 6, day: 1)) })
    #expect(try await office.age(early) == 0)
  }

  @Test func `What is recorded or corrected for an aged day is refused in words`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    let id = try #require(
      try await office.store.read { try $0.row("SELECT max(id) FROM assistance")?.value(0) as Int64? })
    let reception = office.reception()
    _ = try await office.age(reception)
    let draft = AssistanceDraft(activities: [ActivityDraft(activity: "vneid-use")])
    await #expect(throws: RequestProblem.aged(OldOffice.lastDay)) {
      try await reception.correct(Assistance.idText(of: id), draft: draft, reason: "Nhầm", by: .system)
    }
    await #expect(throws: RequestProblem.noSuchAssistance("h-99999999")) {
      try await reception.correct("h-99999999", draft: draft, reason: "Nhầm", by: .system)
    }
    await #expect(throws: RequestProblem.aged(OldOffice.lastDay)) {
      try await reception.ticket("\(OldOffice.lastDay.text)-a001")
    }
    // A short retention meets help that is told late.
    let late = Reception(
      store: office.store, office: Sample.office,
      clock: WallClock { OldOffice.noon(OldOffice.today) }, onlineActivities: [.onlineService], printsSlips: false,
      makeToken: { "t" })
    let recent = OldOffice.today.advanced(by: -200)
    // As if retention were shorter and these days had aged too.
    func age(_ day: ServiceDay) async throws {
      try await office.store.write { tx in
        let aged = AgedDay(day: day, last: 1, sheet: Data(), sheetFormat: 2, knowledge: WaitKnowledge(), strays: [])
        let now = OldOffice.noon(OldOffice.today)
        let seq = try tx.append(.dayAged(aged), at: now, day: OldOffice.today, actor: "test")
        try tx.execute("INSERT INTO aged_day VALUES (?, ?, 1, 1)", [day.text, seq])
      }
    }
    try await age(recent)
    await #expect(throws: RequestProblem.aged(recent)) {
      try await late.addAssistance(
        AssistanceDraft(
          member: "an", place: "household", startedAt: OldOffice.noon(recent).iso8601,
          activities: [ActivityDraft(activity: "vneid-use")]), by: .system)
    }

    // Nor does a file bring help of such a day, whether it aged before the file was read or before it was confirmed.
    func offer(_ day: ServiceDay) async throws -> ImportAnswer {
      var file = try await late.beginImport(.assistances, fileDigest: String(repeating: "a", count: 64), by: .system)
      try await file.read(TableLine(number: 1, cells: ["Ngày", "Người hỗ trợ", "Nơi hỗ trợ", "Việc đã hỗ trợ"]))
      try await file.read(TableLine(number: 2, cells: [day.text, "an", "household", "vneid-use"]))
      try await file.end()
      return try await late.importAnswer("n-\(file.reading)")
    }
    let refused = try await offer(recent)
    #expect(refused.accepted == 0)
    #expect(refused.refusals.map(\.problems.first?.field) == ["Ngày"])
    let next = recent.advanced(by: 1)
    let ready = try await offer(next)
    #expect(ready.accepted == 1)
    try await age(next)
    await #expect(throws: RequestProblem.aged(next)) { try await late.confirmImport(ready.id, by: .system) }
    #expect(try await !late.continueImports())
  }

  @Test func `Broken off after any step, it goes on where it was`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    let before = try await office.figures()
    var broken = 0
    _ = try await office.age(office.reception()) {
      broken += 1
      // As a kill leaves it: the file and its log, not folded in.
      let copy = folder.file("broken-\(broken).sqlite")
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(atPath: office.path + suffix, toPath: copy + suffix)
      }
      #expect(try Store.verify(path: copy).problems == [], "step \(broken)")
      let again = OldOffice(
        store: try Sample.open(copy, at: OldOffice.noon(OldOffice.today)), path: copy)
      if broken % 5 == 1 {
        _ = try await again.age(again.reception())
        #expect(try await again.rowCounts().allSatisfy { $0.value == 0 }, "step \(broken)")
        #expect(try await again.figures() == before, "step \(broken)")
        #expect(try await again.store.verify().problems == [], "step \(broken)")
      }
      try again.store.close()
      try FileManager.default.removeItem(atPath: copy)
    }
    #expect(broken > 10)
  }

  @Test func `On a full disk nothing is half erased, and it goes on when there is room`() async throws {
    let disk = try SmallDisk(kibibytes: 16_384)
    let office = try await OldOffice.make(disk.file("luot.sqlite"))
    let before = try await office.figures()
    let reception = office.reception()
    for _ in 0..<4 { _ = try await reception.ageDetails() }
    try disk.fill()
    var refused = 0
    for _ in 0..<200 where refused == 0 {
      do { if try await !reception.ageDetails() { break } } catch let error as StoreError {
        guard case .full = error else { throw error }
        refused += 1
      }
    }
    #expect(refused == 1, "the disk never filled")
    #expect(try await office.store.verify().problems == [])
    try disk.free()
    _ = try await office.age(reception)
    #expect(try await office.figures() == before)
    #expect(try await office.store.verify().problems == [])
    try office.store.close()
  }

  @Test func `A day whose tables do not say what the journal says is kept`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    try office.store.close()
    let queue = try DatabaseQueue(path: office.path)
    try await queue.write { db in
      try db.execute(
        sql: "DROP TRIGGER ticket_ended; UPDATE ticket SET recalls = recalls + 1 WHERE service_day = ?",
        arguments: [OldOffice.lastDay.text])
    }
    try queue.close()
    let again = OldOffice(store: try Sample.open(office.path, at: OldOffice.noon(OldOffice.today)), path: office.path)
    let reception = again.reception()
    await #expect(throws: AgeingProblem.unproven(OldOffice.lastDay)) { try await again.age(reception) }
    #expect(try await reception.retentionState().agedThrough == OldOffice.lastDay.advanced(by: -1))
    #expect(try await again.rowCounts()["ticket"] != 0)
    try again.store.close()
  }

  struct Tampering: Sendable {
    let name: String
    let sql: String
    let finding: String
  }

  static let tamperings = [
    Tampering(
      name: "figures of an aged day",
      sql:
        "UPDATE day_sheet SET bytes = (SELECT bytes FROM day_sheet WHERE day = '2026-11-24') WHERE day = '2026-11-23'",
      finding: "Số liệu tổng hợp ngày 2026-11-23 khác với nhật ký"),
    Tampering(
      name: "figures of an aged day lost", sql: "DELETE FROM day_sheet WHERE day = '2026-11-23'",
      finding: "Số liệu tổng hợp ngày 2026-11-23 khác với nhật ký"),
    Tampering(
      name: "an entry erased that had to stay",
      sql:
        "UPDATE journal SET body = '' WHERE kind = 'calendar-set' AND seq = (SELECT min(seq) FROM journal WHERE kind = 'calendar-set')",
      finding: "đã bị sửa"),
    Tampering(
      name: "an entry of a day that has not aged, erased",
      sql: "UPDATE journal SET body = '' WHERE kind = 'ticket-issued' AND service_day > '2026-11-25'",
      finding: "đã bị sửa"),
    Tampering(
      name: "a body written into what was erased",
      sql: "UPDATE journal SET body = '{}' WHERE seq = (SELECT min(seq) FROM journal WHERE body = '')",
      finding: "đã bị sửa"),
    Tampering(
      name: "the header of what was erased",
      sql: "UPDATE journal SET at = at + 1 WHERE seq = (SELECT min(seq) FROM journal WHERE body = '')",
      finding: "Chuỗi nhật ký đứt"),
    Tampering(
      name: "an aged day forgotten", sql: "DELETE FROM aged_day WHERE day = '2026-11-23'",
      finding: "Danh sách các ngày đã gộp khác"),
    Tampering(
      name: "more aged than was journaled",
      sql: "INSERT INTO aged_day SELECT '2028-01-01', seq + 1, last, 1 FROM aged_day ORDER BY day DESC LIMIT 1",
      finding: "Danh sách các ngày đã gộp khác"),
    Tampering(
      name: "what had been learned of waiting",
      sql: "UPDATE serving_time SET seconds = seconds + 1", finding: "Thời gian phục vụ đã đo"),
    Tampering(
      name: "a remark left", sql: "INSERT INTO remark VALUES (5, 'Bà cụ')", finding: "Còn lời ghi của ngày đã gộp"),
  ]

  @Test func `Whoever tampers with an aged record is found out`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    _ = try await office.age(office.reception())
    _ = try await Sample.issue(office.store, at: OldOffice.noon(OldOffice.today))
    try office.store.close()
    for (index, tampering) in Self.tamperings.enumerated() {
      let path = folder.file("tampered-\(index).sqlite")
      try FileManager.default.copyItem(atPath: office.path, toPath: path)
      var configuration = Configuration()
      configuration.foreignKeysEnabled = false
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let changes = try await queue.writeWithoutTransaction { db in
        for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
          try db.execute(sql: "DROP TRIGGER \(trigger)")
        }
        let before = try Int.fetchOne(db, sql: "SELECT total_changes()") ?? 0
        try db.execute(sql: tampering.sql)
        return (try Int.fetchOne(db, sql: "SELECT total_changes()") ?? 0) - before
      }
      try queue.close()
      #expect(changes > 0, "\(tampering.name) changed nothing")
      let problems = try Store.verify(path: path).problems
      #expect(
        problems.contains { $0.contains(tampering.finding) },
        "\(tampering.name): “\(tampering.finding)” is not among \(problems)")
    }
  }

  @Test func `The schema lets nothing go that has not aged, and nothing change that has`() async throws {
    let folder = try TemporaryFolder()
    let office = try await OldOffice.make(folder.file("luot.sqlite"))
    let reception = office.reception()
    // The first day has aged, its details are still there, and so are those of the others.
    _ = try await reception.ageDetails()
    try office.store.close()
    let queue = try DatabaseQueue(path: office.path)
    for (sql, refusal) in [
      ("DELETE FROM ticket WHERE service_day = '2026-11-24'", "never deleted"),
      ("DELETE FROM assistance WHERE service_day = '2026-11-24' AND corrected_by IS NULL", "never deleted"),
      (
        "DELETE FROM assistance_activity WHERE assistance IN (SELECT id FROM assistance WHERE service_day = '2026-11-24' "
          + "AND corrected_by IS NULL)", "never deleted"
      ),
      ("DELETE FROM rating", "stays as it was given"),
      ("UPDATE journal SET body = '' WHERE kind = 'ticket-issued' AND service_day = '2026-11-24'", "append-only"),
      ("UPDATE journal SET body = '' WHERE kind = 'assistance-recorded'", "append-only"),
      ("UPDATE journal SET body = '' WHERE kind = 'calendar-set'", "append-only"),
      ("UPDATE aged_day SET last = last + 1", "stays so"),
      ("DELETE FROM aged_day", "stays so"),
      ("INSERT INTO aged_day SELECT '2026-01-01', 2, 1, 0", "one after the other"),
      ("INSERT INTO aged_day SELECT '2029-03-05', 2, 1, 0", "never the current one"),
      ("DELETE FROM day_sheet", "all that is left"),
      ("UPDATE day_sheet SET bytes = x'00'", "all that is left"),
      (
        "INSERT INTO assistance(id, service_day, place, started_at, age_band) VALUES (900000, '2026-11-18', 'school', 0, "
          + "'unknown')", "takes no more help"
      ),
    ] {
      let error = await #expect(throws: DatabaseError.self, "\(sql)") {
        try await queue.write { try $0.execute(sql: sql) }
      }
      #expect(error?.message?.contains(refusal) == true, "\(sql): \(error?.message ?? "")")
    }
  }
}
