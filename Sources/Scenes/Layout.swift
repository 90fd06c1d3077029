/// A rectangle of whole pixels.
package struct Rect: Hashable, Sendable {
  package var x: Int
  package var y: Int
  package var width: Int
  package var height: Int

  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  package var maxX: Int { x + width }
  package var maxY: Int { y + height }
  package var isEmpty: Bool { width == 0 || height == 0 }

  package func contains(x px: Int, y py: Int) -> Bool {
    px >= x && px < maxX && py >= y && py < maxY
  }

  package func contains(_ other: Rect) -> Bool {
    other.x >= x && other.y >= y && other.maxX <= maxX && other.maxY <= maxY
  }

  package func intersects(_ other: Rect) -> Bool {
    x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
  }

  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }

  package func union(_ other: Rect) -> Rect {
    if isEmpty { return other }
    if other.isEmpty { return self }
    let left = min(x, other.x)
    let top = min(y, other.y)
    return Rect(x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
  }

  package func inset(_ dx: Int, _ dy: Int) -> Rect {
    Rect(x: x + dx, y: y + dy, width: width - 2 * dx, height: height - 2 * dy)
  }

  /// The distance between two rectangles along the axis that keeps them apart; 0 when they touch or overlap.
  package func distance(to other: Rect) -> Int {
    max(0, other.x - maxX, x - other.maxX, other.y - maxY, y - other.maxY)
  }

  // MARK: Cutting pieces off

  package mutating func cutTop(_ size: Int, gap: Int = 0) -> Rect {
    let piece = Rect(x: x, y: y, width: width, height: min(size, height))
    self = Rect(x: x, y: y + size + gap, width: width, height: height - size - gap)
    return piece
  }

  package mutating func cutBottom(_ size: Int, gap: Int = 0) -> Rect {
    let taken = min(size, height)
    let piece = Rect(x: x, y: maxY - taken, width: width, height: taken)
    height = max(0, height - size - gap)
    return piece
  }

  package mutating func cutLeft(_ size: Int, gap: Int = 0) -> Rect {
    let piece = Rect(x: x, y: y, width: min(size, width), height: height)
    self = Rect(x: x + size + gap, y: y, width: width - size - gap, height: height)
    return piece
  }

  package mutating func cutRight(_ size: Int, gap: Int = 0) -> Rect {
    let taken = min(size, width)
    let piece = Rect(x: maxX - taken, y: y, width: taken, height: height)
    width = max(0, width - size - gap)
    return piece
  }

  /// Equal cells, row by row.
  package func grid(columns: Int, rows: Int, gap: Int) -> [Rect] {
    (0..<rows * columns).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let left = (width + gap) * column / columns
      let right = (width + gap) * (column + 1) / columns - gap
      let top = (height + gap) * row / rows
      let bottom = (height + gap) * (row + 1) / rows - gap
      return Rect(x: x + left, y: y + top, width: right - left, height: bottom - top)
    }
  }

  /// A rectangle of this size in the middle.
  package func centred(width: Int, height: Int) -> Rect {
    Rect(x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width, height: height)
  }
}

/// Words in a rectangle. They begin at `size` and are set smaller, down to `floor`, until they fit into their lines and
/// their rectangle; what still does not fit ends in “…”.
package struct TextBlock: Hashable, Sendable {
  package enum Alignment: Hashable, Sendable {
    case leading, centre, trailing
  }

  package enum Position: Hashable, Sendable {
    case top, middle, bottom
  }

  package let text: String
  /// Em size in pixels.
  package let size: Double
  package let floor: Double
  package let isBold: Bool
  package let colour: Colour
  package let alignment: Alignment
  package let position: Position
  package let maxLines: Int
  /// Digits and capitals alone: what is inked is fitted and placed, not the room above and below that marks would need.
  package let isFigure: Bool
  /// What does not fit is left out of the middle: the end tells one from the other.
  package let keepsEnd: Bool
  /// All texts of a layout with the same number come out in one size, that of the longest.
  package var peers: Int? = nil

  /// The same that begins no larger.
  package func atMost(_ size: Double) -> TextBlock {
    TextBlock(
      text: text, size: min(size, self.size), floor: min(floor, size), isBold: isBold, colour: colour,
      alignment: alignment, position: position, maxLines: maxLines, isFigure: isFigure, keepsEnd: keepsEnd,
      peers: peers)
  }
}

