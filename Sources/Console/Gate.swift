import Synchronization

/// Lets one piece of long work run at a time; who comes meanwhile waits a while for its turn, in the order of arrival.
///
/// Who waits holds a connection, so that the limit on those is the limit here.
final class Gate: Sendable {
  private struct State {
    var isTaken = false
    var waiting: [(id: Int, turn: CheckedContinuation<Bool, Never>)] = []
    var nextID = 0
  }

  private let state = Mutex(State())

  /// - Throws: `Problem.busy` when the turn does not come within `patience`, and what `work` throws.
  func pass<T>(patience: Duration, _ work: () async throws -> T) async throws -> T {
    guard await enter(patience: patience) else {
      throw Problem.busy("Máy đang làm một việc lâu. Hãy gửi lại yêu cầu sau ít giây.")
    }
    defer { leave() }
    return try await work()
  }

  private func enter(patience: Duration) async -> Bool {
    await withTaskGroup(of: Bool.self) { group in
      group.addTask { await self.turn() }
      group.addTask {
        try? await Task.sleep(for: patience)
        return false
      }
      let isFirstIn = await group.next() ?? false
      group.cancelAll()
      // The turn may have come at the very end of the patience.
      let isSecondIn = await group.next() ?? false
      return isFirstIn || isSecondIn
    }
  }

  /// Waits for the turn; `false` when the task is cancelled before it comes.
  private func turn() async -> Bool {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { turn in
        let answer: Bool? = state.withLock { state in
          if Task.isCancelled { return false }
          if state.isTaken {
            state.waiting.append((id, turn))
            return nil
          }
          state.isTaken = true
          return true
        }
        if let answer { turn.resume(returning: answer) }
      }
    } onCancel: {
      let turn = state.withLock { state in
        state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).turn }
      }
      turn?.resume(returning: false)
    }
  }

  private func leave() {
    let next = state.withLock { state in
      if state.waiting.isEmpty {
        state.isTaken = false
        return nil as CheckedContinuation<Bool, Never>?
      }
      return state.waiting.removeFirst().turn
    }
    next?.resume(returning: true)
  }
}
