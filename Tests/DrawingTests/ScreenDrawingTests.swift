@testable import Drawing
import Foundation
import Queueing
import Scenes
import Testing

@Suite struct ScreenDrawingTests {
  /// Where a name is longer than its place, and where that is meant to be so.
  private static let cut: Set<String> = [
    "board-longest", "board-portrait-longest",
  ]

  @Test func `No letter leaves its frame and no word is cut off without need`() throws {
    let painter = try ScenePainter()
    for screen in SampleScreen.all {
      for element in screen.layout.elements {
        guard case .text(let block) = element.shape else { continue }
        let (ink, isCut, lines) = try painter.inspect(block, in: element.frame)
        #expect(ink.x >= -1 && ink.x + ink.width <= Double(element.frame.width) + 1, "\(screen.name): \(block.text)")
        #expect(ink.y >= -1 && ink.maxY <= Double(element.frame.height) + 1, "\(screen.name): \(block.text)")
        #expect(lines <= block.maxLines, "\(screen.name): \(block.text)")
        #expect(!isCut || Self.cut.contains(screen.name), "\(screen.name) cuts \(block.text)")
      }
    }
  }

  @Test func `The number is 240 pixels high on the kiosk and 260 on the board`() throws {
    let painter = try ScenePainter()
    for (name, number, least) in [
      ("kiosk-result-landscape", "A005", 240.0), ("kiosk-result-portrait", "A005", 240),
      ("kiosk-result-no-paper-landscape", "A005", 260), ("board-usual", "A005", 260),
    ] {
      let screen = try #require(SampleScreen.all.first { $0.name == name })
      let element = try #require(
        screen.layout.elements.first {
          if case .text(let block) = $0.shape { block.text == number && block.isFigure } else { false }
        })
      guard case .text(let block) = element.shape else { continue }
      #expect(try painter.inspect(block, in: element.frame).ink.height >= least, "\(name)")
    }
  }

  @Test func `What is drawn in part looks as if it were drawn whole`() throws {
    let painter = try ScenePainter()
    let steps = [
      SampleScreen.scene(), SampleScreen.scene(latestAge: 2), SampleScreen.scene(latestAge: 3),
      SampleScreen.scene(newest: 6), SampleScreen.scene(newest: 6, at: SampleScreen.now.adding(seconds: 60)),
      SampleScreen.scene(calls: 3), SampleScreen.scene(calls: 0, isClosed: true), SampleScreen.scene(age: 42),
      SampleScreen.scene(isLong: true), SampleScreen.scene(),
    ].map { Layout($0, on: SampleScreen.small) }
    let pages = SampleScreen.kiosks.map(\.layout).filter { $0.width == 1920 }
    for layouts in [steps, Array(pages.prefix(12))] {
      let whole = layouts[0].bounds
      let kept = try Picture(width: whole.width, height: whole.height)
      for layout in layouts {
        try painter.paint(layout, on: kept)
        let fresh = try Picture(width: whole.width, height: whole.height)
        try painter.paint(layout, on: fresh)
        #expect(kept.pixels == fresh.pixels)
        #expect(try painter.paint(layout, on: kept).isEmpty, "nothing changed")
      }
    }
  }

  @Test func `A minute that passes draws the clock and nothing else`() throws {
    let painter = try ScenePainter()
    let picture = try Picture(width: 1920, height: 1080)
    try painter.paint(Layout(SampleScreen.scene(), on: SampleScreen.fullHD), on: picture)
    let later = SampleScreen.scene(latestAge: 120, at: SampleScreen.now.adding(seconds: 60))
    let drawn = try painter.paint(Layout(later, on: SampleScreen.fullHD), on: picture)
    #expect(drawn.count == 1)
    #expect(drawn.allSatisfy { $0.maxY <= 124 && $0.width < 240 })
  }

  @Test func `A panel that stands on any side shows the same picture`() throws {
    let picture = try Picture(width: 640, height: 480)
    try ScenePainter().paint(
      Layout(SampleScreen.scene(), on: Panel(width: 640, height: 480)), on: picture)
    for rotation in Rotation.allCases {
      let (width, height) = rotation.swapsSides ? (480, 640) : (640, 480)
      let bytesPerRow = width * 4 + 64
      var memory = [UInt8](repeating: 0, count: bytesPerRow * height)
      memory.withUnsafeMutableBytes { memory in
        picture.copy(
          Rect(x: 0, y: 0, width: 640, height: 480), to: memory, bytesPerRow: bytesPerRow, format: .xrgb8888,
          rotation: rotation)
        for (x, y) in [(0, 0), (10, 20), (width - 1, 0), (0, height - 1), (width - 1, height - 1), (201, 173)] {
          let from = rotation.pictured(x: x, y: y, width: 640, height: 480)
          let shown = memory.load(fromByteOffset: y * bytesPerRow + x * 4, as: UInt32.self)
          #expect(shown & 0xff_ffff == picture.pixel(x: from.x, y: from.y), "\(rotation) at \(x), \(y)")
          let place = rotation.turned(Rect(x: from.x, y: from.y, width: 1, height: 1), width: 640, height: 480)
          #expect(place == Rect(x: x, y: y, width: 1, height: 1))
        }
      }
    }
  }

  @Test(arguments: [PixelFormat.xrgb8888, .rgb565], Rotation.allCases)
  func `A rectangle copied alone lies as in a whole copy`(format: PixelFormat, rotation: Rotation) throws {
    let picture = try Picture(width: 640, height: 480)
    try ScenePainter().paint(
      Layout(SampleScreen.scene(), on: Panel(width: 640, height: 480)), on: picture)
    let bytesPerRow = (rotation.swapsSides ? 480 : 640) * format.bytes
    let rows = rotation.swapsSides ? 640 : 480
    var whole = [UInt8](repeating: 0, count: bytesPerRow * rows)
    var pieces = whole
    whole.withUnsafeMutableBytes {
      picture.copy(
        Rect(x: 0, y: 0, width: 640, height: 480), to: $0, bytesPerRow: bytesPerRow, format: format,
        rotation: rotation)
    }
    pieces.withUnsafeMutableBytes { memory in
      for cell in Rect(x: 0, y: 0, width: 640, height: 480).grid(columns: 7, rows: 5, gap: 0) {
        picture.copy(cell, to: memory, bytesPerRow: bytesPerRow, format: format, rotation: rotation)
      }
    }
    #expect(whole == pieces)
    #expect(whole.contains { $0 != 0 })
  }

  @Test func `Sixteen bits keep every colour within one shade, black black and white white`() throws {
    let picture = try Picture(width: 640, height: 480)
    try ScenePainter().paint(
      Layout(SampleScreen.scene(latestAge: 2), on: Panel(width: 640, height: 480)), on: picture)
    var memory = [UInt16](repeating: 0, count: 640 * 480)
    memory.withUnsafeMutableBytes {
      picture.copy(
        Rect(x: 0, y: 0, width: 640, height: 480), to: $0, bytesPerRow: 1280, format: .rgb565, rotation: .none)
    }
    var worst: UInt32 = 0
    // Every third pixel of every row: all thresholds and colours, at a third of the time.
    for index in stride(from: 0, to: memory.count, by: 3) {
      let (full, small) = (picture.pixel(x: index % 640, y: index / 640), memory[index])
      let (red, green, blue) = (UInt32(small >> 11), UInt32(small >> 5 & 63), UInt32(small & 31))
      let channels = [
        (full >> 16 & 255, red << 3 | red >> 2), (full >> 8 & 255, green << 2 | green >> 4),
        (full & 255, blue << 3 | blue >> 2),
      ]
      for (wanted, got) in channels { worst = max(worst, wanted > got ? wanted - got : got - wanted) }
      if full == 0xff_ffff { #expect(small == 0xffff) }
    }
    #expect(worst <= 8)
  }

  @Test func `A phone reads the code of the result off the screen`() async throws {
    for name in ["kiosk-result-landscape", "kiosk-result-portrait-large", "kiosk-result-no-paper-landscape-large"] {
      let screen = try #require(SampleScreen.all.first { $0.name == name })
      #expect(
        try await scannedText(of: screen.png()) == "QR-Code:http://192.168.1.10/t/7H2KQ9M4XVTP3RWC\n", "\(name)")
    }
  }

  @Test func `Screen after screen takes no more memory`() async {
    await #expect(processExitsWith: .success) {
      let painter = try ScenePainter()
      let picture = try Picture(width: 1920, height: 1080)
      let show = { (numbers: Range<Int>) in
        for number in numbers {
          try painter.paint(Layout(SampleScreen.scene(newest: number), on: SampleScreen.fullHD), on: picture)
        }
      }
      // Past the number of paragraphs that are kept, with numbers as wide as those that follow.
      try show(1000..<1900)
      let before = try privateKilobytes()
      try show(2000..<2900)
      // Six paragraphs leaked with each would be more than 15,000 kB.
      let growth = try privateKilobytes() - before
      precondition(growth < 5000, "grew by \(growth) kB")
    }
  }
}

extension SampleScreen {
  func picture() throws -> Picture {
    let picture = try Picture(width: layout.width, height: layout.height)
    try ScenePainter().paint(layout, on: picture)
    return picture
  }

  func png() throws -> [UInt8] { try picture().png() }
}

extension Picture {
  /// Row after row, as they lie in memory.
  var pixels: Data {
    withPixels { pixels, pixelsPerRow in
      precondition(pixelsPerRow == width)
      return Data(buffer: pixels)
    }
  }

  /// `0x00RRGGBB`
  func pixel(x: Int, y: Int) -> UInt32 {
    withPixels { pixels, pixelsPerRow in pixels[y * pixelsPerRow + x] & 0xff_ffff }
  }
}
