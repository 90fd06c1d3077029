import Foundation
import FrontDesk
import Logging
import Queueing
import Scenes
import Settings
import Synchronization

/// The folder of the centre's notices, read again whenever something in it has changed: each file that ends in `.md` is
/// a page, in the order of their names.
final class NoticeFolder: NoticeList {
  /// What of a file tells that it has changed.
  private struct Stamp: Hashable {
    let name: String
    let size: Int
    let changedAt: Date?
  }

  private struct State {
    var stamps: [Stamp]?
    var files: [(name: String, content: Result<SlideText, SlideProblem>)] = []

    var pages: [SlideText] { files.compactMap { try? $0.content.get() } }
  }

  /// Pages and bytes beyond these are somebody's mistake.
  private static let pageLimit = 50
  private static let textBytes = 16 << 10
  private static let imageBytes = 8 << 20
  private static let sharedFolder = "/usr/share/luot/notices"

  private let folder: String
  private let seconds: Int
  private let log: Logger
  private let state = Mutex(State())

  /// - Parameters:
  ///   - folder: a folder that is not there has no pages.
  ///   - seconds: for which one page is shown.
  init(folder: String, seconds: Int, log: Logger) {
    self.folder = folder
    self.seconds = seconds
    self.log = log
  }

  /// The one of the configuration at `path`, else `notices` beside it, else the shipped one.
  convenience init(_ configuration: Configuration, path: String, log: Logger) {
    let beside = URL(fileURLWithPath: path).deletingLastPathComponent()
    let own = URL(fileURLWithPath: configuration.notices.folder ?? "notices", relativeTo: beside).path
    let isThere = configuration.notices.folder != nil || FileManager.default.fileExists(atPath: own)
    self.init(folder: isThere ? own : Self.sharedFolder, seconds: configuration.notices.seconds, log: log)
  }

  /// The page whose turn it is, of those shown that day.
  func slide(at now: Timestamp) -> Slide? {
    let day = ServiceDay(of: now, startMinute: 0)
    let shown = state.withLock { $0.pages.filter { $0.isShown(on: day) } }
    guard !shown.isEmpty else { return nil }
    return shown[Int(now.milliseconds / 1000 / Int64(seconds)) % shown.count].slide
  }

  /// Reads what has changed. A page that cannot be read is left out, and named in the log.
  func look() {
    let stamps = stamps()
    guard state.withLock({ $0.stamps != stamps }) else { return }
    let files = stamps.filter { $0.name.hasSuffix(".md") }.prefix(Self.pageLimit).map { stamp in
      do {
        return (name: stamp.name, content: Result<_, SlideProblem>.success(try page(stamp.name, bytes: stamp.size)))
      } catch {
        log.warning(
          "A notice cannot be shown, leaving it out",
          metadata: ["notice.file": "\(folder)/\(stamp.name)", "error": "\(error)"])
        let problem = error as? SlideProblem ?? SlideProblem(line: nil, reason: "không đọc được tệp hoặc ảnh của nó.")
        return (name: stamp.name, content: .failure(problem))
      }
    }
    let read = State(stamps: stamps, files: files)
    state.withLock { $0 = read }
    log.info(
      "Notices were read", metadata: ["notice.folder": "\(folder)", "notice.count": "\(read.pages.count)"])
  }

  func notices(on day: ServiceDay) -> NoticesAnswer {
    let notices = state.withLock { $0.files }.map { name, content in
      switch content {
      case .success(let page): NoticeAnswer(file: name, page, on: day)
      case .failure(let problem): NoticeAnswer(file: name, problem: "Hãy sửa: \(problem)")
      }
    }
    return NoticesAnswer(folder: folder, seconds: seconds, notices: notices)
  }

  private func stamps() -> [Stamp] {
    let files =
      (try? FileManager.default.contentsOfDirectory(
        at: URL(fileURLWithPath: folder), includingPropertiesForKeys: [.fileSizeKey, .contentModificationDateKey]))
      ?? []
    return files.map { file in
      let values = try? file.resourceValues(forKeys: [.fileSizeKey, .contentModificationDateKey])
      return Stamp(
        name: file.lastPathComponent, size: values?.fileSize ?? 0, changedAt: values?.contentModificationDate)
    }.sorted { $0.name < $1.name }
  }

  private func page(_ name: String, bytes: Int) throws -> SlideText {
    guard bytes <= Self.textBytes else { throw SlideProblem(line: nil, reason: "tệp lớn quá 16 KiB.") }
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    guard let text = String(data: data, encoding: .utf8) else {
      throw SlideProblem(line: nil, reason: "không phải chữ UTF-8.")
    }
    var page = try SlideText(parsing: text.precomposedStringWithCanonicalMapping)
    if let image = page.imageName { page = page.picturing(try checkedImage(image)) }
    return page
  }

  /// The path of a picture that is one.
  private func checkedImage(_ name: String) throws -> String {
    let path = folder + "/" + name
    let beginning = try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).read(upToCount: 8)
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    guard beginning == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), size ?? 0 <= Self.imageBytes else {
      throw SlideProblem(line: nil, reason: "\(name) không phải ảnh PNG dưới 8 MiB.")
    }
    return path
  }
}
