import Foundation
import Records
import Reports
import Testing

@Suite struct RenderTests {
  /// What all a report may have to hold.
  enum Content: String, CaseIterable {
    case usual, nearlyEmpty, crowded

    var report: Report {
      switch self {
      case .usual: SampleReport.report()
      case .nearlyEmpty:
        Report(
          SampleReport.material(turns: SampleReport.turns(1), entries: []), for: ReportProfile(unit: "xã Kiến Minh"))
      case .crowded: crowded
      }
    }

    /// Sixty villages of long names, a page of directives, dozens of topics, long texts and titles.
    private var crowded: Report {
      let long = "Phong trào “Bình dân học vụ số” gắn với chuyển đổi số, an sinh xã hội và cải cách thủ tục hành chính"
      let entries =
        SampleReport.entries.filter { $0.register != .villages }
        + (1...60).map { number in
          SampleReport.entry(
            .villages, "thon-\(number)",
            ["name": "Thôn Nguyễn Phạm Hoàng Ngọc Quỳnh Phương \(number)", "validFrom": "2025-07-01"])
        }
        + (1...30).map { number in
          SampleReport.entry(
            .directives, "kh-\(number)0",
            [
              "kind": "plan", "number": "\(number)0/KH-UBND", "issuedOn": "2026-03-0\(number % 9 + 1)",
              "role": "issued",
              "issuer": "UBND xã", "subject": "\(long), đợt \(number)",
            ])
        }
        + (1...80).map { number in
          SampleReport.entry(
            .outreach, "hop-\(number)0",
            [
              "heldOn": "2026-03-0\(number % 9 + 1)", "channel": OutreachChannel.allCases[number % 5].rawValue,
              "topic": "\(long), buổi \(number)", "participants": "\(number * 12345)",
            ])
        }
      var profile = SampleReport.profile
      profile.signerTitles = ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "KIÊM GIÁM ĐỐC TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ"]
      profile.recipients = (1...9).map { "\(long.prefix(60)), nơi thứ \($0)" } + ["Lưu: VT"]
      profile.directions = (1...12).map { "\(long), việc thứ \($0) của thời gian tới." }
      return Report(
        SampleReport.material(turns: SampleReport.turns(5000, villages: 60), entries: entries), for: profile)
    }
  }

  /// With `LUOT_REPORT_SAMPLES` the files are kept there, to be looked at.
  @Test(arguments: ReportFormat.allCases)
  func `Every format gives a file of its kind, however much or little there is to say`(_ format: ReportFormat) throws {
    let folder = ProcessInfo.processInfo.environment["LUOT_REPORT_SAMPLES"]
    let beginnings: [ReportFormat: [UInt8]] = [
      .docx: Array("PK".utf8), .xlsx: Array("PK".utf8), .pdf: Array("%PDF".utf8), .csv: [0xEF, 0xBB, 0xBF],
      .json: Array("{".utf8),
    ]
    for content in Content.allCases {
      let file = try content.report.file(format)
      #expect(file.starts(with: beginnings[format, default: []]), "\(content)")
      if let folder { try file.write(to: URL(fileURLWithPath: "\(folder)/\(content.rawValue).\(format.rawValue)")) }
    }
  }
}
