/// A picture of black dots on white, one bit a dot, as thermal printers take it.
package struct Raster: Hashable, Sendable {
  /// Bytes a row; eight dots each.
  package let bytesPerRow: Int
  /// Row after row; the most significant bit is the leftmost dot, 1 is black.
  package let bytes: [UInt8]

  package var rows: Int { bytesPerRow == 0 ? 0 : bytes.count / bytesPerRow }

  /// - Parameter bytes: whole rows; what is left over at the end is not printed.
  package init(bytesPerRow: Int, bytes: [UInt8]) {
    precondition((1...0xFFFF).contains(bytesPerRow), "a row has 1 to 65535 bytes")
    self.bytesPerRow = bytesPerRow
    self.bytes = bytes
  }
}
