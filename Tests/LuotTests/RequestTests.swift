import Foundation
import Testing

@testable import luot

struct RequestTests {
  @Test func `What is typed for a counter stays one component of the path`() throws {
    let request = try Request.post("counters", "1/../2?x#", "close", body: NoFields())
    #expect(request.path == "/api/v1/counters/1%2F..%2F2%3Fx%23/close")
    #expect(Request.get("tickets", "..").path == "/api/v1/tickets/%2E%2E")
  }

  @Test func `Parameters without a value are left out`() {
    #expect(
      Request.get("stats", query: [("from", nil), ("to", "2026-11-23"), ("by", "age,place")]).path
        == "/api/v1/stats?to=2026-11-23&by=age%2Cplace")
    #expect(Request.get("stats", query: [("from", nil)]).path == "/api/v1/stats")
  }

  @Test func `The picture of a screen lies beside the API`() {
    #expect(Request.screen("board", width: nil, height: nil).path == "/screens/board.png")
    #expect(Request.screen("a/b", width: 1280, height: 720).path == "/screens/a%2Fb.png?width=1280&height=720")
  }

  @Test func `Only a POST has a body`() throws {
    #expect(Request.get("board").body == nil)
    #expect(try Request.post("tickets", body: NoFields()).body == Data("{}".utf8))
  }
}
