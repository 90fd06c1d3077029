import Foundation
import GRDB
package import Queueing
package import Records

extension Schema {
  /// Registers beyond villages and members, which have had tables of their own from the beginning, and for every entry
  /// of any register the journal entries that made it what it is.
  static let version8 = """
    CREATE TABLE register_entry(
      register TEXT NOT NULL CHECK (register IN ('teams', 'directives', 'outreach', 'indicators')),
      id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 40),
      fields TEXT NOT NULL CHECK (json_valid(fields)),
      PRIMARY KEY (register, id),
      CHECK (coalesce(length(fields ->> 'validUntil'), 10) = 10),
      CHECK (register <> 'teams'
        OR (fields ->> 'name' IS NOT NULL AND fields ->> 'kind' IS NOT NULL AND length(fields ->> 'validFrom') = 10)),
      CHECK (register <> 'directives'
        OR (fields ->> 'kind' IS NOT NULL AND fields ->> 'number' IS NOT NULL AND fields ->> 'issuer' IS NOT NULL
          AND fields ->> 'subject' IS NOT NULL AND fields ->> 'role' IS NOT NULL)),
      CHECK (register <> 'outreach'
        OR (fields ->> 'channel' IS NOT NULL AND fields ->> 'topic' IS NOT NULL AND length(fields ->> 'heldOn') = 10)),
      CHECK (register <> 'indicators'
        OR (fields ->> 'indicator' IS NOT NULL AND fields ->> 'value' IS NOT NULL AND fields ->> 'source' IS NOT NULL
          AND fields ->> 'declaredBy' IS NOT NULL AND length(fields ->> 'asOf') = 10))
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER register_entry_kept BEFORE DELETE ON register_entry
      BEGIN SELECT RAISE(ABORT, 'an entry of a register is ended, not deleted'); END;

    CREATE TABLE register_change(
      register TEXT NOT NULL,
      id TEXT NOT NULL,
      first_seq INTEGER NOT NULL REFERENCES journal(seq),
      content_seq INTEGER NOT NULL REFERENCES journal(seq),
      seq INTEGER NOT NULL REFERENCES journal(seq),
      PRIMARY KEY (register, id),
      CHECK (first_seq <= content_seq AND content_seq <= seq)
    ) STRICT, WITHOUT ROWID;
    """
}

extension ReadTransaction {
  /// The entries of a register by id, ended ones included.
  package func entries(of register: RegisterName) throws -> [RegisterEntry] {
    switch register {
    case .villages: try villages().map(\.entry)
    case .members: try members().map(\.entry)
    case .teams, .directives, .outreach, .indicators:
      try rows("SELECT id, fields FROM register_entry WHERE register = ? ORDER BY id", [register.rawValue]) { row in
        RegisterEntry(verified: register, id: try row.value(0), fields: try row.json(1))
      }
    }
  }

  package func entry(_ id: String, of register: RegisterName) throws -> RegisterEntry? {
    switch register {
    case .villages: try VillageID(id).flatMap { try village($0) }?.entry
    case .members: try MemberID(id).flatMap { try member($0) }?.entry
    case .teams, .directives, .outreach, .indicators:
      try row("SELECT fields FROM register_entry WHERE register = ? AND id = ?", [register.rawValue, id])
        .map { RegisterEntry(verified: register, id: id, fields: try $0.json(0)) }
    }
  }

  /// The last journal entry that what is reported of a period depends on.
  ///
  /// That is what was journaled up to the end of its last day, what was recorded or corrected later of its days, and
  /// of the registers what was entered or changed later about them. Ending an entry after the period changes nothing.
  package func lastDependency(of period: ReportPeriod) throws -> ReportMaterial.Proof? {
    var seq = max(try end(ofFiguresFrom: period.from, through: period.to).seq, 1)
    let changes = try rows(
      "SELECT register, id, first_seq, content_seq, seq FROM register_change WHERE seq > ?", [seq]
    ) { row in
      let change: (Int64, Int64, Int64) = (try row.value(2), try row.value(3), try row.value(4))
      return (register: try row.choice(0) as RegisterName, id: try row.value(1) as String, change: change)
    }
    for (register, id, change) in changes {
      guard let entry = try entry(id, of: register) else { continue }
      seq = max(seq, Self.dependency(on: entry, change, in: period))
    }
    return try row("SELECT hash, at FROM journal WHERE seq = ?", [seq]).map { row in
      ReportMaterial.Proof(
        seq: seq, hash: ChainEnd(seq: seq, hash: try row.value(0)).hashText, countedAt: try row.instant(1))
    }
  }

