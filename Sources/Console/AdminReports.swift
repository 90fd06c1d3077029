import Foundation
import FrontDesk
import Hummingbird
import Queueing
import Records
import Reports
import Scenes
import Storage

/// The page on which a report is put together: its period, what it says, and where its files are.
struct ReportWords {
  struct Choice {
    let value: String
    let name: String
    let isChosen: Bool
  }

  struct File {
    let path: String
    let name: String
  }

  let periods: [Choice]
  let cutoffs: [Choice]
  let date: String
  let from: String
  let to: String
  let isCustom: Bool
  /// The period, as addresses say it.
  let asked: String
  let files: [File]
  let remarks: [String]
  let hasRemarks: Bool
  let preview: String
  let texts: [Text]

  struct Text {
    let id: String
    let name: String
    let text: String
  }

  static func choices<C: Code>(of: C.Type, chosen: C) -> [Choice] {
    C.allCases.map { Choice(value: $0.rawValue, name: $0.name, isChosen: $0 == chosen) }
  }

  init(
    _ report: Report, remarks: [String], query: Query, today: ServiceDay, texts: [ReportSection: String],
    preview: String
  ) {
    let period = report.period
    periods = Self.choices(of: ReportPeriod.Kind.self, chosen: period.kind)
    cutoffs = Self.choices(of: ReportPeriod.Cutoff.self, chosen: period.cutoff)
    date = query["date"] ?? today.text
    from = period.from.text
    to = period.to.text
    isCustom = period.kind == .custom
    asked = Self.asked(period, date: date)
    files = ReportFormat.allCases.map { [asked] in
      File(path: "/api/v1/report?\(asked)&format=\($0.rawValue)", name: $0.name)
    }
    self.remarks = remarks
    hasRemarks = !remarks.isEmpty
    self.preview = preview
    self.texts = ReportSection.allCases.map { Text(id: $0.rawValue, name: $0.name, text: texts[$0] ?? "") }
  }

  static func asked(_ period: ReportPeriod, date: String) -> String {
    period.kind == .custom
      ? "period=custom&from=\(period.from.text)&to=\(period.to.text)"
      : "period=\(period.kind.rawValue)&date=\(date)&cutoff=\(period.cutoff.rawValue)"
  }
}

/// The report as it reads, every number with where it comes from.
struct ReportPreviewWords {
  struct Run {
    let text: String
    /// For the style sheet: `words`, `figure`, `declared` or `gap`.
    let kind: String
    let basis: String?
  }

  struct Paragraph {
    let runs: [Run]
  }

  struct Section {
    let heading: String
    let isPart: Bool
    let paragraphs: [Paragraph]
  }

  struct Row {
    let name: String
    let turns: String
    let online: String
    let share: String
    /// Of the longest bar, in percent.
    let bar: Int
  }

  struct Table {
    let id: String
    let title: String
    let heading: String
    let rows: [Row]
    let total: Row
    let note: String?
  }

  struct Breakdown {
    struct Row {
      let name: String
      let cells: [String]
    }

    let title: String
    let heading: String
    let columns: [String]
    let rows: [Row]
    let total: Row
    let note: String?
  }

  let subject: String
  let addressee: String?
  let opening: Paragraph
  let sections: [Section]
  let closing: String
  let definition: String
  let tables: [Table]
  let breakdowns: [Breakdown]
  /// What there is nothing to show of.
  let empty: String?
  let proof: String

