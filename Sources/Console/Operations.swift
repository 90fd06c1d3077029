package import FrontDesk

/// What an administrator starts from here and somebody else carries out.
///
/// The closures may throw `RequestProblem.invalid` for a file name they do not take, and `StoreError`.
package struct Operations: Sendable {
  let backup: @Sendable (String?) async throws -> BackupAnswer
  let verify: @Sendable () async throws -> VerificationAnswer
  let badges: BadgeOperations

  /// - Parameter backup: copies the store into the named file, or one named after the time, and verifies the copy.
  package init(
    backup: @escaping @Sendable (String?) async throws -> BackupAnswer,
    verify: @escaping @Sendable () async throws -> VerificationAnswer, badges: BadgeOperations
  ) {
    self.backup = backup
    self.verify = verify
    self.badges = badges
  }
}

/// How something comes to be a member's badge. The closures may throw `CardProblem` and `RequestProblem`.
package struct BadgeOperations: Sendable {
  let enrolCard: @Sendable (_ member: String, _ reader: String?, Requester) async throws -> BadgeAnswer
  let makeCode: @Sendable (_ member: String, Requester) async throws -> BadgeAnswer

  /// - Parameters:
  ///   - enrolCard: waits for the next card on the named reader, or on any.
  ///   - makeCode: makes a code to be printed, which is in its answer only.
  package init(
    enrolCard: @escaping @Sendable (_ member: String, _ reader: String?, Requester) async throws -> BadgeAnswer,
    makeCode: @escaping @Sendable (_ member: String, Requester) async throws -> BadgeAnswer
  ) {
    self.enrolCard = enrolCard
    self.makeCode = makeCode
  }
}
