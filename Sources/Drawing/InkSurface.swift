internal import CPangoCairo

func checkCairo(_ status: cairo_status_t) throws(DrawingError) {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  throw .cairo(reason: cairo_status_to_string(status).map { String(cString: $0) } ?? "\(status.rawValue)")
}

enum Ink {
  case black
  /// Takes ink away again, for letters on a black bar.
  case white
}

/// A sheet of ink coverage, 8 bits a dot: owner of a Cairo surface and its context.
///
/// Not `Sendable`: it lives within one rendering.
final class InkSurface {
  private let width: Int
  private let height: Int
  private let surface: OpaquePointer
  private let context: OpaquePointer

  init(width: Int, height: Int) throws(DrawingError) {
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(width), Int32(height)),
      let context = cairo_create(surface)
    else { throw .cairo(reason: "no surface") }
    self.width = width
    self.height = height
    self.surface = surface
    self.context = context
    try checkCairo(cairo_status(context))
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Draws the paragraph with its origin at `x`, `y`.
  func draw(_ paragraph: Paragraph, x: Double, y: Double, ink: Ink = .black) {
    choose(ink)
    cairo_move_to(context, x, y)
    paragraph.withLayout { pango_cairo_show_layout(context, $0) }
  }

  /// Draws the number with the upper left corner of its ink at `x`, `y`.
  func draw(_ numeral: Numeral, x: Double, y: Double) {
    choose(.black)
    let origin = numeral.paragraph.ink
    cairo_save(context)
    cairo_translate(context, x + numeral.pen / 2, y + numeral.pen / 2)
    cairo_scale(context, numeral.horizontalScale, 1)
    cairo_move_to(context, -origin.x, -origin.y)
    numeral.paragraph.withLayout { pango_cairo_layout_path(context, $0) }
    cairo_restore(context)
    cairo_set_line_width(context, numeral.pen)
    // Square corners stay; a joint sharper than 60°, as at the top of a narrow A, is cut off instead of growing a spike.
    cairo_set_line_join(context, CAIRO_LINE_JOIN_MITER)
    cairo_set_miter_limit(context, 2)
    cairo_fill_preserve(context)
    cairo_stroke(context)
  }

  /// Blackens a bar with rounded corners.
  func fill(_ box: Box, radius: Double) {
    choose(.black)
    let corners: [(x: Double, y: Double, quarter: Double)] = [
      (box.x + box.width - radius, box.y + radius, -1), (box.x + box.width - radius, box.maxY - radius, 0),
      (box.x + radius, box.maxY - radius, 1), (box.x + radius, box.y + radius, 2),
    ]
    cairo_new_sub_path(context)
    for corner in corners {
      cairo_arc(
        context, corner.x, corner.y, radius, corner.quarter * .pi / 2, (corner.quarter + 1) * .pi / 2)
    }
    cairo_close_path(context)
    cairo_fill(context)
  }

  /// Draws the code with the corner of its first module at whole dots `x`, `y`, `scale` dots a module, edges sharp.
  func draw(_ code: QRMatrix, x: Int, y: Int, scale: Int) {
    choose(.black)
    cairo_set_antialias(context, CAIRO_ANTIALIAS_NONE)
    code.forEachRun { row, columns in
      cairo_rectangle(
        context, Double(x + columns.lowerBound * scale), Double(y + row * scale), Double(columns.count * scale),
        Double(scale))
    }
    cairo_fill(context)
    cairo_set_antialias(context, CAIRO_ANTIALIAS_DEFAULT)
  }

  /// What has been drawn, as black dots.
  func bitmap() throws(DrawingError) -> Bitmap1 {
    try checkCairo(cairo_status(context))
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { throw .cairo(reason: "no data") }
    let stride = Int(cairo_image_surface_get_stride(surface))
    return Bitmap1(
      width: width, height: height, coverage: UnsafeBufferPointer(start: data, count: stride * height), stride: stride)
  }

  private func choose(_ ink: Ink) {
    cairo_set_source_rgba(context, 0, 0, 0, 1)
    cairo_set_operator(context, ink == .black ? CAIRO_OPERATOR_OVER : CAIRO_OPERATOR_DEST_OUT)
  }
}
