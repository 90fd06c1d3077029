import Testing

@Suite(.timeLimit(.minutes(15))) struct PrinterRouteTests {
  @Test func `Only an administrator tests a printer, and one there is`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let list = try await client.get("printers")
        #expect(list.body == "[]")
        let refused = try await client.post("printers/may-1/test")
        #expect(refused.status == 403)
      }
      let unknown = try await open.admin("POST", "/api/v1/printers/may-1/test")
      #expect(unknown.status == 404)
      #expect(try unknown.problem.code == "unknown-printer")
    }
  }
}
