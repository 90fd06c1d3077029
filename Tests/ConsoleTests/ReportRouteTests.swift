import FrontDesk
import Foundation
import HTTPTypes
import Records
import Reports
import Testing

@Suite struct ReportRouteTests {
  @Test func `A report is a file of the asked kind, and JSON says what was counted`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        _ = try await client.take()
        try await client.open("1")
        _ = try await client.callNext("1")
        _ = try await client.post(
          "counters/1/finish", #"{"assistance":{"activities":[{"activity":"online-service"}]}}"#)
        let answer = try await client.get("report?period=month&date=2026-11-02")
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
        #expect(answer.headers[.contentDisposition] == "attachment; filename=\"bao-cao-2026-11-01-2026-11-30.json\"")
        let report = try answer.decoded(WrittenReport.self)
        #expect(report.figures.first { $0.id == "assist-turn-online" }?.value == 1)
        #expect(report.proof.seq > 3)
        #expect(report.tables.allSatisfy { $0.total.turns == 1 })
        let again = try await client.get("report?period=month&date=2026-11-02")
        #expect(again.body == answer.body)

        for format in [ReportFormat.docx, .pdf, .xlsx, .csv] {
          let file = try await client.get("report?format=\(format.rawValue)")
          #expect(file.status == 200, "\(format): \(file.body.prefix(300))")
          #expect(file.headers[.contentType] == format.mediaType)
        }
        let template = try await client.get("report/template")
        #expect(template.headers[.contentType] == ReportFormat.docx.mediaType)
      }
    }
  }

  private struct WrittenReport: Decodable {
    struct Figure: Decodable {
      let id: String
      let value: Int?
    }
    struct Table: Decodable {
      struct Row: Decodable {
        let turns: Int
      }
      let total: Row
    }
    struct Proof: Decodable {
      let seq: Int64
    }
    let figures: [Figure]
    let tables: [Table]
    let proof: Proof
  }

  @Test(arguments: [
    ("period=week", "period"), ("format=odt", "format"), ("cutoff=16-15", "cutoff"), ("period=custom", "from"),
    ("period=month&from=2026-11-01", "from"), ("from=2026-11-02&to=2026-11-01", "from"), ("date=2026-02-30", "date"),
    ("from=2026-11-01&date=2026-11-02", "date"),
  ])
  func `What makes no period is refused by its name`(_ query: String, _ field: String) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let answer = try await client.get("report?\(query)")
        #expect(answer.status == 422)
        #expect(try answer.problem.field == field)
      }
    }
  }
}
