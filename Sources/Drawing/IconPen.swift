internal import CPangoCairo
import Scenes

/// Draws the product's own pictograms as lines of one width on a field of 24 × 24.
struct IconPen {
  static let field = 24.0
  private static let lineWidth = 1.7

  private let context: OpaquePointer

  init(context: OpaquePointer) {
    self.context = context
    cairo_set_line_width(context, Self.lineWidth)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  // MARK: Strokes

  private typealias Point = (x: Double, y: Double)

  private func line(_ points: Point..., closed: Bool = false) {
    for (index, point) in points.enumerated() {
      if index == 0 { cairo_move_to(context, point.x, point.y) } else { cairo_line_to(context, point.x, point.y) }
    }
    if closed { cairo_close_path(context) }
    cairo_stroke(context)
  }

  /// - Parameters:
  ///   - from: degrees, clockwise from three o'clock.
  private func arc(_ x: Double, _ y: Double, _ radius: Double, from: Double = 0, to: Double = 360) {
    cairo_new_sub_path(context)
    cairo_arc(context, x, y, radius, from * .pi / 180, to * .pi / 180)
    cairo_stroke(context)
  }

  private func dot(_ x: Double, _ y: Double, _ radius: Double) {
    cairo_new_sub_path(context)
    cairo_arc(context, x, y, radius, 0, 2 * .pi)
    cairo_fill(context)
  }

  private func curve(from start: Point, _ first: Point, _ second: Point, to end: Point) {
    cairo_move_to(context, start.x, start.y)
    cairo_curve_to(context, first.x, first.y, second.x, second.y, end.x, end.y)
    cairo_stroke(context)
  }

  private func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ radius: Double) {
    cairo_new_sub_path(context)
    cairo_arc(context, x + width - radius, y + radius, radius, -.pi / 2, 0)
    cairo_arc(context, x + width - radius, y + height - radius, radius, 0, .pi / 2)
    cairo_arc(context, x + radius, y + height - radius, radius, .pi / 2, .pi)
    cairo_arc(context, x + radius, y + radius, radius, .pi, 1.5 * .pi)
    cairo_close_path(context)
    cairo_stroke(context)
  }

  /// Head and shoulders.
  private func person(_ x: Double, _ y: Double, _ size: Double) {
    arc(x, y - size * 0.75, size * 0.42)
    arc(x, y + size * 0.72, size * 0.85, from: 180, to: 360)
  }

  private func heart(_ x: Double, _ y: Double, _ size: Double) {
    cairo_move_to(context, x, y + size * 0.9)
    cairo_curve_to(context, x - size * 1.5, y, x - size, y - size * 1.1, x, y - size * 0.35)
    cairo_curve_to(context, x + size, y - size * 1.1, x + size * 1.5, y, x, y + size * 0.9)
    cairo_stroke(context)
  }

  // MARK: Pictograms

  func draw(_ icon: Icon) {
    switch icon {
    case .certificate, .land, .online, .identity, .health, .payment: service(icon)
    case .elderly, .wheelchair, .pregnant, .child, .medal, .star: priority(icon)
    default: sign(icon)
    }
  }

  private func service(_ icon: Icon) {
    switch icon {
    case .certificate:
      line((18.5, 10), (18.5, 3), (4.5, 3), (4.5, 20.5), (11, 20.5))
      line((8, 7.2), (15, 7.2))
      line((8, 11), (12.5, 11))
      arc(16.5, 15, 3.2)
      line((14.8, 17.8), (14.2, 21.5), (16.5, 20.2), (18.8, 21.5), (18.2, 17.8))
    case .land:
      line((2.8, 11.4), (12, 3.6), (21.2, 11.4))
      line((5.4, 9.6), (5.4, 20.4), (18.6, 20.4), (18.6, 9.6))
      line((9.8, 20.2), (9.8, 13.8), (14.2, 13.8), (14.2, 20.2))
    case .online:
      box(2.6, 3.8, 18.8, 12.6, 1.8)
      line((8, 20.6), (16, 20.6))
      line((12, 16.6), (12, 20.4))
      line((8.4, 10.2), (11, 12.8), (15.8, 7.4))
    case .identity:
      box(2.4, 5, 19.2, 14, 2)
      arc(8, 10.3, 1.9)
      arc(8, 16.2, 3.2, from: 200, to: 340)
      line((13.8, 9.6), (18.4, 9.6))
      line((13.8, 14), (18.4, 14))
    case .health:
      heart(12, 11.6, 9)
      line((6.6, 12), (9.4, 12), (11, 8.8), (13.2, 15), (14.6, 12), (17.4, 12))
    default:
      box(6, 2.4, 12, 19.2, 2.4)
      line((10.6, 18.6), (13.4, 18.6))
      box(9, 6.4, 2.4, 2.4, 0.2)
      box(13, 6.4, 2, 2.4, 0.2)
      box(9, 11, 2.4, 2.4, 0.2)
      line((13.2, 11), (15, 11), (15, 13.4))
    }
  }

