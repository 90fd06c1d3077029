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
    try Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]).write(to: URL(fileURLWithPath: folder + "/anh.png"))
    let notices = read()
    #expect(titles(of: notices) == ["Có ảnh"])
    #expect(notices.slide(at: Self.now)?.image == folder + "/anh.png")
  }
}
