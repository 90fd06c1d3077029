import Console
import Foundation
import FrontDesk
import HTTPTypes
import Queueing
import Storage
import Records
import Testing

struct RouteTests {
  @Test func `A number is taken, called, served and recorded, and each answer shows where it stands`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let taken = try await client.post("tickets", #"{"service":"ho-tich","priority":"elderly","village":"thon-1"}"#)
        #expect(taken.status == 201)
        #expect(taken.headers[.contentType] == "application/json; charset=utf-8")
        #expect(taken.headers[.cacheControl] == "no-store")
        let ticket: TicketAnswer = try taken.decoded()
        #expect(ticket.id.text == "2026-11-23-a001")
        #expect(ticket.number == "A001")
        #expect(ticket.state == .waiting)
        #expect(ticket.origin == .console)
        #expect(ticket.token != nil)
        #expect(taken.body.contains(#""calledAt":null"#))

        try await client.open("1")
        let call: CallAnswer = try await client.post("counters/1/call-next").decoded()
        #expect(call.ticket.id == ticket.id)
        #expect(call.ticket.token == nil)
        #expect(call.reason.text.isEmpty == false)
        let recalled: TicketAnswer = try await client.post("counters/1/recall").decoded()
        #expect(recalled.recalls == 1)
        let started: TicketAnswer = try await client.post("counters/1/start").decoded()
        #expect(started.state == .serving)
        let finished: TicketAnswer = try await client.post(
          "counters/1/finish",
          #"{"assistance":{"activities":[{"activity":"online-service","level":"full"}],"ageBand":"60-79"}}"#
        ).decoded()
        #expect(finished.state == .finished)
        #expect(finished.assistanceId?.hasPrefix("h-") == true)
        var shown: TicketAnswer = try await client.get("tickets/\(ticket.id)").decoded()
        #expect(shown.record?.assistances.first?.id == finished.assistanceId)
        shown.record = nil
        #expect(shown == finished)
      }
    }
  }

  @Test func `A ticket is found by its id and by today's number`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let ticket = try await client.take("dat-dai")
        for path in ["tickets/\(ticket.id)", "tickets/B001", "tickets/b001"] {
          let found: TicketAnswer = try await client.get(path).decoded()
          #expect(found.id == ticket.id)
          #expect(found.token == nil)
        }
      }
    }
  }

  @Test func `A ticket is cancelled, brought back after a no-show, and its slip printed again`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let (first, second) = (try await client.take(), try await client.take())
        let cancelled: TicketAnswer = try await client.post("tickets/\(first.id)/cancel", #"{"reason":"Đổi ý"}"#)
          .decoded()
        #expect(cancelled.state == .cancelled)
        try await client.open("2")
        #expect(try await client.callNext("2").id == second.id)
        let absent: TicketAnswer = try await client.post("counters/2/no-show").decoded()
        #expect(absent.state == .noShow)
        let back: TicketAnswer = try await client.post("tickets/\(second.id)/return").decoded()
        #expect(back.state == .waiting)
        let early = try await client.post("tickets/\(second.id)/reprint", "{}")
        #expect(early.status == 409)
        #expect(try early.problem.code == "slip-pending")
        try await open.office.printSlips()
        let reprinted: TicketAnswer = try await client.post("tickets/\(second.id)/reprint", "{}").decoded()
        #expect(reprinted.print.state == "pending")
        #expect(reprinted.print.copies == 1)
      }
    }
  }

  @Test func `A held ticket is parked, called by its number, transferred, and a call is undone`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let ticket = try await client.take()
        try await client.open("1")
        _ = try await client.callNext("1")
        let parked: TicketAnswer = try await client.post("counters/1/park", #"{"minutes":5}"#).decoded()
        #expect(parked.dueAt == Moment(open.office.clock.wall.now().adding(seconds: 300)))
        _ = try await client.post("tickets/\(ticket.id)/return")
        let called: TicketAnswer = try await client.post("counters/1/call", #"{"ticket":"A001"}"#).decoded()
        #expect(called.state == .called)
        let moved: TicketAnswer = try await client.post("counters/1/transfer", #"{"service":"dat-dai"}"#).decoded()
        #expect(moved.service.text == "dat-dai")
        _ = try await client.callNext("1")
        let undone: TicketAnswer = try await client.post("counters/1/undo").decoded()
        #expect(undone.state == .waiting)
      }
    }
  }

  @Test func `Nobody waits is an answer without content`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        try await client.open("1")
        let answer = try await client.post("counters/1/call-next")
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
      }
    }
  }

  @Test func `A volunteer records and corrects their own help, a supervisor everybody's`() async throws {
    try await OfficeUnderTest().serving { open in
      @Sendable func draft(of member: String, _ more: String = "") -> String {
        #"{\#(more)"member":"\#(member)","place":"online","startedAt":"2026-11-23T08:00:00+07:00","activities":[{"activity":"other"}]}"#
      }
      let correction = #"{"reason":"Sửa","activities":[{"activity":"vneid-use"}]}"#
      let others = try await open.staff { client in
        try await client.post("assistances", draft(of: "an")).decoded(AssistanceAnswer.self)
      }
      let own = try await open.staff(as: .volunteer) { client in
        for refused in [
          try await client.post("assistances", draft(of: "an")),
          try await client.post("assistances/\(others.id)/corrections", correction),
          try await client.post("assistances/\(others.id)/withdrawal", #"{"reason":"Sửa"}"#),
        ] {
          #expect(refused.status == 403)
          #expect(try refused.problem.detail.contains("trưởng nhóm"))
        }
        let first: AssistanceAnswer = try await client.post("assistances", draft(of: "binh")).decoded()
        let handed = try await client.post(
          "assistances/\(first.id)/corrections", draft(of: "an", #""reason":"Sửa","#))
        #expect(handed.status == 403, "not handed to somebody else, either")
        let right: AssistanceAnswer = try await client.post("assistances/\(first.id)/corrections", correction).decoded()
        #expect(right.member?.text == "binh")
        return right
      }
      try await open.staff { client in
        let moved: AssistanceAnswer = try await client.post(
          "assistances/\(own.id)/corrections", draft(of: "an", #""reason":"Nhầm người","#)
        ).decoded()
        #expect(moved.member?.text == "an")
      }
      #expect(try await open.office.store.verify().isProven)
    }
  }

  @Test(arguments: ["null", #""""#])
  func `What a correction says is nothing is taken back, what it leaves out stays`(_ nothing: String) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let help = #""activities":[{"activity":"other"}]"#
        let first: AssistanceAnswer = try await client.post(
          "assistances",
          #"{"member":"an","place":"household","startedAt":"2026-11-23T08:00:00+07:00","minutes":20,"#
            + #""village":"thon-1","ageBand":"80-plus","sex":"female","note":"Bà Mẹt",\#(help)}"#
        ).decoded()
        let kept: AssistanceAnswer = try await client.post(
          "assistances/\(first.id)/corrections", #"{"reason":"Sửa",\#(help)}"#
        ).decoded()
        #expect(kept.village?.text == "thon-1" && kept.sex == .female && kept.minutes == 20)
        let minutes = nothing == "null" ? #""minutes":null,"# : ""
        let answer = try await client.post(
          "assistances/\(kept.id)/corrections",
          #"{"reason":"Sửa",\#(minutes)"village":\#(nothing),"residence":\#(nothing),"ageBand":\#(nothing),"#
            + #""sex":\#(nothing),"note":\#(nothing),\#(help)}"#)
        #expect(answer.status == 201, "\(answer.body)")
        let cleared: AssistanceAnswer = try answer.decoded()
        #expect(cleared.village == nil && cleared.residence == nil && cleared.sex == nil)
        #expect(cleared.ageBand == .unknown && cleared.minutes == (nothing == "null" ? nil : 20))
        let page: AssistanceListAnswer = try await client.get("assistances?from=2026-11-23&to=2026-11-23").decoded()
        #expect(page.assistances.map(\.note) == [nil, nil, nil])
        for field in ["member", "place", "startedAt"] {
          let refused = try await client.post(
            "assistances/\(cleared.id)/corrections", #"{"reason":"Sửa","\#(field)":null,\#(help)}"#)
          #expect(refused.status == 422)
          #expect(try refused.problem.fields?.map(\.field) == [field])
        }
      }
    }
  }

  @Test func `A note is told to a supervisor and to who helped, with all else that is stored of a ticket`()
    async throws
  {
    try await OfficeUnderTest().serving { open in
      let note = "Máy cũ quá"
      let id = try await open.staff { client in
        _ = try await client.take()
        try await client.open("1")
        let called = try await client.callNext("1")
        _ = try await client.post(
          "counters/1/finish", #"{"assistance":{"activities":[{"activity":"other"}],"note":"\#(note)"}}"#)
        let ticket: TicketAnswer = try await client.get("tickets/\(called.id)").decoded()
        #expect(ticket.record?.assistances.map(\.note) == [note])
        let page: AssistanceListAnswer = try await client.get("assistances").decoded()
        #expect(page.assistances.map(\.note) == [note])
        return called.id
      }
      try await open.staff(as: .volunteer) { client in
        let own = try await client.post(
          "assistances",
          #"{"member":"binh","place":"school","startedAt":"2026-11-23T08:05:00+07:00","note":"Của Bình","#
            + #""activities":[{"activity":"other"}]}"#)
        #expect(own.status == 201 && !own.body.contains("Của Bình"), "an answer that is remembered holds none")
        let ticket = try await client.get("tickets/\(id)")
        #expect(try ticket.decoded(TicketAnswer.self).record == nil)
        let list = try await client.get("assistances")
        #expect(list.body.contains("Của Bình"))
        for body in [ticket.body, list.body] { #expect(!body.contains(note)) }
      }
    }
  }

  @Test func `A counter opens for a member and other services, pauses and closes`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let opened: CounterAnswer = try await client.post(
          "counters/3/open", #"{"member":"an","services":["vneid"]}"#
        ).decoded()
        #expect(opened.state == .open)
        #expect(opened.member?.text == "an")
        #expect(opened.services.map(\.text) == ["vneid"])
        let paused: CounterAnswer = try await client.post("counters/3/pause", #"{"reason":"Ăn trưa"}"#).decoded()
        #expect(paused.state == .paused)
        let closed: CounterAnswer = try await client.post("counters/3/close").decoded()
        #expect(closed.state == .closed)
        let all: [CounterAnswer] = try await client.get("counters").decoded()
        #expect(all.map(\.id.text) == (1...8).map(String.init))
      }
    }
  }

  @Test func `Help given away from the centre is recorded, corrected and listed page by page`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let draft =
          #""member":"an","place":"village-hall","startedAt":"2026-11-22T15:00:00+07:00","activities":[{"activity":"basic-apps","minutes":20}]"#
        var ids: [String] = []
        for _ in 0..<3 {
          let answer = try await client.post("assistances", "{\(draft)}")
          #expect(answer.status == 201, "\(answer.body)")
          ids.append(try answer.decoded(AssistanceAnswer.self).id)
        }
        let corrected = try await client.post(
          "assistances/\(ids[0])/corrections", #"{"reason":"Ghi nhầm nơi","residence":"other-commune",\#(draft)}"#)
        #expect(corrected.status == 201, "\(corrected.body)")
        ids.append(try corrected.decoded(AssistanceAnswer.self).id)

        var seen: [String] = []
        var cursor: String?
        repeat {
          let next = cursor.map { "&cursor=\($0)" } ?? ""
          let page: AssistanceListAnswer = try await client.get(
            "assistances?from=2026-11-22&to=2026-11-22&limit=3\(next)"
          ).decoded()
          seen += page.assistances.map(\.id)
          cursor = page.cursor
        } while cursor != nil
        #expect(seen == ids)
      }
    }
  }

  @Test func `Services, board, devices and figures are told`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        _ = try await client.take()
        let services: [ServiceAnswer] = try await client.get("services").decoded()
        #expect(services.map(\.letter) == ["A", "B", "D"])
        #expect(services[0].waiting == 1)
        let board: BoardAnswer = try await client.get("board").decoded()
        #expect(board.waiting == ["ho-tich": 1, "dat-dai": 0, "vneid": 0])
        #expect(board.notices == ["Đây là máy thử."])
        let devices: DevicesAnswer = try await client.get("devices").decoded()
        #expect(devices.devices.map(\.id) == ["usb-1"])
        #expect(devices.expected.map(\.device) == ["usb-1"])
        #expect(devices.log == [])
        let figures: StatisticsAnswer = try await client.get("stats?by=service,hour").decoded()
        #expect(figures.total.issued == 1)
        #expect(figures.rows.map(\.keys) == [["service": "ho-tich", "hour": "09"]])
        #expect(figures.seq == board.seq)
        let whole: StatisticsAnswer = try await client.get("stats?from=2026-11-01&to=2026-11-30").decoded()
        #expect(whole.by.isEmpty)
        #expect(whole.total.issued == 1)
      }
    }
  }

  @Test func `Health is 200 while the office works and 503 when a part has failed`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let well = try await client.get("health")
        #expect(well.status == 200)
        #expect(try well.decoded(HealthAnswer.self).status == .ok)
        open.office.health.note("clock", .failed, "Đồng hồ sai.")
        let ill = try await client.get("health")
        #expect(ill.status == 503)
        #expect(try ill.decoded(HealthAnswer.self).checks["clock"]?.status == .failed)
      }
    }
  }

  @Test func `Metrics tell the lines, the counters, the journal and the traffic`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        _ = try await client.take()
        try await client.open("1")
        _ = try await client.get("nowhere")
        let answer = try await client.send(.get, "/metrics")
        #expect(answer.status == 200)
        for line in [
          #"luot_tickets_waiting{service="ho-tich"} 1"#, #"luot_tickets_issued_today{service="ho-tich"} 1"#,
          #"luot_counters{state="open"} 1"#, #"luot_counters{state="closed"} 7"#,
          #"luot_health{check="store",status="ok"} 1"#, #"luot_http_responses_total{class="2xx"} 2"#,
          #"luot_http_responses_total{class="4xx"} 1"#, "luot_event_streams 0", "luot_private_memory_bytes 7000000",
        ] {
          #expect(answer.body.contains(line + "\n"), "\(line)")
        }
        #expect(answer.body.contains(try Regex(#"luot_journal_seq \d+\n"#)))
      }
    }
  }

  @Test func `HEAD tells what GET would, without the content`() async throws {
    try await OfficeUnderTest().serving { open in
      let head = try await onThread { [port = open.port] in
        let connection = try RawConnection(port: port)
        try connection.send(request: "HEAD", "/api/v1/board", host: "localhost", headers: "Connection: close\r\n")
        return try connection.readToEnd()
      }
      #expect(head.hasPrefix("HTTP/1.1 200"))
      #expect(head.hasSuffix("\r\n\r\n"))
    }
  }

  @Test func `Backups and verifications are for the administrator's socket alone`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        for path in ["backups", "verifications"] {
          let refused = try await client.post(path)
          #expect(refused.status == 403)
          #expect(try refused.problem.code == "forbidden")
        }
      }
      let verified = try await open.admin("POST", "/api/v1/verifications")
      #expect(verified.status == 200)
      #expect(try verified.decoded(VerificationAnswer.self).isProven)
      let file = "\(open.office.folder)/copy.sqlite"
      let saved = try await open.admin("POST", "/api/v1/backups", #"{"file":"\#(file)"}"#)
      #expect(saved.status == 201)
      #expect(try saved.decoded(BackupAnswer.self).file == file)
      #expect(FileManager.default.fileExists(atPath: file))
    }
  }

  @Test func `The socket makes its user the administrator and is open to owner and group only`() async throws {
    try await OfficeUnderTest().serving { open in
      let mode = try FileManager.default.attributesOfItem(atPath: open.office.socket)[.posixPermissions] as? Int
      #expect(mode == 0o660)
      let taken = try await open.admin("POST", "/api/v1/tickets", #"{"service":"ho-tich"}"#)
      #expect(try taken.decoded(TicketAnswer.self).origin == .cli)
      let entries = try await open.office.reception.journal(after: 0, limit: 100)
      #expect(entries.last?.actor == "admin")
    }
  }

  @Test func `A taken port and a path that cannot be are told as such`() async throws {
    let office = try await OfficeUnderTest()
    try await office.serving { open in
      let server = ConsoleServer(.staff(host: "127.0.0.1", port: open.port), context: open.office.context)
      await #expect(throws: ListenError.self) { try await server.run() }
      do {
        try await server.run()
      } catch let error as ListenError {
        #expect(error.reason == .taken)
        #expect(error.description.contains("127.0.0.1:\(open.port)"))
      }
      let nowhere = ConsoleServer(.unixSocket(path: "/nowhere/luot.sock"), context: open.office.context)
      await #expect(throws: ListenError.self) { try await nowhere.run() }
    }
  }
}
