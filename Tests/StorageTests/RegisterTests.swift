import Foundation
import GRDB
import Queueing
import Records
import Testing

@testable import Storage

@Suite struct RegisterTests {
  private static let plan = RegisterEntry(
    verified: .directives, id: "kh-57",
    fields: [
      "kind": "plan", "number": "57/KH-UBND", "issuedOn": "2026-02-09", "issuer": "UBND xã", "subject": "Hoạt động",
      "role": "issued",
    ])
  private static let pupil = RegisterEntry(
    verified: .members, id: "dung", fields: ["name": "Cô Dung", "team": "digital-team", "validFrom": "2026-11-01"])

  private func filled(_ path: String) async throws {
    let store = try await Sample.openForWork(path)
    try await store.write { tx in
      let day = try #require(try tx.currentDay())
      let now = CivilTime.instant(epochDay: day.epochDay, secondOfDay: 9 * 3600)
      for entry in [Self.plan, Self.pupil] {
        try tx.keep(entry, replacing: nil, day: day, at: now, actor: "test")
      }
    }
    #expect(try await store.verify().problems == [])
    try store.close()
  }

  @Test(arguments: [
    ("UPDATE register_entry SET fields = json_set(fields, '$.number', '75/KH-UBND')", "Mục kh-57 của sổ “Văn bản”"),
    ("UPDATE member SET valid_from = '2026-11-02' WHERE id = 'dung'", "Mục dung của sổ “Thành viên”"),
    // What the store was seeded with.
    ("UPDATE village SET valid_until = '2026-11-22' WHERE id = 'thon-3'", "Mục thon-3 của sổ “Thôn”"),
    ("UPDATE village SET name = 'Thôn Ba' WHERE id = 'thon-3'", "Mục thon-3 của sổ “Thôn”"),
    ("UPDATE member SET valid_from = '2026-11-02' WHERE id = 'an'", "Mục an của sổ “Thành viên”"),
    (
      "INSERT INTO register_entry VALUES ('outreach', 'hop-1', "
        + "'{\"channel\":\"portal\",\"heldOn\":\"2026-03-05\",\"topic\":\"VNeID\"}')", "Mục hop-1 của sổ"
    ),
  ])
  func `What was changed behind the journal's back is found`(_ sql: String, _ finding: String) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try await filled(path)
    let queue = try DatabaseQueue(path: path)
    try await queue.write { try $0.execute(sql: sql) }
    try queue.close()
    let problems = try Store.verify(path: path).problems
    #expect(problems.count == 1)
    #expect(problems.first?.contains(finding) == true, "\(problems)")
  }

  @Test func `A fact about a register is read back from its body`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let entry = RegisterFact(register: .directives, id: "kh-57", fields: Self.plan.journalFields)
    for fact in [Fact.registerEntered(entry), .registerChanged(entry)] {
      let body = try fact.canonicalBody(by: encoder)
      #expect(Fact(kind: fact.kind, body: body, decoder: JSONDecoder()) == fact)
    }
  }

  @Test(arguments: [
    "('directives', 'a', '{\"kind\":\"plan\"}')", "('outreach', 'a', '{}')", "('calendar', 'a', '{}')",
    "('teams', 'a', 'no JSON')", "('teams', '', '{\"kind\":\"a\",\"name\":\"b\",\"validFrom\":\"2026-01-01\"}')",
  ])
  func `The schema refuses an entry without what its register asks`(_ values: String) async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    await #expect(throws: StoreError.self) {
      try await store.write { tx in try tx.execute("INSERT INTO register_entry VALUES \(values)") }
    }
    try store.close()
  }
}
