import Foundation
import Glibc
import GRDB

extension Store {
  /// Copies the whole store while it is in use (SQLite's online backup), then proves the copy by opening it and
  /// verifying chain and replay.
  ///
  /// The copy appears under its name only when it is proven; `path` must not exist.
  package func backup(to path: String) async throws -> VerificationReport {
    let pool = try availableDatabase()
    return try await onOwnThread {
      let partial = path + ".partial"
      try? FileManager.default.removeItem(atPath: partial)
      do {
        let target = try DatabaseQueue(path: partial)
        try pool.backup(to: target)
        // One file, no log beside it: the copy must be whole when it is carried away on a stick.
        try target.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode=DELETE") }
        let report = try target.read { try ReadTransaction($0).verify() }
        try target.close()
        guard report.isProven else {
          throw StoreError.corrupt(detail: report.problems.joined(separator: " "))
        }
        try Self.sync(partial)
        try FileManager.default.moveItem(atPath: partial, toPath: path)
        try Self.sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        return report
      } catch {
        try? FileManager.default.removeItem(atPath: partial)
        throw error is DatabaseError ? StoreError(error) : error
      }
    }
  }

  /// Opens the file of a stopped office for reading only and verifies it; the caller holds the folder's lock.
  package static func verify(path: String) throws -> VerificationReport {
    do {
      var configuration = Configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      if try queue.read(Schema.migrator.hasBeenSuperseded) { throw StoreError.newerVersion(detail: path) }
      return try queue.read { try ReadTransaction($0).verify() }
    } catch {
      throw StoreError(error)
    }
  }

  package func verify() async throws -> VerificationReport {
    try await read { try $0.verify() }
  }
}

extension Store {
  /// Minutes of copying and verifying must not hold a thread that serves requests.
  private func onOwnThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global(qos: .utility).async {
        continuation.resume(with: Result { try work() })
      }
    }
  }

  /// Makes a file, or the names in a folder, survive a power cut.
  private static func sync(_ path: String) throws {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError.inputOutput(detail: "open: errno \(errno)") }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StoreError.inputOutput(detail: "fsync: errno \(errno)") }
  }
}
