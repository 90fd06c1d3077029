package import Scenes

/// How a panel stores a pixel.
package enum PixelFormat: Hashable, Sendable {
  /// 32 bits, native order, `0x??RRGGBB`.
  case xrgb8888
  /// 16 bits, native order; what falls between two shades is dithered.
  case rgb565

  package var bytes: Int {
    switch self {
    case .xrgb8888: 4
    case .rgb565: 2
    }
  }
}

/// By how much a picture is turned clockwise on its panel.
package enum Rotation: Int, CaseIterable, Sendable {
  case none = 0
  case quarter = 90
  case half = 180
  case threeQuarters = 270

  package var swapsSides: Bool { self == .quarter || self == .threeQuarters }

  /// Where a rectangle of a picture comes to lie on the panel.
  package func turned(_ rect: Rect, width: Int, height: Int) -> Rect {
    switch self {
    case .none: rect
    case .quarter: Rect(x: height - rect.maxY, y: rect.x, width: rect.height, height: rect.width)
    case .half: Rect(x: width - rect.maxX, y: height - rect.maxY, width: rect.width, height: rect.height)
    case .threeQuarters: Rect(x: rect.y, y: width - rect.maxX, width: rect.height, height: rect.width)
    }
  }

  /// Which point of a picture of this size lies at a point of the panel: for touch, the other way round.
  package func pictured(x: Int, y: Int, width: Int, height: Int) -> (x: Int, y: Int) {
    switch self {
    case .none: (x, y)
    case .quarter: (y, height - 1 - x)
    case .half: (width - 1 - x, height - 1 - y)
    case .threeQuarters: (width - 1 - y, x)
    }
  }
}

extension Picture {
  /// Copies a rectangle into the memory of a panel, turned and in the panel's format.
  ///
  /// - Parameters:
  ///   - memory: the panel from its first row on; rows that do not lie in it whole are left out.
  ///   - bytesPerRow: of the panel.
  package func copy(
    _ rect: Rect, to memory: UnsafeMutableRawBufferPointer, bytesPerRow: Int, format: PixelFormat, rotation: Rotation
  ) {
    let rect = rect.intersection(Rect(x: 0, y: 0, width: width, height: height))
    let target = rotation.turned(rect, width: width, height: height)
    guard !rect.isEmpty, let base = memory.baseAddress, target.maxX * format.bytes <= bytesPerRow else { return }
    let lastRow = min(target.maxY, memory.count / bytesPerRow)
    let shades = Self.shades
    withPixels { pixels, pixelsPerRow in
      guard let source = pixels.baseAddress else { return }
      for y in target.y..<max(target.y, lastRow) {
        // Along a row of the panel the picture is walked in steps of one pixel or of one row.
        let first = rotation.pictured(x: target.x, y: y, width: width, height: height)
        var from = source + first.y * pixelsPerRow + first.x
        let step =
          switch rotation {
          case .none: 1
          case .quarter: -pixelsPerRow
          case .half: -1
          case .threeQuarters: pixelsPerRow
          }
        let row = base + y * bytesPerRow + target.x * format.bytes
        switch format {
        case .xrgb8888 where step == 1:
          row.copyMemory(from: from, byteCount: target.width * 4)
        case .xrgb8888:
          let to = row.assumingMemoryBound(to: UInt32.self)
          for x in 0..<target.width {
            to[x] = from.pointee
            from += step
          }
        case .rgb565:
          let to = row.assumingMemoryBound(to: UInt16.self)
          for x in 0..<target.width {
            to[x] = Self.rgb565(from.pointee, threshold: Self.thresholds[y & 3][(target.x + x) & 3], shades)
            from += step
          }
        }
      }
    }
  }

  /// Ordered dithering after Bayer, by the place on the panel, so that what is drawn anew in part looks the same.
  private static let thresholds: [SIMD4<Int>] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]

  private static func rgb565(_ pixel: UInt32, threshold: Int, _ shades: Shades) -> UInt16 {
    let row = threshold << 8
    let red = UInt16(shades.five[row | Int(pixel >> 16 & 0xff)])
    let green = UInt16(shades.six[row | Int(pixel >> 8 & 0xff)])
    let blue = UInt16(shades.five[row | Int(pixel & 0xff)])
    return red << 11 | green << 5 | blue
  }

  /// For each threshold and each of 256 shades the one of five or six bits that stands for it.
  private struct Shades {
    let five = Self.table(levels: 31)
    let six = Self.table(levels: 63)

    private static func table(levels: Int) -> [UInt8] {
      (0..<16).flatMap { threshold in
        (0..<256).map { UInt8(($0 * levels * 32 + (2 * threshold + 1) * 255) / (255 * 32)) }
      }
    }
  }

  private static let shades = Shades()
}
