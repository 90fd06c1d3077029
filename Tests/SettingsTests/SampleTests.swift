import Foundation
import Settings
import Testing

/// The file that ships says everything there is to say, and says it truly.
@Suite struct SampleTests {
  /// A line of the sample that offers a key without setting it.
  struct Offer: Hashable {
    /// `services[].daily_cap`
    let key: String
    /// `daily_cap = 80`
    let assignment: String
    let line: Int
  }

  private let lines: [String]
  /// `# key = value`: what holds when nothing is said.
  private var defaults: [Offer] = []
  /// `Ví dụ: key = value`: what may be said where nothing is assumed.
  private var examples: [Offer] = []
  /// Keys that are set, with the line of the first time.
  private var set: [String: Int] = [:]

  init() throws {
    lines = try Fixture.sample().components(separatedBy: "\n")
    var section = ""
    for (index, line) in lines.enumerated() {
      if let header = line.wholeMatch(of: /(\[\[?)([a-z_]+)\]\]?/) {
        section = header.2 + (header.1 == "[[" ? "[]." : ".")
      } else if let assignment = line.wholeMatch(of: /([a-z_]+) = .+/) {
        set[section + assignment.1] = set[section + assignment.1] ?? index
      } else if let offer = line.wholeMatch(of: /# (([a-z_]+) = .+)/) {
        defaults.append(Offer(key: section + offer.2, assignment: String(offer.1), line: index))
      } else if let offer = line.wholeMatch(of: /#.*Ví dụ: (([a-z_]+) = .+)/) {
        examples.append(Offer(key: section + offer.2, assignment: String(offer.1), line: index))
      }
    }
  }

  private func load(taking offer: Offer) throws -> LoadedConfiguration {
    var lines = lines
    lines[offer.line] = offer.assignment
    return try Fixture.load(lines.joined(separator: "\n"))
  }

  @Test func `The sample loads from its file without a warning`() throws {
    let loaded = try Configuration.load(path: Fixture.samplePath, acceptedActivities: Fixture.activities)
    #expect(loaded.warnings == [])
    let configuration = loaded.configuration
    #expect(configuration.services.map(\.letter).joined() == "ABCDEG")
    #expect(
      configuration.services.map(\.id) == [
        "ho-tich", "dat-dai", "dvc-truc-tuyen", "vneid", "suc-khoe-an-sinh", "thanh-toan-so",
      ])
    #expect(configuration.counters.map(\.id) == ["1", "2", "3"])
    #expect(configuration.villages.count == 19)
    #expect(configuration.villages.allSatisfy { $0.name.hasSuffix("(mẫu)") })
    #expect(configuration.members.count == 3)
    #expect(configuration.members.allSatisfy { $0.name.hasSuffix("(mẫu)") })
  }

  @Test func `A commented default equals the one in code`() throws {
    let untouched = try Fixture.load(lines.joined(separator: "\n")).configuration
    for offer in defaults {
      #expect(try load(taking: offer).configuration == untouched, "\(offer.assignment)")
    }
  }

  @Test func `Every key with a default, and no other, stands there commented out`() throws {
    let keys = try Fixture.load(lines.joined(separator: "\n")).keys
    #expect(Set(defaults.map(\.key)) == Set(keys.filter { $0.value == .defaulted }.keys))
  }

  @Test func `An example may be taken as it stands`() throws {
    let untouched = try Fixture.load(lines.joined(separator: "\n")).configuration
    for offer in examples {
      #expect(try load(taking: offer).configuration != untouched, "\(offer.assignment)")
    }
  }

  @Test func `Every key is documented in place`() throws {
    let keys = try Fixture.load(lines.joined(separator: "\n")).keys
    let sections = Set(
      keys.keys.compactMap { $0.split(separator: ".").first.map { String($0).replacing("[]", with: "") } })
    let offers = Dictionary(grouping: defaults + examples, by: \.key)
    for key in keys.keys where !sections.contains(key) {
      let line = try #require(set[key] ?? offers[key]?.first?.line, "\(key) is not in the sample")
      // An example is part of its explanation; anything else needs one right above.
      let explanation = examples.contains { $0.line == line } ? lines[line] : lines[line - 1]
      #expect(explanation.hasPrefix("#") && !defaults.contains { $0.line == line - 1 }, "\(key) is not explained")
    }
  }
}
