package import Records

/// A register as it is answered: its entries by id, each with every field its register has.
package struct RegisterAnswer: Hashable, Sendable, Codable {
  package struct Entry: Hashable, Sendable, Codable {
    package let register: RegisterName
    package let id: String
    /// By name; absent fields are written as null.
    package let fields: [String: String]

    package init(_ entry: RegisterEntry) {
      register = entry.register
      id = entry.id
      fields = entry.fields
    }

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }

      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      let register = try container.decode(RegisterName.self, forKey: Key(stringValue: "register"))
      self.register = register
      id = try container.decode(String.self, forKey: Key(stringValue: "id"))
      fields = try register.fields.reduce(into: [:]) { fields, field in
        fields[field.name] = try container.decodeIfPresent(String.self, forKey: Key(stringValue: field.name))
      }
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(register, forKey: Key(stringValue: "register"))
      try container.encode(id, forKey: Key(stringValue: "id"))
      for field in register.fields { try container.encode(fields[field.name], forKey: Key(stringValue: field.name)) }
    }
  }

  package let register: RegisterName
  package let entries: [Entry]

  package init(_ register: RegisterName, _ entries: [RegisterEntry]) {
    self.register = register
    self.entries = entries.map(Entry.init)
  }
}
