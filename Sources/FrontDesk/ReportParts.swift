package import Foundation
import Queueing
package import Records
import Storage

/// A template of the report, as it is told.
package struct ReportTemplateAnswer: Hashable, Sendable, Codable {
  package let version: Int64
  package let at: Moment
  package let actor: String
  /// `nil` for the one the program brings.
  package let name: String?
  package let stock: Bool

  init(_ template: ReportTemplate) {
    version = template.version
    at = Moment(template.at)
    actor = template.actor
    name = template.name
    stock = template.isStock
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(version, forKey: .version)
    try container.encode(at, forKey: .at)
    try container.encode(actor, forKey: .actor)
    try container.encode(nullable: name, forKey: .name)
    try container.encode(stock, forKey: .stock)
  }
}

/// The template that counts.
package enum CurrentTemplate: Sendable {
  /// Nobody has set one in the store.
  case unset
  /// The one the program brings, by choice.
  case stock
  case file(Data)
}

extension Desk {
  package static let templateNameLimit = 100

  func setTemplate(_ file: Data?, name: String) throws -> ReportTemplateAnswer {
    let name = name.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    let scalars = name.unicodeScalars
    guard
      file == nil
        || (1...Self.templateNameLimit).contains(scalars.count)
          && scalars.allSatisfy({ $0.properties.generalCategory != .control })
    else {
      throw RequestProblem.invalid([
        FieldProblem(
          field: "name", value: String(name.prefix(60)), accepted: "một dòng từ 1 đến \(Self.templateNameLimit) ký tự",
          reason: "Tên của mẫu không hợp lệ.")
      ])
    }
    return ReportTemplateAnswer(
      try tx.setTemplate(file.map { (name, $0) }, day: day, at: now, actor: actor))
  }

  func restoreTemplate(_ version: Int64) throws -> ReportTemplateAnswer {
    guard let old = try tx.templates().first(where: { $0.version == version }) else {
      throw RequestProblem.invalid([
        FieldProblem(
          field: "version", value: "\(version)",
          accepted: try tx.templates().map { "\($0.version)" }.joined(separator: ", "),
          reason: "Không có phiên bản này.")
      ])
    }
    return try setTemplate(try tx.templateFile(version), name: old.name ?? "")
  }

  func setTexts(_ texts: [ReportSection: String]) throws -> [String: String] {
    var problems: [FieldProblem] = []
    var composed: [ReportSection: String] = [:]
    for (section, text) in texts {
      let text = text.precomposedStringWithCanonicalMapping.replacing("\r\n", with: "\n")
        .trimmingCharacters(in: .whitespacesAndNewlines)
      let scalars = text.unicodeScalars
      let isClean = scalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }
      if !isClean || scalars.count > ReportSection.textLimit {
        problems.append(
          FieldProblem(
            field: section.rawValue, value: "\(scalars.count) ký tự",
            accepted: "nhiều nhất \(ReportSection.textLimit) ký tự, mỗi đoạn một dòng",
            reason: isClean ? "Nội dung quá dài." : "Nội dung có ký tự không ghi được."))
      }
      composed[section] = text
    }
    guard problems.isEmpty else { throw RequestProblem.invalid(problems) }
    let known = try tx.reportTexts()
    for section in ReportSection.allCases {
      guard let text = composed[section], text != known[section] ?? "" else { continue }
      try tx.setText(text, of: section, day: day, at: now, actor: actor)
    }
    return ReportTexts.answer(try tx.reportTexts())
  }
}

package enum ReportTexts {
  /// Every section, with an empty text where nobody wrote anything.
  static func answer(_ texts: [ReportSection: String]) -> [String: String] {
    Dictionary(ReportSection.allCases.map { ($0.rawValue, texts[$0] ?? "") }) { $1 }
  }
}

extension Reception {
  package func currentTemplate() async throws -> CurrentTemplate {
    try await look { lookup in
      guard let (_, file) = try lookup.tx.currentTemplate() else { return .unset }
      return file.map { .file($0) } ?? .stock
    }
  }

  package func templates() async throws -> [ReportTemplateAnswer] {
    try await look { try $0.tx.templates().map(ReportTemplateAnswer.init) }
  }

  /// `nil` when there is no such version or it is the one the program brings.
  package func templateFile(_ version: Int64) async throws -> Data? {
    try await look { try $0.tx.templateFile(version) }
  }

  /// - Parameter file: one that was checked; `nil` goes back to the one the program brings.
  package func setTemplate(
    _ file: Data?, name: String, by requester: Requester, key: RequestKey? = nil
  ) async throws -> ReportTemplateAnswer {
    try await perform(requester, key) { desk in try desk.setTemplate(file, name: name) }
  }

  package func restoreTemplate(
    _ version: Int64, by requester: Requester, key: RequestKey? = nil
  ) async throws -> ReportTemplateAnswer {
    try await perform(requester, key) { desk in try desk.restoreTemplate(version) }
  }

  package func reportTexts() async throws -> [ReportSection: String] {
    try await look { try $0.tx.reportTexts() }
  }

  package func setReportTexts(
    _ texts: [ReportSection: String], by requester: Requester, key: RequestKey? = nil
  ) async throws -> [String: String] {
    try await perform(requester, key) { desk in try desk.setTexts(texts) }
  }
}
