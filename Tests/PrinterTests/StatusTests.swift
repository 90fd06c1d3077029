import Peripherals
import Simulation
import Testing

@testable import EscPos

@Suite struct StatusTests {
  private func state(_ printer: UInt8, _ cause: UInt8, _ error: UInt8, _ paper: UInt8) -> PrinterState? {
    StatusAnswers(printer: printer, offlineCause: cause, error: error, paper: paper).map(PrinterState.init)
  }

  /// Exchanges as printers and their libraries have them: the answers to `DLE EOT` 1, 2, 3, 4 and what they mean.
  static let exchanges: [(answers: [UInt8], state: PrinterState)] = [
    // All well.
    ([0x12, 0x12, 0x12, 0x12], .ready),
    // Drawer pin 3 high: of no concern.
    ([0x16, 0x12, 0x12, 0x12], .ready),
    // The roll is near its end (python-escpos: paper low is 30).
    ([0x12, 0x12, 0x12, 0x1E], .lowPaper),
    // Offline (26), stopped for want of paper, near end and end.
    ([0x1A, 0x32, 0x12, 0x7E], .outOfPaper),
    // The roll has ended (114), and the printer has not stopped yet.
    ([0x12, 0x12, 0x12, 0x72], .outOfPaper),
    // Cover open.
    ([0x1A, 0x16, 0x12, 0x12], .coverOpen),
    // Cover open to change the roll: first the cover has to be closed.
    ([0x1A, 0x36, 0x12, 0x7E], .coverOpen),
    // Cutter jammed.
    ([0x1A, 0x52, 0x1A, 0x12], .cutter),
    // An error that only switching off and on clears.
    ([0x1A, 0x52, 0x32, 0x12], .offline(.broken)),
    // Too hot.
    ([0x1A, 0x52, 0x52, 0x12], .offline(.overheated)),
    // Somebody feeds paper.
    ([0x1A, 0x1A, 0x12, 0x12], .offline(.fedByHand)),
    // Offline at its own switch.
    ([0x1A, 0x12, 0x12, 0x12], .offline(.unsaid)),
  ]

  @Test(arguments: exchanges)
  func `Four answers mean one state`(answers: [UInt8], state: PrinterState) {
    #expect(self.state(answers[0], answers[1], answers[2], answers[3]) == state)
  }

  @Test func `An answer has two bits set and two clear`() {
    let answers = (UInt8.min...UInt8.max).filter(StatusAnswers.isAnswer)
    #expect(answers.count == 16)
    #expect(answers.allSatisfy { $0 & 0x01 == 0 && $0 & 0x02 != 0 && $0 & 0x10 != 0 && $0 & 0x80 == 0 })
    #expect(state(0x12, 0x12, 0x12, 0x13) == nil)
    #expect(state(0xFF, 0x12, 0x12, 0x12) == nil)
  }

  @Test func `A state either takes slips or says why not`() {
    let taking: [PrinterState] = [.ready, .lowPaper, .unknown]
    let refusing: [PrinterState] = [.outOfPaper, .coverOpen, .cutter, .offline(.stuck), .gone]
    #expect(taking.allSatisfy { $0.takesSlips })
    #expect(refusing.allSatisfy { !$0.takesSlips })
  }

  @Test func `Whatever is wrong with a printer, it is told with what to do`() {
    let troubles: [PrinterState] = [
      .lowPaper, .outOfPaper, .coverOpen, .cutter, .offline(.unsaid), .offline(.fedByHand), .offline(.overheated),
      .offline(.broken), .offline(.stuck), .offline(.silent), .gone,
    ]
    for state in troubles { #expect(state.text.contains("Hãy "), "\(state): \(state.text)") }
  }

  @Test func `Status told unasked is kept apart from answers`() {
    var reader = ReplyReader()
    #expect(reader.read([0x12, 0x7E]) == [.status(0x12), .status(0x7E)])
    // Offline for want of paper: 1C = bits 2, 3, 4; then error, paper and a byte of zeros.
    #expect(reader.read([0x1C, 0x00, 0x0F]) == [])
    #expect(reader.read([0x00, 0x12]) == [.automatic([0x1C, 0x00, 0x0F, 0x00]), .status(0x12)])
    // A block that breaks off is no block.
    #expect(reader.read([0x10, 0x00, 0x16]) == [.other(0x10), .other(0x00), .status(0x16)])
    #expect(reader.read([0x0C, 0x00]) == [.paper(0x0C), .paper(0x00)])
    // Flow control of a serial line.
    #expect(reader.read([0x11, 0x13, 0x12]) == [.status(0x12)])
    #expect(reader.read([0xFF, 0x93]) == [.other(0xFF), .other(0x93)])
  }

  @Test func `Replies of any bytes are read to their end`() {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SplitMix64(seed: seed)
    for _ in 0..<100_000 {
      let bytes = (0..<Int.random(in: 0...9, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator)
      }
      var reader = ReplyReader()
      let read = reader.read(bytes).reduce(0) { count, reply in
        switch reply {
        case .automatic(let block): count + block.count
        case .status(let byte): count + (StatusAnswers.isAnswer(byte) ? 1 : 100)
        case .paper(let byte): count + (PaperAnswer.isAnswer(byte) ? 1 : 100)
        case .other: count + 1
        }
      }
      let flow = bytes.count { $0 == 0x11 || $0 == 0x13 }
      #expect(read <= bytes.count && read >= bytes.count - flow - 3, "seed \(seed): \(bytes)")
      if bytes.count >= 4 { _ = state(bytes[0], bytes[1], bytes[2], bytes[3]) }
    }
  }

  @Test func `A port that needs no answer tells of paper and of faults`() {
    // Seen of usblp: 18 well, 30 without paper, 08 offline.
    #expect(PrinterState(PortStatus(0x18)) == .unknown)
    #expect(PrinterState(PortStatus(0x30)) == .outOfPaper)
    #expect(PrinterState(PortStatus(0x08)) == .offline(.unsaid))
    #expect(PrinterState(PortStatus(0x10)) == .offline(.unsaid))
  }
}
