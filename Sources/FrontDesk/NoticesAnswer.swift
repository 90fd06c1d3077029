package import Queueing
package import Scenes

/// A file of the notices' folder, and what becomes of it.
package struct NoticeAnswer: Hashable, Sendable, Codable {
  package enum State: String, CaseIterable, Sendable, Codable {
    /// Shown today.
    case shown
    case later, over
    /// No page: `problem` says why.
    case broken
  }

  package let file: String
  package let state: State
  package let title: String?
  package let lines: [String]
  /// What its QR code holds.
  package let code: String?
  /// The file of its picture.
  package let image: String?
  package let from: ServiceDay?
  package let through: ServiceDay?
  /// What is wrong with it, as a sentence.
  package let problem: String?

  package init(file: String, problem: String) {
    self.file = file
    state = .broken
    (title, lines, code, image, from, through) = (nil, [], nil, nil, nil, nil)
    self.problem = problem
  }

  package init(file: String, _ page: SlideText, on day: ServiceDay) {
    self.file = file
    state = page.isShown(on: day) ? .shown : page.from.map { day < $0 } ?? false ? .later : .over
    title = page.slide.title
    lines = page.slide.lines
    code = page.slide.code
    image = page.imageName
    from = page.from
    through = page.through
    problem = nil
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    try container.encode(state, forKey: .state)
    try container.encode(nullable: title, forKey: .title)
    try container.encode(lines, forKey: .lines)
    try container.encode(nullable: code, forKey: .code)
    try container.encode(nullable: image, forKey: .image)
    try container.encode(nullable: from, forKey: .from)
    try container.encode(nullable: through, forKey: .through)
    try container.encode(nullable: problem, forKey: .problem)
  }
}

/// The centre's notices, as somebody looks after them.
package struct NoticesAnswer: Hashable, Sendable, Codable {
  /// Where the files lie.
  package let folder: String
  /// For which one page is shown.
  package let seconds: Int
  /// In the order in which they are shown.
  package let notices: [NoticeAnswer]

  package init(folder: String, seconds: Int, notices: [NoticeAnswer]) {
    self.folder = folder
    self.seconds = seconds
    self.notices = notices
  }
}

/// Who knows the centre's notices.
package protocol NoticeList: Sendable {
  func notices(on day: ServiceDay) -> NoticesAnswer
}
