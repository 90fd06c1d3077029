import FrontDesk
import HTTPTypes
import Queueing
import Storage
import Testing

struct LoadTests {
  private static let clients = 1...8

  /// Eight clients, each on a connection of its own, at once; what all of them bring, in no order.
  private func crowd<T: Sendable>(
    at open: OpenOffice, _ work: @escaping @Sendable (_ number: Int, Client) async throws -> [T]
  ) async throws -> [T] {
    try await withThrowingTaskGroup(of: [T].self) { group in
      for number in Self.clients {
        group.addTask { try await open.staff { client in try await work(number, client) } }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  @Test func `Eight counters calling at once call each of 1,000 waiting tickets exactly once`() async throws {
    try await OfficeUnderTest().serving { open in
      let issued = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<1000 { group.addTask { try await open.office.take().number } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(issued).count == 1000)
      let called = try await crowd(at: open) { counter, client in
        try await client.open("\(counter)")
        var numbers: [String] = []
        while true {
          let answer = try await client.post("counters/\(counter)/call-next")
          if answer.status == 204 { return numbers }
          #expect(answer.status == 200, "\(answer.body)")
          numbers.append(try answer.decoded(CallAnswer.self).ticket.number)
          let finished = try await client.post("counters/\(counter)/finish")
          #expect(finished.status == 200, "\(finished.body)")
        }
      }
      #expect(called.sorted() == issued.sorted())
    }
  }

  @Test func `Eight clients taking numbers at once get each number once, and the journal has no gap`() async throws {
    try await OfficeUnderTest().serving { open in
      let numbers = try await crowd(at: open) { _, client in
        var numbers: [String] = []
        for _ in 0..<25 { numbers.append(try await client.take().number) }
        return numbers
      }
      #expect(numbers.sorted() == (1...200).map { TicketNumber(series: "A", ordinal: $0).text })
      let journal = try await open.office.reception.journal(after: 0, limit: 1000)
      #expect(journal.map(\.seq) == Array(1...Int64(journal.count)))
      #expect(journal.count { $0.kind == "ticket-issued" } == 200)
    }
  }
}
