import FrontDesk
import Queueing
import Storage
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct CrowdTests {
  private static let crowdedOffice = Office(
    name: "Đông", services: Sample.office().services.map { Service(id: $0.id, letter: $0.letter, name: $0.name) },
    counters: (1...8).map { number in
      CounterDefinition(
        id: CounterID(verified: "\(number)"), name: "Quầy \(number)", services: ["ho-tich", "dat-dai", "vneid"])
    },
    priorityClasses: Sample.office().priorityClasses,
    policy: CallingPolicy(mode: .interleaved(normals: 3), maxWait: 1800), hours: [:], alwaysOpen: true)

  @Test func `Eight who give out numbers at once and eight who call at once: each number once, nobody refused`()
    async throws
  {
    let front = try await FrontOffice.ready(Self.crowdedOffice, open: (1...8).map { CounterID(verified: "\($0)") })
    let issued = try await withThrowingTaskGroup(of: [TicketAnswer].self) { group in
      for issuer in 0..<8 {
        group.addTask {
          var tickets: [TicketAnswer] = []
          for index in 0..<125 {
            let service = ["ho-tich", "dat-dai", "vneid"][(issuer + index) % 3]
            tickets.append(try await front.take(service, priority: index % 5 == 0 ? "elderly" : nil))
          }
          return tickets
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(issued.count == 1000)
    #expect(Set(issued.map(\.id)).count == 1000)
    #expect(Set(issued.compactMap(\.token)).count == 1000)
    for letter in ["A", "B", "D"] {
      let ordinals = issued.map(\.id.number).filter { $0.series == letter }.map(\.ordinal).sorted()
      #expect(ordinals == Array(1...ordinals.count), "series \(letter)")
    }

    let called = try await withThrowingTaskGroup(of: [TicketID].self) { group in
      for counter in 1...8 {
        let counter = CounterID(verified: "\(counter)")
        group.addTask {
          var called: [TicketID] = []
          while let call = try await front.next(counter) {
            #expect(call.ticket.counter == counter)
            called.append(call.ticket.id)
            try await front.finish(counter)
          }
          return called
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(called.count == 1000)
    #expect(Set(called) == Set(issued.map(\.id)))
    let journal = try await front.journal()
    #expect(journal.map(\.seq) == Array(1...Int64(journal.count)))
    #expect(try await front.reception.board().lines.allSatisfy { $0.waiting == 0 })
    try await front.expectProven()
  }
}
