import EscPos
import Logging
import Glibc
import SystemIO

/// What the thread of one printer does: opens it, asks how it is, prints. Every wait has a deadline, and ends at once
/// with `Stopped` when the printer's life ends.
struct PrinterSession: ~Copyable {
  struct Stopped: Error {}

  /// What came of asking all questions.
  private enum Look {
    case state(PrinterState)
    case silence
    /// It does not even take the question.
    case stuck
    /// Bytes that were no answers, or more than were asked for: nothing can be said, and it may be asked again.
    case noise
    /// The way to the printer is broken.
    case lost
  }

  private let name: String
  private let timing: Printer.Timing
  private let loop: ReadinessLoop
  private let logger: Logger
  private let publish: (PrinterState) -> Void

  private var link: PrinterLink?
  private var linkedSince = ContinuousClock.now
  private var manner = Printer.Manner()
  private var port: DevicePort?
  private var state = PrinterState.gone
  /// Whether the printer has answered a question since the port was opened.
  private var wasHeard = false
  /// Whether it did not answer the last question either, and never has.
  private var isDumb = false
  private var lastQuestion = ContinuousClock.now
  private var noisyLooks = 0
  private var lastAnswer = ContinuousClock.now
  private var lastRecovery = ContinuousClock.now
  private var nextLook = ContinuousClock.now
  /// What a slip that was cut short has left to be done before the next.
  var remedy: [UInt8]?
  /// It talks while nothing was asked, and is not listened to until the next look: it may never stop.
  private var isTalking = false
  private var reader = ReplyReader()
  /// The printer has said that everything sent to it is on paper.
  private var isOut = false

  /// Noise after which a printer counts as one that cannot answer.
  private static let noiseLimit = 3
  /// A cutter is asked to try again so often at most: each try moves its blade.
  private static let recoveryPeriod = Duration.seconds(5)
  /// Reads after which a stream of input counts as endless.
  private static let discardLimit = 64
  private static let pause = Duration.milliseconds(20)

  init(
    name: String, timing: Printer.Timing, loop: ReadinessLoop, logger: Logger,
    publish: @escaping (PrinterState) -> Void
  ) {
    self.name = name
    self.timing = timing
    self.loop = loop
    self.logger = logger
    self.publish = publish
  }

  // MARK: - What is done with it

  /// Goes where the printer is now.
  mutating func follow(_ link: PrinterLink?, _ manner: Printer.Manner) {
    guard link != self.link else { return }
    self.manner = manner
    (self.link, linkedSince) = (link, .now)
    close()
    nextLook = .now
    if link == nil { become(.gone) }
  }

  /// Waits for work, and looks how the printer is when it is time to; where there is none, nothing is looked at.
  mutating func rest(until isWanted: () -> Bool) throws {
    while !isWanted() {
      if link != nil, .now >= nextLook {
        try look(unless: isWanted)
        nextLook = lookTime
        isTalking = false
      }
      if try wait(for: restInterest, until: link == nil ? nil : nextLook), hasEnded() { lose() }
    }
  }

  /// Prints one slip; `nil` when it came out.
  mutating func print(_ job: SlipJob) throws -> PrintFailure? {
    nextLook = .now + timing.look
    if wasHeard || port == nil || !state.takesSlips {
      try look { false }
    } else {
      // Who has never answered is not waited for: it prints all the same.
      becomeWhatPortTells()
    }
    guard state.takesSlips, port != nil else { return .notStarted(state) }
    if let remedy {
      guard try send(remedy) == remedy.count else { return .notStarted(state) }
      self.remedy = nil
    }
    isOut = false
    let bytes = wasHeard ? job.bytes + PrintCommand.requestPaper.bytes : job.bytes
    let sent = try send(bytes)
    if sent == bytes.count, try isPrinted() { return nil }
    guard sent > 0 else { return .notStarted(state) }
    remedy = job.remedy
    return .cutShort(state)
  }

  // MARK: - State

  private mutating func become(_ new: PrinterState) {
    guard new != state else { return }
    logger.info(
      "Printer state changed",
      metadata: ["printer.name": "\(name)", "printer.state": "\(new.code)", "printer.before": "\(state.code)"])
    state = new
    publish(new)
  }

  private var lookPeriod: Duration {
    if (1..<Self.noiseLimit).contains(noisyLooks) { return Self.pause }
    return isDumb && port?.printerPortStatus == nil ? timing.patientQuestion : timing.look
  }

  /// When it is looked at again. Looks fall on the beginning of a second and on its even parts, where all of this
  /// program wakes that has to do with the time: a processor that sleeps is woken once for all.
  private var lookTime: ContinuousClock.Instant {
    let (now, period) = (ContinuousClock.now, lookPeriod)
    guard period == timing.look, period > Self.pause, period <= .seconds(1) else { return now + period }
    let milliseconds = period.components.attoseconds / 1_000_000_000_000_000 + period.components.seconds * 1000
    var wall = timespec()
    clock_gettime(CLOCK_REALTIME, &wall)
    let left = Duration.milliseconds(milliseconds - Int64(wall.tv_nsec / 1_000_000) % milliseconds)
    return now + (left < Self.pause ? left + period : left)
  }

