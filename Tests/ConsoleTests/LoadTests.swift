import FrontDesk
import HTTPTypes
import Queueing
import Testing

struct LoadTests {
  @Test func `Eight counters calling at once call each of 300 tickets exactly once`() async throws {
    try await OfficeUnderTest().serving { open in
      let issued = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<300 { group.addTask { try await open.office.take().number } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(issued).count == 300)
      let called = try await withThrowingTaskGroup(of: [String].self) { group in
        for counter in 1...8 {
          group.addTask {
            try await open.staff { client in
              try await client.open("\(counter)")
              var numbers: [String] = []
              while true {
                let answer = try await client.post("counters/\(counter)/call-next")
                if answer.status == 204 { return numbers }
                #expect(answer.status == 200, "\(answer.body)")
                numbers.append(try answer.decoded(CallAnswer.self).ticket.number)
                #expect(try await client.post("counters/\(counter)/finish").status == 200)
              }
            }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(called.sorted() == issued.sorted())
    }
  }

  @Test func `Eight clients taking numbers at once get each number once, without a gap`() async throws {
    try await OfficeUnderTest().serving { open in
      let numbers = try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<8 {
          group.addTask {
            try await open.staff { client in
              var numbers: [String] = []
              for _ in 0..<25 { numbers.append(try await client.take().number) }
              return numbers
            }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(numbers.sorted() == (1...200).map { TicketNumber(series: "A", ordinal: $0).text })
    }
  }
}
