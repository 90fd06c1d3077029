package import Foundation
import Records

package enum ReportFormat: String, Code {
  case docx, pdf, xlsx, csv, json

  package var name: String {
    switch self {
    case .docx: "Văn bản Word"
    case .pdf: "PDF"
    case .xlsx: "Bảng tính Excel"
    case .csv: "CSV"
    case .json: "JSON"
    }
  }

  package var mediaType: String {
    switch self {
    case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case .pdf: "application/pdf"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .csv: "text/csv; charset=utf-8"
    case .json: "application/json; charset=utf-8"
    }
  }
}

extension Report {
  /// The report as a file.
  ///
  /// - Parameter template: the clerk's own document for `docx`; `nil` is the stock one.
  /// - Throws: `TemplateFault` and `TemplateProblems` about the template, else what a library could not do.
  package func file(_ format: ReportFormat, template: Data? = nil) throws -> Data {
    switch format {
    case .docx: try TemplateFiller.fill(template ?? StockTemplate.file(), with: templateFields())
    case .pdf: try PageRenderer.render(self)
    case .xlsx: try WorkbookRenderer.render(self)
    case .csv: CSVRenderer.render(self)
    case .json: try JSONRenderer.render(self)
    }
  }
}
