import CLinux
import CUMockdev
import Foundation

/// A framebuffer of 1920 × 1080 pixels that the mocked machine has at `/dev/fb0`.
final class PanelMock {
  static let (width, height) = (1920, 1080)
  private static let bytesPerRow = width * 4

  private let file: String

  init(on bed: Bed) throws {
    file = try bed.makeFile("/dev/fb0", bytes: Self.bytesPerRow * Self.height)
    // The console of the machine that runs the tests belongs to its people: here there is one that is none.
    try bed.makeFile("/dev/tty0", bytes: 0)
    _ = try IoctlAnswers(of: "/dev/fb0", on: bed) { request, client in
      switch CInt(truncatingIfNeeded: request) {
      case FBIOGET_VSCREENINFO: client.answer(PanelMock.variable)
      case FBIOGET_FSCREENINFO: client.answer(PanelMock.fixed)
      default: return false
      }
      return true
    }
  }

  /// What is seen at a place, `0xRRGGBB`.
  func pixel(x: Int, y: Int) throws -> UInt32 {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
    defer { try? handle.close() }
    try handle.seek(toOffset: UInt64(y * Self.bytesPerRow + x * 4))
    let bytes = try handle.read(upToCount: 4) ?? Data()
    return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } & 0xffffff
  }

  private static var variable: fb_var_screeninfo {
    var info = fb_var_screeninfo()
    (info.xres, info.yres) = (UInt32(width), UInt32(height))
    (info.xres_virtual, info.yres_virtual) = (info.xres, info.yres)
    info.bits_per_pixel = 32
    info.red = fb_bitfield(offset: 16, length: 8, msb_right: 0)
    info.green = fb_bitfield(offset: 8, length: 8, msb_right: 0)
    info.blue = fb_bitfield(offset: 0, length: 8, msb_right: 0)
    // Millimetres of a panel of 24 inches.
    (info.width, info.height) = (531, 299)
    return info
  }

  private static var fixed: fb_fix_screeninfo {
    var info = fb_fix_screeninfo()
    info.smem_len = UInt32(bytesPerRow * height)
    info.line_length = UInt32(bytesPerRow)
    return info
  }
}
