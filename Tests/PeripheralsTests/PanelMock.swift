import CLinux
import CUMockdev
import Foundation
import Synchronization

/// A framebuffer of 1920 × 1080 pixels that the mocked machine has at `/dev/fb0`.
final class PanelMock {
  static let (width, height) = (1920, 1080)
  private static let bytesPerRow = width * 4

  private let file: String
  /// Which page has been shown, the latest last.
  private let flips = Flips()

  private final class Flips: Sendable {
    let pages = Mutex<[Int]>([])
  }

  /// - Parameter pages: whole pictures that its memory holds one after the other.
  init(on bed: Bed, pages: Int = 1) throws {
    file = try bed.makeFile("/dev/fb0", bytes: pages * Self.bytesPerRow * Self.height)
    // The console of the machine that runs the tests belongs to its people: here there is one that is none.
    try bed.makeFile("/dev/tty0", bytes: 0)
    _ = try IoctlAnswers(of: "/dev/fb0", on: bed) { [flips] request, client in
      switch CInt(truncatingIfNeeded: request) {
      case FBIOGET_VSCREENINFO: client.answer(PanelMock.variable(pages))
      case FBIOGET_FSCREENINFO: client.answer(PanelMock.fixed(pages))
      case FBIOPAN_DISPLAY:
        guard let row = client.number(at: 20, of: MemoryLayout<fb_var_screeninfo>.size) else { return false }
        flips.pages.withLock { $0.append(Int(row) / PanelMock.height) }
        client.answer([])
      default: return false
      }
      return true
    }
  }

  /// The pages that were shown, one after the other; none where there is but one.
  var shownPages: [Int] { flips.pages.withLock { $0 } }

  /// What is on the first page at a place, or on another, `0xRRGGBB`.
  func pixel(x: Int, y: Int, page: Int = 0) throws -> UInt32 {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
    defer { try? handle.close() }
    try handle.seek(toOffset: UInt64((page * Self.height + y) * Self.bytesPerRow + x * 4))
    let bytes = try handle.read(upToCount: 4) ?? Data()
    return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } & 0xffffff
  }

  private static func variable(_ pages: Int) -> fb_var_screeninfo {
    var info = fb_var_screeninfo()
    (info.xres, info.yres) = (UInt32(width), UInt32(height))
    (info.xres_virtual, info.yres_virtual) = (info.xres, info.yres * UInt32(pages))
    info.bits_per_pixel = 32
    info.red = fb_bitfield(offset: 16, length: 8, msb_right: 0)
    info.green = fb_bitfield(offset: 8, length: 8, msb_right: 0)
    info.blue = fb_bitfield(offset: 0, length: 8, msb_right: 0)
    // Millimetres of a panel of 24 inches.
    (info.width, info.height) = (531, 299)
    return info
  }

  private static func fixed(_ pages: Int) -> fb_fix_screeninfo {
    var info = fb_fix_screeninfo()
    info.smem_len = UInt32(pages * bytesPerRow * height)
    info.ypanstep = pages > 1 ? 1 : 0
    info.line_length = UInt32(bytesPerRow)
    return info
  }
}
