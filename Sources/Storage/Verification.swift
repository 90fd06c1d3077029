import Foundation
import GRDB
package import Queueing
import Records

/// What `verify` found. `problems` is empty when the chain and the replay prove the tables.
package struct VerificationReport: Hashable, Sendable {
  package let epoch: String
  package let end: ChainEnd
  /// Of days that have not aged.
  package let tickets: Int
  package let assistances: Int
  /// The last day whose details have been erased and of which the figures are left; `nil` when none has aged.
  package let agedThrough: ServiceDay?
  /// Sentences, at most `problemLimit`.
  package let problems: [String]

  package static let problemLimit = 20

  package var isProven: Bool { problems.isEmpty }
}

extension ReadTransaction {
  /// Recomputes the chain of hashes and replays every entry, then compares days, registers, opening, tickets, lines,
  /// counters and assistances with what the replay says they are.
  ///
  /// Of days that have aged the chain and the journaled figures are proven, and that the details are gone.
  ///
  /// Reads the journal once, a day of tickets in memory at a time. Time grows with the journal.
  package func verify() throws -> VerificationReport {
    var verification = try Verification(self)
    return try verification.run()
  }
}

private struct Verification {
  private let transaction: ReadTransaction
  private let decoder = JSONDecoder()
  private let epoch: String
  private var problems: [String] = []
  private var end = ChainEnd.beginning
  private var day: ServiceDay?
  private var days: [ServiceDay] = []
  private var tickets: [TicketID: Ticket] = [:]
  private var issued: [ServiceID: Int] = [:]
  private var counters: [CounterID: Counter] = [:]
  private var members: [MemberID: Team] = [:]
  private var villages: Set<VillageID> = []
  private var knowledge = WaitKnowledge()
  private let learningSince: Int64
  private var calendar: [ServiceDay: [OpeningSlot]] = [:]
  /// Whether open and until when, of the office (`nil`) and of services.
  private var orders: [ServiceID?: OrderedOpening] = [:]
  private var badges: [Int64: Badge] = [:]
  private var registers: [RegisterName: [String: [String: String]]] = [:]
  /// Entries of which nothing but their id was journaled when the store was made.
  private var seeded: [RegisterName: Set<String>] = [:]
  private var accounts: [MemberID: GrantedAccount] = [:]
  private var sentReports: [Int64: SentReport] = [:]
  /// By the number of the reading.
  private var imports: [Int64: ImportFact] = [:]
  private var templates: [Int64: String?] = [:]
  private var reportTexts: [Int64: ReportTextFact] = [:]
  private var ratingCount = 0
  private var ticketCount = 0
  private var assistanceCount = 0
  private var correctedCount = 0
  private var withdrawnCount = 0
  /// The last entry of each service day, and the last that recorded, corrected or withdrew help of a day.
  private var lastEntries: [ServiceDay: Int64] = [:]
  private var lateEntries: [ServiceDay: Int64] = [:]
  private var badDays = BadDayReplay()
  private var helpCalls: [Int64: HelpCall] = [:]
  private let aged: AgedRecord
  private var agedDays: [AgedDayEntry] = []

  init(_ transaction: ReadTransaction) throws {
    self.transaction = transaction
    epoch = try transaction.epoch()
    aged = try AgedRecord(transaction)
    learningSince = max(try transaction.learningSince(), aged.last)
    if let known = aged.knowledge { knowledge = known }
  }

