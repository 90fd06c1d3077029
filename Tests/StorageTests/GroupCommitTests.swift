import Dispatch
import FrontDesk
import GRDB
import Queueing
import Synchronization
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(15))) struct GroupCommitTests {
  private static func waitingWriters(_ store: Store, _ count: Int) async {
    while store.pendingWrites < count { await Task.yield() }
  }

  @Test func `Writers that wait together share one transaction`() async throws {
    let folder = try TemporaryFolder()
    let log = CommitLog()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"), log: log)
    let roadblock = Roadblock()
    let before = log.count
    let tickets = try await withThrowingTaskGroup(of: TicketID?.self) { group in
      group.addTask {
        try await store.write { _ in roadblock.hold() }
        return nil
      }
      await roadblock.isReached()
      for _ in 0..<50 { group.addTask { try await Sample.issue(store) } }
      await Self.waitingWriters(store, 50)
      roadblock.open()
      var tickets: Set<TicketID> = []
      for try await ticket in group { if let ticket { tickets.insert(ticket) } }
      return tickets
    }
    #expect(tickets.count == 50)
    #expect(log.count - before == 2, "one for who held the writer, one for all who waited")
    #expect(log.entries.map(\.seq) == Array(2...Int64(log.entries.count + 1)))
    try store.close()
    #expect(try Store.verify(path: folder.file("luot.sqlite")).problems == [])
  }

  @Test func `A crowd is served in transactions of bounded size`() async throws {
    let folder = try TemporaryFolder()
    let log = CommitLog()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"), log: log)
    let roadblock = Roadblock()
    let before = log.count
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await store.write { _ in roadblock.hold() } }
      await roadblock.isReached()
      for _ in 0..<(2 * Store.batchLimit + 1) { group.addTask { try await Sample.issue(store) } }
      await Self.waitingWriters(store, 2 * Store.batchLimit + 1)
      roadblock.open()
      try await group.waitForAll()
    }
    #expect(log.count - before == 4)
    try store.close()
  }

  private struct Whim: Error, Equatable {}

  @Test func `A write that fails takes back only what it did itself`() async throws {
    let folder = try TemporaryFolder()
    let log = CommitLog()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"), log: log)
    let roadblock = Roadblock()
    let before = log.count
    let (issued, failures) = try await withThrowingTaskGroup(of: TicketID?.self) { group in
      group.addTask {
        try await store.write { _ in roadblock.hold() }
        return nil
      }
      await roadblock.isReached()
      for index in 0..<30 {
        group.addTask {
          guard index % 3 == 0 else { return try await Sample.issue(store) }
          await #expect(throws: Whim()) {
            try await store.write { tx in
              _ = try Sample.desk(tx).issue(
                service: "ho-tich", priority: nil, village: nil, origin: .kiosk, token: "lost-\(index)")
              throw Whim()
            }
          }
          return nil
        }
      }
      await Self.waitingWriters(store, 30)
      roadblock.open()
      var issued: [TicketID] = []
      var failures = -1
      for try await ticket in group { if let ticket { issued.append(ticket) } else { failures += 1 } }
      return (issued, failures)
    }
    #expect(failures == 10)
    #expect(log.count - before == 2)
    #expect(issued.map(\.number.ordinal).sorted() == Array(1...20))
    #expect(log.entries.map(\.seq) == Array(2...Int64(log.entries.count + 1)), "the feed saw a gap or a ghost")
    let journal = try await store.read { try $0.journal(after: 0, limit: 1000) }
    #expect(journal.dropFirst().map(\.seq) == log.entries.map(\.seq))
    let report = try await store.verify()
    #expect(report.problems == [])
    #expect(report.tickets == 20)
    try store.close()
  }

  @Test func `A refusal of the schema is told to its writer alone, as an error of the store`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    let error = await #expect(throws: StoreError.self) {
      try await store.write { tx in try tx.openDay(Sample.monday, at: Sample.morning) }
    }
    guard case .unexpected = error else {
      Issue.record("told as \(String(describing: error))")
      return
    }
    #expect(store.condition == .ready)
    try await Sample.issue(store)
    try store.close()
  }

  @Test func `An error that ends the transaction fails everybody in it and leaves nothing`() async throws {
    let folder = try TemporaryFolder()
    let log = CommitLog()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"), log: log)
    let end = try await store.read { try $0.chainEnd() }
    let roadblock = Roadblock()
    let before = log.count
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await store.write { _ in roadblock.hold() } }
      await roadblock.isReached()
      for index in 0..<10 {
        group.addTask {
          let error = await #expect(throws: StoreError.self) {
            try await store.write { tx in
              if index == 7 {
                // As SQLite does it by itself when the disk is full.
                try tx.db.execute(sql: "ROLLBACK")
                throw DatabaseError(resultCode: .SQLITE_FULL)
              }
              _ = try Sample.desk(tx).issue(
                service: "ho-tich", priority: nil, village: nil, origin: .kiosk, token: "t\(index)")
            }
          }
          guard case .full = error else {
            Issue.record("told as \(String(describing: error))")
            return
          }
        }
      }
      await Self.waitingWriters(store, 10)
      roadblock.open()
    }
    #expect(store.condition == .full)
    #expect(log.count - before == 1, "only who held the writer was committed")
    #expect(try await store.read { try $0.chainEnd() } == end)
    let ticket = try await Sample.issue(store)
    #expect(ticket.number.text == "A001")
    #expect(store.condition == .ready)
    #expect(try await store.verify().problems == [])
    try store.close()
  }

  @Test func `Damage that a writer finds ends writing for good`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    await #expect(throws: StoreError.corrupt(detail: "x")) {
      try await store.write { _ in throw StoreError.corrupt(detail: "x") }
    }
    #expect(store.condition == .corrupt)
    await #expect(throws: StoreError.self) { try await Sample.issue(store) }
    #expect(store.condition == .corrupt)
    #expect(try await store.read { try $0.epoch() } == Sample.epoch, "what can be read is still shown")
    try store.close()
  }

  @Test func `A write that goes through beside damage does not make the store well again`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    let roadblock = Roadblock()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await store.write { _ in roadblock.hold() } }
      await roadblock.isReached()
      await #expect(throws: StoreError.corrupt(detail: "x")) {
        try await store.read { _ in throw StoreError.corrupt(detail: "x") }
      }
      roadblock.open()
      try await group.waitForAll()
    }
    #expect(store.condition == .corrupt)
    try store.close()
  }

  @Test func `Who watches the journal is told before the writer is answered`() async throws {
    let folder = try TemporaryFolder()
    let answered = DispatchSemaphore(value: 0)
    let tooEarly = Mutex(false)
    let path = folder.file("luot.sqlite")
    let store = try Store(path: path, now: Sample.morning, day: Sample.monday, epoch: Sample.epoch) { _ in
      // An answer that comes while the watchers are still being told is one too early.
      let isAnswered = answered.wait(timeout: .now() + .milliseconds(200)) == .success
      tooEarly.withLock { $0 = isAnswered }
    }
    try await store.write { tx in try tx.openDay(Sample.monday, at: Sample.morning) }
    answered.signal()
    try store.close()
    #expect(!tooEarly.withLock { $0 })
  }

  @Test func `Who comes when too many wait is told that the store is busy`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    let roadblock = Roadblock()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await store.write { _ in roadblock.hold() } }
      await roadblock.isReached()
      for _ in 0..<Store.pendingLimit { group.addTask { try await store.write { _ in } } }
      await Self.waitingWriters(store, Store.pendingLimit)
      let isTold = Mutex(false)
      group.addTask {
        await #expect(throws: StoreError.busy) { try await Sample.issue(store) }
        isTold.withLock { $0 = true }
      }
      while !isTold.withLock({ $0 }), store.pendingWrites == Store.pendingLimit { await Task.yield() }
      roadblock.open()
      try await group.waitForAll()
    }
    try await Sample.issue(store)
    try store.close()
  }

  @Test func `Closing waits for every write that was accepted`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try await Sample.openForWork(path)
    let roadblock = Roadblock()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await store.write { _ in roadblock.hold() } }
      await roadblock.isReached()
      for _ in 0..<20 { group.addTask { try await Sample.issue(store) } }
      await Self.waitingWriters(store, 20)
      group.addTask {
        try await withCheckedThrowingContinuation { continuation in
          // It blocks its thread, of which the concurrent pool has few.
          DispatchQueue.global().async { continuation.resume(with: Result { try store.close() }) }
        }
      }
      group.addTask {
        while !store.isClosed { await Task.yield() }
        await #expect(throws: StoreError.busy) { try await Sample.issue(store) }
        roadblock.open()
      }
      try await group.waitForAll()
    }
    let report = try Store.verify(path: path)
    #expect(report.problems == [])
    #expect(report.tickets == 20)
  }
}
