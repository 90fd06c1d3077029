/// A colour of the product, 0–255 a channel, sRGB.
package struct Colour: Hashable, Sendable {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  /// From `0xRRGGBB`; higher bits are ignored.
  package init(_ rgb: UInt32) {
    red = UInt8(truncatingIfNeeded: rgb >> 16)
    green = UInt8(truncatingIfNeeded: rgb >> 8)
    blue = UInt8(truncatingIfNeeded: rgb)
  }
}

/// The colours every surface shares. Text in any of `ink`, `deep`, `blue`, `mute`, `ok` and `fault` on `paper` or
/// `mist`, and `turnInk` on `turn`, has a contrast of 7:1 or more.
package enum Palette {
  package static let paper = Colour(0xffffff)
  package static let mist = Colour(0xf4f7fb)
  package static let ink = Colour(0x0b1f33)
  package static let mute = Colour(0x3e5065)
  package static let line = Colour(0xc9d6e6)
  package static let deep = Colour(0x0a3a6b)
  package static let blue = Colour(0x0c5299)
  /// The one warm accent, kept for “your turn”.
  package static let turn = Colour(0xffb81c)
  package static let turnInk = Colour(0x3a2600)
  package static let ok = Colour(0x14602f)
  /// The one red, kept for faults.
  package static let fault = Colour(0xa3211a)
}