  mutating func run() throws -> VerificationReport {
    let findings = try String.fetchAll(transaction.db, sql: "PRAGMA quick_check(5)")
    if findings != ["ok"] { problems += findings.map { "SQLite: \($0)" } }
    problems += try String.fetchAll(transaction.db, sql: "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 5").map {
      "Bảng \($0) có dòng trỏ tới dữ liệu không tồn tại."
    }
    let cursor = try Row.fetchCursor(
      transaction.db,
      sql: "SELECT \(ChainLink.columns) FROM journal ORDER BY seq")
    while let row = try cursor.next() {
      try check { try $0.replay(row) }
      if problems.count >= VerificationReport.problemLimit { break }
    }
    try check { try $0.closeDay() }
    try check { try $0.compareTotals() }
    try check { try $0.compareRegisters() }
    try check { try $0.compareCounters() }
    try check { try $0.compareSheets() }
    try check { try $0.compareKnowledge() }
    try check { try $0.compareOpening() }
    try check { try $0.compareHelpCalls() }
    try check { $0.problems += try $0.badDays.compare(with: $0.transaction) }
    try check { try $0.compareAccounts() }
    try check { try $0.compareSentReports() }
    try check { try $0.compareAgedDays() }
    try check { try $0.compareImports() }
    try check {
      $0.problems += try $0.transaction.unprovenReportParts(templates: $0.templates, texts: $0.reportTexts)
    }
    return VerificationReport(
      epoch: epoch, end: end, tickets: ticketCount, assistances: assistanceCount, agedThrough: aged.through,
      problems: Array(problems.prefix(VerificationReport.problemLimit)))
  }

  /// A row that cannot be read is a finding, not the end of the search.
  private mutating func check(_ part: (inout Verification) throws -> Void) throws {
    do {
      try part(&self)
    } catch StoreError.corrupt(let detail) {
      problems.append("Dữ liệu không đọc được: \(detail).")
    }
  }

  private mutating func replay(_ row: Row) throws {
    let link = try ChainLink(row)
    let check = link.check(after: end) { aged }
    problems += check.problems
    end = link.end
    if check.isAfterGap { return }
    let (seq, kind) = (link.seq, link.kind)
    if check.isErased {
      if let day = link.day { lastEntries[day] = seq }
      return
    }
    guard let fact = Fact(kind: kind, body: Data(link.body.utf8), decoder: decoder), let day = link.day else {
      problems.append("Không đọc được mục \(seq) của nhật ký (\(kind)).")
      return
    }
    lastEntries[day] = seq
    if aged.holds(fact, seq: seq, kind: kind, day: day) {
      if aged.isErased { problems.append("Mục \(seq) của nhật ký lẽ ra đã xóa theo thời hạn lưu giữ.") }
      return
    }
    try replay(fact, seq: seq, at: link.at, day: day)
  }

