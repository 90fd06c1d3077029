package import Drawing
package import Scenes

/// A screen that exists only as a picture: what is seen of the real ones from afar.
///
/// Fonts are loaded with the first picture and stay; the pixels do not.
package actor MemoryScreen {
  private var painter: ScenePainter?

  package init() {}

  /// The layout as a PNG.
  package func png(of layout: Layout) throws(DrawingError) -> [UInt8] {
    let picture = try Picture(width: layout.width, height: layout.height)
    try preparedPainter().paint(layout, on: picture)
    return try picture.png()
  }

  private func preparedPainter() throws(DrawingError) -> ScenePainter {
    if let painter { return painter }
    let made = try ScenePainter()
    painter = made
    return made
  }
}
