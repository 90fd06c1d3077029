import FrontDesk
import Hummingbird
import Synchronization

/// Carries out one thing of its kind at a time, and none twice for the same key: backups and verifications, touches.
///
/// What is answered is not for the store, beside whose journal the keys of everything else are kept; so the last
/// answers are remembered here, until the daemon stops.
final class OperationsLog: Sendable {
  static let rememberedAnswers = 32

  private struct Answer {
    let requester: Requester
    let key: RequestKey
    let response: Response
  }

  private struct State {
    var isRunning = false
    /// Oldest first.
    var answers: [Answer] = []
  }

  private let state = Mutex(State())
  /// What is told to who comes while another runs.
  private let busyDetail: String

  init(busyDetail: String) {
    self.busyDetail = busyDetail
  }

  /// The answer given before to the same request with the same key, or that of `operation`, carried out now.
  ///
  /// - Throws: `RequestProblem.keyReused`, `Problem.busy` while another runs, and what `operation` throws, which is not
  ///   remembered.
  func once(
    _ key: RequestKey?, by requester: Requester, _ operation: () async throws -> Response
  ) async throws -> Response {
    if let answered = try begin(key, by: requester) { return answered }
    var answer: Answer?
    defer { end(answer) }
    let response = try await operation()
    answer = key.map { Answer(requester: requester, key: $0, response: response) }
    return response
  }

  /// `nil` when the operation is now the caller's to carry out and to end.
  private func begin(_ key: RequestKey?, by requester: Requester) throws -> Response? {
    try state.withLock { state in
      if let key, let known = state.answers.first(where: { $0.requester == requester && $0.key.key == key.key }) {
        guard known.key.digest == key.digest else { throw RequestProblem.keyReused }
        return known.response
      }
      guard !state.isRunning else {
        throw Problem.busy(busyDetail)
      }
      state.isRunning = true
      return nil
    }
  }

  private func end(_ answer: Answer?) {
    state.withLock { state in
      state.isRunning = false
      guard let answer else { return }
      if state.answers.count == Self.rememberedAnswers { state.answers.removeFirst() }
      state.answers.append(answer)
    }
  }
}
