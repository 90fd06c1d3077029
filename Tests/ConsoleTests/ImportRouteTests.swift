import Console
import Foundation
import FrontDesk
import HTTPTypes
import Queueing
import Records
import Storage
import Testing

@Suite struct ImportRouteTests {
  private static let header = "Ngày;Giờ;Người hỗ trợ;Nơi hỗ trợ;Việc đã hỗ trợ;Thôn\n"
  private static let good = "05/11/2026;9:05;Cô An;Nhà văn hóa thôn;Dịch vụ công trực tuyến;Thôn 1\n"
  private static let csv = "text/csv"

  private func send(_ client: Client, _ text: String, to name: String = "assistances") async throws -> Answer {
    try await client.send(.post, "/api/v1/imports/\(name)", text, type: Self.csv)
  }

  @Test func `A table is read, judged, confirmed and taken in once`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        // Two citizens helped alike are two.
        let text = Self.header + Self.good + Self.good + "05/11/2026;;Ai đó;Sao Hỏa;bay;\n"
        let read: ImportAnswer = try await send(client, text).decoded()
        #expect(read.state == .ready)
        #expect(read.counts + [read.taken] == [2, 0, 1, 0])
        #expect(read.refusals.map(\.line) == [4])
        #expect(read.refusals[0].problems.map(\.field) == ["Người hỗ trợ", "Nơi hỗ trợ", "Việc đã hỗ trợ"])
        let nothing: AssistanceListAnswer = try await client.get("assistances?from=2026-11-01").decoded()
        #expect(nothing.assistances.isEmpty)

        let taken: ImportAnswer = try await client.post("imports/\(read.id)/confirm").decoded()
        #expect(taken.state == .done && taken.taken == 2)
        let list: AssistanceListAnswer = try await client.get("assistances?from=2026-11-01").decoded()
        #expect(list.assistances.count == 2)
        #expect(list.assistances.allSatisfy { $0.place == .villageHall && $0.village?.text == "thon-1" })
        let twice: ImportAnswer = try await client.post("imports/\(read.id)/confirm").decoded()
        #expect(twice.taken == 2)

        let again: ImportAnswer = try await send(client, text).decoded()
        #expect(again.counts == [0, 2, 1])
        let more: ImportAnswer = try await send(client, Self.header + Self.good + Self.good + Self.good).decoded()
        #expect(more.counts.dropLast() == [1, 2])
        let refused = try await client.get("imports/\(read.id)/refused")
        #expect(refused.body.contains("4,Nơi hỗ trợ,Sao Hỏa,"))
        let all: [ImportAnswer] = try await client.get("imports").decoded()
        #expect(all.map(\.id) == ["n-3", "n-2", "n-1"])
      }
      #expect(try await open.office.store.verify().problems == [])
    }
  }

  @Test func `A line known by a key of its own is not taken with another content`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let header = "key,startedAt,member,place,activity\n"
        let read: ImportAnswer = try await send(client, header + "p-1,2026-11-05,an,school,vneid-use\n").decoded()
        _ = try await client.post("imports/\(read.id)/confirm")
        let text =
          header
          + "p-1,2026-11-05,an,school,health-book\np-2,2026-11-05,an,school,other\np-2,2026-11-06,an,school,other\n"
        let changed: ImportAnswer = try await send(client, text).decoded()
        #expect(changed.counts == [1, 0, 2])
        #expect(changed.refusals.flatMap(\.problems).map(\.field) == ["key", "key"])
        #expect(changed.refusals.first?.problems.first?.reason.contains("đính chính") == true)
      }
    }
  }

  @Test func `A register is taken in whole, and says which lines change nothing`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .administrator) { client in
        let text = """
          \u{FEFF}Mã;Tên thôn;Từ ngày;Đến hết ngày;Sáp nhập vào
          thon-1;Thôn 1;01/01/1970;;
          thon-2;Thôn Hai;01/7/2025;30/6/2026;thon-3
          thon-3;Thôn Ba;01/7/2025;;
          thon 4;Thôn Bốn;01/7/2025;;
          """
        let read: ImportAnswer = try await send(client, text, to: "villages").decoded()
        #expect(read.counts == [2, 1, 1])
        #expect(read.refusals.map(\.line) == [5])
        let taken: ImportAnswer = try await client.post("imports/\(read.id)/confirm").decoded()
        #expect(taken.state == .done && taken.taken == 2)
        let villages: RegisterAnswer = try await client.get("registers/villages").decoded()
        #expect(villages.entries.map(\.id) == ["thon-1", "thon-2", "thon-3"])
        #expect(villages.entries[1].fields["successor"] == "thon-3")

        let file = try await client.get("registers/villages?format=csv")
        #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
        let back: ImportAnswer = try await send(client, file.body, to: "villages").decoded()
        #expect(back.counts == [0, 3, 0])
        let history: [RegisterChangeAnswer] = try await client.get("registers/villages/thon-2/history").decoded()
        #expect(history.map(\.fields["name"]) == ["Thôn Hai"])
      }
      #expect(try await open.office.store.verify().problems == [])
    }
  }

  @Test func `A file of members leaves names out unless an administrator asks`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let file = try await client.get("registers/members?format=csv")
        #expect(!file.body.contains("Cô An") && file.body.contains("an,digital-team"))
        let refused = try await client.get("registers/members?format=csv&names=yes")
        #expect(try refused.problem.code == "forbidden")
      }
      try await open.staff(as: .administrator) { client in
        let file = try await client.get("registers/members?format=csv&names=yes")
        #expect(file.body.contains("Cô An"))
      }
    }
  }

  @Test func `What is no table, or nobody's to bring, is refused`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let register = try await send(client, "Mã\n", to: "villages")
        #expect(try register.problem.code == "forbidden")
        let nothing = try await send(client, "", to: "assistances")
        #expect(try nothing.problem.code == "no-file")
        let unknown = try await send(client, "a\n", to: "nothing")
        #expect(try unknown.problem.code == "unknown-register")
        let columns = try await send(client, "Ngày;Họ tên công dân\n")
        #expect(try columns.problem.fields?.map(\.field) == ["cột 2", "member", "place", "activity"])
        let torn = try await send(client, Self.header + "\"05/11")
        #expect(try torn.problem.code == "table-unreadable")
        let json = try await client.post("imports/assistances", "{}")
        #expect(json.status == 415)
        let all: [ImportAnswer] = try await client.get("imports").decoded()
        #expect(all.isEmpty)
        let none = try await client.post("imports/n-9/confirm")
        #expect(try none.problem.code == "unknown-import")
      }
      try await open.staff(as: .volunteer) { client in
        let answer = try await send(client, Self.header + Self.good)
        #expect(try answer.problem.code == "forbidden")
      }
    }
  }

  @Test func `A file of several megabytes comes through, and one beyond the limit is told so`() async throws {
    var limits = ConsoleLimits()
    limits.tableBytes = 4 << 20
    try await OfficeUnderTest(limits: limits).serving { open in
      try await open.staff { client in
        let line = "05/11/2026;;an;school;vneid-use;\(String(repeating: " ", count: 3000))\n"
        let large: ImportAnswer = try await send(
          client, Self.header + String(repeating: line, count: 1000)
        ).decoded()
        #expect(large.accepted == 1000)
        let beyond = try await send(client, Self.header + String(repeating: line, count: 1500))
        #expect(try beyond.problem.code == "body-too-large")
      }
    }
  }
}

extension ImportAnswer {
  /// Good, known and refused lines.
  var counts: [Int] { [accepted, known, refused] }
}
