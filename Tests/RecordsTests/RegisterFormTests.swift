import Queueing
import Records
import Testing

@Suite struct RegisterFormTests {
  private static let valid: [RegisterName: [String: String]] = [
    .villages: ["name": "Thôn Một", "validFrom": "2025-07-01"],
    .teams: ["name": "Tổ thôn Một", "kind": "digital-team", "village": "thon-1", "validFrom": "2026-03-24"],
    .members: ["name": "Nguyễn Văn Ví Dụ", "team": "rescue-team", "validFrom": "2026-03-24"],
    .directives: [
      "kind": "plan", "number": "57/KH-UBND", "issuedOn": "2026-02-09", "issuer": "UBND xã", "subject": "Hoạt động",
      "role": "issued",
    ],
    .outreach: ["heldOn": "2026-03-05", "channel": "village-meeting", "topic": "VNeID", "participants": "62"],
    .indicators: [
      "indicator": "pct-school-cashless", "value": "97,5%", "asOf": "2026-05-10", "source": "Báo cáo",
      "declaredBy": "Công chức",
    ],
  ]

  private func problems(_ register: RegisterName, _ texts: [String: String], id: String = "muc-1") -> [String] {
    do {
      _ = try register.checked(id: id, texts: texts) { _, id in id == "thon-1" }
      return []
    } catch let invalid as InvalidEntry {
      #expect(invalid.problems.allSatisfy { !$0.accepted.isEmpty && !$0.reason.isEmpty })
      return invalid.problems.map(\.field)
    } catch {
      Issue.record(error)
      return []
    }
  }

  @Test(arguments: RegisterName.allCases)
  func `A whole entry is taken as it is, and each required field is missed`(_ register: RegisterName) throws {
    let texts = try #require(Self.valid[register])
    #expect(problems(register, texts) == [])
    for field in register.fields where field.isRequired {
      #expect(problems(register, texts.filter { $0.key != field.name }) == [field.name])
      #expect(problems(register, texts.merging([field.name: ""]) { $1 }) == [field.name])
    }
    #expect(problems(register, texts.merging(["colour": "red"]) { $1 }) == ["colour"])
    #expect(problems(register, texts, id: "Mục 1") == ["id"])
  }

  @Test func `A document of the commune has a date, since the report counts it by that`() throws {
    let texts = try #require(Self.valid[.directives])
    #expect(problems(.directives, texts.merging(["issuedOn": ""]) { $1 }) == ["issuedOn"])
    #expect(problems(.directives, texts.merging(["issuedOn": "", "role": "basis"]) { $1 }) == [])
  }

  @Test(arguments: RegisterName.allCases)
  func `A wrong value is refused by the name of its field`(_ register: RegisterName) throws {
    let texts = try #require(Self.valid[register])
    for field in register.fields {
      let wrong =
        switch field.form {
        case .line(let limit): String(repeating: "ạ", count: limit + 1)
        case .day: "2026-02-30"
        case .code: "none"
        case .count: "-1"
        case .percentage: "100 %"
        case .reference: "thon-2"
        }
      #expect(problems(register, texts.merging([field.name: wrong]) { $1 }) == [field.name], "\(field.name)")
    }
  }

  @Test(arguments: ["0%", "12%", "97,5%", "99,99%", "100%", "100,0%"])
  func `A share is written as it is printed`(_ value: String) {
    #expect(problems(.indicators, (Self.valid[.indicators] ?? [:]).merging(["value": value]) { $1 }) == [])
  }

  @Test(arguments: [
    "", "%", "12", "12,%", ",5%", "100,5%", "101%", "1.000%", "1000000%", "000%", "000.000,0%", "1e3%", "-5%", "12%%",
    "một",
  ])
  func `What is no share of a whole is refused`(_ value: String) {
    #expect(problems(.indicators, (Self.valid[.indicators] ?? [:]).merging(["value": value]) { $1 }) == ["value"])
  }

  @Test func `An entry ends on its last day, and one that was a mistake never holds`() throws {
    let start = ServiceDay(year: 2026, month: 3, day: 24)
    for (until, days, withdrawn) in [("2026-03-25", 2, false), ("2026-03-24", 1, false), ("2026-03-23", 0, true)] {
      let texts = (Self.valid[.members] ?? [:]).merging(["validUntil": until]) { $1 }
      let entry = try RegisterName.members.checked(id: "a", texts: texts) { _, _ in true }
      #expect((-1...5).filter { entry.isActive(on: start.advanced(by: $0)) }.count == days)
      #expect(entry.isWithdrawn == withdrawn)
    }
    #expect(
      problems(.members, (Self.valid[.members] ?? [:]).merging(["validUntil": "2026-03-22"]) { $1 }) == ["validUntil"])
  }

  @Test func `A change keeps what it does not speak of`() throws {
    let old = try RegisterName.outreach.checked(id: "a", texts: Self.valid[.outreach] ?? [:]) { _, _ in true }
    let changed = try RegisterName.outreach.checked(
      id: "a", texts: ["topic": "Sổ sức khỏe", "participants": ""], changing: old
    ) { _, _ in true }
    #expect(changed.fields == ["heldOn": "2026-03-05", "channel": "village-meeting", "topic": "Sổ sức khỏe"])
  }

  @Test func `What may name somebody is not for the journal`() throws {
    let member = try RegisterName.members.checked(id: "a", texts: Self.valid[.members] ?? [:]) { _, _ in true }
    #expect(member.journalFields == ["team": "rescue-team", "validFrom": "2026-03-24"])
    let indicator = try RegisterName.indicators.checked(id: "a", texts: Self.valid[.indicators] ?? [:]) { _, _ in true }
    #expect(indicator.journalFields["declaredBy"] == nil)
    #expect(indicator.journalFields["value"] == "97,5%")
  }

  @Test func `What an earlier release took is no reason against another change`() throws {
    func change(_ register: RegisterName, _ changed: [String: String?], _ texts: [String: String]) throws -> [String] {
      var fields = try #require(Self.valid[register])
      for (name, value) in changed { fields[name] = value }
      let old = RegisterEntry(verified: register, id: "muc-1", fields: fields)
      do {
        _ = try register.checked(id: "muc-1", texts: texts, changing: old) { _, _ in true }
        return []
      } catch let invalid as InvalidEntry {
        return invalid.problems.map(\.field)
      }
    }
    #expect(try change(.indicators, ["value": "97,5"], ["validUntil": "2026-12-31"]) == [])
    #expect(try change(.indicators, ["value": "97,5"], ["value": "97"]) == ["value"])
    #expect(try change(.directives, ["issuedOn": nil], ["validUntil": "2026-12-31"]) == [])
    #expect(try change(.directives, [:], ["issuedOn": ""]) == ["issuedOn"])
  }

  @Test(arguments: [["d", "a", "b"], ["b", "d", "a"], ["a", "b", "d"]])
  func `A ring of mergers is refused wherever one begins to follow it`(_ order: [String]) {
    let successors = ["d": "a", "a": "b", "b": "a"]
    var mergers = Mergers { successors[$0] }
    let refused = order.filter { id in
      let entry = RegisterEntry(
        verified: .villages, id: id, fields: [RegisterName.successorField: successors[id] ?? ""])
      return (try? mergers.check(entry)) == nil
    }
    #expect(Set(refused) == ["a", "b"])
  }
}
