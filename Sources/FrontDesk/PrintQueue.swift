package import Logging
package import Queueing
package import Scenes
package import Storage
import Synchronization

/// Prints the slips that were asked for, one after the other, in the order of the asking, on the first printer that
/// takes them.
///
/// Each job is marked in the store before and after a printer is asked, so that a crash in between leaves it
/// `uncertain`. A slip of which a part may be on paper is printed once more by itself, and then it says so.
package final class PrintQueue: Sendable {
  /// Tries of one job that printers refuse for a reason they do not know before: the first and one more.
  static let attemptLimit = 2
  /// Jobs looked at in one go.
  static let batch = 64
  /// Seconds a slip is of use after it was asked for: by then its citizen has written the number down.
  static let useSeconds = 600
  /// Seconds in which a slip counts as handed out with its number: later it tells the wait anew.
  static let promptSeconds = 60

  private let store: Store
  private let feed: JournalFeed
  private let office: Office
  private let style: SlipStyle
  private let printers: [any SlipPrinter]
  private let clock: WallClock
  private let health: HealthRegister
  private let log: Logger
  private let troubles = Mutex<[String: Trouble]>([:])
  private let shownSupply = Mutex<KioskOffice.Printer?>(nil)

  /// Why the last slip did not come out of a printer; over when one comes out, or when the printer has said since that
  /// it cannot print, and then that it can.
  private struct Trouble {
    let reason: String
    var wasToldOf: Bool
  }

  /// - Parameter printers: in the order in which they are asked.
  package init(
    store: Store, feed: JournalFeed, office: Office, style: SlipStyle, printers: [any SlipPrinter], clock: WallClock,
    health: HealthRegister, log: Logger
  ) {
    self.store = store
    self.feed = feed
    self.office = office
    self.style = style
    self.printers = printers
    self.clock = clock
    self.health = health
    self.log = log
  }

  package func run() async throws {
    noteHealth()
    var hasComplained = false
    for await _ in feed.printRequests() {
      do {
        try await settleInterrupted()
        try await printPending()
        hasComplained = false
      } catch let error as StoreError {
        // Looked at every few seconds for as long as the store is ill, and health says so.
        if hasComplained { continue }
        hasComplained = true
        log.warning("Print jobs could not be read or marked, trying again later", metadata: ["error": "\(error)"])
      }
    }
  }

  /// To be called when a printer's condition has changed: health tells it, and what waits is tried.
  package func noteCondition() {
    noteHealth()
    feed.nudgePrinting()
  }

  // MARK: - Printers

  /// What the kiosk says of slips: a printer that only asks for care prints, and so does one beside another that cannot.
  package var supply: KioskOffice.Printer {
    if printers.isEmpty { return .none }
    if printing != nil { return .ready }
    return printers.contains { $0.condition.isOutOfPaper } ? .out : .faulty
  }

  /// The printer out of which slips come now, as far as anybody knows.
  private var printing: (any SlipPrinter)? {
    let troubles = currentTroubles()
    return printers.first { $0.condition.takesSlips && troubles[$0.name] == nil }
  }

  package var conditions: [PrinterAnswer] {
    printers.map { PrinterAnswer(id: $0.name, condition: $0.condition) }
  }

  /// Prints a slip that is worth nothing, whatever else waits.
  ///
  /// Throws `RequestProblem.noSuchPrinter` and `SlipFailure`.
  package func test(_ name: String) async throws -> PrinterAnswer {
    guard let printer = printers.first(where: { $0.name == name }) else {
      throw RequestProblem.noSuchPrinter(name, known: printers.map(\.name))
    }
    do throws(SlipFailure) {
      try await printer.print(Slip(testing: name, style: style, at: clock.now()))
    } catch {
      note(error.reason, of: printer)
      throw error
    }
    note(nil, of: printer)
    return PrinterAnswer(id: name, condition: printer.condition)
  }

  private func noteHealth() {
    defer { wakeScreens() }
    let troubles = currentTroubles()
    let needy = printers.compactMap { printer -> (name: String, text: String)? in
      let condition = printer.condition
      if condition.takesSlips, let trouble = troubles[printer.name] { return (printer.name, trouble.reason) }
      return condition.needsCare ? (printer.name, condition.detail) : nil
    }
    guard let first = needy.first else {
      return health.note("printer", .ok, printers.first?.condition.detail ?? "Không có máy in.")
    }
    guard printers.count > 1 else { return health.note("printer", .degraded, first.text) }
    let standIn = printing.flatMap { $0.name == printers[0].name ? nil : $0.name }
    let texts = needy.map { "\($0.name): \($0.text)" } + (standIn.map { ["Phiếu đang in ở \($0)."] } ?? [])
    health.note("printer", .degraded, texts.joined(separator: " "))
  }

  /// A screen looks by itself once a second; what it says of slips is to be true sooner.
  private func wakeScreens() {
    let supply = supply
    let isNews = shownSupply.withLock { shown in
      defer { shown = supply }
      return shown != supply
    }
    if isNews { feed.wake() }
  }

  private func note(_ trouble: String?, of printer: any SlipPrinter) {
    let isTold = !printer.condition.takesSlips
    troubles.withLock { $0[printer.name] = trouble.map { Trouble(reason: $0, wasToldOf: isTold) } }
    noteHealth()
  }

  /// What is left of the troubles, now that the printers are as they are.
  private func currentTroubles() -> [String: Trouble] {
    let ready = Set(printers.filter(\.condition.takesSlips).map(\.name))
    return troubles.withLock { troubles in
      for (name, trouble) in troubles {
        if !ready.contains(name) {
          troubles[name]?.wasToldOf = true
        } else if trouble.wasToldOf {
          troubles[name] = nil
        }
      }
      return troubles
    }
  }

  // MARK: - Jobs

  /// A job found in `printing` was interrupted: this queue is the only one and is not printing now.
  private func settleInterrupted() async throws {
    let clock = clock
    guard try await store.read({ try !$0.printJobs(in: .printing, limit: 1).isEmpty }) else { return }
    let settled = try await store.write { tx in
      let jobs = try tx.printJobs(in: .printing, limit: Self.batch)
      for job in jobs {
        try tx.movePrintJob(
          job.id, to: .uncertain, detail: "Máy dừng giữa lúc in; có thể đã in hoặc chưa.", at: clock.now())
      }
      return jobs.count
    }
    for printer in printers { printer.wasLeftInMidSlip() }
    log.notice("Interrupted print jobs marked as uncertain", metadata: ["jobs": "\(settled)"])
  }

  private func printPending() async throws {
    while !Task.isCancelled {
      let jobs = try await store.read { try $0.printJobs(in: .pending, limit: Self.batch) }
      if jobs.isEmpty { return }
      for job in jobs {
        // The end of the daemon waits for the slip in hand, not for those that wait.
        if Task.isCancelled { return }
        guard printers.contains(where: { $0.condition.takesSlips }) else { return try await explainWait(of: jobs) }
        guard try await print(job) else { return }
      }
    }
  }

  /// Says of jobs that no printer takes now why they wait, and lets those go that have waited too long.
  private func explainWait(of jobs: [PrintJob]) async throws {
    let now = clock.now()
    let reason = printers.first?.condition.detail
    let due = jobs.filter { $0.detail != reason || $0.isStale(at: now) }
    if due.isEmpty { return }
    try await store.write { tx in
      for job in try tx.printJobs(in: .pending, limit: Self.batch) where due.contains(where: { $0.id == job.id }) {
        if try self.skipIfUseless(job, tx, at: now) { continue }
        // Nothing has changed but what is known of it: its age still counts.
        try tx.movePrintJob(job.id, to: .pending, detail: reason, at: job.changedAt)
      }
    }
  }

  /// Prints one job; `false` when no printer took it and the rest had better wait.
  private func print(_ job: PrintJob) async throws -> Bool {
    guard let slip = try await begin(job) else { return true }
    var reason = ""
    for printer in printers where printer.condition.takesSlips {
      do throws(SlipFailure) {
        try await printer.print(slip)
      } catch {
        note(error.reason, of: printer)
        log.warning(
          "Slip not printed",
          metadata: [
            "printer.name": "\(printer.name)", "print.reason": "\(error.reason)",
            "print.attempt": "\(job.attempts + 1)",
          ])
        if case .maybePrinted(let why) = error {
          try await leaveUncertain(job, why)
          return true
        }
        reason = error.reason
        continue
      }
      try await end(job, .printed, detail: nil)
      note(nil, of: printer)
      return true
    }
    // A printer that says what is wrong is waited for; one that does not know is tried once more.
    let isKnown = !printers.contains { $0.condition.takesSlips }
    // `job` was read before this attempt was counted.
    let isTriedAgain = isKnown || job.attempts + 1 < Self.attemptLimit
    try await end(job, isTriedAgain ? .pending : .failed, detail: reason)
    return false
  }

  /// Marks the job as being printed and says what to print; `nil` when the slip is of no use any more.
  private func begin(_ job: PrintJob) async throws -> Slip? {
    let (office, style, now) = (office, style, clock.now())
    return try await store.write { tx in
      if try self.skipIfUseless(job, tx, at: now) { return nil }
      let ticket = try Self.ticket(of: job, tx)
      try tx.movePrintJob(job.id, to: .printing, detail: nil, at: now)
      let isWaiting = ticket.state == .waiting
      // The promise goes with the place that people had when it was made; a late slip tells both as they are now.
      let isPrompt = job.copy == 1 && now < job.changedAt.adding(seconds: Self.promptSeconds)
      return Slip(
        ticket, copy: job.copy, ahead: isWaiting ? try tx.ahead(of: ticket) : 0,
        estimate: isWaiting ? try Lookup(tx, office: office, now: now).estimate(of: ticket, isNew: isPrompt) : nil,
        token: try tx.token(of: ticket), office: office, style: style)
    }
  }

  private static func ticket(of job: PrintJob, _ tx: ReadTransaction) throws -> Ticket {
    guard let ticket = try tx.ticket(arrival: job.ticket) else {
      throw StoreError.corrupt(detail: "a print job without its ticket")
    }
    return ticket
  }

  private func skipIfUseless(_ job: PrintJob, _ tx: WriteTransaction, at now: Timestamp) throws -> Bool {
    let ticket = try Self.ticket(of: job, tx)
    let reason: String
    if try !ticket.state.name.isLive || ticket.id.day != tx.currentDay() {
      reason = "Số không còn chờ nên không in phiếu."
    } else if job.isStale(at: now) {
      reason = "Máy in không sẵn sàng trong \(Self.useSeconds / 60) phút nên không in phiếu nữa."
    } else {
      return false
    }
    try tx.movePrintJob(job.id, to: .skipped, detail: reason, at: now)
    return true
  }

  /// The first slip of a ticket is asked for once more, by nobody: it will say that it is a reprint.
  private func leaveUncertain(_ job: PrintJob, _ reason: String) async throws {
    let now = clock.now()
    try await store.write { tx in
      try tx.movePrintJob(job.id, to: .uncertain, detail: reason, at: now)
      let ticket = try Self.ticket(of: job, tx)
      guard job.copy == 1, let day = try tx.currentDay(), ticket.id.day == day, ticket.state.name.isLive,
        try tx.printStatus(of: ticket)?.state != .pending
      else { return }
      let copy = try tx.addPrintJob(for: ticket, at: now)
      try tx.append(.slipRequested(ticket.id, copy: copy), at: now, day: day, actor: Requester.system.name)
    }
  }

  private func end(_ job: PrintJob, _ state: PrintState, detail: String?) async throws {
    // However often it is tried, a slip that waits has waited since it was asked for.
    let time = state == .pending ? job.changedAt : clock.now()
    try await store.write { tx in try tx.movePrintJob(job.id, to: state, detail: detail, at: time) }
  }
}

extension PrintJob {
  fileprivate func isStale(at now: Timestamp) -> Bool {
    changedAt.adding(seconds: PrintQueue.useSeconds) < now
  }
}
