@testable import Drawing
import Foundation
import Queueing
@testable import Scenes
import Testing

@Suite struct ScreenDrawingTests {
  /// Where a name is longer than its place, and where that is meant to be so.
  private static let cut: Set<String> = [
    "board-longest", "board-portrait-longest",
  ]

  @Test func `No letter leaves its frame and no word is cut off without need`() throws {
    let painter = try ScenePainter()
    for screen in SampleScreen.boards + SampleScreen.everyKiosk {
      for drawn in try painter.inspect(screen.layout) {
        let (ink, frame, text) = (drawn.ink, drawn.frame, "\(screen.name): \(drawn.block.text)")
        #expect(ink.x >= -1 && ink.x + ink.width <= Double(frame.width) + 1, "\(text)")
        #expect(ink.y >= -1 && ink.maxY <= Double(frame.height) + 1, "\(text)")
        #expect(drawn.lines <= drawn.block.maxLines, "\(text)")
        #expect(!drawn.isCut || Self.cut.contains(screen.name), "cut: \(text)")
      }
    }
  }

  @Test func `Words on the kiosk are drawn large whatever they had to give way to, and larger for weak eyes`() throws {
    let painter = try ScenePainter()
    for screen in SampleScreen.everyKiosk {
      let scene = try #require(screen.scene)
      // Units of which the shorter side has 1080: pixels on these panels.
      let (body, heading) = scene.hasLargeText ? (43.0, 71.0) : (34, 56)
      for drawn in try painter.inspect(screen.layout) {
        let text = drawn.block.text
        // The letter of a service is larger than words anyhow, and that nothing counts is said to nobody who chooses.
        let least =
          scene.headings.contains(text)
          ? heading : text == scene.demonstration || text.count == 1 ? 34 : body
        #expect(drawn.size >= least, "\(screen.name): \(text) is \(drawn.size)")
      }
    }
  }

  @Test func `The number is 240 pixels high on the kiosk and 260 on the board, whatever else is told`() throws {
    let painter = try ScenePainter()
    var seen = 0
    for screen in SampleScreen.all {
      let isBoard = screen.name.hasPrefix("board")
      // Units of which the shorter side has 1080. Five characters fill their card from side to side.
      let unit = Double(min(screen.layout.width, screen.layout.height)) / 1080
      let isUpright = screen.layout.height > screen.layout.width
      let figures = try painter.inspect(screen.layout).filter(\.block.isFigure).map { ($0.block.text, $0.ink.height) }
      guard let (number, height) = figures.max(by: { $0.1 < $1.1 }), number.count > 3 else { continue }
      let isWide = number.count > 4
      let least = isWide ? (isUpright ? 190.0 : 210) : isBoard ? 260 : 240
      #expect(height >= least * unit, "\(screen.name): \(number) is \(height) high")
      seen += 1
    }
    #expect(seen > 30)
  }

  @Test func `Names beside one another are set in one size, and drawn anew together when it changes`() throws {
    let painter = try ScenePainter()
    for screen in SampleScreen.all {
      let sizes = Dictionary(
        grouping: try painter.inspect(screen.layout).filter { $0.block.peers != nil }, by: \.block.peers)
      for (_, peers) in sizes {
        let least = peers.map(\.size).min() ?? 0
        #expect(peers.allSatisfy { $0.size == least }, "\(screen.name): \(peers.map { ($0.block.text, $0.size) })")
      }
    }
    let frames = Rect(x: 20, y: 20, width: 300, height: 200).grid(columns: 1, rows: 2, gap: 40)
    let layouts = ["ngắn", "một tên dài hơn chỗ dành cho nó"].map { second in
      let elements = zip(frames, ["trên", second]).map { frame, text in
        Element(
          frame: frame,
          shape: .text(
            TextBlock(
              text: text, size: 60, floor: 10, isBold: false, colour: Palette.ink, alignment: .leading,
              position: .middle, maxLines: 1, isFigure: false, keepsEnd: false, peers: 1)))
      }
      return Layout(
        width: 640, height: 480, ground: Palette.paper, elements: elements, targets: [], elsewhere: nil, tolerance: 0)
    }
    let picture = try Picture(width: 640, height: 480)
    try painter.paint(layouts[0], on: picture)
    let changed = try painter.paint(layouts[1], on: picture)
    #expect(frames.allSatisfy { frame in changed.contains { $0.intersects(frame) } })
    let fresh = try Picture(width: 640, height: 480)
    try painter.paint(layouts[1], on: fresh)
    #expect(picture.pixels == fresh.pixels)
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
      var number = 1000
      // A round is past the number of paragraphs that are kept, all its numbers are as wide, and two paragraphs leaked
      // with each would be more than 1,800 kB.
      try expectNoLeak(of: 600) {
        for _ in 0..<900 {
          try painter.paint(Layout(SampleScreen.scene(newest: number), on: SampleScreen.fullHD), on: picture)
          number += 1
        }
      }
    }
  }
}

extension KioskScene {
  /// What a page is about.
  fileprivate var headings: [String] {
    let asked = title == centre ? [] : [title]
    return switch page {
    case .message(let message): asked + [message.title]
    case .confirmation(let confirmation): asked + [confirmation.service.name]
    case .slide(let slide, _): asked + [slide.title]
    case .choices, .priority, .entries, .result: asked
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
