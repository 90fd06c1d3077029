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
    let texts = fields.texts.sorted { $0.key < $1.key }.map {
      FieldAnswer(name: $0.key, kind: .text, value: $0.value, fields: [])
    }
    let lists = fields.lists.sorted { $0.key < $1.key }.map { name, entries in
      FieldAnswer(
        name: name, kind: .list, value: "\(entries.count) mục", fields: (fields.listFields[name] ?? []).sorted())
    }
    let pictures = TemplateFields.pictureNames.map { FieldAnswer(name: $0, kind: .picture, value: "", fields: []) }
    return texts + lists + pictures
  }
}
