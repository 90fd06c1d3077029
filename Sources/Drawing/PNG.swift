internal import CPangoCairo

extension Bitmap1 {
  /// The picture as a greyscale PNG, a pixel a dot, black on white.
  package func png() throws(DrawingError) -> [UInt8] {
    let stride = Int(cairo_format_stride_for_width(CAIRO_FORMAT_A8, Int32(width)))
    // Cairo writes coverage as brightness.
    var brightness = [UInt8](repeating: 0xff, count: stride * height)
    for y in 0..<height {
      for x in 0..<width where isBlack(x: x, y: y) { brightness[y * stride + x] = 0 }
    }
    return try brightness.withUnsafeMutableBufferPointer { brightness throws(DrawingError) in
      guard
        let surface = cairo_image_surface_create_for_data(
          brightness.baseAddress, CAIRO_FORMAT_A8, Int32(width), Int32(height), Int32(stride))
      else { throw .cairo(reason: "no surface") }
      defer { cairo_surface_destroy(surface) }
      return try writePNG(surface)
    }
  }
}

/// The surface as the bytes of a PNG file.
func writePNG(_ surface: OpaquePointer) throws(DrawingError) -> [UInt8] {
  var file: [UInt8] = []
  var status = CAIRO_STATUS_NO_MEMORY
  withUnsafeMutablePointer(to: &file) { file in
    status = cairo_surface_write_to_png_stream(
      surface,
      { file, bytes, count in
        file?.assumingMemoryBound(to: [UInt8].self).pointee
          .append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }, file)
  }
  try checkCairo(status)
  return file
}
