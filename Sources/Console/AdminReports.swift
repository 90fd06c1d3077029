import Foundation
import FrontDesk
import Hummingbird
import Queueing
import Records
import Reports
import Scenes
import Storage

/// The period that a page is asked for by its form.
///
/// A form sends all its fields, also those of the kind that was shown before: of those that do not belong to the kind
/// that is chosen now, the day it was about is kept for the way back and the rest is dropped.
struct PeriodWords {
  struct Choice {
    let value: String
    let name: String
    let isChosen: Bool
  }

  /// All kinds, and all but the one that asks for days of its own.
  let periods: [Choice]
  let fixedPeriods: [Choice]
  let cutoffs: [Choice]
  let isCustom: Bool
  let date: String
  let from: String
  let to: String
  /// What is wrong with the days, for who can set them right above.
  let refusal: String?
  /// `nil` where there is a refusal.
  let period: ReportPeriod?

  init(_ query: Query, today: ServiceDay) {
    let custom = ReportPeriod.Kind.custom.rawValue
    isCustom = query["period"].map { $0 == custom } ?? (query["from"] != nil)
    let meant = isCustom ? query.without("date", "cutoff") : query.without("from", "to")
    do throws(Problem) {
      // Whoever comes without any days changes those of the year.
      let hasDays = !isCustom || meant["from"] != nil || meant["to"] != nil
      let whole = ReportPeriod(.ytd, of: today, cutoff: .calendar)
      period = hasDays ? try meant.reportPeriod(today: today) : ReportPeriod(from: whole.from, to: whole.to)
      refusal = nil
    } catch {
      period = nil
      let reasons = error.fields.map(\.reason)
      refusal = (reasons.isEmpty ? [error.detail] : reasons).joined(separator: " ") + " Hãy chọn lại."
    }
    let kind = isCustom ? .custom : query["period"].flatMap(ReportPeriod.Kind.init) ?? .ytd
    periods = Self.choices(of: ReportPeriod.Kind.self, chosen: kind)
    fixedPeriods = periods.filter { $0.value != custom }
    cutoffs = Self.choices(
      of: ReportPeriod.Cutoff.self, chosen: query["cutoff"].flatMap(ReportPeriod.Cutoff.init) ?? .calendar)
    let day = isCustom ? period.map { min($0.to, today) } : nil
    date = query.without()["date"] ?? (day ?? today).text
    from = period?.from.text ?? query["from"] ?? ""
    to = period?.to.text ?? query["to"] ?? ""
  }

  static func choices<C: Code>(of: C.Type, chosen: C) -> [Choice] {
    C.allCases.map { Choice(value: $0.rawValue, name: $0.name, isChosen: $0 == chosen) }
  }
}

/// The page on which a report is put together: its period, what it says, and where its files are.
struct ReportWords {
  let span: PeriodWords
  /// `nil` where the days make no period.
  let written: Written?

  struct File {
    let path: String
    let name: String
  }

  struct Text {
    let id: String
    let name: String
    let text: String
  }

  struct Written {
    /// The period, as addresses say it.
    let asked: String
    let files: [File]
    let remarks: [String]
    let hasRemarks: Bool
    let preview: String
    let texts: [Text]

    init(_ report: Report, remarks: [String], date: String, texts: [ReportSection: String], preview: String) {
      let asked = ReportWords.asked(report.period, date: date)
      self.asked = asked
      files = ReportFormat.allCases.map {
        File(path: "/api/v1/report?\(asked)&format=\($0.rawValue)", name: $0.name)
      }
      self.remarks = remarks
      hasRemarks = !remarks.isEmpty
      self.preview = preview
      self.texts = ReportSection.allCases.map { Text(id: $0.rawValue, name: $0.name, text: texts[$0] ?? "") }
    }
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
    let title: String
    let typed: String
    let value: String
    /// What an entry of a list has.
    let parts: [String]
  }

  let current: String
  let remarks: [String]
  let hasRemarks: Bool
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
  /// Days that somebody chose are chosen on the page that shows the report, and only shown here.
  let span: PeriodWords
}

struct RecountWords {
  let id: String
  let withdrawn: Bool
  /// That the file is one of other figures.
  let remark: String?
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
      let span = PeriodWords(call.query, today: reception.today)
      guard let period = span.period else {
        return try Pages.html("admin-report", ReportWords(span: span, written: nil))
      }
      let report = try await report(of: period)
      let written = ReportWords.Written(
        report, remarks: try await remarks(on: report), date: span.date, texts: try await reception.reportTexts(),
        preview: try Pages.html("admin-report-preview", ReportPreviewWords(report)))
      return try Pages.html("admin-report", ReportWords(span: span, written: written))
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
      let report = try await report(call.query)
      let fields = try report.fieldList().map { field in
        TemplateWords.Field(
          title: field.title, typed: field.typed, value: field.value, parts: field.fields.map { "{{\($0)}}" })
      }
      let remarks = try await remarksOnTemplate(report)
      return try Pages.html(
        "admin-template",
        TemplateWords(
          current: templates.first.map { $0.name ?? "mẫu gốc của chương trình" }
            ?? "mẫu ghi trong cấu hình, hoặc mẫu gốc",
          remarks: remarks, hasRemarks: !remarks.isEmpty, versions: versions, hasVersions: !versions.isEmpty,
          fields: fields))
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
      return try Pages.html(
        "admin-sent",
        SentWords(
          reports: reports, isEmpty: reports.isEmpty, symbol: context.reports.profile.symbol,
          today: reception.today.text, isAsked: Self.periodQuery.contains { call.query[$0] != nil },
          span: PeriodWords(call.query, today: reception.today)))
    }
    let one = page(.sent, path: "/admin/sent/{id}", title: AdminPart { _ in "Đếm lại" }) { call in
      let (answer, content) = try await reception.sentReport(call.pathID)
      let recount = try Recount(of: content.figures, against: try await report(of: answer.reportPeriod))
      return try Pages.html(
        "admin-recount",
        RecountWords(
          id: answer.id, withdrawn: answer.withdrawn, remark: recount.remark(on: content, of: answer),
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
