internal import CPangoCairo
import Scenes

/// How a paragraph is set.
struct TextStyle {
  /// Em size in dots.
  var size: Double
  var isBold = false
  /// Lines at most.
  var maxLines = 2
  /// Dots between letters beyond the font's own.
  var letterSpacing = 0.0
  var alignment = TextBlock.Alignment.centre
  var keepsEnd = false
  /// A word longer than its line is torn apart; else it reaches out.
  var breaksWords = true
  /// What the first line begins with, and the others stand clear of.
  var bullet: String?
}

/// Sets Vietnamese text in Noto Sans: owner of one font map and one context, so that fonts are loaded once.
///
/// Not `Sendable`: the compiler keeps it with one owner, and Pango allows any thread as long as it is one at a time.
final class Typesetter {
  static let family = "Noto Sans"
  /// What begins with it is a point of a list.
  private static let bullet = "• "
  /// Baseline to baseline, in em: room for stacked marks.
  static let lineHeight = 1.4
  private static let unbounded = 100_000

  private let fontMap: UnsafeMutablePointer<PangoFontMap>
  private let context: OpaquePointer

  init() throws(DrawingError) {
    guard let fontMap = pango_cairo_font_map_new() else { throw .cairo(reason: "no font map") }
    guard let context = pango_font_map_create_context(fontMap) else {
      g_object_unref(fontMap)
      throw .cairo(reason: "no text context")
    }
    self.fontMap = fontMap
    self.context = context
    pango_context_set_round_glyph_positions(context, 0)
    guard let options = cairo_font_options_create() else { return }
    defer { cairo_font_options_destroy(options) }
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(context, options)
  }

  deinit {
    g_object_unref(UnsafeMutableRawPointer(context))
    g_object_unref(fontMap)
  }

  /// Sets `text` in lines no wider than `width` dots; several lines come out about equally long.
  ///
  /// Text too long for its lines is set smaller, down to 70 %; what still does not fit ends in “…”.
  func paragraph(_ text: String, _ style: TextStyle, width: Int) throws(DrawingError) -> Paragraph {
    var smaller = style
    for percent in [100.0, 90, 80] {
      smaller.size = style.size * percent / 100
      let paragraph = try Paragraph(text, smaller, width: width, context: context)
      if !paragraph.isCut { return paragraph }
    }
    smaller.size = style.size * 0.7
    return try Paragraph(text, smaller, width: width, context: context)
  }

  /// Sets words in a frame of whole pixels by the rule of `TextBlock`.
  func fit(_ block: TextBlock, width: Int, height: Int) throws(DrawingError) -> Paragraph {
    var style = TextStyle(
      size: block.size, isBold: block.isBold, maxLines: block.maxLines, alignment: block.alignment,
      keepsEnd: block.keepsEnd, breaksWords: false, bullet: block.text.hasPrefix(Self.bullet) ? Self.bullet : nil)
    // Digits are inked to 0.73 of their size: a height that is too low is known before anything is set.
    if block.isFigure { style.size = max(block.floor, min(block.size, (Double(height) / 0.74).rounded(.down))) }
    let text = Self.keptTogether(block.text)
    while true {
      // A figure is never cut.
      let paragraph = try Paragraph(text, style, width: block.isFigure ? Self.unbounded : width, context: context)
      let excess = paragraph.excess(over: block, width: width, height: height)
      if excess <= 1 { return paragraph }
      guard style.size > block.floor else {
        if !style.breaksWords {
          style.breaksWords = true
          continue
        }
        // Too much for its frame even so: fewer lines, the last of which ends in “…”.
        let isTooHigh = paragraph.logical.height > Double(height)
        guard isTooHigh, paragraph.lines > 1, !block.isFigure else { return paragraph }
        style.maxLines = min(style.maxLines, paragraph.lines) - 1
        continue
      }
      // One line shrinks in proportion; how several break anew is only seen by trying.
      let smaller = block.maxLines == 1 ? style.size / excess : style.size * 0.95
      // In steps, so that numbers alike are set alike and few sizes of the font are loaded.
      let step = max(1, (block.size / 48).rounded())
      style.size = max(block.floor, (min(smaller, style.size - 1) / step).rounded(.down) * step)
    }
  }

  /// A dash stays with the word before it, what a slash joins is not torn apart, and neither is the name of a weekday.
  private static func keptTogether(_ text: String) -> String {
    text.replacing(" – ", with: "\u{A0}– ").replacing("/", with: "/\u{2060}").replacing("Thứ ", with: "Thứ\u{A0}")
      .replacing("Chủ nhật", with: "Chủ\u{A0}nhật")
  }

  /// Sets a ticket number whose capitals are `capHeight` dots high, narrowed where `width` dots demand it.
  func numeral(_ text: String, capHeight: Double, width: Double) throws(DrawingError) -> Numeral {
    let capitals = try paragraph("H", TextStyle(size: 1000, maxLines: 1), width: Self.unbounded).ink.height / 1000
    let pen = (capHeight * Numeral.penShare).rounded()
    var style = TextStyle(size: (capHeight - pen) / capitals, maxLines: 1)
    // The pen grows into the space between the letters.
    style.letterSpacing = pen * Numeral.spacingInPens
    let paragraph = try paragraph(text, style, width: Self.unbounded)
    let scale = min(1, (width - pen) / paragraph.ink.width)
    return Numeral(paragraph: paragraph, horizontalScale: scale, pen: pen)
  }
}

struct Box: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var maxY: Double { y + height }
}

/// One set paragraph: owner of a Pango layout.
final class Paragraph {
  private let layout: OpaquePointer
  /// What is blackened, and what the lines occupy, from the paragraph's origin, in dots.
  let ink: Box
  let logical: Box
  /// Part of the text gave way to “…”.
  let isCut: Bool
  /// Em size in dots.
  let size: Double
  var lines: Int { Int(pango_layout_get_line_count(layout)) }

