import FrontDesk
import Storage
import HTTPTypes
import Testing

/// Small and the same everywhere, so that a seed says everything about a run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Requests that are nearly right: real addresses and bodies, then cut, doubled, swapped and littered.
struct RequestFuzzer {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  private static let paths = [
    "/api/v1/tickets", "/api/v1/tickets/2026-11-23-a001", "/api/v1/tickets/2026-11-23-a001/cancel", "/api/v1/board",
    "/api/v1/counters/1/open", "/api/v1/counters/1/call-next", "/api/v1/counters/1/finish", "/api/v1/counters/1/park",
    "/api/v1/counters/1/transfer", "/api/v1/counters/2/open", "/api/v1/assistances",
    "/api/v1/assistances?from=2026-11-23",
    "/api/v1/assistances/h-9/corrections", "/api/v1/stats?by=day,member", "/metrics", "/",
  ]

  private static let bodies = [
    #"{"service":"ho-tich","priority":"elderly","village":"thon-1"}"#, #"{"reason":"Nghỉ trưa"}"#, #"{"minutes":15}"#,
    #"{"current":"park"}"#, #"{"member":"an","services":["ho-tich"]}"#, #"{"service":"dat-dai"}"#, "{}", "",
    #"{"assistance":{"activities":[{"activity":"other","minutes":3,"difficulties":["network-fault"]}],"note":"ộ"}}"#,
    #"{"member":"an","place":"online","startedAt":"2026-11-23T08:00:00+07:00","activities":[{"activity":"other"}]}"#,
  ]

  private static let litter: [[UInt8]] = [
    [0x00], [0xFF], [0xC3], [0xED, 0xA0, 0x80], Array("\\ud800".utf8), Array("\"".utf8), Array("{".utf8),
    Array("[[[[[[[[[[[[[[[[[[".utf8), Array("NaN".utf8), Array("1e999".utf8), Array("\u{202E}".utf8),
    Array("%00".utf8), Array("%".utf8), Array("../".utf8), Array("?".utf8), Array("&=".utf8), Array("🧨".utf8),
    Array("null".utf8), Array(",".utf8),
  ]

  private mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.insert(contentsOf: Self.litter.randomElement(using: &random) ?? [], at: place)
      case 1: bytes.removeFirst(place)
      case 2: bytes.removeLast(place)
      case 3: bytes += bytes.prefix(place)
      default: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
      }
    }
    return bytes
  }

  mutating func next() -> [UInt8] {
    let method = ["GET", "POST", "POST", "POST", "PUT", "FOO"].randomElement(using: &random) ?? "GET"
    // Bytes that end the line would make another request of it.
    let path = damage(Array((Self.paths.randomElement(using: &random) ?? "/").utf8)).filter { $0 > 0x20 }
    let body = damage(Array((Self.bodies.randomElement(using: &random) ?? "").utf8))
    let type = Int.random(in: 0..<20, using: &random) == 0 ? "text/plain" : "application/json"
    return Array(method.utf8) + [0x20] + path
      + Array(
        " HTTP/1.1\r\nHost: localhost\r\n\(Colleague.supervisor.headerLines)Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n"
          .utf8)
      + body
  }
}

struct FuzzTests {
  @Test func `Two thousand damaged requests bring no 500 and leave the office at work`() async throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    try await OfficeUnderTest().serving { open in
      let port = open.port
      let statuses = try await onThread {
        var fuzzer = RequestFuzzer(seed: seed)
        var statuses: [Int: Int] = [:]
        var connection = try RawConnection(port: port)
        for round in 0..<2000 {
          try connection.send(fuzzer.next())
          let answer = try connection.answer()
          statuses[answer.status, default: 0] += 1
          #expect(answer.status < 500, "seed \(seed) round \(round): \(answer.body)")
          if answer.status >= 400 {
            #expect(
              answer.headers[.contentType] == "application/problem+json; charset=utf-8", "seed \(seed) round \(round)")
          }
          if answer.headers[.connection] == "close" { connection = try RawConnection(port: port) }
        }
        return statuses
      }
      // The damage must leave some requests whole and hurt others, or it proves nothing.
      #expect(statuses.keys.contains { $0 < 300 } && statuses[422] != nil && statuses[400] != nil, "seed \(seed)")
      let report = try await open.office.store.verify()
      #expect(report.isProven, "seed \(seed): \(report.problems)")
    }
  }
}
