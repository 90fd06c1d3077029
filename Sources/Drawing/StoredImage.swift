internal import CPangoCairo
import Foundation
import Scenes

/// Why a file is no picture to be shown, for whoever put it there.
package struct ImageProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
}

/// A picture read from a PNG file: owner of its Cairo surface.
///
/// Whatever is in the file, it takes bounded memory: its size is looked at before it is unpacked.
package final class StoredImage {
  package let width: Int
  package let height: Int
  private let surface: OpaquePointer

  package static let mostBytes = 8 << 20
  package static let mostPixels = Panel.mostPixels
  /// Of the longer side, as it is kept: no page shows it larger.
  static let keptSide = 960

  package init(file: String) throws(ImageProblem) {
    let png = try Self.bytes(of: file)
    try Self.checkHeader(png)
    guard let whole = Self.unpack(png) else { throw ImageProblem(description: "ảnh PNG hỏng, không đọc được.") }
    let (wide, high) = (cairo_image_surface_get_width(whole), cairo_image_surface_get_height(whole))
    guard max(wide, high) > Int32(Self.keptSide) else {
      surface = whole
      (width, height) = (Int(wide), Int(high))
      return
    }
    defer { cairo_surface_destroy(whole) }
    let scale = Double(Self.keptSide) / Double(max(wide, high))
    (width, height) = (max(1, Int(Double(wide) * scale)), max(1, Int(Double(high) * scale)))
    guard let kept = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height)),
      let context = cairo_create(kept)
    else { throw ImageProblem(description: "không đủ bộ nhớ cho ảnh.") }
    cairo_scale(context, Double(width) / Double(wide), Double(height) / Double(high))
    cairo_set_source_surface(context, whole, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_GOOD)
    cairo_paint(context)
    cairo_destroy(context)
    surface = kept
  }

  deinit {
    cairo_surface_destroy(surface)
  }

  func withSurface(_ body: (OpaquePointer) -> Void) {
    body(surface)
  }

  private static func bytes(of file: String) throws(ImageProblem) -> [UInt8] {
    // A pipe or a device would keep whoever reads it waiting, or never end.
    let target = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: target)
    guard attributes?[.type] as? FileAttributeType == .typeRegular, let size = attributes?[.size] as? Int else {
      throw ImageProblem(description: "không có tệp ảnh này.")
    }
    guard size <= mostBytes else { throw ImageProblem(description: "ảnh lớn quá \(mostBytes >> 20) MiB.") }
    guard let data = FileManager.default.contents(atPath: target) else {
      throw ImageProblem(description: "không đọc được tệp ảnh; hãy xem quyền của tệp.")
    }
    return Array(data)
  }

  /// Signature, length and name of the first chunk, width and height: 24 bytes (PNG, 5.2 and 11.2.1).
  private static func checkHeader(_ png: [UInt8]) throws(ImageProblem) {
    let beginning: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    guard png.count >= 24, png.starts(with: beginning) else { throw ImageProblem(description: "không phải ảnh PNG.") }
    let sides = [16, 20].map { at in png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard sides[0] > 0, sides[1] > 0, sides[0] <= mostPixels, sides[0] * sides[1] <= mostPixels else {
      throw ImageProblem(
        description: "ảnh \(sides[0]) × \(sides[1]) điểm ảnh là quá lớn; hãy thu nhỏ, nhiều nhất 3840 × 2160.")
    }
  }

  private final class Source {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) -> Bool {
      guard count <= rest.count else { return false }
      for (offset, byte) in rest.prefix(count).enumerated() { buffer[offset] = byte }
      rest = rest.dropFirst(count)
      return true
    }
  }

  private static func unpack(_ png: [UInt8]) -> OpaquePointer? {
    let source = Source(png)
    let surface = withExtendedLifetime(source) {
      cairo_image_surface_create_from_png_stream(
        { closure, buffer, count in
          guard let closure, let buffer else { return CAIRO_STATUS_READ_ERROR }
          // The source below, alive until the call returns.
          let source = Unmanaged<Source>.fromOpaque(closure).takeUnretainedValue()
          return source.read(into: buffer, count: Int(count)) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR
        },
        // Borrowed by Cairo until the call returns; `withExtendedLifetime` keeps it alive.
        Unmanaged.passUnretained(source).toOpaque())
    }
    guard let surface else { return nil }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
      cairo_surface_destroy(surface)
      return nil
    }
    return surface
  }
}
