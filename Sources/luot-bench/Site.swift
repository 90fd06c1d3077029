import Foundation

/// Where the bench works: its folder, the programs beside it, and the offices it makes.
struct Site {
  /// Counters of a measured office: one a client, and enough to serve the days of the past before they end.
  static let counters = 64
  static let services = ["ho-tich", "dat-dai", "dvc-truc-tuyen", "vneid", "suc-khoe-an-sinh", "thanh-toan-so"]
  /// What the counters of the sample serve, the busy first one as often as the others together.
  private static let served = [[0, 1], [2, 3, 5], [0, 1], [3, 4, 2]]

  private let folder: String
  private let programs: URL
  /// Microseconds that a sync takes longer where the disk is to be slow.
  let syncDelay = 2000

  /// Makes the configurations: the sample's office with many counters, on any free port, once with its printer and once
  /// without any.
  init(folder: String, configuration: String) throws {
    self.folder = URL(fileURLWithPath: folder).path
    programs = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    let sample = try String(contentsOfFile: configuration, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
    for prints in [true, false] {
      let text = Self.office(from: sample, prints: prints)
      try text.write(toFile: self.configuration(prints: prints), atomically: true, encoding: .utf8)
    }
  }

  func program(_ name: String) -> String {
    programs.appendingPathComponent(name).path
  }

  func path(_ name: String) -> String {
    folder + "/" + name
  }

  func configuration(prints: Bool) -> String {
    path(prints ? "with-printer.toml" : "without-printer.toml")
  }

  /// Writes the configuration of an office whose printer is in the network.
  func configuration(printerAt address: String) throws -> String {
    let file = path("network-printer.toml")
    try String(contentsOfFile: configuration(prints: true), encoding: .utf8)
      .replacing("kind = \"virtual\"", with: "kind = \"network\"\naddress = \"\(address)\"")
      .write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  /// Writes the configuration of an office of whose screens one, the board or the kiosk, is shown on a panel of the
  /// machine.
  func configuration(showing shown: String = "board", on output: String) throws -> String {
    let file = path("with-\(shown).toml")
    let office = try String(contentsOfFile: configuration(prints: false), encoding: .utf8)
    let screens = office.components(separatedBy: "[[screens]]").map { part in
      ["board", "kiosk"].reduce(part) { part, content in
        let place = content == shown ? output : "none"
        return part.replacing("shows = \"\(content)\"", with: "shows = \"\(content)\"\noutput = \"\(place)\"")
      }
    }
    try screens.joined(separator: "[[screens]]").write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  /// Writes the configuration of an office that shows its board to everybody, too.
  func configuration(publicPort port: UInt16) throws -> String {
    let file = path("public.toml")
    try String(contentsOfFile: configuration(prints: false), encoding: .utf8)
      .replacing("\n[console]\n", with: "\n[console]\npublic = \"127.0.0.1:\(port)\"\n")
      .write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  func environment(slowSync: Bool) -> [String: String] {
    slowSync ? ["LD_PRELOAD": path("slowsync.so"), "LUOT_BENCH_SYNC_DELAY": "\(syncDelay)"] : [:]
  }

  /// An empty state folder.
  func emptyState(_ name: String) throws -> String {
    let state = path(name)
    try? FileManager.default.removeItem(atPath: state)
    return state
  }

  private static func office(from sample: String, prints: Bool) -> String {
    var lines: [Substring] = []
    var isDropped = false
    for line in sample.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("[") { isDropped = line == "[[counters]]" || (line == "[[printers]]" && !prints) }
      if isDropped { continue }
      lines.append(line)
      if line == "[console]" { lines.append("staff = \"127.0.0.1:0\"") }
    }
    for counter in 1...counters {
      let names = served[counter % served.count].map { "\"\(services[$0])\"" }.joined(separator: ", ")
      lines.append("[[counters]]\nid = \"\(counter)\"\nname = \"Quầy \(counter)\"\nservices = [\(names)]")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Offices with a past

  /// A new state with a day of `visitors` long ago.
  func stateWithPast(_ name: String, visitors: Int) async throws -> String {
    let state = try emptyState(name)
    try await Past.write(to: state, configuration: configuration(prints: false), days: 1, visitors: visitors)
    return state
  }

  /// The state with more than 1,000,000 past assistances, which some visitors who do not show up need more tickets than:
  /// 250 working days of 4,300 visitors.
  func stateWithMillionPast(schema: String) async throws -> String {
    try await keptState("million", schema: schema, days: 250, visitors: 4300)
  }

  /// The state with a year of 200,000 assistances, which some visitors who do not show up need more than.
  func stateWithYear(schema: String) async throws -> String {
    try await keptState("year", schema: schema, days: 250, visitors: 860)
  }

  /// A state to write to, so that what is kept is measured as it was made however often.
  func copy(of state: String) throws -> String {
    let copy = state + "-copy"
    try? FileManager.default.removeItem(atPath: copy)
    try FileManager.default.copyItem(atPath: state, toPath: copy)
    return copy
  }

  /// A state that takes long to make: it is made once and kept.
  private func keptState(_ name: String, schema: String, days: Int, visitors: Int) async throws -> String {
    let state = path(name)
    // Written last, so that one whose making was interrupted is made anew.
    let recipe = state + ".recipe"
    let wanted =
      try String(contentsOfFile: schema, encoding: .utf8)
      + String(contentsOfFile: configuration(prints: false), encoding: .utf8) + "\(days) × \(visitors)\n"
    let isThere = FileManager.default.fileExists(atPath: state)
    if isThere, (try? String(contentsOfFile: recipe, encoding: .utf8)) == wanted { return state }
    try? FileManager.default.removeItem(atPath: recipe)
    try? FileManager.default.removeItem(atPath: state)
    tell("Making an office with \(days * visitors) past tickets, once; it takes minutes")
    try await Past.write(to: state, configuration: configuration(prints: false), days: days, visitors: visitors)
    try wanted.write(toFile: recipe, atomically: true, encoding: .utf8)
    return state
  }
}

/// Says on standard error what is going on.
func tell(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data("… \(text)\n".utf8))
}
