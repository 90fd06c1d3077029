@testable import Console
import Foundation
import FrontDesk
import HTTPTypes
import Queueing
import Records
import Storage
import Testing

struct AdminTests {
  /// Every page, with one beneath each section that has some.
  private static let pages =
    AdminSection.allCases.map { (path: $0.path, role: $0.role) } + [
      ("/admin/journal/proof", .supervisor), ("/admin/registers/villages", .supervisor),
      ("/admin/registers/villages/thon-1", .supervisor), ("/admin/registers/calendar", .supervisor),
    ]

  private func page(_ client: Client, _ path: String) async throws -> Answer {
    try await client.send(.get, path)
  }

  // MARK: - Who may

  @Test func `Every page opens for its role, sends strangers to sign in and tells others whom to ask`() async throws {
    try await OfficeUnderTest().serving { open in
      for colleague in Colleague.allCases {
        try await open.staff(as: colleague) { client async throws in
          for (path, role) in Self.pages {
            let answer = try await page(client, path)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8", "\(path)")
            if role <= colleague.role {
              #expect(answer.status == 200, "\(colleague) \(path): \(answer.body)")
              #expect(answer.body.contains("<h1>"))
            } else {
              #expect(answer.status == 403, "\(colleague) \(path)")
              #expect(answer.body.contains("Việc này dành cho \(role.name.lowercased())."))
            }
          }
        }
      }
      var stale = HTTPFields()
      stale[.cookie] = "luot=" + String(repeating: "x", count: 43)
      for headers in [HTTPFields(), stale] {
        try await open.visiting(with: headers) { client async throws in
          for (path, _) in Self.pages {
            let answer = try await page(client, path)
            #expect(answer.status == 303 && answer.headers[.location] == "/sign-in", "\(path)")
          }
        }
      }
    }
  }

  @Test func `A menu holds what its reader may open and nothing else`() async throws {
    try await OfficeUnderTest().serving { open in
      for colleague in [Colleague.supervisor, .administrator] {
        try await open.staff(as: colleague) { client async throws in
          let html = try await page(client, "/admin").body
          for section in AdminSection.allCases {
            #expect(html.contains("<a href=\"\(section.path)\"") == (section.role <= colleague.role), "\(section)")
          }
        }
      }
    }
  }

  @Test func `No page holds a script or a style of its own, and what people wrote stays text`() async throws {
    let script = "<script>alert(1)</script>"
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .administrator) { client async throws in
        let added = try await client.post(
          "registers/villages", #"{"id":"thon-x","name":"\#(script)","validFrom":"2026-01-01"}"#)
        #expect(added.status == 201, "\(added.body)")
        _ = try await client.post("office/close", #"{"reason":"\#(script)"}"#)
        for (path, _) in Self.pages + [("/admin/registers/villages/thon-x", .supervisor)] {
          let answer = try await page(client, path)
          #expect(answer.headers[try #require(HTTPField.Name("Content-Security-Policy"))] == Pages.contentPolicy)
          #expect(!answer.body.contains(script), "\(path)")
          #expect(!answer.body.contains("style=") && !answer.body.contains(" onclick"), "\(path)")
        }
        #expect(try await page(client, "/admin/registers/villages").body.contains("&lt;script&gt;"))
      }
    }
  }

