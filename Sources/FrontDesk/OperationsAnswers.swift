package import Queueing
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
  /// Up to which day details have been erased and the figures alone are proven; `nil` when none were.
  package let agedThrough: ServiceDay?
  /// Sentences; empty when proven.
  package let problems: [String]

  package init(_ report: VerificationReport) {
    isProven = report.isProven
    epoch = report.epoch
    seq = report.end.seq
    hash = report.end.hashText
    tickets = report.tickets
    assistances = report.assistances
    agedThrough = report.agedThrough
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
