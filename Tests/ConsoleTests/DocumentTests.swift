@testable import Console
import Foundation
import FrontDesk
import HTTPTypes
import Hummingbird
import Records
import Storage
import Testing

/// The document at `/api/v1/openapi.json`: that it leaves nothing out, and that what it says of requests is what the
/// routes take. What they answer is held against it by `scripts/api-tests`, and every refusal that these tests meet by
/// `DescribedRoutes`.
struct DocumentTests {
  private func routes(of office: OfficeUnderTest) -> [Route] {
    DescribedRoutes(context: office.context).all
  }

  private func withOffice(_ body: (OfficeUnderTest) throws -> Void) async throws {
    let office = try await OfficeUnderTest()
    defer { try? FileManager.default.removeItem(atPath: office.folder) }
    try body(office)
    try office.store.close()
  }

  private func path(of route: Route) -> String {
    route.path.description.replacingOccurrences(of: "{id}", with: "1")
      .replacingOccurrences(of: "{register}", with: "teams")
  }

  @Test func `Every command and every address for programs is described`() async throws {
    try await withOffice { office in
      for route in routes(of: office) {
        let path = route.path.description
        let isForPrograms = ["/api/", "/screens/", "/metrics"].contains { path.hasPrefix($0) }
        guard route.method != .get || isForPrograms else { continue }
        #expect(route.description != nil, "\(route.method) \(path)")
      }
    }
  }

  @Test func `Every code of a problem is told of some address`() async throws {
    try await withOffice { office in
      let told = routes(of: office).flatMap { route in
        route.description.map { APIDocument.codes(of: route, $0) } ?? []
      }
      // This one belongs to the methods that an address does not have.
      #expect(Set(ProblemCode.allCases).subtracting(told) == [.methodNotAllowed])
    }
  }

  @Test func `Parameters are told as they are taken`() async throws {
    try await withOffice { office in
      for route in routes(of: office) {
        guard let described = route.description else { continue }
        #expect(Set(described.asks.map(\.name)) == Set(route.query), "\(route.method) \(route.path)")
      }
    }
  }

  @Test func `Fields are told as they are taken: which there are, which must be there, and those in others`()
    async throws
  {
    let office = try await OfficeUnderTest()
    let commands = routes(of: office).filter { route in
      if case .fields = route.body { route.isCommand && route.description != nil } else { false }
    }
    #expect(commands.count > 40)
    try await office.serving { open in
      try await open.staff(as: .administrator) { client async throws in
        for route in commands {
          try await check(
            route.description?.takes ?? [], of: route, for: client, at: "", json: { $0 })
        }
      }
    }
  }

  /// Sends a field that no address takes where `members` stand, and holds what the refusal says against them.
  private func check(
    _ members: [Taken], of route: Route, for client: Client, at prefix: String, json: (String) -> String
  ) async throws {
    let answer = try await client.send(route.method, path(of: route), json(#"{"zz":1}"#))
    let place = Comment(rawValue: "\(route.method) \(route.path) \(prefix): \(answer.body)")
    let problem = try answer.problem
    #expect(answer.status == 422, place)
    let fields = problem.fields ?? []
    let unknown = try #require(fields.first { $0.field == prefix + "zz" }, place)
    let accepted = Set(unknown.accepted.components(separatedBy: ", "))
    let named = members.map(\.name).filter { $0 != Taken.rest.name }
    if named.count == members.count {
      #expect(accepted == (named.isEmpty ? ["không có trường nào"] : Set(named)), place)
    } else {
      #expect(accepted.isSuperset(of: named), place)
    }
    let missing = fields.filter { $0.value == nil && $0.field.hasPrefix(prefix) && $0.reason == "Thiếu trường này." }
    #expect(
      Set(missing.map { String($0.field.dropFirst(prefix.count)) }) == Set(members.filter(\.isRequired).map(\.name)),
      place)
    for member in members {
      switch member.form {
      case .object(let inner):
        try await check(
          inner, of: route, for: client, at: "\(prefix)\(member.name).",
          json: { json(#"{"\#(member.name)":\#($0)}"#) })
      case .list(.object(let inner)):
        try await check(
          inner, of: route, for: client, at: "\(prefix)\(member.name)[0].",
          json: { json(#"{"\#(member.name)":[\#($0)]}"#) })
      default: break
      }
    }
  }

  @Test func `The document is served on this machine without a sign-in, and holds together`() async throws {
    try await OfficeUnderTest().serving { open in
      let answer = try await open.visiting { try await $0.get("openapi.json") }
      #expect(answer.status == 200, "\(answer.body)")
      #expect(answer.headers[.contentType]?.hasPrefix("application/json") == true)
      let document = try #require(
        try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
      #expect(document["openapi"] as? String == "3.1.0")
      let components = try #require(document["components"] as? [String: Any])
      let schemas = try #require(components["schemas"] as? [String: Any])
      for reference in references(in: document) {
        let name = try #require(reference.split(separator: "/").last)
        #expect(schemas[String(name)] != nil, "\(reference)")
      }
      let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
      var ids: Set<String> = []
      for (path, operations) in paths {
        for (method, operation) in operations {
          let id = try #require(operation["operationId"] as? String)
          #expect(ids.insert(id).inserted, "\(id) twice")
          let named = (operation["parameters"] as? [[String: Any]] ?? []).filter { $0["in"] as? String == "path" }
          let wanted = path.split(separator: "{").dropFirst().compactMap { $0.split(separator: "}").first }
          #expect(Set(named.compactMap { $0["name"] as? String }) == Set(wanted.map(String.init)), "\(method) \(path)")
          #expect((operation["responses"] as? [String: Any])?.isEmpty == false)
        }
      }
      // What only a member may see is not told to a stranger from elsewhere in the network.
      #expect(throws: Problem.self) { try Access.local.admit(.stranger(isLocal: false)) }
    }
  }

  private func references(in value: Any) -> [String] {
    if let object = value as? [String: Any] {
      return object.flatMap { $0 == "$ref" ? [$1 as? String].compactMap(\.self) : references(in: $1) }
    }
    return (value as? [Any])?.flatMap(references) ?? []
  }
}
