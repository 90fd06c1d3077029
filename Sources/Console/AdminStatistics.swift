import FrontDesk
import Hummingbird
import Queueing
import Records
import Scenes

/// The days somebody looks at.
struct SpanWords {
  let from: String
  let to: String
  let title: String
  /// For links to other pages about the same days.
  let query: String
}

struct StatisticsWords {
  struct Table {
    let heading: String
    let columns: [String]
    let rows: [Row]
    let isLong: Bool
  }

  struct Row {
    let name: String
    let cells: [String]
  }

  struct Section {
    let id: String
    let title: String
    let remark: String?
    let chart: String?
    let legend: [Legend]
    let hasLegend: Bool
    let table: Table
    let isEmpty: Bool
  }

  struct Legend {
    let ink: String
    let text: String
  }

  struct Figure {
    let value: String
    let words: String
  }

  let path: String
  let span: SpanWords
  let periods: [Period]
  let figures: [Figure]
  let sections: [Section]
  let seq: String
  let hash: String
  let canSeeFairness: Bool
}

/// A period that is one touch away.
struct Period {
  let name: String
  let query: String
  let isChosen: Bool
}

/// Whether people were called in their turn.
struct FairnessWords {
  struct Wait {
    let number: String
    let proof: String
    let service: String
    let called: String
    let waited: String
  }

  struct Jump {
    let number: String
    let proof: String
    let called: String
    let counter: String
    let actor: String
    let reason: String
    let over: String
    let longest: String
  }

  struct Count {
    let reason: String
    let count: String
  }

  let path: String
  let span: SpanWords
  let periods: [Period]
  let calls: String
  let counts: [Count]
  let waits: [Wait]
  let hasWaits: Bool
  let jumps: [Jump]
  let hasJumps: Bool
  let seq: String
  let hash: String
}

extension Double {
  /// `97,5%`
  fileprivate var percentText: String {
    let tenths = Int((self * 1000).rounded())
    return "\(tenths / 10),\(tenths % 10)%"
  }
}

extension Int {
  /// Seconds as whole minutes, upwards.
  fileprivate var minutesUp: Int { (self + 59) / 60 }
}

extension Routes {
  /// The days that are asked for: without any, this month up to today.
  private func span(of call: Call) throws -> (from: ServiceDay, through: ServiceDay) {
    let today = reception.today
    let given = { (name: String) throws in
      try call.query[name].flatMap { $0.isEmpty ? nil : $0 }.map { try call.query.required(day: name, $0) }
    }
    let through = try given("to") ?? today
    let from = try given("from") ?? ServiceDay(year: through.civil.year, month: through.civil.month, day: 1)
    guard from <= through else {
      throw Query.wrong("from", from.text, "ngày không sau \(through.text)", "Ngày đầu nằm sau ngày cuối.")
    }
    return (from, through)
  }

  private func periods(_ span: (from: ServiceDay, through: ServiceDay)) -> [Period] {
    let today = reception.today
    let (year, month, _) = today.civil
    let starts: [(String, ServiceDay)] = [
      ("Hôm nay", today), ("7 ngày", today.advanced(by: -6)),
      ("Tháng này", ServiceDay(year: year, month: month, day: 1)),
      ("Quý này", ServiceDay(year: year, month: (month - 1) / 3 * 3 + 1, day: 1)),
      ("Từ đầu năm", ServiceDay(year: year, month: 1, day: 1)),
    ]
    return starts.map { name, from in
      Period(
        name: name, query: "from=\(from.text)&to=\(today.text)",
        isChosen: from == span.from && today == span.through)
    }
  }

  private func words(_ span: (from: ServiceDay, through: ServiceDay)) -> SpanWords {
    SpanWords(
      from: span.from.text, to: span.through.text,
      title: span.from == span.through
        ? "Ngày \(span.from.vietnameseText)"
        : "Từ \(span.from.vietnameseText) đến hết \(span.through.vietnameseText)",
      query: "from=\(span.from.text)&to=\(span.through.text)")
  }

