import Foundation
import Synchronization
import SystemIO
import Testing

@Suite(.timeLimit(.minutes(15)))
struct ReadinessLoopTests {
  @Test func `A readable descriptor is reported until it has been read`() async throws {
    let loop = try ReadinessLoop()
    let pipe = try Pipe()
    try loop.add(pipe.readEnd)
    pipe.send("x")

    let seen = Mutex<[CInt]>([])
    try await loop.run(onThreadNamed: "test") { loop in
      for _ in 0..<2 {
        let ready = try loop.wait() ?? []
        seen.withLock { $0 += ready }
      }
    }

    #expect(seen.withLock { $0 } == [pipe.readEnd, pipe.readEnd])
  }

  @Test func `Waking it returns no event, and each wake is used up`() async throws {
    let loop = try ReadinessLoop()
    let pipe = try Pipe()
    loop.wake()
    loop.wake()

    let turns = Mutex<[[CInt]?]>([])
    try await loop.run(onThreadNamed: "test") { loop in
      let woken = try loop.wait()
      pipe.send("x")
      try loop.add(pipe.readEnd)
      let ready = try loop.wait()
      turns.withLock { $0 = [woken, ready] }
    }

    #expect(turns.withLock { $0 } == [[], [pipe.readEnd]])
  }

  @Test func `Stopping it from anywhere ends its run, and a stopped loop stays stopped`() async throws {
    let loop = try ReadinessLoop()
    try await withThrowingTaskGroup { group in
      let (started, start) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
      group.addTask {
        try await loop.run(onThreadNamed: "test") { loop in
          start.yield()
          while try loop.wait() != nil {}
        }
      }
      for await _ in started { break }
      loop.stop()
      try await group.waitForAll()
    }
    try #expect(loop.wait() == nil)
  }

  @Test func `Cancelling its task ends its run`() async throws {
    let loop = try ReadinessLoop()
    try await withThrowingTaskGroup { group in
      group.addTask {
        try await loop.run(onThreadNamed: "test") { loop in while try loop.wait() != nil {} }
      }
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  @Test func `It runs on a thread of its own under the given name, and an error comes through`() async throws {
    struct Told: Error, Equatable {
      let thread: String
    }
    await #expect(throws: Told(thread: "a-long-thread-n\n")) {
      try await ReadinessLoop().run(onThreadNamed: "a-long-thread-name") { _ in
        throw Told(thread: try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8))
      }
    }
  }

  @Test func `A closed descriptor is refused with a sentence`() throws {
    let loop = try ReadinessLoop()
    let error = #expect(throws: SystemError.self) { try loop.add(-1) }
    #expect(error?.description.hasPrefix("Không theo dõi được thiết bị đang mở: ") == true)
  }
}
