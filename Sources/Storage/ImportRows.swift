import Crypto
package import Foundation
import GRDB
package import Queueing
package import Records

extension Schema {
  /// Tables that were read from files: what of them was good and waits to be confirmed, what was refused, and by which
  /// line every imported help is known, so that the same line is taken once. A village may say into which it was merged.
  static let version15 = """
    ALTER TABLE village ADD COLUMN successor TEXT REFERENCES village(id)
      CHECK (successor IS NULL OR (valid_until IS NOT NULL AND successor <> id));

    CREATE TABLE import_reading(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('reading', 'ready', 'confirmed', 'done')),
      day TEXT NOT NULL CHECK (length(day) = 10),
      actor TEXT NOT NULL,
      file_digest TEXT NOT NULL CHECK (length(file_digest) = 64),
      accepted INTEGER NOT NULL CHECK (accepted >= 0),
      known INTEGER NOT NULL CHECK (known >= 0),
      refused INTEGER NOT NULL CHECK (refused >= 0),
      taken INTEGER NOT NULL CHECK (taken BETWEEN 0 AND accepted),
      confirmation INTEGER UNIQUE REFERENCES journal(seq),
      CHECK ((confirmation IS NOT NULL) = (state IN ('confirmed', 'done')))
    ) STRICT;
    CREATE INDEX import_reading_open ON import_reading(id) WHERE state <> 'done';
    CREATE TRIGGER import_reading_moves BEFORE UPDATE OF state ON import_reading
      WHEN OLD.state <> NEW.state
        AND (OLD.state || '>' || NEW.state) NOT IN ('reading>ready', 'ready>confirmed', 'confirmed>done')
      BEGIN SELECT RAISE(ABORT, 'this move of an import is not legal'); END;
    CREATE TRIGGER import_reading_kept BEFORE DELETE ON import_reading WHEN OLD.confirmation IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'an import that was confirmed stays'); END;

    -- By day, so that each transaction that takes lines in changes the figures of few days.
    CREATE TABLE import_row(
      reading INTEGER NOT NULL REFERENCES import_reading(id),
      day TEXT NOT NULL,
      line INTEGER NOT NULL,
      key BLOB NOT NULL,
      content BLOB NOT NULL,
      body TEXT NOT NULL CHECK (json_valid(body)),
      note TEXT,
      PRIMARY KEY (reading, day, line)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX import_row_key ON import_row(reading, key);

    CREATE TABLE import_refusal(
      reading INTEGER NOT NULL REFERENCES import_reading(id),
      line INTEGER NOT NULL,
      problems TEXT NOT NULL CHECK (json_type(problems) = 'array'),
      PRIMARY KEY (reading, line)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE import_line(
      key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 16),
      content BLOB NOT NULL CHECK (length(content) = 16),
      assistance INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER import_line_unchanged BEFORE UPDATE ON import_line
      BEGIN SELECT RAISE(ABORT, 'a line that was imported stays known'); END;

    CREATE INDEX journal_register ON journal(seq) WHERE kind IN ('register-entered', 'register-changed');
    """
}

/// A table that was read.
package struct ImportReading: Hashable, Sendable {
  package enum State: String, CaseIterable, Sendable, Codable {
    case reading, ready, confirmed, done
  }

  package let id: Int64
  package let name: ImportName
  package let state: State
  /// The service day on which it was read.
  package let day: ServiceDay
  package let actor: String
  package let fileDigest: String
  /// Lines that are good, those that are known already, and those that are refused.
  package let accepted: Int
  package let known: Int
  package let refused: Int
  /// Good lines that are in the record.
  package let taken: Int

  /// `n-12`.
  package var idText: String { Self.idText(of: id) }

  package static func idText(of id: Int64) -> String { "n-\(id)" }

  package static func id(fromText text: String) -> Int64? {
    guard text.hasPrefix("n-"), let id = Int64(text.dropFirst(2)), id >= 1, "n-\(id)" == text else { return nil }
    return id
  }
}

/// A good line, as it waits.
package struct ImportRow: Sendable {
  package let line: Int
  /// The day it is about; empty for a register.
  package let day: ServiceDay?
  /// 16 bytes each: by which the line is known, and what it says.
  package let key: Data
  package let content: Data
  package let body: ImportBody
  package let note: String?
  /// Where the file itself tells the line from the others: the heading of that column and what stands there.
  package let told: (heading: String, key: String)?

  package init(
    line: Int, day: ServiceDay?, key: Data, content: Data, body: ImportBody, note: String?,
    told: (heading: String, key: String)? = nil
  ) {
    self.line = line
    self.day = day
    self.key = key
    self.content = content
    self.body = body
    self.note = note
    self.told = told
  }
}

