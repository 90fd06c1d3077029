import ArgumentParser
import Daemon
import FrontDesk
import Queueing
import Simulation
import Storage

struct MeasurePromises: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promises", abstract: "Measures what waiting times are worth and cost; needs no daemon.")

  @Option(help: "The configuration of the office.")
  var configuration: String

  @Option(help: "Where states are kept.")
  var folder: String

  func run() async throws {
    var report = Report()
    let site = try Site(folder: folder, configuration: configuration)
    try await measurePromises(site, sample: configuration, &report)
    try measureSimulation(site, sample: configuration, &report)
  }
}

/// Whole days, written into a scratch store by `luot simulate`, beside the time that they would have taken.
func measureSimulation(_ site: Site, sample: String, _ report: inout Report) throws {
  tell("Simulated days")
  let state = try site.emptyState("simulated")
  let (days, lastsSeconds) = (10, 9.5 * 3600)
  let start = nanoseconds()
  _ = try Child.output(
    of: site.program("luot"),
    [
      "simulate", "--state", state, "--config", sample, "--day", "2027-03-01", "--days", "12", "--visitors", "120",
      "--seed", "7",
    ], log: state + ".log", limit: 120)
  let seconds = Double(nanoseconds() - start) / 1e9
  report.add("luot simulate, times as fast as life", Double(days) * lastsSeconds / seconds, atLeast: 1000, .times)
}

/// How often the promised range held, and how wide it was, on days that the estimator was not tuned on; and what a
/// number costs more for being promised something and for the hours being looked up.
///
/// - Parameter sample: the configuration with few counters, as a commune has them.
func measurePromises(_ site: Site, sample: String, _ report: inout Report) async throws {
  let state = try site.emptyState("promises")
  try await Past.write(to: state, configuration: sample, days: 5, visitors: 100)
  let midnight = CivilTime.instant(epochDay: PromiseDays.first.epochDay, secondOfDay: 0)
  let offline = try await OfflineStore.open(stateFolder: state, config: sample, clock: WallClock { midnight })
  let office = offline.reception.office
  tell("Promises on simulated days")
  for (mode, name) in [(office.policy.mode, "as configured"), (.strict, "strict")] {
    for visitors in mode == .strict ? [80] : [50, 80, 120] {
      var trial = PromiseTrial()
      for seed in PromiseDays.seeds {
        let clientele = Clientele(
          office: office.keepingHours(mode: mode), villages: [], visitors: visitors, seed: seed)
        try trial.add(clientele, from: PromiseDays.first, days: PromiseDays.days, warmUp: PromiseDays.warmUp)
      }
      let days = "\(visitors) visitors a day, \(name)"
      report.add("80 % range held, \(days)", trial.held * 100, atLeast: 75, .percent)
      report.add("80 % range held, \(days), not too wide", trial.held * 100, atMost: 90, .percent)
      report.note("mean width, \(days)", "\(String(tenths: trial.meanWidth)) min of \(trial.outcomes.count)")
      report.note(
        "average × position ÷ counters, as wide as that needs", "\(String(tenths: trial.meanWidthOfFormula)) min")
      report.add("width ÷ that", trial.meanWidth / trial.meanWidthOfFormula, atMost: 1, .times)
    }
  }
  tell("Issuing with and without a promise")
  let (with, without) = try await IssueCost(offline, office: office).measure()
  report.note("number at the desk, always open and nothing promised, p50", without * 1000, .microseconds)
  report.note("number with hours, calendar and promise, up to 50 waiting, p50", with * 1000, .microseconds)
  report.note("that ÷ without", with / without, .times)
  try offline.close()
}

private enum PromiseDays {
  static let first = ServiceDay(year: 2026, month: 11, day: 23)
  static let days = 25
  static let warmUp = 5
  /// None of those that the estimator was tuned on.
  static let seeds: [UInt64] = [4001, 4002, 4003, 4004, 4005]
}

/// Numbers given out at one desk, many in one transaction, so that no sync is in the way.
private struct IssueCost {
  private let offline: OfflineStore
  private let office: Office
  private let morning = CivilTime.instant(epochDay: PromiseDays.first.epochDay, secondOfDay: 9 * 3600)

  init(_ offline: OfflineStore, office: Office) {
    self.offline = offline
    self.office = office
  }

  /// Milliseconds, at the median.
  func measure() async throws -> (with: Double, without: Double) {
    var (with, without) = (Samples(), Samples())
    for _ in 0..<40 {
      with.add(contentsOf: try await block(office.keepingHours(mode: office.policy.mode), areCountersOpen: true))
      without.add(contentsOf: try await block(office, areCountersOpen: false))
    }
    return (with.p50, without.p50)
  }

  private func block(_ office: Office, areCountersOpen: Bool) async throws -> Samples {
    try await offline.store.write { [morning] tx in
      let desk = try Desk(tx, office: office, now: morning, actor: "bench", printsSlips: false)
      for counter in office.counters {
        if areCountersOpen {
          _ = try desk.open(counter.id, member: nil, services: nil)
        } else {
          _ = try desk.close(counter.id)
        }
      }
      var samples = Samples()
      for number in 0..<50 {
        let service = office.services[number % office.services.count].id.text
        let token = "\(nanoseconds())-\(number)"
        try samples.add {
          _ = try desk.issue(service: service, priority: nil, village: nil, origin: .kiosk, token: token)
        }
      }
      _ = try desk.cancelLine(of: nil, reason: .other, note: nil)
      return samples
    }
  }
}

extension Office {
  /// The same office as citizens meet it, with no caps in the way.
  fileprivate func keepingHours(mode: CallingPolicy.Mode) -> Office {
    Office(
      name: name, services: services.map { Service(id: $0.id, letter: $0.letter, name: $0.name) }, counters: counters,
      priorityClasses: priorityClasses, policy: CallingPolicy(mode: mode, maxWait: policy.maxWait),
      dayStartMinute: dayStartMinute, hours: hours, exceptions: exceptions, lastTicketMinutes: lastTicketMinutes)
  }
}

extension String {
  /// With one digit after the point.
  fileprivate init(tenths value: Double) {
    let rounded = Int((value * 10).rounded())
    self = "\(rounded / 10).\(rounded % 10)"
  }
}
