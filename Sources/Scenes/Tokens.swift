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

/// What the parts of a screen are coloured with. Every text colour stands out from its ground by 7:1 or more.
package struct Theme: Hashable, Sendable {
  package let ground: Colour
  package let text: Colour
  /// Text that steps back.
  package let quiet: Colour
  /// Ticket numbers and headings on a card.
  package let number: Colour
  package let card: Colour
  package let cardLine: Colour
  /// The line around what can be touched.
  package let buttonLine: Colour
  package let buttonText: Colour
  /// What cannot be touched now.
  package let idleCard: Colour
  package let bar: Colour
  package let barText: Colour
  package let barQuiet: Colour
  /// The one thing to do next.
  package let primary: Colour
  package let primaryText: Colour
  /// A tile behind an icon or a letter.
  package let chip: Colour
  package let chipText: Colour
  package let turn: Colour
  package let turnInk: Colour
  /// The card of a call that was made just now.
  package let turnMist: Colour
  package let fault: Colour
  package let faultText: Colour

  package static let standard = Theme(
    ground: Palette.mist, text: Palette.ink, quiet: Palette.mute, number: Palette.deep, card: Palette.paper,
    cardLine: Palette.line, buttonLine: Palette.blue, buttonText: Palette.deep, idleCard: Palette.mist,
    bar: Palette.deep, barText: Palette.paper, barQuiet: Colour(0xdde9f6), primary: Palette.deep,
    primaryText: Palette.paper, chip: Colour(0xe6eef9), chipText: Palette.deep, turn: Palette.turn,
    turnInk: Palette.turnInk, turnMist: Colour(0xfff4d9), fault: Palette.fault, faultText: Palette.paper)

  /// Yellow and white on black, for weak eyes.
  package static let lowVision = Theme(
    ground: Colour(0x000000), text: Colour(0xffffff), quiet: Colour(0xf2ead0), number: Colour(0xffdf3f),
    card: Colour(0x0f0f0f), cardLine: Colour(0x8d7c2a), buttonLine: Colour(0xffdf3f), buttonText: Colour(0xffdf3f),
    idleCard: Colour(0x000000), bar: Colour(0x1d1d1d), barText: Colour(0xffdf3f), barQuiet: Colour(0xf2ead0),
    primary: Colour(0xffdf3f), primaryText: Colour(0x000000), chip: Colour(0x2b2609), chipText: Colour(0xffdf3f),
    turn: Colour(0xffdf3f), turnInk: Colour(0x000000), turnMist: Colour(0x2b2609), fault: Colour(0xffffff),
    faultText: Colour(0x7a130e))
}

/// Sizes in units of which the shorter side of a screen has 1080: pixels on a full-HD panel.
package enum TypeScale {
  static let body = 34.0
  static let strong = 40.0
  static let title = 46.0
  static let heading = 60.0
  /// No heading of the kiosk is smaller.
  static let leastHeading = 56.0
  static let display = 84.0
  /// By how much the letters of the kiosk are larger for weak eyes.
  static let large = 1.28
}

package enum Space {
  /// Around the whole.
  static let margin = 48.0
  /// Between things that belong together, and between cards.
  static let small = 16.0
  static let gap = 28.0
  /// Inside a card.
  static let inside = 36.0
  static let radius = 24.0
}

/// What a hand needs, in millimetres.
package enum Reach {
  /// The least side of what can be touched.
  package static let target = 20.0
  /// The least distance between two such.
  package static let gap = 5.0
}
