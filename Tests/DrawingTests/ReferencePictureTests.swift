import CPangoCairo
@testable import Drawing
import Foundation
import Scenes
import Testing

/// Every screen beside a picture that somebody looked at.
///
/// The pictures are kept at a fifth of the size and in shades of grey: enough to see what moved, and small. Written
/// anew with `LUOT_WRITE_REFERENCES=1`; `LUOT_WRITE_SCREENS=DIR` writes each as it is, to be looked at before that.
@Suite struct ReferencePictureTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "References")
  /// By how many of 255 shades a place may differ, and how many in a hundred may do so beyond: other versions of the
  /// font libraries smooth edges differently.
  private static let tolerance = 24
  private static let strays = 1.0

  @Test(arguments: SampleScreen.all)
  func `A screen looks as it did when it was looked at`(screen: SampleScreen) throws {
    let picture = try screen.picture()
    if let folder = ProcessInfo.processInfo.environment["LUOT_WRITE_SCREENS"] {
      try Data(picture.png()).write(to: URL(fileURLWithPath: folder).appending(path: "\(screen.name).png"))
    }
    let drawn = GreyPicture(picture, reduction: 5)
    let file = Self.folder.appending(path: "\(screen.name).png")
    if ProcessInfo.processInfo.environment["LUOT_WRITE_REFERENCES"] != nil {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      drawn.write(to: file)
    }
    let reference = try #require(GreyPicture(file: file), "no reference: look at the screen, then write it")
    #expect(reference.width == drawn.width && reference.height == drawn.height)
    let far = zip(reference.shades, drawn.shades).count { abs(Int($0) - Int($1)) > Self.tolerance }
    let share = Double(far) * 100 / Double(drawn.shades.count)
    #expect(share <= Self.strays, "\(share) % of \(screen.name) looks different")
  }

  @Test func `Every reference belongs to a screen`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(files) == Set(SampleScreen.all.map { "\($0.name).png" }))
  }
}

/// A small picture in shades of grey.
private struct GreyPicture {
  let width: Int
  let height: Int
  let shades: [UInt8]

  /// The mean of each square of `reduction` pixels a side.
  init(_ picture: Picture, reduction: Int) {
    let (width, height) = (picture.width / reduction, picture.height / reduction)
    self.width = width
    self.height = height
    shades = picture.withPixels { pixels, pixelsPerRow in
      var shades = [UInt8](repeating: 0, count: width * height)
      for y in 0..<height {
        for x in 0..<width {
          var sum: UInt32 = 0
          for dy in 0..<reduction {
            let row = (y * reduction + dy) * pixelsPerRow + x * reduction
            for dx in 0..<reduction {
              let pixel = pixels[row + dx]
              sum += (pixel >> 16 & 255) * 2 + (pixel >> 8 & 255) * 5 + (pixel & 255)
            }
          }
          shades[y * width + x] = UInt8(sum / UInt32(8 * reduction * reduction))
        }
      }
      return shades
    }
  }

  init?(file: URL) {
    guard let surface = cairo_image_surface_create_from_png(file.path) else { return nil }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface)
    else { return nil }
    let (width, height) = (Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface)))
    let stride = Int(cairo_image_surface_get_stride(surface))
    // Grey comes back as equal red, green and blue, of which the lowest byte is one.
    let bytes = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_A8 ? 1 : 4
    self.width = width
    self.height = height
    shades = (0..<height).flatMap { y in (0..<width).map { data[y * stride + $0 * bytes] } }
  }

  func write(to file: URL) {
    let stride = Int(cairo_format_stride_for_width(CAIRO_FORMAT_A8, Int32(width)))
    var rows = [UInt8](repeating: 0, count: stride * height)
    for y in 0..<height {
      for x in 0..<width { rows[y * stride + x] = shades[y * width + x] }
    }
    rows.withUnsafeMutableBufferPointer { rows in
      let surface = cairo_image_surface_create_for_data(
        rows.baseAddress, CAIRO_FORMAT_A8, Int32(width), Int32(height), Int32(stride))
      defer { cairo_surface_destroy(surface) }
      #expect(cairo_surface_write_to_png(surface, file.path) == CAIRO_STATUS_SUCCESS)
    }
  }
}
