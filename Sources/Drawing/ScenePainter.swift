package import Scenes

/// Draws layouts: owner of the fonts and of every paragraph that was set lately.
///
/// Not `Sendable`: who owns it draws one layout at a time, on whatever thread.
package final class ScenePainter {
  private struct Key: Hashable {
    let block: TextBlock
    let width: Int
    let height: Int
  }

  private struct Setting {
    let paragraph: Paragraph
    /// From the upper left corner of the frame to the paragraph's origin.
    let dx: Double
    let dy: Double
    var lastUse: Int
  }

  /// Paragraphs kept; some ten times what one screen holds.
  private static let settingLimit = 600
  private static let codeLimit = 8
  private static let imageLimit = 4

  private let typesetter: Typesetter
  private var settings: [Key: Setting] = [:]
  private var codes: [String: QRMatrix] = [:]
  private var images: [SlideImage: StoredImage] = [:]
  /// Of the layout that is being drawn.
  private var peerSizes: [Int: Double] = [:]
  private var paints = 0

  package init() throws(DrawingError) {
    typesetter = try Typesetter()
  }

  /// Draws what differs from what the picture shows, and returns the rectangles that were drawn anew.
  @discardableResult
  package func paint(_ layout: Layout, on picture: Picture) throws(DrawingError) -> [Rect] {
    paints += 1
    peerSizes = try sizesOfPeers(in: layout)
    // What did not change itself is set anew when its peers are.
    let resized = layout.elements.filter { element in
      element.block?.peers.map { peerSizes[$0] != picture.shownPeerSizes[$0] } ?? false
    }
    // Soft edges reach half a pixel beyond their frames.
    let changed = Layout.merged(
      (layout.difference(from: picture.shown) + resized.map(\.frame)).map {
        $0.inset(-1, -1).intersection(layout.bounds)
      })
    for rectangle in changed {
      try picture.clipped(to: rectangle) { () throws(DrawingError) in
        picture.fill(rectangle, layout.ground)
        for element in layout.elements where element.frame.inset(-1, -1).intersects(rectangle) {
          try draw(element, on: picture)
        }
      }
    }
    picture.shown = layout
    picture.shownPeerSizes = peerSizes
    if settings.count > Self.settingLimit { settings = settings.filter { $0.value.lastUse == paints } }
    return changed
  }

  /// The size in which the largest of each group of peers still fits.
  private func sizesOfPeers(in layout: Layout) throws(DrawingError) -> [Int: Double] {
    var sizes: [Int: Double] = [:]
    for element in layout.elements {
      guard let block = element.block, let peers = block.peers else { continue }
      let size = try fitted(block, in: element.textFrame).paragraph.size
      sizes[peers] = min(sizes[peers] ?? size, size)
    }
    return sizes
  }

  private func draw(_ element: Element, on picture: Picture) throws(DrawingError) {
    switch element.shape {
    case .plane(let fill, let line, let lineWidth, let radius):
      picture.plane(element.frame, fill: fill, line: line, lineWidth: lineWidth, radius: radius)
    case .ring(let colour, let width, let radius):
      picture.ring(element.frame, colour, width: width, radius: radius)
    case .text(let block):
      let setting = try setting(of: block, in: element.frame)
      picture.draw(
        setting.paragraph, x: Double(element.frame.x) + setting.dx, y: Double(element.frame.y) + setting.dy,
        block.colour)
    case .label(let icon, let side, _, let block):
      try draw(icon, side: side, block, words: element.textFrame, in: element.frame, on: picture)
    case .icon(let icon, let colour): picture.draw(icon, in: element.frame, colour)
    case .code(let payload): picture.draw(try code(payload), in: element.frame)
    case .image(let file):
      if let image = image(file) { picture.draw(image, in: element.frame) }
    }
  }

  private func draw(
    _ icon: Icon, side: Int, _ block: TextBlock, words: Rect, in frame: Rect, on picture: Picture
  ) throws(DrawingError) {
    let setting = try setting(of: block, in: words)
    // What the words leave free stands on both sides.
    let spare = (words.width - Int(setting.paragraph.logical.width.rounded(.up))) / 2
    let place = Rect(x: frame.x + spare, y: frame.y + (frame.height - side) / 2, width: side, height: side)
    picture.draw(icon, in: place, block.colour)
    picture.draw(
      setting.paragraph, x: Double(words.x + spare) + setting.dx, y: Double(words.y) + setting.dy, block.colour)
  }

  /// `nil` for a file that is gone or spoilt: its place stays empty.
  private func image(_ image: SlideImage) -> StoredImage? {
    if let known = images[image] { return known }
    if images.count >= Self.imageLimit { images.removeAll() }
    let made = try? StoredImage(file: image.file)
    images[image] = made
    return made
  }

  private func code(_ payload: String) throws(DrawingError) -> QRMatrix {
    if let known = codes[payload] { return known }
    if codes.count >= Self.codeLimit { codes.removeAll() }
    let made = try QRMatrix(payload: payload)
    codes[payload] = made
    return made
  }

  /// As it is drawn: in the size of its peers.
  private func setting(of block: TextBlock, in frame: Rect) throws(DrawingError) -> Setting {
    guard let size = block.peers.flatMap({ peerSizes[$0] }), size < block.size else {
      return try fitted(block, in: frame)
    }
    return try fitted(block.atMost(size), in: frame)
  }

  private func fitted(_ block: TextBlock, in frame: Rect) throws(DrawingError) -> Setting {
    let key = Key(block: block, width: frame.width, height: frame.height)
    if var known = settings[key] {
      known.lastUse = paints
      settings[key] = known
      return known
    }
    let paragraph = try typesetter.fit(block, width: frame.width, height: frame.height)
    let (dx, dy) = paragraph.origin(of: block, width: Double(frame.width), height: Double(frame.height))
    let made = Setting(paragraph: paragraph, dx: dx, dy: dy, lastUse: paints)
    settings[key] = made
    return made
  }

  /// How a text of a layout is drawn, and where it is inked within its frame: for whoever checks that nothing is cut off.
  struct Inspection {
    let block: TextBlock
    let frame: Rect
    let ink: Box
    let isCut: Bool
    let lines: Int
    /// Em size in pixels.
    let size: Double
  }

  func inspect(_ layout: Layout) throws(DrawingError) -> [Inspection] {
    peerSizes = try sizesOfPeers(in: layout)
    var inspections: [Inspection] = []
    for element in layout.elements {
      guard let block = element.block else { continue }
      let setting = try setting(of: block, in: element.textFrame)
      var ink = setting.paragraph.ink
      ink.x += setting.dx
      ink.y += setting.dy
      inspections.append(
        Inspection(
          block: block, frame: element.textFrame, ink: ink, isCut: setting.paragraph.isCut,
          lines: setting.paragraph.lines, size: setting.paragraph.size))
    }
    return inspections
  }
}