/// A drawn thing and the pixels it may touch.
package struct Element: Hashable, Sendable {
  package enum Shape: Hashable, Sendable {
    /// A plane with rounded corners; the line lies inside its edge.
    case plane(fill: Colour, line: Colour?, lineWidth: Int, radius: Int)
    /// A line along the inside of the frame, with nothing in its midst.
    case ring(Colour, width: Int, radius: Int)
    case text(TextBlock)
    case icon(Icon, Colour)
    /// An icon of `side` pixels and words beside it, as one thing in the middle of the frame.
    case label(Icon, side: Int, gap: Int, TextBlock)
    /// A QR code on white, with its quiet zone.
    case code(String)
    /// A picture, as large as it fits.
    case image(SlideImage)
  }

  package let frame: Rect
  package let shape: Shape
}

/// What a finger can do at a place.
package struct Target: Hashable, Sendable {
  package let frame: Rect
  package let action: KioskAction
}

/// Everything a screen shows, placed: the one value that drawing and touch share.
package struct Layout: Hashable, Sendable {
  package let width: Int
  package let height: Int
  package let ground: Colour
  /// From back to front.
  package let elements: [Element]
  /// None over another; in the order in which a keypad counts them.
  package let targets: [Target]
  /// What a touch beside every target means.
  package let elsewhere: KioskAction?
  /// How far beside a target a touch still means it, in pixels: less than half of the least gap.
  package let tolerance: Int

  package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// What a touch means: the target it lies in, else the nearest within reach.
  package func action(atX x: Int, y: Int) -> KioskAction? {
    guard bounds.contains(x: x, y: y) else { return nil }
    if let hit = target(atX: x, y: y) { return hit.action }
    return elsewhere
  }

  /// The rectangles in which it differs from what was shown before; the whole when there is no telling.
  ///
  /// One changed text costs its own rectangle and no more.
  package func difference(from earlier: Layout?) -> [Rect] {
    guard let earlier, earlier.width == width, earlier.height == height, earlier.ground == ground else {
      return [bounds]
    }
    let changed = elements.difference(from: earlier.elements).map { change in
      switch change {
      case .insert(_, let element, _), .remove(_, let element, _): element.frame
      }
    }
    return Self.merged(changed)
  }

  /// Joins rectangles that overlap, so that no pixel is drawn twice.
  package static func merged(_ rectangles: [Rect]) -> [Rect] {
    var merged: [Rect] = []
    for rectangle in rectangles where !rectangle.isEmpty {
      var grown = rectangle
      while let index = merged.firstIndex(where: { $0.intersects(grown) }) {
        grown = grown.union(merged.remove(at: index))
      }
      merged.append(grown)
    }
    return merged.sorted { ($0.y, $0.x) < ($1.y, $1.x) }
  }
}

/// The screen that is laid out for.
package struct Panel: Hashable, Sendable {
  /// Pixels.
  package let width: Int
  package let height: Int
  /// Of the visible width, in millimetres.
  package let millimetres: Double

  package static let widths = 640...7680
  package static let heights = 480...7680
  /// Of width and height together: 4K. A picture takes four bytes for each while it is drawn.
  package static let mostPixels = 3840 * 2160

  /// - Parameter millimetres: of the visible width; `nil` takes a panel of 24 inches.
  package init(width: Int, height: Int, millimetres: Double? = nil) {
    self.width = width
    self.height = height
    let diagonal = Double(width * width + height * height).squareRoot()
    self.millimetres = millimetres ?? 24 * 25.4 * Double(width) / diagonal
  }

  package var isPortrait: Bool { height > width }
  package var pixelsPerMillimetre: Double { Double(width) / millimetres }
}

extension Panel {
  /// As many pixels on the same glass; a side that is not given keeps its own.
  package func resized(width: Int?, height: Int?) -> Panel {
    Panel(width: width ?? self.width, height: height ?? self.height, millimetres: millimetres)
  }
}
