import Foundation
import Glibc
import GRDB
package import Queueing
import Records
import Synchronization

/// The one file that holds everything: journal and current state, written together.
///
/// A write is acknowledged only after it is on the disk (`synchronous=FULL`). Writers that wait at the same moment
/// share one transaction, each in a savepoint of its own, and so share one sync.
package final class Store: Sendable {
  /// How the store is, for health and for the notices on every surface.
  package enum Condition: Hashable, Sendable {
    case ready
    /// The last write failed for lack of room; each write tries anew.
    case full
    case readOnly
    /// Damaged: nothing is written any more, what can still be read is shown.
    case corrupt
    case failing
  }

  /// What an acknowledged write outlives.
  package enum Durability: Sendable {
    /// A power cut.
    case full
    /// The death of the process: enough for what nobody will miss, such as days that are only simulated.
    case scratch
  }

  /// What a batch of writes left behind, for those who watch the journal.
  package struct Commit: Sendable {
    package let entries: [JournalEntry]
    /// Whether a slip was asked for.
    package let printJobs: Bool
  }

  /// Writers that may wait for the disk at once; the next is told that the store is busy.
  package static let pendingLimit = 1024
  /// Writers that share one transaction at most, so that the first does not wait for a whole crowd.
  static let batchLimit = 128

  private struct Pending {
    var jobs: [WriteJob] = []
    var isDraining = false
    var isClosed = false
  }

  private let database: Mutex<DatabasePool?>
  private let pending = Mutex(Pending())
  private let conditionState: Mutex<Condition>
  /// The queue as the last transaction left it; `nil` when that is not known. Only the writer's queue touches it.
  private let picture = Mutex<QueuePicture?>(nil)
  package let path: String
  /// Why the file could not be opened when the daemon started; `nil` when it could.
  package let openingFailure: StoreError?
  private let durability: Durability
  /// Transactions that changed what sessions rest on.
  private let signInChanges = Atomic<Int>(0)
  private let onCommit: @Sendable (Commit) -> Void

  /// Opens or creates the file and brings its schema up to date.
  ///
  /// A damaged file or a full disk is no failure here: the store is returned in that condition, refuses writes and
  /// shows what it can, so that the office learns what is wrong from its screens.
  ///
  /// - Parameters:
  ///   - path: of the SQLite file; its folder exists and the caller holds the folder's lock.
  ///   - now: the instant of the first entries when the file is new.
  ///   - day: the service day of that instant.
  ///   - epoch: a fresh UUID, used only when the file is new.
  ///   - durability: what an acknowledged write outlives.
  ///   - onCommit: called on the writer after each transaction that is on the disk, in order; must not block.
  /// - Throws: `StoreError.newerVersion`, `.notPermitted` and `.unexpected`: the daemon cannot go on.
  package init(
    path: String, now: Timestamp, day: ServiceDay, epoch: String, durability: Durability = .full,
    onCommit: @escaping @Sendable (Commit) -> Void
  ) throws(StoreError) {
    self.path = path
    self.durability = durability
    self.onCommit = onCommit
    do {
      database = Mutex(try Self.open(path: path, now: now, day: day, epoch: epoch, durability: durability))
      conditionState = Mutex(.ready)
      openingFailure = nil
    } catch {
      guard let condition = Self.condition(for: error) else { throw error }
      database = Mutex(nil)
      conditionState = Mutex(condition)
      openingFailure = error
    }
  }

  package var condition: Condition {
    conditionState.withLock { $0 }
  }

  /// Writers that wait for the next transaction.
  package var pendingWrites: Int {
    pending.withLock { $0.jobs.count }
  }

  /// Whether it closes or has closed: nobody is let in any more.
  package var isClosed: Bool {
    pending.withLock { $0.isClosed }
  }

  /// Another number after each change of sessions, or of the accounts, members and service days that they rest on, from
  /// before its writer is answered.
  package var signInGeneration: Int { signInChanges.load(ordering: .acquiring) }

  /// What SQLite says of the connection that writes, such as `synchronous`.
  func writerPragma(_ name: String) throws -> String? {
    try availableDatabase().writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
  }

  /// Tries again to open a file that could not be opened at start for lack of room; `true` when it has just opened.
  @discardableResult
  package func reopenIfNeeded(now: Timestamp, day: ServiceDay, epoch: String) -> Bool {
    guard database.withLock({ $0 == nil }), condition != .corrupt, !isClosed,
      let pool = try? Self.open(path: path, now: now, day: day, epoch: epoch, durability: durability)
    else { return false }
    database.withLock { $0 = pool }
    conditionState.withLock { $0 = .ready }
    return true
  }

  /// Waits for the last batch, folds the write-ahead log into the file and closes it.
  package func close() throws {
    pending.withLock { $0.isClosed = true }
    guard let pool = database.withLock({ $0 }) else { return }
    // On the writer's own queue, and so behind every batch that was accepted.
    pool.writeWithoutTransaction { db in
      _ = try? db.checkpoint(.truncate)
    }
    try pool.close()
    database.withLock { $0 = nil }
  }

  // MARK: - Writing

  /// Runs `body` in a transaction and returns after it is durable.
  ///
  /// `body` reads, decides and writes; when it throws, nothing it wrote stays.
  package func write<T: Sendable>(_ body: @escaping @Sendable (WriteTransaction) throws -> T) async throws -> T {
    let pool = try availableDatabase()
    if condition == .corrupt { throw StoreError.corrupt(detail: "the store is damaged") }
    return try await withCheckedThrowingContinuation { continuation in
      let job = WriteJob(body: body, continuation: continuation)
      let isAccepted = pending.withLock { pending in
        guard !pending.isClosed, pending.jobs.count < Self.pendingLimit else { return false }
        pending.jobs.append(job)
        if !pending.isDraining {
          pending.isDraining = true
          // Within the lock, so that whatever is accepted stands on the writer's queue before `close` does.
          pool.asyncWriteWithoutTransaction { db in self.drain(db) }
        }
        return true
      }
      if !isAccepted { job.fail(StoreError.busy) }
    }
  }

  private func drain(_ db: Database) {
    while true {
      let batch = pending.withLock { pending -> [WriteJob] in
        let batch = Array(pending.jobs.prefix(Self.batchLimit))
        pending.jobs.removeFirst(batch.count)
        if batch.isEmpty { pending.isDraining = false }
        return batch
      }
      if batch.isEmpty { return }
      commit(batch, in: db)
    }
  }

  private func commit(_ batch: [WriteJob], in db: Database) {
    var finished: [WriteJob.Finish] = []
    do {
      var entries: [JournalEntry] = []
      var (printJobs, hasWritten, hasChangedSignIn) = (false, false, false)
      var picture: QueuePicture?
      try db.inTransaction(.immediate) {
        let transaction = WriteTransaction(db, end: try Chain.end(in: db), picture: takePicture())
        for job in batch {
          finished.append(try transaction.run(job))
        }
        try transaction.keepSheets()
        entries = transaction.entries
        printJobs = transaction.madePrintJobs
        hasWritten = transaction.hasWritten
        hasChangedSignIn = transaction.hasChangedSignIn
        picture = transaction.picture
        return .commit
      }
      self.picture.withLock { $0 = picture }
      // On a full disk the commit of nothing succeeds too.
      if hasWritten { note(.ready) }
      if hasChangedSignIn { signInChanges.add(1, ordering: .releasing) }
      // Before the answers, so that who was answered finds the board already told.
      onCommit(Commit(entries: entries, printJobs: printJobs))
      for finish in finished { finish(nil) }
    } catch {
      let failure = StoreError(error)
      if let condition = Self.condition(for: failure) { note(condition) }
      for job in batch { job.fail(failure) }
    }
  }

  /// Hands the picture over: a transaction that fails leaves none.
  private func takePicture() -> QueuePicture? {
    picture.withLock { picture in
      defer { picture = nil }
      return picture
    }
  }

  // MARK: - Reading

  /// Runs `body` on a snapshot of what is durable.
  package func read<T: Sendable>(_ body: @escaping @Sendable (ReadTransaction) throws -> T) async throws -> T {
    let pool = try availableDatabase()
    do {
      return try await pool.read { db in try body(ReadTransaction(db)) }
    } catch let error where error is DatabaseError || error is StoreError {
      throw noted(StoreError(error))
    }
  }

  /// Keeps in mind that the store is damaged when a reading found it so.
  func noted(_ error: StoreError) -> StoreError {
    if case .corrupt = error { note(.corrupt) }
    return error
  }

  /// Writes something of no consequence, to find out whether a store that could not be written can be again.
  package func probe() async {
    guard condition != .ready, condition != .corrupt else { return }
    // The last free block of a full disk takes a probe and then no ticket.
    if condition == .full, Self.freeBytes(beside: path) < Self.leastFreeBytes { return }
    try? await write { tx in try tx.probe() }
  }

  /// Room below which a disk that was full counts as full still: some hundred tickets.
  private static let leastFreeBytes: UInt64 = 1 << 20

  private static func freeBytes(beside path: String) -> UInt64 {
    var facts = statvfs()
    guard statvfs(path, &facts) == 0 else { return 0 }
    return UInt64(facts.f_bavail) * UInt64(facts.f_frsize)
  }

  func availableDatabase() throws(StoreError) -> DatabasePool {
    if let pool = database.withLock({ $0 }) { return pool }
    switch condition {
    case .full: throw .full(detail: "the store could not be opened")
    case .corrupt: throw .corrupt(detail: "the store could not be opened")
    case .readOnly: throw .readOnly(detail: "the store could not be opened")
    case .ready, .failing: throw .inputOutput(detail: "the store is not open")
    }
  }

  /// Damage stays: a write that went through beside it proves nothing.
  private func note(_ condition: Condition) {
    conditionState.withLock { if $0 != .corrupt { $0 = condition } }
  }

  private static func condition(for error: StoreError) -> Condition? {
    switch error {
    case .full: .full
    case .corrupt: .corrupt
    case .readOnly: .readOnly
    case .inputOutput: .failing
    case .newerVersion, .notPermitted, .busy, .unexpected: nil
    }
  }

  // MARK: - Opening

  private static func open(
    path: String, now: Timestamp, day: ServiceDay, epoch: String, durability: Durability
  ) throws(StoreError) -> DatabasePool {
    do {
      try refuseUnknown(path: path)
      let pool = try makePool(path: path)
      try Schema.migrator.migrate(pool)
      try pool.writeWithoutTransaction { db in
        // The pool sets NORMAL when it turns on the write-ahead log, after any preparation of ours: a power cut would
        // take acknowledged tickets. It keeps one writer for life, so this holds.
        try db.execute(sql: "PRAGMA synchronous=\(durability == .full ? "FULL" : "OFF")")
        // What is deleted is overwritten: notes, tokens and aged details do not linger in free pages.
        try db.execute(sql: "PRAGMA secure_delete=ON")
        try db.inTransaction(.immediate) {
          if try Chain.end(in: db).seq == 0 {
            let transaction = WriteTransaction(db, end: .beginning)
            try transaction.create(epoch: epoch, at: now, day: day)
          }
          return .commit
        }
      }
      return pool
    } catch {
      throw StoreError(opening: error)
    }
  }

  /// Looks without touching: a pool writes to the file as soon as it opens it.
  private static func refuseUnknown(path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try refuseUnknown(openForReading(path), path: path)
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
      // Killed while the file was being made, before it had its write-ahead log: only who may write can take back what
      // was half done.
      try refuseUnknown(DatabaseQueue(path: path), path: path)
    }
  }

  private static func refuseUnknown(_ queue: DatabaseQueue, path: String) throws {
    defer { try? queue.close() }
    if try queue.read(Schema.migrator.hasBeenSuperseded) { throw StoreError.newerVersion(detail: path) }
    // Another program's file is not made into a store beside its tables.
    let isForeign = try queue.read { db in
      let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      return try tables > 0 && !db.tableExists("grdb_migrations")
    }
    if isForeign { throw StoreError.corrupt(detail: "it holds the tables of another program") }
  }

  private static func makePool(path: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.label = "luot"
    configuration.maximumReaderCount = 3
    configuration.busyMode = .timeout(2)
    configuration.prepareDatabase { db in
      // One mebibyte of pages a connection: decisions touch the heads of lines only.
      try db.execute(sql: "PRAGMA cache_size=-1024")
      try db.execute(sql: "PRAGMA temp_store=MEMORY")
    }
    return try DatabasePool(path: path, configuration: configuration)
  }
}

/// One write that waits, its type erased: run inside a transaction, answered after the commit.
struct WriteJob: Sendable {
  /// Answers the writer: with its own result when the commit went through, else with the failure.
  typealias Finish = @Sendable ((any Error)?) -> Void

  /// Runs the body; the flag says whether it threw, so that its savepoint is taken back.
  let run: @Sendable (WriteTransaction) -> (failure: (any Error)?, finish: Finish)
  let fail: @Sendable (any Error) -> Void

  init<T: Sendable>(
    body: @escaping @Sendable (WriteTransaction) throws -> T, continuation: CheckedContinuation<T, any Error>
  ) {
    fail = { continuation.resume(throwing: $0) }
    run = { transaction in
      do {
        let value = try body(transaction)
        return (nil, { failure in continuation.resume(with: failure.map { .failure($0) } ?? .success(value)) })
      } catch {
        return (error, { failure in continuation.resume(throwing: failure ?? Self.told(error)) })
      }
    }
  }

  /// What the writer hears of its own error: nothing of the library below leaves the store.
  private static func told(_ error: any Error) -> any Error {
    error is DatabaseError ? StoreError(error) : error
  }
}
