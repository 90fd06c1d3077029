@testable import Drawing
import Foundation
import Queueing
import Scenes
import Testing

@Suite struct SlipRendererTests {
  private static let longestService =
    "Sổ sức khỏe – an sinh xã hội và các thủ tục liên thông khác của người cao tuổi"

  private static func slip(
    ordinal: Int = 5, service: String = "Hộ tịch – chứng thực", priority: String? = nil,
    payload: String? = "http://192.168.1.20:8201/t/7H2KQ9M4XVTP3RWC", notice: String? = nil, isReprint: Bool = false
  ) -> SlipScene {
    SlipScene(
      centre: "Trung tâm Phục vụ hành chính công xã Kiến Minh", number: TicketNumber(series: "A", ordinal: ordinal),
      service: service, priority: priority, ahead: 4, minutes: 10...20,
      place: "Mời ông/bà chờ tại sảnh và nhìn bảng gọi số", issuedAt: Timestamp(milliseconds: 1_795_400_045_000),
      code: payload.map { .init(payload: $0, caption: "Quét mã để theo dõi lượt trên điện thoại") }, notice: notice,
      isReprint: isReprint)
  }

  private static let fullest = slip(
    ordinal: 1000, service: longestService, priority: "Người từ 60 tuổi",
    notice: "Cảnh giác lừa đảo: cán bộ không bao giờ yêu cầu ông/bà đọc mã OTP qua điện thoại.", isReprint: true)

  @Test(arguments: PaperWidth.allCases)
  func `A scanner reads the code back from the printed dots`(width: PaperWidth) async throws {
    let bitmap = try SlipRenderer().render(Self.fullest, width: width)
    #expect(try await scannedText(of: bitmap.png()) == "QR-Code:http://192.168.1.20:8201/t/7H2KQ9M4XVTP3RWC\n")
  }

  @Test(arguments: PaperWidth.allCases)
  func `Nothing reaches the edge of the paper`(width: PaperWidth) throws {
    let renderer = try SlipRenderer()
    for slip in [
      Self.slip(), Self.fullest, Self.slip(ordinal: 999_999), Self.slip(service: String(repeating: "W", count: 300)),
    ] {
      let bitmap = try renderer.render(slip, width: width)
      #expect(bitmap.width == width.rawValue)
      #expect(bitmap.bytes.count == width.rawValue / 8 * bitmap.height)
      // The first and the last eight dots of every row.
      let edges = (0..<bitmap.height).flatMap { row in
        [bitmap.bytes[row * bitmap.bytesPerRow], bitmap.bytes[(row + 1) * bitmap.bytesPerRow - 1]]
      }
      #expect(edges.allSatisfy { $0 == 0 })
      #expect(!bitmap.hasInk(row: 0) && !bitmap.hasInk(row: bitmap.height - 1))
    }
  }

  @Test(arguments: PaperWidth.allCases, [5, 1000])
  func `The number is 20 mm high on every paper`(width: PaperWidth, ordinal: Int) throws {
    let bitmap = try SlipRenderer().render(Self.slip(ordinal: ordinal, payload: nil), width: width)
    // Without a code nothing else is so high without a blank row.
    let tallest = try #require(bitmap.inkBands.map(\.count).max())
    #expect((160...176).contains(tallest))
  }

  @Test func `Stacked marks keep clear of the lines above and below`() throws {
    let line = "Ộ Ặ Ễ Ữ Ỡ ự ẫ g"
    let typesetter = try Typesetter()
    for size in [22.0, 28, 38] {
      for isBold in [false, true] {
        let style = TextStyle(size: size, isBold: isBold, maxLines: 3)
        let one = try typesetter.paragraph(line, style, width: 2000)
        let three = try typesetter.paragraph("\(line) \(line) \(line)", style, width: Int(one.logical.width) + 4)
        let pitch = (three.ink.height - one.ink.height) / 2
        #expect(pitch >= size * 1.39, "three lines")
        #expect(pitch >= one.ink.height + 1, "at \(size) dots")
      }
    }
  }

  @Test func `The longest service name is set whole in three lines`() throws {
    let typesetter = try Typesetter()
    let style = TextStyle(size: 32, isBold: true, maxLines: 3)
    let narrow = try typesetter.paragraph(Self.longestService, style, width: 360)
    #expect(!narrow.isCut)
    #expect(narrow.logical.width <= 360)
    let endless = try typesetter.paragraph(String(repeating: Self.longestService, count: 4), style, width: 360)
    #expect(endless.isCut)
    #expect(endless.logical.width <= 360 && endless.ink.width <= 360)
  }

