import Drawing
import Queueing
import Records
import Scenes

extension Report {
  /// Width of the text on an A4 page with the margins of the stock template, in points.
  static let textWidth = 467.7

  /// What a template can ask of this report.
  func templateFields() throws -> TemplateFields {
    var fields = TemplateFields()
    let unit = profile.unit
    fields.texts = [
      "co_quan": "Ủy ban nhân dân".uppercased(),
      "don_vi": unit.full.uppercased(),
      "ten_don_vi": unit.full,
      "so_ky_hieu": numberLine,
      "dia_danh_ngay": placeLine,
      "trich_yeu": subject,
      "kinh_gui": addressee ?? "",
      "mo_dau": opening.text,
      "ket_luan": closing,
      "chuc_vu": (["TM. ỦY BAN NHÂN DÂN"] + profile.signerTitles).joined(separator: "\n"),
      "nguoi_ky": profile.signer ?? "",
      "ky_bao_cao": period.title,
      "tu_ngay": period.from.officialText,
      "den_ngay": period.to.officialText,
      "dinh_nghia_truc_tuyen": onlineDefinition,
      "chung_cu": proof.text,
      "kem_theo": attachmentLine,
    ]
    for figure in figures {
      fields.texts[Self.fieldName(figure.id)] = figure.text ?? "[chưa có số liệu: \(figure.name.lowercasedFirst)]"
    }
    for section in sections {
      fields.texts["tieu_de_\(Self.fieldName(section.id))"] = section.heading
      fields.add(
        "muc_\(Self.fieldName(section.id))", section.paragraphs.map { ["doan": $0.text] }, fields: ["doan"])
    }
    for table in tables {
      let name = "bang_\(Self.fieldName(table.id))"
      fields.texts["\(name)_ten"] = table.title
      fields.texts["\(name)_cot"] = table.heading
      fields.texts["\(name)_ghi_chu"] = table.note ?? ""
      fields.texts["\(name)_tong"] = table.total.turns.groupedText
      fields.texts["\(name)_tong_truc_tuyen"] = table.total.online.groupedText
      fields.texts["\(name)_tong_ti_le"] = table.total.share
      fields.add(
        name,
        table.rows.map {
          ["ten": $0.name, "luot": $0.turns.groupedText, "truc_tuyen": $0.online.groupedText, "ti_le": $0.share]
        }, fields: ["ten", "luot", "truc_tuyen", "ti_le"])
    }
    for breakdown in breakdowns {
      let name = "bang_\(Self.fieldName(breakdown.id))"
      fields.texts["\(name)_ten"] = breakdown.title
      fields.texts["\(name)_cot"] = breakdown.heading
      fields.texts["\(name)_ghi_chu"] = breakdown.note ?? ""
      let names = breakdown.columns.map { Self.fieldName($0.id) }
      for (column, total) in zip(names, breakdown.texts(of: breakdown.total)) {
        fields.texts["\(name)_tong_\(column)"] = total
      }
      fields.add(
        name,
        breakdown.rows.map { row in
          ["ten": row.name].merging(zip(names, breakdown.texts(of: row))) { first, _ in first }
        }, fields: Set(names + ["ten"]))
    }
    fields.texts["bang_trong"] = emptyTables ?? ""
    fields.add(
      "noi_nhan",
      profile.printedRecipients.enumerated().map { index, recipient in
        ["dong": "- \(recipient)\(index == profile.printedRecipients.count - 1 ? "." : ";")"]
      }, fields: ["dong"])
    // A condition of its own: without turns there is neither chart nor row.
    fields.texts["bieu_do_ten"] = chartTable.map { "Biểu đồ: \($0.title.lowercasedFirst)" } ?? ""
    if let chart {
      fields.pictures["bieu_do"] = TemplateFields.Picture(
        bytes: try chart.png(width: Self.textWidth), width: Self.textWidth, height: chart.height)
    }
    return fields
  }

  var chart: BarChart? {
    chartTable.map { table in
      BarChart(table.rows.map { BarChart.Bar(name: $0.name, value: $0.turns, text: $0.turns.groupedText) })
    }
  }

  /// The number is the archive's to give, and the day with it.
  var numberLine: String { "Số: \(numberText)" }

  var placeLine: String { "\(profile.unit.name), \(dayText)" }

  var attachmentLine: String {
    "(Kèm theo Báo cáo số \(numberText) \(dayText) của \(profile.unit.committee))"
  }

  private var numberText: String { issue?.number ?? "       /\(profile.symbol)" }

  private var dayText: String {
    guard let day = issue?.day else {
      // It is signed when the period is over, which for that of a whole year is the next one.
      let earliest = max(period.to.advanced(by: 1), writtenOn)
      return "ngày       tháng       năm \(earliest.civil.year)"
    }
    let parts = day.officialText.split(separator: "/")
    return "ngày \(parts[0]) tháng \(parts[1]) năm \(parts[2])"
  }

  /// Names of fields are written with `_`, which a clerk's keyboard does not break a line at.
  static func fieldName(_ id: String) -> String {
    id.replacing("-", with: "_")
  }
}

extension Report.Section {
  /// “II. KẾT QUẢ TRIỂN KHAI”.
  var heading: String { "\(number). \(title)" }
}

extension Report.Table.Row {
  package var shareText: String { share }
  var share: String { permille.map(Report.percentText) ?? "–" }
}
