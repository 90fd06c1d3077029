import Foundation
import FrontDesk
import HTTPTypes
import Records
import Reports
import Storage
import Testing

@Suite struct ReportPartRouteTests {
  private static let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

  @Test func `A template is checked before it counts, kept in its versions, and given up again`() async throws {
    let stock = try StockTemplate.file()
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let none: [ReportTemplateAnswer] = try await client.get("report/templates").decoded()
        #expect(none.isEmpty)
        let broken = try await client.upload("report/template?name=a.docx", Data("PK\u{3}\u{4}".utf8), type: Self.word)
        #expect(try broken.problem.code == "template-unusable")
        let first: ReportTemplateAnswer = try await client.upload(
          "report/template?name=M%E1%BA%ABu%20x%C3%A3.docx", stock, type: Self.word
        ).decoded()
        #expect(first.name == "Mẫu xã.docx" && !first.stock)
        let back: ReportTemplateAnswer = try await client.post("report/template/restore", "{}").decoded()
        #expect(back.stock)
        let again: ReportTemplateAnswer = try await client.post(
          "report/template/restore", #"{"version":\#(first.version)}"#
        ).decoded()
        #expect(again.name == first.name)
        let all: [ReportTemplateAnswer] = try await client.get("report/templates").decoded()
        #expect(all.map(\.stock) == [false, true, false])
        let unknown = try await client.post("report/template/restore", #"{"version":1}"#)
        #expect(try unknown.problem.field == "version")
        for version in all.map(\.version) {
          #expect(try await client.get("report/template?version=\(version)").status == 200)
        }
      }
      #expect(try await open.office.store.verify().problems == [])
    }
  }

  @Test func `What is written by hand is held against the register, in the preview and for a program`() async throws {
    let stock = try StockTemplate.file()
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        _ = try await client.send(
          .patch, "/api/v1/report/texts", #"{"v":"Theo Kế hoạch số 99/KH-UBND, đề nghị hỗ trợ đặc khu."}"#)
        _ = try await client.upload("report/template?name=a.docx", stock, type: Self.word)
        let remarks: [String] = try await client.get("report/remarks?period=month").decoded()
        let place = "Mục V. Kiến nghị, đề xuất, đoạn 1"
        #expect(remarks.contains { $0.hasPrefix("\(place) nhắc văn bản “99/KH-UBND”") }, "\(remarks)")
        #expect(remarks.contains { $0.hasPrefix("\(place) viết “đặc khu”") })
        let page = try await client.send(.get, "/admin/reports?period=month", nil)
        #expect(page.body.contains("\(place) nhắc văn bản “99/KH-UBND”"), "\(page.status)")
        #expect(try await client.get("report?period=month").body.contains("nhắc văn bản “99/KH-UBND”"))
      }
      try await open.staff(as: .volunteer) { client in
        let refused = try await client.get("report/remarks")
        #expect(try refused.problem.code == "forbidden")
      }
    }
  }

  @Test func `What is written by hand goes into the report, and too much of it is refused`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let set = try await client.send(
          .patch, "/api/v1/report/texts", #"{"iv":"Việc một.\nViệc hai.","iii-2":"Thiếu máy tính."}"#)
        #expect(set.status == 200)
        let report = try await client.get("report?period=month")
        #expect(report.body.contains("2. Việc hai.") && report.body.contains("Thiếu máy tính."))
        let texts: [String: String] = try await client.get("report/texts").decoded()
        #expect(texts == ["iii-1": "", "iii-2": "Thiếu máy tính.", "iv": "Việc một.\nViệc hai.", "v": ""])
        let emptied = try await client.send(.patch, "/api/v1/report/texts", #"{"iii-2":""}"#)
        #expect(emptied.body.contains(#""iii-2":"""#))
        let long = String(repeating: "a", count: 8001)
        let refused = try await client.send(.patch, "/api/v1/report/texts", #"{"v":"\#(long)"}"#)
        #expect(try refused.problem.field == "v")
        let unknown = try await client.send(.patch, "/api/v1/report/texts", #"{"ii":"x"}"#)
        #expect(try unknown.problem.code == "unknown-field")
      }
      #expect(try await open.office.store.verify().problems == [])
    }
  }

  @Test func `The fields of a template are listed with today's values`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let fields: [FieldAnswer] = try await client.get("report/fields?period=month").decoded()
        #expect(fields.first { $0.name == "ten_don_vi" }?.value == "xã Kiến Minh")
        #expect(fields.first { $0.name == "bang_activity" }?.fields == ["luot", "stt", "ten", "ti_le", "truc_tuyen"])
        #expect(fields.contains { $0.typed == "{{@bieu_do}}" })
        #expect(fields.count > 60)
        let untitled = fields.filter { $0.title.isEmpty || $0.title == $0.name }
        #expect(untitled.map(\.name) == [])
        #expect(fields.first { $0.name == "assist_turn" }?.title.isEmpty == false)
        let page = try await client.send(.get, "/admin/template")
        for field in ["Tên đơn vị", "{{ten_don_vi}}", "xã Kiến Minh", "{{ti_le}}"] {
          #expect(page.body.contains(field), "\(field)")
        }
      }
    }
  }

  @Test(arguments: [
    ("period=custom&date=2026-11-20&cutoff=calendar&from=2026-11-01&to=2026-11-30", "value=\"2026-11-01\"", nil),
    ("period=custom&date=2026-11-20", "value=\"2026-01-01\"", nil), ("period=custom", "value=\"2026-01-01\"", nil),
    ("period=custom&from=&to=", "value=\"2026-01-01\"", nil),
    ("period=month&date=2026-02-10&cutoff=calendar&from=2026-11-01&to=2026-11-30", "value=\"2026-02-01\"", nil),
    ("period=custom&from=2026-03-02&to=2026-03-01", "value=\"2026-03-02\"", "Ngày đầu nằm sau ngày cuối."),
    ("period=custom&from=2026-02-31&to=2026-03-01", "value=\"2026-02-31\"", "Không phải một ngày có thật."),
    ("period=week", "name=\"date\"", "Không có giá trị này."),
  ])
  func `The report's page takes whatever its form sends, and tells on itself what is wrong with the days`(
    _ query: String, _ held: String, _ refusal: String?
  ) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        for page in ["reports", "sent"] {
          let shown = try await client.send(.get, "/admin/\(page)?\(query)")
          #expect(shown.status == 200)
          if page == "reports" {
            #expect(shown.body.contains(held))
            #expect(shown.body.contains("Trên đây là báo cáo") == (refusal == nil))
            #expect(refusal.map(shown.body.contains) ?? true)
          }
        }
      }
    }
  }

  @Test func `A file without a byte is no file, whatever takes it`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        for (path, type) in [
          ("report/template?name=a.docx", Self.word), ("reports?number=1", "application/pdf"),
          ("imports/assistances", "text/csv"),
        ] {
          let answer = try await client.upload(path, Data(), type: type)
          #expect(answer.status == 400, "\(path)")
          #expect(try answer.problem.code == "no-file")
          #expect(answer.body.contains("Tệp trống"))
        }
        #expect(try await client.get("reports").body == "[]")
      }
    }
  }

  @Test(arguments: ["reports", "template", "sent", "imports"])
  func `A supervisor has pages for reports and imports, a volunteer none of them`(_ page: String) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let shown = try await client.send(.get, "/admin/\(page)")
        #expect(shown.status == 200)
        #expect(shown.body.contains("<h1>") && !shown.body.contains("&lt;form"))
      }
      try await open.staff(as: .volunteer) { client in
        let refused = try await client.send(.get, "/admin/\(page)")
        #expect(refused.status == 403)
      }
    }
  }
}
