package import Logging
import Synchronization
import SystemIO

/// Smart-card readers and what is put on them, through pcscd; each card is asked for its serial number and nothing else.
///
/// Level-triggered: one thread sleeps in PC/SC until something has changed, then readers are listed and compared with
/// what was known. pcscd may be absent, restart, or lose a reader in mid-command: that is a state, and passes by itself.
package final class CardReaders<Identity: Sendable>: Sendable {
  package struct Reader: Hashable, Sendable {
    package let name: String
    package let holdsCard: Bool
    /// Why the last card could not be read; `nil` when it was, or when there was none.
    package let fault: String?
  }

  package enum Status: Hashable, Sendable {
    /// By name. Empty while none is plugged in.
    case running([Reader])
    /// Why there are no readers to be had, as a sentence. It is tried again by itself.
    case absent(String)
  }

  package enum Event: Sendable {
    case card(Identity, reader: String)
    /// A card that has no serial number of its own, as a contact card; or one that makes up another each time, as
    /// citizens' cards and telephones do.
    case unsuitable(reader: String)
    case failed(String, reader: String)
  }

  /// Seconds until pcscd is looked for again: soon at first, since it may only restart.
  private static var patience: (first: Int, longest: Int) { (1, 30) }

  private let logger: Logger
  private let deadline: Duration
  private let identify: @Sendable (UnsafeRawBufferPointer) -> Identity
  private let onStatus: @Sendable (Status) -> Void
  private let sink: @Sendable (Event) async -> Void
  private let books = Mutex(Bookkeeping())

  /// By the names of readers.
  private struct Bookkeeping {
    var faults: [String: String] = [:]
    /// Those whose card is being asked: one that hangs is asked nothing more until it lets go.
    var busy: Set<String> = []
  }

  /// - Parameters:
  ///   - deadline: a command that takes longer has met a card or a reader that hangs.
  ///   - identify: makes of a card's serial number what is known of it further on; the number is overwritten when it
  ///     returns.
  ///   - onStatus: told of each new status.
  ///   - sink: told of each card, one at a time; the next waits until it has returned.
  package init(
    logger: Logger, deadline: Duration = .seconds(5),
    identify: @escaping @Sendable (UnsafeRawBufferPointer) -> Identity,
    onStatus: @escaping @Sendable (Status) -> Void, sink: @escaping @Sendable (Event) async -> Void
  ) {
    self.logger = logger
    self.deadline = deadline
    self.identify = identify
    self.onStatus = onStatus
    self.sink = sink
  }

  /// Its life, until the task is cancelled. It ends then and there, whatever pcscd does.
  package func run() async throws {
    var pause = Self.patience.first
    var isKnownAbsent = false
    while !Task.isCancelled {
      do {
        try await watch {
          if isKnownAbsent { logger.info("pcscd serves card readers again") }
          (pause, isKnownAbsent) = (Self.patience.first, false)
        }
      } catch {
        if !isKnownAbsent { logger.warning("pcscd serves no card readers, trying again", error: error) }
        isKnownAbsent = true
        onStatus(.absent("\(error)"))
      }
      try await Task.sleep(for: .seconds(pause))
      pause = min(2 * pause, Self.patience.longest)
    }
  }

  /// One connection with pcscd, from its beginning to its end.
  ///
  /// - Parameter onAnswer: called whenever pcscd has told of its readers.
  private func watch(_ onAnswer: () -> Void) async throws {
    let (surveys, survey) = AsyncThrowingStream.makeStream(
      of: [CardContext.ReaderState].self, bufferingPolicy: .bufferingNewest(8))
    let watch = CardWatch()
    try startThread(named: "pcsc") {
      do {
        try watch.run { survey.yield($0) }
        survey.finish()
      } catch {
        survey.finish(throwing: error)
      }
    }
    try await withTaskCancellationHandler {
      var known: [CardContext.ReaderState] = []
      for try await states in surveys {
        onAnswer()
        for state in states where state.isNewCard(since: known) { await read(state) }
        known = states
        report(states)
      }
    } onCancel: {
      watch.stop()
    }
  }

  private func report(_ states: [CardContext.ReaderState]) {
    onStatus(
      .running(
        books.withLock { books in
          books.faults = books.faults.filter { fault in states.contains { $0.name == fault.key && $0.holdsCard } }
          return states.map { Reader(name: $0.name, holdsCard: $0.holdsCard, fault: books.faults[$0.name]) }
        }))
  }

  private func read(_ state: CardContext.ReaderState) async {
    let reader = state.name
    do {
      let identity = try await onOwnThread(named: "card", within: deadline) { [self] in
        guard books.withLock({ $0.busy.insert(reader).inserted }) else { throw DeadlinePassed() }
        defer { books.withLock { _ = $0.busy.remove(reader) } }
        return try CardContext().withCard(in: reader) { card in
          let identity = try card.identity(identify)
          if identity == nil {
            let kind = try card.answerToReset().map { String($0, radix: 16) }.joined(separator: " ")
            logger.info("A card has no serial number that stays", metadata: ["card.atr": "\(kind)"])
          }
          return identity
        }
      }
      books.withLock { $0.faults[reader] = nil }
      await sink(identity.map { .card($0, reader: reader) } ?? .unsuitable(reader: reader))
    } catch {
      let reason =
        error is DeadlinePassed ? "Đầu đọc thẻ không trả lời kịp; hãy rút ra cắm lại." : "\(error)"
      logger.warning("A card could not be read", error: error, metadata: ["reader.name": "\(reader)"])
      books.withLock { $0.faults[reader] = reason }
      await sink(.failed(reason, reader: reader))
    }
  }
}

extension CardContext.ReaderState {
  fileprivate func isNewCard(since known: [CardContext.ReaderState]) -> Bool {
    guard holdsCard else { return false }
    guard let before = known.first(where: { $0.name == name }) else { return true }
    return !before.holdsCard || before.exchanges != exchanges
  }
}

extension CardContext.Card {
  /// PC/SC part 3, 3.2.2.1.3 “Get Data”: the serial number of a contactless card, whatever its kind.
  private static let getSerialNumber: [UInt8] = [0xFF, 0xCA, 0x00, 0x00, 0x00]
  /// ISO/IEC 14443-3: a number of four bytes that begins so is made up anew each time the card comes into the field.
  private static let randomNumberMark: UInt8 = 0x08

  fileprivate func identity<Identity>(_ identify: (UnsafeRawBufferPointer) -> Identity) throws -> Identity? {
    let reply = try SecretBytes(capacity: 258)
    try transmit(Self.getSerialNumber, reply: reply)
    // Every answer ends with two bytes of status: the card went away in mid-command.
    guard reply.count >= 2 else { throw CardError.cutShort }
    return reply.withBytes { bytes in
      guard bytes.count >= 2 + 4, bytes.suffix(2).elementsEqual([0x90, 0x00]) else { return nil }
      let number = UnsafeRawBufferPointer(rebasing: bytes.dropLast(2))
      if number.count == 4, number[0] == Self.randomNumberMark { return nil }
      return identify(number)
    }
  }
}