  private mutating func replay(_ fact: Fact, seq: Int64, at now: Timestamp, day: ServiceDay) throws {
    switch fact {
    case .storeCreated(let epoch):
      if epoch != self.epoch || seq != 1 { problems.append("Mã nhận dạng của dữ liệu không khớp nhật ký.") }
    case .dayOpened:
      try closeDay()
      self.day = day
      days.append(day)
      for id in counters.keys { counters[id]?.beginDay(services: []) }
    case .ticketIssued(let issue):
      if tickets[issue.ticket] != nil { problems.append("Số \(issue.ticket) được cấp hai lần.") }
      if badDays.passedOver(issue) { problems.append("Số \(issue.ticket) đã bị bỏ qua mà vẫn được cấp.") }
      tickets[issue.ticket] = Ticket(issuing: issue, arrival: seq, at: now)
      issued[issue.service, default: 0] += 1
      ticketCount += 1
    case .ticketMoved(let id, let move):
      guard var ticket = tickets[id] else {
        problems.append("Mục \(seq) nói về số \(id) chưa được cấp trong ngày.")
        return
      }
      do throws(Refusal) {
        let before = ticket
        try replay(move, of: ticket, at: now)
        try ticket.make(move, at: now)
        tickets[id] = ticket
        if seq > learningSince { _ = knowledge.learn(from: move, of: before, to: ticket, at: now) }
        if move == .cancel { badDays.noteCancel(of: ticket.arrival, seq: seq) }
      } catch {
        problems.append("Mục \(seq): bước \(move.name.rawValue) của số \(id) trái quy tắc.")
      }
    case .counterOpened(let id, let member, let services):
      counters[id, default: Counter(id: id, services: [])].open(member: member, services: services)
    case .counterPaused(let id):
      counters[id]?.state = .paused
    case .counterClosed(let id):
      do throws(Refusal) {
        try counters[id]?.close(holding: nil)
      } catch {
        problems.append("Mục \(seq): quầy \(id) không thể đóng.")
      }
    case .assistanceRecorded(let assistance):
      noteLate(assistance, seq: seq)
      try compare(assistance, seq: seq)
    case .assistanceCorrected(let assistance, let original):
      noteLate(assistance, seq: seq)
      try compare(assistance, seq: seq)
      if try hasAged(assistance: original) { return }
      correctedCount += 1
      let replaced = try transaction.assistance(original)
      if let replaced { noteLate(replaced, seq: seq) }
      if replaced?.correctedBy != assistance.id {
        problems.append("Lượt hỗ trợ h-\(original) không được đánh dấu đã sửa bởi \(assistance.idText).")
      }
    case .recordWithdrawn(let original):
      if try hasAged(assistance: original) { return }
      withdrawnCount += 1
      let withdrawn = try transaction.assistance(original)
      if let withdrawn { noteLate(withdrawn, seq: seq) }
      if withdrawn?.withdrawnBy != seq {
        problems.append("Lượt hỗ trợ h-\(original) không được đánh dấu đã bỏ ở mục \(seq).")
      }
    case .memberAdded(let id, let team):
      members[id] = team
      seeded[.members, default: []].insert(id.text)
    case .villageAdded(let id):
      villages.insert(id)
      seeded[.villages, default: []].insert(id.text)
    case .calendarSet(let date, let slots):
      if date < day { problems.append("Mục \(seq): lịch của ngày \(date.text) đã qua bị đổi.") }
      calendar[date] = slots
    case .calendarEnded(let date):
      if calendar.removeValue(forKey: date) == nil || date < day {
        problems.append("Mục \(seq): lịch của ngày \(date.text) không có gì để bỏ.")
      }
    case .officeOrdered(let isOpen, let until):
      orders[.none] = OrderedOpening(isOpen: isOpen, until: until)
    case .servicePaused(let service, let until):
      orders[service] = OrderedOpening(isOpen: false, until: until)
    case .officeReleased:
      if orders.removeValue(forKey: .none) == nil {
        problems.append("Mục \(seq): không có lệnh mở, đóng cửa nào để bỏ.")
      }
    case .serviceResumed(let service):
      if orders.removeValue(forKey: service) == nil {
        problems.append("Mục \(seq): dịch vụ \(service) không tạm dừng mà được mở lại.")
      }
    case .clockDistrusted, .numbersSkipped, .lineCancelled:
      badDays.note(fact, seq: seq, day: day)
    case .clockTrusted(_, let step):
      badDays.note(fact, seq: seq, day: day)
      for (id, ticket) in tickets where ticket.id.day == day { tickets[id]?.follow(clockStep: step) }
      for id in counters.keys { counters[id]?.follow(clockStep: step) }
    case .badgeEnrolled(let id, let member):
      if id != seq || members[member] == nil { problems.append("Mục \(seq): thẻ của người không có trong danh sách.") }
      badges[id] = Badge(id: id, member: member, validFrom: now)
    case .badgeEnded(let id):
      guard let badge = badges[id], badge.validUntil == nil else {
        problems.append("Mục \(seq): thẻ b-\(id) không còn hiệu lực để hủy.")
        return
      }
      badges[id] = Badge(id: id, member: badge.member, validFrom: badge.validFrom, validUntil: now)
    case .registerEntered(let fact), .registerChanged(let fact):
      registers[fact.register, default: [:]][fact.id] = fact.fields
      if fact.register == .villages { villages.insert(VillageID(verified: fact.id)) }
      if fact.register == .members, let team = fact.fields["team"].flatMap(Team.init) {
        members[MemberID(verified: fact.id)] = team
      }
    case .helpCalled(let screen):
      helpCalls[seq] = HelpCall(id: seq, day: day, screen: screen, calledAt: now)
    case .helpAcknowledged(let call, let counter):
      if helpCalls[call].map({ $0.acknowledgement == nil && $0.day == day }) ?? false {
        helpCalls[call]?.acknowledgement = HelpCall.Acknowledgement(seq: seq, at: now, counter: counter)
      } else {
        problems.append("Mục \(seq): không có lời gọi hỗ trợ nào đang chờ để nhận.")
      }
    case .accountGranted(let member, let role):
      if members[member] == nil { problems.append("Mục \(seq): tài khoản của \(member) không có trong danh sách.") }
      accounts[member, default: GrantedAccount(role: role)].role = role
    case .secretChanged(let member):
      if accounts[member] == nil { problems.append("Mục \(seq): \(member) chưa có tài khoản.") }
      accounts[member]?.isLocked = false
    case .accountLocked(let member):
      if accounts[member] == nil { problems.append("Mục \(seq): \(member) chưa có tài khoản.") }
      accounts[member]?.isLocked = true
    case .accountEnded(let member):
      if accounts.removeValue(forKey: member) == nil {
        problems.append("Mục \(seq): \(member) không có tài khoản để bỏ.")
      }
    case .ticketRated(let id, let score):
      ratingCount += 1
      let stored = try tickets[id].flatMap { try transaction.rating(of: $0) }
      if stored != score { problems.append("Đánh giá của số \(id) khác với nhật ký (mục \(seq)).") }
    case .reportSent(let report):
      if report.id != seq || report.counted >= seq {
        problems.append("Mục \(seq): báo cáo đã gửi đếm từ mục chưa có.")
      }
      sentReports[report.id] = report
    case .reportWithdrawn(let report):
      if sentReports[report].map({ $0.withdrawal == nil }) ?? false {
        sentReports[report]?.withdrawal = seq
      } else {
        problems.append("Mục \(seq): không có báo cáo đã gửi nào để bỏ đánh dấu.")
      }
    case .dayAged(let day):
      agedDays.append(AgedDayEntry(day: day.day, seq: seq, last: day.last, sheet: Chain.digest(of: day.sheet)))
    case .templateSet(let digest):
      templates[seq] = .some(digest)
    case .reportTextSet(let section, let digest):
      reportTexts[seq] = ReportTextFact(section: section, digest: digest)
    case .importConfirmed(let fact):
      if imports.updateValue(fact, forKey: fact.reading) != nil {
        problems.append("Mục \(seq): lần nhập \(fact.reading) được xác nhận hai lần.")
      }
    case .slipRequested:
      break
    }
  }

