internal import CPangoCairo

/// Letters of one kind within a paragraph.
package struct TextSpan: Hashable, Sendable {
  package let text: String
  package let isBold: Bool
  package let isItalic: Bool

  package init(_ text: String, isBold: Bool = false, isItalic: Bool = false) {
    self.text = text
    self.isBold = isBold
    self.isItalic = isItalic
  }
}

/// How a paragraph of a document is set; lengths in points of 1/72 inch.
package struct ParagraphStyle: Hashable, Sendable {
  package enum Alignment: Hashable, Sendable {
    case left, centre, right, justified
  }

  package var size: Double
  package var alignment: Alignment
  /// How far the first line begins to the right of the others.
  package var firstLineIndent: Double
  /// Baseline to baseline, in natural line heights.
  package var lineSpacing: Double

  package init(
    size: Double, alignment: Alignment = .left, firstLineIndent: Double = 0, lineSpacing: Double = 1
  ) {
    self.size = size
    self.alignment = alignment
    self.firstLineIndent = firstLineIndent
    self.lineSpacing = lineSpacing
  }
}

/// A paragraph in lines of a width, ready to be drawn line by line: owner of a Pango layout.
package final class SetParagraph {
  private let layout: OpaquePointer
  /// Of each line, in points.
  package let lineHeights: [Double]
  private let baselines: [Double]

  package var height: Double { lineHeights.reduce(0, +) }

  fileprivate init(
    _ spans: [TextSpan], _ style: ParagraphStyle, width: Double, context: OpaquePointer
  ) throws(DrawingError) {
    guard let layout = pango_layout_new(context), let description = pango_font_description_new() else {
      throw .cairo(reason: "no layout")
    }
    self.layout = layout
    // The official face, and what has its measures where it is not installed.
    pango_font_description_set_family(description, "Times New Roman,Liberation Serif")
    pango_font_description_set_absolute_size(description, style.size * Double(PANGO_SCALE))
    pango_layout_set_font_description(layout, description)
    pango_font_description_free(description)
    pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
    pango_layout_set_indent(layout, Int32(style.firstLineIndent * Double(PANGO_SCALE)))
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    switch style.alignment {
    case .left: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
    case .centre: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
    case .right: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
    case .justified: pango_layout_set_justify(layout, 1)
    }
    let text = spans.map(\.text).joined()
    pango_layout_set_text(layout, text, Int32(text.utf8.count))
    if let attributes = pango_attr_list_new() {
      var start: UInt32 = 0
      for span in spans {
        let end = start + UInt32(span.text.utf8.count)
        for attribute in [
          span.isBold ? pango_attr_weight_new(PANGO_WEIGHT_BOLD) : nil,
          span.isItalic ? pango_attr_style_new(PANGO_STYLE_ITALIC) : nil,
        ].compactMap(\.self) {
          attribute.pointee.start_index = start
          attribute.pointee.end_index = end
          pango_attr_list_insert(attributes, attribute)
        }
        start = end
      }
      for number in Self.numbers(in: text) {
        guard let whole = pango_attr_allow_breaks_new(0) else { continue }
        (whole.pointee.start_index, whole.pointee.end_index) = (number.lowerBound, number.upperBound)
        pango_attr_list_insert(attributes, whole)
      }
      pango_layout_set_attributes(layout, attributes)
      pango_attr_list_unref(attributes)
    }
    var heights: [Double] = []
    var baselines: [Double] = []
    for index in 0..<pango_layout_get_line_count(layout) {
      var logical = PangoRectangle()
      pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, index), nil, &logical)
      let natural = Double(logical.height) / Double(PANGO_SCALE)
      heights.append(natural * style.lineSpacing)
      baselines.append(-Double(logical.y) / Double(PANGO_SCALE) + natural * (style.lineSpacing - 1) / 2)
    }
    lineHeights = heights
    self.baselines = baselines
  }

  /// The numbers of documents and dates in a text (“57/KH-UBND”), which no line is broken within; in bytes.
  private static func numbers(in text: String) -> [Range<UInt32>] {
    guard text.utf8.contains(UInt8(ascii: "/")) else { return [] }
    var numbers: [Range<UInt32>] = []
    var start = 0
    for word in text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false) {
      let isNumber = word.first.map { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ?? false
      if isNumber, word.count <= 40, word.contains(UInt8(ascii: "/")) {
        numbers.append(UInt32(start)..<UInt32(start + word.count))
      }
      start += word.count + 1
    }
    return numbers
  }

  deinit {
    g_object_unref(UnsafeMutableRawPointer(layout))
  }

  /// Draws lines one below the other, the first with its top at `y`.
  fileprivate func draw(_ lines: Range<Int>, x: Double, y: Double, on context: OpaquePointer) {
    var top = y
    for index in lines.clamped(to: lineHeights.indices) {
      // A line's own start is where its indentation and alignment put it.
      var logical = PangoRectangle()
      var iterator = pango_layout_get_iter(layout)
      for _ in 0..<index { pango_layout_iter_next_line(iterator) }
      pango_layout_iter_get_line_extents(iterator, nil, &logical)
      pango_layout_iter_free(iterator)
      iterator = nil
      cairo_move_to(context, x + Double(logical.x) / Double(PANGO_SCALE), top + baselines[index])
      pango_cairo_show_layout_line(context, pango_layout_get_line_readonly(layout, Int32(index)))
      top += lineHeights[index]
    }
  }
}

