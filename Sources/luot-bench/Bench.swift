import ArgumentParser
import Dispatch
import Foundation

/// Measures a running `luotd` against the budgets of the design, each against its named limit in the same run.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "luot-bench", abstract: "Measures luotd against its budgets.",
    subcommands: [
      Measure.self, MeasureScreens.self, MeasurePromises.self, PlainCommits.self, SlipDrawing.self, MeasureRace.self,
    ],
    defaultSubcommand: Measure.self)
}

struct Measure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Measures everything and prints a table.")

  @Option(help: "The configuration that the measured offices are made from.")
  var configuration: String

  @Option(help: "The schema; when it changes, the office with 1,000,000 past tickets is made anew.")
  var schema: String

  @Option(help: "Where states are kept; slowsync.so and mockbed lie there.")
  var folder: String

  @Flag(help: "Leave out what needs 1,000,000 past tickets.")
  var quick = false

  func run() async throws {
    let interruption = Child.endAllOnInterruption()
    defer { withExtendedLifetime(interruption) { Child.endAll() } }
    let site = try Site(folder: folder, configuration: configuration)
    var report = Report()
    await report.section { try measureTicketLatency(site, &$0) }
    await report.section { try measureLoad(site, &$0) }
    await report.section { try measureViewers(site, &$0) }
    await report.section { try measureSlowSync(site, &$0) }
    if !quick {
      await report.section { report in
        let past = try await site.stateWithMillionPast(schema: schema)
        let short = try await site.stateWithPast("thousand", visitors: 1000)
        try measureCalling(site, thousand: short, million: past, &report)
        try measureStart(site, million: past, &report)
        try measureStatistics(site, million: past, &report)
      }
    }
    await report.section { try await measurePromises(site, sample: configuration, &$0) }
    await report.section { try measureSimulation(site, sample: configuration, &$0) }
    await report.section { try measureMemory(site, &$0) }
    await report.section { try measureIdle(site, &$0) }
    await report.section { try measureDevices(site, &$0) }
    await report.section { try measurePrinterTrouble(site, &$0) }
    await report.section { try measureScreens(&$0) }
    await report.section { try measureBoardRace(site, &$0) }
    guard report.failures.isEmpty else { throw ExitCode.failure }
  }
}

struct MeasureRace: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "race", abstract: "Measures a daemon with a screen beside Chromium, and nothing else.")

  @Option(help: "The configuration that the measured office is made from.")
  var configuration: String

  @Option(help: "Where states are kept; mockbed lies there.")
  var folder: String

  func run() throws {
    let interruption = Child.endAllOnInterruption()
    defer { withExtendedLifetime(interruption) { Child.endAll() } }
    var report = Report()
    try measureBoardRace(Site(folder: folder, configuration: configuration), &report)
  }
}

/// Why the bench cannot go on.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
