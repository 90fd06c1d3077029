package import FrontDesk

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
