package import Storage

/// What a verification of the whole record found.
package struct VerificationAnswer: Hashable, Sendable, Codable {
  /// Whether the chain and the replay prove the tables.
  package let isProven: Bool
  package let epoch: String
  /// The last journal entry looked at, and its hash.
  package let seq: Int64
  package let hash: String
  package let tickets: Int
  package let assistances: Int
  /// Sentences; empty when proven.
  package let problems: [String]

  package init(_ report: VerificationReport) {
    isProven = report.isProven
    epoch = report.epoch
    seq = report.end.seq
    hash = report.end.hashText
    tickets = report.tickets
    assistances = report.assistances
    problems = report.problems
  }
}

/// Where a copy of the store lies, and the proof that it is whole.
package struct BackupAnswer: Hashable, Sendable, Codable {
  /// Where the copy lies.
  package let file: String
  package let verification: VerificationAnswer

  package init(file: String, verification: VerificationAnswer) {
    self.file = file
    self.verification = verification
  }
}
