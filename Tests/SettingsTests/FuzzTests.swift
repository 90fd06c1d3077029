import Foundation
import Settings
import Testing

@Suite struct FuzzTests {
  /// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let tokens = [
    "[", "]", "[[", "]]", "\"", "'", "\"\"\"", "'''", "=", "{", "}", "\\", "#", ",", ".", "\n", "\r", "\0", "-1",
    "99999999999999999999", "1e400", "inf", "true", "2026-11-23", "07:30:00", "\u{200B}", "ậ", "[centre]", "id = \"a\"",
  ].map { Array($0.utf8) }

  private func mutate(_ lines: inout [[UInt8]], with random: inout Seeded) {
    guard let index = lines.indices.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<7, using: &random) {
    case 0: lines.remove(at: index)
    case 1: lines.insert(lines[index], at: index)
    case 2: lines.swapAt(index, Int.random(in: 0..<lines.count, using: &random))
    case 3: lines.removeSubrange(index..<min(lines.count, index + 8))
    case 4:
      guard let byte = lines[index].indices.randomElement(using: &random) else { return }
      lines[index][byte] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 5:
      guard let byte = lines[index].indices.randomElement(using: &random) else { return }
      lines[index].remove(at: byte)
    default:
      let place = Int.random(in: 0...lines[index].count, using: &random)
      lines[index].insert(contentsOf: Self.tokens.randomElement(using: &random) ?? [], at: place)
    }
  }

  @Test func `A mangled sample loads or is refused with a place`() throws {
    let sample = try Fixture.sample().utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(Array.init)
    var loaded = 0
    var understood = 0
    for seed in UInt64(1)...3000 {
      var random = Seeded(state: seed)
      var lines = sample
      for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&lines, with: &random) }
      let bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
      let written = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      do {
        _ = try Configuration.load(bytes, file: "luot.toml", acceptedActivities: Fixture.activities)
        loaded += 1
      } catch {
        guard case .invalid(_, let problems) = error else {
          Issue.record("seed \(seed): \(error)")
          continue
        }
        #expect(!problems.isEmpty, "seed \(seed)")
        for problem in problems {
          #expect((1...written.count).contains(problem.line), "seed \(seed): \(problem)")
          guard problem.value != nil, let name = problem.key.split(separator: ".").last, !name.contains("\"") else {
            continue
          }
          // The line told is one where the key is written.
          understood += 1
          let text = String(decoding: written[problem.line - 1], as: UTF8.self)
          #expect(text.contains(name.prefix { $0 != "[" }), "seed \(seed): \(problem)")
        }
      }
    }
    #expect(loaded > 100 && understood > 100, "loaded \(loaded), understood \(understood)")
  }
}
