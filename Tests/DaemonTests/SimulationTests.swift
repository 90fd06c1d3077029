import Foundation
import FrontDesk
import Testing

/// The programs as somebody starts them who wants to see an office at work.
extension RealDaemonTests {
  @Suite(.serialized) struct SimulationTests {
    private struct Tally: Decodable, Equatable {
      let days, issued, priority, called, finished, assistances, noShow, parked, transferred, cancelled, breaks: Int
      let refused: Int
    }

    private struct Verified: Decodable {
      let problems: [String]
      let tickets: Int
    }

    private func simulate(_ arguments: String) throws -> Tally {
      let words = ["simulate", "--json"] + arguments.split(separator: " ").map(String.init)
      return try JSONDecoder().decode(Tally.self, from: Fixture.luot(words))
    }

    @Test func `Visitors go through a running daemon at any speed, the same for the same seed, and all is proved`()
      async throws
    {
      var tallies: [Tally] = []
      for speed in ["--speed 200000", ""] {
        let state = Fixture.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: state) }
        let daemon = try DaemonProcess(state: state)
        try daemon.waitUntilReady()
        let tally = try simulate("--visitors 150 --seed 7 --socket \(daemon.socket) \(speed)")
        tallies.append(tally)
        let client = SocketClient(socket: daemon.socket)
        let day = try await client.get("/api/v1/stats").decoded(StatisticsAnswer.self).total
        #expect(day.issued == tally.issued && day.finished == tally.finished && day.noShow == tally.noShow)
        #expect(day.cancelled == tally.cancelled && day.turns == tally.assistances)
        let verified = try await client.post("/api/v1/verifications").decoded(VerificationAnswer.self)
        #expect(verified.problems == [])
        daemon.terminate()
        try #expect(daemon.exitCode() == 0, "\(daemon.errors())")
      }
      let tally = try #require(tallies.first)
      #expect(tallies == [tally, tally])
      #expect(tally.issued == 150 && tally.refused == 0)
      #expect(tally.priority > 10 && tally.noShow > 0 && tally.finished > 100)
      // Three counters, a morning and an afternoon; after the last visitor nobody rests.
      #expect((1...6).contains(tally.breaks))
    }

    @Test func `A counter that holds somebody from before serves on in a simulation`() async throws {
      let state = Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: state) }
      let daemon = try DaemonProcess(state: state)
      try daemon.waitUntilReady()
      for counter in ["1", "2", "3"] {
        for words in [
          ["ticket", "take", counter == "1" ? "ho-tich" : "vneid"], ["counter", "open", counter],
          ["call", "next", counter],
        ] { _ = try Fixture.luot(words + ["--socket", daemon.socket]) }
      }
      let tally = try simulate("--visitors 60 --seed 7 --socket \(daemon.socket)")
      #expect(tally.issued == 60 && tally.called > 40 && tally.finished > 40)
      daemon.terminate()
      try #expect(daemon.exitCode() == 0, "\(daemon.errors())")
    }

    @Test func `Past days are written into a state folder, holidays are kept, and another program proves them`() throws
    {
      let state = Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: state) }
      // Monday to Sunday; Tuesday the 24th is the day of culture.
      let tally = try simulate(
        "--state \(state) --config \(Fixture.config) --day 2026-11-23 --days 7 --visitors 40 --seed 11")
      #expect(tally.days == 4 && tally.issued == 160 && tally.refused == 0)
      #expect((12...24).contains(tally.breaks) && tally.priority > 10 && tally.noShow > 0)
      let verified = try JSONDecoder().decode(
        Verified.self, from: Fixture.luot(["verify", "--json", "--state", state]))
      #expect(verified.problems == [] && verified.tickets == 160)
    }
  }
}
