import Logging
import PrinterEmulation
import Simulation
import Synchronization
import SystemIO
import Testing

@testable import EscPos
@testable import Peripherals

/// A printer of ours and an emulated one at its other end.
struct PrinterBench: Sendable {
  let emulator: PrinterEmulator
  let printer: Printer

  /// As shipped, but that an emulator on a busy machine gets longer to answer.
  static let patient = {
    var timing = Printer.Timing()
    timing.answer = .seconds(3)
    timing.stall = .seconds(20)
    return timing
  }()

  /// Gives up soon.
  static let hasty = {
    var timing = Printer.Timing()
    timing.answer = .seconds(1)
    timing.stall = .seconds(1)
    timing.trust = .milliseconds(300)
    return timing
  }()

  static func run(
    _ way: PrinterEmulator.Way = .network, timing: Printer.Timing = patient,
    fate: (inout PrinterEmulator.Fate) -> Void = { _ in }, _ body: (PrinterBench) async throws -> Void
  ) async throws {
    let emulator = try PrinterEmulator(way)
    defer { emulator.end() }
    emulator.change(fate)
    let printer = try Printer(
      name: "thu", link: emulator.link, timing: timing, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup { group in
      group.addTask { try await printer.run() }
      try await body(PrinterBench(emulator: emulator, printer: printer))
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  /// Waits for a state; how long that took.
  @discardableResult
  func become(_ state: PrinterState) async -> Duration {
    let start = ContinuousClock.now
    for await seen in printer.states() where seen == state { break }
    return start.duration(to: .now)
  }

  /// A slip of 400 rows that is told from others by its seed.
  static func slip(_ seed: UInt64, cut: Cut = .partial) -> SlipJob { SlipJob(picture(seed), cut: cut) }

  static func picture(_ seed: UInt64) -> Raster {
    var noise = SplitMix64(seed: seed)
    let dots = (0..<72 * 400).map { _ in UInt8.random(in: 0...255, using: &noise) }
    return Raster(bytesPerRow: 72, bytes: SlipJob.withoutRealTimeCommands(dots))
  }

  func failure(of job: SlipJob) async -> PrintFailure? {
    do throws(PrintFailure) {
      try await printer.print(job)
      return nil
    } catch {
      return error
    }
  }
}

@Suite(.timeLimit(.minutes(15))) struct PrinterLifeTests {
  @Test(arguments: PrinterEmulator.Way.allCases)
  func `Slips come out whole, one after the other, each dot where it belongs`(way: PrinterEmulator.Way) async throws {
    try await PrinterBench.run(way) { bench in
      await bench.become(.ready)
      for seed in 1...5 as ClosedRange<UInt64> { try await bench.printer.print(PrinterBench.slip(seed)) }
      #expect(bench.emulator.slips.map(\.raster) == (1...5).map { PrinterBench.picture($0) })
      #expect(bench.emulator.slips.map(\.cut) == [.partial, .partial, .partial, .partial, .partial])
      #expect(bench.emulator.letters == [])
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `Whatever is wrong is seen, and that it is mended`(way: PrinterEmulator.Way) async throws {
    try await PrinterBench.run(way) { bench in
      await bench.become(.ready)
      bench.emulator.change { $0.paper = .low }
      await bench.become(.lowPaper)
      bench.emulator.change { $0.paper = .out }
      await bench.become(.outOfPaper)
      bench.emulator.change { $0.isCoverOpen = true }
      await bench.become(.coverOpen)
      bench.emulator.change { ($0.isCoverOpen, $0.paper) = (false, .enough) }
      await bench.become(.ready)
      bench.emulator.change { $0.isCutterJammed = true }
      await bench.become(.cutter)
      bench.emulator.change { $0.isCutterJammed = false }
      await bench.become(.ready)
      bench.emulator.change { $0.isStalled = true }
      await bench.become(.offline(.silent))
      bench.emulator.change { $0.isStalled = false }
      await bench.become(.ready)
      bench.emulator.unplug()
      await bench.become(.gone)
      try bench.emulator.plugIn()
      bench.printer.move(to: bench.emulator.link)
      await bench.become(.ready)
      try await bench.printer.print(PrinterBench.slip(1))
      #expect(bench.emulator.slips.count == 1)
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `Nothing is sent to a printer that cannot print`(way: PrinterEmulator.Way) async throws {
    try await PrinterBench.run(way) { bench in
      await bench.become(.ready)
      bench.emulator.change { $0.isCoverOpen = true }
      #expect(await bench.failure(of: PrinterBench.slip(1)) == .notStarted(.coverOpen))
      bench.emulator.change { $0.isCoverOpen = false }
      await bench.become(.ready)
      #expect(await bench.failure(of: PrinterBench.slip(2)) == nil)
      #expect(bench.emulator.slips.map(\.raster) == [PrinterBench.picture(2)])
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `A printer that answers nothing prints all the same`(way: PrinterEmulator.Way) async throws {
    try await PrinterBench.run(way, fate: { $0.isMute = true }) { bench in
      await bench.become(.unknown)
      #expect(await bench.failure(of: PrinterBench.slip(1)) == nil)
      await bench.emulator.wait { $0.slips.count == 1 }
      #expect(bench.emulator.slips.map(\.raster) == [PrinterBench.picture(1)])
    }
  }

  @Test func `A printer that does not say when a slip is out is believed while it is well`() async throws {
    try await PrinterBench.run(timing: PrinterBench.hasty, fate: { $0.knowsPaperRequest = false }) { bench in
      await bench.become(.ready)
      #expect(await bench.failure(of: PrinterBench.slip(1)) == nil)
      #expect(bench.emulator.slips.map(\.raster) == [PrinterBench.picture(1)])
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `A roll that ends in a slip cuts it short, and the next slip comes out whole`(
    way: PrinterEmulator.Way
  ) async throws {
    try await PrinterBench.run(way) { bench in
      await bench.become(.ready)
      bench.emulator.change { $0.rowsLeft = 100 }
      #expect(await bench.failure(of: PrinterBench.slip(1)) == .cutShort(.outOfPaper))
      #expect(await bench.failure(of: PrinterBench.slip(2)) == .notStarted(.outOfPaper))
      bench.emulator.change { $0.paper = .enough }
      await bench.become(.ready)
      #expect(await bench.failure(of: PrinterBench.slip(3)) == nil)
      // What was left of the first comes out on the new roll.
      #expect(bench.emulator.slips.map(\.raster) == [PrinterBench.picture(1), PrinterBench.picture(3)])
      #expect(bench.emulator.letters == [])
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `A stall in a slip cuts it short, and the next slip comes out whole`(way: PrinterEmulator.Way) async throws {
    try await PrinterBench.run(way, timing: PrinterBench.hasty) { bench in
      await bench.become(.ready)
      bench.emulator.change { ($0.rowsLeft, $0.buffer) = (100, 1000) }
      // It holds off the sender: all its buffer takes is taken.
      let failure = await bench.failure(of: PrinterBench.slip(1))
      guard case .cutShort = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      bench.emulator.change { $0.paper = .enough }
      await bench.become(.ready)
      // On a busy machine an answer may take longer than a hasty printer waits.
      var seed: UInt64 = 3
      while await bench.failure(of: PrinterBench.slip(seed)) != nil { seed += 1 }
      #expect(bench.emulator.slips.last?.raster == PrinterBench.picture(seed))
      #expect(bench.emulator.letters == [])
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `A cable pulled in a slip cuts it short, and plugged in again the next comes out whole`(
    way: PrinterEmulator.Way
  ) async throws {
    try await PrinterBench.run(way) { bench in
      await bench.become(.ready)
      bench.emulator.change { ($0.rowsLeft, $0.buffer) = (100, 1000) }
      async let failure = bench.failure(of: PrinterBench.slip(1))
      await bench.emulator.wait { $0.current.rows == 100 }
      bench.emulator.unplug()
      #expect(await failure == .cutShort(.gone))
      bench.emulator.change { $0.paper = .enough }
      try bench.emulator.plugIn()
      bench.printer.move(to: bench.emulator.link)
      await bench.become(.ready)
      #expect(await bench.failure(of: PrinterBench.slip(2)) == nil)
      #expect(bench.emulator.slips.last?.raster == PrinterBench.picture(2))
      #expect(bench.emulator.letters == [])
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `A printer that answers garbage is one that tells nothing, until it answers well`(
    way: PrinterEmulator.Way
  ) async throws {
    let seed = UInt64.random(in: .min ... .max)
    try await PrinterBench.run(way) { bench in
      await bench.become(.ready)
      bench.emulator.change { $0.garbage = SplitMix64(seed: seed) }
      await bench.become(.unknown)
      bench.emulator.change { $0.garbage = nil }
      await bench.become(.ready)
      #expect(await bench.failure(of: PrinterBench.slip(1)) == nil, "seed \(seed)")
      #expect(bench.emulator.slips.map(\.raster) == [PrinterBench.picture(1)])
    }
  }

  /// Who accepts connections and never reads: what it is sent lies in the buffers on the way until they are full.
  @Test func `A printer that takes connections and reads nothing is told of once no more can be sent`() async throws {
    try await PrinterBench.run(timing: PrinterBench.hasty, fate: { $0.isStalled = true }) { bench in
      await bench.become(.unknown)
      let long = SlipJob(Raster(bytesPerRow: 72, bytes: [UInt8](repeating: 0xAA, count: 72 << 12)), cut: .full)
      var failure: PrintFailure?
      // As much as any system's buffers hold, many times over.
      for _ in 0..<100 where failure == nil { failure = await bench.failure(of: long) }
      #expect(failure == .cutShort(.offline(.stuck)))
      #expect(await bench.failure(of: PrinterBench.slip(1)) == .notStarted(.offline(.stuck)))
      bench.emulator.change { $0.isStalled = false }
      await bench.become(.ready)
      #expect(await bench.failure(of: PrinterBench.slip(2)) == nil)
      #expect(bench.emulator.slips.last?.raster == PrinterBench.picture(2))
      #expect(bench.emulator.letters == [])
    }
  }

  /// A slip that comes in the middle of a look wants to be printed, not to wait for an answer.
  @Test func `A look that a slip cuts short takes no printer for well that has taken nothing before`() async throws {
    let emulator = try PrinterEmulator(.network)
    defer { emulator.end() }
    emulator.change { $0.isStalled = true }
    let loop = try ReadinessLoop()
    try await loop.run(onThreadNamed: "printer") { loop in
      var timing = PrinterBench.hasty
      timing.answer = .milliseconds(100)
      var session = PrinterSession(
        name: "thu", timing: timing, loop: loop, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        publish: { _ in })
      session.follow(emulator.link, Printer.Manner())
      // More than the printer's end of the connection holds, and less than this end: the next question is taken.
      let long = SlipJob(Raster(bytesPerRow: 72, bytes: [UInt8](repeating: 0xAA, count: 72 << 12)), cut: .full)
      var failure: PrintFailure?
      for _ in 0..<100 where failure == nil { failure = try session.print(long) }
      #expect(failure == .cutShort(.offline(.stuck)))
      // Before the look nobody wants anything, nor when the question is asked; then a slip has come.
      var questions = 0
      try session.rest {
        questions += 1
        return questions > 2
      }
      #expect(try session.print(PrinterBench.slip(1)) == .notStarted(.offline(.stuck)))
    }
  }

  @Test func `A printer that talks without end tells nothing, prints all the same and wakes nobody for it`()
    async throws
  {
    try await PrinterBench.run { bench in
      await bench.become(.ready)
      bench.emulator.change { $0.isPouring = true }
      await bench.become(.unknown)
      #expect(await bench.failure(of: PrinterBench.slip(1)) == nil)
      await bench.emulator.wait { $0.slips.count == 1 }
      #expect(bench.emulator.slips.map(\.raster) == [PrinterBench.picture(1)])
    }
    let emulator = try PrinterEmulator(.network)
    defer { emulator.end() }
    emulator.change { $0.isPouring = true }
    let (wakes, loop) = (Wakes(), try ReadinessLoop())
    try await withThrowingTaskGroup { group in
      group.addTask {
        try await loop.run(onThreadNamed: "printer") { loop in
          var timing = Printer.Timing()
          timing.look = .seconds(3600)
          var session = PrinterSession(
            name: "thu", timing: timing, loop: loop, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            publish: { _ in })
          session.follow(emulator.link, Printer.Manner())
          do {
            try session.rest {
              wakes.count.withLock { $0 += 1 }
              return false
            }
          } catch is PrinterSession.Stopped {
            return
          }
        }
      }
      await emulator.wait { $0.isFull }
      // Long enough for one that listens to wake thousands of times.
      try await PrinterBench.run { bench in
        await bench.become(.ready)
        for seed in 1...3 as ClosedRange<UInt64> { try await bench.printer.print(PrinterBench.slip(seed)) }
      }
      #expect(wakes.count.withLock { $0 } < 20)
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  @Test func `A printer that cannot tell a roll that ends soon is not believed when it does`() async throws {
    try await PrinterBench.run { bench in
      bench.emulator.change { $0.paper = .low }
      await bench.become(.lowPaper)
      bench.printer.move(to: nil)
      await bench.become(.gone)
      bench.printer.move(to: bench.emulator.link, Printer.Manner(sensesLowPaper: false))
      await bench.become(.ready)
      bench.emulator.change { $0.paper = .out }
      await bench.become(.outOfPaper)
      bench.emulator.change { $0.paper = .low }
      await bench.become(.ready)
    }
  }

  private final class Wakes: Sendable {
    let count = Mutex(0)
  }

  @Test func `Where no printer is plugged in nothing wakes`() async throws {
    let wakes = Wakes()
    let loop = try ReadinessLoop()
    try await withThrowingTaskGroup { group in
      group.addTask {
        try await loop.run(onThreadNamed: "printer") { loop in
          var timing = Printer.Timing()
          timing.look = .milliseconds(1)
          timing.patientQuestion = .milliseconds(1)
          var session = PrinterSession(
            name: "thu", timing: timing, loop: loop, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            publish: { _ in })
          do {
            try session.rest {
              wakes.count.withLock { $0 += 1 }
              return false
            }
          } catch is PrinterSession.Stopped {
            return
          }
        }
      }
      // What one printer needs for slips, with many looks and waits, is long enough for another to wake in vain.
      try await PrinterBench.run { bench in
        await bench.become(.ready)
        for seed in 1...3 as ClosedRange<UInt64> { try await bench.printer.print(PrinterBench.slip(seed)) }
      }
      #expect(wakes.count.withLock { $0 } == 1)
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  @Test func `A path that is no printer's says so`() async throws {
    try await PrinterBench.run { bench in
      bench.printer.move(to: .file(path: "/nowhere/lp0", attachment: ""))
      await bench.become(.gone)
      bench.printer.move(to: .file(path: "/", attachment: ""))
      for await state in bench.printer.states() {
        if case .offline(.refused(let sentence)) = state {
          #expect(sentence.hasPrefix("Không mở được /"))
          break
        }
      }
      bench.printer.move(to: nil)
      await bench.become(.gone)
      #expect(await bench.failure(of: PrinterBench.slip(1)) == .notStarted(.gone))
    }
  }

  @Test func `A node that udev has yet to give away is no fault, one that it does not give away is told of`()
    async throws
  {
    // Nobody may write to it, not even root.
    let node = PrinterLink.file(path: "/proc/sys/kernel/osrelease", attachment: "")
    try await PrinterBench.run(
      timing: {
        var timing = PrinterBench.patient
        timing.handover = .seconds(3600)
        return timing
      }()
    ) { bench in
      bench.printer.move(to: node)
      #expect(await bench.failure(of: PrinterBench.slip(1)) == .notStarted(.gone))
    }
    try await PrinterBench.run(
      timing: {
        var timing = PrinterBench.patient
        timing.handover = .zero
        return timing
      }()
    ) { bench in
      bench.printer.move(to: node)
      guard case .notStarted(.offline(.refused(let sentence))) = await bench.failure(of: PrinterBench.slip(1)) else {
        Issue.record("it is not told of")
        return
      }
      #expect(sentence.hasPrefix("Không mở được /proc/sys/kernel/osrelease: không đủ quyền"))
    }
  }

  @Test func `A printer whose life has ended refuses`() async throws {
    let printer = try Printer(name: "thu", link: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup { group in
      group.addTask { try await printer.run() }
      group.cancelAll()
      try await group.waitForAll()
    }
    await #expect(throws: PrintFailure.notStarted(.gone)) { try await printer.print(PrinterBench.slip(1)) }
  }
}
