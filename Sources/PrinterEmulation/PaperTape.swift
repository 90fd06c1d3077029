package import EscPos

/// What a thermal printer makes of a stream of ESC/POS, one byte after the other: rows of dots, and slips cut off.
package struct PaperTape: Sendable {
  /// A piece of paper between two cuts.
  package struct Slip: Equatable, Sendable {
    package var bytesPerRow = 0
    package var dots: [UInt8] = []
    package var linesFed = 0
    package var cut: Cut?
    package var density: UInt8 = 0

    package var rows: Int { bytesPerRow == 0 ? 0 : dots.count / bytesPerRow }
    package var isBlank: Bool { dots.allSatisfy { $0 == 0 } }
    package var raster: Raster { Raster(bytesPerRow: max(bytesPerRow, 1), bytes: dots) }
  }

  /// What carrying out a byte asks of the rest of the printer.
  package enum Effect: Equatable {
    case rowPrinted
    case paperAsked
  }

  private enum State {
    case idle
    case command([UInt8])
    case raster(bytesLeft: Int)
  }

  private var state = State.idle
  /// Cut off, oldest first.
  package private(set) var slips: [Slip] = []
  /// Still in the printer.
  package private(set) var current = Slip()
  /// Bytes that were no command and would come out as letters.
  package private(set) var letters: [UInt8] = []

  package init() {}

  package var isInPicture: Bool { if case .raster = state { true } else { false } }

  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { _ = feed(byte) }
  }

  package mutating func feed(_ byte: UInt8) -> Effect? {
    switch state {
    case .raster(let left):
      current.dots.append(byte)
      state = left > 1 ? .raster(bytesLeft: left - 1) : .idle
      return current.dots.count % current.bytesPerRow == 0 ? .rowPrinted : nil
    case .idle:
      return carryOut([byte])
    case .command(let begun):
      return carryOut(begun + [byte])
    }
  }

  private mutating func carryOut(_ command: [UInt8]) -> Effect? {
    state = .idle
    switch (command[0], command.count > 1 ? command[1] : 0, command.count) {
    case (0x00, _, 1): break
    // A command that broke off.
    case (0x1B, 0x00, 2), (0x1D, 0x00, 2): break
    case (0x1B, _, 1), (0x1D, _, 1), (0x10, _, 1): state = .command(command)
    // Carried out on arrival already.
    case (0x10, 0x04, 2), (0x10, 0x05, 2): state = .command(command)
    case (0x10, 0x04, 3), (0x10, 0x05, 3): break
    case (0x1B, 0x40, 2): current.density = 0
    case (0x1B, 0x64, 2), (0x1D, 0x56, 2), (0x1D, 0x72, 2): state = .command(command)
    case (0x1B, 0x64, 3): current.linesFed += Int(command[2])
    case (0x1D, 0x56, 3):
      current.cut = command[2] == 0 ? .full : .partial
      slips.append(current)
      current = Slip()
    case (0x1D, 0x72, 3): return .paperAsked
    case (0x1D, 0x28, 2...6): state = .command(command)
    case (0x1D, 0x28, 7): current.density = command[6]
    case (0x1D, 0x76, 2...7): state = .command(command)
    case (0x1D, 0x76, 8):
      let width = Int(command[4]) + Int(command[5]) << 8
      let rows = Int(command[6]) + Int(command[7]) << 8
      if current.bytesPerRow != width {
        current.bytesPerRow = width
        current.dots = []
      }
      if width * rows > 0 { state = .raster(bytesLeft: width * rows) }
    default: letters += command
    }
    return nil
  }
}
