import Foundation
import FrontDesk
import HTTPTypes
import Records
import Storage
import Reports
import Testing

/// The report of a whole commune from its own facts, entered as its clerk would: registers and help from files, the
/// rest in words. Names of villages and people are samples.
@Suite struct KienMinhTests {
  private static func file(_ name: String) throws -> String {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Fixtures/kien-minh"))
    return try String(contentsOf: url, encoding: .utf8)
  }

  private static func take(_ name: String, from file: String, by client: Client) async throws -> ImportAnswer {
    let sent = try await client.send(.post, "/api/v1/imports/\(name)", try Self.file(file), type: "text/csv")
    let read: ImportAnswer = try sent.decoded()
    #expect(read.refused == 0, "\(name): \(read.refusals.first.map { "\($0)" } ?? "")")
    return try await client.post("imports/\(read.id)/confirm").decoded()
  }

  private struct WrittenReport: Decodable {
    struct Run: Decodable {
      let text: String
      let figure: String?
    }
    struct Section: Decodable {
      let id: String
      let paragraphs: [[String: [Run]]]

      var text: String { paragraphs.flatMap { $0["runs"] ?? [] }.map(\.text).joined() }
    }
    struct Figure: Decodable {
      let id: String
      let text: String?
      let source: String
    }
    let opening: [String: [Run]]
    let sections: [Section]
    let figures: [Figure]
    let remarks: [String]
  }

  @Test func `The report of Kiến Minh of 20 May 2026 comes out of its registers and its recorded turns`() async throws {
    // As the sample configuration counts them.
    let office = try await OfficeUnderTest(onlineActivities: [.onlineService, .onlinePayment, .resultLookup])
    try await office.serving { open in
      try await open.staff(as: .administrator) { client in
        // The office of the tests brings a member of its own.
        let ended = try await client.send(.patch, "/api/v1/registers/members/an", #"{"validUntil":"2025-12-31"}"#)
        #expect(ended.status == 200)
        for (name, lines) in [
          ("villages", 19), ("members", 133), ("directives", 9), ("teams", 19), ("outreach", 5), ("indicators", 5),
          ("assistances", 2450),
        ] {
          let taken = try await Self.take(name, from: name, by: client)
          #expect(taken.state == .done && taken.taken == lines, "\(name): \(taken)")
        }
        let texts = try await client.send(
          .patch, "/api/v1/report/texts",
          #"{"iv":"Duy trì lực lượng hỗ trợ tại trung tâm và các thôn.","v":"Đề nghị Sở hỗ trợ tập huấn kỹ năng số."}"#)
        #expect(texts.status == 200)

        let answer = try await client.get("report?period=ytd&date=2026-05-20")
        let report: WrittenReport = try answer.decoded()
        let figures = Dictionary(report.figures.map { ($0.id, $0.text) }) { first, _ in first }
        #expect(figures["village-count"] == "19")
        #expect(figures["team-count"] == "19")
        #expect(figures["team-member-count"] == "114")
        #expect(figures["rescue-member-count"] == "17")
        #expect(figures["directive-count"] == "7")
        #expect(figures["assist-turn"] == "2.450")
        #expect(figures["assist-turn-online"] == "2.137")
        #expect(figures["digital-class-count"] == "1" && figures["digital-class-sessions"] == "3")
        #expect(report.figures.filter { $0.source == "declared" }.map(\.text) == Array(repeating: "100%", count: 5))

        let opening = (report.opening["runs"] ?? []).map(\.text).joined()
        #expect(opening.hasPrefix("Thực hiện Công văn số 1885/SKH-CN-TTTT ngày 15/5/2026 của Sở Khoa học và Công nghệ"))
        let text = report.sections.map(\.text).joined(separator: "\n")
        for citation in [
          "Kế hoạch số 57/KH-UBND ngày 09/02/2026", "Kế hoạch số 72/KH-UBND ngày 25/02/2026",
          "Kế hoạch số 87/KH-UBND ngày 05/3/2026", "Kế hoạch số 105/KH-UBND ngày 20/3/2026",
          "Quyết định số 367/QĐ-UBND ngày 24/3/2026", "Kế hoạch số 169/KH-UBND ngày 16/5/2026",
          "Công văn số 1609/UBND-VHXH ngày 18/5/2026",
        ] { #expect(text.contains(citation), "\(citation)") }
        #expect(text.contains("trên 2.100 lượt công dân thực hiện thủ tục hành chính trực tuyến"))
        #expect(!text.contains("chưa có số liệu"))
        #expect(report.sections.first { $0.id == "iv" }?.text.contains("Duy trì lực lượng") == true)
        // One subject twice is for the clerk to see.
        #expect(report.remarks.contains { $0.contains("72/KH-UBND, 87/KH-UBND") })

        // In the first days of May 2.000 were passed: that is what the commune wrote.
        let earlier: WrittenReport = try await client.get("report?period=ytd&date=2026-05-17").decoded()
        let rounded = earlier.figures.first { $0.id == "assist-turn-online-rounded" }?.text
        #expect(rounded == "trên 2.000")
        for format in [ReportFormat.docx, .pdf, .xlsx, .csv] {
          let file = try await client.get("report?period=ytd&date=2026-05-20&format=\(format.rawValue)")
          #expect(file.status == 200, "\(format)")
        }
        // All of it a second time changes nothing.
        for name in ["villages", "members", "directives", "teams", "outreach", "indicators", "assistances"] {
          let sent = try await client.send(.post, "/api/v1/imports/\(name)", try Self.file(name), type: "text/csv")
          let again: ImportAnswer = try sent.decoded()
          #expect(again.accepted == 0 && again.refused == 0, "\(name): \(again)")
        }
        let same = try await client.get("report?period=ytd&date=2026-05-20")
        #expect(same.body == answer.body)

        // Two villages become one afterwards: the report of the time before says nothing else than it did.
        let merged = try await client.send(
          .patch, "/api/v1/registers/villages/thon-18", #"{"validUntil":"2026-06-30","successor":"thon-19"}"#)
        #expect(merged.status == 200, "\(merged.body)")
        let afterwards = try await client.get("report?period=ytd&date=2026-05-20")
        #expect(afterwards.body == answer.body)
        let whole = try await client.get("report?period=ytd&date=2026-07-31").body
        #expect(whole.contains("Thôn 18 (nay thuộc Thôn 19)"))
      }
      #expect(try await open.office.store.verify().problems == [])
    }
  }
}
