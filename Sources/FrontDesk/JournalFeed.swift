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
    var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
    var printWatchers: [Int: AsyncStream<Void>.Continuation] = [:]
    var nextWatcher = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// Takes in what a transaction wrote; called by the store in the order of the journal.
  package func publish(_ commit: Store.Commit) {
    let woken = state.withLock { state in
      state.entries.append(contentsOf: commit.entries)
      if state.entries.count > 2 * Self.keptEntries {
        state.entries.removeFirst(state.entries.count - Self.keptEntries)
      }
      var woken = commit.entries.isEmpty ? [] : Array(state.watchers.values)
      if commit.printJobs { woken += state.printWatchers.values }
      return woken
    }
    for watcher in woken { watcher.yield() }
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
    for watcher in state.withLock({ Array($0.watchers.values) }) { watcher.yield() }
  }

  /// Yields at once and then after each growth of the journal; several growths may come as one.
  package func growth() -> AsyncStream<Void> {
    watch(\.watchers)
  }

  /// Yields at once and then whenever a slip was asked for, or looked for by `nudgePrinting`.
  package func printRequests() -> AsyncStream<Void> {
    watch(\.printWatchers)
  }

  /// Wakes the print queue, so that a job that could not be printed is tried again.
  package func nudgePrinting() {
    for watcher in state.withLock({ Array($0.printWatchers.values) }) { watcher.yield() }
  }

  /// Who watches now, for either reason.
  package var watcherCount: Int {
    state.withLock { $0.watchers.count + $0.printWatchers.count }
  }

  private func watch(
    _ list: any WritableKeyPath<State, [Int: AsyncStream<Void>.Continuation]> & Sendable
  ) -> AsyncStream<Void> {
    let (stream, watcher) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let id = state.withLock { state in
      state.nextWatcher += 1
      state[keyPath: list][state.nextWatcher] = watcher
      return state.nextWatcher
    }
    watcher.onTermination = { [weak self] _ in
      self?.state.withLock { state in _ = state[keyPath: list].removeValue(forKey: id) }
    }
    watcher.yield()
    return stream
  }
}
