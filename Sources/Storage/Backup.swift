import Foundation
import Glibc
import GRDB
import Synchronization

/// Why a copy of the store could not be made where it was asked for; the store itself is well.
package struct BackupFailure: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case noFolder, noPermission, noRoom, exists
    /// The copy was made and does not prove what it holds.
    case unproven([String])
    case other(String)
  }

  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

extension Store {
  /// Pages copied between two looks at whether the copy is still wanted.
  static let pagesPerStep: CInt = 1000

  /// Copies the whole store while it is in use (SQLite's online backup), then proves the copy by opening it and
  /// verifying chain and replay. Ends early when its task is cancelled.
  ///
  /// The copy appears under its name only when it is proven; `path` must not exist.
  ///
  /// - Throws: `BackupFailure` for what is wrong with the copy, `StoreError` for what is wrong with the store.
  package func backup(to path: String) async throws -> VerificationReport {
    _ = try availableDatabase()
    let source = try Self.openForReading(self.path)
    let work = Cancellation()
    return try await withTaskCancellationHandler {
      try await Self.onBackgroundThread {
        defer { try? source.close() }
        return try Self.copy(source, to: path, work)
      }
    } onCancel: {
      work.cancel()
    }
  }

  private static func copy(
    _ source: DatabaseQueue, to path: String, _ work: Cancellation
  ) throws -> VerificationReport {
    // A name of its own, so that two copies to one place do not spoil each other.
    let partial = "\(path).\(UUID().uuidString.prefix(8)).partial"
    defer { try? FileManager.default.removeItem(atPath: partial) }
    do {
      let target = try DatabaseQueue(path: partial)
      try copy(source, into: target, afterEachStep: work.check)
      try work.interruptLater(target)
      // One file, no log beside it: the copy must be whole when it is carried away on a stick.
      try target.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode=DELETE") }
      let report = try target.read { try ReadTransaction($0).verify() }
      try target.close()
      guard report.isProven else { throw BackupFailure(path: path, reason: .unproven(report.problems)) }
      try sync(partial)
      try name(partial, path)
      try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
      return report
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_INTERRUPT: throw CancellationError()
      case .SQLITE_CANTOPEN:
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        throw failure(path, code: access(folder, F_OK) == 0 ? EACCES : ENOENT)
      case .SQLITE_FULL: throw BackupFailure(path: path, reason: .noRoom)
      case .SQLITE_READONLY, .SQLITE_PERM: throw BackupFailure(path: path, reason: .noPermission)
      default: throw StoreError(error)
      }
    }
  }

  static func copy(
    _ source: DatabaseQueue, into target: DatabaseQueue, afterEachStep: @escaping () throws -> Void
  ) throws {
    try source.read { sourceDatabase in
      // Reading something first holds on to this instant: else every commit between two steps begins the copy anew.
      _ = try Int.fetchOne(sourceDatabase, sql: "SELECT count(*) FROM sqlite_master")
      try target.writeWithoutTransaction { targetDatabase in
        try sourceDatabase.backup(to: targetDatabase, pagesPerStep: pagesPerStep) { _ in try afterEachStep() }
      }
    }
  }

  /// Gives a file its name if nothing has that name yet. Sticks have file systems without links, and a renaming
  /// replaces what is there: so the name is taken first, by a file that only one can make.
  private static func name(_ partial: String, _ path: String) throws {
    let claim = Glibc.open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard claim >= 0 else { throw failure(path, code: errno) }
    Glibc.close(claim)
    guard rename(partial, path) == 0 else {
      let code = errno
      unlink(path)
      throw failure(path, code: code)
    }
  }

  private static func failure(_ path: String, code: CInt) -> BackupFailure {
    switch code {
    case ENOENT, ENOTDIR: BackupFailure(path: path, reason: .noFolder)
    case EACCES, EPERM, EROFS: BackupFailure(path: path, reason: .noPermission)
    case ENOSPC, EDQUOT: BackupFailure(path: path, reason: .noRoom)
    case EEXIST: BackupFailure(path: path, reason: .exists)
    default: BackupFailure(path: path, reason: .other(String(cString: strerror(code))))
    }
  }

  /// Makes a file, or the names in a folder, survive a power cut.
  private static func sync(_ path: String) throws {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, code: errno) }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(path, code: errno) }
  }
}

/// Ends a copy or a reading that is no longer wanted: between two of its steps, or in the midst of what SQLite does.
private final class Cancellation: Sendable {
  private struct State {
    var isCancelled = false
    var connection: DatabaseQueue?
  }

  private let state = Mutex(State())

  func cancel() {
    let connection = state.withLock { state in
      state.isCancelled = true
      return state.connection
    }
    connection?.interrupt()
  }

  func check() throws {
    if state.withLock({ $0.isCancelled }) { throw CancellationError() }
  }

  /// From now on a cancellation interrupts what this connection does.
  func interruptLater(_ queue: DatabaseQueue) throws {
    try state.withLock { state in
      if state.isCancelled { throw CancellationError() }
      state.connection = queue
    }
  }
}

extension Store {
  /// Opens the file of a stopped office for reading only and verifies it; the caller holds the folder's lock.
  package static func verify(path: String) throws -> VerificationReport {
    do {
      let queue = try openForReading(path)
      defer { try? queue.close() }
      if try queue.read(Schema.migrator.hasBeenSuperseded) { throw StoreError.newerVersion(detail: path) }
      if try queue.read(Schema.migrator.hasCompletedMigrations) {
        return try queue.read { try ReadTransaction($0).verify() }
      }
      // Of an earlier version: proven as it will be once it was opened, on a copy that SQLite throws away by itself.
      let copy = try DatabaseQueue(path: "")
      defer { try? copy.close() }
      try queue.backup(to: copy)
      try Schema.migrator.migrate(copy)
      return try copy.read { try ReadTransaction($0).verify() }
    } catch {
      throw StoreError(opening: error)
    }
  }

  package func verify() async throws -> VerificationReport {
    try await study { try $0.verify() }
  }

  /// Runs a long reading on a connection and a thread of its own, so that it holds up nobody who is served.
  /// Ends early when its task is cancelled.
  package func study<T: Sendable>(_ body: @escaping @Sendable (ReadTransaction) throws -> T) async throws -> T {
    _ = try availableDatabase()
    do {
      let work = Cancellation()
      let queue = try Self.openForReading(path)
      return try await withTaskCancellationHandler {
        try await Self.onBackgroundThread {
          defer { try? queue.close() }
          try work.interruptLater(queue)
          return try queue.read { db in try body(ReadTransaction(db, checkCancellation: work.check)) }
        }
      } onCancel: {
        work.cancel()
      }
    } catch let error where error is DatabaseError || error is StoreError {
      if (error as? DatabaseError)?.resultCode == .SQLITE_INTERRUPT { throw CancellationError() }
      throw noted(StoreError(error))
    }
  }

  static func openForReading(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(2)
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Minutes of copying and verifying must not hold a thread that serves requests.
  private static func onBackgroundThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global(qos: .utility).async {
        continuation.resume(with: Result { try work() })
      }
    }
  }
}
