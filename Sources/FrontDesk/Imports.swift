import Foundation
import Queueing
package import Records
package import Storage

/// A table that was read, as it is told.
package struct ImportAnswer: Hashable, Sendable, Codable {
  /// `n-12`.
  package let id: String
  package let name: ImportName
  package let state: ImportReading.State
  /// Lines that are good and new, that are in the record already, and that are refused.
  package let accepted: Int
  package let known: Int
  package let refused: Int
  /// Good lines that are in the record by now.
  package let taken: Int
  /// Refused lines from where it was asked for, `refusalPage` at most.
  package let refusals: [RefusedLine]
  /// The last line of `refusals` when there are more behind it.
  package let cursor: Int?

  package static let refusalPage = 2000

  init(_ reading: ImportReading, refusals: [RefusedLine]) {
    id = reading.idText
    name = reading.name
    state = reading.state
    accepted = reading.accepted
    known = reading.known
    refused = reading.refused
    taken = reading.taken
    self.refusals = Array(refusals.prefix(Self.refusalPage))
    cursor = refusals.count > Self.refusalPage ? self.refusals.last?.line : nil
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(name, forKey: .name)
    try container.encode(state, forKey: .state)
    try container.encode(accepted, forKey: .accepted)
    try container.encode(known, forKey: .known)
    try container.encode(refused, forKey: .refused)
    try container.encode(taken, forKey: .taken)
    try container.encode(refusals, forKey: .refusals)
    try container.encode(nullable: cursor, forKey: .cursor)
  }
}

