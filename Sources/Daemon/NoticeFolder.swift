import Drawing
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
    let isFile: Bool
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
        return (name: stamp.name, content: Result<_, SlideProblem>.success(try page(stamp, among: stamps)))
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
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { name in
      // What a link leads to counts, and not the link.
      let file = URL(fileURLWithPath: folder + "/" + name).resolvingSymlinksInPath()
      let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
      return Stamp(
        name: name, isFile: attributes?[.type] as? FileAttributeType == .typeRegular,
        size: attributes?[.size] as? Int ?? 0, changedAt: attributes?[.modificationDate] as? Date)
    }
  }

  private func page(_ stamp: Stamp, among stamps: [Stamp]) throws -> SlideText {
    // A pipe or a device would keep the daemon waiting.
    guard stamp.isFile else { throw SlideProblem(line: nil, reason: "không phải tệp thường, hoặc liên kết hỏng.") }
    guard stamp.size <= Self.textBytes else { throw SlideProblem(line: nil, reason: "tệp lớn quá 16 KiB.") }
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + stamp.name))
    guard let text = String(data: data, encoding: .utf8) else {
      throw SlideProblem(line: nil, reason: "không phải chữ UTF-8.")
    }
    let page = try SlideText(parsing: text.precomposedStringWithCanonicalMapping)
    guard let name = page.imageName else { return page }
    let file = folder + "/" + name
    do {
      // Unpacked once here, so that a spoilt one is named in the log and not an empty place on the screen.
      _ = try StoredImage(file: file)
    } catch {
      throw SlideProblem(line: nil, reason: "\(name): \(error)")
    }
    let changedAt = stamps.first { $0.name == name }?.changedAt?.timeIntervalSince1970 ?? 0
    let size = stamps.first { $0.name == name }?.size ?? 0
    return page.picturing(SlideImage(file: file, version: "\(size) \(changedAt)"))
  }
}