  init(_ report: Report) {
    let figures = Dictionary(report.figures.map { ($0.id, $0) }) { first, _ in first }
    let words = { (paragraph: Report.Paragraph) in
      Paragraph(
        runs: paragraph.runs.map { run in
          switch run {
          case .text(let text): Run(text: text, kind: "words", basis: nil)
          case .gap: Run(text: run.text, kind: "gap", basis: nil)
          case .figure(let id, let text):
            Run(
              text: text, kind: figures[id]?.source == .declared ? "declared" : "figure", basis: figures[id]?.basis)
          }
        })
    }
    subject = report.subject
    addressee = report.addressee
    opening = words(report.opening)
    sections = report.sections.map { section in
      Section(
        heading: "\(section.number). \(section.title)", isPart: section.level == 1,
        paragraphs: section.paragraphs.map(words))
    }
    closing = report.closing
    definition = report.onlineDefinition
    tables = report.tables.filter { !$0.rows.isEmpty }.map { table in
      let most = max(1, table.rows.map(\.turns).max() ?? 1)
      let row = { (row: Report.Table.Row) in
        Row(
          name: row.name, turns: row.turns.groupedText, online: row.online.groupedText, share: row.shareText,
          bar: min(100, row.turns * 100 / most))
      }
      return Table(
        id: table.id, title: table.title, heading: table.heading, rows: table.rows.map(row), total: row(table.total),
        note: table.note)
    }
    breakdowns = report.breakdowns.filter { !$0.rows.isEmpty }.map { breakdown in
      let row = { (row: Report.Breakdown.Row) in Breakdown.Row(name: row.name, cells: breakdown.texts(of: row)) }
      return Breakdown(
        title: breakdown.title, heading: breakdown.heading, columns: breakdown.columns.map(\.title),
        rows: breakdown.rows.map(row), total: row(breakdown.total), note: breakdown.note)
    }
    empty = report.emptyTables
    proof = report.proof.text
  }
}

struct TemplateWords {
  struct Version {
    let at: String
    let actor: String
    let name: String
    let isCurrent: Bool
    let path: String
    let body: String
  }

  struct Field {
    let typed: String
    let value: String
  }

  let current: String
  let versions: [Version]
  let hasVersions: Bool
  let fields: [Field]
}

struct SentWords {
  struct Sent {
    let id: String
    let number: String
    let day: String
    let period: String
    let format: String
    let withdrawn: Bool
    let path: String
  }

  let reports: [Sent]
  let isEmpty: Bool
  let symbol: String
  let today: String
  /// Whether a report is meant that the page before this one showed.
  let isAsked: Bool
  /// Of days that somebody chose; to choose them is the business of the page that shows the report.
  let isCustom: Bool
  let from: String
  let to: String
  let date: String
  let periods: [ReportWords.Choice]
  let cutoffs: [ReportWords.Choice]
}

struct RecountWords {
  let number: String
  let day: String
  let period: String
  let changes: [Recount.Change]
  let count: String
  let hasChanged: Bool
  let wasSeq: String
  let nowSeq: String
}

struct ImportsWords {
  struct Choice {
    let name: String
    let title: String
  }

  struct Import {
    let id: String
    let path: String
    let name: String
    let state: String
    let accepted: String
    let known: String
    let refused: String
    let taken: String
  }

  let targets: [Choice]
  let imports: [Import]
  let isEmpty: Bool
}

struct ImportWords {
  struct Problem {
    let line: String
    let field: String
    let value: String
    let accepted: String
    let reason: String
  }

  let one: ImportsWords.Import
  let isReady: Bool
  let isTaking: Bool
  let isDone: Bool
  let problems: [Problem]
  let hasProblems: Bool
  let hasMore: Bool
}

extension ImportsWords.Import {
  init(_ answer: ImportAnswer) {
    id = answer.id
    path = "/admin/imports/\(answer.id)"
    name = answer.name.title
    state =
      switch answer.state {
      case .reading: "đang đọc tệp"
      case .ready: "chờ xác nhận"
      case .confirmed: "đang nhập"
      case .done: "đã nhập"
      }
    accepted = answer.accepted.groupedText
    known = answer.known.groupedText
    refused = answer.refused.groupedText
    taken = answer.taken.groupedText
  }
}

extension ImportName {
  var title: String {
    switch self {
    case .assistances: "Các lượt hỗ trợ"
    case .register(let register): "Sổ “\(register.name)”"
    }
  }
}

extension Routes {
  var adminReports: [Route] { reportBuilder + templatePage + sentPages + importPages }

  private var reportBuilder: [Route] {
    let reception = reception
    return page(.reports, query: Self.periodQuery) { call in
      let report = try await report(call.query)
      return try Pages.html(
        "admin-report",
        ReportWords(
          report, remarks: try await remarks(on: report), query: call.query, today: reception.today,
          texts: try await reception.reportTexts(),
          preview: try Pages.html("admin-report-preview", ReportPreviewWords(report))))
    }
  }

