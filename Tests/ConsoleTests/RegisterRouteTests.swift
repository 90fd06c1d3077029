import FrontDesk
import HTTPTypes
import Records
import Testing

@Suite struct RegisterRouteTests {
  @Test func `An entry is made, listed, changed and ended`() async throws {
    try await OfficeUnderTest().serving { open in
      let made = try await open.admin(
        "POST", "/api/v1/registers/outreach",
        #"{"id":"hop-1","heldOn":"2026-11-05","channel":"village-meeting","topic":"VNeID","participants":62}"#)
      #expect(made.status == 201)
      #expect(made.body.contains(#""village":null"#))
      let entry: RegisterAnswer.Entry = try made.decoded()
      #expect(entry.fields["participants"] == "62")
      let changed = try await open.admin(
        "PATCH", "/api/v1/registers/outreach/hop-1", #"{"topic":"Sổ sức khỏe điện tử"}"#)
      #expect(changed.status == 200)
      try await open.staff { client in
        let all: RegisterAnswer = try await client.get("registers/outreach").decoded()
        #expect(all.entries.map(\.fields["topic"]) == ["Sổ sức khỏe điện tử"])
        let none: RegisterAnswer = try await client.get("registers/outreach?on=2026-11-04").decoded()
        #expect(none.entries.isEmpty)
      }
    }
  }

  @Test(arguments: [
    ("registers/nothing", "unknown-register"), ("registers/villages/thon-1", "method-not-allowed"),
    ("registers/calendar/thon-1", "method-not-allowed"), ("registers/villages?on=today", "invalid-field"),
  ])
  func `A register that is not there is named as missing`(_ path: String, _ code: String) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let answer = try await client.get(path)
        #expect(try answer.problem.code == code)
      }
    }
  }

  @Test func `What is wrong with an entry is said field by field`() async throws {
    try await OfficeUnderTest().serving { open in
      let wrong = try await open.admin(
        "POST", "/api/v1/registers/villages", #"{"id":"thon-2","validFrom":"2026-13-01"}"#)
      #expect(try wrong.problem.fields?.map(\.field) == ["name", "validFrom"])
      let unknown = try await open.admin("POST", "/api/v1/registers/villages", #"{"id":"thon-2","colour":"red"}"#)
      #expect(try unknown.problem.code == "unknown-field")
      let missing = try await open.admin("PATCH", "/api/v1/registers/villages/thon-9", "{}")
      #expect(try missing.problem.code == "unknown-entry")
    }
  }

  @Test func `A value that is changed to null is taken away, or named where it has to be`() async throws {
    try await OfficeUnderTest().serving { open in
      let path = "/api/v1/registers/members/an"
      let ended = try await open.admin("PATCH", path, #"{"validUntil":"2026-12-31"}"#)
      #expect(try (ended.decoded() as RegisterAnswer.Entry).fields["validUntil"] == "2026-12-31")
      let stays = try await open.admin("PATCH", path, #"{"validUntil":null}"#)
      #expect(stays.status == 200)
      let entry: RegisterAnswer.Entry = try stays.decoded()
      #expect(entry.fields["validUntil"] == nil)
      let wrong = try await open.admin("PATCH", path, #"{"name":null,"team":null}"#)
      #expect(try wrong.problem.fields?.map(\.field).sorted() == ["name", "team"])
    }
  }

  @Test func `Registers are changed by administrators only`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let made = try await client.post("registers/villages", #"{"id":"thon-2","name":"Thôn 2"}"#)
        #expect(try made.problem.code == "forbidden")
        let changed = try await client.send(.patch, "/api/v1/registers/villages/thon-1", "{}")
        #expect(try changed.problem.code == "forbidden")
      }
    }
  }
}
