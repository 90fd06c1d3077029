/// One slip as the bytes that print it.
package struct SlipJob: Hashable, Sendable {
  /// From the first command to the cut.
  package let bytes: [UInt8]
  /// Bytes that put a printer right which was left in the middle of this job.
  package let remedy: [UInt8]

  /// Rows of one raster command: 30 mm. What a broken connection leaves a printer waiting for is no longer than this,
  /// and the second byte of the number of rows is always zero.
  package static let bandRows = 240
  /// Bytes of a raster command before its dots.
  private static let bandHeadBytes = 8
  /// Lines from the print head to the cutter or the tear-off edge.
  static let feedToCutter: UInt8 = 6

  package init(_ raster: Raster, cut: Cut, density: Int = 0) {
    let calm = Self.withoutRealTimeCommands(raster.bytes)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(calm.count + 64)
    bytes += PrintCommand.initialize.bytes
    if density != 0 { bytes += PrintCommand.density(density).bytes }
    let bandBytes = Self.bandRows * raster.bytesPerRow
    var start = 0
    while start < raster.rows * raster.bytesPerRow {
      let end = min(start + bandBytes, raster.rows * raster.bytesPerRow)
      bytes += PrintCommand.raster(Raster(bytesPerRow: raster.bytesPerRow, bytes: Array(calm[start..<end]))).bytes
      start = end
    }
    bytes += PrintCommand.feed(lines: Self.feedToCutter).bytes
    bytes += PrintCommand.cut(cut).bytes
    self.bytes = bytes
    remedy = Self.remedy(bytesPerRow: raster.bytesPerRow, cut: cut)
  }

  /// Bytes that put a printer right which was left in the middle of a job no wider than this: so many zeros end the
  /// longest command, and the rest of them is nothing to a printer that waits for a command. A piece of a slip is cut
  /// off, so that it does not hang on to the next.
  package static func remedy(bytesPerRow: Int, cut: Cut) -> [UInt8] {
    [UInt8](repeating: 0, count: bandRows * bytesPerRow + bandHeadBytes) + PrintCommand.initialize.bytes
      + PrintCommand.feed(lines: feedToCutter).bytes + PrintCommand.cut(cut).bytes
  }

  /// The dots with one more black beside some of them, so that no two bytes are the beginning of a real-time command.
  ///
  /// Printers look for `10 04` (DLE EOT), `10 05` (DLE ENQ) and `10 14` (DLE DC4) as data comes in and carry them out
  /// even within a picture: one would answer with a status nobody asked for, open the cash drawer or clear the buffer.
  /// `10` is a lone dot; with the dot on its right it is `18`, an eighth of a millimetre that no eye finds.
  static func withoutRealTimeCommands(_ bytes: [UInt8]) -> [UInt8] {
    var calm = bytes
    calm.withUnsafeMutableBufferPointer { calm in
      for index in calm.indices.dropLast() where calm[index] == 0x10 {
        switch calm[index + 1] {
        case 0x04, 0x05, 0x14: calm[index] = 0x18
        default: break
        }
      }
    }
    return calm
  }
}