  @Test func `What is wrong with a page's address is told as a page`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client async throws in
        for (path, status, words) in [
          ("/admin/statistics?from=2026-02-30", 422, "Không phải một ngày có thật."),
          ("/admin/statistics?from=2026-11-24&to=2026-11-23", 422, "Ngày đầu nằm sau ngày cuối."),
          ("/admin/journal?mau=xanh", 422, "Không có tham số này."),
          ("/admin/journal?before=không", 422, "before"),
          ("/admin/journal/proof?number=5", 422, "số dạng A005"),
          ("/admin/registers/xe-may", 404, "Không có sổ này."),
          ("/admin/registers/villages/thon-0", 404, "không có mục này"),
        ] {
          let path = path.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? path
          let answer = try await page(client, path)
          #expect(answer.status == status, "\(path)")
          #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
          #expect(answer.body.contains(words), "\(path): \(answer.body)")
        }
      }
    }
  }

  // MARK: - Health

  @Test func `What is wrong stands first, the worst on top, each with what to do and where`() async throws {
    try await OfficeUnderTest().serving { open in
      let health = open.office.health
      health.note("clock", .degraded, "Đồng hồ chạy lùi. Hãy chỉnh giờ máy.")
      health.note("printer", .ok, "Máy in sẵn sàng.")
      health.note("device-dau-doc", .failed, "Thiếu đầu đọc. Hãy cắm lại.")
      try await open.staff { client async throws in
        let html = try await page(client, "/admin/view").body
        #expect(html.contains("Có việc hỏng"))
        let order = ["Thiết bị dau-doc", "Đồng hồ chạy lùi", "Đang tốt", "Máy in sẵn sàng."].map {
          html.range(of: $0)?.lowerBound
        }
        #expect(!order.contains(nil))
        #expect(order.compactMap(\.self) == order.compactMap(\.self).sorted())
        #expect(html.contains("href=\"/admin/devices\"") && html.contains("href=\"/admin/system\""))
      }
      health.note("device-dau-doc", .ok, "Đã cắm.")
      health.note("clock", .ok, "Đồng hồ đúng.")
      try await open.staff { client async throws in
        #expect(try await page(client, "/admin/view").body.contains("Mọi thứ đang chạy tốt."))
      }
    }
  }

  @Test func `A page that follows is told of what happens`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.office.signIn(.supervisor)
      let viewer = try await onThread { [port = open.port] in
        let viewer = try RawConnection(port: port)
        try viewer.send(request: "GET", "/admin/queue/events", host: "localhost")
        #expect(try viewer.head().status == 200)
        try viewer.waitForEvent { $0.name == "view" && $0.data.contains("Hộ tịch") }
        return Unread(viewer)
      }
      try await open.staff { client in
        _ = try await client.take()
        try await client.open("1")
        _ = try await client.callNext("1")
      }
      try await onThread {
        try viewer.connection.waitForEvent { $0.data.contains("Số A001 đang được gọi") }
      }
    }
  }

  @Test func `A call for help stands on top of the lines until somebody goes`() async throws {
    try await OfficeUnderTest().serving { open in
      let call = try await open.office.reception.callHelp(
        screen: "kiosk", by: Requester(name: "kiosk", origin: .kiosk))
      try await open.staff { client async throws in
        let path = "/api/v1/help-calls/\(call.id)/acknowledge"
        #expect(try await page(client, "/admin/queue/view").body.contains("data-post=\"\(path)\""))
        #expect(try await client.send(.post, path, "{}").status == 200)
        #expect(try await !page(client, "/admin/queue/view").body.contains(path))
        let journal = try await page(client, "/admin/journal?kind=help-acknowledged").body
        #expect(journal.contains("Nhận lời gọi hỗ trợ") && journal.contains("lời gọi \(call.id)"))
      }
    }
  }

  @Test func `A clock that is not believed is told, and only an administrator is offered to accept it`() async throws {
    try await OfficeUnderTest().serving { open in
      for (colleague, isOffered) in [(Colleague.supervisor, false), (.administrator, true)] {
        try await open.staff(as: colleague) { client async throws in
          let html = try Pages.html(
            "admin-system",
            SystemWords(
              kind: "degraded", clock: "Đồng hồ máy chạy lùi.", now: "09:00", machine: "08:00", day: "23/11/2026",
              isDoubted: true, canKeep: colleague == .administrator))
          #expect(html.contains("/api/v1/clock/accept") == isOffered)
          let real = try await page(client, "/admin/system").body
          #expect(!real.contains("/api/v1/clock/accept") && real.contains("/api/v1/backups") == isOffered)
        }
      }
    }
  }

  // MARK: - Journal

  @Test func `The journal is found by day, kind, number and actor, page by page`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client async throws in
        for _ in 0..<5 { _ = try await client.take() }
        try await client.open("1")
        _ = try await client.callNext("1")
        _ = try await client.post("counters/1/finish", #"{"assistance":{"activities":[{"activity":"vneid-use"}]}}"#)
        let issued: JournalAnswer = try await client.get("journal?kind=ticket-issued&limit=2").decoded()
        #expect(issued.entries.count == 2 && issued.entries.allSatisfy { $0.kind == "ticket-issued" })
        let cursor = try #require(issued.cursor)
        let rest: JournalAnswer = try await client.get("journal?kind=ticket-issued&limit=3&before=\(cursor)").decoded()
        #expect(rest.entries.count == 3 && rest.cursor == nil)
        let one: JournalAnswer = try await client.get("journal?ticket=2026-11-23-a001").decoded()
        #expect(
          one.entries.map(\.kind).reversed().filter { $0 != "slip-requested" } == [
            "ticket-issued", "ticket-called", "ticket-finished", "assistance-recorded",
          ])
        let mine: JournalAnswer = try await client.get("journal?actor=member:an&limit=200").decoded()
        #expect(!mine.entries.isEmpty && mine.entries.allSatisfy { $0.actor == "member:an" })
        let past: JournalAnswer = try await client.get("journal?from=2026-11-01&to=2026-11-22").decoded()
        #expect(past.entries.isEmpty)
        #expect(try await client.get("journal?ticket=a001").problem.field == "ticket")
        #expect(try await client.get("journal?limit=0").problem.field == "limit")
        let html = try await page(client, "/admin/journal?day=&kind=ticket-called&number=a001&actor=").body
        #expect(html.contains("Đến lượt theo thứ tự lấy số") && html.contains("number=A001"))
      }
      try await open.staff(as: .volunteer) { client async throws in
        #expect(try await client.get("journal").status == 403)
        #expect(try await client.get("tickets/2026-11-23-a001/proof").status == 403)
      }
    }
  }

  @Test func `A number is proved from its issue to the help that was corrected`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client async throws in
        for _ in 0..<3 { _ = try await client.take() }
        try await client.open("1")
        _ = try await client.callNext("1")
        let finished: TicketAnswer = try await client.post(
          "counters/1/finish", #"{"assistance":{"activities":[{"activity":"vneid-use"}]}}"#
        ).decoded()
        let help = try #require(finished.assistanceId)
        let correction = try await client.post(
          "assistances/\(help)/corrections",
          #"{"reason":"Ghi nhầm","activities":[{"activity":"online-service"}]}"#)
        #expect(correction.status == 201, "\(correction.body)")
        let proof: TicketProofAnswer = try await client.get("tickets/2026-11-23-a001/proof").decoded()
        #expect(proof.isProven && proof.problems.isEmpty)
        #expect(proof.entries.first?.kind == "ticket-issued" && proof.entries.last?.kind == "assistance-corrected")
        #expect(proof.entries.map(\.seq) == proof.entries.map(\.seq).sorted())
        let span = try #require(proof.checked.first)
        #expect(span.from == proof.entries[0].seq && span.through >= proof.entries[proof.entries.count - 1].seq)
        let end = try await open.office.store.verify().end
        #expect(proof.seq == end.seq && proof.hash == end.hashText)
        let html = try await page(client, "/admin/journal/proof?day=2026-11-23&number=a001").body
        #expect(html.contains("Đã chứng minh") && html.contains(proof.entries[0].hash))
        #expect(try await page(client, "/admin/journal/proof?number=A900").body.contains("không cấp số A900"))
        #expect(try await client.get("tickets/2026-11-23-a900/proof").status == 404)
      }
    }
  }

  // MARK: - Figures

  @Test func `The figures on the page are those of the API, with the entry they were counted from`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client async throws in
        for _ in 0..<3 { _ = try await client.take() }
        try await client.open("1")
        for _ in 0..<2 {
          _ = try await client.callNext("1")
          open.office.clock.advance(seconds: 300)
          _ = try await client.post("counters/1/finish", #"{"assistance":{"activities":[{"activity":"vneid-use"}]}}"#)
        }
        let answer: StatisticsAnswer = try await client.get("stats?by=activity").decoded()
        let html = try await page(client, "/admin/statistics?from=2026-11-23&to=2026-11-23").body
        #expect(html.contains(answer.hash) && html.contains("<strong>2</strong> <span>lượt hỗ trợ</span>"))
        #expect(html.contains("Giờ trực quầy của từng người") && html.contains("1 người, 1 ca, 0,2 giờ"))
        #expect(html.contains(#"</th><td class="count">1</td><td class="count">0,2</td></tr>"#))
        #expect(html.contains("Sử dụng VNeID") && html.contains("<svg class=\"chart\" role=\"img\""))
        let fair = try await page(client, "/admin/fairness?from=2026-11-23&to=2026-11-23").body
        #expect(
          fair.contains("<strong>2</strong> lần gọi.") && fair.contains("Không ai được gọi trước người đến sớm hơn."))
      }
    }
  }

  @Test func `A chart keeps within its picture, whatever it shows`() {
    for count in [0, 1, 31, 366] {
      let labels = (0..<count).map { "\($0)/11" }
      let values = (0..<count).map { Double($0 * 37 % 1013) as Double? }
      let svg = Chart.columns(
        title: "“&<>\"", labels: labels,
        series: [.init(name: "a", ink: .solid, values: values), .init(name: "b", ink: .hollow, values: values)],
        unit: "phút")
      #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>") && svg.contains("“&amp;&lt;&gt;&quot;"))
      for match in svg.matches(of: /<rect class="[a-z]+" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/)
      {
        let sides = [match.1, match.2, match.3, match.4].compactMap { Double($0) }
        #expect(sides.count == 4 && sides[0] + sides[2] <= 360 && sides[1] + sides[3] <= 176.1, "\(match.0)")
      }
    }
    let bars = Chart.bars(title: "x", rows: [(name: "<b>", value: 0, shown: "0"), (name: "b", value: 7, shown: "7")])
    #expect(bars.contains("&lt;b&gt;") && !bars.contains("<b>"))
  }

  // MARK: - Notices and people

  @Test func `The notices are told with what keeps one from being shown`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client async throws in
        let notices: NoticesAnswer = try await client.get("notices").decoded()
        #expect(notices.notices.map(\.state) == [.shown, .broken])
        #expect(notices.notices[1].problem == "Hãy sửa: thiếu tiêu đề.")
        let html = try await page(client, "/admin/notices").body
        #expect(html.contains("Cảnh giác lừa đảo") && html.contains("Hãy sửa: thiếu tiêu đề."))
      }
      try await open.staff(as: .volunteer) { client async throws in
        #expect(try await client.get("notices").status == 403)
      }
    }
  }

  @Test func `A supervisor signs a volunteer out everywhere, and nobody above`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .volunteer) { client async throws in
        #expect(try await client.get("counters").status == 200)
      }
      try await open.office.signIn(.administrator)
      try await open.staff { client async throws in
        let out = try await client.post("users/binh/sign-out")
        let account: AccountAnswer = try out.decoded()
        #expect(out.status == 200 && account.sessions == 0)
        #expect(try await client.post("users/chi/sign-out").status == 403)
        #expect(try await client.post("users/ai-do/sign-out").status == 404)
      }
      for (colleague, status) in [(Colleague.volunteer, 401), (.administrator, 200)] {
        try await open.visiting(with: colleague.headers) { client async throws in
          #expect(try await client.get("counters").status == status)
        }
      }
    }
  }
}