  /// Asks how the printer is and becomes that, or what keeps it from being asked. One that has never answered is not
  /// waited for when it is wanted.
  private mutating func look(unless isWanted: () -> Bool) throws {
    guard try port != nil || open() else { return }
    if isDumb, lastQuestion.duration(to: .now) < timing.patientQuestion { return becomeWhatPortTells() }
    lastQuestion = .now
    isDumb = false
    switch try ask(unless: isWanted) {
    case .state(let new):
      noisyLooks = 0
      become(new)
      try recoverCutter()
    case .silence:
      noisyLooks = 0
      if wasHeard {
        become(.offline(.silent))
      } else if let left = port?.unsentBytes, left > 0, !isWanted() || state == .offline(.stuck) {
        // The question has not left this machine: it takes nothing. A look that was cut short cannot know that, but of
        // one that took nothing before it has seen nothing better.
        becomeStuck()
      } else {
        isDumb = true
        becomeWhatPortTells()
      }
    case .stuck:
      becomeStuck()
    case .noise:
      noisyLooks += 1
      if noisyLooks >= Self.noiseLimit {
        wasHeard = false
        becomeWhatPortTells()
      }
    case .lost:
      break
    }
  }

  private mutating func becomeWhatPortTells() {
    become(port?.printerPortStatus.map { PrinterState(PortStatus($0)) } ?? .unknown)
  }

  private mutating func recoverCutter() throws {
    guard state == .cutter, lastRecovery.duration(to: .now) >= Self.recoveryPeriod else { return }
    lastRecovery = .now
    _ = try sendAtOnce(RealTimeCommand.recover.bytes)
  }

  /// Asks the four questions, one after the other since an answer does not say to what.
  private mutating func ask(unless isWanted: () -> Bool) throws -> Look {
    guard manner.answersStatus else { return .silence }
    reader = ReplyReader()
    guard discardInput() else { return port == nil ? .lost : .noise }
    var answers: [UInt8] = []
    for question in StatusQuestion.allCases {
      guard try sendAtOnce(RealTimeCommand.status(question).bytes) else { return port == nil ? .lost : .stuck }
      let deadline = ContinuousClock.now + timing.answer
      var replies: [ReplyReader.Reply] = []
      while replies.isEmpty {
        guard .now < deadline, wasHeard || !isWanted() else { return answers.isEmpty ? .silence : .noise }
        _ = try wait(for: .reading, until: deadline)
        guard let received = receive() else { return .lost }
        replies = received.filter { if case .automatic = $0 { false } else if case .paper = $0 { false } else { true } }
      }
      guard replies.count == 1, case .status(let answer) = replies[0] else { return .noise }
      answers.append(answer)
    }
    guard
      let status = StatusAnswers(
        printer: answers[0], offlineCause: answers[1], error: answers[2], paper: answers[3])
    else { return .noise }
    wasHeard = true
    lastAnswer = .now
    let state = PrinterState(status)
    return .state(state == .lowPaper && !manner.sensesLowPaper ? .ready : state)
  }

  /// Forgets what has come in unasked; `false` when it does not end or the way is broken.
  private mutating func discardInput() -> Bool {
    for _ in 0..<Self.discardLimit {
      guard let replies = receive() else { return false }
      if replies.isEmpty { return true }
    }
    return false
  }

  // MARK: - Sending and receiving

  /// Sends all of it, or as much as the printer takes before it stalls or is lost; how much that was.
  private mutating func send(_ bytes: [UInt8]) throws -> Int {
    var sent = 0
    var progress = ContinuousClock.now
    let before = state
    while sent < bytes.count {
      guard let port else { return sent }
      let taken: Int
      do {
        taken = try port.write(bytes[sent...])
      } catch {
        lose()
        return sent
      }
      if taken > 0 {
        sent += taken
        progress = .now
        become(before)
        continue
      }
      guard progress.duration(to: .now) < timing.stall else { return sent }
      if progress.duration(to: .now) >= timing.stuck { becomeStuck() }
      // A printer may say that it is ready and yet take nothing, so no wait is shorter than a pause.
      let tried = ContinuousClock.now
      let due = progress + timing.stuck
      let isReady = try wait(for: .writing, until: tried < due ? due : tried + timing.look)
      if isReady, tried.duration(to: .now) < Self.pause {
        _ = try wait(for: [], until: tried + Self.pause)
      }
    }
    return sent
  }

  private mutating func becomeStuck() {
    isDumb = false
    if let told = port?.printerPortStatus.map({ PrinterState(PortStatus($0)) }), told != .unknown {
      become(told)
    } else {
      become(.offline(.stuck))
    }
  }

  /// Sends a few bytes if the printer takes them now.
  private mutating func sendAtOnce(_ bytes: [UInt8]) throws -> Bool {
    guard let port else { return false }
    do {
      return try port.write(bytes[...]) == bytes.count
    } catch {
      lose()
      return false
    }
  }

