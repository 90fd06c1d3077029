internal import CQREncode

/// The modules of a QR code, without its quiet zone.
struct QRMatrix {
  /// Modules a side.
  let side: Int
  private let dark: [Bool]

  /// Modules of white that a reader needs on every side (ISO/IEC 18004).
  static let quietZone = 4

  /// Error correction level M, the smallest version that holds the text.
  init(payload: String) throws(DrawingError) {
    let bytes = Array(payload.utf8)
    guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
      throw .codeTooLong(bytes: bytes.count)
    }
    defer { QRcode_free(code) }
    side = Int(code.pointee.width)
    // The lowest bit of libqrencode's module is its colour.
    dark = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
  }

  /// Side including the quiet zone, in modules.
  var sideWithQuietZone: Int { side + 2 * Self.quietZone }

  /// Runs of dark modules, row by row.
  func forEachRun(_ body: (_ row: Int, _ columns: Range<Int>) -> Void) {
    for row in 0..<side {
      var column = 0
      while column < side {
        guard dark[row * side + column] else {
          column += 1
          continue
        }
        let start = column
        while column < side, dark[row * side + column] { column += 1 }
        body(row, start..<column)
      }
    }
  }
}
