import Foundation
import Scenes
import Testing

/// What hands and eyes need, computed from the layouts and not from pixels.
@Suite struct ScreenLayoutTests {
  @Test(arguments: SampleScreen.everyKiosk)
  func `A finger finds what it wants`(screen: SampleScreen) {
    let layout = screen.layout
    let diagonal = Double(layout.width * layout.width + layout.height * layout.height).squareRoot()
    let pixelsPerMillimetre = diagonal / (24 * 25.4)
    for target in layout.targets {
      #expect(layout.bounds.contains(target.frame), "\(target) leaves the screen")
      let least = Double(min(target.frame.width, target.frame.height)) / pixelsPerMillimetre
      #expect(least >= Reach.target, "\(target.action) is \(least) mm")
      let middle = (target.frame.x + target.frame.width / 2, target.frame.y + target.frame.height / 2)
      #expect(layout.action(atX: middle.0, y: middle.1) == target.action)
      for other in layout.targets where other != target {
        let gap = Double(target.frame.distance(to: other.frame)) / pixelsPerMillimetre
        #expect(gap >= Reach.gap, "\(target.action) is \(gap) mm from \(other.action)")
      }
    }
  }

  @Test(arguments: SampleScreen.all)
  func `Words stand out from their ground by seven to one, lines and icons by three`(screen: SampleScreen) {
    let layout = screen.layout
    for (index, element) in layout.elements.enumerated() {
      let below = layout.elements[..<index]
      switch element.shape {
      case .text(let block), .label(_, _, _, let block):
        for ground in grounds(of: element.frame, in: below, on: layout) {
          #expect(contrast(block.colour, ground) >= 7, "\(block.text)")
        }
      case .icon(let icon, let colour):
        for ground in grounds(of: element.frame, in: below, on: layout) {
          #expect(contrast(colour, ground) >= 3, "\(icon)")
        }
      case .plane(let fill, let line, _, _):
        guard layout.targets.contains(where: { $0.frame == element.frame }) else { continue }
        for ground in grounds(of: element.frame, in: below, on: layout) {
          let edge = max(contrast(fill, ground), line.map { contrast($0, ground) } ?? 0)
          #expect(edge >= 3, "a button at \(element.frame) is hard to see")
        }
      case .code, .ring, .image: break
      }
    }
  }

  @Test func `Every panel from 720 lines to 4K keeps its buttons on the glass and apart`() throws {
    let panels = [
      SampleScreen.small, SampleScreen.ultraHD, Panel(width: 720, height: 1280), Panel(width: 2160, height: 3840),
      Panel(width: 1366, height: 768), Panel(width: 1280, height: 800, millimetres: 300),
      Panel(width: 1280, height: 1024), Panel(width: 1920, height: 1200, millimetres: 470),
    ]
    for panel in panels {
      for page in ["home", "groups", "priority", "basis", "confirm", "result", "result-no-paper", "refused", "idle"] {
        for isLarge in [false, true] {
          let layout = try #require(SampleScreen.kiosk(page, on: panel, isLarge: isLarge))
          for (index, target) in layout.targets.enumerated() {
            #expect(layout.bounds.contains(target.frame), "\(page) \(panel)")
            #expect(
              Double(min(target.frame.width, target.frame.height)) >= Reach.target * panel.pixelsPerMillimetre - 1,
              "\(page) \(panel) \(target)")
            for other in layout.targets[..<index] {
              #expect(target.frame.distance(to: other.frame) >= layout.tolerance * 2, "\(page) \(panel)")
            }
          }
          #expect(layout.elements.allSatisfy { layout.bounds.contains($0.frame) }, "\(page) \(panel)")
        }
      }
    }
  }

  @Test func `However small or odd the glass, each page keeps buttons that do not lie on one another`() throws {
    let panels = [
      Panel(width: 800, height: 480, millimetres: 154), Panel(width: 1024, height: 600, millimetres: 154),
      Panel(width: 640, height: 480, millimetres: 170), Panel(width: 1280, height: 800, millimetres: 217),
      Panel(width: 1080, height: 1080), Panel(width: 1920, height: 480), Panel(width: 768, height: 1366),
      Panel(width: 801, height: 601), Panel(width: 3440, height: 1440, millimetres: 800),
    ]
    for panel in panels {
      for page in ["home", "groups", "group", "priority", "confirm", "result", "result-no-paper", "refused", "help"] {
        let layout = try #require(SampleScreen.kiosk(page, on: panel))
        #expect(layout.elements.allSatisfy { layout.bounds.contains($0.frame) }, "\(page) \(panel)")
        #expect(!layout.targets.isEmpty)
        for (index, target) in layout.targets.enumerated() {
          // A third of what a hand wants can still be hit.
          let least = min(Reach.target * panel.pixelsPerMillimetre, Double(min(panel.width, panel.height)) / 20)
          #expect(Double(min(target.frame.width, target.frame.height)) >= least - 1, "\(page) \(panel) \(target)")
          #expect(!layout.targets[..<index].contains { $0.frame.intersects(target.frame) }, "\(page) \(panel)")
        }
      }
      #expect(Layout(SampleScreen.scene(), on: panel).elements.count > 10)
    }
  }

  // MARK: Grounds

  /// The colours that may lie right below a frame: of the last plane that holds it whole, and of those that cut it.
  private func grounds(of frame: Rect, in elements: ArraySlice<Element>, on layout: Layout) -> [Colour] {
    var grounds = [layout.ground]
    for element in elements {
      guard case .plane(let fill, _, _, _) = element.shape else { continue }
      if element.frame.contains(frame) {
        grounds = [fill]
      } else if element.frame.intersects(frame) {
        grounds.append(fill)
      }
    }
    return grounds
  }

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
}
