package import Queueing

/// A table of entries of a register: each line an entry, new or changed.
package struct RegisterTable: Sendable {
  /// One line, its texts as the register's form wants them. Columns that the table has not are absent.
  package struct Line: Hashable, Sendable {
    package let id: String
    package let texts: [String: String]
    /// What is wrong with it before the rules of the register are asked, by the names of its columns.
    package let problems: [FieldProblem]
  }

  private let register: RegisterName
  private let header: TableHeader
  private let names: [RegisterName: TableNames]
  private let today: ServiceDay

  /// - Parameters:
  ///   - names: of the registers that this one refers to.
  ///   - today: who holds on it is meant by a name.
  /// - Throws: `InvalidTable` for a header that is none.
  package init(
    _ register: RegisterName, header: TableLine, names: [RegisterName: TableNames], today: ServiceDay
  ) throws(InvalidTable) {
    self.register = register
    self.names = names
    self.today = today
    self.header = try TableHeader(header, of: register.columns)
  }

  package func read(_ line: TableLine) -> Line {
    var texts: [String: String] = [:]
    var problems = header.strays(in: line)
    for field in register.fields {
      guard let text = header.text(field.name, in: line) else { continue }
      texts[field.name] = text.isEmpty ? "" : meant(text, field, &problems)
    }
    return Line(id: header.text("id", in: line) ?? "", texts: texts, problems: problems)
  }

  private func meant(_ text: String, _ field: RegisterField, _ problems: inout [FieldProblem]) -> String {
    switch field.form {
    case .line, .percentage: return text
    case .day: return TableDate.read(text).flatMap { $0.second == nil ? $0.day.text : nil } ?? text
    case .code(let codes):
      let folded = FoldedName(text)
      return codes.first { FoldedName($0) == folded || field.codeName($0).map(FoldedName.init) == folded } ?? text
    case .count: return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    case .reference(let register):
      switch names[register]?.meaning(of: text, on: today) {
      case .entry(let id): return id
      case .several(let ids):
        problems.append(TableNames.ambiguous(text, at: heading(field.name), ids))
        return text
      case nil: return text
      }
    }
  }

  /// What the file calls the column of a field.
  package func heading(_ field: String) -> String { header.heading(field) }
}

extension RegisterName {
  package var columns: [TableColumn] {
    [TableColumn("id", ["Mã"], isRequired: true), TableColumn("stt", ["STT", "TT", "Số thứ tự"])]
      + fields.map { TableColumn($0.name, [$0.title]) }
  }

  /// Other registers whose entries this one names.
  package var references: [RegisterName] {
    fields.compactMap { if case .reference(let register) = $0.form { register } else { nil } }
  }
}
