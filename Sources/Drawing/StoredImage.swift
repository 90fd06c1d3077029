internal import CPangoCairo

/// A picture read from a PNG file: owner of its Cairo surface.
final class StoredImage {
  let width: Int
  let height: Int
  private let surface: OpaquePointer

  /// `nil` when the file is no PNG that can be read.
  init?(file: String) {
    guard let surface = cairo_image_surface_create_from_png(file) else { return nil }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
      cairo_surface_destroy(surface)
      return nil
    }
    self.surface = surface
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
  }

  deinit {
    cairo_surface_destroy(surface)
  }

  func withSurface(_ body: (OpaquePointer) -> Void) {
    body(surface)
  }
}
