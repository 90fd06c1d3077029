import Scenes

/// Makes touches of one finger out of what a panel reports: of several fingers the first counts, a palm is none, and
/// what the panel reports at its very edge or twice within a moment is noise.
struct FingerFilter {
  /// In pixels of the picture.
  struct Point: Hashable {
    let x: Int
    let y: Int
  }

  enum Report: Hashable {
    case down(finger: Int, Point)
    case move(finger: Int, Point)
    case up(finger: Int)
    /// The panel takes everything back.
    case cancel
  }

  enum Outcome: Hashable {
    case nothing
    /// A finger lies here; nothing follows from it yet.
    case press(Point)
    /// It was none.
    case lift
    /// It was a touch, of the place where the finger came down.
    case touch(Point)
  }

  private struct Finger {
    let number: Int
    let start: Point
  }

  /// A finger may drift so far while it lies; millimetres.
  private static let drift = 15.0
  /// Bezels and sleeves touch here, and no button lies so far out; millimetres.
  private static let edge = 2.0
  /// A panel that bounces reports the same finger again this soon, and this near.
  private static let bounce = (time: Duration.milliseconds(80), millimetres: 10.0)
  /// So many at once are a palm.
  private static let palm = 3
  /// What lies on the glass for longer is no finger that wants something, and keeps no other from it.
  private static let rest = Duration.seconds(3)

  private let width: Int
  private let height: Int
  private let pixelsPerMillimetre: Double
  /// When each came down; those at the edge are not among them.
  private var down: [Int: ContinuousClock.Instant] = [:]
  private var finger: Finger?
  private var last: (point: Point, at: ContinuousClock.Instant)?

  init(_ panel: Panel) {
    width = panel.width
    height = panel.height
    pixelsPerMillimetre = panel.pixelsPerMillimetre
  }

  mutating func take(_ report: Report, at now: ContinuousClock.Instant) -> Outcome {
    switch report {
    case .down(let number, let point):
      guard !isAtEdge(point) else { return .nothing }
      let isFirst = lying(at: now).isEmpty
      down[number] = now
      if lying(at: now).count >= Self.palm { return end() }
      guard isFirst, !isBounce(point, now) else { return .nothing }
      finger = Finger(number: number, start: point)
      return .press(point)
    case .move(let number, let point):
      guard let finger, finger.number == number, distance(finger.start, point) > Self.drift else { return .nothing }
      return end()
    case .up(let number):
      down[number] = nil
      guard let finger, finger.number == number else { return .nothing }
      self.finger = nil
      last = (finger.start, now)
      return .touch(finger.start)
    case .cancel:
      down = [:]
      return end()
    }
  }

  /// The fingers that have not lain there for long.
  private func lying(at now: ContinuousClock.Instant) -> [Int] {
    down.filter { $0.value.duration(to: now) < Self.rest }.map(\.key)
  }

  private mutating func end() -> Outcome {
    guard finger != nil else { return .nothing }
    finger = nil
    return .lift
  }

  private func isAtEdge(_ point: Point) -> Bool {
    let edge = Int(Self.edge * pixelsPerMillimetre)
    return min(point.x, point.y, width - 1 - point.x, height - 1 - point.y) < edge
  }

  private func isBounce(_ point: Point, _ now: ContinuousClock.Instant) -> Bool {
    guard let last else { return false }
    return last.at.duration(to: now) < Self.bounce.time && distance(last.point, point) < Self.bounce.millimetres
  }

  /// Millimetres.
  private func distance(_ one: Point, _ other: Point) -> Double {
    let (dx, dy) = (Double(one.x - other.x), Double(one.y - other.y))
    return (dx * dx + dy * dy).squareRoot() / pixelsPerMillimetre
  }
}
