import Foundation
import Scenes

/// Charts as pictures in the page (SVG), in its own colours: the style sheet names them, so no style stands in it.
///
/// All sizes are in units of which a telephone's width has 360; text of 12 of them stays legible there.
enum Chart {
  /// One thing that is measured; colour is never the only sign of which.
  enum Ink: String {
    /// Filled.
    case solid
    /// Only its outline.
    case hollow
    /// Hatched by the style sheet's second colour.
    case quiet
  }

  struct Series {
    let name: String
    let ink: Ink
    /// One value for each label; `nil` where nothing was measured.
    let values: [Double?]
  }

  private static let width = 360.0

  /// Columns beside each other, labels beneath them.
  ///
  /// - Parameters:
  ///   - title: what is seen, for who cannot see it.
  ///   - unit: of the axis, such as `phút`.
  static func columns(title: String, labels: [String], series: [Series], unit: String) -> String {
    let (left, right, top, bottom) = (34.0, 8.0, 22.0, 34.0)
    let height = 210.0
    let plot = (width: width - left - right, height: height - top - bottom)
    let most = series.flatMap(\.values).compactMap(\.self).max() ?? 0
    let scale = Scale(most)
    var svg = opening(title, height: height)
    for step in scale.steps {
      let y = top + plot.height * (1 - step / scale.top)
      svg += "<path class=\"grid\" d=\"M\(left.svg) \(y.svg)H\((width - right).svg)\"/>"
      svg += text(step.axis, x: left - 5, y: y + 4, anchor: "end")
    }
    svg += text(unit, x: 2, y: 11, anchor: "start")
    let slot = plot.width / Double(max(labels.count, 1))
    let bar = min(slot * 0.76 / Double(max(series.count, 1)), 40)
    // Labels that would run into each other are left out.
    let widest = Double(labels.map(\.count).max() ?? 1) * 7 + 8
    let every = max(1, Int((widest / slot).rounded(.up)))
    for (index, label) in labels.enumerated() {
      let middle = left + slot * (Double(index) + 0.5)
      for (place, one) in series.enumerated() {
        guard let value = one.values[index], value > 0 else { continue }
        let x = middle - bar * Double(series.count) / 2 + bar * Double(place)
        let tall = max(plot.height * value / scale.top, 1)
        svg += box(x: x + 0.5, y: top + plot.height - tall, width: bar - 1, height: tall, ink: one.ink)
      }
      if index % every == 0 { svg += text(label, x: middle, y: height - bottom + 16, anchor: "middle") }
    }
    svg += "<path class=\"axis\" d=\"M\(left.svg) \((top + plot.height).svg)H\((width - right).svg)\"/></svg>"
    return svg
  }

  /// Bars beneath each other, each under its words, longest name and all.
  static func bars(title: String, rows: [(name: String, value: Double, shown: String)]) -> String {
    let step = 36.0
    let most = max(rows.map(\.value).max() ?? 0, 1)
    var svg = opening(title, height: step * Double(max(rows.count, 1)) + 4)
    for (index, row) in rows.enumerated() {
      let y = step * Double(index)
      svg += text(row.name, x: 0, y: y + 13, anchor: "start")
      svg += text(row.shown, x: width, y: y + 13, anchor: "end", isStrong: true)
      svg += box(x: 0, y: y + 18, width: max((width - 2) * row.value / most, 1), height: 11, ink: .solid)
    }
    return svg + "</svg>"
  }

  /// One bar of parts that make up a whole.
  static func parts(title: String, parts: [(value: Double, ink: Ink)]) -> String {
    let whole = max(parts.map(\.value).reduce(0, +), 1)
    var svg = opening(title, height: 36)
    var x = 0.0
    for part in parts where part.value > 0 {
      let wide = (width - 2) * part.value / whole
      svg += box(x: x + 1, y: 2, width: max(wide - 1, 1), height: 32, ink: part.ink)
      x += wide
    }
    return svg + "</svg>"
  }

  // MARK: - Pieces

  /// Round steps up to the first one that is not below the highest value.
  private struct Scale {
    let top: Double
    let steps: [Double]

    init(_ most: Double) {
      let rough = max(most, 1) / 4
      let power = pow(10, floor(log10(rough)))
      let unit = max(([1, 2, 5, 10].first { $0 * power >= rough } ?? 10) * power, 1)
      let count = max(Int((max(most, 1) / unit).rounded(.up)), 1)
      top = unit * Double(count)
      steps = (0...count).map { unit * Double($0) }
    }
  }

  private static func opening(_ title: String, height: Double) -> String {
    "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 \(width.svg) \(height.svg)\" aria-label=\"\(title.escaped)\">"
  }

  private static func box(x: Double, y: Double, width: Double, height: Double, ink: Ink) -> String {
    "<rect class=\"\(ink.rawValue)\" x=\"\(x.svg)\" y=\"\(y.svg)\" width=\"\(width.svg)\" height=\"\(height.svg)\"/>"
  }

  private static func text(_ text: String, x: Double, y: Double, anchor: String, isStrong: Bool = false) -> String {
    "<text\(isStrong ? " class=\"strong\"" : "") x=\"\(x.svg)\" y=\"\(y.svg)\" text-anchor=\"\(anchor)\">"
      + "\(text.escaped)</text>"
  }
}

extension Double {
  /// With one decimal at most.
  fileprivate var svg: String {
    let tenths = Int((self * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  fileprivate var axis: String { Int(rounded()).groupedText }
}

extension String {
  /// For text and attributes of HTML and SVG.
  fileprivate var escaped: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
