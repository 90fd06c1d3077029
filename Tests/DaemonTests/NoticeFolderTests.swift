import Foundation
import Logging
import Queueing
import Scenes
import Testing

@testable import Daemon

@Suite struct NoticeFolderTests {
  /// 2026-11-23T09:14:05+07:00
  private static let now = Timestamp(milliseconds: 1_795_400_045_000)

  private let folder = Fixture.temporaryFolder()

  private func write(_ text: String, to name: String) throws {
    try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
  }

  /// The titles of the pages in the order in which they take turns.
  private func titles(of notices: NoticeFolder) -> [String] {
    let turns = (0..<6).compactMap { notices.slide(at: Self.now.adding(seconds: 10 * $0))?.title }
    return turns.enumerated().filter { !turns.prefix($0.offset).contains($0.element) }.map(\.element)
  }

  private func read() -> NoticeFolder {
    let notices = NoticeFolder(folder: folder, seconds: 10, log: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
    notices.look()
    return notices
  }

  @Test func `Pages take turns, and what is added, changed, spoilt or removed shows at the next look`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let notices = read()
    #expect(notices.slide(at: Self.now) == nil)
    try write("# Một", to: "10.md")
    try write("# Hai", to: "20.md")
    try write("chú thích", to: "ghi-chu.txt")
    notices.look()
    #expect(Set(titles(of: notices)) == ["Một", "Hai"])
    try write("# Hai mới", to: "20.md")
    try write("không có tiêu đề", to: "10.md")
    notices.look()
    #expect(titles(of: notices) == ["Hai mới"])
    try FileManager.default.removeItem(atPath: folder + "/20.md")
    notices.look()
    #expect(notices.slide(at: Self.now) == nil)
  }

  @Test func `A page is shown on its days alone`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write("# Trước\nĐến hết: 2026-11-22", to: "10.md")
    try write("# Hôm nay\nTừ ngày: 2026-11-23\nĐến hết: 2026-11-23", to: "20.md")
    try write("# Sau\nTừ ngày: 2026-11-24", to: "30.md")
    #expect(titles(of: read()) == ["Hôm nay"])
  }

  @Test func `A picture that is none leaves its page out`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write("# Có ảnh\nẢnh: anh.png", to: "10.md")
    try write("# Không ảnh\nẢnh: gia.png", to: "20.md")
    try write("không phải ảnh", to: "gia.png")
    try Self.dot.write(to: URL(fileURLWithPath: folder + "/anh.png"))
    let notices = read()
    #expect(titles(of: notices) == ["Có ảnh"])
    let image = try #require(notices.slide(at: Self.now)?.image)
    #expect(image.file == folder + "/anh.png")
    try (Self.dot + Data([0])).write(to: URL(fileURLWithPath: folder + "/anh.png"))
    notices.look()
    #expect(notices.slide(at: Self.now)?.image?.version != image.version, "an old picture would go on being shown")
  }

  /// One pixel.
  private static let dot =
    Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
    ?? Data()

  @Test func `Whatever lies in the folder, the good pages are shown and nothing waits or fills the memory`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = { (name: String) in folder + "/" + name }
    try write("# Tốt", to: "50.md")
    mkfifo(path("10.md"), 0o600)
    symlink(path("11.md"), path("12.md"))
    symlink(path("12.md"), path("11.md"))
    symlink("/dev/zero", path("13.md"))
    symlink("/nowhere", path("14.md"))
    try FileManager.default.createDirectory(atPath: path("15.md"), withIntermediateDirectories: true)
    try Data((0..<4000).map { UInt8($0 * 7 & 255) }).write(to: URL(fileURLWithPath: path("16.md")))
    try write("# " + String(repeating: "dài ", count: 20_000), to: "17.md")
    // A picture of 60,000 × 60,000 pixels would take 14 GB; one that ends in its midst; a pipe; a link to nothing.
    let pictures = [("20", Self.header(of: 60_000)), ("21", Data(Self.dot.prefix(50))), ("22", nil), ("23", nil)]
    for (name, picture) in pictures {
      try write("# Ảnh \(name)\nẢnh: \(name).png", to: "\(name).md")
      if let picture { try picture.write(to: URL(fileURLWithPath: path("\(name).png"))) }
    }
    mkfifo(path("22.png"), 0o600)
    symlink("/nowhere", path("23.png"))
    // A link to a good page is one.
    symlink(path("50.md"), path("60.md"))
    #expect(titles(of: read()) == ["Tốt"])
  }

  /// A PNG up to its size.
  private static func header(of side: UInt32) -> Data {
    let bytes = { (number: UInt32) in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
    return dot.prefix(16) + Data(bytes(side) + bytes(side)) + dot.dropFirst(24)
  }
}
