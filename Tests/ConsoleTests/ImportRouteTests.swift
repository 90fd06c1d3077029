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
        #expect(changed.refusals.flatMap(\.problems).map(\.value) == ["p-1", "p-2"])
        let titled: ImportAnswer = try await send(
          client, header.replacing("key", with: "Mã dòng") + "p-1,2026-11-05,an,school,other\n"
        ).decoded()
        #expect(titled.refusals.flatMap(\.problems).map(\.field) == ["Mã dòng"])
        #expect(changed.refusals.first?.problems.first?.reason.contains("đính chính") == true)
      }
    }
  }

  @Test func `A line whose record was withdrawn comes in again, put right`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        func take(_ activity: String) async throws -> ImportAnswer {
          let read: ImportAnswer = try await send(client, Self.keyed("05", activity, keys: 1...1)).decoded()
          guard read.accepted > 0 else { return read }
          return try await client.post("imports/\(read.id)/confirm").decoded()
        }
        #expect(try await take("other").taken == 1)
        struct Page: Decodable {
          struct Record: Decodable { let id: String }
          let assistances: [Record]
        }
        let span = "assistances?from=2026-11-05&to=2026-11-05"
        let first = try #require(try await (client.get(span).decoded() as Page).assistances.first).id
        // Through a correction: the line belongs to what it was corrected to.
        let change = #"{"reason":"x","activities":[{"activity":"vneid-use"}]}"#
        #expect(try await client.post("assistances/\(first)/corrections", change).status == 201)
        let second = try #require(try await (client.get(span).decoded() as Page).assistances.last).id
        #expect(try await take("health-book").counts == [0, 0, 1])
        #expect(try await client.post("assistances/\(second)/withdrawal", #"{"reason":"Nhập nhầm"}"#).status == 200)
        #expect(try await take("health-book").taken == 1)
        #expect(try await take("health-book").counts == [0, 1, 0])
      }
    }
  }

  private static func keyed(_ day: String, _ activity: String, keys: ClosedRange<Int>) -> String {
    "Mã dòng,Ngày,Người hỗ trợ,Nơi hỗ trợ,Việc đã hỗ trợ\n"
      + keys.map { "K\($0),\(day)/11/2026,an,school,\(activity)\n" }.joined()
  }

  @Test func `What another file took since it was read is neither lost nor taken twice`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let (first, second) = (
          Self.keyed("05", "vneid-use", keys: 0...4), Self.keyed("06", "online-service", keys: 4...7)
        )
        let readings: [ImportAnswer] = try await [
          send(client, first).decoded(), send(client, first).decoded(), send(client, second).decoded(),
        ]
        #expect(readings.map(\.accepted) == [5, 5, 4])
        // The lines of the first wait to be taken while the others are confirmed.
        try await open.office.reception.confirmImport(readings[0].id, by: OfficeUnderTest.admin)
        let refused = try await client.post("imports/\(readings[2].id)/confirm")
        #expect(refused.status == 422)
        #expect(try refused.problem.fields?.map(\.field) == ["dòng 2"])
        let same: ImportAnswer = try await client.post("imports/\(readings[1].id)/confirm").decoded()
        #expect(same.state == .done && same.counts + [same.taken] == [0, 5, 0, 0])
        #expect(try await open.office.assistanceCount() == 5)
        // All are in the record by now.
        let late = try await client.post("imports/\(readings[2].id)/confirm")
        #expect(try late.problem.fields?.map(\.field) == ["dòng 2"])
        #expect(try await open.office.assistanceCount() == 5)
        let again: ImportAnswer = try await send(client, second).decoded()
        #expect(again.counts == [3, 0, 1])
        let taken: ImportAnswer = try await client.post("imports/\(again.id)/confirm").decoded()
        #expect(taken.state == .done && taken.taken == 3)
        #expect(try await open.office.assistanceCount() == 8)
      }
      #expect(try await open.office.store.verify().problems == [])
    }
  }

  @Test func `More lines than one transaction moves are known by the time a file is confirmed again`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let file = Self.keyed("05", "vneid-use", keys: 1...1100)
        let (first, twice): (ImportAnswer, ImportAnswer) = try await (
          send(client, file).decoded(), send(client, file).decoded()
        )
        _ = try await client.post("imports/\(first.id)/confirm")
        let known: ImportAnswer = try await client.post("imports/\(twice.id)/confirm").decoded()
        #expect(known.state == .done && known.counts + [known.taken] == [0, 1100, 0, 0])
        #expect(try await open.office.assistanceCount() == 1100)
      }
      #expect(try await open.office.store.verify().problems == [])
    }
  }

  @Test func `Villages merged in a ring are refused, in a file as by hand`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .administrator) { client in
        let header = "Mã,Tên thôn,Từ ngày,Đến hết ngày,Sáp nhập vào\n"
        let ring: ImportAnswer = try await send(
          client,
          header + "a,A,2026-01-01,2026-10-31,b\nb,B,2026-01-01,2026-10-31,c\nc,C,2026-01-01,2026-10-31,a\n"
            + "d,D,2026-01-01,2026-10-31,a\ne,E,2026-01-01,,\n", to: "villages"
        ).decoded()
        #expect(ring.counts == [1, 0, 4])
        #expect(ring.refusals.map(\.line) == [2, 3, 4, 5])
        #expect(ring.refusals.allSatisfy { $0.problems.map(\.field) == ["Sáp nhập vào"] })
        #expect(ring.refusals[0].problems[0].reason.contains("a → b → c → a"))
        #expect(ring.refusals[3].problems[0].reason.contains("không có mục này"), "its successor is refused")
        let done: ImportAnswer = try await client.post("imports/\(ring.id)/confirm").decoded()
        #expect(done.state == .done && done.taken == 1)

        let merge = { (id: String, successor: String) in
          try await client.send(
            .patch, "/api/v1/registers/villages/\(id)", #"{"validUntil":"2026-10-31","successor":"\#(successor)"}"#)
        }
        #expect(try await merge("e", "thon-1").status == 200)
        let back = try await merge("thon-1", "e")
        #expect(back.status == 422)
        #expect(try back.problem.fields?.map(\.field) == ["successor"])
        // The other way round all at once is no ring, in whatever order the lines come.
        for lines in [
          "thon-1,Thôn 1,1970-01-01,2026-10-31,e\ne,E,2026-01-01,,\n",
          "e,E,2026-01-01,2026-10-31,thon-1\nthon-1,Thôn 1,1970-01-01,,\n",
        ] {
          let turned: ImportAnswer = try await send(client, header + lines, to: "villages").decoded()
          #expect(turned.counts == [2, 0, 0])
          let taken: ImportAnswer = try await client.post("imports/\(turned.id)/confirm").decoded()
          #expect(taken.taken == 2)
        }
      }
      #expect(try await open.office.store.verify().problems == [])
    }
  }

  @Test func `A line that names a refused one is refused before anybody confirms`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .administrator) { client in
        let text = """
          Mã,Tên thôn,Từ ngày,Đến hết ngày,Sáp nhập vào
          f,F,2026-01-01,2026-09-30,g
          g,G,2026-01-01,2026-10-31,h
          h,H,2026-13-01,,
          i,I,2026-01-01,,

          """
        let read: ImportAnswer = try await send(client, text, to: "villages").decoded()
        #expect(read.counts == [1, 0, 3])
        #expect(read.refusals.flatMap(\.problems).map(\.field) == ["Sáp nhập vào", "Sáp nhập vào", "Từ ngày"])
        let done: ImportAnswer = try await client.post("imports/\(read.id)/confirm").decoded()
        #expect(done.state == .done && done.taken == 1)
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
        let seeded: [RegisterChangeAnswer] = try await client.get("registers/villages/thon-1/history").decoded()
        #expect(seeded.map(\.fields["name"]) == ["Thôn 1"])
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
        #expect(unknown.body.contains("assistances, ") && !unknown.body.contains("calendar"))
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
    var limits = ConsoleLimits.unhurried
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
