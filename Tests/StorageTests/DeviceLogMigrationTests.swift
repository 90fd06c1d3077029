import GRDB
import Queueing
import Testing

@testable import Storage

@Suite struct DeviceLogMigrationTests {
  @Test func `What the device log of the first version holds is kept`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let queue = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(queue, upTo: "v1")
    try await queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO device_log(at, event, device, kind, name, detail) VALUES
            (1, 'arrived', 'a', 'printer', 'A', NULL), (2, 'fault', 'a', 'printer', 'A', 'hết giấy'),
            (3, 'fault', 'a', 'printer', 'A', NULL), (4, 'lost', 'a', 'printer', 'A', NULL)
          """)
    }
    try queue.close()

    let store = try Sample.open(path)
    let kept = try await store.read { try $0.deviceLog(limit: 10) }
    #expect(kept.map(\.event) == [.lost, .fault, .fault, .arrived])
    #expect(kept.map(\.at.milliseconds) == [4, 3, 2, 1])
    #expect(kept.map(\.detail) == [nil, "", "hết giấy", nil])
    try await store.write { tx in
      try tx.log(
        DeviceLogEntry(
          at: Sample.morning, event: .mended, device: "a", kind: "printer", name: "A", detail: nil))
    }
    try store.close()
  }
}
