internal import CXlsxWriter
import Foundation
import Records
import Scenes

/// The report as a workbook: its figures, its tables with native charts, its checks and its proof; tables, not rows of
/// the record.
struct WorkbookRenderer {
  private let workbook: UnsafeMutablePointer<lxw_workbook>
  private let heading: UnsafeMutablePointer<lxw_format>?
  private let bold: UnsafeMutablePointer<lxw_format>?
  private let number: UnsafeMutablePointer<lxw_format>?
  private let share: UnsafeMutablePointer<lxw_format>?
  private let tenths: UnsafeMutablePointer<lxw_format>?
  private let wrapped: UnsafeMutablePointer<lxw_format>?

  static func render(_ report: Report) throws(ReportFailure) -> Data {
    // This version of the library writes files only; nobody else opens this one.
    let path = NSTemporaryDirectory() + "luot-\(UUID().uuidString).xlsx"
    defer { try? FileManager.default.removeItem(atPath: path) }
    // Rows go out as they are written.
    var options = lxw_workbook_options()
    options.constant_memory = UInt8(LXW_TRUE.rawValue)
    guard let workbook = workbook_new_opt(path, &options) else { throw ReportFailure("libxlsxwriter: no workbook") }
    WorkbookRenderer(workbook).write(report)
    let status = workbook_close(workbook)
    guard status == LXW_NO_ERROR else {
      throw ReportFailure("libxlsxwriter: \(lxw_strerror(status).map { String(cString: $0) } ?? "\(status.rawValue)")")
    }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw ReportFailure("libxlsxwriter: \(error.localizedDescription)")
    }
  }

  private init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
    self.workbook = workbook
    heading = workbook_add_format(workbook)
    bold = workbook_add_format(workbook)
    number = workbook_add_format(workbook)
    share = workbook_add_format(workbook)
    tenths = workbook_add_format(workbook)
    wrapped = workbook_add_format(workbook)
    format_set_bold(heading)
    format_set_bg_color(heading, 0xD9E2F3)
    format_set_border(heading, UInt8(LXW_BORDER_THIN.rawValue))
    format_set_text_wrap(heading)
    format_set_bold(bold)
    format_set_num_format(number, "#,##0")
    format_set_num_format(share, "0.0%")
    format_set_num_format(tenths, "#,##0.0")
    format_set_text_wrap(wrapped)
    format_set_align(wrapped, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
  }

  private typealias Sheet = UnsafeMutablePointer<lxw_worksheet>

  private func write(_ report: Report) {
    workbook_set_custom_property_string(workbook, "Proof", "\(report.proof.seq) \(report.proof.hash)")
    figures(of: report)
    for table in report.tables { write(table) }
    for breakdown in report.breakdowns { write(breakdown) }
    text(of: report)
    proof(of: report)
  }

  private func sheet(_ name: String, widths: [Double], headings: [String]) -> Sheet? {
    guard let sheet = workbook_add_worksheet(workbook, String(name.prefix(31))) else { return nil }
    for (column, width) in widths.enumerated() {
      worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width, nil)
    }
    worksheet_set_paper(sheet, 9)
    // A chart stands beside its table.
    worksheet_set_landscape(sheet)
    worksheet_fit_to_pages(sheet, 1, 0)
    // Two lines: a heading wraps, but with constant memory no row grows with it.
    worksheet_set_row(sheet, 0, 32, nil)
    for (column, heading) in headings.enumerated() { put(heading, sheet, 0, column, self.heading) }
    worksheet_freeze_panes(sheet, 1, 0)
    worksheet_repeat_rows(sheet, 0, 0)
    return sheet
  }

  private func put(
    _ text: String, _ sheet: Sheet, _ row: Int, _ column: Int, _ format: UnsafeMutablePointer<lxw_format>? = nil
  ) {
    // Written as text, so that nothing a person typed is ever taken for a formula.
    worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), text, format)
  }

  private func put(
    _ value: Double, _ sheet: Sheet, _ row: Int, _ column: Int, _ format: UnsafeMutablePointer<lxw_format>?
  ) {
    worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), value, format)
  }

  private func figures(of report: Report) {
    let headings = ["Mã", "Số liệu", "Giá trị", "Nguồn", "Cách đếm, nguồn kê khai"]
    guard let sheet = sheet("Số liệu", widths: [30, 52, 14, 12, 70], headings: headings) else { return }
    for (index, figure) in report.figures.enumerated() {
      let row = index + 1
      put(figure.id, sheet, row, 0)
      put(figure.name, sheet, row, 1)
      if let value = figure.value, figure.text == value.groupedText {
        put(Double(value), sheet, row, 2, number)
      } else {
        put(figure.text ?? "chưa có số liệu", sheet, row, 2)
      }
      put(figure.source.name, sheet, row, 3)
      put(figure.basis, sheet, row, 4)
    }
  }

  private func write(_ table: Report.Table) {
    let headings = [table.heading, "Số lượt", "Trực tuyến", "Tỷ lệ"]
    guard let sheet = sheet(table.heading, widths: [44, 12, 12, 10], headings: headings) else { return }
    for (index, row) in (table.rows + [table.total]).enumerated() {
      let format = index == table.rows.count ? bold : nil
      put(row.name, sheet, index + 1, 0, format)
      put(Double(row.turns), sheet, index + 1, 1, number)
      put(Double(row.online), sheet, index + 1, 2, number)
      if let permille = row.permille { put(Double(permille) / 1000, sheet, index + 1, 3, share) }
    }
    if let note = table.note { put(note, sheet, table.rows.count + 3, 0) }
    draw(
      [(column: 1, name: "Số lượt")], of: table.heading, rows: table.rows.count, title: table.title, on: sheet, at: 5)
  }

  private func write(_ breakdown: Report.Breakdown) {
    let name = breakdown.sheetName
    let headings = [breakdown.heading] + breakdown.columns.map(\.titleWithUnit)
    let widths = [44.0] + breakdown.columns.map { _ in 14.0 }
    guard let sheet = sheet(name, widths: widths, headings: headings) else { return }
    for (index, row) in (breakdown.rows + [breakdown.total]).enumerated() {
      put(row.name, sheet, index + 1, 0, index == breakdown.rows.count ? bold : nil)
      for (place, (column, value)) in zip(breakdown.columns, row.values).enumerated() {
        guard let value else { continue }
        let (shown, format) = cell(value, column.form)
        put(shown, sheet, index + 1, place + 1, format)
      }
    }
    if let note = breakdown.note { put(note, sheet, breakdown.rows.count + 3, 0) }
    let series = breakdown.columns.enumerated().filter(\.element.isDrawn).map {
      (column: $0.offset + 1, name: $0.element.titleWithUnit)
    }
    draw(
      series, of: name, rows: breakdown.rows.count, title: breakdown.title, on: sheet, at: breakdown.columns.count + 2)
  }

  private func cell(
    _ value: Int, _ form: Report.Breakdown.Column.Form
  ) -> (value: Double, format: UnsafeMutablePointer<lxw_format>?) {
    switch form {
    case .count: (Double(value), number)
    case .minutes: (Double(Report.minutes(value)), number)
    case .hours: (Double(value) / 3600, tenths)
    case .share: (Double(value) / 1000, share)
    }
  }

  /// A chart beside a table, its first row above as there.
  private func draw(
    _ series: [(column: Int, name: String)], of name: String, rows: Int, title: String, on sheet: Sheet, at column: Int
  ) {
    guard rows > 0, let chart = workbook_add_chart(workbook, UInt8(LXW_CHART_BAR.rawValue)) else { return }
    let last = lxw_row_t(rows)
    for (column, title) in series {
      let drawn = chart_add_series(chart, nil, nil)
      chart_series_set_categories(drawn, name, 1, 0, last, 0)
      chart_series_set_values(drawn, name, 1, lxw_col_t(column), last, lxw_col_t(column))
      chart_series_set_name(drawn, title)
    }
    chart_title_set_name(chart, title)
    let position = series.count > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE
    chart_legend_set_position(chart, UInt8(position.rawValue))
    chart_axis_set_reverse(chart.pointee.y_axis)
    // Every row by its name, and room for it.
    chart_axis_set_interval_unit(chart.pointee.x_axis, 1)
    // Twice as long is twice as many, however close the numbers are.
    chart_axis_set_min(chart.pointee.y_axis, 0)
    var options = lxw_chart_options()
    options.x_scale = 1.3
    options.y_scale = max(1, Double(rows * series.count) / 8)
    worksheet_insert_chart_opt(sheet, 1, lxw_col_t(column), chart, &options)
  }

  private func text(of report: Report) {
    guard let sheet = sheet("Nội dung", widths: [40, 110], headings: ["Mục", "Nội dung"]) else { return }
    var row = 1
    put("", sheet, row, 0)
    put(report.opening.text, sheet, row, 1, wrapped)
    for section in report.sections {
      row += 1
      put(section.heading, sheet, row, 0, bold)
      for paragraph in section.paragraphs {
        row += 1
        put(paragraph.text, sheet, row, 1, wrapped)
      }
    }
    row += 1
    put(report.closing, sheet, row, 1, wrapped)
  }

  private func proof(of report: Report) {
    guard let sheet = sheet("Kiểm chứng", widths: [28, 110], headings: ["Mục", "Nội dung"]) else { return }
    let lines =
      [
        ("Kỳ báo cáo", report.period.title), ("Lượt trực tuyến", report.onlineDefinition),
        ("Nguồn đếm", report.proof.text),
      ]
      + report.remarks.map { ("Cần xem lại", $0) }
    for (index, line) in lines.enumerated() {
      put(line.0, sheet, index + 1, 0)
      put(line.1, sheet, index + 1, 1, wrapped)
    }
  }
}

extension Report.Breakdown {
  /// A name that no table of lượt has.
  fileprivate var sheetName: String {
    switch id {
    case "waits": "Thời gian chờ"
    case "ratings": "Đánh giá"
    case "promises": "Khoảng chờ đã báo"
    default: "Trực quầy"
    }
  }
}

extension Report.Source {
  var name: String {
    switch self {
    case .computed: "đếm"
    case .register: "sổ"
    case .declared: "kê khai"
    }
  }
}
