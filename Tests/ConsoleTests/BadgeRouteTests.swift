import Console
import Foundation
import FrontDesk
import Queueing
import Testing

struct BadgeRouteTests {
  @Test func `An administrator enrols cards and codes, sees them and ends them`() async throws {
    try await OfficeUnderTest().serving { open in
      let made = try await open.admin("POST", "/api/v1/badges", #"{"member":"an"}"#, key: "k1")
      #expect(made.status == 201)
      let card: BadgeAnswer = try made.decoded()
      #expect(card.member.text == "an" && card.code == nil)
      // Sent again it is not enrolled again.
      let repeated = try await open.admin("POST", "/api/v1/badges", #"{"member":"an"}"#, key: "k1")
      #expect(repeated.body == made.body)
      let known = try await open.admin("POST", "/api/v1/badges", #"{"member":"an"}"#)
      #expect(known.status == 409)
      #expect(try known.problem.code == "badge-in-use")

      let printed = try await open.admin("POST", "/api/v1/badges", #"{"member":"an","kind":"code"}"#)
      let code: BadgeAnswer = try printed.decoded()
      #expect(code.code?.hasPrefix("LUOT-TV:") == true)

      let ended = try await open.admin("POST", "/api/v1/badges/\(card.id)/end", "{}")
      #expect(ended.status == 200)
      let all: [BadgeAnswer] = try await open.admin("GET", "/api/v1/badges").decoded()
      #expect(all.map(\.id) == [card.id, code.id])
      #expect(all.map { $0.validUntil == nil } == [false, true])
      #expect(all.allSatisfy { $0.code == nil })
    }
  }

  @Test func `Nobody else does, and what is wrong is named`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let refused = [
          try await client.get("badges"), try await client.post("badges", #"{"member":"an"}"#),
          try await client.post("badges/b-1/end"),
        ]
        #expect(refused.map(\.status) == [403, 403, 403])
      }
      for (body, status, code) in [
        (#"{}"#, 422, "invalid-field"), (#"{"member":"ai-do"}"#, 422, "invalid-field"),
        (#"{"member":"an","kind":"chip"}"#, 422, "invalid-field"),
        (#"{"member":"an","uid":"1"}"#, 422, "unknown-field"),
        (#"{"member":"an","reader":"none"}"#, 409, "no-reader"),
      ] {
        let answer = try await open.admin("POST", "/api/v1/badges", body)
        #expect(answer.status == status, "\(body)")
        #expect(try answer.problem.code == code, "\(body)")
      }
      let unknown = try await open.admin("POST", "/api/v1/badges/b-99/end", "{}")
      #expect(unknown.status == 404)
      #expect(try unknown.problem.code == "unknown-badge")
    }
  }
}
