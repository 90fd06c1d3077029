/// Where somebody goes who uses keys instead of a finger.
package enum FocusStep: Hashable, Sendable {
  case left, right, up, down
  /// The next or the one before, in the order in which they are read.
  case next, previous
}

extension Layout {
  /// The target that keys begin with: the first answer of the page rather than what stands on every page.
  package var firstFocus: Target? {
    let answers = targets.filter { target in
      switch target.action {
      case .language, .largeText, .help, .back: false
      default: true
      }
    }
    return answers.min { ($0.frame.y, $0.frame.x) < ($1.frame.y, $1.frame.x) } ?? targets.first
  }

  /// The target a step away from another; the same one at the end of the way.
  package func focus(after target: Target, _ step: FocusStep) -> Target {
    let reading = targets.sorted { ($0.frame.y, $0.frame.x) < ($1.frame.y, $1.frame.x) }
    switch step {
    case .next, .previous:
      guard let index = reading.firstIndex(of: target) else { return firstFocus ?? target }
      return reading[(index + (step == .next ? 1 : reading.count - 1)) % reading.count]
    case .left, .right, .up, .down:
      let nearest = targets.compactMap { other in target.frame.way(to: other.frame, step).map { (other, $0) } }
      return nearest.min { $0.1 < $1.1 }?.0 ?? target
    }
  }

  /// The same with a ring around a target: that it is touched, or that keys mean it.
  package func ringed(_ target: Target) -> Layout {
    let unit = Double(min(width, height)) / 1080
    let (light, dark) = (max(2, Int(9 * unit)), max(1, Int(4 * unit)))
    let radius = Int(Space.radius * unit)
    // Dark beside light is seen on any ground.
    let rings = [
      Element(frame: target.frame, shape: .ring(Palette.turn, width: light, radius: radius)),
      Element(
        frame: target.frame.inset(light, light),
        shape: .ring(Palette.turnInk, width: dark, radius: max(0, radius - light))),
    ]
    return Layout(
      width: width, height: height, ground: ground, elements: elements + rings, targets: targets,
      elsewhere: elsewhere, tolerance: tolerance)
  }

  /// The target a touch means, if it means one.
  package func target(atX x: Int, y: Int) -> Target? {
    let point = Rect(x: x, y: y, width: 1, height: 1)
    guard bounds.contains(point) else { return nil }
    let nearest = targets.min { $0.frame.distance(to: point) < $1.frame.distance(to: point) }
    return nearest.flatMap { $0.frame.distance(to: point) <= tolerance ? $0 : nil }
  }
}

extension Rect {
  /// How far another lies in a direction, in pixels; to the side counts double. `nil` when it does not lie there.
  fileprivate func way(to other: Rect, _ step: FocusStep) -> Int? {
    let (dx, dy) = (other.x + other.width / 2 - x - width / 2, other.y + other.height / 2 - y - height / 2)
    let (ahead, aside) =
      switch step {
      case .left: (x - other.maxX, abs(dy))
      case .right: (other.x - maxX, abs(dy))
      case .up: (y - other.maxY, abs(dx))
      case .down: (other.y - maxY, abs(dx))
      case .next, .previous: (-1, 0)
      }
    return ahead < 0 ? nil : ahead + 2 * aside
  }
}
