import Daemon
import Foundation
import Queueing
import Storage
import Testing

@testable import luot

struct SimulationTests {
  private static let configuration = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Config/luot.toml").path
  private static let friday = ServiceDay(year: 2026, month: 11, day: 20)

  private func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "luot-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
  }

  @Test func `Simulated days are the same for the same seed, keep the hours of the office and can be verified`()
    async throws
  {
    let tallies = try await [0, 1].asyncMap { _ in
      try await withFolder { folder in
        let history = SimulatedHistory(state: folder, config: Self.configuration)
        let tally = try await history.play(from: Self.friday, days: 4, visitors: 30, seed: 11)
        let report = try OfflineStore.verify(stateFolder: folder)
        #expect(report.problems == [])
        #expect(report.tickets == tally.issued)
        #expect(report.assistances == tally.assistances)
        return tally
      }
    }
    #expect(tallies[0] == tallies[1])
    // Friday and Monday; nobody comes at the weekend.
    #expect(tallies[0].days == 2)
    #expect(tallies[0].issued == 60)
    #expect(tallies[0].refused == 0)
    #expect(tallies[0].finished > 40)
  }

  @Test func `A day that the store has passed is refused and changes nothing`() async throws {
    try await withFolder { folder in
      let history = SimulatedHistory(state: folder, config: Self.configuration)
      _ = try await history.play(from: Self.friday, days: 1, visitors: 3, seed: 1)
      let before = try OfflineStore.verify(stateFolder: folder)
      await #expect(throws: Failure.self) {
        try await history.play(from: Self.friday, days: 1, visitors: 3, seed: 1)
      }
      #expect(try OfflineStore.verify(stateFolder: folder) == before)
      #expect(try await history.play(from: Self.friday.advanced(by: 3), days: 1, visitors: 3, seed: 1).issued == 3)
    }
  }
}

extension Array {
  fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
    var values: [T] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
