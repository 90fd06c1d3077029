import Queueing
import Simulation
import Testing

/// A machine whose clocks are moved by hand.
private struct Machine {
  var wall = CivilTime.instant(epochDay: 20_780, secondOfDay: 9 * 3600)
  var uptime: Int64 = 5_000
  var isSynchronised = false

  var reading: ClockReading { ClockReading(wall: wall, uptime: uptime, isSynchronised: isSynchronised) }

  mutating func pass(seconds: Int) {
    wall = wall.adding(seconds: seconds)
    uptime += Int64(seconds) * 1000
  }

  mutating func set(by seconds: Int) { wall = wall.adding(seconds: seconds) }
}

@Suite struct ClockTrustTests {
  private static let hour = 3600
  private static let day = 86_400
  private static let limits = ClockLimits(
    earliest: CivilTime.instant(epochDay: ServiceDay(year: 2026, month: 1, day: 1).epochDay, secondOfDay: 0),
    latest: CivilTime.instant(epochDay: ServiceDay(year: 2046, month: 1, day: 1).epochDay, secondOfDay: 0),
    longestRest: 15 * day)

  private func trust(_ machine: Machine) -> ClockTrust { ClockTrust(machine.reading, limits: Self.limits) }

  @Test func `A clock that nothing synchronises is believed as long as it runs evenly`() {
    var machine = Machine()
    var trust = trust(machine)
    for _ in 0..<1000 {
      machine.pass(seconds: 86)
      // Three seconds too fast a day.
      machine.wall.milliseconds += 3
      let moment = trust.moment(at: machine.reading)
      #expect(moment.now == machine.wall)
      #expect(moment.fault == nil)
      #expect(moment.revision == 0)
      #expect(!moment.isSynchronised)
    }
  }

  @Test(arguments: [1970, 2099])
  func `A year that cannot be is not believed, at start or in flight`(year: Int) {
    let wrong = CivilTime.instant(epochDay: ServiceDay(year: year, month: 1, day: 1).epochDay, secondOfDay: 0)
    var machine = Machine()
    let right = machine.wall
    var running = trust(machine)
    machine.pass(seconds: 60)
    machine.wall = wrong
    let moment = running.moment(at: machine.reading)
    #expect(moment.fault == .implausible)
    #expect(moment.now == right.adding(seconds: 60))
    machine.pass(seconds: Self.hour)
    let moment1 = running.moment(at: machine.reading)
    #expect(moment1.now == right.adding(seconds: Self.hour + 60), "time goes on evenly")
    let revision = running.moment(at: machine.reading).revision
    let isAccepted = running.accept(machine.reading)
    #expect(!isAccepted, "nobody can say that it is right")
    let moment2 = running.moment(at: machine.reading)
    #expect(moment2.revision == revision)
    machine.wall = right.adding(seconds: Self.hour + 60)
    let moment3 = running.moment(at: machine.reading)
    #expect(moment3.fault == nil, "it agrees again")

    machine.wall = wrong
    var starting = trust(machine)
    let moment4 = starting.moment(at: machine.reading)
    #expect(moment4.fault == .implausible)
    starting.learn(lastEntry: right, lastFault: nil, at: machine.reading)
    machine.pass(seconds: 5)
    let moment5 = starting.moment(at: machine.reading)
    #expect(moment5.now == right.adding(seconds: 5))
    machine.wall = right.adding(seconds: 14 * Self.hour)
    let healed = starting.moment(at: machine.reading)
    #expect(healed.fault == nil)
    #expect(healed.now == machine.wall)
    #expect(healed.step == Int64(14 * Self.hour - 5) * 1000)
    #expect(healed.basis == .plausible)
  }

  @Test func `A leap of a day moves nothing until it is confirmed, and then all at once`() {
    for confirm in [ClockBasis.synchronised, .accepted] {
      var machine = Machine()
      let start = machine.wall
      var trust = trust(machine)
      machine.pass(seconds: 10)
      machine.set(by: Self.day)
      let moment6 = trust.moment(at: machine.reading)
      #expect(moment6.fault == .jumped)
      machine.pass(seconds: 600)
      let doubted = trust.moment(at: machine.reading)
      #expect(doubted.now == start.adding(seconds: 610))
      #expect(doubted.step == 0)
      if confirm == .synchronised { machine.isSynchronised = true }
      if confirm == .accepted {
        let isAccepted = trust.accept(machine.reading)
        #expect(isAccepted)
      }
      let moment = trust.moment(at: machine.reading)
      #expect(moment.now == machine.wall)
      #expect(moment.fault == nil)
      #expect(moment.basis == confirm)
      #expect(moment.step == Int64(Self.day) * 1000)
      #expect(moment.revision == 2)
    }
  }

  @Test func `A clock that is set and accepted before anybody looked at it is believed at once`() {
    for seconds in [Self.day, -Self.hour] {
      var machine = Machine()
      var trust = trust(machine)
      machine.pass(seconds: 10)
      machine.set(by: seconds)
      let isAccepted = trust.accept(machine.reading)
      #expect(isAccepted)
      let moment = trust.moment(at: machine.reading)
      #expect(moment.now == machine.wall && moment.fault == nil && moment.basis == .accepted)
      #expect(moment.step == Int64(seconds) * 1000 && moment.revision == 1)
    }
    // One that shows what it should is left alone.
    let machine = Machine()
    var trust = trust(machine)
    let isAccepted = trust.accept(machine.reading)
    #expect(isAccepted)
    #expect(trust.moment(at: machine.reading).revision == 0)
  }

