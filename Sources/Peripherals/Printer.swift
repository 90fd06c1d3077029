package import EscPos
package import Logging
import Synchronization
package import SystemIO

/// The way to a printer.
package enum PrinterLink: Hashable, Sendable {
  /// A device file, as usblp makes. `attachment` tells one plugging-in from the next.
  case file(path: String, attachment: String)
  case serial(path: String, speed: DevicePort.LineSpeed)
  /// `host` is a numeric address.
  case network(host: String, port: UInt16)
}

/// Why a slip is not known to have come out.
package enum PrintFailure: Error, Hashable, Sendable {
  /// Nothing of it was sent.
  case notStarted(PrinterState)
  /// Some of it was: a piece of it, all of it or nothing may be on paper.
  case cutShort(PrinterState)
}

/// One receipt printer: prints slips one after the other and knows how it is in between.
///
/// All that touches the device is done on one thread of its own, which sleeps until there is something to print or it
/// is time to look again.
package final class Printer: Sendable {
  /// How long things may take.
  package struct Timing: Sendable {
    /// Between two looks at a printer. With `answer` it is less than the second in which people are to be told.
    package var look: Duration = .milliseconds(500)
    /// Between two questions to one that has never answered any. What its port tells is looked at more often.
    package var patientQuestion: Duration = .seconds(5)
    /// For an answer to a real-time question.
    package var answer: Duration = .milliseconds(400)
    /// Without taking a byte, before people are told: within a second, and no sooner, since a slow printer takes as long
    /// for the 8 KiB that usblp hands over at a time.
    package var stuck: Duration = .milliseconds(800)
    /// Without taking a byte, before a slip is given up.
    package var stall: Duration = .seconds(5)
    /// For the word that a slip has come out, from a printer that answers questions and does not give it.
    package var trust: Duration = .seconds(3)
    package var connecting: Duration = .seconds(2)
    /// For udev to give away a node that the kernel has just made for root alone.
    package var handover: Duration = .seconds(2)

    package init() {}
  }

  /// What of a printer's answers is to be believed.
  package struct Manner: Sendable {
    package var answersStatus: Bool
    /// Otherwise what it says of a roll that ends soon means nothing.
    package var sensesLowPaper: Bool

    package init(answersStatus: Bool = true, sensesLowPaper: Bool = true) {
      self.answersStatus = answersStatus
      self.sensesLowPaper = sensesLowPaper
    }
  }

  /// Slips that wait their turn at most; there is one who asks, and now and then a test.
  private static let waitingLimit = 4

  private struct Request {
    let job: SlipJob
    let done: CheckedContinuation<PrintFailure?, Never>
  }

  private struct Desk {
    var link: PrinterLink?
    var manner = Manner()
    var state = PrinterState.gone
    var requests: [Request] = []
    /// What is to be sent before the next slip.
    var remedy: [UInt8]?
    var isOver = false
    var watchers: [Int: AsyncStream<PrinterState>.Continuation] = [:]
    var nextWatcher = 0
  }

  private let name: String
  private let timing: Timing
  private let logger: Logger
  private let loop: ReadinessLoop
  private let desk: Mutex<Desk>

  /// - Parameters:
  ///   - name: what the log calls it.
  ///   - link: `nil` until it is plugged in.
  package init(
    name: String, link: PrinterLink?, timing: Timing = Timing(), logger: Logger
  ) throws(SystemError) {
    self.name = name
    self.timing = timing
    self.logger = logger
    loop = try ReadinessLoop()
    desk = Mutex(Desk(link: link))
  }

  /// Where it is from now on: another plugging-in, or nowhere; and of what make.
  package func move(to link: PrinterLink?, _ manner: Manner = Manner()) {
    let isNew = desk.withLock { desk in
      defer { (desk.link, desk.manner) = (link, manner) }
      return desk.link != link
    }
    if isNew { loop.wake() }
  }

  package var state: PrinterState { desk.withLock(\.state) }

  /// Has these bytes sent before the next slip, as after a life of this program that ended in the middle of one.
  package func precedeNextSlip(by remedy: [UInt8]) {
    desk.withLock { $0.remedy = remedy }
  }

  /// The present state and then each new one; a slow reader finds the newest only. Ends with `run()`.
  package func states() -> AsyncStream<PrinterState> {
    let (stream, watcher) = AsyncStream.makeStream(of: PrinterState.self, bufferingPolicy: .bufferingNewest(1))
    let id = desk.withLock { desk -> Int? in
      watcher.yield(desk.state)
      guard !desk.isOver else { return nil }
      desk.nextWatcher += 1
      desk.watchers[desk.nextWatcher] = watcher
      return desk.nextWatcher
    }
    if let id {
      watcher.onTermination = { [weak self] _ in
        _ = self?.desk.withLock { $0.watchers.removeValue(forKey: id) }
      }
    } else {
      watcher.finish()
    }
    return stream
  }

  /// Prints a slip after those that were asked for before; returns when it is out, as far as the printer tells.
  package func print(_ job: SlipJob) async throws(PrintFailure) {
    let failure = await withCheckedContinuation { done in
      let refusal = desk.withLock { desk -> PrinterState? in
        if desk.isOver { return .gone }
        if desk.requests.count >= Self.waitingLimit { return .offline(.stuck) }
        desk.requests.append(Request(job: job, done: done))
        return nil
      }
      if let refusal { done.resume(returning: .notStarted(refusal)) } else { loop.wake() }
    }
    if let failure { throw failure }
  }

  /// Its life, until the task is cancelled.
  package func run() async throws {
    defer { end() }
    try await loop.run(onThreadNamed: "printer") { [self] loop in
      var session = PrinterSession(name: name, timing: timing, loop: loop, logger: logger) { [self] in take($0) }
      do {
        while true {
          let (link, manner, request, remedy) = desk.withLock { desk in
            let request = desk.requests.isEmpty ? nil : desk.requests.removeFirst()
            defer { if request != nil { desk.remedy = nil } }
            return (desk.link, desk.manner, request, desk.remedy)
          }
          session.follow(link, manner)
          guard let request else {
            try session.rest { [self] in desk.withLock { !$0.requests.isEmpty || $0.link != link } }
            continue
          }
          do {
            if let remedy { session.remedy = remedy }
            let failure = try session.print(request.job)
            request.done.resume(returning: failure)
          } catch {
            request.done.resume(returning: .cutShort(.gone))
            throw error
          }
        }
      } catch is PrinterSession.Stopped {
        return
      }
    }
  }

  private func take(_ state: PrinterState) {
    desk.withLock { desk in
      guard desk.state != state else { return }
      desk.state = state
      for watcher in desk.watchers.values { watcher.yield(state) }
    }
  }

  private func end() {
    let (requests, watchers) = desk.withLock { desk in
      desk.isOver = true
      defer { desk.requests = [] }
      return (desk.requests, desk.watchers.values)
    }
    for request in requests { request.done.resume(returning: .notStarted(.gone)) }
    for watcher in watchers { watcher.finish() }
  }
}