  /// What a move of a ticket does to the counter it is made at.
  private mutating func replay(_ move: TicketMove, of ticket: Ticket, at now: Timestamp) throws(Refusal) {
    switch move {
    case .call(let counter, _, _):
      counters[counter]?.noteCall(of: ticket, at: now)
    case .undoCall:
      if let holder = ticket.state.holder { _ = try counters[holder]?.takeUndo(at: now) }
    case .releaseDirection:
      break
    default:
      if let holder = ticket.state.holder { counters[holder]?.confirmCall() }
    }
  }

  private mutating func compare(_ assistance: Assistance, seq: Int64) throws {
    assistanceCount += 1
    var stored = try transaction.assistance(assistance.id)
    stored?.correctedBy = nil
    stored?.withdrawnBy = nil
    let countedOn = try transaction.row("SELECT service_day FROM assistance WHERE id = ?", [assistance.id])?.day(0)
    if stored != assistance || countedOn != assistance.day {
      problems.append("Lượt hỗ trợ \(assistance.idText) khác với nhật ký (mục \(seq)).")
    }
  }

  /// Compares the tickets of the day that ends, then forgets them.
  private mutating func closeDay() throws {
    defer {
      tickets = [:]
      issued = [:]
    }
    guard let day else {
      if !tickets.isEmpty { problems.append("Nhật ký cấp số trước khi mở ngày đầu tiên.") }
      return
    }
    if let through = aged.through, day <= through { return }
    var seen = 0
    let cursor = try Row.fetchCursor(
      transaction.db, sql: "SELECT \(Ticket.columns) FROM ticket WHERE service_day = ?", arguments: [day.text])
    while let row = try cursor.next() {
      let stored = try Ticket(row: row)
      seen += 1
      if tickets[stored.id] != stored { problems.append("Số \(stored.id) khác với nhật ký.") }
      if problems.count >= VerificationReport.problemLimit { return }
    }
    if seen != tickets.count {
      problems.append("Ngày \(day.text) có \(seen) số trong bảng, nhật ký có \(tickets.count).")
    }
    var waiting: [ServiceID: Int] = [:]
    for ticket in tickets.values where ticket.state == .waiting { waiting[ticket.service, default: 0] += 1 }
    let lines = Dictionary(try transaction.lines(on: day).map { ($0.service, $0) }) { $1 }
    for service in Set(lines.keys).union(issued.keys).union(waiting.keys).sorted()
    where lines[service]?.issued ?? 0 != issued[service] ?? 0 || lines[service]?.waiting ?? 0 != waiting[service] ?? 0 {
      problems.append("Hàng chờ \(service) ngày \(day.text) khác với nhật ký.")
    }
  }

