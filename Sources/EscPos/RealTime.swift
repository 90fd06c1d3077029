/// A command the printer carries out as soon as it arrives, before what it has still to print, and also while it is
/// offline, in error, or full.
package enum RealTimeCommand: Hashable, Sendable {
  case status(StatusQuestion)
  /// Goes on after an error that a person has put right, such as a jammed cutter, without what was in the buffers.
  case recover

  package var bytes: [UInt8] {
    switch self {
    case .status(let question):
      // DLE EOT n
      [0x10, 0x04, question.rawValue]
    case .recover:
      // DLE ENQ n, n = 2: recover and clear the buffers
      [0x10, 0x05, 0x02]
    }
  }
}

/// What `DLE EOT n` asks for; the raw value is n. The answer is one byte that does not say to what.
package enum StatusQuestion: UInt8, CaseIterable, Hashable, Sendable {
  case printer = 1
  case offlineCause = 2
  case error = 3
  case paper = 4
}

/// The answers to all four questions, taken together.
package struct StatusAnswers: Hashable, Sendable {
  private var bytes: [StatusQuestion: UInt8]

  /// `nil` when one of the bytes can be no answer to `DLE EOT`.
  package init?(printer: UInt8, offlineCause: UInt8, error: UInt8, paper: UInt8) {
    let bytes: [StatusQuestion: UInt8] = [
      .printer: printer, .offlineCause: offlineCause, .error: error, .paper: paper,
    ]
    guard bytes.values.allSatisfy(Self.isAnswer) else { return nil }
    self.bytes = bytes
  }

  /// Bits 0 and 7 of an answer are 0, bits 1 and 4 are 1.
  package static func isAnswer(_ byte: UInt8) -> Bool { byte & 0x93 == 0x12 }

  private func has(_ bits: UInt8, _ question: StatusQuestion) -> Bool {
    bytes[question, default: 0] & bits == bits
  }

  /// n = 1, bit 3.
  package var isOffline: Bool { has(0x08, .printer) }
  /// n = 2, bit 2.
  package var isCoverOpen: Bool { has(0x04, .offlineCause) }
  /// n = 2, bit 3: somebody holds the feed button.
  package var isFedByHand: Bool { has(0x08, .offlineCause) }
  /// n = 2, bit 5.
  package var hasStoppedForPaper: Bool { has(0x20, .offlineCause) }
  /// n = 2, bit 6.
  package var hasError: Bool { has(0x40, .offlineCause) }
  /// n = 3, bit 3.
  package var hasCutterError: Bool { has(0x08, .error) }
  /// n = 3, bit 5.
  package var hasUnrecoverableError: Bool { has(0x20, .error) }
  /// n = 3, bit 6: too hot a print head, which cools down by itself.
  package var hasPassingError: Bool { has(0x40, .error) }
  /// n = 4, bits 2 and 3.
  package var isPaperNearEnd: Bool { has(0x0C, .paper) }
  /// n = 4, bits 5 and 6.
  package var isPaperAtEnd: Bool { has(0x60, .paper) }
}

/// The answer to `GS r 1`: bits 4 and 7 are 0.
package enum PaperAnswer {
  package static func isAnswer(_ byte: UInt8) -> Bool { byte & 0x90 == 0 }
}

/// Sorts what a printer sends into answers and all else.
///
/// Blocks of Automatic Status Back, which another program may have switched on, come at any moment: four bytes, of
/// which the first has bits 0, 1 and 7 zero and bit 4 one, and the others bits 4 and 7 zero.
package struct ReplyReader: Hashable, Sendable {
  package enum Reply: Hashable, Sendable {
    /// Fits `DLE EOT`.
    case status(UInt8)
    /// Fits `GS r 1`.
    case paper(UInt8)
    /// Something has changed, told unasked.
    case automatic([UInt8])
    /// Fits nothing.
    case other(UInt8)
  }

  private var block: [UInt8] = []

  package init() {}

  /// What is complete with these bytes; the beginning of a block waits for its end.
  package mutating func read(_ bytes: some Sequence<UInt8>) -> [Reply] {
    var replies: [Reply] = []
    for byte in bytes {
      if !block.isEmpty {
        if PaperAnswer.isAnswer(byte) {
          block.append(byte)
          if block.count == 4 {
            replies.append(.automatic(block))
            block = []
          }
          continue
        }
        replies += block.map(Reply.other)
        block = []
      }
      if byte & 0x93 == 0x10 {
        block = [byte]
      } else if StatusAnswers.isAnswer(byte) {
        replies.append(.status(byte))
      } else if PaperAnswer.isAnswer(byte) {
        replies.append(.paper(byte))
      } else if byte != Self.xon && byte != Self.xoff {
        replies.append(.other(byte))
      }
    }
    return replies
  }

  /// Flow control of serial lines, no reply.
  private static let xon: UInt8 = 0x11
  private static let xoff: UInt8 = 0x13
}

/// The answer of a USB printer to GET_PORT_STATUS (`LPGETSTATUS` of usblp), which comes beside the data and so even
/// while the printer takes none. Many printers always answer that all is well.
package struct PortStatus: Hashable, Sendable {
  private let byte: UInt8

  package init(_ byte: UInt8) { self.byte = byte }

  /// Bit 5.
  package var isPaperOut: Bool { byte & 0x20 != 0 }
  /// Bit 4.
  package var isSelected: Bool { byte & 0x10 != 0 }
  /// Bit 3 is 1 while there is none.
  package var hasError: Bool { byte & 0x08 == 0 }
}
