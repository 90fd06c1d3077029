/// Texts that stand beside one another and would look uneven in sizes of their own.
enum Peers: Int {
  /// Names in a list or on the cards of a page, what is said under each, and what stands at the end of its row.
  case names, details, figures
  /// Numbers called before, and their counters.
  case numbers, counters
  /// The sentences of a notice.
  case sentences
  /// The buttons at the foot.
  case buttons
}

/// A layout while it is being made: units into pixels, and what was placed so far.
struct Stage {
  let panel: Panel
  let theme: Theme
  /// Pixels a unit.
  let unit: Double
  /// By how much letters are larger than usual.
  let textScale: Double
  private(set) var elements: [Element] = []
  private(set) var targets: [Target] = []
  var elsewhere: KioskAction?

  init(panel: Panel, theme: Theme, textScale: Double = 1) {
    self.panel = panel
    self.theme = theme
    self.textScale = textScale
    // A screen that is nearly square has no room for more than its longer side allows.
    unit = min(Double(min(panel.width, panel.height)) / 1080, Double(max(panel.width, panel.height)) / 1600)
  }

  var bounds: Rect { Rect(x: 0, y: 0, width: panel.width, height: panel.height) }

  func px(_ units: Double) -> Int { Int((units * unit).rounded()) }

  func px(millimetres: Double) -> Int { Int((millimetres * panel.pixelsPerMillimetre).rounded(.up)) }

  /// A height in units that a finger can hit. A glass too small for hands gets as much as still leaves a page.
  func reach(_ units: Double) -> Int { max(px(units), min(px(millimetres: Reach.target), shorterSide / 6)) }

  /// A distance in units that keeps fingers apart.
  func apart(_ units: Double) -> Int { max(px(units), min(px(millimetres: Reach.gap), shorterSide / 24)) }

  private var shorterSide: Int { min(panel.width, panel.height) }

  /// The height of so many lines.
  func lines(_ count: Double, _ size: Double) -> Int { px(size * textScale * 1.42 * count) }

  /// In how many lines bold words of a size come out in a width, about.
  func lineCount(of text: String, size: Double, in width: Int) -> Int {
    let length = Double(text.count) * 0.6 * size * textScale * unit
    return max(1, Int((length / Double(max(1, width))).rounded(.up)))
  }

  mutating func plane(
    _ frame: Rect, fill: Colour, line: Colour? = nil, lineWidth: Double = 2, radius: Double = Space.radius
  ) {
    guard !frame.isEmpty else { return }
    elements.append(
      Element(
        frame: frame,
        shape: .plane(
          fill: fill, line: line, lineWidth: line == nil ? 0 : max(1, px(lineWidth)),
          radius: min(px(radius), frame.height / 2, frame.width / 2))))
  }

  /// - Parameters:
  ///   - size: in units, before the letters are made larger.
  ///   - floor: the smallest it may become, in units, before the letters are made larger: what is larger stays so by
  ///     as much when it has to shrink.
  ///   - peers: whose texts come out in one size.
  mutating func text(
    _ text: String, in frame: Rect, size: Double, floor: Double? = nil, bold: Bool = false, colour: Colour,
    align: TextBlock.Alignment = .leading, at position: TextBlock.Position = .middle, lines: Int = 1,
    figure: Bool = false, keepingEnd: Bool = false, peers: Peers? = nil
  ) {
    guard !text.isEmpty, !frame.isEmpty else { return }
    let wanted = size * textScale * unit
    let block = TextBlock(
      text: text, size: wanted, floor: least(wanted, floor ?? min(size, TypeScale.body)), isBold: bold,
      colour: colour, alignment: align, position: position, maxLines: lines, isFigure: figure, keepsEnd: keepingEnd,
      peers: peers?.rawValue)
    elements.append(Element(frame: frame, shape: .text(block)))
  }

  private func least(_ wanted: Double, _ floor: Double) -> Double { min(wanted, floor * textScale * unit) }

  /// Bold words in the middle of a button, with an icon before them.
  mutating func label(
    _ text: String, icon: Icon?, in frame: Rect, size: Double, colour: Colour, peers: Peers? = nil
  ) {
    guard let icon else {
      return self.text(
        text, in: frame, size: size, floor: min(size, TypeScale.body), bold: true, colour: colour, align: .centre,
        lines: 2, peers: peers)
    }
    let wanted = size * textScale * unit
    let block = TextBlock(
      text: text, size: wanted, floor: least(wanted, min(size, TypeScale.body)), isBold: true, colour: colour,
      alignment: .leading, position: .middle, maxLines: 2, isFigure: false, keepsEnd: false, peers: peers?.rawValue)
    elements.append(Element(frame: frame, shape: .label(icon, side: px(size * 1.3), gap: px(18), block)))
  }

  mutating func icon(_ icon: Icon, in frame: Rect, colour: Colour) {
    let side = min(frame.width, frame.height)
    elements.append(Element(frame: frame.centred(width: side, height: side), shape: .icon(icon, colour)))
  }

  mutating func code(_ payload: String, in frame: Rect) {
    elements.append(Element(frame: frame, shape: .code(payload)))
  }

  mutating func image(_ image: SlideImage, in frame: Rect) {
    elements.append(Element(frame: frame, shape: .image(image)))
  }

  mutating func target(_ frame: Rect, _ action: KioskAction) {
    targets.append(Target(frame: frame, action: action))
  }

  func layout() -> Layout {
    Layout(
      width: panel.width, height: panel.height, ground: theme.ground, elements: elements, targets: targets,
      elsewhere: elsewhere, tolerance: (px(millimetres: Reach.gap) - 1) / 2)
  }
}