  /// Everything that has come in; `nil` when the way is broken.
  private mutating func receive() -> [ReplyReader.Reply]? {
    guard let port else { return nil }
    do {
      switch try port.read() {
      case .nothing: return []
      case .end:
        lose()
        return nil
      case .bytes(let bytes):
        let replies = reader.read(bytes)
        if replies.contains(where: { if case .paper = $0 { true } else { false } }) { isOut = true }
        return replies
      }
    } catch {
      lose()
      return nil
    }
  }

  /// Waits until the printer says that all is on paper; where it cannot, until all has left this machine.
  private mutating func isPrinted() throws -> Bool {
    guard try isHandedOver() else { return false }
    guard wasHeard else { return port != nil }
    let trustFrom = ContinuousClock.now + timing.trust
    lastAnswer = .now
    while !isOut {
      _ = try wait(for: .reading, until: .now + .milliseconds(200))
      guard receive() != nil else { return false }
      if isOut { break }
      switch try ask(unless: { false }) {
      case .state(let new):
        become(new)
        if isOut { break }
        guard new.takesSlips else { return false }
        // It answers that all is well and does not know the other question.
        if .now >= trustFrom { return true }
      case .silence, .stuck, .noise:
        if isOut { break }
        // A busy printer may be slow to answer; people are told within a second all the same.
        if lastAnswer.duration(to: .now) >= timing.look { become(.offline(.silent)) }
        guard lastAnswer.duration(to: .now) < timing.stall else { return false }
      case .lost:
        return false
      }
    }
    if !state.takesSlips { become(.ready) }
    return true
  }

  /// Waits until this machine holds none of the bytes any more.
  private mutating func isHandedOver() throws -> Bool {
    var progress = (left: Int.max, at: ContinuousClock.now)
    let before = state
    while let port {
      let left = port.unsentBytes ?? 0
      // A driver that cannot say is ready for more when it has passed on what it had.
      if left == 0, try wait(for: .writing, until: .now + Self.pause) {
        become(before)
        return true
      }
      if left < progress.left { progress = (left, .now) }
      guard progress.at.duration(to: .now) < timing.stall else { return false }
      if progress.at.duration(to: .now) >= timing.stuck { becomeStuck() }
      if left > 0 { _ = try wait(for: [], until: .now + Self.pause) }
    }
    return false
  }

  /// Whether the printer's port is ready before the deadline; other work may end the wait early.
  private func wait(for interest: ReadinessLoop.Interest, until deadline: ContinuousClock.Instant?) throws -> Bool {
    if let port { try loop.change(port.descriptor, to: interest) }
    guard let ready = try loop.wait(until: deadline) else { throw Stopped() }
    return port.map { ready.contains($0.descriptor) } ?? false
  }

  // MARK: - Opening and losing

  /// A connection tells of its end by becoming readable; a device file only rings when it breaks, and what it has to
  /// say unasked is of no interest.
  private var restInterest: ReadinessLoop.Interest {
    if case .network = link, !isTalking { .reading } else { [] }
  }

  /// Whether a printer that rang while nothing was asked of it has gone.
  private mutating func hasEnded() -> Bool {
    guard case .network = link, let port else { return true }
    switch try? port.read() {
    case .bytes:
      isTalking = true
      return false
    case .nothing: return false
    case .end, nil: return true
    }
  }

  /// Whether it could be opened; else its state says why not.
  private mutating func open() throws -> Bool {
    guard let link else { return false }
    do {
      let opened: DevicePort
      switch link {
      case .file(let path, _): opened = try DevicePort(file: path)
      case .serial(let path, let speed): opened = try DevicePort(serialLine: path, speed: speed)
      case .network(let host, let port): opened = try DevicePort(host: host, port: port)
      }
      try loop.add(opened.descriptor, for: [])
      port = opened
      if case .network = link, try !connect(opened) {
        lose()
        return false
      }
    } catch let error as SystemError {
      close()
      let isEarly = error.code == EACCES && linkedSince.duration(to: .now) < timing.handover
      become(error.meansAbsence || isEarly ? .gone : .offline(.refused(error.description)))
      return false
    }
    noisyLooks = 0
    return true
  }

  private mutating func connect(_ port: DevicePort) throws -> Bool {
    let deadline = ContinuousClock.now + timing.connecting
    while .now < deadline {
      if try wait(for: .writing, until: deadline) {
        try port.finishConnecting()
        return true
      }
    }
    return false
  }

  private mutating func close() {
    port = nil
    (wasHeard, isDumb) = (false, false)
  }

  private mutating func lose() {
    close()
    become(.gone)
  }
}

extension SystemError {
  /// Whether there is nothing at this place, rather than something that does not let us in.
  fileprivate var meansAbsence: Bool {
    switch code {
    case ENOENT, ENODEV, ENXIO, EIO, ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, ECONNRESET: true
    default: false
    }
  }
}
