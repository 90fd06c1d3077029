import Foundation
import FrontDesk
import Queueing
import Testing

/// A real daemon on a machine whose clock lies: libfaketime stands before the C library, and a file says by how much.
extension RealDaemonTests {
  @Suite(.serialized) struct ClockTests {
    private static var liar: String? {
      let libraries = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
      return libraries.map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }.first {
        FileManager.default.fileExists(atPath: $0)
      }
    }

    @Test func `A kiosk that wakes up in 1970 gives out numbers, keeps them when the clock is set, and proves it`()
      async throws
    {
      let liar = try #require(Self.liar, "the package faketime is missing")
      let offset = Fixture.temporaryFolder() + "/offset"
      func lie(seconds: Int) throws {
        // In one piece, so that no half-written file is read.
        try Data("\(seconds < 0 ? "" : "+")\(seconds)\n".utf8).write(to: URL(fileURLWithPath: offset), options: .atomic)
      }
      try lie(seconds: -Int(Date().timeIntervalSince1970) + 3600)
      let state = Fixture.temporaryFolder()
      let daemon = try DaemonProcess(
        state: state,
        // The library adds to the environment of whom it is loaded into, and Swift finds its arguments right below the
        // environment the program was started with: the second env is lied to as well, so that nothing is left to add.
        launcher: [
          "/usr/bin/env", "LD_PRELOAD=\(liar)", "FAKETIME_TIMESTAMP_FILE=\(offset)", "FAKETIME_NO_CACHE=1",
          "FAKETIME_DONT_FAKE_MONOTONIC=1", "/usr/bin/env",
        ])
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      let early = try await client.post("/api/v1/tickets", #"{"service": "vneid"}"#).decoded(TicketAnswer.self)
      #expect(early.timesTrusted == false)
      let doubted = try await client.get("/api/v1/clock").decoded(ClockAnswer.self)
      #expect(doubted.fault?.code == .implausible)
      #expect(doubted.machine.timestamp.milliseconds < 86_400_000)
      #expect(try await client.get("/api/v1/board").decoded(BoardAnswer.self).clockTrusted == false)
      #expect(try await client.post("/api/v1/clock/accept").status == 409)
      // The daemon looks after itself every few seconds.
      let deadline = ContinuousClock.now + DaemonProcess.patience
      var health: HealthAnswer
      repeat {
        health = try await client.get("/api/v1/health").decoded(HealthAnswer.self)
      } while health.checks["clock"]?.status != .degraded && ContinuousClock.now < deadline
      #expect(health.checks["clock"]?.detail.contains("luot clock accept") == true)

      try lie(seconds: 0)
      let healed = try await client.post("/api/v1/clock/accept").decoded(ClockAnswer.self)
      #expect(healed.trusted)
      #expect(abs(healed.now.timestamp.milliseconds - Int64(Date().timeIntervalSince1970 * 1000)) < 60_000)
      let kept = try await client.get("/api/v1/tickets/\(early.id)").decoded(TicketAnswer.self)
      #expect(kept.state == .waiting, "who took a number before the clock was set still waits")
      let verified = try await client.post("/api/v1/verifications").decoded(VerificationAnswer.self)
      #expect(verified.problems == [])
      daemon.terminate()
      #expect(try daemon.exitCode() == 0)
    }
  }
}
