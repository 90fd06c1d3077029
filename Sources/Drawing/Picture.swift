internal import CPangoCairo
import Scenes

/// The pixels of one screen, XRGB8888: owner of a Cairo surface and its context.
///
/// Not `Sendable`: who owns it draws on it and copies from it, one after the other.
package final class Picture {
  package let width: Int
  package let height: Int
  /// What is on it now; `nil` while it is blank.
  var shown: Layout?
  /// In which sizes its peers are.
  var shownPeerSizes: [Int: Double] = [:]
  private let surface: OpaquePointer
  private let context: OpaquePointer

  package init(width: Int, height: Int) throws(DrawingError) {
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)),
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

  /// What lies there is not to be relied on: the next layout is drawn whole.
  package func forget() {
    shown = nil
  }

  package func png() throws(DrawingError) -> [UInt8] {
    cairo_surface_flush(surface)
    return try writePNG(surface)
  }

  /// Lends the pixels: row after row, each `bytesPerRow` long, a pixel in native order as `0x??RRGGBB`.
  package func withPixels<T>(
    _ body: (_ pixels: UnsafeBufferPointer<UInt32>, _ pixelsPerRow: Int) throws -> T
  ) rethrows -> T {
    cairo_surface_flush(surface)
    let pixelsPerRow = Int(cairo_image_surface_get_stride(surface)) / 4
    let count = pixelsPerRow * height
    guard let data = cairo_image_surface_get_data(surface) else {
      return try body(UnsafeBufferPointer(start: nil, count: 0), pixelsPerRow)
    }
    return try data.withMemoryRebound(to: UInt32.self, capacity: count) { pixels in
      try body(UnsafeBufferPointer(start: pixels, count: count), pixelsPerRow)
    }
  }

  // MARK: Drawing

  /// Lets `body` draw inside the rectangle and nowhere else.
  func clipped(to frame: Rect, _ body: () throws(DrawingError) -> Void) throws(DrawingError) {
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_rectangle(context, Double(frame.x), Double(frame.y), Double(frame.width), Double(frame.height))
    cairo_clip(context)
    try body()
    try checkCairo(cairo_status(context))
  }

  func fill(_ frame: Rect, _ colour: Colour) {
    choose(colour)
    cairo_rectangle(context, Double(frame.x), Double(frame.y), Double(frame.width), Double(frame.height))
    cairo_fill(context)
  }

  /// A plane with rounded corners; its line lies inside the edge.
  func plane(_ frame: Rect, fill colour: Colour, line: Colour?, lineWidth: Int, radius: Int) {
    guard radius > 0 || line != nil else { return fill(frame, colour) }
    if let line {
      // Two fills leave no fringe of the fill's colour outside the line, as a stroke over a fill would.
      outline(frame, radius: Double(radius))
      choose(line)
      cairo_fill(context)
      outline(frame.inset(lineWidth, lineWidth), radius: Double(max(0, radius - lineWidth)))
    } else {
      outline(frame, radius: Double(radius))
    }
    choose(colour)
    cairo_fill(context)
  }

  /// A line along the inside of the frame.
  func ring(_ frame: Rect, _ colour: Colour, width: Int, radius: Int) {
    outline(frame, radius: Double(radius))
    outline(frame.inset(width, width), radius: Double(max(0, radius - width)))
    choose(colour)
    cairo_set_fill_rule(context, CAIRO_FILL_RULE_EVEN_ODD)
    cairo_fill(context)
    cairo_set_fill_rule(context, CAIRO_FILL_RULE_WINDING)
  }

  private func outline(_ frame: Rect, radius: Double) {
    let (left, top) = (Double(frame.x) + radius, Double(frame.y) + radius)
    let (right, bottom) = (Double(frame.maxX) - radius, Double(frame.maxY) - radius)
    cairo_new_sub_path(context)
    for (x, y, quarter) in [(right, top, -1.0), (right, bottom, 0), (left, bottom, 1), (left, top, 2)] {
      cairo_arc(context, x, y, radius, quarter * .pi / 2, (quarter + 1) * .pi / 2)
    }
    cairo_close_path(context)
  }

  /// Draws the paragraph with its origin at `x`, `y`.
  func draw(_ paragraph: Paragraph, x: Double, y: Double, _ colour: Colour) {
    choose(colour)
    cairo_move_to(context, x, y)
    paragraph.withLayout { pango_cairo_show_layout(context, $0) }
  }

  func draw(_ icon: Icon, in frame: Rect, _ colour: Colour) {
    cairo_save(context)
    defer { cairo_restore(context) }
    choose(colour)
    cairo_translate(context, Double(frame.x), Double(frame.y))
    cairo_scale(context, Double(frame.width) / IconPen.field, Double(frame.height) / IconPen.field)
    IconPen(context: context).draw(icon)
  }

  /// Draws the code on white, as large as whole pixels a module allow.
  func draw(_ code: QRMatrix, in frame: Rect) {
    fill(frame, Palette.paper)
    let scale = max(1, min(frame.width, frame.height) / code.sideWithQuietZone)
    let place = frame.centred(width: code.side * scale, height: code.side * scale)
    choose(Palette.ink)
    cairo_set_antialias(context, CAIRO_ANTIALIAS_NONE)
    code.forEachRun { row, columns in
      cairo_rectangle(
        context, Double(place.x + columns.lowerBound * scale), Double(place.y + row * scale),
        Double(columns.count * scale), Double(scale))
    }
    cairo_fill(context)
    cairo_set_antialias(context, CAIRO_ANTIALIAS_DEFAULT)
  }

  /// Draws the picture in the middle, as large as it fits.
  func draw(_ image: StoredImage, in frame: Rect) {
    guard image.width > 0, image.height > 0 else { return }
    let scale = min(Double(frame.width) / Double(image.width), Double(frame.height) / Double(image.height))
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_translate(
      context, Double(frame.x) + (Double(frame.width) - Double(image.width) * scale) / 2,
      Double(frame.y) + (Double(frame.height) - Double(image.height) * scale) / 2)
    cairo_scale(context, scale, scale)
    image.withSurface { cairo_set_source_surface(context, $0, 0, 0) }
    cairo_paint(context)
  }

  private func choose(_ colour: Colour) {
    cairo_set_source_rgb(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
  }
}