extension Element {
  /// The words it consists of, or has beside its icon.
  fileprivate var block: TextBlock? {
    switch shape {
    case .text(let block), .label(_, _, _, let block): block
    default: nil
    }
  }

  /// The part of its frame that is for words.
  fileprivate var textFrame: Rect {
    var words = frame
    if case .label(_, let side, let gap, _) = shape { _ = words.cutLeft(side, gap: gap) }
    return words
  }
}

extension Paragraph {
  /// Where it goes in a frame: by its lines, moved so far that no ink leaves the frame where it need not.
  fileprivate func origin(of block: TextBlock, width: Double, height: Double) -> (dx: Double, dy: Double) {
    let box = block.isFigure ? ink : logical
    let dx =
      switch block.alignment {
      case .leading: block.isFigure ? -ink.x : -min(logical.x, ink.x)
      case .centre: (width - box.width) / 2 - box.x
      case .trailing: width - (block.isFigure ? ink.x + ink.width : max(logical.x + logical.width, ink.x + ink.width))
      }
    let dy =
      switch block.position {
      case .top: -box.y
      case .middle: (height - box.height) / 2 - box.y
      case .bottom: height - box.maxY
      }
    let kept = max(-ink.y, min(dy, height - ink.maxY))
    return (dx.rounded(), kept.rounded())
  }
}