  private mutating func compareTotals() throws {
    let strays = try transaction.assistances(among: aged.strays)
    for (table, expected, name, erased) in [
      ("ticket", ticketCount, "số thứ tự", 0), ("assistance", assistanceCount, "lượt hỗ trợ", strays),
    ] {
      let count =
        try transaction.count(
          "SELECT count(*) FROM \(table) WHERE service_day > ?", [aged.throughText]) - erased
      if count != expected { problems.append("Bảng có \(count) \(name), nhật ký có \(expected).") }
    }
    let corrected =
      try transaction.count(
        "SELECT count(*) FROM assistance WHERE corrected_by IS NOT NULL AND service_day > ?", [aged.throughText])
      - strays
    if corrected != correctedCount { problems.append("Số lượt hỗ trợ đã sửa khác với nhật ký.") }
    guard try transaction.knowsWithdrawals else { return }
    let withdrawn = try transaction.count(
      "SELECT count(*) FROM assistance WHERE withdrawn_by IS NOT NULL AND service_day > ?", [aged.throughText])
    if withdrawn != withdrawnCount { problems.append("Số lượt hỗ trợ đã bỏ khác với nhật ký.") }
  }

  private mutating func noteLate(_ assistance: Assistance, seq: Int64) {
    lateEntries[assistance.day] = seq
  }

  /// Counts every day that is over once more and compares it with what was kept of it.
  private mutating func compareSheets() throws {
    let ended = lastEntries.sorted { $0.key < $1.key }
    let days = try transaction.rows(
      "SELECT day, seq FROM day_sheet WHERE format = ? AND day > ? ORDER BY day",
      [DaySheet.formatVersion, aged.throughText]
    ) { (try $0.day(0), try $0.value(1) as Int64) }
    for (day, seq) in days {
      let counted = try transaction.countedSheet(of: day)
      let expected = max(ended.last { $0.key <= day }?.value ?? 0, lateEntries[day] ?? 0)
      // A correction to a day that has aged since was the last that was known of this one.
      let isExpected = seq == expected || seq > expected && aged.strays.contains(seq)
      if try transaction.storedSheet(of: day) != counted || !isExpected {
        problems.append("Số liệu tổng hợp ngày \(day.text) khác với các lượt đã ghi.")
        if problems.count >= VerificationReport.problemLimit { return }
      }
    }
  }

