package import Queueing
import Records
package import Scenes

/// What a touch did.
package struct TouchAnswer: Hashable, Sendable, Codable {
  /// Whether it meant anything where it fell, and was not the second half of a double tap.
  package let taken: Bool
  /// What the screen asks or shows now: `home`, `group`, `priority`, `basis`, `confirm`, `issuing`, `refused`,
  /// `result`, `help` or `idle`.
  package let page: String
  /// The number shown, when it is one.
  package let number: String?

  package init(taken: Bool, page: String, number: String?) {
    self.taken = taken
    self.page = page
    self.number = number
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(taken, forKey: .taken)
    try container.encode(page, forKey: .page)
    try container.encode(nullable: number, forKey: .number)
  }
}

/// Pixels a picture of a screen may have.
package enum ScreenSize {
  package static let widths = Panel.widths
  package static let heights = Panel.heights
}

extension Panel {
  /// The size a picture was asked for; a side that was not given keeps its own.
  ///
  /// Throws `RequestProblem.invalid` for one of too many pixels.
  package func ofPicture(width: Int?, height: Int?) throws(RequestProblem) -> Panel {
    let panel = resized(width: width, height: height)
    guard panel.width * panel.height <= Panel.mostPixels else {
      throw .invalid(
        [
          FieldProblem(
            field: width == nil ? "height" : "width", value: "\(panel.width) × \(panel.height)",
            accepted: "bề rộng nhân bề cao không quá \(Panel.mostPixels) điểm ảnh (3840 × 2160)",
            reason: "Ảnh quá lớn.")
        ])
    }
    return panel
  }
}

/// Who draws the screens, for whoever looks at them from afar.
///
/// Throws `RequestProblem.noSuchScreen`, `.screenTakesNoTouch` and, for a picture that is too large, `.invalid`.
package protocol ScreenViews: Sendable {
  /// A PNG of what the screen shows now, in its own size where none is given.
  func picture(of screen: String, width: Int?, height: Int?) async throws -> [UInt8]
  /// A touch at a pixel of the screen in its own size.
  func touch(_ screen: String, x: Int, y: Int) async throws -> TouchAnswer
}

extension BoardTexts {
  package init(_ office: Office) {
    self.init(
      centre: office.name,
      counters: Dictionary(office.counters.map { ($0.id, $0.name) }) { first, _ in first },
      services: Dictionary(
        office.services.map { ($0.id, ServiceText(letter: $0.letter, name: $0.name)) }
      ) { first, _ in first })
  }
}
