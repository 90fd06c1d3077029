/// One name that a template may ask for, with what it would be filled with.
package struct FieldAnswer: Hashable, Sendable, Codable {
  package enum Kind: String, CaseIterable, Sendable, Codable {
    /// `{{ten}}`
    case text
    /// `{{#ten}}` … `{{/ten}}`, with fields of its own.
    case list
    /// `{{@ten}}`
    case picture
  }

  package let name: String
  package let kind: Kind
  /// What it is, in words.
  package let title: String
  /// Of a text; of a list the number of its entries, of a picture nothing.
  package let value: String
  /// Of a list.
  package let fields: [String]

  /// As a clerk types it.
  package var typed: String {
    switch kind {
    case .text: "{{\(name)}}"
    case .list: "{{#\(name)}} … {{/\(name)}}"
    case .picture: "{{@\(name)}}"
    }
  }
}

extension Report {
  /// Every name a template may ask for, with today's values.
  package func fieldList() throws -> [FieldAnswer] {
    let fields = try templateFields()
    let titles = fieldTitles
    let texts = fields.texts.sorted { $0.key < $1.key }.map {
      FieldAnswer(name: $0.key, kind: .text, title: titles[$0.key] ?? "", value: $0.value, fields: [])
    }
    let lists = fields.lists.sorted { $0.key < $1.key }.map { name, entries in
      FieldAnswer(
        name: name, kind: .list, title: titles[name] ?? "", value: "\(entries.count) mục",
        fields: (fields.listFields[name] ?? []).sorted())
    }
    let pictures = TemplateFields.pictureNames.map {
      FieldAnswer(name: $0, kind: .picture, title: titles[$0] ?? "", value: "", fields: [])
    }
    return texts + lists + pictures
  }

  private static let fixedTitles = [
    "co_quan": "Cơ quan ra báo cáo", "don_vi": "Tên đơn vị bằng chữ hoa", "ten_don_vi": "Tên đơn vị",
    "so_ky_hieu": "Số, ký hiệu", "dia_danh_ngay": "Địa danh và ngày", "trich_yeu": "Trích yếu",
    "kinh_gui": "Nơi kính gửi", "mo_dau": "Đoạn mở đầu", "ket_luan": "Câu kết", "chuc_vu": "Chức vụ của người ký",
    "nguoi_ky": "Họ tên người ký", "ky_bao_cao": "Kỳ báo cáo", "tu_ngay": "Ngày đầu của kỳ",
    "den_ngay": "Ngày cuối của kỳ", "dinh_nghia_truc_tuyen": "Cách đếm lượt trực tuyến",
    "chung_cu": "Dòng chứng cứ của số liệu", "kem_theo": "Dòng kèm theo báo cáo, trên phụ lục",
    "bang_trong": "Câu về các bảng chưa có số liệu", "noi_nhan": "Nơi nhận, từng dòng", "bieu_do_ten": "Tên biểu đồ",
    "bieu_do": "Biểu đồ",
  ]

  /// What every field is, for who looks for the one to type.
  private var fieldTitles: [String: String] {
    var titles = Self.fixedTitles
    for figure in figures { titles[Self.fieldName(figure.id)] = figure.name }
    for section in sections {
      let name = Self.fieldName(section.id)
      titles["tieu_de_\(name)"] = "Tiêu đề mục \(section.number)"
      titles["muc_\(name)"] = "Mục \(section.number) “\(section.title)”, từng đoạn"
    }
    for table in tables {
      let name = "bang_\(Self.fieldName(table.id))"
      addTitles(of: name, table.title, to: &titles)
      titles["\(name)_tong"] = "\(table.title): tổng số lượt"
      titles["\(name)_tong_truc_tuyen"] = "\(table.title): tổng số lượt trực tuyến"
      titles["\(name)_tong_ti_le"] = "\(table.title): tỉ lệ của tổng"
    }
    for breakdown in breakdowns {
      let name = "bang_\(Self.fieldName(breakdown.id))"
      addTitles(of: name, breakdown.title, to: &titles)
      for column in breakdown.columns {
        titles["\(name)_tong_\(Self.fieldName(column.id))"] =
          "\(breakdown.title): tổng, \(column.title.lowercasedFirst)"
      }
    }
    return titles
  }

  private func addTitles(of name: String, _ title: String, to titles: inout [String: String]) {
    titles["\(name)_ten"] = "Tên bảng “\(title)”"
    titles["\(name)_cot"] = "\(title): tên cột đầu"
    titles["\(name)_ghi_chu"] = "\(title): ghi chú dưới bảng"
    titles[name] = "Bảng “\(title)”, từng dòng"
  }
}