  private mutating func compareRegisters() throws {
    let storedDays = try transaction.rows("SELECT day FROM service_day ORDER BY day") { try $0.day(0) }
    if storedDays != days { problems.append("Bảng các ngày làm việc khác với nhật ký.") }
    let storedMembers = Dictionary(try transaction.members().map { ($0.id, $0.team) }) { $1 }
    if storedMembers != members { problems.append("Danh sách người hỗ trợ khác với nhật ký.") }
    if Set(try transaction.villages().map(\.id)) != villages { problems.append("Danh mục thôn khác với nhật ký.") }

    let badgeRows = try transaction.badges()
    let storedBadges = Dictionary(badgeRows.map { ($0.id, $0) }) { $1 }
    if storedBadges != badges { problems.append("Danh sách thẻ khác với nhật ký.") }
    for register in RegisterName.allCases {
      var replayed = registers[register] ?? [:]
      for entry in try transaction.entries(of: register) {
        // Earlier releases seeded villages and members by their ids alone, until this one opened the store.
        let isUntold = replayed[entry.id] == nil && (seeded[register]?.contains(entry.id) ?? false)
        if !isUntold, replayed[entry.id] != entry.journalFields {
          problems.append("Mục \(entry.id) của sổ “\(register.name)” khác với nhật ký.")
        }
        replayed[entry.id] = nil
      }
      for id in replayed.keys.sorted() {
        problems.append("Mục \(id) của sổ “\(register.name)” có trong nhật ký mà không có trong bảng.")
      }
    }
  }

  private mutating func compareKnowledge() throws {
    let stored = try transaction.waitKnowledge()
    if stored.servingTimes != knowledge.servingTimes { problems.append("Thời gian phục vụ đã đo khác với nhật ký.") }
    if stored.caution != knowledge.caution { problems.append("Độ rộng của dự báo chờ khác với nhật ký.") }
  }

  private mutating func compareCounters() throws {
    for stored in try transaction.counters() {
      var replayed = counters[stored.id] ?? Counter(id: stored.id, services: stored.services)
      // A closed counter's services come from the configuration, not from the journal.
      if stored.state == .closed { replayed.services = stored.services }
      if replayed != stored { problems.append("Quầy \(stored.id) khác với nhật ký.") }
      counters[stored.id] = nil
    }
    for id in counters.keys.sorted() { problems.append("Quầy \(id) có trong nhật ký mà không có trong bảng.") }
  }

  private mutating func compareHelpCalls() throws {
    // A file of an earlier release, looked at before it is brought up to date, has entries alone.
    guard try transaction.db.tableExists("help_call") else { return }
    let stored = try transaction.allHelpCalls().filter { $0.value.day.text > aged.throughText }
    if stored != helpCalls { problems.append("Lời gọi hỗ trợ khác với nhật ký.") }
  }

  private mutating func compareOpening() throws {
    let storedDays = try transaction.rows("SELECT day, slots FROM calendar_day") {
      (try $0.day(0), try $0.json(1) as [OpeningSlot])
    }
    if Dictionary(storedDays, uniquingKeysWith: { $1 }) != calendar {
      problems.append("Lịch mở cửa khác với nhật ký.")
    }
    let storedOrders = try transaction.openingOrders().mapValues { OrderedOpening(isOpen: $0.isOpen, until: $0.until) }
    if storedOrders != orders { problems.append("Lệnh mở, đóng cửa hoặc tạm dừng dịch vụ khác với nhật ký.") }
  }

  private mutating func compareAccounts() throws {
    // As with opening, a file of the first release has neither table nor entry.
    guard try transaction.db.tableExists("account") || !accounts.isEmpty else { return }
    let ratings = try transaction.count(
      "SELECT count(*) FROM rating r JOIN ticket t ON t.arrival = r.ticket WHERE t.service_day > ?", [aged.throughText])
    if ratings != ratingCount { problems.append("Bảng có \(ratings) đánh giá, nhật ký có \(ratingCount).") }
    let stored = Dictionary(
      try transaction.accounts().map { ($0.member, GrantedAccount(role: $0.role, isLocked: $0.isLocked)) }
    ) { $1 }
    if stored != accounts { problems.append("Tài khoản đăng nhập khác với nhật ký.") }
  }
}

extension Verification {
  private mutating func compareImports() throws {
    guard try transaction.db.tableExists("import_reading") || !imports.isEmpty else { return }
    for reading in try transaction.confirmedReadings() {
      let fact = imports.removeValue(forKey: reading.id)
      let stored = ImportFact(
        name: reading.name, reading: reading.id, lines: reading.accepted, fileDigest: reading.fileDigest)
      if fact != stored { problems.append("Lần nhập \(reading.idText) khác với nhật ký.") }
      if reading.state == .done, reading.taken != reading.accepted {
        problems.append("Lần nhập \(reading.idText) chưa đủ dòng mà đã ghi là xong.")
      }
    }
    for id in imports.keys.sorted() { problems.append("Lần nhập \(id) có trong nhật ký mà không có trong bảng.") }
  }

