/// A picture of black dots on white, one bit a dot, as thermal printers take it.
package struct Bitmap1: Hashable, Sendable {
  /// Dots a row.
  package let width: Int
  /// Rows.
  package let height: Int
  /// Row after row, each padded with white to whole bytes; the most significant bit is the leftmost dot, 1 is black.
  package let bytes: [UInt8]

  package var bytesPerRow: Int { Self.bytesPerRow(width: width) }

  static func bytesPerRow(width: Int) -> Int { (width + 7) / 8 }

  /// Takes every dot covered to `threshold` of 255 or more as black.
  ///
  /// - Parameter coverage: `height` rows of `stride` bytes, of which the first `width` are dots.
  init(width: Int, height: Int, coverage: UnsafeBufferPointer<UInt8>, stride: Int, threshold: UInt8 = 128) {
    self.width = width
    self.height = height
    let bytesPerRow = Self.bytesPerRow(width: width)
    var bytes = [UInt8](repeating: 0, count: bytesPerRow * height)
    for y in 0..<height {
      for x in 0..<width where coverage[y * stride + x] >= threshold {
        bytes[y * bytesPerRow + x >> 3] |= 0x80 >> UInt8(x & 7)
      }
    }
    self.bytes = bytes
  }

  /// Whether the dot is black; outside the picture all is white.
  package func isBlack(x: Int, y: Int) -> Bool {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return false }
    return bytes[y * bytesPerRow + x >> 3] & (0x80 >> UInt8(x & 7)) != 0
  }
}
