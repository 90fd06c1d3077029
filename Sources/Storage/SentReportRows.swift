package import Foundation
import GRDB
package import Queueing
package import Records

extension Schema {
  /// Reports that went out, with their files and figures as they were sent. Nothing of them is ever changed; a mark
  /// that was set by mistake is taken back by an entry of its own.
  static let version13 = """
    CREATE TABLE sent_report(
      seq INTEGER PRIMARY KEY REFERENCES journal(seq),
      number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 40),
      sent_on TEXT NOT NULL CHECK (length(sent_on) = 10),
      period TEXT NOT NULL CHECK (period IN ('ytd', 'month', 'quarter', 'half', 'nine-months', 'year', 'custom')),
      cutoff TEXT NOT NULL CHECK (cutoff IN ('calendar', '15-14')),
      from_day TEXT NOT NULL CHECK (length(from_day) = 10),
      to_day TEXT NOT NULL CHECK (length(to_day) = 10 AND to_day >= from_day),
      counted INTEGER NOT NULL REFERENCES journal(seq) CHECK (counted < seq),
      format TEXT NOT NULL CHECK (length(format) BETWEEN 1 AND 10),
      file_digest TEXT NOT NULL CHECK (length(file_digest) = 64),
      figures_digest TEXT NOT NULL CHECK (length(figures_digest) = 64),
      withdrawal INTEGER UNIQUE REFERENCES journal(seq) CHECK (withdrawal > seq)
    ) STRICT;
    CREATE UNIQUE INDEX sent_report_number ON sent_report(number, substr(sent_on, 1, 4)) WHERE withdrawal IS NULL;
    CREATE TRIGGER sent_report_unchanged BEFORE UPDATE OF seq, number, sent_on, period, cutoff, from_day, to_day,
      counted, format, file_digest, figures_digest ON sent_report
      BEGIN SELECT RAISE(ABORT, 'a report stays as it was sent'); END;
    CREATE TRIGGER sent_report_withdrawn BEFORE UPDATE OF withdrawal ON sent_report WHEN OLD.withdrawal IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a report is taken back once'); END;
    CREATE TRIGGER sent_report_kept BEFORE DELETE ON sent_report
      BEGIN SELECT RAISE(ABORT, 'a report stays as it was sent'); END;

    -- Apart, so that a list of reports reads none of their bytes.
    CREATE TABLE sent_report_content(
      report INTEGER PRIMARY KEY REFERENCES sent_report(seq),
      file BLOB NOT NULL CHECK (length(file) BETWEEN 1 AND 10485760),
      figures BLOB NOT NULL CHECK (length(figures) BETWEEN 1 AND 10485760)
    ) STRICT;
    CREATE TRIGGER sent_report_content_unchanged BEFORE UPDATE ON sent_report_content
      BEGIN SELECT RAISE(ABORT, 'a report stays as it was sent'); END;
    CREATE TRIGGER sent_report_content_kept BEFORE DELETE ON sent_report_content
      BEGIN SELECT RAISE(ABORT, 'a report stays as it was sent'); END;
    """
}

/// The bytes of a report that went out.
package struct SentReportContent: Hashable, Sendable {
  /// Bytes of the file at most.
  package static let fileLimit = 10 << 20

  package let file: Data
  /// The report as JSON: what was said, from which figures, and what they were counted from.
  package let figures: Data

  package init(file: Data, figures: Data) {
    self.file = file
    self.figures = figures
  }
}

extension WriteTransaction {
  /// Marks a report as sent and keeps it as it was sent.
  ///
  /// - Parameter counted: the last journal entry its figures depend on.
  package func keep(
    _ content: SentReportContent, number: String, sentOn: ServiceDay, period: ReportPeriod, counted: Int64,
    format: String, day: ServiceDay, at now: Timestamp, actor: String
  ) throws -> SentReport {
    let report = SentReport(
      id: nextSeq, number: number, sentOn: sentOn, period: period, counted: counted, format: format,
      fileDigest: Chain.digest(of: content.file).hexText, figuresDigest: Chain.digest(of: content.figures).hexText)
    try append(.reportSent(report), at: now, day: day, actor: actor)
    try execute(
      """
      INSERT INTO sent_report(seq, number, sent_on, period, cutoff, from_day, to_day, counted, format, file_digest, \
      figures_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        report.id, number, sentOn.text, period.kind.rawValue, period.cutoff.rawValue, period.from.text,
        period.to.text, counted, format, report.fileDigest, report.figuresDigest,
      ])
    try execute(
      "INSERT INTO sent_report_content(report, file, figures) VALUES (?, ?, ?)",
      [report.id, content.file, content.figures])
    return report
  }

  /// Takes the mark back. What was kept stays to be seen.
  package func withdraw(
    _ report: SentReport, day: ServiceDay, at now: Timestamp, actor: String
  ) throws -> SentReport {
    let seq = try append(.reportWithdrawn(report: report.id), at: now, day: day, actor: actor)
    try execute("UPDATE sent_report SET withdrawal = ? WHERE seq = ?", [seq, report.id])
    var withdrawn = report
    withdrawn.withdrawal = seq
    return withdrawn
  }
}

extension ReadTransaction {
  private static let sentReportColumns = """
    seq, number, sent_on, period, cutoff, from_day, to_day, counted, format, file_digest, figures_digest, withdrawal
    """

  /// All that were ever marked, in that order, those taken back included.
  package func sentReports() throws -> [SentReport] {
    try rows("SELECT \(Self.sentReportColumns) FROM sent_report ORDER BY seq", [], SentReport.init(row:))
  }

  package func sentReport(_ id: Int64) throws -> SentReport? {
    try row("SELECT \(Self.sentReportColumns) FROM sent_report WHERE seq = ?", [id]).map(SentReport.init(row:))
  }

  /// The report that has this number in the year in which it was sent.
  package func sentReport(number: String, inYearOf day: ServiceDay) throws -> SentReport? {
    try row(
      """
      SELECT \(Self.sentReportColumns) FROM sent_report \
      WHERE number = ? AND substr(sent_on, 1, 4) = substr(?, 1, 4) AND withdrawal IS NULL
      """, [number, day.text]
    ).map(SentReport.init(row:))
  }

  package func content(of report: SentReport) throws -> SentReportContent? {
    try row("SELECT file, figures FROM sent_report_content WHERE report = ?", [report.id])
      .map { SentReportContent(file: try $0.value(0), figures: try $0.value(1)) }
  }
}

extension SentReport {
  fileprivate init(row: Row) throws {
    self.init(
      id: try row.value(0), number: try row.value(1), sentOn: try row.day(2),
      period: ReportPeriod(
        verified: try row.choice(3), cutoff: try row.choice(4), from: try row.day(5), to: try row.day(6)),
      counted: try row.value(7), format: try row.value(8), fileDigest: try row.value(9),
      figuresDigest: try row.value(10), withdrawal: try row.value(11))
  }
}