  var adminStatistics: [Route] { statisticsPage + fairnessPage }

  /// Days that a chart shows one by one; beyond it shows months.
  private static let dailyLimit = 62

  private var statisticsPage: [Route] {
    let (context, reception) = (context, reception)
    return page(.statistics, query: ["from", "to"]) { call in
      let span = try span(of: call)
      let isDaily = span.through.epochDay - span.from.epochDay < Self.dailyLimit
      let dimensions: [Figures.Dimension] = [isDaily ? .day : .month, .activity, .village, .hour, .promise]
      let answers = try await context.readLong {
        try await reception.statistics(from: span.from, through: span.through, byEach: dimensions)
      }
      let villageNames = try await reception.names(in: .villages)
      let total = answers[0].total
      let sections = [
        turns(answers[0], isDaily: isDaily, span),
        ranked(answers[1], id: "activity", title: "Lượt theo việc hỗ trợ", .activity) {
          Activity(rawValue: $0)?.name ?? "Chưa ghi việc"
        },
        ranked(answers[2], id: "village", title: "Lượt theo thôn", .village) {
          $0.isEmpty ? "Ngoài xã hoặc chưa rõ" : villageNames[$0] ?? $0
        }, waits(answers[3]), promises(answers[4]), shifts(answers[0], names: try await reception.names(in: .members)),
      ]
      return try Pages.html(
        "admin-statistics",
        StatisticsWords(
          path: AdminSection.statistics.path, span: words(span), periods: periods(span),
          figures: [
            StatisticsWords.Figure(value: total.turns.groupedText, words: "lượt hỗ trợ"),
            StatisticsWords.Figure(value: total.onlineTurns.groupedText, words: "lượt trực tuyến"),
            StatisticsWords.Figure(value: total.issued.groupedText, words: "số đã cấp"),
            StatisticsWords.Figure(value: total.noShow.groupedText, words: "vắng mặt"),
          ], sections: sections, seq: Int(answers[0].seq).groupedText, hash: answers[0].hash, canSeeFairness: true))
    }
  }

  private func turns(
    _ answer: StatisticsAnswer, isDaily: Bool, _ span: (from: ServiceDay, through: ServiceDay)
  ) -> StatisticsWords.Section {
    let key = isDaily ? "day" : "month"
    let rows = Dictionary(answer.rows.map { ($0.keys[key] ?? "", $0) }) { first, _ in first }
    // A day without anybody is a day too.
    var keys: [String] = []
    for offset in 0...(span.through.epochDay - span.from.epochDay) {
      let text = span.from.advanced(by: offset).text
      let key = isDaily ? text : String(text.prefix(7))
      if keys.last != key { keys.append(key) }
    }
    let label = { (key: String) in
      isDaily
        ? "\(Int(key.suffix(2)) ?? 0)/\(Int(key.dropFirst(5).prefix(2)) ?? 0)" : "\(key.suffix(2))/\(key.prefix(4))"
    }
    let name = { (key: String) in
      isDaily ? ServiceDay(key).map { "\($0.weekday.vietnameseName), \($0.vietnameseText)" } ?? key : label(key)
    }
    return StatisticsWords.Section(
      id: "turns", title: isDaily ? "Lượt theo ngày" : "Lượt theo tháng", remark: nil,
      chart: Chart.columns(
        title: "Số lượt hỗ trợ, \(words(span).title.lowercased())", labels: keys.map(label),
        series: [Chart.Series(name: "lượt", ink: .solid, values: keys.map { Double(rows[$0]?.turns ?? 0) })],
        unit: "lượt"),
      legend: [], hasLegend: false,
      table: StatisticsWords.Table(
        heading: isDaily ? "Ngày" : "Tháng", columns: ["Lượt", "Trực tuyến", "Số đã cấp", "Vắng mặt"],
        rows: keys.filter { rows[$0] != nil }.map { key in
          let row = rows[key]
          return StatisticsWords.Row(
            name: name(key),
            cells: [row?.turns, row?.onlineTurns, row?.issued, row?.noShow].map { ($0 ?? 0).groupedText })
        }, isLong: rows.count > 12), isEmpty: answer.rows.isEmpty)
  }

