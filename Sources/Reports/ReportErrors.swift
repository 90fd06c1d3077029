/// What is wrong with a template, as a clause for its author.
package struct TemplateFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let clause: String

  package init(_ clause: String) {
    self.clause = clause
  }

  package var description: String { "Mẫu báo cáo không dùng được: \(clause)." }
}

/// Everything that is wrong with a template's fields and blocks; never empty.
package struct TemplateProblems: Error, Hashable, Sendable, CustomStringConvertible {
  /// Sentences.
  package let problems: [String]

  package var description: String { "Mẫu báo cáo cần sửa. \(problems.joined(separator: " "))" }
}

/// A library could not do its part; nearly always for want of memory. The description is for the log.
package struct ReportFailure: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