/// A document of pages as a PDF file in memory: owner of a Cairo surface, its context and its fonts.
///
/// Not `Sendable`: it lives within one rendering. Lengths are points of 1/72 inch from the upper left corner.
package final class PDFPages {
  private let file: UnsafeMutablePointer<[UInt8]>
  private let surface: OpaquePointer
  private let context: OpaquePointer
  private let fontMap: UnsafeMutablePointer<PangoFontMap>
  private let fonts: OpaquePointer

  package init(width: Double, height: Double, title: String) throws(DrawingError) {
    file = .allocate(capacity: 1)
    file.initialize(to: [])
    let surface = cairo_pdf_surface_create_for_stream(
      { file, bytes, count in
        file?.assumingMemoryBound(to: [UInt8].self).pointee
          .append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }, file, width, height)
    guard let surface, let context = cairo_create(surface), let fontMap = pango_cairo_font_map_new(),
      let fonts = pango_font_map_create_context(fontMap)
    else { throw .cairo(reason: "no document") }
    self.surface = surface
    self.context = context
    self.fontMap = fontMap
    self.fonts = fonts
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
    pango_cairo_context_set_resolution(fonts, 72)
    // Otherwise letters stand at whole points and look uneven.
    pango_context_set_round_glyph_positions(fonts, 0)
    try checkCairo(cairo_status(context))
  }

  deinit {
    cairo_destroy(context)
    // Ends the file, which may write once more.
    cairo_surface_destroy(surface)
    g_object_unref(UnsafeMutableRawPointer(fonts))
    g_object_unref(fontMap)
    file.deinitialize(count: 1)
    file.deallocate()
  }

  package func set(
    _ spans: [TextSpan], _ style: ParagraphStyle, width: Double
  ) throws(DrawingError) -> SetParagraph {
    try SetParagraph(spans, style, width: width, context: fonts)
  }

  package func draw(_ paragraph: SetParagraph, lines: Range<Int>, x: Double, y: Double) {
    cairo_set_source_rgb(context, 0, 0, 0)
    paragraph.draw(lines, x: x, y: y, on: context)
  }

  package func draw(_ paragraph: SetParagraph, x: Double, y: Double) {
    draw(paragraph, lines: paragraph.lineHeights.indices, x: x, y: y)
  }

  /// A black line from one point to another.
  package func rule(fromX: Double, fromY: Double, toX: Double, toY: Double, width: Double) {
    cairo_set_source_rgb(context, 0, 0, 0)
    cairo_set_line_width(context, width)
    cairo_move_to(context, fromX, fromY)
    cairo_line_to(context, toX, toY)
    cairo_stroke(context)
  }

  /// Draws the chart with its upper left corner at a point.
  package func draw(_ chart: BarChart, x: Double, y: Double, width: Double) throws(DrawingError) {
    cairo_save(context)
    cairo_translate(context, x, y)
    defer { cairo_restore(context) }
    try chart.draw(on: context, fonts: fonts, width: width)
  }

  package func endPage() {
    cairo_show_page(context)
  }

  /// The file. Nothing can be drawn after it.
  package func finish() throws(DrawingError) -> [UInt8] {
    cairo_surface_finish(surface)
    try checkCairo(cairo_surface_status(surface))
    return file.pointee
  }
}