  private func ranked(
    _ answer: StatisticsAnswer, id: String, title: String, _ dimension: Figures.Dimension,
    _ name: (String) -> String
  ) -> StatisticsWords.Section {
    let rows = answer.rows.filter { $0.turns > 0 }.map { (name: name($0.keys[dimension.rawValue] ?? ""), row: $0) }
      .sorted { ($1.row.turns, $0.name) < ($0.row.turns, $1.name) }
    return StatisticsWords.Section(
      id: id, title: title,
      remark: dimension.isMultiValued
        ? "Một lượt có thể gồm nhiều việc, nên các dòng cộng lại có thể nhiều hơn số lượt." : nil,
      chart: rows.isEmpty
        ? nil
        : Chart.bars(
          title: title,
          rows: rows.map { (name: $0.name, value: Double($0.row.turns), shown: $0.row.turns.groupedText) }),
      legend: [], hasLegend: false,
      table: StatisticsWords.Table(
        heading: dimension.name, columns: ["Lượt", "Trực tuyến"],
        rows: rows.map {
          StatisticsWords.Row(name: $0.name, cells: [$0.row.turns.groupedText, $0.row.onlineTurns.groupedText])
        }, isLong: rows.count > 12), isEmpty: rows.isEmpty)
  }

  private func waits(_ answer: StatisticsAnswer) -> StatisticsWords.Section {
    let rows = answer.rows.filter { $0.waitingSeconds.p50 != nil }
    let minutes = { (seconds: Int?) in seconds.map { Double($0) / 60 } }
    return StatisticsWords.Section(
      id: "waits", title: "Thời gian chờ theo giờ lấy số",
      remark: "Một nửa số người chờ không quá mức p50; chín phần mười không quá mức p90.",
      chart: rows.isEmpty
        ? nil
        : Chart.columns(
          title: "Phút chờ p50 và p90 theo giờ", labels: rows.map { "\(Int($0.keys["hour"] ?? "") ?? 0)h" },
          series: [
            Chart.Series(name: "p50", ink: .solid, values: rows.map { minutes($0.waitingSeconds.p50) }),
            Chart.Series(name: "p90", ink: .hollow, values: rows.map { minutes($0.waitingSeconds.p90) }),
          ], unit: "phút"),
      legend: [
        StatisticsWords.Legend(ink: Chart.Ink.solid.rawValue, text: "p50"),
        StatisticsWords.Legend(ink: Chart.Ink.hollow.rawValue, text: "p90"),
      ], hasLegend: true,
      table: StatisticsWords.Table(
        heading: "Giờ", columns: ["Số đã cấp", "p50, phút", "p90, phút"],
        rows: rows.map { row in
          StatisticsWords.Row(
            name: "\(row.keys["hour"] ?? ""):00",
            cells: [
              row.issued.groupedText, (row.waitingSeconds.p50 ?? 0).minutesUp.groupedText,
              (row.waitingSeconds.p90 ?? 0).minutesUp.groupedText,
            ])
        }, isLong: false), isEmpty: rows.isEmpty)
  }