/// Reads a table line by line into the store, where its good lines wait for somebody to confirm them.
///
/// A line is kept in groups, each in a transaction of its own: nobody who is served waits for a whole file.
package struct ImportSession {
  /// Lines of one transaction.
  static let groupSize = 500
  /// Lines of a file at most.
  package static let assistanceLimit = 200_000
  package static let registerLimit = 5000

  private enum Table {
    case none
    case assistances(AssistanceTable)
    case register(RegisterTable)
  }

  private let reception: Reception
  private let name: ImportName
  package let reading: Int64
  private var table = Table.none
  private var lines = 0
  private var rows: [ImportRow] = []
  private var refused: [RefusedLine] = []
  /// How often the file has said the same so far: two citizens may have been helped alike.
  private var repeats: [Data: Int] = [:]
  /// A register is judged as a whole, since its lines may name each other.
  private var entries: [(line: Int, entry: RegisterTable.Line)] = []
  /// The last day of which nothing can be recorded any more.
  private var aged: ServiceDay?
  private let encoder: JSONEncoder

  fileprivate init(_ reception: Reception, name: ImportName, reading: Int64) {
    self.reception = reception
    self.name = name
    self.reading = reading
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  private var limit: Int {
    switch name {
    case .assistances: Self.assistanceLimit
    case .register: Self.registerLimit
    }
  }

  /// - Throws: `RequestProblem.invalid` for a header that is none, and for more lines than there may be.
  package mutating func read(_ line: TableLine) async throws {
    switch table {
    case .none: table = try await begin(line)
    case .assistances(let table):
      try count()
      judge(line, by: table)
      if rows.count + refused.count >= Self.groupSize { try await flush() }
    case .register(let table):
      try count()
      entries.append((line.number, table.read(line)))
    }
  }

  private mutating func count() throws {
    lines += 1
    guard lines > limit else { return }
    throw RequestProblem.invalid([
      FieldProblem(
        field: "file", value: nil, accepted: "nhiều nhất \(limit) dòng", reason: "Tệp quá dài. Hãy chia làm nhiều tệp.")
    ])
  }

  /// Nothing of a file without lines is kept.
  package mutating func end() async throws {
    guard case .none = table else {
      if case .register(let register) = name { try await judgeEntries(of: register) }
      try await flush()
      try await reception.store.write { [reading] tx in try tx.endReading(reading) }
      return
    }
    throw RequestProblem.invalid([
      FieldProblem(field: "file", value: nil, accepted: "một dòng tên cột, rồi mỗi mục một dòng", reason: "Tệp trống.")
    ])
  }

  private mutating func begin(_ header: TableLine) async throws -> Table {
    let now = reception.clock.now()
    do {
      switch name {
      case .assistances:
        let (registers, aged) = try await reception.store.read { tx in
          (Registers(members: try tx.members(), villages: try tx.villages()), try tx.agedThrough())
        }
        self.aged = aged
        return .assistances(try AssistanceTable(header: header, registers: registers, now: now))
      case .register(let register):
        let names = try await reception.store.read { tx in
          try register.references.reduce(into: [RegisterName: TableNames]()) { names, other in
            names[other] = TableNames(try tx.entries(of: other))
          }
        }
        let today = reception.office.serviceDay(at: now)
        return .register(try RegisterTable(register, header: header, names: names, today: today))
      }
    } catch let invalid as InvalidTable {
      throw RequestProblem.invalid(invalid.problems)
    }
  }

  private mutating func judge(_ line: TableLine, by table: AssistanceTable) {
    do throws(InvalidAssistance) {
      let taken = try table.read(line)
      if let aged, taken.assistance.day <= aged {
        let problem = FieldProblem(
          field: "Ngày", value: taken.assistance.day.officialText, accepted: "sau ngày \(aged.officialText)",
          reason: "Chi tiết của các ngày đến hết \(aged.officialText) đã xóa theo thời hạn lưu giữ.")
        refused.append(RefusedLine(line: line.number, problems: [problem]))
        return
      }
      guard let content = try? encoder.encode(taken.assistance) else { return }
      let said = ImportRow.digest(content)
      let key: Data
      if let told = taken.key {
        key = ImportRow.digest(Data("key:\(told)".utf8))
      } else {
        let nth = repeats[said, default: 0]
        repeats[said] = nth + 1
        key = ImportRow.digest(said + Data("#\(nth)".utf8))
      }
      rows.append(
        ImportRow(
          line: line.number, day: taken.assistance.day, key: key, content: said, body: .assistance(taken.assistance),
          note: taken.note, told: taken.key.map { (table.heading("key"), $0) }))
    } catch {
      refused.append(RefusedLine(line: line.number, problems: error.problems))
    }
  }

  private mutating func judgeEntries(of register: RegisterName) async throws {
    guard case .register(let table) = table else { return }
    let references = register.references
    let (existing, known) = try await reception.store.read { tx in
      let entries = try tx.entries(of: register)
      let known = try references.reduce(into: [RegisterName: Set<String>]()) { known, other in
        known[other] = Set(try tx.entries(of: other).map(\.id))
      }
      return (Dictionary(entries.map { ($0.id, $0) }) { $1 }, known)
    }
    var judgement = EntryJudgement(register, existing: existing, known: known)
    judgement.judge(entries.map(\.entry))
    var unchanged = 0
    for (index, (line, entry)) in entries.enumerated() {
      if let problems = judgement.problems[index] {
        refused.append(
          RefusedLine(
            line: line,
            problems: problems.map {
              FieldProblem(
                field: table.heading($0.field), value: $0.value, accepted: $0.accepted, reason: $0.reason)
            }))
      } else if judgement.entries[index] == existing[entry.id] {
        unchanged += 1
      } else {
        let key = ImportRow.digest(Data("\(register.rawValue):\(entry.id)".utf8))
        rows.append(
          ImportRow(
            line: line, day: nil, key: key, content: key, body: .entry(id: entry.id, texts: entry.texts), note: nil))
      }
    }
    if unchanged > 0 {
      try await reception.store.write { [reading, unchanged] tx in try tx.noteKnown(unchanged, of: reading) }
    }
    entries = []
  }

  private mutating func flush() async throws {
    let (rows, refused) = (rows, refused)
    guard !rows.isEmpty || !refused.isEmpty else { return }
    self.rows = []
    self.refused = []
    // A register has all its lines here at once.
    for start in stride(from: 0, to: max(rows.count, 1), by: Self.groupSize) {
      let group = Array(rows.dropFirst(start).prefix(Self.groupSize))
      let refusals = start == 0 ? refused : []
      try await reception.store.write { [reading] tx in try tx.keep(group, refused: refusals, of: reading) }
    }
  }
}

/// Judges the lines of a register against what it has and against each other, until what is good needs nothing that is
/// refused.
private struct EntryJudgement {
  private let register: RegisterName
  private let existing: [String: RegisterEntry]
  private let known: [RegisterName: Set<String>]
  /// By the place of the line; a line has either.
  private(set) var entries: [Int: RegisterEntry] = [:]
  private(set) var problems: [Int: [FieldProblem]] = [:]

  /// - Parameter known: the ids of the registers that this one refers to.
  init(_ register: RegisterName, existing: [String: RegisterEntry], known: [RegisterName: Set<String>]) {
    self.register = register
    self.existing = existing
    self.known = known
  }

  mutating func judge(_ lines: [RegisterTable.Line]) {
    var own: [String: Int] = [:]
    for (index, line) in lines.enumerated() {
      if own[line.id] == nil {
        own[line.id] = index
      } else {
        problems[index] = [
          FieldProblem(
            field: "id", value: line.id, accepted: "mỗi mã một dòng", reason: "Một dòng trước đã có mã này.")
        ]
      }
    }
    let references = register.fields.filter { $0.form == .reference(register) }.map(\.name)
    let naming = Dictionary(
      grouping: own.values.flatMap { index in
        references.compactMap { lines[index].texts[$0].map { (named: $0, index: index) } }
      }, by: \.named)
    var waiting = own.values.sorted()
    while !waiting.isEmpty {
      var fallen: [String] = []
      for index in waiting where problems[index] == nil {
        judge(lines[index], at: index, among: own)
        if problems[index] != nil { fallen.append(lines[index].id) }
      }
      for id in fallen { own[id] = nil }
      waiting = fallen.flatMap { naming[$0]?.map(\.index) ?? [] }
      if waiting.isEmpty {
        for index in rings(among: own) {
          own[lines[index].id] = nil
          waiting += naming[lines[index].id]?.map(\.index) ?? []
        }
      }
    }
  }

  private mutating func judge(_ line: RegisterTable.Line, at index: Int, among own: [String: Int]) {
    var found = line.problems
    do {
      entries[index] = try register.checked(id: line.id, texts: line.texts, changing: existing[line.id]) { other, id in
        (known[other]?.contains(id) ?? false) || other == register && own[id] != nil
      }
    } catch let invalid as InvalidEntry {
      let told = Set(found.map(\.field))
      found += invalid.problems.filter { !told.contains($0.field) }
    } catch {
      return
    }
    guard !found.isEmpty else { return }
    entries[index] = nil
    problems[index] = found
  }

  /// Refuses the good lines by which villages would be part of each other.
  ///
  /// - Returns: their places.
  private mutating func rings(among own: [String: Int]) -> [Int] {
    var found: [Int] = []
    var mergers = Mergers { [entries, existing] id in
      (own[id].flatMap { entries[$0] } ?? existing[id])?.fields[RegisterName.successorField]
    }
    for index in own.values.sorted() {
      guard let entry = entries[index], entry != existing[entry.id] else { continue }
      do {
        try mergers.check(entry)
      } catch let invalid as InvalidEntry {
        problems[index] = invalid.problems
        found.append(index)
      } catch {
        continue
      }
    }
    for index in found { entries[index] = nil }
    return found
  }
}

extension Desk {
  /// Lines of help that one transaction takes in, and days that they may be of: the figures of each are counted anew.
  static let importGroup = (lines: 200, days: 8)

  /// Takes in the next lines of an import that was confirmed.
  ///
  /// - Returns: whether there was one.
  func takeImportedLines() throws -> Bool {
    guard let reading = try tx.confirmedReading() else { return false }
    var days: Set<ServiceDay> = []
    let rows = try tx.waitingRows(of: reading.id, limit: Self.importGroup.lines).prefix { row in
      if let day = row.day { days.insert(day) }
      return days.count <= Self.importGroup.days
    }
    for row in rows {
      guard case .assistance(let assistance) = row.body else { continue }
      try tx.take(row, assistance, day: day, at: now, actor: reading.actor)
    }
    try tx.noteTaken(Array(rows), of: reading.id)
    return true
  }

  /// Confirms a reading: a register changes at once, help comes in group by group from now on.
  func confirmImport(_ reading: ImportReading) throws {
    guard reading.state == .ready else { return }
    // A day may have aged since the file was read: nothing of the file comes in then.
    if let aged = try tx.agedThrough(), let first = try tx.waitingRows(of: reading.id, limit: 1).first?.day,
      first <= aged
    {
      throw RequestProblem.aged(aged)
    }
    try tx.confirm(reading, day: day, at: now, actor: actor)
    guard case .register(let register) = reading.name else {
      try tx.noteTaken([], of: reading.id)
      return
    }
    let all = try tx.waitingRows(of: reading.id, limit: ImportSession.registerLimit)
    var waiting = all
    // An entry that names another of the same file comes after it.
    while !waiting.isEmpty {
      let later = try waiting.filter { row in
        guard case .entry(let id, let texts) = row.body else { return false }
        if waiting.count > 1, try namesAnother(texts, of: register, among: waiting, not: id) { return true }
        try put(id, texts: texts, in: register)
        return false
      }
      // Read by an earlier release, which let a ring pass.
      guard later.count < waiting.count else {
        throw RequestProblem.invalid([
          FieldProblem(
            field: RegisterName.successorField, value: nil, accepted: "thôn không sáp nhập vòng quanh",
            reason: "Các thôn trong tệp sáp nhập vào nhau. Hãy sửa tệp rồi đọc lại.")
        ])
      }
      waiting = later
    }
    try checkMergers(
      of: all.compactMap { if case .entry(let id, _) = $0.body { id } else { nil } }, in: register)
    try tx.noteTaken(all, of: reading.id)
  }

  private func put(_ id: String, texts: [String: String], in register: RegisterName) throws {
    if try tx.entry(id, of: register) == nil {
      _ = try enter(id, texts: texts, into: register, isAlone: false)
    } else {
      _ = try change(id, texts: texts, in: register, isAlone: false)
    }
  }

  private func namesAnother(
    _ texts: [String: String], of register: RegisterName, among waiting: [ImportRow], not own: String
  ) throws -> Bool {
    for field in register.fields where field.form == .reference(register) {
      guard let named = texts[field.name], !named.isEmpty, named != own else { continue }
      if try tx.entry(named, of: register) == nil { return true }
    }
    return false
  }
}

extension RequestProblem {
  /// - Parameter lines: the first of those that were taken with another content, in order.
  fileprivate static func takenMeanwhile(_ lines: [Int]) -> RequestProblem {
    .invalid(
      lines.prefix(20).map { line in
        FieldProblem(
          field: "dòng \(line)", value: nil, accepted: "mã dòng chưa nhập lần nào, hoặc đúng nội dung đã nhập",
          reason: "Một tệp khác vừa nhập dòng mang mã này với nội dung khác. Chưa nhập gì của tệp này; hãy đọc lại tệp "
            + "để thấy từng dòng, sửa rồi xác nhận.")
      })
  }
}

extension Reception {
  package func beginImport(
    _ name: ImportName, fileDigest: String, by requester: Requester
  ) async throws -> ImportSession {
    let day = today
    let reading = try await store.write { tx in
      try tx.beginReading(name, fileDigest: fileDigest, day: try tx.currentDay() ?? day, actor: requester.name)
    }
    return ImportSession(self, name: name, reading: reading)
  }

  private var today: ServiceDay { office.serviceDay(at: clock.now()) }

  /// Forgets a reading that came to nothing.
  package func dropImport(_ reading: Int64) async throws {
    while try await store.write({ tx in
      try tx.forgetReadings(before: ServiceDay(epochDay: 0), or: reading, limit: Self.forgottenAtOnce)
    }) {}
  }

  private static let forgottenAtOnce = 2000

  /// - Parameter line: refused lines behind it are told.
  /// - Throws: `RequestProblem.noSuchImport`.
  package func importAnswer(_ text: String, after line: Int = 0) async throws -> ImportAnswer {
    try await look { lookup in
      guard let reading = try ImportReading.id(fromText: text).flatMap({ try lookup.tx.reading($0) }) else {
        throw RequestProblem.noSuchImport(text)
      }
      return ImportAnswer(
        reading,
        refusals: try lookup.tx.refusedLines(of: reading.id, after: line, limit: ImportAnswer.refusalPage + 1))
    }
  }

  /// The latest imports, newest first, without their refused lines.
  package func imports() async throws -> [ImportAnswer] {
    try await look { try $0.tx.readings(limit: 20).map { ImportAnswer($0, refusals: []) } }
  }

  /// Lets the good lines of a reading in. Once this is answered they all come into the record, whatever happens.
  ///
  /// - Throws: `RequestProblem.invalid` when a line was taken from another file meanwhile, and said something else.
  package func confirmImport(_ text: String, by requester: Requester) async throws {
    var isDone = false
    while !isDone {
      // Whoever waits for a number does not wait while every line is looked at.
      let doubles = try await look { lookup in
        guard let reading = try ImportReading.id(fromText: text).flatMap({ try lookup.tx.reading($0) }) else {
          throw RequestProblem.noSuchImport(text)
        }
        guard reading.state != .reading else { throw RequestProblem.importUnfinished(reading.idText) }
        guard reading.state == .ready, reading.name == .assistances else { return nil as ImportDoubles? }
        return try lookup.tx.doubles(of: reading.id, limit: ImportSession.groupSize)
      }
      if let doubles, !doubles.conflicts.isEmpty { throw RequestProblem.takenMeanwhile(doubles.conflicts) }
      isDone = try await carryOut(requester) { desk in
        guard let reading = try ImportReading.id(fromText: text).flatMap({ try desk.tx.reading($0) }) else {
          throw RequestProblem.noSuchImport(text)
        }
        guard let doubles, reading.state == .ready else {
          try desk.confirmImport(reading)
          return true
        }
        if !doubles.known.isEmpty {
          try desk.tx.noteKnown(doubles.known, of: reading.id)
          return false
        }
        if try desk.tx.isAnyImportConfirmed(after: doubles.seq) { return false }
        try desk.confirmImport(reading)
        return true
      }
    }
  }

  /// Takes in the next lines of an import that was confirmed; `false` when none is left. Many may call it at once.
  package func continueImports() async throws -> Bool {
    guard try await store.read({ try $0.confirmedReading() != nil }) else { return false }
    return try await carryOut(.system) { try $0.takeImportedLines() }
  }

  /// Forgets what is left of imports of earlier days; `false` when there is nothing.
  package func forgetOldImports() async throws -> Bool {
    let day = today
    // Looked for every few seconds, found once a day at most: nobody who writes waits for the looking.
    let isAny = try await store.read { tx in try tx.hasForgettableReadings(before: tx.currentDay() ?? day) }
    guard isAny else { return false }
    return try await store.write { tx in
      try tx.forgetReadings(before: try tx.currentDay() ?? day, limit: Self.forgottenAtOnce)
    }
  }
}