  private static func dependency(
    on entry: RegisterEntry, _ change: (first: Int64, content: Int64, last: Int64), in period: ReportPeriod
  ) -> Int64 {
    if entry.asksAfterwards(for: period) { return entry.isWithdrawn ? change.last : change.content }
    if let start = entry.start, start > period.to { return change.content == change.first ? 0 : change.content }
    let counts = entry.register == .outreach ? !entry.isWithdrawn : entry.isActive(on: period.to)
    return counts ? change.content : change.last
  }
}

extension WriteTransaction {
  /// Enters a new entry of a register or changes one, and journals it as it is then, without what may name somebody.
  package func keep(
    _ entry: RegisterEntry, replacing old: RegisterEntry?, day: ServiceDay, at now: Timestamp, actor: String
  ) throws {
    let fact = RegisterFact(register: entry.register, id: entry.id, fields: entry.journalFields)
    let seq = try append(
      old == nil ? .registerEntered(fact) : .registerChanged(fact), at: now, day: day, actor: actor)
    if let village = Village(entry) {
      try execute(
        """
        INSERT INTO village(id, name, valid_from, valid_until, successor) VALUES (?, ?, ?, ?, ?) \
        ON CONFLICT DO UPDATE SET name = excluded.name, valid_from = excluded.valid_from, \
        valid_until = excluded.valid_until, successor = excluded.successor
        """,
        [
          village.id.text, village.name, village.validFrom.text, village.validUntil?.text, village.successor?.text,
        ])
    } else if let member = Member(entry) {
      try changeSignIn(
        "INSERT INTO member(id, name, team, valid_from, valid_until) VALUES (?, ?, ?, ?, ?) " + """
          ON CONFLICT DO UPDATE SET name = excluded.name, team = excluded.team, valid_from = excluded.valid_from, \
          valid_until = excluded.valid_until
          """,
        [member.id.text, member.name, member.team.rawValue, member.validFrom.text, member.validUntil?.text])
    } else {
      try execute(
        """
        INSERT INTO register_entry(register, id, fields) VALUES (?, ?, ?) \
        ON CONFLICT DO UPDATE SET fields = excluded.fields
        """, [entry.register.rawValue, entry.id, try json(entry.fields)])
    }
    // To say until when something holds, and what it became part of then, does not change what it was before.
    // Unless it holds again on days that are over, on which it had not held.
    let endsOnly =
      old.map { old in
        let holdsAgain = old.end.map { end in end < day && entry.end.map { $0 > end } ?? true } ?? false
        return old.contentFields == entry.contentFields && !entry.isWithdrawn && !holdsAgain
      } ?? false
    // What a store of an earlier release was seeded with is as old as the store.
    let first = old == nil ? seq : 1
    try execute(
      """
      INSERT INTO register_change(register, id, first_seq, content_seq, seq) VALUES (?1, ?2, ?5, ?6, ?3) \
      ON CONFLICT DO UPDATE SET seq = ?3, content_seq = CASE WHEN ?4 THEN content_seq ELSE ?3 END
      """, [entry.register.rawValue, entry.id, seq, endsOnly, first, endsOnly ? first : seq])
  }

  /// Earlier releases seeded a new store with villages and members by their ids alone, so that the journal could prove
  /// nothing else of them. What such an entry is, is told once; that it is as old as the store stays, and with it what
  /// the proof of a past period names.
  package func journalUntoldEntries(day: ServiceDay, at now: Timestamp, actor: String) throws {
    for (register, table) in [(RegisterName.members, "member"), (.villages, "village")] {
      let ids = try rows(
        """
        SELECT id FROM \(table) t WHERE NOT EXISTS \
        (SELECT 1 FROM register_change c WHERE c.register = ? AND c.id = t.id) ORDER BY id
        """, [register.rawValue]
      ) { try $0.value(0) as String }
      for id in ids {
        // The journal alone says what is untold: whoever changes tables behind its back is not believed.
        guard let entry = try entry(id, of: register), try history(of: id, in: register).isEmpty else { continue }
        let fact = RegisterFact(register: register, id: id, fields: entry.journalFields)
        try append(.registerEntered(fact), at: now, day: day, actor: actor)
        try execute(
          "INSERT INTO register_change(register, id, first_seq, content_seq, seq) VALUES (?, ?, 1, 1, 1)",
          [register.rawValue, id])
      }
    }
  }
}

extension RegisterEntry {
  fileprivate var contentFields: [String: String] {
    fields.filter { ![RegisterName.endField, RegisterName.successorField].contains($0.key) }
  }
}

/// An entry of a register as the journal has it.
package struct RegisterFact: Hashable, Sendable {
  package let register: RegisterName
  package let id: String
  /// Without those that may name somebody.
  package let fields: [String: String]
}