  private func promises(_ answer: StatisticsAnswer) -> StatisticsWords.Section {
    let made = answer.total.promises
    let inks: [(Promise.Outcome, Chart.Ink)] = [(.held, .solid), (.shorter, .quiet), (.longer, .hollow)]
    let counts = Dictionary(answer.rows.map { ($0.keys["promise"] ?? "", $0.promises.made) }) { first, _ in first }
    let count = { (outcome: Promise.Outcome) in counts[outcome.rawValue] ?? 0 }
    return StatisticsWords.Section(
      id: "promises", title: "Giữ lời về thời gian chờ",
      remark: made.settled == 0
        ? nil
        : "Trong \(made.settled.groupedText) người đã được gọi, \((Double(made.held) / Double(made.settled)).percentText) "
          + "được gọi trong khoảng đã hẹn.",
      chart: made.settled == 0
        ? nil
        : Chart.parts(
          title: "Số lời hẹn giữ được và không giữ được", parts: inks.map { (value: Double(count($0.0)), ink: $0.1) }),
      legend: inks.map { StatisticsWords.Legend(ink: $0.1.rawValue, text: $0.0.name) }, hasLegend: made.settled > 0,
      table: StatisticsWords.Table(
        heading: "Kết quả", columns: ["Lời hẹn"],
        rows: Promise.Outcome.allCases.map {
          StatisticsWords.Row(name: $0.name, cells: [count($0).groupedText])
        }, isLong: false), isEmpty: made.made == 0)
  }

  private func shifts(_ answer: StatisticsAnswer, names: [String: String]) -> StatisticsWords.Section {
    let rows = answer.shifts.map { (name: names[$0.member] ?? $0.member, shifts: $0.shifts, seconds: $0.seconds) }
      .sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
    let whole = (shifts: rows.map(\.shifts).reduce(0, +), seconds: rows.map(\.seconds).reduce(0, +))
    return StatisticsWords.Section(
      id: "shifts", title: "Giờ trực quầy của từng người",
      remark: rows.isEmpty
        ? nil
        : "\(rows.count.groupedText) người, \(whole.shifts.groupedText) ca, \(whole.seconds.hoursText) giờ; tính từ lúc mở "
          + "đến lúc đóng hoặc giao quầy, cả lúc tạm nghỉ.",
      chart: nil, legend: [], hasLegend: false,
      table: StatisticsWords.Table(
        heading: "Người hỗ trợ", columns: ["Ca", "Giờ"],
        rows: rows.map { StatisticsWords.Row(name: $0.name, cells: [$0.shifts.groupedText, $0.seconds.hoursText]) },
        isLong: rows.count > 12), isEmpty: rows.isEmpty)
  }

  private var fairnessPage: [Route] {
    let (context, reception) = (context, reception)
    return page(.fairness, query: ["from", "to"]) { call in
      let span = try span(of: call)
      let answer = try await context.readLong {
        try await reception.fairness(from: span.from, through: span.through)
      }
      let book = try await reception.nameBook()
      let office = book.office
      let proof = { (ticket: TicketID) in
        "/admin/journal/proof?day=\(ticket.day.text)&number=\(ticket.number.text)"
      }
      return try Pages.html(
        "admin-fairness",
        FairnessWords(
          path: AdminSection.fairness.path, span: words(span), periods: periods(span),
          calls: answer.calls.groupedText,
          counts: CallReason.allCases.compactMap { reason in
            let count = answer.jumpOverCounts[reason.rawValue] ?? 0
            return count == 0 ? nil : FairnessWords.Count(reason: reason.text, count: count.groupedText)
          },
          waits: answer.longestWaits.map {
            FairnessWords.Wait(
              number: $0.number, proof: proof($0.ticket), service: office.serviceName($0.service),
              called: $0.calledAt.timestamp.momentText, waited: "\($0.seconds.minutesUp.groupedText) phút")
          }, hasWaits: !answer.longestWaits.isEmpty,
          jumps: answer.jumpOvers.map {
            FairnessWords.Jump(
              number: $0.number, proof: proof($0.ticket), called: $0.calledAt.timestamp.momentText,
              counter: office.counterName($0.counter), actor: book.actor($0.actor), reason: $0.reason.text,
              over: "\($0.over.groupedText) người",
              longest: "\($0.longestWaitSeconds.minutesUp.groupedText) phút")
          }, hasJumps: !answer.jumpOvers.isEmpty, seq: Int(answer.seq).groupedText, hash: answer.hash))
    }
  }
}