  private var templatePage: [Route] {
    let reception = reception
    return page(.template) { call in
      let templates = try await reception.templates()
      let book = try await reception.nameBook()
      let versions = templates.enumerated().map { index, template in
        TemplateWords.Version(
          at: template.at.timestamp.dayAndClock, actor: book.actor(template.actor),
          name: template.name ?? "mẫu gốc", isCurrent: index == 0,
          path: "/api/v1/report/template?version=\(template.version)", body: #"{"version":\#(template.version)}"#)
      }
      let fields = try await report(call.query).fieldList().map { field in
        TemplateWords.Field(
          typed: field.typed,
          value: field.fields.isEmpty ? field.value : "\(field.value): \(field.fields.joined(separator: ", "))")
      }
      return try Pages.html(
        "admin-template",
        TemplateWords(
          current: templates.first.map { $0.name ?? "mẫu gốc của chương trình" }
            ?? "mẫu ghi trong cấu hình, hoặc mẫu gốc",
          versions: versions, hasVersions: !versions.isEmpty, fields: fields))
    }
  }

  private var sentPages: [Route] {
    let (context, reception) = (context, reception)
    let list = page(.sent, query: Self.periodQuery) { call in
      let reports = try await reception.sentReports().reversed().map { report in
        SentWords.Sent(
          id: report.id, number: report.number, day: report.sentOn.officialText, period: report.reportPeriod.title,
          format: report.format.uppercased(), withdrawn: report.withdrawn, path: "/admin/sent/\(report.id)")
      }
      let period = try call.query.reportPeriod(today: reception.today)
      return try Pages.html(
        "admin-sent",
        SentWords(
          reports: reports, isEmpty: reports.isEmpty, symbol: context.reports.profile.symbol,
          today: reception.today.text, isAsked: Self.periodQuery.contains { call.query[$0] != nil },
          isCustom: period.kind == .custom, from: period.from.text, to: period.to.text,
          date: call.query["date"] ?? reception.today.text,
          periods: ReportWords.choices(of: ReportPeriod.Kind.self, chosen: period.kind).filter {
            $0.value != ReportPeriod.Kind.custom.rawValue
          },
          cutoffs: ReportWords.choices(of: ReportPeriod.Cutoff.self, chosen: period.cutoff)))
    }
    let one = page(.sent, path: "/admin/sent/{id}", title: AdminPart { _ in "Đếm lại" }) { call in
      let (answer, content) = try await reception.sentReport(call.pathID)
      let recount = try Recount(of: content.figures, against: try await report(of: answer.reportPeriod))
      return try Pages.html(
        "admin-recount",
        RecountWords(
          number: answer.number, day: answer.sentOn.officialText, period: answer.reportPeriod.title,
          changes: recount.changes, count: recount.changes.count.groupedText, hasChanged: !recount.changes.isEmpty,
          wasSeq: Int(recount.was.seq).groupedText, nowSeq: Int(recount.now.seq).groupedText))
    }
    return list + one
  }

  private var importPages: [Route] {
    let reception = reception
    let list = page(.imports) { call in
      let isAdministrator = call.visitor.role == .administrator
      let targets: [ImportName] = [.assistances] + (isAdministrator ? RegisterName.allCases.map { .register($0) } : [])
      let imports = try await reception.imports()
      return try Pages.html(
        "admin-imports",
        ImportsWords(
          targets: targets.map { ImportsWords.Choice(name: $0.text, title: $0.title) },
          imports: imports.map { ImportsWords.Import($0) }, isEmpty: imports.isEmpty))
    }
    let one = page(
      .imports, path: "/admin/imports/{id}", title: AdminPart { _ in "Kết quả đọc tệp" },
      live: AdminPart { call in
        let answer = try await reception.importAnswer(call.pathID)
        let problems = answer.refusals.prefix(200).flatMap { line in
          line.problems.map { problem in
            ImportWords.Problem(
              line: line.line.groupedText, field: problem.field, value: problem.value ?? "", accepted: problem.accepted,
              reason: problem.reason)
          }
        }
        return try Pages.html(
          "admin-import",
          ImportWords(
            one: ImportsWords.Import(answer), isReady: answer.state == .ready && answer.accepted > 0,
            isTaking: answer.state == .confirmed, isDone: answer.state == .done, problems: problems,
            hasProblems: !problems.isEmpty, hasMore: answer.refused > 200))
      })
    return list + one
  }
}

extension Timestamp {
  fileprivate var dayAndClock: String {
    "\(clockText) ngày \(ServiceDay(of: self, startMinute: 0).vietnameseText)"
  }
}
