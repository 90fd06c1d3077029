package import Foundation
import GRDB
package import Queueing
package import Records

/// An entry of the journal with what chains it to the others.
package struct ChainedEntry: Hashable, Sendable {
  package let entry: JournalEntry
  /// SHA-256 of the body; 32 bytes.
  package let digest: Data
  /// 32 bytes.
  package let hash: Data

  package var digestText: String { digest.hexText }
  package var hashText: String { hash.hexText }
}

/// What somebody looks for in the journal; what is not said may be anything.
package struct JournalQuestion: Hashable, Sendable {
  package var from: ServiceDay?
  package var through: ServiceDay?
  package var kind: String?
  package var actor: String?
  /// Entries about the ticket, and about the help that was given to it.
  package var ticket: TicketID?
  /// Entries about an entry of a register.
  package var register: RegisterName?
  package var registerEntry: String?
  /// Only entries before this one.
  package var before: Int64?

  package init() {}
}

/// Entries of the journal whose digests and hashes were computed anew.
package struct ChainCheck: Hashable, Sendable {
  package let first: Int64
  package let last: Int64
  /// Sentences; empty when every link holds.
  package let problems: [String]
}

/// Everything that the record says of one ticket, and whether it is what was written then.
package struct TicketProof: Hashable, Sendable {
  package let ticket: Ticket
  /// Oldest first.
  package let entries: [ChainedEntry]
  package let checks: [ChainCheck]
  /// Sentences: where the chain does not hold, and where the tables say something else than the journal.
  package let problems: [String]
  package let epoch: String
  package let end: ChainEnd
}

extension ReadTransaction {
  private func chained(_ row: Row) throws -> ChainedEntry {
    ChainedEntry(
      entry: JournalEntry(
        seq: try row.value(0), at: try row.instant(1), day: try row.day(2), kind: try row.value(3),
        actor: try row.value(4), body: try row.value(5)),
      digest: try row.value(6), hash: try row.value(7))
  }

  /// The latest entries that fit, latest first, `limit` at most. Reads the days that are asked for, and without any
  /// the whole journal if it must.
  package func journal(_ question: JournalQuestion, limit: Int) throws -> [ChainedEntry] {
    let first = try question.from.map { try lastEntry(notAfter: $0.advanced(by: -1)) + 1 } ?? 1
    let last = min(
      try question.through.map { try lastEntry(notAfter: $0) } ?? .max, question.before.map { $0 - 1 } ?? .max)
    var conditions = ["seq BETWEEN ? AND ?"]
    var arguments: StatementArguments = [first, last]
    if let kind = question.kind {
      conditions.append("kind = ?")
      arguments += [kind]
    }
    if let actor = question.actor {
      conditions.append("actor = ?")
      arguments += [actor]
    }
    if let ticket = question.ticket {
      // The body of what has aged is empty, and no JSON.
      conditions.append(
        "(json_extract(nullif(body, ''), '$.ticket') = ? OR json_extract(nullif(body, ''), '$.assistance.ticket') = ?)")
      arguments += [ticket.text, ticket.text]
    }
    if let register = question.register, let id = question.registerEntry {
      conditions.append("kind IN ('register-entered', 'register-changed')")
      conditions.append("json_extract(body, '$.register') = ? AND json_extract(body, '$.entry') = ?")
      arguments += [register.rawValue, id]
    }
    arguments += [limit]
    return try rows(
      "SELECT \(ChainLink.columns) FROM journal WHERE \(conditions.joined(separator: " AND ")) ORDER BY seq DESC LIMIT ?",
      arguments, chained)
  }

  package func journalEntry(_ seq: Int64) throws -> ChainedEntry? {
    try row("SELECT \(ChainLink.columns) FROM journal WHERE seq = ?", [seq]).map(chained)
  }

