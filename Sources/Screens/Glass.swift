import Drawing
import Scenes
import SystemIO

/// A panel that shows pictures: a framebuffer, or a monitor at a connector of a graphics card.
///
/// It belongs to the thread that made it, and what it took is given back with it.
protocol Glass: AnyObject {
  /// For people: `HDMI-A-1`, `/dev/fb0`.
  var name: String { get }
  /// Pixels, as the panel counts them.
  var width: Int { get }
  var height: Int { get }
  /// Of the visible part; `nil` where nobody knows.
  var millimetres: (width: Int, height: Int)? { get }
  /// The picture before is still on its way to the panel; the next has to wait for it.
  var isBusy: Bool { get }

  /// Shows the picture, of which only `changed` differs from the one shown last.
  func show(_ picture: Picture, changed: [Rect], rotation: Rotation) throws(SystemError)
  /// What is there is not what was shown last: somebody else has used the panel.
  func forget()
  /// Throws when the panel is gone, or does not answer.
  func check(now: ContinuousClock.Instant) throws(SystemError)
}

/// What each page of a panel has not been told yet, where pictures alternate between pages.
struct PageLedger {
  private var missing: [[Rect]]
  /// The page that is drawn on next.
  private(set) var next = 0

  init(pages: Int) {
    missing = Array(repeating: [], count: pages)
  }

  mutating func forget(_ bounds: Rect) {
    missing = Array(repeating: [bounds], count: missing.count)
  }

  /// What has to be copied to the next page, so that it shows everything; it counts as copied.
  mutating func take(_ changed: [Rect]) -> [Rect] {
    for page in missing.indices { missing[page] = Layout.merged(missing[page] + changed) }
    defer {
      missing[next] = []
      next = (next + 1) % missing.count
    }
    return missing[next]
  }
}

final class FramebufferGlass: Glass {
  private let buffer: Framebuffer
  private var ledger: PageLedger

  var name: String { buffer.path }
  var width: Int { buffer.width }
  var height: Int { buffer.height }
  var millimetres: (width: Int, height: Int)? { buffer.millimetres }
  let isBusy = false

  init(_ path: String) throws(SystemError) {
    buffer = try Framebuffer(path)
    ledger = PageLedger(pages: buffer.pages)
  }

  func show(_ picture: Picture, changed: [Rect], rotation: Rotation) throws(SystemError) {
    let page = ledger.next
    let format: PixelFormat =
      switch buffer.format {
      case .x8r8g8b8: .xrgb8888
      case .r5g6b5: .rgb565
      }
    for rect in ledger.take(changed) {
      picture.copy(
        rect, to: buffer.page(page), bytesPerRow: buffer.bytesPerRow, format: format, rotation: rotation)
    }
    try buffer.show(page: page)
  }

  func forget() {
    // Larger than any picture: what is copied is cut to it.
    ledger.forget(Rect(x: 0, y: 0, width: max(width, height), height: max(width, height)))
  }

  func check(now: ContinuousClock.Instant) throws(SystemError) {
    try buffer.check()
  }
}
