package import Records
import Storage

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

/// What the journal says of an entry of a register: one time that it was entered or changed.
package struct RegisterChangeAnswer: Hashable, Sendable, Codable {
  package let seq: Int64
  package let at: Moment
  package let actor: String
  /// As the entry was from then on, without what may name somebody.
  package let fields: [String: String]
}

extension Reception {
  /// Every time an entry was entered or changed, oldest first, without what may name somebody.
  ///
  /// - Throws: `RequestProblem.noSuchEntry`.
  package func changes(of id: String, in register: RegisterName) async throws -> [RegisterChangeAnswer] {
    try await look { lookup in
      guard try lookup.tx.entry(id, of: register) != nil else {
        throw RequestProblem.noSuchEntry(register: register.name, id)
      }
      return try lookup.tx.history(of: id, in: register).map { change in
        RegisterChangeAnswer(
          seq: change.entry.seq, at: Moment(change.entry.at), actor: change.entry.actor, fields: change.fields)
      }
    }
  }
}
