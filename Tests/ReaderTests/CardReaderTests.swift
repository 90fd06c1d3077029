import Foundation
import Logging
import Peripherals
import Testing

/// Against a real pcscd with a virtual reader: one at a time, since the PC/SC library of a process knows one only.
@Suite(.serialized, .timeLimit(.minutes(15))) final class CardReaderTests {
  private let virtual: VirtualReader

  init() throws {
    virtual = try VirtualReader()
  }

  @Test func `A card is known by its number as often as it is put on`() async throws {
    try virtual.start()
    try await Watch.running { watch in
      for _ in 0..<2 {
        try virtual.put(.number([0x04, 0xA2, 0x15, 0x3B, 0x6C, 0x71, 0x80]))
        await #expect(watch.nextEvent() == "card 04a2153b6c7180")
        await remove(watch)
      }
      try virtual.put(.number([0x9A, 0x01, 0x02, 0x03]))
      await #expect(watch.nextEvent() == "card 9a010203")
    }
  }

  @Test func `A card without a number, and one that makes its number up, are told apart from badges`() async throws {
    try virtual.start()
    try await Watch.running { watch in
      try virtual.put(.numberless)
      await #expect(watch.nextEvent() == "unsuitable")
      await remove(watch)
      // A citizen's card or a telephone: another number each time.
      try virtual.put(.number([0x08, 0x11, 0x22, 0x33]))
      await #expect(watch.nextEvent() == "unsuitable")
    }
  }

  @Test(arguments: [VirtualCard.Manner.pulled, .silent])
  func `A card pulled in mid-command, or one that hangs, is a failure, and the next card is read`(
    _ manner: VirtualCard.Manner
  ) async throws {
    try virtual.start()
    try await Watch.running(deadline: .seconds(3)) { watch in
      try virtual.put(manner)
      await #expect(watch.nextEvent()?.hasPrefix("failed") == true)
      await remove(watch)
      try virtual.put(.number([0x9A, 0x01, 0x02, 0x03]))
      await #expect(watch.nextEvent() == "card 9a010203")
      await watch.expectStatus { status in status.readers.allSatisfy { $0.fault == nil } }
    }
  }

  @Test func `pcscd may be absent, come, die and come again`() async throws {
    try await Watch.running { watch in
      await watch.expectStatus { $0.isAbsent }
      try virtual.start()
      await watch.expectStatus { !$0.readerNames.isEmpty }
      virtual.stop()
      await watch.expectStatus { $0.isAbsent }
      try virtual.start()
      await watch.expectStatus { !$0.readerNames.isEmpty }
      try virtual.put(.number([0x9A, 0x01, 0x02, 0x03]))
      await #expect(watch.nextEvent() == "card 9a010203")
    }
  }

  @Test func `A pcscd that dies while it asks a card is told, and the next card is read when it is back`() async throws
  {
    try virtual.start()
    try await Watch.running { watch in
      try virtual.put(.silent)
      await virtual.isAsked()
      virtual.stop()
      let told = await watch.nextEvent()
      #expect(told?.hasPrefix("failed") == true && told?.contains("không trả lời kịp") == false, "\(told ?? "")")
      await watch.expectStatus { $0.isAbsent }
      try virtual.start()
      await watch.expectStatus { !$0.readerNames.isEmpty }
      try virtual.put(.number([0x9A, 0x01, 0x02, 0x03]))
      await #expect(watch.nextEvent() == "card 9a010203")
      await watch.expectStatus { status in
        status.readers.contains { $0.holdsCard } && status.readers.allSatisfy { $0.fault == nil }
      }
    }
  }

  @Test func `It ends at once when it is cancelled, however it sleeps`() async throws {
    try virtual.start()
    for _ in 0..<50 {
      try await Watch.running { watch in await watch.expectStatus { !$0.isAbsent } }
    }
    await Self.threadsAreGone()
  }

  @Test func `A pcscd that hangs holds up neither a start nor an end`() async throws {
    try virtual.start()
    try await Watch.running { watch in
      await watch.expectStatus { !$0.isAbsent }
      virtual.freeze()
    }
    for _ in 0..<5 {
      try await Watch.running { _ in }
    }
    // What still waits for its answer ends with it.
    virtual.stop()
    await Self.threadsAreGone()
  }

  /// Waits until no thread of this process speaks with pcscd. A thread's end is told nobody: it is looked for.
  private static func threadsAreGone() async {
    func isThere() -> Bool {
      let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
      return tasks.contains { task in
        (try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8))?.hasPrefix("pcsc") ?? false
      }
    }
    while isThere() { await Task.yield() }
  }
}

extension CardReaderTests {
  /// pcscd looks at the reader a few times a second and would not see a quick exchange.
  private func remove(_ watch: Watch) async {
    await watch.expectStatus { status in status.readers.contains { $0.holdsCard } }
    virtual.remove()
    await watch.expectStatus { status in status.readers.allSatisfy { !$0.holdsCard } }
  }
}

/// What a watch over the readers tells, to be waited for.
private struct Watch {
  typealias Readers = CardReaders<String>

  private let events: AsyncStream<String>
  private let statuses: AsyncStream<Readers.Status>

  /// Runs the watch for as long as `body` does.
  static func running(deadline: Duration = .seconds(300), _ body: (inout Watch) async throws -> Void) async throws {
    let (events, event) = AsyncStream.makeStream(of: String.self)
    let (statuses, status) = AsyncStream.makeStream(of: Readers.Status.self)
    let readers = Readers(
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, deadline: deadline,
      identify: { number in
        number.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      },
      onStatus: { status.yield($0) },
      sink: { told in
        switch told {
        case .card(let number, _): event.yield("card \(number)")
        case .unsuitable: event.yield("unsuitable")
        case .failed(let reason, _): event.yield("failed: \(reason)")
        }
      })
    var watch = Watch(events: events, statuses: statuses)
    try await withThrowingTaskGroup { group in
      group.addTask { try await readers.run() }
      try await body(&watch)
      group.cancelAll()
      do { try await group.waitForAll() } catch is CancellationError {}
    }
  }

  func nextEvent() async -> String? {
    for await event in events { return event }
    return nil
  }

  func expectStatus(_ isExpected: (Readers.Status) -> Bool) async {
    for await status in statuses where isExpected(status) { return }
  }
}

extension CardReaders.Status {
  fileprivate var readers: [CardReaders.Reader] {
    if case .running(let readers) = self { readers } else { [] }
  }

  fileprivate var readerNames: [String] { readers.map(\.name) }

  fileprivate var isAbsent: Bool {
    if case .absent = self { true } else { false }
  }
}
