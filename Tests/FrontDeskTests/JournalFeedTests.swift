import FrontDesk
import Queueing
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(15))) struct JournalFeedTests {
  private static func entry(_ seq: Int64) -> JournalEntry {
    JournalEntry(
      seq: seq, at: Sample.morning, day: Sample.monday, kind: "ticket-recalled", actor: "t", body: "{}")
  }

  private static func commit(_ seqs: ClosedRange<Int64>, printJobs: Bool = false) -> Store.Commit {
    Store.Commit(entries: seqs.map(entry), printJobs: printJobs)
  }

  @Test func `Who knows the latest entry gets those after it`() {
    let feed = JournalFeed()
    feed.publish(Self.commit(5...8))
    feed.publish(Self.commit(9...9))
    #expect(feed.entries(after: 4, limit: 1000)?.map(\.seq) == [5, 6, 7, 8, 9])
    #expect(feed.entries(after: 7, limit: 1000)?.map(\.seq) == [8, 9])
    #expect(feed.entries(after: 9, limit: 1000) == [])
  }

  @Test func `Who lags behind what is kept is sent to the store`() {
    let feed = JournalFeed()
    #expect(feed.entries(after: 0, limit: 1000) == nil, "nothing is kept yet")
    feed.publish(Self.commit(5...8))
    #expect(feed.entries(after: 3, limit: 1000) == nil)
    #expect(feed.entries(after: -7, limit: 1000) == nil)
    let many = Int64(3 * JournalFeed.keptEntries)
    feed.publish(Self.commit(9...many))
    #expect(feed.entries(after: 8, limit: 1000) == nil)
    let kept = feed.entries(after: many - Int64(JournalFeed.keptEntries), limit: 1000)
    #expect(kept?.count == JournalFeed.keptEntries)
    #expect(kept?.last?.seq == many)
  }

  @Test func `No more is handed out at once than was asked for`() {
    let feed = JournalFeed()
    feed.publish(Self.commit(5...8))
    #expect(feed.entries(after: 4, limit: 3)?.map(\.seq) == [5, 6, 7])
    #expect(feed.entries(after: 7, limit: 3)?.map(\.seq) == [8])
  }

  @Test func `A number of no entry is no trap`() {
    let feed = JournalFeed()
    feed.publish(Self.commit(1...3))
    #expect(feed.entries(after: .max, limit: 1000) == [])
    #expect(feed.entries(after: .min, limit: 1000) == nil)
  }

  @Test func `A watcher is woken at once, and several growths come as one`() async {
    let feed = JournalFeed()
    var growth = feed.growth().makeAsyncIterator()
    await growth.next()
    for seq in Int64(1)...100 { feed.publish(Self.commit(seq...seq)) }
    await growth.next()
    #expect(feed.entries(after: 0, limit: 1000)?.count == 100)
    // Had the hundred not come as one, this growth would not be the next thing heard.
    feed.publish(Self.commit(101...101))
    await growth.next()
    #expect(feed.entries(after: 100, limit: 1000)?.map(\.seq) == [101])
  }

  @Test func `A slip that is asked for wakes the printing, other growth does not`() async {
    let feed = JournalFeed()
    var prints = feed.printRequests().makeAsyncIterator()
    await prints.next()
    feed.publish(Self.commit(1...1, printJobs: true))
    await prints.next()
    feed.nudgePrinting()
    await prints.next()
    #expect(feed.watcherCount == 1)
  }

  @Test func `Who stops watching is forgotten`() async {
    let feed = JournalFeed()
    var growths: [AsyncStream<Void>] = (0..<5).map { _ in feed.growth() }
    #expect(feed.watcherCount == 5)
    growths.removeLast(2)
    #expect(feed.watcherCount == 3)
    await withTaskGroup(of: Void.self) { group in
      let watched = growths.removeLast()
      group.addTask { for await _ in watched {} }
      group.cancelAll()
    }
    #expect(feed.watcherCount == 2)
    growths = []
    #expect(feed.watcherCount == 0)
    feed.publish(Self.commit(1...1))
  }

  @Test func `The feed of a working office is its journal`() async throws {
    let front = try await FrontOffice.ready()
    for _ in 0..<5 { try await front.take() }
    while try await front.serve() != nil {}
    let journal = try await front.journal()
    #expect(front.feed.entries(after: 1, limit: 1000) == Array(journal.dropFirst()))
  }
}
