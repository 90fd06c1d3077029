import Foundation
package import FrontDesk
import Queueing
import Settings
package import Storage
import SystemIO

/// The state of a stopped office, opened by a command for as long as it holds this.
package struct OfflineStore: Sendable {
  package let store: Store
  package let reception: Reception
  private let lock: FolderLock

  /// Locks the folder, so that no daemon starts meanwhile, and opens or creates its store.
  ///
  /// - Parameters:
  ///   - config: path of the configuration.
  ///   - clock: what the use cases take for now; a simulation supplies its own.
  package static func open(
    stateFolder: String, config: String, clock: WallClock
  ) async throws(StartFailure) -> OfflineStore {
    let configuration = try Configuration.load(path: config).configuration
    let folder = StateFolder(stateFolder)
    let lock = try folder.claim()
    // A simulation runs at any hour of its own making; hours are the business of who asks.
    let office = Office(configuration, isDemo: true)
    let store = try folder.openStore(office: office, clock: clock) { _ in }
    let reception = Reception(
      store: store, office: office, clock: clock, onlineActivities: configuration.onlineActivities,
      printsSlips: false, retention: RetentionRules(months: configuration.retention.months), makeToken: SlipToken.make)
    let seed = RegisterSeed(configuration)
    do {
      try await reception.seed(members: seed.members, villages: seed.villages)
    } catch {
      throw StartFailure(error as? StoreError ?? .unexpected(detail: "\(error)"), path: folder.database)
    }
    return OfflineStore(store: store, reception: reception, lock: lock)
  }

  package func close() throws {
    try store.close()
  }

  /// Verifies the state of a stopped office without changing it.
  package static func verify(stateFolder: String) throws(StartFailure) -> VerificationReport {
    let folder = StateFolder(stateFolder)
    guard FileManager.default.fileExists(atPath: folder.database) else {
      throw StartFailure(.badData, "Không có dữ liệu \(folder.database). Hãy chỉ đúng thư mục bằng --state.")
    }
    let lock = try folder.claim()
    defer { withExtendedLifetime(lock) {} }
    do {
      return try Store.verify(path: folder.database)
    } catch {
      throw StartFailure(error as? StoreError ?? .unexpected(detail: "\(error)"), path: folder.database)
    }
  }
}

extension StateFolder {
  func openStore(
    office: Office, clock: WallClock, onCommit: @escaping @Sendable (Store.Commit) -> Void
  ) throws(StartFailure) -> Store {
    let now = clock.now()
    do {
      return try Store(
        path: database, now: now, day: office.serviceDay(at: now), epoch: UUID().uuidString, onCommit: onCommit)
    } catch {
      throw StartFailure(error, path: database)
    }
  }
}

/// The secret of a slip: 128 bits from the system's generator, in letters a QR code holds compactly.
enum SlipToken {
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    let bits = [generator.next() as UInt64, generator.next() as UInt64]
    return bits.map { word in
      let digits = String(word, radix: 36)
      return String(repeating: "0", count: 13 - digits.count) + digits
    }.joined()
  }
}