  /// Computes digest and hash of entries that follow each other anew, the link to the one before the first included.
  /// Of what has aged the stored digest is taken, as `verify` does.
  ///
  /// - Parameter last: further entries than there are, are none.
  package func checkChain(from first: Int64, through last: Int64) throws -> ChainCheck {
    var end = try Chain.end(at: first - 1, in: db)
    var problems: [String] = []
    let cursor = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT \(ChainLink.columns) FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq"),
      arguments: [first, last])
    var aged: AgedRecord?
    func known() throws -> AgedRecord {
      if let aged { return aged }
      let record = try AgedRecord(self)
      aged = record
      return record
    }
    while let row = try cursor.next() {
      let link = try ChainLink(row)
      problems += try link.check(after: end, known).problems
      end = link.end
      if problems.count >= VerificationReport.problemLimit { break }
    }
    return ChainCheck(first: first, last: end.seq, problems: problems)
  }

  /// What the record says of a ticket.
  ///
  /// Its entries lie between its issue and the end of its day; help may be corrected or withdrawn later. All entries in between are
  /// computed anew, so that none can be missing among them, and one on either side, which holds their ends.
  package func proof(of ticket: Ticket) throws -> TicketProof {
    var question = JournalQuestion()
    (question.from, question.through, question.ticket) = (ticket.id.day, ticket.id.day, ticket.id)
    var entries = Array(try journal(question, limit: 10_000).reversed())
    // From its issue on, whether or not that entry can still be read.
    let first = min(ticket.arrival, entries.first?.entry.seq ?? ticket.arrival)
    var checks = [try checkChain(from: first, through: max(first, entries.last?.entry.seq ?? 0) + 1)]
    for recorded in entries where recorded.entry.kind == "assistance-recorded" {
      var assistance = try self.assistance(recorded.entry.seq)
      while let later = assistance?.correctedBy ?? assistance?.withdrawnBy {
        if let entry = try journalEntry(later), !entries.contains(entry) {
          entries.append(entry)
          checks.append(try checkChain(from: later, through: later + 1))
        }
        assistance = try self.assistance(later)
      }
    }
    entries.sort { $0.entry.seq < $1.entry.seq }
    return TicketProof(
      ticket: ticket, entries: entries, checks: checks,
      problems: try checks.flatMap(\.problems) + differences(of: ticket, from: entries), epoch: try epoch(),
      end: try chainEnd())
  }

  /// What the tables say of a ticket and the help given to it, against what its entries make of it.
  private func differences(of ticket: Ticket, from entries: [ChainedEntry]) throws -> [String] {
    let decoder = JSONDecoder()
    var steps = JournalQuestion()
    (steps.from, steps.through, steps.kind) = (ticket.id.day, ticket.id.day, "clock-trusted")
    let corrections = try journal(steps, limit: 1000).filter { $0.entry.seq > ticket.arrival }
    var replayed: Ticket?
    var problems: [String] = []
    for chained in (entries + corrections).sorted(by: { $0.entry.seq < $1.entry.seq }) {
      let entry = chained.entry
      switch Fact(kind: entry.kind, body: Data(entry.body.utf8), decoder: decoder) {
      case .ticketIssued(let issue): replayed = Ticket(issuing: issue, arrival: entry.seq, at: entry.at)
      case .ticketMoved(_, let move):
        do throws(Refusal) {
          try replayed?.make(move, at: entry.at)
        } catch {
          problems.append("Mục \(entry.seq): bước \(move.name.rawValue) của số \(ticket.id) trái quy tắc.")
        }
      case .clockTrusted(_, let step): replayed?.follow(clockStep: step)
      case .assistanceRecorded(let assistance), .assistanceCorrected(let assistance, _):
        var stored = try self.assistance(assistance.id)
        stored?.correctedBy = nil
        stored?.withdrawnBy = nil
        if stored != assistance {
          problems.append("Lượt hỗ trợ \(assistance.idText) khác với nhật ký (mục \(entry.seq)).")
        }
      case .recordWithdrawn(let original):
        if try self.assistance(original)?.withdrawnBy != entry.seq {
          problems.append("Lượt hỗ trợ h-\(original) không được đánh dấu đã bỏ ở mục \(entry.seq).")
        }
      case nil: problems.append("Không đọc được mục \(entry.seq) của nhật ký (\(entry.kind)).")
      default: break
      }
    }
    if replayed != ticket { problems.append("Số \(ticket.id) khác với nhật ký.") }
    return problems
  }
}
