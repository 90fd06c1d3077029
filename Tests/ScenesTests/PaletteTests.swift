import Foundation
import Scenes
import Testing

@Suite struct PaletteTests {
  /// Relative luminance and contrast as WCAG 2.2 defines them.
  private func contrast(_ one: Colour, _ other: Colour) -> Double {
    let luminance = { (colour: Colour) in
      zip([colour.red, colour.green, colour.blue], [0.2126, 0.7152, 0.0722]).reduce(0.0) { sum, channel in
        let value = Double(channel.0) / 255
        return sum + channel.1 * (value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
      }
    }
    let (light, dark) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
  }

  @Test func `Text stands out from its ground by seven to one or more`() {
    for ground in [Palette.paper, Palette.mist] {
      for text in [Palette.ink, Palette.deep, Palette.blue, Palette.mute, Palette.ok, Palette.fault] {
        #expect(contrast(text, ground) >= 7, "\(text) on \(ground)")
      }
    }
    #expect(contrast(Palette.turnInk, Palette.turn) >= 7)
  }
}
