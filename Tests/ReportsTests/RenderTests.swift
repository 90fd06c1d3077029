import Foundation
import Reports
import Testing

@Suite struct RenderTests {
  @Test(arguments: ReportFormat.allCases)
  func `Every format gives a file of its kind`(_ format: ReportFormat) throws {
    let file = try SampleReport.report().file(format)
    let beginnings: [ReportFormat: [UInt8]] = [
      .docx: Array("PK".utf8), .xlsx: Array("PK".utf8), .pdf: Array("%PDF".utf8), .csv: [0xEF, 0xBB, 0xBF],
      .json: Array("{".utf8),
    ]
    #expect(file.starts(with: beginnings[format, default: []]))
    if let folder = ProcessInfo.processInfo.environment["LUOT_REPORT_SAMPLES"] {
      try file.write(to: URL(fileURLWithPath: "\(folder)/bao-cao.\(format.rawValue)"))
    }
  }
}
