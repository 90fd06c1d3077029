import Foundation
import FrontDesk
import HTTPTypes
import Queueing
import Records
import Reports
import Testing

@Suite struct SentReportRouteTests {
  private struct Recounted: Decodable {
    struct Answer: Decodable {
      let changes: [Recount.Change]
      let was: Recount.Basis
      let now: Recount.Basis
    }
    let report: SentReportAnswer
    let recount: Answer
    let remark: String?
  }

  private static func help(_ client: Client, _ counter: String = "1") async throws {
    _ = try await client.take()
    _ = try await client.callNext(counter)
    _ = try await client.post(
      "counters/\(counter)/finish", #"{"assistance":{"activities":[{"activity":"online-service"}]}}"#)
  }

  @Test func `A report is kept as it was sent, and a recount says what has changed since`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        try await client.open("1")
        try await Self.help(client)
        let sent = try await client.post("reports?number=45&period=ytd&format=docx")
        #expect(sent.status == 201, "\(sent.body)")
        let answer: SentReportAnswer = try sent.decoded()
        #expect(answer.number == "45/BC-UBND")
        #expect(answer.sentOn.text == "2026-11-23")
        let file = try await client.get("reports/\(answer.id)/file")
        #expect(file.headers[.contentType] == ReportFormat.docx.mediaType)
        let figures = try await client.get("reports/\(answer.id)/figures")
        #expect(figures.body.contains(#""subject""#))

        let same: Recounted = try await client.get("reports/\(answer.id)/recount").decoded()
        #expect(same.recount.changes == [])
        try await Self.help(client)
        let later: Recounted = try await client.get("reports/\(answer.id)/recount").decoded()
        let turns = later.recount.changes.first { $0.id == "assist-turn-online" }
        #expect(turns?.was == "1" && turns?.now == "2")
        #expect(later.recount.changes.contains { $0.id.hasPrefix("place/") && $0.was == "1" && $0.now == "2" })
        #expect(later.recount.changes.contains { $0.id.hasSuffix("/issued") && $0.was == "1" && $0.now == "2" })
        #expect(later.recount.now.seq > later.recount.was.seq)
        // Each table ends in the same two totals, which the figures say already.
        #expect(later.recount.changes.contains { $0.id == "assist-turn" })
        let names = later.recount.changes.map(\.name)
        #expect(!names.contains { $0.hasSuffix(": Tổng số") || $0.hasSuffix(": Tổng số, trực tuyến") }, "\(names)")
        #expect(try await client.get("reports/\(answer.id)/file").body == file.body)
        #expect(try await client.get("reports/\(answer.id)/figures").body == figures.body)
      }
    }
  }

  @Test func `A Word file of other figures than those kept with it is remarked, one of the same is not`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        try await client.open("1")
        try await Self.help(client)
        let file = try await client.file("report?format=docx")
        let same: SentReportAnswer = try await client.upload(
          "reports?number=1", file, type: ReportFormat.docx.mediaType
        ).decoded()
        try await Self.help(client)
        let other: SentReportAnswer = try await client.upload(
          "reports?number=2", file, type: ReportFormat.docx.mediaType
        ).decoded()
        let fine: Recounted = try await client.get("reports/\(same.id)/recount").decoded()
        #expect(fine.remark == nil)
        let remarked: Recounted = try await client.get("reports/\(other.id)/recount").decoded()
        #expect(remarked.remark?.contains("mã kiểm chứng khác") == true)
        #expect(remarked.recount.changes == [])
        let page = try await client.send(.get, "/admin/sent/\(other.id)")
        #expect(page.body.contains("mã kiểm chứng khác") && page.body.contains("/reports/\(other.id)/withdraw"))
        _ = try await client.post("reports/\(other.id)/withdraw", #"{"reason":"Ghi nhầm"}"#)
        #expect(!(try await client.send(.get, "/admin/sent/\(other.id)")).body.contains("/withdraw"))
      }
    }
  }

  @Test func `The file that the clerk signed is kept byte for byte`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let pdf = "%PDF-1.5 ký rồi"
        let sent = try await client.send(
          .post, "/api/v1/reports?number=7/BC-UBND&sentOn=2026-11-20&period=month&date=2026-11-20", pdf,
          type: "application/pdf")
        let answer: SentReportAnswer = try sent.decoded()
        #expect(answer.format == "pdf")
        #expect(try await client.get("reports/\(answer.id)/file").body == pdf)
        let again = try await client.post("reports?number=7/BC-UBND")
        #expect(try again.problem.field == "number")
        let withdrawn = try await client.post("reports/\(answer.id)/withdraw", #"{"reason":"Ghi nhầm số"}"#)
        #expect(try (withdrawn.decoded() as SentReportAnswer).withdrawn)
        #expect(try await client.post("reports?number=7/BC-UBND").status == 201)
        let all: [SentReportAnswer] = try await client.get("reports").decoded()
        #expect(all.map(\.withdrawn) == [true, false])
      }
    }
  }

  @Test(arguments: [
    ("", "number"), ("number=1&sentOn=2026-11-24", "sentOn"), ("number=1&sentOn=2025-01-01", "sentOn"),
    ("number=1&format=odt", "format"), ("number=1&period=week", "period"),
  ])
  func `What makes no report that was sent is refused by its name`(_ query: String, _ field: String) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let answer = try await client.post("reports?\(query)")
        #expect(try answer.problem.field == field)
        #expect(answer.status == 422)
      }
    }
  }

  @Test func `A file of another kind than it says is refused`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let wrong = try await client.send(
          .post, "/api/v1/reports?number=1", "PK\u{3}\u{4}", type: "application/pdf")
        #expect(try wrong.problem.field == "format")
        let picture = try await client.send(.post, "/api/v1/reports?number=1", "GIF89a", type: "image/gif")
        #expect(picture.status == 415)
        let missing = try await client.get("reports/r-1/file")
        #expect(try missing.problem.code == "unknown-report")
      }
    }
  }

  @Test func `Volunteers neither send reports nor see them`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .volunteer) { client in
        for answer in [try await client.get("reports"), try await client.post("reports?number=1")] {
          #expect(try answer.problem.code == "forbidden")
        }
      }
    }
  }
}
