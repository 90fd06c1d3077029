package import Storage

/// What an administrator starts from here and somebody else carries out.
///
/// The closures may throw `RequestProblem.invalid` for a file name they do not take, and `StoreError`.
package struct Operations: Sendable {
  let backup: @Sendable (String?) async throws -> BackupAnswer
  let verify: @Sendable () async throws -> VerificationAnswer

  /// - Parameter backup: copies the store into the named file, or one named after the time, and verifies the copy.
  package init(
    backup: @escaping @Sendable (String?) async throws -> BackupAnswer,
    verify: @escaping @Sendable () async throws -> VerificationAnswer
  ) {
    self.backup = backup
    self.verify = verify
  }
}

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

package struct BackupAnswer: Hashable, Sendable, Codable {
  /// Where the copy lies.
  package let file: String
  package let verification: VerificationAnswer

  package init(file: String, verification: VerificationAnswer) {
    self.file = file
    self.verification = verification
  }
}
