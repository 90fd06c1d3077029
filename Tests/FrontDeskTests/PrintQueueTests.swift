import Foundation
import Logging
import Queueing
import Scenes
import Synchronization
import Testing

@testable import FrontDesk
@testable import Storage

/// A printer that does as it is told for each slip in turn, and prints well when it is told nothing.
final class ScriptedPrinter: SlipPrinter {
  let name: String
  private let script: Mutex<[SlipFailure?]>
  private let slips = Mutex<[Slip]>([])
  private let shown = Mutex(PrinterCondition.ready)
  private let deaths = Mutex(0)

  init(
    _ script: [SlipFailure?] = [], name: String = "may-in", conditionWhenRefusing: PrinterCondition? = nil
  ) {
    self.script = Mutex(script)
    self.name = name
    self.conditionWhenRefusing = conditionWhenRefusing
  }

  var condition: PrinterCondition { shown.withLock { $0 } }

  static let noPaper = PrinterCondition(
    state: "out-of-paper", takesSlips: false, needsCare: true, detail: "Hết giấy.")

  /// What it becomes with each slip that it refuses; well all the time when it is `nil`.
  let conditionWhenRefusing: PrinterCondition?

  func become(_ condition: PrinterCondition) { shown.withLock { $0 = condition } }

  var printed: [Slip] { slips.withLock { $0 } }

  /// How often it was told that a daemon may have left it in mid-slip.
  var interruptions: Int { deaths.withLock { $0 } }

  func wasLeftInMidSlip() { deaths.withLock { $0 += 1 } }

  func print(_ slip: Slip) async throws(SlipFailure) {
    slips.withLock { $0.append(slip) }
    let outcome = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if let outcome {
      if let conditionWhenRefusing { become(conditionWhenRefusing) }
      throw outcome
    }
  }
}

/// Keeps the warnings somebody logs.
final class Warnings: Sendable {
  private struct Handler: LogHandler {
    let warnings: Warnings
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.warning

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { warnings.sentences.withLock { $0.append("\(event.message)") } }
  }

  private let sentences = Mutex<[String]>([])

  var all: [String] { sentences.withLock { $0 } }
  var log: Logger { Logger(label: "test") { _ in Handler(warnings: self) } }
}

