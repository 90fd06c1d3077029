import Queueing
import Simulation
import Testing

/// The estimator was tuned by eye on the seeds 7919 × 1–6; these are others.
@Suite struct PromiseTrialTests {
  static let seeds: [UInt64] = [101, 202, 303]

  struct Setting: CustomTestStringConvertible, Sendable {
    let visitors: Int
    let mode: CallingPolicy.Mode

    var testDescription: String { "\(visitors) visitors a day, \(mode)" }
  }

  @Test(arguments: [
    Setting(visitors: 50, mode: .interleaved(normals: 3)), Setting(visitors: 80, mode: .interleaved(normals: 3)),
    Setting(visitors: 120, mode: .interleaved(normals: 3)), Setting(visitors: 80, mode: .strict),
  ])
  func `Eight promises in ten hold, in narrower ranges than the usual formula needs for it`(setting: Setting) throws {
    var trial = PromiseTrial()
    for seed in Self.seeds {
      let clientele = Clientele(
        office: SampleOffice.office(mode: setting.mode), villages: [], visitors: setting.visitors, seed: seed)
      try trial.add(clientele, from: SampleOffice.monday, days: 11, warmUp: 3)
    }
    let figures: Comment = """
      seeds \(Self.seeds): held \(trial.held), width \(trial.meanWidth), of the formula \(trial.meanWidthOfFormula), \
      of \(trial.outcomes.count), without a promise \(trial.unpromised)
      """
    #expect(trial.outcomes.count > 700, figures)
    #expect((0.75...0.9).contains(trial.held), figures)
    #expect(trial.meanWidth < trial.meanWidthOfFormula, figures)
    #expect(trial.unpromised * 10 < trial.outcomes.count, figures)
    // It also holds where there is a line at all.
    let inLine = trial.outcomes.filter { $0.promise.range != WaitForecast.atOnce }
    let held = Double(inLine.count { $0.promise.outcome == .held }) / Double(inLine.count)
    #expect((0.7...0.9).contains(held), figures)
  }

  @Test func `The same seed gives the same promises`() throws {
    let clientele = SampleOffice.clientele(visitors: 60, seed: 9)
    var trials = (PromiseTrial(), PromiseTrial())
    try trials.0.add(clientele, from: SampleOffice.monday, days: 4, warmUp: 1)
    try trials.1.add(clientele, from: SampleOffice.monday, days: 4, warmUp: 1)
    #expect(trials.0.outcomes == trials.1.outcomes)
    #expect(!trials.0.outcomes.isEmpty)
  }
}
