import FrontDesk
import Hummingbird
import Queueing
import Records
import Scenes

/// How the lines stand, and who calls for help.
struct QueueWords {
  struct Line {
    let id: String
    let letter: String
    let name: String
    let waiting: String
    let wait: String?
    let state: String
    let kind: String
    let isPaused: Bool
  }

  struct Counter {
    let id: String
    let name: String
    let state: String
    let holds: String?
    let isOpen: Bool
    let isClosed: Bool
    let canLeave: Bool
  }

  struct Help {
    let id: String
    let text: String
  }

  struct Order {
    let text: String
  }

  let kind: String
  let opening: String
  let orders: [Order]
  let hasOrders: Bool
  let isOrdered: Bool
  let help: [Help]
  let hasHelp: Bool
  let lines: [Line]
  let counters: [Counter]

  init(
    _ opening: OpeningAnswer, _ services: [ServiceAnswer], _ counters: [CounterAnswer], _ calls: [HelpCallAnswer],
    _ book: NameBook
  ) {
    let office = book.office
    kind = opening.open ? "ok" : "degraded"
    self.opening =
      opening.open ? "Trung tâm đang cấp số." : "\(opening.closed?.closing.sentence ?? "Trung tâm đóng cửa.")"
    orders = opening.orders.map { order in
      let what = order.service.map { "Tạm dừng \(office.serviceName($0))" } ?? (order.open ? "Mở cửa" : "Đóng cửa")
      return Order(text: "\(what) đến \(order.until.timestamp.momentText): \(order.reason)")
    }
    hasOrders = !orders.isEmpty
    isOrdered = opening.orders.contains { $0.service == nil }
    help = calls.filter { $0.acknowledgedAt == nil }.map {
      Help(id: String($0.id), text: "Có người gọi hỗ trợ ở \($0.screen) lúc \($0.calledAt.timestamp.clockText)")
    }
    hasHelp = !help.isEmpty
    let paused = Set(opening.orders.compactMap(\.service))
    lines = services.map { service in
      Line(
        id: service.id.text, letter: service.letter, name: service.name, waiting: service.waiting.groupedText,
        wait: service.estimate.map { "người mới đến chờ khoảng \($0.minutes.minutesText)" },
        state: Self.state(of: service, isOfficeOpen: opening.open, isPaused: paused.contains(service.id)),
        kind: service.open ? "ok" : "degraded", isPaused: paused.contains(service.id))
    }
    self.counters = counters.map { counter in
      let state = counter.state.text.prefix(1).uppercased() + counter.state.text.dropFirst()
      return Counter(
        id: counter.id.text, name: counter.name,
        state: state + (counter.member.map { ", \(book.member($0.text))" } ?? ""),
        holds: counter.ticket.map { "Số \($0.number) \($0.state.text)" }, isOpen: counter.state == .open,
        isClosed: counter.state == .closed, canLeave: counter.state != .closed && counter.ticket == nil)
    }
  }
}

extension QueueWords {
  /// Why the whole office is closed stands above, once.
  private static func state(of service: ServiceAnswer, isOfficeOpen: Bool, isPaused: Bool) -> String {
    if service.open { return "Đang cấp số" }
    if isOfficeOpen, let closing = service.closed?.closing { return closing.sentence }
    return isPaused ? "Tạm dừng" : "Không cấp số"
  }
}

/// What the forms of the page offer.
struct QueueForms {
  let services: [ChoiceWords]
  let priorities: [ChoiceWords]
  let villages: [ChoiceWords]
  let reasons: [ChoiceWords]
  let now: String
  let dayEnd: String
}

extension Routes {
  var adminQueue: [Route] {
    let reception = reception
    let office = reception.office
    return page(
      .queue,
      live: AdminPart { _ in
        let words = QueueWords(
          try await reception.opening(), try await reception.services(), try await reception.counters(),
          try await reception.helpCalls(), try await reception.nameBook())
        return try Pages.html("admin-queue-view", words)
      }
    ) { _ in
      let now = reception.clock.now()
      let villages = try await reception.register(.villages, on: reception.today).entries
      return try Pages.html(
        "admin-queue",
        QueueForms(
          services: office.services.map { ChoiceWords(code: $0.id.text, name: "\($0.letter) – \($0.name)") },
          priorities: office.priorityClasses.map { ChoiceWords(code: $0.id.text, name: $0.name) },
          villages: villages.map { ChoiceWords(code: $0.id, name: $0.fields["name"] ?? $0.id) },
          reasons: CancellationReason.allCases.map { ChoiceWords(code: $0.rawValue, name: $0.text) },
          now: String(now.iso8601.prefix(16)), dayEnd: String(office.end(of: reception.today).iso8601.prefix(16))))
    }
  }
}
