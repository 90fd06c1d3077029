@testable import Console
import HTTPTypes
import Synchronization
import Testing

/// A place where work stops until it is let go.
struct Halt: Sendable {
  private let reached = AsyncStream.makeStream(of: Void.self)
  private let released = AsyncStream.makeStream(of: Void.self)

  /// The work is here now, and stays.
  func stay() async {
    reached.continuation.yield()
    for await _ in released.stream { return }
  }

  func waitUntilReached() async {
    for await _ in reached.stream { return }
  }

  func release() {
    released.continuation.yield()
  }
}

/// Who is inside at the same time.
private final class Census: Sendable {
  private let counts = Mutex((now: 0, most: 0, total: 0))

  var most: Int { counts.withLock { $0.most } }
  var total: Int { counts.withLock { $0.total } }

  func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.total + 1) } }
  func leave() { counts.withLock { $0.now -= 1 } }
}

@Suite(.timeLimit(.minutes(15))) struct GateTests {
  @Test func `Twenty come at once, each gets in, and never two at a time`() async throws {
    let gate = Gate()
    let census = Census()
    try await withThrowingTaskGroup { group in
      for _ in 0..<20 {
        group.addTask {
          try await gate.pass(patience: .seconds(3600)) {
            census.enter()
            await Task.yield()
            census.leave()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(census.most == 1)
    #expect(census.total == 20)
  }

  @Test func `Whose patience ends is told to come again, and the gate still opens for the next`() async throws {
    let (gate, halt) = (Gate(), Halt())
    try await withThrowingTaskGroup { group in
      group.addTask { try await gate.pass(patience: .seconds(3600)) { await halt.stay() } }
      await halt.waitUntilReached()
      let problem = await #expect(throws: Problem.self) { try await gate.pass(patience: .milliseconds(10)) {} }
      #expect(problem?.status.code == 503)
      #expect(problem?.code == .busy)
      #expect(problem?.headers[.retryAfter] == "1")
      halt.release()
      try await group.waitForAll()
    }
    #expect(try await gate.pass(patience: .seconds(3600)) { 7 } == 7)
  }

  @Test func `Who goes away while waiting leaves no trace`() async throws {
    let (gate, halt) = (Gate(), Halt())
    try await withThrowingTaskGroup { group in
      group.addTask { try await gate.pass(patience: .seconds(3600)) { await halt.stay() } }
      await halt.waitUntilReached()
      await withTaskGroup { waiting in
        waiting.addTask { await #expect(throws: Problem.self) { try await gate.pass(patience: .seconds(3600)) {} } }
        waiting.cancelAll()
      }
      halt.release()
      try await group.waitForAll()
    }
    #expect(try await gate.pass(patience: .seconds(3600)) { 7 } == 7)
  }

  @Test func `Work that fails opens the gate`() async throws {
    struct Failure: Error {}
    let gate = Gate()
    await #expect(throws: Failure.self) { try await gate.pass(patience: .seconds(3600)) { throw Failure() } }
    #expect(try await gate.pass(patience: .seconds(3600)) { 7 } == 7)
  }
}
