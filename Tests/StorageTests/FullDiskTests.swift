import Foundation
import Queueing
import Testing

@testable import Storage

/// A file system of its own that is soon full. Needs the right to mount, as tests in a container run as root have.
final class SmallDisk: Sendable {
  struct CannotMount: Error {
    let reason: String
  }

  private let folder: TemporaryFolder
  var path: String { folder.path }

  init(kibibytes: Int) throws {
    folder = try TemporaryFolder()
    try Self.run("mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", folder.path)
  }

  deinit { try? Self.run("umount", "-l", folder.path) }

  func file(_ name: String) -> String { folder.file(name) }

  /// Writes until nothing fits any more.
  func fill() throws {
    let handle = try #require(fopen(file("filler"), "w"))
    setvbuf(handle, nil, _IONBF, 0)
    var block = [UInt8](repeating: 7, count: 1024)
    while fwrite(&block, 1, block.count, handle) == block.count {}
    fclose(handle)
  }

  func free() throws { try FileManager.default.removeItem(atPath: file("filler")) }

  private static func run(_ program: String, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/\(program)")
    process.arguments = arguments
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CannotMount(reason: String(decoding: said, as: UTF8.self))
    }
  }
}

@Suite(.timeLimit(.minutes(15))) struct FullDiskTests {
  @Test func `A full disk refuses writes, loses nothing, and writing goes on when there is room`() async throws {
    let disk = try SmallDisk(kibibytes: 3072)
    let log = CommitLog()
    let store = try await Sample.openForWork(disk.file("luot.sqlite"), log: log)
    for _ in 0..<20 { try await Sample.issue(store) }
    try disk.fill()

    var acknowledged = 20
    var refusals = 0
    while refusals < 5 {
      do {
        try await Sample.issue(store)
        acknowledged += 1
        try #require(acknowledged < 5000, "the disk never filled")
      } catch let error as StoreError {
        guard case .full = error else {
          Issue.record("told as \(error)")
          return
        }
        refusals += 1
        #expect(store.condition == .full)
      }
    }
    let shown = try await store.read { try $0.line(of: ServiceID(verified: "ho-tich"), on: Sample.monday) }
    #expect(shown.issued == acknowledged, "what is known is still shown")
    #expect(log.entries.count { $0.kind == "ticket-issued" } == acknowledged)

    try await store.write { _ in }
    #expect(store.condition == .full, "that nothing was written is no sign of room")
    // The last page free may still take a probe, though no ticket.
    for _ in 0..<64 { await store.probe() }
    #expect(store.condition == .full)
    try disk.free()
    await store.probe()
    #expect(store.condition == .ready)
    try await Sample.issue(store)
    let report = try await store.verify()
    #expect(report.problems == [])
    #expect(report.tickets == acknowledged + 1)
    try store.close()
    #expect(try Store.verify(path: disk.file("luot.sqlite")).tickets == acknowledged + 1)
  }

  @Test func `A crowd on a full disk gets refusals or tickets that stay`() async throws {
    let disk = try SmallDisk(kibibytes: 3072)
    let store = try await Sample.openForWork(disk.file("luot.sqlite"))
    try disk.fill()
    let outcomes = await withTaskGroup(of: [TicketID].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var issued: [TicketID] = []
          for _ in 0..<150 {
            if let ticket = try? await Sample.issue(store) { issued.append(ticket) }
          }
          return issued
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(store.condition == .full)
    #expect(Set(outcomes).count == outcomes.count)
    try disk.free()
    let last = try await Sample.issue(store)
    #expect(last.number.ordinal == outcomes.count + 1)
    #expect(try await store.verify().problems == [])
    try store.close()
  }

  @Test(arguments: [false, true])
  func `A disk that is full at the start is no exit; the store opens when there is room`(hasStore: Bool) async throws {
    let disk = try SmallDisk(kibibytes: 2048)
    let path = disk.file("luot.sqlite")
    if hasStore {
      let before = try await Sample.openForWork(path)
      try await Sample.issue(before)
      try before.close()
    }
    try disk.fill()
    let store = try Sample.open(path)
    #expect(store.condition == .full)
    let error = await #expect(throws: StoreError.self) { try await Sample.issue(store) }
    guard case .full = error else {
      Issue.record("told as \(String(describing: error))")
      return
    }
    #expect(!store.reopenIfNeeded(now: Sample.morning, day: Sample.monday, epoch: Sample.epoch))
    #expect(store.condition == .full)

    try disk.free()
    #expect(store.reopenIfNeeded(now: Sample.morning, day: Sample.monday, epoch: Sample.epoch))
    #expect(!store.reopenIfNeeded(now: Sample.morning, day: Sample.monday, epoch: Sample.epoch))
    #expect(store.condition == .ready)
    let ticket = try await Sample.issue(store)
    #expect(ticket.number.ordinal == (hasStore ? 2 : 1))
    #expect(try await store.verify().problems == [])
    try store.close()
  }

  @Test func `A backup that finds no room leaves nothing half made`() async throws {
    let disk = try SmallDisk(kibibytes: 1024)
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    for _ in 0..<10 { try await Sample.issue(store) }
    try disk.fill()
    let backup = disk.file("backup.sqlite")
    await #expect(throws: BackupFailure(path: backup, reason: .noRoom)) { try await store.backup(to: backup) }
    try disk.free()
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
    #expect(store.condition == .ready, "the office's own disk has room")
    try store.close()
  }
}
