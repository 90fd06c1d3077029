@testable import Console
import FrontDesk
import HTTPTypes
import Queueing
import Records
import Storage
import Testing

/// What a counter's page and the page of one's own records rest on.
struct DeskPageTests {
  private func page(_ client: Client, _ path: String) async throws -> Answer {
    try await client.send(.get, path)
  }

  // MARK: - Commands about one ticket

  @Test func `A command that names a ticket is refused once the counter holds another`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let (first, second) = (try await client.take(), try await client.take())
        try await client.open("1")
        _ = try await client.callNext("1")
        // By its id or by its number, and whatever is held when nothing is named.
        #expect(try await client.post("counters/1/recall", #"{"ticket":"A001"}"#).status == 200)
        #expect(try await client.post("counters/1/start", #"{"ticket":"\#(first.id)"}"#).status == 200)
        #expect(try await client.post("counters/1/finish", #"{"ticket":"A001"}"#, key: "late").status == 200)
        _ = try await client.callNext("1")
        for (command, more) in [
          ("recall", ""), ("start", ""), ("no-show", ""), ("undo", ""), ("park", #","minutes":5"#),
          ("transfer", #","service":"dat-dai""#), ("finish", ""),
        ] {
          let refused = try await client.post("counters/1/\(command)", #"{"ticket":"A001"\#(more)}"#)
          #expect(refused.status == 409, "\(command)")
          #expect(try refused.problem.code == "other-ticket")
          #expect(try refused.problem.ticket?.id == second.id)
        }
        // The same command sent again is still answered as it was.
        let again = try await client.post("counters/1/finish", #"{"ticket":"A001"}"#, key: "late")
        #expect(try again.decoded(TicketAnswer.self).id == first.id)
        #expect(try await client.post("counters/1/undo", #"{"ticket":"A002"}"#).status == 200)
        #expect(try await client.post("counters/1/finish", #"{"ticket":"A002"}"#).problem.code == "nothing-held")
      }
      #expect(try await open.office.store.verify().isProven)
    }
  }

  // MARK: - What was left out

  @Test func `Help is added to a ticket that was finished without a word about it, once`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        _ = try await client.take()
        try await client.open("1")
        _ = try await client.callNext("1")
        let help = #"{"activities":[{"activity":"vneid-use"}],"village":"thon-1"}"#
        let early = try await client.post("tickets/A001/assistance", help)
        #expect(try early.problem.code == "not-finished")
        #expect(try early.problem.state == "called")
        _ = try await client.post("counters/1/finish", "{}")
        let records = try await page(client, "/records").body
        #expect(records.contains("Đã xong mà chưa ghi việc") && records.contains("Ghi bù A001"))
        let none = try await client.post("tickets/A001/assistance", "{}")
        #expect(try none.problem.field == "activities")
        let added = try await client.post("tickets/A001/assistance", help, key: "k")
        #expect(added.status == 201)
        let assistance: AssistanceAnswer = try added.decoded()
        #expect(assistance.ticket?.number.text == "A001")
        #expect(assistance.counter?.text == "1" && assistance.member?.text == "an" && assistance.place == .centre)
        let again = try await client.post("tickets/A001/assistance", help, key: "k")
        #expect(try again.decoded(AssistanceAnswer.self).id == assistance.id)
        #expect(try await client.post("tickets/A001/assistance", help).problem.code == "already-recorded")
        #expect(try await client.post("tickets/A999/assistance", help).status == 404)
        #expect(try await client.get("tickets/A001").decoded(TicketAnswer.self).assistanceId == assistance.id)
        #expect(!(try await page(client, "/records").body.contains("Đã xong mà chưa ghi việc")))
      }
      #expect(try await open.office.store.verify().isProven)
    }
  }

  @Test func `A member sees what they recorded today with all a correction needs, and nobody else's`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .volunteer) { client in
        let help = #""activities":[{"activity":"basic-apps","outcome":"partly"}],"ageBand":"80-plus""#
        let added = try await client.post(
          "assistances",
          #"{"member":"binh","place":"household","startedAt":"2026-11-23T08:15:00+07:00",\#(help)}"#)
        let id = try added.decoded(AssistanceAnswer.self).id
        let records = try await page(client, "/records").body
        #expect(records.contains("08:15 · Tại nhà · Ứng dụng số cơ bản"))
        #expect(records.contains(#"data-correct="\#(id)""#) && records.contains("&quot;80-plus&quot;"))
        #expect(!records.contains("Người hỗ trợ<select"), "a volunteer speaks for nobody else")
        let right = #"{"reason":"Nhầm","activities":[{"activity":"other"}]}"#
        #expect(try await client.post("assistances/\(id)/corrections", right).status == 201)
        let corrected = try await page(client, "/records").body
        #expect(corrected.contains("08:15 · Tại nhà · Việc khác") && !corrected.contains("· Ứng dụng số cơ bản"))
        try await client.open("1")
        let view = try await page(client, "/counters/1/view").body
        #expect(view.contains("Sửa Tại nhà") && view.contains("<strong>1</strong> người ông/bà đã giúp hôm nay"))
      }
      try await open.staff { client in
        let records = try await page(client, "/records").body
        #expect(records.contains("Chưa có lượt nào.") && records.contains("Người hỗ trợ<select"))
      }
    }
  }

  @Test func `Earlier days are looked at and corrected: one's own, and by a supervisor everybody's`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff(as: .volunteer) { client in
        let added = try await client.post(
          "assistances",
          #"{"member":"binh","place":"school","startedAt":"2026-11-23T08:05:00+07:00","activities":[{"activity":"other"}]}"#
        )
        let id = try added.decoded(AssistanceAnswer.self).id
        open.office.clock.advance(seconds: 86_400)
        try await open.office.reception.passTime()
        #expect(try await page(client, "/records").body.contains("Chưa có lượt nào."))
        let monday = try await page(client, "/records?on=2026-11-23").body
        #expect(monday.contains("Đã ghi Thứ Hai, 23/11/2026") && monday.contains("08:05 · Trường học · Việc khác"))
        for link in ["22", "24"] { #expect(monday.contains(#"href="/records?on=2026-11-\#(link)""#), "\(link)") }
        let right = #"{"reason":"Nhầm","activities":[{"activity":"basic-apps"}]}"#
        #expect(try await client.post("assistances/\(id)/corrections", right).status == 201)
        let corrected = try await page(client, "/records?on=2026-11-23").body
        #expect(corrected.contains("08:05 · Trường học · Ứng dụng số cơ bản"))
        for path in ["on=2026-11-25", "on=2026-02-30", "on=", "member=an", "on=2026-11-23&member=an", "member=%27"] {
          let answer = try await page(client, "/records?\(path)")
          #expect(answer.status == 303, "\(path)")
          #expect(answer.headers[.location] == "/records")
        }
        #expect(!(try await page(client, "/records").body.contains("Của ai")))
      }
      try await open.staff { client in
        let others = try await page(client, "/records?on=2026-11-23&member=binh").body
        #expect(others.contains("Đã ghi Thứ Hai, 23/11/2026 – Người binh") && others.contains("Của ai<select"))
        #expect(others.contains(#"href="/records?on=2026-11-24&amp;member=binh""#))
        #expect(others.contains("Trường học"))
        #expect(!(try await page(client, "/records?on=2026-11-23").body.contains("Trường học · Ứng dụng")))
      }
    }
  }

  // MARK: - What a counter is told

  @Test func `Who calls for help is shown at every open counter until somebody goes`() async throws {
    try await OfficeUnderTest().serving { open in
      let office = open.office
      let kiosk = Requester(name: "kiosk", origin: .kiosk)
      let call = try await office.reception.callHelp(screen: "kiosk", by: kiosk)
      try await open.staff { client in
        #expect(!(try await page(client, "/counters/1/view").body.contains("gọi hỗ trợ")), "nobody sits there")
        for counter in ["1", "2"] { try await client.open(counter) }
        for counter in ["1", "2"] {
          let view = try await page(client, "/counters/\(counter)/view").body
          #expect(view.contains("Có người gọi hỗ trợ ở kiosk lúc 09:00") && view.contains(#"data-help="\#(call.id)""#))
        }
        _ = try await client.post("help-calls/\(call.id)/acknowledge", #"{"counter":"2"}"#)
        #expect(!(try await page(client, "/counters/1/view").body.contains("gọi hỗ trợ")))
      }
    }
  }

  @Test func `A counter is told what is wrong with the machine, and what was said there a moment ago`() async throws {
    try await OfficeUnderTest().serving { open in
      let office = open.office
      office.health.note("printer", .degraded, "Máy in hết giấy. Hãy lắp cuộn mới.")
      office.health.note("clock", .degraded, "Đồng hồ của máy chưa tin được.")
      office.health.note("card-readers", .degraded, "Chưa cắm đầu đọc thẻ.")
      let counter = DeskPlace.counter(CounterID(verified: "1"))
      office.reception.messages.say("Chào Cô An.", at: counter, now: office.clock.wall.now())
      try await open.staff { client in
        let view = try await page(client, "/counters/1/view").body
        #expect(view.contains("Máy in hết giấy.") && view.contains("Đồng hồ của máy chưa tin được."))
        #expect(!view.contains("đầu đọc thẻ"), "what a counter can do nothing about")
        #expect(view.contains("Chào Cô An."))
        #expect(!(try await page(client, "/counters/2/view").body.contains("Chào Cô An.")))
        office.clock.advance(seconds: 20)
        #expect(!(try await page(client, "/counters/1/view").body.contains("Chào Cô An.")))
      }
    }
  }

  @Test func `A counter is told why its line was sent home`() async throws {
    try await OfficeUnderTest().serving { open in
      _ = try await open.office.take()
      try await open.staff { client in
        _ = try await client.post("cancel-waiting", #"{"reason":"evacuation"}"#)
        let view = try await page(client, "/counters/1/view").body
        #expect(view.contains("các số đang chờ đã hủy vì") && view.contains("Người dân được nhắn: “Xin mời ông/bà rời"))
      }
    }
  }

  @Test func `A counter is told at once why no numbers are given out any more, and when they are again`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.office.signIn(.volunteer)
      let stream = try await onThread { [port = open.port] in
        let stream = try RawConnection(port: port, credentials: Colleague.volunteer.headerLines)
        try stream.send(request: "GET", "/counters/1/events", host: "localhost")
        #expect(try stream.head().status == 200)
        #expect(try stream.nextEvent()?.data.contains("cấp số:") == false)
        return Unread(stream)
      }
      try await open.staff { client in
        let closed = try await client.post("office/close", #"{"reason":"Mất điện cả khu vực"}"#)
        #expect(closed.status == 200, "\(closed.body)")
      }
      try await onThread {
        try stream.connection.waitForEvent { $0.data.contains("Tạm ngừng cấp số: Mất điện cả khu vực") }
      }
      try await open.staff { client in
        #expect(try await client.post("office/resume").status == 200)
        #expect(try await client.post("services/ho-tich/pause", #"{"reason":"Cán bộ đi họp"}"#).status == 200)
        let view = try await page(client, "/counters/1/view").body
        #expect(view.contains("Hộ tịch – chứng thực: Dịch vụ tạm dừng cấp số: Cán bộ đi họp"))
        #expect(!view.contains("Mất điện"))
      }
    }
  }

  @Test func `What is said at a counter is on its page at once`() async throws {
    try await OfficeUnderTest().serving { open in
      let (port, office) = (open.port, open.office)
      try await onThread {
        let stream = try RawConnection(port: port)
        try stream.send(request: "GET", "/counters/1/events", host: "localhost")
        #expect(try stream.head().status == 200)
        _ = try stream.nextEvent()
        let counter = DeskPlace.counter(CounterID(verified: "1"))
        office.reception.messages.say("Thẻ này chưa được cấp.", at: counter, now: office.clock.wall.now())
        try stream.waitForEvent { $0.data.contains("Thẻ này chưa được cấp.") }
      }
    }
  }

  @Test func `A service that gives out no numbers says so where a number is given out at the desk`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        try await client.open("1")
        #expect(!(try await page(client, "/counters/1/view").body.contains(#"name="override""#)))
        _ = try await client.post("services/dat-dai/pause", #"{"reason":"Cổng đất đai bảo trì"}"#)
        let view = try await page(client, "/counters/1/view").body
        #expect(view.contains(#"name="override""#))
        #expect(view.contains(#"data-issue="dat-dai" data-closed="Dịch vụ tạm dừng cấp số"#))
        #expect(view.contains(#"data-issue="ho-tich"><span>"#))
      }
      try await open.staff(as: .volunteer) { client in
        let view = try await page(client, "/counters/1/view").body
        #expect(!view.contains(#"name="override""#), "a reason is asked of who may override")
        #expect(view.contains(#"data-issue="dat-dai" data-closed="Dịch vụ tạm dừng cấp số"#))
      }
    }
  }

  @Test func `Villages that people come from of late stand first, and the ticket's own is chosen`() async throws {
    let day = ServiceDay(epochDay: 0)
    let villages = (1...9).map { Village(id: VillageID(verified: "thon-\($0)"), name: "Thôn \($0)", validFrom: day) }
    let usual = ["thon-7", "thon-9"].map { VillageID(verified: $0) }
    let unknown = RecordWords(usualActivities: [], villages: villages, usualVillages: usual)
    #expect(
      unknown.homes.map(\.code) == [
        "", "village:thon-7", "village:thon-9", "village:thon-1", "village:thon-2", "village:thon-3",
        "residence:other-commune", "residence:other-province",
      ])
    #expect(unknown.homes.first?.isChosen == true)
    #expect(unknown.moreHomes.map(\.code) == ["thon-4", "thon-5", "thon-6", "thon-8"].map { "village:\($0)" })
    let known = RecordWords(
      usualActivities: [], villages: villages, usualVillages: usual, home: VillageID(verified: "thon-5"))
    #expect(known.homes.filter(\.isChosen).map(\.code) == ["village:thon-5"])
    #expect(known.homes[1].code == "village:thon-5")
  }

  // MARK: - Ways

  @Test func `A sign-in leads back to the page that asked for it, and nowhere else`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        for (wish, way) in [
          ("/counters/2", "/counters/2"), ("/records", "/records"), ("//evil.example", "/"),
          ("https://evil.example", "/"), ("/%5Cevil.example", "/"), ("", "/"),
        ] {
          let answer = try await page(client, "/sign-in?to=\(wish)")
          #expect(answer.status == 303)
          #expect(answer.headers[.location] == way, "\(wish)")
        }
      }
    }
  }

  // MARK: - A citizen's own ticket

  @Test func `A phone is told why its number is worth nothing any more, and that a number in hand stays good`()
    async throws
  {
    try await OfficeUnderTest().serving { open in
      let tickets = try await open.staff { client in
        (try await client.take(), try await client.take(), try await client.take("dat-dai"))
      }
      let path = { @Sendable (ticket: TicketAnswer) in "/t/\(ticket.token ?? "")" }
      try await open.staff { client in
        _ = try await client.post("services/ho-tich/pause", #"{"reason":"Bảo trì"}"#)
        let waiting = try await page(client, path(tickets.0)).body
        #expect(waiting.contains("Dịch vụ tạm dừng cấp số: Bảo trì"))
        #expect(waiting.contains("Ông/bà đã có số nên vẫn được gọi."))
        #expect(!(try await page(client, path(tickets.2)).body.contains("vẫn được gọi")))
        _ = try await client.post("services/ho-tich/skip-to", #"{"number":"A002"}"#)
        #expect(try await page(client, path(tickets.0)).body.contains("Hàng chờ đã đi tiếp từ một số sau."))
        _ = try await client.post("cancel-waiting", #"{"reason":"early-closing"}"#)
        let cancelled = try await page(client, path(tickets.1)).body
        #expect(cancelled.contains("Số này đã hủy vì trung tâm đóng cửa sớm"))
        #expect(cancelled.contains("Xin mời ông/bà trở lại vào giờ làm việc tiếp theo."))
      }
      // Another day begins with the first who asks for a number, here on the next Monday.
      open.office.clock.advance(seconds: 7 * 86_400)
      _ = try await open.staff { try await $0.take() }
      try await open.visiting { phone in
        let gone = try await page(phone, path(tickets.2))
        #expect(gone.body.contains("Số này đã hết hiệu lực"))
        #expect(gone.headers[.contentType] == "text/html; charset=utf-8")
        let unknown = try await page(phone, "/t/none")
        #expect(unknown.status == 404 && unknown.body.contains("Số này đã hết hiệu lực"))
      }
    }
  }

  @Test func `Style sheets hold no variables, which old televisions do not know`() {
    for asset in Asset.all where asset.type == "text/css" {
      #expect(!String(decoding: asset.bytes, as: UTF8.self).contains("var("), "\(asset.name)")
    }
  }
}