@Suite(.timeLimit(.minutes(15))) struct PrintQueueTests {
  private static func printing(
    _ front: FrontOffice, on printers: ScriptedPrinter..., style: SlipStyle = Sample.style,
    warnings: Warnings = Warnings(), _ body: () async throws -> Void
  ) async throws {
    try await printing(front, on: printers, style: style, warnings: warnings) { _, _ in try await body() }
  }

  /// Runs a queue beside `body` and ends it afterwards.
  private static func printing(
    _ front: FrontOffice, on printers: [ScriptedPrinter], style: SlipStyle = Sample.style,
    warnings: Warnings = Warnings(), _ body: (PrintQueue, HealthRegister) async throws -> Void
  ) async throws {
    let health = HealthRegister(store: front.store, clock: front.clock.wall, standingNotices: [])
    let queue = PrintQueue(
      store: front.store, feed: front.feed, office: front.office, style: style, printers: printers,
      clock: front.clock.wall, health: health, log: warnings.log)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await queue.run() }
      try await body(queue, health)
      group.cancelAll()
      // It may be cancelled in the middle of looking for work.
      do { try await group.waitForAll() } catch is CancellationError {}
    }
  }

  /// Waits until the latest slip of the ticket stands where it should.
  private static func wait(_ front: FrontOffice, _ ticket: TicketAnswer, _ state: PrintState) async throws {
    while try await front.reception.ticket(ticket.id.text).print.state != state.rawValue { await Task.yield() }
  }

  @Test func `Slips are printed in the order of the asking`() async throws {
    let front = try await FrontOffice.ready()
    let printer = ScriptedPrinter()
    let early = [try await front.take(), try await front.take("vneid", priority: "elderly")]
    try await Self.printing(front, on: printer) {
      let late = try await front.take()
      for ticket in early + [late] { try await Self.wait(front, ticket, .printed) }
    }
    #expect(printer.printed.map(\.scene.number) == ["A001", "D001", "A002"])
    let slip = try #require(printer.printed.dropFirst().first)
    #expect(slip.copy == 1)
    #expect(slip.scene.reprint == nil)
    #expect(slip.scene.priority == "ƯU TIÊN · Ưu tiên elderly")
    #expect(slip.scene.service == "Dịch vụ D")
    #expect(slip.scene.code?.payload == early[1].token.map { "LUOT:\($0)" })
    #expect(
      try await front.reception.ticket(early[0].id.text).print
        == TicketAnswer.Slip(state: "printed", copies: 1, detail: nil))
  }

  @Test func `The code on the slip leads to the ticket's own page where there is one`() async throws {
    let front = try await FrontOffice.ready()
    let printer = ScriptedPrinter()
    let ticket = try await front.take()
    let style = SlipStyle(
      centre: "Trung tâm", waitingPlace: "Ghế chờ", publicURL: "https://luot.example", notice: nil, isDemo: true)
    try await Self.printing(front, on: printer, style: style) { try await Self.wait(front, ticket, .printed) }
    let scene = try #require(printer.printed.first?.scene)
    #expect(scene.code?.payload == ticket.token.map { "https://luot.example/t/\($0)" })
    #expect(scene.demo != nil)
  }

  @Test func `A slip cut off by a crash is uncertain and never printed again by itself`() async throws {
    let front = try await FrontOffice.ready()
    let (cut, next) = (try await front.take(), try await front.take())
    try await front.store.write { tx in
      let job = try #require(try tx.printJobs(in: .pending, limit: 1).first)
      try tx.movePrintJob(job.id, to: .printing, detail: nil, at: Sample.morning)
    }
    let printer = ScriptedPrinter()
    try await Self.printing(front, on: printer) { try await Self.wait(front, next, .printed) }
    #expect(printer.printed.map(\.ticket) == [next.id])
    #expect(printer.interruptions == 1)
    let slip = try await front.reception.ticket(cut.id.text).print
    #expect(slip.state == "uncertain")
    #expect(slip.copies == 0)
    #expect(slip.detail != nil)
    // At somebody's wish it is, and says so.
    _ = try await front.reception.reprint(cut.id.text, by: front.staff)
    try await Self.printing(front, on: printer) { try await Self.wait(front, cut, .printed) }
    #expect(printer.printed.last?.scene.reprint == "IN LẠI")
    #expect(printer.printed.last?.scene.number == cut.number)
  }

  @Test func `A slip that certainly did not come out is tried once more by itself`() async throws {
    let front = try await FrontOffice.ready()
    let printer = ScriptedPrinter([.nothingPrinted(reason: "Hết giấy.")])
    let ticket = try await front.take()
    try await Self.printing(front, on: printer) {
      while printer.printed.isEmpty { await Task.yield() }
      while try await front.reception.ticket(ticket.id.text).print.detail != "Hết giấy." { await Task.yield() }
      #expect(try await front.reception.ticket(ticket.id.text).print.state == "pending")
      front.feed.nudgePrinting()
      try await Self.wait(front, ticket, .printed)
    }
    #expect(printer.printed.map(\.copy) == [1, 1])
    #expect(try await front.reception.ticket(ticket.id.text).print.copies == 1)
  }

  @Test func `A slip that fails twice is given up, with the reason, and the next one waits for the printer`()
    async throws
  {
    let front = try await FrontOffice.ready()
    let printer = ScriptedPrinter([.nothingPrinted(reason: "Hết giấy."), .nothingPrinted(reason: "Mở nắp.")])
    let (ticket, next) = (try await front.take(), try await front.take())
    try await Self.printing(front, on: printer) {
      while try await front.reception.ticket(ticket.id.text).print.detail != "Hết giấy." { await Task.yield() }
      front.feed.nudgePrinting()
      try await Self.wait(front, ticket, .failed)
      #expect(printer.printed.map(\.ticket) == [ticket.id, ticket.id])
      front.feed.nudgePrinting()
      try await Self.wait(front, next, .printed)
    }
    #expect(try await front.reception.ticket(ticket.id.text).print.detail == "Mở nắp.")
    #expect(printer.printed.map(\.ticket) == [ticket.id, ticket.id, next.id])
  }

  @Test func `A slip that may have come out is printed once more, and says so, and then no more`() async throws {
    let front = try await FrontOffice.ready()
    let lost = SlipFailure.maybePrinted(reason: "Máy in mất giữa chừng.")
    let printer = ScriptedPrinter([lost, nil, lost])
    let (ticket, next) = (try await front.take(), try await front.take())
    try await Self.printing(front, on: printer) {
      try await Self.wait(front, ticket, .uncertain)
      front.feed.nudgePrinting()
      try await Self.wait(front, next, .printed)
      _ = try await front.reception.reprint(ticket.id.text, by: front.staff)
      try await Self.wait(front, ticket, .printed)
    }
    #expect(printer.printed.map(\.ticket) == [ticket.id, next.id, ticket.id, ticket.id])
    #expect(printer.printed.map(\.copy) == [1, 1, 2, 3])
    #expect(printer.printed.map(\.scene.reprint) == [nil, nil, "IN LẠI", "IN LẠI"])
    #expect(try await front.reception.ticket(ticket.id.text).print.copies == 1)
    try await front.expectProven()
  }

  @Test func `While no printer takes slips they wait untried, with the reason, and the stale ones are let go`()
    async throws
  {
    let front = try await FrontOffice.ready()
    let printer = ScriptedPrinter()
    printer.become(ScriptedPrinter.noPaper)
    let old = try await front.take()
    try await Self.printing(front, on: printer) {
      while try await front.reception.ticket(old.id.text).print.detail != "Hết giấy." { await Task.yield() }
      front.clock.pass(seconds: PrintQueue.useSeconds + 1)
      let fresh = try await front.take()
      try await Self.wait(front, old, .skipped)
      while try await front.reception.ticket(fresh.id.text).print.detail != "Hết giấy." { await Task.yield() }
      #expect(printer.printed == [])
      printer.become(.ready)
      front.feed.nudgePrinting()
      try await Self.wait(front, fresh, .printed)
      #expect(printer.printed.map(\.ticket) == [fresh.id])
    }
    #expect(try await front.reception.ticket(old.id.text).print.detail?.contains("10 phút") == true)
  }

  @Test func `A slip that a printer takes up and refuses again and again is let go as late as any other`() async throws
  {
    let front = try await FrontOffice.ready()
    let printer = ScriptedPrinter(
      Array(repeating: .nothingPrinted(reason: "Nắp hở."), count: 9), conditionWhenRefusing: ScriptedPrinter.noPaper)
    let ticket = try await front.take()
    try await Self.printing(front, on: [printer]) { queue, _ in
      for tries in 1...5 {
        while printer.printed.count < tries { await Task.yield() }
        while try await front.reception.ticket(ticket.id.text).print.state != "pending" { await Task.yield() }
        front.clock.pass(seconds: PrintQueue.useSeconds / 5 + 1)
        printer.become(.ready)
        queue.noteCondition()
      }
      try await Self.wait(front, ticket, .skipped)
    }
    #expect(printer.printed.count == 5)
  }

  @Test func `A trouble is over when a test slip comes out, or when the printer is put right`() async throws {
    let front = try await FrontOffice.ready()
    let cut = SlipFailure.maybePrinted(reason: "Phiếu bị ngắt giữa chừng.")
    let printer = ScriptedPrinter([cut, cut, cut, nil])
    try await Self.printing(front, on: [printer]) { queue, health in
      let printerHealth = { health.current().checks["printer"] }
      let ticket = try await front.take()
      // Its second slip is cut off too, so that none is left to come out.
      try await Self.wait(front, ticket, .uncertain)
      while printer.printed.count < 2 { await Task.yield() }
      while printerHealth()?.detail != cut.reason { await Task.yield() }
      await #expect(throws: cut) { try await queue.test("may-in") }
      #expect(printerHealth()?.detail == cut.reason && queue.supply == .faulty)
      _ = try await queue.test("may-in")
      #expect(printerHealth()?.status == .ok && queue.supply == .ready)
    }
    let other = ScriptedPrinter([cut], conditionWhenRefusing: ScriptedPrinter.noPaper)
    try await Self.printing(front, on: [other]) { queue, health in
      await #expect(throws: cut) { try await queue.test("may-in") }
      #expect(health.current().checks["printer"]?.detail == "Hết giấy." && queue.supply == .out)
      other.become(.ready)
      queue.noteCondition()
      #expect(health.current().checks["printer"]?.status == .ok && queue.supply == .ready)
    }
  }

  @Test func `The screens are woken when what they say of slips has changed, and then only`() async throws {
    let front = try await FrontOffice.ready()
    let printer = ScriptedPrinter()
    try await Self.printing(front, on: [printer]) { queue, _ in
      let low = PrinterCondition(state: "low-paper", takesSlips: true, needsCare: true, detail: "Sắp hết giấy.")
      // Each stream yields once at its beginning; what comes after that is the waking.
      for (condition, isTold) in [
        (ScriptedPrinter.noPaper, true), (ScriptedPrinter.noPaper, false), (.ready, true), (low, false),
      ] {
        var wakes = front.feed.growth().makeAsyncIterator()
        await wakes.next()
        printer.become(condition)
        queue.noteCondition()
        if !isTold { front.feed.wake() }
        await wakes.next()
        #expect(queue.supply == (condition.takesSlips ? .ready : .out))
      }
    }
  }

  @Test func `A late slip tells the place and the wait as they are by then`() async throws {
    let front = try await FrontOffice.ready()
    // Nobody is promised anything before the office knows how long people take.
    for _ in 0..<30 {
      try await front.take()
      _ = try await front.next()
      front.clock.pass(seconds: 300)
      try await front.finish()
    }
    for _ in 0..<3 { try await front.take() }
    let (late, called) = (try await front.take(), try await front.take())
    let promised = try #require(late.estimate?.minutes.minutesText)
    let printer = ScriptedPrinter()
    printer.become(ScriptedPrinter.noPaper)
    try await Self.printing(front, on: printer) {
      for _ in 0..<3 { _ = try await front.serve() }
      _ = try await front.reception.call("1", ticket: called.id.text, by: front.staff)
      front.clock.pass(seconds: PrintQueue.promptSeconds)
      printer.become(.ready)
      front.feed.nudgePrinting()
      for ticket in [late, called] { try await Self.wait(front, ticket, .printed) }
      let prompt = try await front.take()
      try await Self.wait(front, prompt, .printed)
      let slip = try #require(printer.printed.last)
      #expect(slip.scene.range == prompt.estimate.map { "Chờ khoảng \($0.minutes.minutesText)" })
    }
    let slips = Dictionary(printer.printed.map { ($0.ticket, $0.scene) }) { $1 }
    let scene = try #require(slips[late.id])
    #expect(scene.ahead == "Sắp đến lượt")
    #expect(scene.range != nil && scene.range != "Chờ khoảng \(promised)")
    #expect(try #require(slips[called.id]).range == nil)
  }

  /// Takes a slip and holds it until its life ends.
  private actor HeldPrinter: SlipPrinter {
    nonisolated let name = "may-in"
    nonisolated let condition = PrinterCondition.ready
    private(set) var slips = 0
    nonisolated func wasLeftInMidSlip() {}
    nonisolated let (begun, begin) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    private let (held, hold) = AsyncStream.makeStream(of: Void.self)

    func print(_ slip: Slip) async throws(SlipFailure) {
      slips += 1
      begin.yield()
      // Ends when the task is cancelled.
      for await _ in held {}
    }
  }

  @Test func `The end waits for the slip in hand and not for those that wait`() async throws {
    let front = try await FrontOffice.ready()
    for _ in 0..<5 { try await front.take() }
    let printer = HeldPrinter()
    let health = HealthRegister(store: front.store, clock: front.clock.wall, standingNotices: [])
    let queue = PrintQueue(
      store: front.store, feed: front.feed, office: front.office, style: Sample.style, printers: [printer],
      clock: front.clock.wall, health: health, log: Warnings().log)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await queue.run() }
      for await _ in printer.begun { break }
      group.cancelAll()
      do { try await group.waitForAll() } catch is CancellationError {}
    }
    #expect(await printer.slips == 1)
    #expect(try await front.store.read { try $0.printJobs(in: .pending, limit: 10).count } == 4)
  }

  @Test func `Printers are asked in their order, and one that fails hands on to the next`() async throws {
    let front = try await FrontOffice.ready()
    let (first, second) = (ScriptedPrinter([.nothingPrinted(reason: "Hỏng.")], name: "a"), ScriptedPrinter(name: "b"))
    try await Self.printing(front, on: first, second) {
      let ticket = try await front.take()
      try await Self.wait(front, ticket, .printed)
      #expect(first.printed.map(\.copy) == [1] && second.printed.map(\.copy) == [1])
      first.become(ScriptedPrinter.noPaper)
      try await Self.wait(front, try await front.take(), .printed)
      #expect(first.printed.count == 1 && second.printed.count == 2)
      first.become(.ready)
      try await Self.wait(front, try await front.take(), .printed)
      #expect(first.printed.count == 2 && second.printed.count == 2)
    }
  }

  /// Lets the store refuse to mark a print job, as a full disk would, until it is let.
  private static func refuse(_ front: FrontOffice, toMark state: PrintState) async throws {
    try await front.store.write { tx in
      try tx.execute(
        """
        CREATE TEMP TRIGGER refusal BEFORE UPDATE ON print_job WHEN NEW.state = '\(state.rawValue)' \
        BEGIN SELECT RAISE(ABORT, 'not now'); END
        """)
    }
  }

  private static func letMark(_ front: FrontOffice) async throws {
    try await front.store.write { tx in try tx.execute("DROP TRIGGER refusal") }
  }

  @Test func `While the store takes nothing nothing is printed, and afterwards everything is`() async throws {
    let front = try await FrontOffice.ready()
    let (first, second) = (try await front.take(), try await front.take())
    try await Self.refuse(front, toMark: .printing)
    let (printer, warnings) = (ScriptedPrinter(), Warnings())
    try await Self.printing(front, on: printer, warnings: warnings) {
      while warnings.all.isEmpty { await Task.yield() }
      #expect(printer.printed == [])
      #expect(try await front.reception.ticket(first.id.text).print.state == "pending")
      try await Self.letMark(front)
      front.feed.nudgePrinting()
      for ticket in [first, second] { try await Self.wait(front, ticket, .printed) }
    }
    #expect(printer.printed.map(\.ticket) == [first.id, second.id])
  }

  @Test func `A slip whose end could not be marked is uncertain and not printed again`() async throws {
    let front = try await FrontOffice.ready()
    let (first, second) = (try await front.take(), try await front.take())
    try await Self.refuse(front, toMark: .printed)
    let (printer, warnings) = (ScriptedPrinter(), Warnings())
    try await Self.printing(front, on: printer, warnings: warnings) {
      while warnings.all.isEmpty { await Task.yield() }
      try await Self.letMark(front)
      front.feed.nudgePrinting()
      try await Self.wait(front, first, .uncertain)
      try await Self.wait(front, second, .printed)
    }
    #expect(printer.printed.map(\.ticket) == [first.id, second.id])
  }

  @Test func `A slip of no use any more is skipped`() async throws {
    let front = try await FrontOffice.ready()
    let yesterday = try await front.take()
    front.clock.set(Sample.at(Sample.monday.advanced(by: 1), 8, 0))
    let (cancelled, live) = (try await front.take(), try await front.take())
    _ = try await front.reception.cancel(cancelled.id.text, reason: nil, by: front.staff)
    let printer = ScriptedPrinter()
    try await Self.printing(front, on: printer) { try await Self.wait(front, live, .printed) }
    #expect(printer.printed.map(\.ticket) == [live.id])
    for ticket in [yesterday, cancelled] {
      #expect(try await front.reception.ticket(ticket.id.text).print.state == "skipped")
    }
  }

  @Test func `Reprints say so and are counted`() async throws {
    let front = try await FrontOffice.ready()
    let printer = ScriptedPrinter()
    let ticket = try await front.take()
    try await Self.printing(front, on: printer) {
      try await Self.wait(front, ticket, .printed)
      for copies in 2...3 {
        _ = try await front.reception.reprint(ticket.id.text, by: front.staff)
        while try await front.reception.ticket(ticket.id.text).print.copies != copies { await Task.yield() }
      }
    }
    #expect(printer.printed.map(\.copy) == [1, 2, 3])
    #expect(printer.printed.map(\.scene.reprint) == [nil, "IN LẠI", "IN LẠI"])
    #expect(Set(printer.printed.map(\.scene.number)) == [ticket.number])
  }
}