  fileprivate init(_ text: String, _ style: TextStyle, width: Int, context: OpaquePointer) throws(DrawingError) {
    guard let layout = pango_layout_new(context), let description = pango_font_description_new() else {
      throw .cairo(reason: "no layout")
    }
    defer { pango_font_description_free(description) }
    self.layout = layout
    size = style.size
    pango_font_description_set_family(description, Typesetter.family)
    pango_font_description_set_weight(description, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_font_description_set_absolute_size(description, style.size * Double(PANGO_SCALE))
    pango_layout_set_font_description(layout, description)
    if let attributes = pango_attr_list_new() {
      pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"))
      pango_attr_list_insert(
        attributes, pango_attr_letter_spacing_new(Int32(style.letterSpacing * Double(PANGO_SCALE))))
      pango_layout_set_attributes(layout, attributes)
      pango_attr_list_unref(attributes)
    }
    if let bullet = style.bullet {
      pango_layout_set_text(layout, bullet, -1)
      // Less than nothing is for all lines but the first.
      pango_layout_set_indent(layout, -Int32(Self.extents(of: layout).logical.width * Double(PANGO_SCALE)))
    }
    // A line break in a name would make a paragraph of its own, which `maxLines` does not count.
    let oneLine = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    // Fonts cover the precomposed letters.
    if let composed = g_utf8_normalize(oneLine, -1, G_NORMALIZE_DEFAULT_COMPOSE) {
      pango_layout_set_text(layout, composed, -1)
      g_free(composed)
    }
    switch style.alignment {
    case .leading: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
    case .centre: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
    case .trailing: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
    }
    pango_layout_set_wrap(layout, style.breaksWords ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD)
    pango_layout_set_ellipsize(layout, style.keepsEnd ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END)
    pango_layout_set_height(layout, Int32(-style.maxLines))
    pango_layout_set_width(layout, Int32(width) * PANGO_SCALE)
    let natural = Self.extents(of: layout).logical.height / Double(pango_layout_get_line_count(layout))
    pango_layout_set_spacing(layout, Int32(max(0, Typesetter.lineHeight * style.size - natural) * Double(PANGO_SCALE)))
    isCut = pango_layout_is_ellipsized(layout) != 0
    if !isCut { Self.balance(layout, width: width) }
    (ink, logical) = Self.extents(of: layout)
  }

  deinit {
    g_object_unref(UnsafeMutableRawPointer(layout))
  }

  /// By how much it is too large for a frame; 1 and less fits.
  fileprivate func excess(over block: TextBlock, width: Int, height: Int) -> Double {
    if block.isFigure { return max(ink.width / Double(width), ink.height / Double(height)) }
    let tall = logical.height / Double(height)
    // A single word may be wider than its line and has nowhere to break.
    let wide = max(logical.width, ink.width) / Double(width)
    // One line is cut where it would be too wide, so that its own width does not tell.
    if isCut { return max(tall, block.maxLines == 1 ? natural.width / Double(width) : 1.01) }
    return max(tall, wide)
  }

  /// What the text would occupy if it might be as long as it likes.
  private var natural: Box {
    guard let copy = pango_layout_copy(layout) else { return logical }
    defer { g_object_unref(UnsafeMutableRawPointer(copy)) }
    pango_layout_set_width(copy, -1)
    return Self.extents(of: copy).logical
  }

  /// Lends the layout for drawing.
  func withLayout(_ body: (OpaquePointer) -> Void) {
    body(layout)
  }

  /// Narrows the lines as far as their number allows, so that none is a lone word.
  private static func balance(_ layout: OpaquePointer, width: Int) {
    let lines = pango_layout_get_line_count(layout)
    guard lines > 1 else { return }
    // No word is torn apart for it.
    let wrap = pango_layout_get_wrap(layout)
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD)
    defer { pango_layout_set_wrap(layout, wrap) }
    var fits = width
    var tooNarrow = width / 2
    while fits - tooNarrow > 4 {
      let middle = (fits + tooNarrow) / 2
      pango_layout_set_width(layout, Int32(middle) * PANGO_SCALE)
      let isSame =
        pango_layout_get_line_count(layout) == lines && pango_layout_is_ellipsized(layout) == 0
        && Self.extents(of: layout).logical.width <= Double(middle)
      if isSame { fits = middle } else { tooNarrow = middle }
    }
    pango_layout_set_width(layout, Int32(fits) * PANGO_SCALE)
  }

  private static func extents(of layout: OpaquePointer) -> (ink: Box, logical: Box) {
    var ink = PangoRectangle()
    var logical = PangoRectangle()
    pango_layout_get_extents(layout, &ink, &logical)
    let box = { (rectangle: PangoRectangle) in
      let dots = { (units: Int32) in Double(units) / Double(PANGO_SCALE) }
      return Box(
        x: dots(rectangle.x), y: dots(rectangle.y), width: dots(rectangle.width), height: dots(rectangle.height))
    }
    return (box(ink), box(logical))
  }
}

/// A ticket number drawn by its outlines, so that it can be both narrow and even.
///
/// Squeezing a bold face thins its stems and leaves its bars thick. Here a regular face is squeezed and then inked all
/// round with a pen of one width, which keeps stems and bars alike.
struct Numeral {
  let paragraph: Paragraph
  let horizontalScale: Double
  /// Width of the pen in dots.
  let pen: Double

  /// Width of the pen in cap heights.
  static let penShare = 0.07
  static let spacingInPens = 0.8

  var width: Double { paragraph.ink.width * horizontalScale + pen }
  var height: Double { paragraph.ink.height + pen }
}