/// Counts as bars, one below the other, each with its name and its number.
package struct BarChart: Hashable, Sendable {
  package struct Bar: Hashable, Sendable {
    package let name: String
    /// 0 and up.
    package let value: Int
    package let text: String

    package init(name: String, value: Int, text: String) {
      self.name = name
      self.value = value
      self.text = text
    }
  }

  package let bars: [Bar]

  package init(_ bars: [Bar]) {
    self.bars = bars
  }

  private static let barHeight = 13.0
  private static let pitch = 20.0
  /// The share of the width that names have, and numbers.
  private static let nameShare = 0.38
  private static let numberShare = 0.12

  /// In points, of any width.
  package var height: Double { Double(bars.count) * Self.pitch + 6 }

  fileprivate func draw(on context: OpaquePointer, fonts: OpaquePointer, width: Double) throws(DrawingError) {
    let left = width * Self.nameShare
    let room = width * (1 - Self.nameShare - Self.numberShare) - 8
    let largest = Double(max(1, bars.map(\.value).max() ?? 1))
    for (index, bar) in bars.enumerated() {
      let y = Double(index) * Self.pitch + 3
      let name = try SetParagraph(
        [TextSpan(bar.name)], ParagraphStyle(size: 10, alignment: .right), width: left - 6, context: fonts)
      let number = try SetParagraph(
        [TextSpan(bar.text)], ParagraphStyle(size: 10), width: width * Self.numberShare, context: fonts)
      let length = room * Double(bar.value) / largest
      cairo_set_source_rgb(context, 0.13, 0.34, 0.57)
      cairo_rectangle(context, left, y, length, Self.barHeight)
      cairo_fill(context)
      cairo_set_source_rgb(context, 0, 0, 0)
      // A name too long for its line shows its first line only.
      name.draw(0..<1, x: 0, y: y + (Self.barHeight - (name.lineHeights.first ?? 0)) / 2, on: context)
      number.draw(
        0..<1, x: left + length + 4, y: y + (Self.barHeight - (number.lineHeights.first ?? 0)) / 2, on: context)
    }
    cairo_set_source_rgb(context, 0, 0, 0)
    cairo_set_line_width(context, 0.75)
    cairo_move_to(context, left, 0)
    cairo_line_to(context, left, height)
    cairo_stroke(context)
    try checkCairo(cairo_status(context))
  }

  /// The chart as a picture, three dots a point, black and blue on white.
  ///
  /// - Parameter width: in points.
  package func png(width: Double) throws(DrawingError) -> [UInt8] {
    let scale = 3.0
    guard
      let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width * scale), Int32(height * scale))
    else { throw .cairo(reason: "no surface") }
    defer { cairo_surface_destroy(surface) }
    guard let context = cairo_create(surface) else { throw .cairo(reason: "no surface") }
    defer { cairo_destroy(context) }
    guard let fontMap = pango_cairo_font_map_new() else { throw .cairo(reason: "no font map") }
    defer { g_object_unref(fontMap) }
    guard let fonts = pango_font_map_create_context(fontMap) else { throw .cairo(reason: "no text context") }
    defer { g_object_unref(UnsafeMutableRawPointer(fonts)) }
    pango_cairo_context_set_resolution(fonts, 72)
    pango_context_set_round_glyph_positions(fonts, 0)
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    cairo_scale(context, scale, scale)
    try draw(on: context, fonts: fonts, width: width)
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
}
