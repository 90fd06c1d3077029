@testable import Drawing
import Foundation
@testable import Scenes
import Testing

/// Reads drawn text back with tesseract: a mark that is cut off or runs into another letter changes the word.
@Suite struct ReadBackTests {
  /// Of a hundred words, those that are read as they were written.
  private static let least = 90.0

  @Test(arguments: [
    "board-usual", "board-longest", "kiosk-home-landscape", "kiosk-priority-portrait", "kiosk-basis-landscape",
    "kiosk-result-landscape", "kiosk-storage-full-portrait",
  ])
  func `Words on a screen are read as they were written`(name: String) async throws {
    let screen = try #require(SampleScreen.all.first { $0.name == name })
    let painter = try ScenePainter()
    let texts = try painter.inspect(screen.layout).filter { !$0.isCut }.map(\.block.text)
    try await expect(texts, in: screen.png(), name)
  }

  @Test func `Letters with two marks are read as they were written`() async throws {
    let text =
      "Nguyễn Thị Ngọc Ẩn ở ngõ Ỗi, thửa ruộng bậc thềm, tổ dân phố Ổ Lợn, đường Điện Biên Phủ, quận Ngô Quyền, "
      + "khẩn trương gửi hồ sơ trực tuyến để được hưởng quyền lợi bảo hiểm xã hội, bữa sáng, lẫn lộn, chặt chẽ, rỗng"
    for size in [28.0, 34, 46] {
      for isBold in [false, true] {
        let block = TextBlock(
          text: text, size: size, floor: size, isBold: isBold, colour: Palette.ink, alignment: .leading,
          position: .top, maxLines: 30, isFigure: false, keepsEnd: false)
        let frame = Rect(x: 40, y: 40, width: 1200, height: 640)
        let layout = Layout(
          width: 1280, height: 720, ground: Palette.paper, elements: [Element(frame: frame, shape: .text(block))],
          targets: [], elsewhere: nil, tolerance: 0)
        let picture = try Picture(width: 1280, height: 720)
        try ScenePainter().paint(layout, on: picture)
        try await expect([text], in: picture.png(), "\(size) \(isBold)")
      }
    }
  }

  private func expect(_ texts: [String], in png: [UInt8], _ name: String) async throws {
    let read = Self.words(of: try await readText(of: png))
    let written = texts.flatMap { Self.words(of: $0) }
    let missing = written.filter { !read.contains($0) }
    let share = 100 * Double(written.count - missing.count) / Double(max(1, written.count))
    #expect(share >= Self.least, "\(name): \(Int(share)) % of \(written.count), not \(missing)")
  }

  /// Words of two letters and more in one form; digits and single letters tell little.
  private static func words(of text: String) -> Set<String> {
    let words = text.precomposedStringWithCanonicalMapping.lowercased().split { !$0.isLetter }
    return Set(words.filter { $0.count > 1 }.map(String.init))
  }
}

/// What tesseract reads in a picture, in Vietnamese.
private func readText(of png: [UInt8]) async throws -> String {
  let file = FileManager.default.temporaryDirectory.appending(path: "screen-\(UUID().uuidString).png")
  try Data(png).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let reader = Process()
  reader.executableURL = URL(filePath: "/usr/bin/tesseract")
  // Page segmentation 11: words wherever they stand.
  reader.arguments = [file.path, "stdout", "-l", "vie", "--psm", "11", "--dpi", "96"]
  var environment = ProcessInfo.processInfo.environment
  environment["OMP_THREAD_LIMIT"] = "1"
  reader.environment = environment
  let output = Pipe()
  reader.standardOutput = output
  reader.standardError = FileHandle.nullDevice
  try reader.run()
  let text = try output.fileHandleForReading.readToEnd()
  reader.waitUntilExit()
  return String(decoding: text ?? Data(), as: UTF8.self)
}
