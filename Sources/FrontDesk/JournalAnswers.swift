package import Queueing
package import Records
package import Storage

/// Entries of the journal as they are told, latest first.
package struct JournalAnswer: Hashable, Sendable, Codable {
  package struct Entry: Hashable, Sendable, Codable {
    package let seq: Int64
    package let at: Moment
    package let serviceDay: ServiceDay
    package let kind: String
    package let actor: String
    /// The canonical text whose SHA-256 is `digest`.
    package let body: String
    package let digest: String
    package let hash: String

    package init(_ chained: ChainedEntry) {
      let entry = chained.entry
      seq = entry.seq
      at = Moment(entry.at)
      serviceDay = entry.day
      kind = entry.kind
      actor = entry.actor
      body = entry.body
      digest = chained.digestText
      hash = chained.hashText
    }
  }

  package let entries: [Entry]
  /// Sent back as `before` it continues; `nil` at the beginning.
  package let cursor: Int64?

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(entries, forKey: .entries)
    try container.encode(nullable: cursor, forKey: .cursor)
  }
}

/// What the record says of one number, and the proof that it was written then and not since.
package struct TicketProofAnswer: Hashable, Sendable, Codable {
  /// Entries that follow each other whose digest and hash were computed anew, and hold together with both neighbours.
  package struct Checked: Hashable, Sendable, Codable {
    package let from: Int64
    package let through: Int64
  }

  package let ticket: TicketAnswer
  /// Oldest first.
  package let entries: [JournalAnswer.Entry]
  package let checked: [Checked]
  package let isProven: Bool
  /// Sentences; empty when proven.
  package let problems: [String]
  package let epoch: String
  /// The last entry of the journal, and its hash.
  package let seq: Int64
  package let hash: String
}

extension Reception {
  /// Entries on a page of the journal at most.
  package static let journalLimit = 1...200

  /// Looks through the journal, which without days may be all of it.
  package func journal(_ question: JournalQuestion, limit: Int) async throws -> JournalAnswer {
    try await store.study { tx in
      let entries = try tx.journal(question, limit: limit + 1)
      let shown = entries.prefix(limit)
      return JournalAnswer(
        entries: shown.map(JournalAnswer.Entry.init), cursor: entries.count > limit ? shown.last?.entry.seq : nil)
    }
  }

  package func proof(of text: String) async throws -> TicketProofAnswer {
    let (office, now) = (office, clock.now())
    return try await store.study { tx in
      let lookup = Lookup(tx, office: office, now: now)
      let proof = try tx.proof(of: lookup.ticket(text))
      return TicketProofAnswer(
        ticket: try lookup.answer(proof.ticket),
        entries: proof.entries.map(JournalAnswer.Entry.init),
        checked: proof.checks.map { TicketProofAnswer.Checked(from: $0.first, through: $0.last) },
        isProven: proof.problems.isEmpty, problems: proof.problems, epoch: proof.epoch, seq: proof.end.seq,
        hash: proof.end.hashText)
    }
  }

  /// The journal of one entry of a register, latest first.
  package func history(of id: String, in register: RegisterName) async throws -> [JournalAnswer.Entry] {
    var question = JournalQuestion()
    (question.register, question.registerEntry) = (register, id)
    let asked = question
    return try await store.study { tx in
      try tx.journal(asked, limit: Self.journalLimit.upperBound).map(JournalAnswer.Entry.init)
    }
  }
}
