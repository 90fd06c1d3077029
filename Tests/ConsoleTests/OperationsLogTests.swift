@testable import Console
import Foundation
import FrontDesk
import HTTPTypes
import Hummingbird
import Queueing
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) final class OperationsLogTests: Sendable {
  private let log = OperationsLog(busyDetail: "Đang bận.")
  private let runs = Mutex(0)

  private static func key(_ number: Int, digest: UInt8 = 0) -> RequestKey {
    RequestKey(key: "k-\(number)", digest: Data([digest]))
  }

  /// An operation that counts its runs.
  private func run(_ key: RequestKey?, by requester: Requester = OfficeUnderTest.admin) async throws {
    _ = try await log.once(key, by: requester) {
      runs.withLock { $0 += 1 }
      return Response(status: .ok)
    }
  }

  private var runCount: Int { runs.withLock { $0 } }

  @Test func `While one runs, another is told to come again, also with the same key`() async throws {
    let halt = Halt()
    try await withThrowingTaskGroup { group in
      group.addTask { [log] in
        _ = try await log.once(Self.key(1), by: OfficeUnderTest.admin) {
          await halt.stay()
          return Response(status: .created)
        }
      }
      await halt.waitUntilReached()
      for key in [nil, Self.key(1), Self.key(2)] {
        let problem = await #expect(throws: Problem.self) { try await run(key) }
        #expect(problem?.status.code == 503)
        #expect(problem?.code == .busy)
        #expect(problem?.headers[.retryAfter] == "1")
      }
      halt.release()
      try await group.waitForAll()
    }
    let repeated = try await log.once(Self.key(1), by: OfficeUnderTest.admin) { Response(status: .ok) }
    #expect(repeated.status == .created)
    #expect(runCount == 0)
  }

  @Test func `Without a key, and for another requester, it is carried out again`() async throws {
    try await run(nil)
    try await run(nil)
    try await run(Self.key(1))
    try await run(Self.key(1))
    try await run(Self.key(1), by: Requester(name: "other", origin: .cli))
    #expect(runCount == 4)
  }

  @Test func `A key with another request is refused`() async throws {
    try await run(Self.key(1))
    await #expect(throws: RequestProblem.keyReused) { try await run(Self.key(1, digest: 1)) }
    #expect(runCount == 1)
  }

  @Test func `What failed is not remembered and can be tried again`() async throws {
    struct Failure: Error {}
    await #expect(throws: Failure.self) {
      _ = try await log.once(Self.key(1), by: OfficeUnderTest.admin) { throw Failure() }
    }
    try await run(Self.key(1))
    #expect(runCount == 1)
  }

  @Test func `The oldest answer is forgotten for a new one`() async throws {
    let limit = OperationsLog.rememberedAnswers
    for number in 0...limit { try await run(Self.key(number)) }
    for number in 1...limit { try await run(Self.key(number)) }
    #expect(runCount == limit + 1)
    try await run(Self.key(0))
    #expect(runCount == limit + 2)
  }
}