/// Lines of a reading whose key came into the record, or waits to come into it, with another file since they were read.
package struct ImportDoubles: Sendable {
  /// Those that say the same, by their days and numbers.
  package let known: [(day: String, line: Int)]
  /// The first that say something else.
  package let conflicts: [Int]
  /// The end of the journal when they were looked for.
  package let seq: Int64
}

package enum ImportBody: Hashable, Sendable, Codable {
  case assistance(Assistance)
  case entry(id: String, texts: [String: String])
}

/// A line that is refused, and why.
package struct RefusedLine: Hashable, Sendable, Codable {
  package let line: Int
  package let problems: [FieldProblem]

  package init(line: Int, problems: [FieldProblem]) {
    self.line = line
    self.problems = problems
  }
}

extension ImportRow {
  fileprivate var keyField: String { told?.heading ?? "key" }
  fileprivate var shownKey: String? { told.map { $0.key.count > 60 ? $0.key.prefix(59) + "…" : $0.key } }

  /// The first half of a SHA-256: enough that no two lines of an office are taken for each other.
  package static func digest(_ bytes: Data) -> Data {
    Data(SHA256.hash(data: bytes).prefix(16))
  }

  package static func fileDigest(_ bytes: [UInt8]) -> String {
    Data(SHA256.hash(data: bytes)).hexText
  }
}

extension WriteTransaction {
  package func beginReading(
    _ name: ImportName, fileDigest: String, day: ServiceDay, actor: String
  ) throws -> Int64 {
    try execute(
      """
      INSERT INTO import_reading(name, state, day, actor, file_digest, accepted, known, refused, taken) \
      VALUES (?, 'reading', ?, ?, ?, 0, 0, 0, 0)
      """, [name.text, day.text, actor, fileDigest])
    return db.lastInsertedRowID
  }

  /// Keeps good and refused lines of a reading that goes on. A good line that is in the record already only counts.
  package func keep(_ rows: [ImportRow], refused: [RefusedLine], of reading: Int64) throws {
    var (accepted, known, refusals) = (0, 0, refused)
    for row in rows {
      switch try standing(of: row, in: reading) {
      case .new:
        accepted += 1
        try execute(
          "INSERT INTO import_row(reading, day, line, key, content, body, note) VALUES (?, ?, ?, ?, ?, ?, ?)",
          [reading, row.day?.text ?? "", row.line, row.key, row.content, try json(row.body), row.note])
      case .known: known += 1
      case .conflict(let problem): refusals.append(RefusedLine(line: row.line, problems: [problem]))
      }
    }
    for line in refusals {
      try execute(
        "INSERT INTO import_refusal(reading, line, problems) VALUES (?, ?, ?)",
        [reading, line.line, try json(line.problems)])
    }
    try execute(
      "UPDATE import_reading SET accepted = accepted + ?, known = known + ?, refused = refused + ? WHERE id = ?",
      [accepted, known, refusals.count, reading])
  }

  private enum Standing {
    case new, known
    case conflict(FieldProblem)
  }

  private func standing(of line: ImportRow, in reading: Int64) throws -> Standing {
    guard case .assistance = line.body else { return .new }
    if let row = try row("SELECT content, assistance FROM import_line WHERE key = ?", [line.key]) {
      if try row.value(0) as Data == line.content { return .known }
      return .conflict(
        FieldProblem(
          field: line.keyField, value: line.shownKey, accepted: "mã chưa nhập lần nào, hoặc đúng nội dung đã nhập",
          reason: "Dòng có mã này đã được nhập với nội dung khác, là lượt "
            + "\(Assistance.idText(of: try row.value(1))). Hãy sửa lượt đó bằng một lần đính chính."))
    }
    if let other: Int = try row("SELECT line FROM import_row WHERE reading = ? AND key = ?", [reading, line.key])?
      .value(0)
    {
      return .conflict(
        FieldProblem(
          field: line.keyField, value: line.shownKey, accepted: "mỗi dòng một mã riêng",
          reason: "Dòng \(other) đã mang mã này."))
    }
    return .new
  }

  package func endReading(_ reading: Int64) throws {
    try execute("UPDATE import_reading SET state = 'ready' WHERE id = ?", [reading])
  }

  /// From here on the lines that wait are as good as taken: whatever happens, they come into the record.
  package func confirm(_ reading: ImportReading, day: ServiceDay, at now: Timestamp, actor: String) throws {
    let seq = try append(
      .importConfirmed(
        ImportFact(
          name: reading.name, reading: reading.id, lines: reading.accepted, fileDigest: reading.fileDigest)),
      at: now, day: day, actor: actor)
    try execute(
      "UPDATE import_reading SET state = 'confirmed', confirmation = ?, actor = ? WHERE id = ?",
      [seq, actor, reading.id])
  }

