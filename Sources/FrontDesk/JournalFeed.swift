package import Storage
import Synchronization

/// Tells everybody who watches that the journal has grown, and keeps its newest entries at hand.
///
/// Watchers are only woken; each reads on from where it stands at its own pace. So nothing queues up for a slow one,
/// and it never slows the others.
package final class JournalFeed: Sendable {
  /// Entries kept in memory; who lags further behind reads the store.
  package static let keptEntries = 512

  private struct State {
    var entries: [JournalEntry] = []
  }

  private let state = Mutex(State())
  private let watchers = Watchers()
  private let printWatchers = Watchers()

  package init() {}

  /// Takes in what a transaction wrote; called by the store in the order of the journal.
  package func publish(_ commit: Store.Commit) {
    state.withLock { state in
      state.entries.append(contentsOf: commit.entries)
      if state.entries.count > 2 * Self.keptEntries {
        state.entries.removeFirst(state.entries.count - Self.keptEntries)
      }
    }
    if !commit.entries.isEmpty { watchers.wake() }
    if commit.printJobs { printWatchers.wake() }
  }

  /// The first `limit` entries after `seq`, oldest first; `nil` when some of them are no longer in memory.
  ///
  /// The writer waits while they are copied, hence the limit.
  package func entries(after seq: Int64, limit: Int) -> [JournalEntry]? {
    state.withLock { state in
      guard let first = state.entries.first?.seq, let last = state.entries.last?.seq, first - 1 <= seq else {
        return nil
      }
      // The journal counts without a gap, so that the place of an entry follows from its number.
      return seq < last ? Array(state.entries[Int(seq + 1 - first)...].prefix(limit)) : []
    }
  }

  /// The last entry that was published; 0 before the first.
  package var latestSeq: Int64 {
    state.withLock { $0.entries.last?.seq ?? 0 }
  }

  /// Wakes everybody who watches, for something that is not in the journal.
  package func wake() {
    watchers.wake()
  }

  /// Tells of each growth of the journal, and of nothing before the first.
  package func watch(_ tell: @escaping @Sendable () -> Void) -> Watching {
    watchers.watch(tell)
  }

  /// Yields at once and then after each growth of the journal; several growths may come as one.
  package func growth() -> AsyncStream<Void> {
    watchers.stream(yieldsAtOnce: true)
  }

  /// Yields at once and then whenever a slip was asked for, or looked for by `nudgePrinting`.
  package func printRequests() -> AsyncStream<Void> {
    printWatchers.stream(yieldsAtOnce: true)
  }

  /// Wakes the print queue, so that a job that could not be printed is tried again.
  package func nudgePrinting() {
    printWatchers.wake()
  }

  /// Who watches now, for either reason.
  package var watcherCount: Int {
    watchers.count + printWatchers.count
  }
}
