package import Logging
package import Queueing
package import Storage

/// Prints the slips that were asked for, one after the other, in the order of the asking.
///
/// Each job is marked in the store before and after the printer is asked, so that a crash in between leaves it
/// `uncertain` and never prints it twice.
package struct PrintQueue: Sendable {
  /// Tries of one job before it is given up: the first and one automatic repetition.
  static let attemptLimit = 2
  /// Jobs looked at in one go.
  static let batch = 16

  private let store: Store
  private let feed: JournalFeed
  private let office: Office
  private let style: SlipStyle
  private let printer: any SlipPrinter
  private let clock: WallClock
  private let health: HealthRegister
  private let log: Logger

  package init(
    store: Store, feed: JournalFeed, office: Office, style: SlipStyle, printer: any SlipPrinter, clock: WallClock,
    health: HealthRegister, log: Logger
  ) {
    self.store = store
    self.feed = feed
    self.office = office
    self.style = style
    self.printer = printer
    self.clock = clock
    self.health = health
    self.log = log
  }

  package func run() async throws {
    health.note("printer", .ok, "Máy in sẵn sàng.")
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
    log.notice("Interrupted print jobs marked as uncertain", metadata: ["jobs": "\(settled)"])
  }

  private func printPending() async throws {
    while !Task.isCancelled {
      let jobs = try await store.read { try $0.printJobs(in: .pending, limit: Self.batch) }
      if jobs.isEmpty { return }
      for job in jobs {
        guard try await print(job) else { return }
      }
    }
  }

  /// Prints one job; `false` when the printer failed and the rest had better wait.
  private func print(_ job: PrintJob) async throws -> Bool {
    guard let slip = try await begin(job) else { return true }
    do throws(SlipFailure) {
      try await printer.print(slip)
    } catch {
      try await note(error, of: job)
      return false
    }
    try await end(job, .printed, detail: nil)
    health.note("printer", .ok, "Máy in sẵn sàng.")
    return true
  }

  /// Marks the job as being printed and says what to print; `nil` when the slip is of no use any more.
  private func begin(_ job: PrintJob) async throws -> Slip? {
    let (office, style, now) = (office, style, clock.now())
    return try await store.write { tx in
      guard let ticket = try tx.ticket(arrival: job.ticket) else {
        throw StoreError.corrupt(detail: "a print job without its ticket")
      }
      let today = try tx.currentDay()
      guard ticket.state.name.isLive, ticket.id.day == today else {
        try tx.movePrintJob(job.id, to: .skipped, detail: "Số không còn chờ nên không in phiếu.", at: now)
        return nil
      }
      try tx.movePrintJob(job.id, to: .printing, detail: nil, at: now)
      return Slip(
        ticket, copy: job.copy, ahead: ticket.state == .waiting ? try tx.ahead(of: ticket) : 0,
        token: try tx.token(of: ticket), office: office, style: style)
    }
  }

  private func note(_ failure: SlipFailure, of job: PrintJob) async throws {
    let reason: String
    switch failure {
    case .nothingPrinted(let why):
      reason = why
      // `job` was read before this attempt was counted.
      try await end(job, job.attempts + 1 < Self.attemptLimit ? .pending : .failed, detail: why)
    case .maybePrinted(let why):
      reason = why
      try await end(job, .uncertain, detail: why)
    }
    health.note("printer", .degraded, reason)
    log.warning("Slip not printed", metadata: ["print.reason": "\(reason)", "print.attempt": "\(job.attempts + 1)"])
  }

  private func end(_ job: PrintJob, _ state: PrintState, detail: String?) async throws {
    let now = clock.now()
    try await store.write { tx in try tx.movePrintJob(job.id, to: state, detail: detail, at: now) }
  }
}
