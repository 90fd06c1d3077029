import Synchronization

/// Whom to wake when something has happened.
package final class Watchers: Sendable {
  private struct State {
    var told: [Int: @Sendable () -> Void] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  package init() {}

  package var count: Int { state.withLock { $0.told.count } }

  package func wake() {
    for tell in state.withLock({ Array($0.told.values) }) { tell() }
  }

  /// - Parameter tell: called on whatever thread it happens on; must not block.
  /// - Returns: what has to be held for as long as one wants to be told.
  package func watch(_ tell: @escaping @Sendable () -> Void) -> Watching {
    let id = state.withLock { state in
      state.next += 1
      state.told[state.next] = tell
      return state.next
    }
    return Watching { [weak self] in
      // Let go of outside the lock: what it holds may end something of its own.
      _ = self?.state.withLock { $0.told.removeValue(forKey: id) }
    }
  }

  /// Yields whenever it happens; several times may come as one.
  package func stream(yieldsAtOnce: Bool = false) -> AsyncStream<Void> {
    let (stream, watcher) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let watching = watch { watcher.yield() }
    watcher.onTermination = { _ in watching.end() }
    if yieldsAtOnce { watcher.yield() }
    return stream
  }
}

/// Somebody is told of something until the last reference to this is gone.
package final class Watching: Sendable {
  private let stop: @Sendable () -> Void

  fileprivate init(_ stop: @escaping @Sendable () -> Void) {
    self.stop = stop
  }

  func end() { stop() }

  deinit { stop() }
}