  private func priority(_ icon: Icon) {
    switch icon {
    case .elderly:
      arc(11, 4.8, 2.2)
      line((10.6, 8.8), (8.6, 13.6), (10.8, 15.8), (10, 21))
      line((8.6, 13.6), (7.2, 21))
      line((10.6, 9.2), (13, 12.6), (15.8, 13.2))
      line((16.4, 21), (16.4, 12.4))
      arc(17.6, 12.2, 1.2, from: 180, to: 360)
    case .wheelchair:
      arc(10, 4.2, 1.9)
      line((10, 7.4), (10, 13.4), (15.4, 13.4), (17.8, 19.2), (19.8, 18.4))
      line((10.2, 9.8), (14.6, 9.8))
      arc(11, 16, 5, from: 60, to: 240)
    case .pregnant:
      arc(11, 4.4, 2.1)
      line((10, 8), (9, 15), (9, 21))
      curve(from: (11.4, 8.2), (17.6, 10.6), (17.6, 16.2), to: (11.8, 16.6))
      line((12, 16.8), (12, 21))
    case .child:
      arc(8.4, 5, 2.2)
      line((8.4, 8.6), (8.4, 14.6), (6.4, 21))
      line((8.4, 14.6), (10.4, 21))
      line((4.8, 13.6), (8.4, 9.4), (14.4, 13.8))
      arc(17, 11, 1.7)
      line((17, 14), (17, 17.4), (15.8, 21))
      line((17, 17.4), (18.2, 21))
      line((14.4, 13.8), (17, 14.6), (19.4, 17))
    case .medal:
      line((8.4, 2.6), (10.8, 9.6))
      line((15.6, 2.6), (13.2, 9.6))
      arc(12, 15.2, 5.8)
      star(12, 15.4, 3)
    default: star(12, 12.6, 9.6)
    }
  }

  private func star(_ x: Double, _ y: Double, _ radius: Double) {
    // Corners of a pentagram: sine and cosine of its angles, outer and inner in turn.
    let corners: [Point] = [
      (0, -1), (0.225, -0.309), (0.951, -0.309), (0.363, 0.118), (0.588, 0.809), (0, 0.382), (-0.588, 0.809),
      (-0.363, 0.118), (-0.951, -0.309), (-0.225, -0.309),
    ]
    for (index, corner) in corners.enumerated() {
      let point = (x + corner.x * radius, y + corner.y * radius)
      if index == 0 { cairo_move_to(context, point.0, point.1) } else { cairo_line_to(context, point.0, point.1) }
    }
    cairo_close_path(context)
    cairo_stroke(context)
  }

  private func sign(_ icon: Icon) {
    switch icon {
    case .back:
      line((10.4, 5), (3.6, 12), (10.4, 19))
      line((3.8, 12), (20.4, 12))
    case .help:
      // A bell on a counter.
      arc(12, 17, 8.4, from: 180, to: 360)
      line((2.4, 17.2), (21.6, 17.2))
      line((4.6, 20.6), (19.4, 20.6))
      line((12, 8.4), (12, 5.6))
      line((10, 5.2), (14, 5.2))
    case .textSize:
      line((1.8, 19.6), (7.4, 4.4), (8.8, 4.4), (14.4, 19.6))
      line((4.2, 14), (12, 14))
      line((15.4, 19.6), (18.6, 11), (19.4, 11), (22.6, 19.6))
      line((16.6, 16.6), (21.4, 16.6))
    case .language:
      arc(12, 12, 9.4)
      line((2.8, 12), (21.2, 12))
      curve(from: (12, 2.6), (6.4, 8), (6.4, 16), to: (12, 21.4))
      curve(from: (12, 2.6), (17.6, 8), (17.6, 16), to: (12, 21.4))
    case .check: line((4, 12.6), (9.6, 18.4), (20.4, 6.4))
    case .printer:
      line((6.4, 8.6), (6.4, 3), (17.6, 3), (17.6, 8.6))
      line((6.4, 17), (2.8, 17), (2.8, 8.6), (21.2, 8.6), (21.2, 17), (17.6, 17))
      line((6.4, 13.4), (17.6, 13.4), (17.6, 21), (6.4, 21), closed: true)
    case .camera:
      line(
        (2.6, 7.4), (7.2, 7.4), (8.8, 4.6), (15.2, 4.6), (16.8, 7.4), (21.4, 7.4), (21.4, 19.4), (2.6, 19.4),
        closed: true)
      arc(12, 13, 3.7)
    case .clock:
      arc(12, 12, 9.4)
      line((12, 6.4), (12, 12.2), (15.8, 14.6))
    case .warning:
      line((12, 3), (22, 20.4), (2, 20.4), closed: true)
      line((12, 9.4), (12, 14.4))
      dot(12, 17.4, 1.15)
    case .people:
      person(8.6, 12.4, 6.4)
      arc(16.6, 8, 2.3)
      arc(16.6, 17, 5.2, from: 250, to: 360)
    case .info:
      arc(12, 12, 9.4)
      line((12, 11), (12, 16.6))
      dot(12, 7.4, 1.2)
    case .closed:
      // A sign on a door.
      line((12, 2.6), (6.4, 8.4))
      line((12, 2.6), (17.6, 8.4))
      box(2.8, 8.6, 18.4, 11.6, 1.8)
      line((7.6, 14.4), (16.4, 14.4))
    default:
      box(3, 3, 7.6, 7.6, 1.6)
      box(13.4, 3, 7.6, 7.6, 1.6)
      box(3, 13.4, 7.6, 7.6, 1.6)
      box(13.4, 13.4, 7.6, 7.6, 1.6)
    }
  }
}
