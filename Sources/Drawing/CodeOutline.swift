/// A QR code for a page: the path of an SVG picture in which each module is one unit wide, with the quiet zone around.
package struct CodeOutline: Hashable, Sendable {
  /// Units of a side.
  package let side: Int
  /// The dark modules, one closed figure for each run of a row.
  package let path: String

  /// - Throws: `DrawingError.codeTooLong`.
  package init(of payload: String) throws(DrawingError) {
    let matrix = try QRMatrix(payload: payload)
    side = matrix.sideWithQuietZone
    var path = ""
    matrix.forEachRun { row, columns in
      let (left, top) = (columns.lowerBound + QRMatrix.quietZone, row + QRMatrix.quietZone)
      path += "M\(left) \(top)h\(columns.count)v1h-\(columns.count)z"
    }
    self.path = path
  }
}
