import Queueing
import Records
import Scenes

extension Report {
  /// A table of what is counted of turns beside lượt: one number in each of its columns.
  package struct Breakdown: Hashable, Sendable, Encodable {
    package struct Column: Hashable, Sendable, Encodable {
      /// What the numbers are and how they are printed: lengths of time are whole seconds, shares tenths of a percent.
      package enum Form: Hashable, Sendable {
        case count, minutes, hours, share

        fileprivate var unit: String {
          switch self {
          case .count: "count"
          case .minutes, .hours: "seconds"
          case .share: "permille"
          }
        }
      }

      /// ASCII kebab-case.
      package let id: String
      package let title: String
      package let form: Form
      /// Whether the rows add up to the total.
      package let isSummed: Bool
      /// Whether the chart of the workbook shows it.
      package let isDrawn: Bool

      fileprivate init(_ id: String, _ title: String, _ form: Form = .count, isDrawn: Bool = false) {
        self.id = id
        self.title = title
        self.form = form
        isSummed = form == .count || form == .hours
        self.isDrawn = isDrawn
      }

      private enum CodingKeys: CodingKey {
        case id, title, unit
      }

      package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(title, forKey: .title)
        try container.encode(form.unit, forKey: .unit)
      }

      /// For where the note that says it is out of sight.
      var titleWithUnit: String { form == .minutes ? "\(title) (phút)" : title }

      /// For programs, with a decimal point: shares in percent, times in the unit they are printed in.
      func plainText(of value: Int?) -> String {
        guard let value else { return "" }
        switch form {
        case .count: return "\(value)"
        case .minutes: return "\(Report.minutes(value))"
        case .hours: return value.hoursText.replacing(".", with: "").replacing(",", with: ".")
        case .share: return "\(value / 10).\(value % 10)"
        }
      }

      package func text(of value: Int?) -> String {
        guard let value else { return "–" }
        switch form {
        case .count: return value.groupedText
        case .minutes: return Report.minutes(value).groupedText
        case .hours: return value.hoursText
        case .share: return Report.percentText(value)
        }
      }
    }

    package struct Row: Hashable, Sendable, Encodable {
      package let name: String
      /// One for each column; `nil` where nothing was measured.
      package let values: [Int?]
    }

    /// ASCII: `waits`, `ratings`, `promises`, `shifts`.
    package let id: String
    package let title: String
    /// What stands over the names.
    package let heading: String
    package let columns: [Column]
    package let rows: [Row]
    /// The whole, counted on its own and not by adding the rows.
    package let total: Row
    package let note: String?

    package func texts(of row: Row) -> [String] {
      zip(columns, row.values).map { $0.text(of: $1) }
    }
  }

  /// “… : lượt hỗ trợ theo thôn; đánh giá …”: what there is nothing to show of; `nil` when there is of everything.
  package var emptyTables: String? {
    let titles = tables.filter(\.rows.isEmpty).map(\.title) + breakdowns.filter(\.rows.isEmpty).map(\.title)
    guard !titles.isEmpty else { return nil }
    return "Trong kỳ chưa có số liệu để lập bảng: \(titles.map(\.lowercasedFirst).joined(separator: "; "))."
  }
}

extension Report.Breakdown {
  private typealias Measures = (Tally) -> [Int?]

  /// Waits, ratings and promises by service, and the time at counters by team.
  ///
  /// - Parameter services: the rows of figures by service, in the order in which they are shown, with their names.
  static func all(of material: ReportMaterial, services: [(name: String, tally: Tally)]) -> [Self] {
    [waits, ratings, promises].map { kind in kind(services, material.total) } + [shifts(of: material)]
  }

  /// - Parameter measures: of a tally, one for each column; a row whose first is nothing is none.
  private static func byService(
    _ services: [(name: String, tally: Tally)], _ total: Tally, id: String, title: String, note: String?,
    columns: [Column], _ measures: Measures
  ) -> Self {
    Self(
      id: id, title: title, heading: "Dịch vụ", columns: columns,
      rows: services.map { Row(name: $0.name, values: measures($0.tally)) }.filter { $0.values.first != .some(0) },
      total: Row(name: "Tổng số", values: measures(total)), note: note)
  }

  private static func waits(_ services: [(name: String, tally: Tally)], _ total: Tally) -> Self {
    byService(
      services, total, id: "waits", title: "Thời gian chờ và phục vụ theo dịch vụ",
      note: "Số phút mà 50% và 90% số người không vượt quá, làm tròn lên; dòng tổng số tính trên tất cả mọi người.",
      columns: [
        Column("issued", "Số đã cấp"), Column("waiting-p50", "Chờ, 50%", .minutes, isDrawn: true),
        Column("waiting-p90", "Chờ, 90%", .minutes, isDrawn: true), Column("serving-p50", "Phục vụ, 50%", .minutes),
        Column("serving-p90", "Phục vụ, 90%", .minutes),
      ]
    ) { [$0.issued] + $0.waiting.percentiles([50, 90]) + $0.serving.percentiles([50, 90]) }
  }

  private static func ratings(_ services: [(name: String, tally: Tally)], _ total: Tally) -> Self {
    byService(
      services, total, id: "ratings", title: "Đánh giá của người dân theo dịch vụ", note: nil,
      columns: [
        Column("count", "Số đánh giá"), Column("good", "Hài lòng", isDrawn: true),
        Column("fair", "Bình thường", isDrawn: true), Column("bad", "Chưa hài lòng", isDrawn: true),
        Column("share", "Tỷ lệ hài lòng", .share),
      ]
    ) { tally in
      let ratings = tally.ratings
      return [
        ratings.count, ratings.good, ratings.fair, ratings.bad, Report.permille(ratings.good, of: ratings.count),
      ]
    }
  }

  private static func promises(_ services: [(name: String, tally: Tally)], _ total: Tally) -> Self {
    byService(
      services, total, id: "promises", title: "Khoảng chờ đã báo trước, theo dịch vụ",
      note: "Đúng khoảng: được gọi trong khoảng thời gian đã in trên phiếu; tỷ lệ tính trên số người đã được gọi.",
      columns: [
        Column("made", "Đã báo"), Column("settled", "Đã gọi", isDrawn: true),
        Column("held", "Đúng khoảng", isDrawn: true), Column("share", "Tỷ lệ đúng", .share),
      ]
    ) { tally in
      let promises = tally.promises
      return [
        promises.made, promises.settled, promises.held, Report.permille(promises.held, of: promises.settled),
      ]
    }
  }

  private static func shifts(of material: ReportMaterial) -> Self {
    Self(
      id: "shifts", title: "Trực quầy của thành viên theo tổ", heading: "Tổ",
      columns: [
        Column("members", "Thành viên"), Column("shifts", "Số ca"), Column("seconds", "Số giờ", .hours, isDrawn: true),
      ],
      rows: material.shiftsByTeam.map { entry in
        Row(
          name: entry.team?.name ?? "(không có trong sổ thành viên)",
          values: [entry.members, entry.tally.shifts, entry.tally.seconds])
      },
      total: Row(
        name: "Tổng số",
        values: [material.shifts.members, material.shifts.tally.shifts, material.shifts.tally.seconds]),
      note: "Tính từ lúc mở đến lúc đóng hoặc giao quầy, cả lúc tạm nghỉ; số giờ làm tròn đến một phần mười.")
  }
}
