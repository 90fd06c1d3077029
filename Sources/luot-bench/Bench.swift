import ArgumentParser
import Dispatch
import Foundation

/// Measures a running `luotd` against the budgets of the design, each against its named limit in the same run.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "luot-bench", abstract: "Measures luotd against its budgets.",
    subcommands: [
      Measure.self, MeasureScreens.self, MeasurePromises.self, PlainCommits.self, SlipDrawing.self,
    ],
    defaultSubcommand: Measure.self)
}

struct Measure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Measures everything and prints a table.")

  @Option(help: "The configuration that the measured offices are made from.")
  var configuration: String

  @Option(help: "The schema; when it changes, the offices with a past are made anew.")
  var schema: String

  @Option(help: "Where states are kept; slowsync.so and mockbed lie there.")
  var folder: String

  @Flag(help: "Leave out what needs a long past.")
  var quick = false

  @Option(help: "Measure this alone; may be given again.")
  var only: [Part] = []

  enum Part: String, CaseIterable, ExpressibleByArgument {
    case latency, load, viewers, slowSync, past, figures, reports, promises, simulation, memory, idle, devices
    case printerTrouble, screens, race

    var needsPast: Bool { [.past, .figures, .reports].contains(self) }
  }

  private var parts: [Part] {
    (only.isEmpty ? Part.allCases : only).filter { !(quick && $0.needsPast) }
  }

  private func measure(_ part: Part, _ site: Site, _ report: inout Report) async throws {
    switch part {
    case .latency: try measureTicketLatency(site, &report)
    case .load: try measureLoad(site, &report)
    case .viewers: try measureViewers(site, &report)
    case .slowSync: try measureSlowSync(site, &report)
    case .past:
      let short = try await site.stateWithPast("thousand", visitors: 1000)
      let past = try site.copy(of: try await site.stateWithMillionPast(schema: schema))
      defer { try? FileManager.default.removeItem(atPath: past) }
      try measureCalling(site, thousand: short, million: past, &report)
      try measureStart(site, million: past, &report)
    case .figures: try measureStatistics(site, million: try await site.stateWithMillionPast(schema: schema), &report)
    case .reports: try measureReports(site, year: try await site.stateWithYear(schema: schema), &report)
    case .promises: try await measurePromises(site, sample: configuration, &report)
    case .simulation: try measureSimulation(site, sample: configuration, &report)
    case .memory: try measureMemory(site, &report)
    case .idle: try measureIdle(site, &report)
    case .devices: try measureDevices(site, &report)
    case .printerTrouble: try measurePrinterTrouble(site, &report)
    case .screens:
      try measureScreens(&report)
      try measureTouches(site, &report)
    case .race: try measureBoardRace(site, &report)
    }
  }

  func run() async throws {
    let interruption = Child.endAllOnInterruption()
    defer { withExtendedLifetime(interruption) { Child.endAll() } }
    let site = try Site(folder: folder, configuration: configuration)
    var report = Report()
    for part in parts {
      await report.section { try await measure(part, site, &$0) }
    }
    guard report.failures.isEmpty else { throw ExitCode.failure }
  }
}

/// Why the bench cannot go on.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