  @Test func `An hour back is counted on without the clock; synchronised, the clock is followed back`() {
    var machine = Machine()
    let start = machine.wall
    var trust = trust(machine)
    machine.pass(seconds: 10)
    machine.set(by: -Self.hour)
    let moment7 = trust.moment(at: machine.reading)
    #expect(moment7.fault == .behindJournal)
    machine.pass(seconds: 10)
    let moment8 = trust.moment(at: machine.reading)
    #expect(moment8.now == start.adding(seconds: 20))
    machine.isSynchronised = true
    let moment = trust.moment(at: machine.reading)
    #expect(moment.now == machine.wall)
    #expect(moment.step == Int64(-Self.hour) * 1000)
  }

  @Test func `Synchronisation that sets the clock is followed without a doubt`() {
    var machine = Machine()
    var trust = trust(machine)
    machine.isSynchronised = true
    machine.set(by: 3 * Self.hour)
    let moment = trust.moment(at: machine.reading)
    #expect(moment.fault == nil)
    #expect(moment.revision == 1)
    #expect(moment.step == Int64(3 * Self.hour) * 1000)
  }

  @Test func `A machine that was off over the holidays starts without anybody's help, one off for months does not`() {
    let machine = Machine()
    for (days, fault) in [(0, nil), (3, nil), (15, nil), (16, ClockFault.jumped), (200, .jumped)] {
      var trust = trust(machine)
      trust.learn(lastEntry: machine.wall.adding(seconds: -days * Self.day), lastFault: nil, at: machine.reading)
      let moment9 = trust.moment(at: machine.reading)
      #expect(moment9.fault == fault, "\(days)")
    }
    var synchronised = machine
    synchronised.isSynchronised = true
    var trust = trust(synchronised)
    trust.learn(lastEntry: machine.wall.adding(seconds: -200 * Self.day), lastFault: nil, at: synchronised.reading)
    #expect(trust.fault == nil)
  }

  @Test func `A start behind the journal goes on from its end`() {
    var machine = Machine()
    let end = machine.wall.adding(seconds: 2 * Self.hour)
    var trust = trust(machine)
    trust.learn(lastEntry: end, lastFault: nil, at: machine.reading)
    machine.pass(seconds: 7)
    let moment = trust.moment(at: machine.reading)
    #expect(moment.fault == .behindJournal)
    #expect(moment.now == end.adding(seconds: 7))
    #expect(moment.revision == 1)
  }

  @Test func `A restart does not make a leap right that nobody confirmed`() {
    let machine = Machine()
    let end = machine.wall.adding(seconds: -Self.day)
    var again = trust(machine)
    again.learn(lastEntry: end, lastFault: .jumped, at: machine.reading)
    let moment10 = again.moment(at: machine.reading)
    #expect(moment10.fault == .jumped)
    let moment11 = again.moment(at: machine.reading)
    #expect(moment11.now == end)
    // What was wrong at the last start may have been mended while the machine was off.
    var mended = trust(machine)
    mended.learn(lastEntry: end, lastFault: .implausible, at: machine.reading)
    let moment = mended.moment(at: machine.reading)
    #expect(moment.fault == nil)
    #expect(moment.revision == 1, "that it is believed again is to be told")
  }

  @Test(arguments: [20_261_124 as UInt64, 7, 8])
  func `Whatever becomes of the clock, time goes on evenly and moves by confirmed leaps alone`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var machine = Machine()
    var trust = trust(machine)
    var before = trust.moment(at: machine.reading)
    var uptime = machine.uptime
    var kinds: Set<ClockFault?> = []
    for step in 0..<50_000 {
      let comment: Comment = "seed \(seed), step \(step)"
      machine.pass(seconds: random.below(90))
      var accepted = false
      switch random.below(40) {
      case 0: machine.set(by: random.below(3 * Self.day) - Self.day)
      case 1: machine.wall = Timestamp(milliseconds: Int64(random.below(3)) * 2_000_000_000_000)
      case 2: machine.isSynchronised.toggle()
      case 3: machine.wall = before.now
      case 4: accepted = trust.accept(machine.reading)
      case 5: machine.wall.milliseconds += Int64(random.below(3000)) - 1500
      default: break
      }
      let moment = trust.moment(at: machine.reading)
      kinds.insert(moment.fault)
      let moved = moment.now.milliseconds - before.now.milliseconds
      let expected = machine.uptime - uptime + moment.step - before.step
      #expect(abs(moved - expected) <= 4000, comment)
      if moment.step != before.step {
        #expect(moment.revision > before.revision && moment.fault == nil, comment)
        #expect(machine.isSynchronised || accepted || moment.basis == .plausible && before.fault != nil, comment)
        if !machine.isSynchronised, !accepted { #expect(abs(moment.step - before.step) <= 2000, comment) }
      } else if moment.revision == before.revision {
        #expect(moment.now >= before.now, comment)
        #expect(moment.fault == before.fault, comment)
      }
      if moment.fault == nil { #expect(abs(moment.now.milliseconds - machine.wall.milliseconds) <= 2000, comment) }
      (before, uptime) = (moment, machine.uptime)
    }
    #expect(kinds == [nil, .behindJournal, .jumped, .implausible], "seed \(seed)")
  }
}
