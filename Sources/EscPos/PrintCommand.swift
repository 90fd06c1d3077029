/// How the paper is parted from the roll after a slip.
package enum Cut: String, CaseIterable, Hashable, Sendable {
  /// Leaves the slip hanging by a strip, so that it does not fall to the floor.
  case partial
  case full
  /// The printer has no cutter: the citizen tears the slip off.
  case none
}

/// A command of ESC/POS in the order of the data: the printer carries it out when it has come to it.
package enum PrintCommand: Hashable, Sendable {
  /// Forgets every setting that an earlier job left behind, and what has not been printed yet of a line of text.
  case initialize
  /// How black: 0 is the printer's own setting, each step 5 % of it; -6 to 8.
  case density(Int)
  /// Prints rows of dots and moves the paper on by as many.
  case raster(Raster)
  /// Moves the paper on by lines of text, about 4 mm each; 0 to 255.
  case feed(lines: UInt8)
  case cut(Cut)
  /// Asks for the paper sensors. The answer comes when everything before it has been printed.
  case requestPaper

  package static let densities = -6...8

  package var bytes: [UInt8] {
    switch self {
    case .initialize:
      // ESC @
      [0x1B, 0x40]
    case .density(let step):
      [
        0x1D, 0x28, 0x4B,  // GS ( K
        0x02, 0x00,  // pL pH: two bytes follow
        0x31,  // fn 49: set the print density
        UInt8(truncatingIfNeeded: min(max(step, Self.densities.lowerBound), Self.densities.upperBound)),  // m
      ]
    case .raster(let raster):
      [
        0x1D, 0x76, 0x30,  // GS v 0
        0x00,  // m: each dot as one dot
        UInt8(truncatingIfNeeded: raster.bytesPerRow), UInt8(truncatingIfNeeded: raster.bytesPerRow >> 8),  // xL xH
        UInt8(truncatingIfNeeded: raster.rows), UInt8(truncatingIfNeeded: raster.rows >> 8),  // yL yH
      ] + raster.bytes.prefix(raster.rows * raster.bytesPerRow)  // d1…dk
    case .feed(let lines):
      // ESC d n
      [0x1B, 0x64, lines]
    case .cut(.full):
      // GS V m
      [0x1D, 0x56, 0x00]
    case .cut(.partial):
      [0x1D, 0x56, 0x01]
    case .cut(.none):
      []
    case .requestPaper:
      // GS r n, n = 1: paper sensors
      [0x1D, 0x72, 0x01]
    }
  }
}