  /// The next lines that wait, in the order of their days.
  package func waitingRows(of reading: Int64, limit: Int) throws -> [ImportRow] {
    try rows(
      """
      SELECT line, day, key, content, body, note FROM import_row WHERE reading = ? ORDER BY day, line LIMIT ?
      """, [reading, limit]
    ) { row in
      ImportRow(
        line: try row.value(0), day: ServiceDay(try row.value(1) as String), key: try row.value(2),
        content: try row.value(3), body: try row.json(4), note: try row.value(5))
    }
  }

  /// Moves lines that wait to those that are known.
  package func noteKnown(_ lines: [(day: String, line: Int)], of reading: Int64) throws {
    var moved = 0
    for (day, line) in lines {
      try execute("DELETE FROM import_row WHERE reading = ? AND day = ? AND line = ?", [reading, day, line])
      moved += db.changesCount
    }
    try execute(
      "UPDATE import_reading SET accepted = accepted - ?1, known = known + ?1 WHERE id = ?2", [moved, reading])
  }

  /// Takes a line of help into the record. No other file can have brought it since it was confirmed, but in a record
  /// in which an earlier release confirmed two files with the same line.
  package func take(
    _ line: ImportRow, _ assistance: Assistance, day: ServiceDay, at now: Timestamp, actor: String
  ) throws {
    guard try row("SELECT 1 FROM import_line WHERE key = ?", [line.key]) == nil else { return }
    let recorded = assistance.numbered(try nextAssistanceID())
    try record(recorded, note: line.note, day: day, at: now, actor: actor)
    try execute(
      "INSERT INTO import_line(key, content, assistance) VALUES (?, ?, ?)", [line.key, line.content, recorded.id])
  }

  /// Forgets lines that were taken; the reading is done with the last.
  package func noteTaken(_ lines: [ImportRow], of reading: Int64) throws {
    for line in lines {
      try execute(
        "DELETE FROM import_row WHERE reading = ? AND day = ? AND line = ?",
        [reading, line.day?.text ?? "", line.line])
    }
    try execute("UPDATE import_reading SET taken = taken + ? WHERE id = ?", [lines.count, reading])
    try execute(
      "UPDATE import_reading SET state = 'done' WHERE id = ? AND state = 'confirmed' AND taken = accepted", [reading])
  }

  /// Forgets some of what is left of readings that were never confirmed, and of the lines that were refused: of earlier
  /// days, or of the reading that is named. They may name somebody.
  ///
  /// - Returns: whether there was something to forget.
  package func forgetReadings(before day: ServiceDay, or named: Int64? = nil, limit: Int) throws -> Bool {
    if let id: Int64 = try row(Self.stale, [day.text, named])?.value(0) {
      for table in ["import_row", "import_refusal"] {
        let order = table == "import_row" ? "day, line" : "line"
        let columns = table == "import_row" ? "(day, line)" : "line"
        try execute(
          """
          DELETE FROM \(table) WHERE reading = ?1 AND \(columns) IN \
          (SELECT \(order) FROM \(table) WHERE reading = ?1 ORDER BY \(order) LIMIT ?2)
          """, [id, limit])
        if try count("SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE reading = ? LIMIT 1)", [id]) > 0 {
          return true
        }
      }
      try execute("DELETE FROM import_reading WHERE id = ?", [id])
      return true
    }
    let old: Int64? = try row(Self.refused, [day.text])?.value(0)
    guard let old else { return false }
    try execute(
      """
      DELETE FROM import_refusal WHERE reading = ?1 AND line IN \
      (SELECT line FROM import_refusal WHERE reading = ?1 ORDER BY line LIMIT ?2)
      """, [old, limit])
    return true
  }
}

extension ReadTransaction {
  /// A file that is being read while the day turns has another day for it.
  fileprivate static let stale = """
    SELECT id FROM import_reading WHERE confirmation IS NULL \
    AND (day < iif(state = 'reading', date(?1, '-1 day'), ?1) OR id = ?2) ORDER BY id LIMIT 1
    """
  fileprivate static let refused = """
    SELECT i.id FROM import_reading i WHERE i.state = 'done' AND i.day < ? \
    AND EXISTS (SELECT 1 FROM import_refusal r WHERE r.reading = i.id) LIMIT 1
    """

  /// Whether `forgetReadings` would find anything.
  package func hasForgettableReadings(before day: ServiceDay) throws -> Bool {
    let named: Int64? = nil
    return try row(Self.stale, [day.text, named]) != nil || row(Self.refused, [day.text]) != nil
  }

  fileprivate static let readingColumns = "id, name, state, day, actor, file_digest, accepted, known, refused, taken"