  @Test func `Decomposed letters are drawn as composed ones`() throws {
    let renderer = try SlipRenderer()
    let composed = try renderer.render(Self.slip(service: "Hộ tịch"), width: .dots576)
    let decomposed = try renderer.render(
      Self.slip(service: "Hộ tịch".decomposedStringWithCanonicalMapping), width: .dots576)
    #expect(composed == decomposed)
  }

  @Test func `A reprint begins with a black bar`() throws {
    let renderer = try SlipRenderer()
    let hasBar = { (bitmap: Bitmap1) in
      (0..<60).contains { row in
        (0..<bitmap.width).count { bitmap.isBlack(x: $0, y: row) } > bitmap.width * 9 / 10
      }
    }
    #expect(try hasBar(renderer.render(Self.slip(isReprint: true), width: .dots576)))
    #expect(try !hasBar(renderer.render(Self.slip(), width: .dots576)))
  }

  @Test func `The same slip gives the same bytes`() throws {
    let renderer = try SlipRenderer()
    let first = try renderer.render(Self.fullest, width: .dots576)
    #expect(try renderer.render(Self.fullest, width: .dots576) == first)
    #expect(try SlipRenderer().render(Self.fullest, width: .dots576) == first)
    #expect(try first.png() == renderer.render(Self.fullest, width: .dots576).png())
  }

  @Test func `A code too long for paper is refused`() throws {
    let renderer = try SlipRenderer()
    #expect(throws: DrawingError.codeTooLong(bytes: 4000)) {
      try renderer.render(Self.slip(payload: String(repeating: "x", count: 4000)), width: .dots576)
    }
    #expect(throws: DrawingError.codeTooLong(bytes: 600)) {
      try renderer.render(Self.slip(payload: String(repeating: "x", count: 600)), width: .dots384)
    }
  }

  @Test func `Slip after slip takes no more memory`() async {
    await #expect(processExitsWith: .success) {
      let renderer = try SlipRenderer()
      // A surface leaked with each slip would be 13,000 kB, its paragraphs 700 kB.
      try expectNoLeak(of: 300) {
        for _ in 0..<20 { _ = try renderer.render(SlipRendererTests.fullest, width: .dots576).png() }
      }
    }
  }
}

/// Ends the process when each of three rounds after a first one takes `kilobytes` more: a leak grows with every round,
/// what a library keeps for later or the allocator holds back does not.
func expectNoLeak(of kilobytes: Int, round: () throws -> Void) throws {
  try round()
  let growths = try (0..<3).map { _ in
    let before = try privateKilobytes()
    try round()
    return try privateKilobytes() - before
  }
  precondition(growths.contains { $0 < kilobytes }, "grew by \(growths) kB")
}

/// Anonymous memory of this process.
func privateKilobytes() throws -> Int {
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
  return try #require(Int(line.filter(\.isNumber)))
}

/// What zbarimg finds in a picture.
func scannedText(of png: [UInt8]) async throws -> String {
  let file = FileManager.default.temporaryDirectory.appending(path: "slip-\(UUID().uuidString).png")
  try Data(png).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let scanner = Process()
  scanner.executableURL = URL(filePath: "/usr/bin/zbarimg")
  scanner.arguments = ["--quiet", file.path]
  let output = Pipe()
  scanner.standardOutput = output
  scanner.standardError = FileHandle.nullDevice
  try scanner.run()
  let text = try output.fileHandleForReading.readToEnd()
  scanner.waitUntilExit()
  return String(decoding: text ?? Data(), as: UTF8.self)
}

extension Bitmap1 {
  fileprivate func hasInk(row: Int) -> Bool {
    bytes[row * bytesPerRow..<(row + 1) * bytesPerRow].contains { $0 != 0 }
  }

  /// Runs of rows with ink.
  fileprivate var inkBands: [Range<Int>] {
    var bands: [Range<Int>] = []
    for row in 0..<height where hasInk(row: row) {
      if let last = bands.last, last.upperBound == row {
        bands[bands.count - 1] = last.lowerBound..<row + 1
      } else {
        bands.append(row..<row + 1)
      }
    }
    return bands
  }
}