  private mutating func compareSentReports() throws {
    guard try transaction.db.tableExists("sent_report") || !sentReports.isEmpty else { return }
    let stored = Dictionary(try transaction.sentReports().map { ($0.id, $0) }) { $1 }
    if stored != sentReports { problems.append("Danh sách báo cáo đã gửi khác với nhật ký.") }
    for report in stored.values.sorted(by: { $0.id < $1.id }) {
      guard let kept = try transaction.content(of: report) else { continue }
      if Chain.digest(of: kept.file).hexText != report.fileDigest
        || Chain.digest(of: kept.figures).hexText != report.figuresDigest
      {
        problems.append("Báo cáo số \(report.number) không còn như lúc gửi.")
      }
    }
  }

  /// Whether a record that has been corrected has aged: its row is gone, and its entry, if it is still whole, says so.
  private func hasAged(assistance id: Int64) throws -> Bool {
    if aged.strays.contains(id) { return true }
    guard
      let entry = try transaction.row("SELECT kind, service_day, body FROM journal WHERE seq = ?", [id])
    else { return false }
    let (kind, body): (String, String) = (try entry.value(0), try entry.value(2))
    if body.isEmpty { return aged.mayBeErased(seq: id, kind: kind, day: try entry.day(1)) }
    guard let fact = Fact(kind: kind, body: Data(body.utf8), decoder: decoder) else { return false }
    return aged.holds(fact, seq: id, kind: kind, day: try entry.day(1))
  }

  /// The figures of aged days are those that were journaled, and of nothing else of them is anything left.
  private mutating func compareAgedDays() throws {
    guard try transaction.db.tableExists("aged_day") else { return }
    let stored = try transaction.rows("SELECT day, seq, last FROM aged_day ORDER BY day") {
      AgedDayEntry(day: try $0.day(0), seq: try $0.value(1), last: try $0.value(2), sheet: Data())
    }
    if stored != agedDays.map(\.withoutSheet) { problems.append("Danh sách các ngày đã gộp khác với nhật ký.") }
    for entry in agedDays {
      let bytes: Data? = try transaction.row("SELECT bytes FROM day_sheet WHERE day = ?", [entry.day.text])?.value(0)
      if bytes.map(Chain.digest) != entry.sheet {
        problems.append("Số liệu tổng hợp ngày \(entry.day.text) khác với nhật ký.")
        if problems.count >= VerificationReport.problemLimit { return }
      }
    }
    guard aged.isErased else { return }
    for (table, column) in [
      ("ticket", "service_day"), ("assistance", "service_day"), ("line", "service_day"), ("help_call", "day"),
    ] where try transaction.count("SELECT count(*) FROM \(table) WHERE \(column) <= ?", [aged.throughText]) > 0 {
      problems.append("Bảng \(table) còn chi tiết của ngày đã gộp.")
    }
    if try transaction.count("SELECT count(*) FROM remark WHERE seq <= ?", [aged.last]) > 0 {
      problems.append("Còn lời ghi của ngày đã gộp.")
    }
  }
}

/// A day that has aged, as its entry says.
private struct AgedDayEntry: Equatable {
  let day: ServiceDay
  let seq: Int64
  let last: Int64
  /// SHA-256.
  let sheet: Data

  var withoutSheet: AgedDayEntry { AgedDayEntry(day: day, seq: seq, last: last, sheet: Data()) }
}

/// What the journal keeps of an `Account`.
private struct GrantedAccount: Hashable {
  var role: Role
  var isLocked = false
}

/// What the journal keeps of an `OpeningOrder`.
private struct OrderedOpening: Hashable {
  let isOpen: Bool
  let until: Timestamp
}