  package func reading(_ id: Int64) throws -> ImportReading? {
    try row("SELECT \(Self.readingColumns) FROM import_reading WHERE id = ?", [id]).map(reading(row:))
  }

  /// The latest, newest first.
  package func readings(limit: Int) throws -> [ImportReading] {
    try rows(
      "SELECT \(Self.readingColumns) FROM import_reading ORDER BY id DESC LIMIT ?", [limit], reading(row:))
  }

  /// The oldest that was confirmed and is not done.
  package func confirmedReading() throws -> ImportReading? {
    // The first condition is the index's, which this is asked by every second.
    try row(
      """
      SELECT \(Self.readingColumns) FROM import_reading \
      WHERE state <> 'done' AND state = 'confirmed' ORDER BY id LIMIT 1
      """
    ).map(reading(row:))
  }

  /// What became known of a reading's lines since they were read, from up to `limit` of them. Looks at each line, so
  /// not for the writer.
  package func doubles(of reading: Int64, limit: Int) throws -> ImportDoubles {
    ImportDoubles(
      known: try doubles(of: reading, sayingTheSame: true, limit: limit),
      conflicts: try doubles(of: reading, sayingTheSame: false, limit: limit).map(\.line).sorted(),
      seq: try chainEnd().seq)
  }

  private func doubles(
    of reading: Int64, sayingTheSame: Bool, limit: Int
  ) throws -> [(day: String, line: Int)] {
    try rows(
      """
      SELECT r.day, r.line FROM import_row r JOIN import_line l ON l.key = r.key \
      WHERE r.reading = ?1 AND (r.content = l.content) = ?2 \
      UNION ALL \
      SELECT r.day, r.line FROM import_reading i \
      CROSS JOIN import_row r ON r.reading = ?1 JOIN import_row w ON w.reading = i.id AND w.key = r.key \
      WHERE i.state <> 'done' AND i.state = 'confirmed' AND i.id <> ?1 AND (r.content = w.content) = ?2 \
      LIMIT ?3
      """, [reading, sayingTheSame, limit]
    ) { (try $0.value(0), try $0.value(1)) }
  }

  /// Whether any file was confirmed after an entry of the journal.
  package func isAnyImportConfirmed(after seq: Int64) throws -> Bool {
    try count("SELECT EXISTS (SELECT 1 FROM import_reading WHERE confirmation > ?)", [seq]) == 1
  }

  package func refusedLines(of reading: Int64, after line: Int, limit: Int) throws -> [RefusedLine] {
    try rows(
      "SELECT line, problems FROM import_refusal WHERE reading = ? AND line > ? ORDER BY line LIMIT ?",
      [reading, line, limit]
    ) { RefusedLine(line: try $0.value(0), problems: try $0.json(1)) }
  }

  /// What the journal says of an entry of a register, oldest first.
  package func history(
    of id: String, in register: RegisterName
  ) throws -> [(entry: JournalEntry, fields: [String: String])] {
    let entries = try rows(
      """
      SELECT seq, at, service_day, kind, actor, body FROM journal INDEXED BY journal_register \
      WHERE kind IN ('register-entered', 'register-changed') \
      AND body ->> '$.register' = ? AND body ->> '$.entry' = ? ORDER BY seq
      """, [register.rawValue, id]
    ) { row in
      JournalEntry(
        seq: try row.value(0), at: try row.instant(1), day: try row.day(2), kind: try row.value(3),
        actor: try row.value(4), body: try row.value(5))
    }
    let decoder = JSONDecoder()
    return entries.compactMap { entry in
      switch Fact(kind: entry.kind, body: Data(entry.body.utf8), decoder: decoder) {
      case .registerEntered(let fact), .registerChanged(let fact): (entry, fact.fields)
      default: nil
      }
    }
  }

  fileprivate func reading(row: Row) throws -> ImportReading {
    guard let name = ImportName(try row.value(1)) else { throw StoreError.corrupt(detail: "an import of nothing") }
    return ImportReading(
      id: try row.value(0), name: name, state: try row.choice(2), day: try row.day(3), actor: try row.value(4),
      fileDigest: try row.value(5), accepted: try row.value(6), known: try row.value(7), refused: try row.value(8),
      taken: try row.value(9))
  }
}

extension WriteTransaction {
  /// Counts lines of a register that say what it says already.
  package func noteKnown(_ count: Int, of reading: Int64) throws {
    try execute("UPDATE import_reading SET known = known + ? WHERE id = ?", [count, reading])
  }
}

extension ReadTransaction {
  func confirmedReadings() throws -> [ImportReading] {
    try rows("SELECT \(Self.readingColumns) FROM import_reading WHERE confirmation IS NOT NULL", [], reading(row:))
  }
}
