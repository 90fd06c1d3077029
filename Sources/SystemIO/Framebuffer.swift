import CLinux
import Glibc

/// A panel that the kernel shows as a piece of memory, `/dev/fb0`: what is written there is seen.
///
/// Written through `mmap` alone: with the drivers that draw for others, a `write` of exactly one row shows nothing.
package final class Framebuffer {
  package enum Format: Hashable, Sendable {
    /// 32 bits, `0x??RRGGBB`.
    case x8r8g8b8
    case r5g6b5
  }

  package let path: String
  /// Pixels.
  package let width: Int
  package let height: Int
  package let bytesPerRow: Int
  package let format: Format
  /// Of the visible part; `nil` where the driver does not know.
  package let millimetres: (width: Int, height: Int)?
  /// How many whole pictures its memory holds one after the other: 1, or 2 where it can show the second too.
  package let pages: Int
  private let memory: MappedMemory
  private let file: FileDescriptor
  private let inode: ino_t

  package init(_ path: String) throws(SystemError) {
    self.path = path
    file = try FileDescriptor(opening: path, O_RDWR)
    var fixed = fb_fix_screeninfo()
    var variable = fb_var_screeninfo()
    guard ioctl(file.number, UInt(FBIOGET_FSCREENINFO), &fixed) == 0,
      ioctl(file.number, UInt(FBIOGET_VSCREENINFO), &variable) == 0
    else { throw SystemError("đọc thông số của", path) }
    guard let format = Format(variable), fixed.type == UInt32(FB_TYPE_PACKED_PIXELS) else {
      throw SystemError("hiểu định dạng điểm ảnh của", path, code: ENOTSUP)
    }
    self.format = format
    width = Int(variable.xres)
    height = Int(variable.yres)
    bytesPerRow = Int(fixed.line_length)
    let known = 1...3000
    let (wide, high) = (Int(variable.width), Int(variable.height))
    millimetres = known.contains(wide) && known.contains(high) ? (wide, high) : nil
    let page = bytesPerRow * height
    guard width > 0, height > 0, width * format.bytes <= bytesPerRow, page <= Int(fixed.smem_len) else {
      throw SystemError("hiểu kích thước của", path, code: EINVAL)
    }
    let canPan = fixed.ypanstep > 0 && height.isMultiple(of: Int(fixed.ypanstep))
    pages = canPan && Int(variable.yres_virtual) >= 2 * height && Int(fixed.smem_len) >= 2 * page ? 2 : 1
    memory = try MappedMemory(of: file.number, length: pages * page, name: path)
    inode = try Self.inode(of: path)
  }

  /// The memory of one page, row after row.
  package func page(_ index: Int) -> UnsafeMutableRawBufferPointer {
    let length = bytesPerRow * height
    return UnsafeMutableRawBufferPointer(rebasing: memory.bytes[index * length..<(index + 1) * length])
  }

  /// Shows a page from the next picture of the panel on.
  package func show(page index: Int) throws(SystemError) {
    guard pages > 1 else { return }
    var variable = fb_var_screeninfo()
    guard ioctl(file.number, UInt(FBIOGET_VSCREENINFO), &variable) == 0 else {
      throw SystemError("hiện hình lên", path)
    }
    variable.yoffset = UInt32(index * height)
    guard ioctl(file.number, UInt(FBIOPAN_DISPLAY), &variable) == 0 else { throw SystemError("hiện hình lên", path) }
  }

  /// Throws when the device is gone, or another stands in its place: what is written here is then seen by nobody.
  package func check() throws(SystemError) {
    guard try Self.inode(of: path) == inode else { throw SystemError("hiện hình lên", path, code: ENODEV) }
    var variable = fb_var_screeninfo()
    guard ioctl(file.number, UInt(FBIOGET_VSCREENINFO), &variable) == 0 else {
      throw SystemError("hiện hình lên", path)
    }
    guard Int(variable.xres) == width, Int(variable.yres) == height, Format(variable) == format else {
      throw SystemError("hiện hình lên", path, code: ESTALE)
    }
  }

  /// The kernel makes a new file for each device, even if it has the name of one before.
  private static func inode(of path: String) throws(SystemError) -> ino_t {
    var status = stat()
    guard stat(path, &status) == 0 else { throw SystemError("mở", path) }
    return status.st_ino
  }
}

extension Framebuffer.Format {
  fileprivate init?(_ variable: fb_var_screeninfo) {
    let shifts = [variable.red, variable.green, variable.blue].map { [$0.offset, $0.length] }
    switch (variable.bits_per_pixel, shifts) {
    case (32, [[16, 8], [8, 8], [0, 8]]): self = .x8r8g8b8
    case (16, [[11, 5], [5, 6], [0, 5]]): self = .r5g6b5
    default: return nil
    }
  }

  fileprivate var bytes: Int {
    switch self {
    case .x8r8g8b8: 4
    case .r5g6b5: 2
    }
  }
}
