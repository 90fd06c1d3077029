package import Foundation
import GRDB
package import Queueing
package import Records

extension Schema {
  /// The clerk's own documents and sentences, each as it ever was: the latest of its kind counts. What they say may name
  /// somebody, so the journal has their digests.
  static let version16 = """
    CREATE TABLE report_template(
      version INTEGER PRIMARY KEY REFERENCES journal(seq),
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      name TEXT CHECK (length(name) BETWEEN 1 AND 100),
      digest TEXT CHECK (length(digest) = 64),
      file BLOB CHECK (length(file) BETWEEN 1 AND 10485760),
      -- Without a file: back to the one the program brings.
      CHECK ((file IS NULL) = (digest IS NULL) AND (file IS NULL) = (name IS NULL))
    ) STRICT;
    CREATE TRIGGER report_template_unchanged BEFORE UPDATE ON report_template
      BEGIN SELECT RAISE(ABORT, 'a template is replaced by another, not changed'); END;
    CREATE TRIGGER report_template_kept BEFORE DELETE ON report_template
      BEGIN SELECT RAISE(ABORT, 'a template is replaced by another, not deleted'); END;

    CREATE TABLE report_text(
      version INTEGER PRIMARY KEY REFERENCES journal(seq),
      section TEXT NOT NULL CHECK (section IN ('iii-1', 'iii-2', 'iv', 'v')),
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      text TEXT NOT NULL CHECK (length(text) <= 8000)
    ) STRICT;
    CREATE INDEX report_text_section ON report_text(section, version);
    CREATE TRIGGER report_text_unchanged BEFORE UPDATE ON report_text
      BEGIN SELECT RAISE(ABORT, 'a text is replaced by another, not changed'); END;
    CREATE TRIGGER report_text_kept BEFORE DELETE ON report_text
      BEGIN SELECT RAISE(ABORT, 'a text is replaced by another, not deleted'); END;
    """
}

/// A template of the report as it was at some time.
package struct ReportTemplate: Hashable, Sendable {
  /// The journal entry that set it.
  package let version: Int64
  package let at: Timestamp
  package let actor: String
  /// Of the file that was brought; `nil` for the one the program brings.
  package let name: String?
  /// SHA-256 of the file, 64 hexadecimal digits.
  package let digest: String?

  package var isStock: Bool { digest == nil }
}

/// What somebody wrote for a section of the report.
package struct ReportText: Hashable, Sendable {
  package let version: Int64
  package let section: ReportSection
  package let at: Timestamp
  package let actor: String
  package let text: String
}

extension WriteTransaction {
  /// - Parameter file: `nil` goes back to the template the program brings.
  package func setTemplate(
    _ file: (name: String, bytes: Data)?, day: ServiceDay, at now: Timestamp, actor: String
  ) throws -> ReportTemplate {
    let digest = file.map { Chain.digest(of: $0.bytes).hexText }
    let version = try append(.templateSet(digest: digest), at: now, day: day, actor: actor)
    try execute(
      "INSERT INTO report_template(version, at, actor, name, digest, file) VALUES (?, ?, ?, ?, ?, ?)",
      [version, now.milliseconds, actor, file?.name, digest, file?.bytes])
    return ReportTemplate(version: version, at: now, actor: actor, name: file?.name, digest: digest)
  }

  package func setText(
    _ text: String, of section: ReportSection, day: ServiceDay, at now: Timestamp, actor: String
  ) throws {
    let digest = Chain.digest(of: Data(text.utf8)).hexText
    let version = try append(.reportTextSet(section, digest: digest), at: now, day: day, actor: actor)
    try execute(
      "INSERT INTO report_text(version, section, at, actor, text) VALUES (?, ?, ?, ?, ?)",
      [version, section.rawValue, now.milliseconds, actor, text])
  }
}

extension ReadTransaction {
  /// Every template that ever counted, newest first.
  package func templates() throws -> [ReportTemplate] {
    try rows("SELECT version, at, actor, name, digest FROM report_template ORDER BY version DESC") { row in
      ReportTemplate(
        version: try row.value(0), at: try row.instant(1), actor: try row.value(2), name: try row.value(3),
        digest: try row.value(4))
    }
  }

  /// `nil` when there is no such version, or when it is the one the program brings.
  package func templateFile(_ version: Int64) throws -> Data? {
    try row("SELECT file FROM report_template WHERE version = ?", [version])?.value(0)
  }

  /// The one that counts. Nothing when nobody ever set one, and when it is the one the program brings.
  package func currentTemplate() throws -> (template: ReportTemplate, file: Data?)? {
    guard let latest = try templates().first else { return nil }
    return (latest, try templateFile(latest.version))
  }

  /// The latest text of each section that somebody wrote one for.
  package func reportTexts() throws -> [ReportSection: String] {
    let texts = try allReportTexts()
    return Dictionary(texts.map { ($0.section, $0.text) }) { $1 }
  }

  /// Every text there ever was, oldest first.
  package func allReportTexts() throws -> [ReportText] {
    try rows("SELECT version, section, at, actor, text FROM report_text ORDER BY version") { row in
      ReportText(
        version: try row.value(0), section: try row.choice(1), at: try row.instant(2), actor: try row.value(3),
        text: try row.value(4))
    }
  }

  /// Templates and texts whose bytes are not those the journal speaks of.
  func unprovenReportParts(templates: [Int64: String?], texts: [Int64: ReportTextFact]) throws -> [String] {
    guard try db.tableExists("report_template") else { return [] }
    var problems: [String] = []
    let stored = try self.templates()
    if Dictionary(stored.map { ($0.version, $0.digest) }, uniquingKeysWith: { $1 }) != templates {
      problems.append("Danh sách mẫu báo cáo khác với nhật ký.")
    }
    for template in stored {
      guard let digest = template.digest else { continue }
      if try templateFile(template.version).map({ Chain.digest(of: $0).hexText }) != digest {
        problems.append("Mẫu báo cáo \(template.version) không còn như lúc tải lên.")
      }
    }
    let written = try allReportTexts()
    let facts = Dictionary(
      written.map {
        ($0.version, ReportTextFact(section: $0.section, digest: Chain.digest(of: Data($0.text.utf8)).hexText))
      }, uniquingKeysWith: { $1 })
    if facts != texts { problems.append("Nội dung tự viết của báo cáo khác với nhật ký.") }
    return problems
  }
}

/// What the journal keeps of a text.
struct ReportTextFact: Hashable {
  let section: ReportSection
  let digest: String
}
