import FrontDesk
import Queueing
import Storage

/// The state of the office as Prometheus text (exposition format 0.0.4).
enum Metrics {
  static func text(of context: ConsoleContext) async throws -> String {
    var page = MetricsPage()
    let health = context.health.current()
    for (name, check) in health.checks.sorted(by: { $0.key < $1.key }) {
      for status in HealthCheck.Status.allCases {
        page.add(
          "luot_health", .gauge, "1 for the status a check has", check.status == status ? 1 : 0,
          ["check": name, "status": status.rawValue])
      }
    }
    page.add("luot_event_streams", .gauge, "Open event streams", context.traffic.streams.open)
    page.add("luot_viewers", .gauge, "Boards and tickets being followed", context.traffic.viewers.open)
    for digit in 1...5 {
      page.add(
        "luot_http_responses_total", .counter, "Answered requests", context.traffic.answered(digit),
        ["class": "\(digit)xx"])
    }
    if let bytes = context.privateMemory?() {
      page.add("luot_private_memory_bytes", .gauge, "Private memory of the process", bytes)
    }
    do {
      try await addQueue(of: context.reception, to: &page)
    } catch is StoreError {
      // What ails the store stands in its health check above; a monitor must still get that.
    }
    return page.text
  }

  private static func addQueue(of reception: Reception, to page: inout MetricsPage) async throws {
    let gauges = try await reception.gauges()
    page.add("luot_journal_seq", .counter, "Last entry of the journal", Int(gauges.seq))
    for line in gauges.lines {
      page.add(
        "luot_tickets_waiting", .gauge, "Tickets waiting", line.waiting, ["service": line.service.text])
    }
    for state in CounterState.allCases {
      page.add(
        "luot_counters", .gauge, "Counters by state", gauges.counters.count { $0 == state }, ["state": state.rawValue])
    }
    for line in gauges.lines {
      page.add(
        "luot_tickets_issued_today", .gauge, "Tickets of the service day", line.issued,
        ["service": line.service.text])
    }
  }
}

/// Label values are ids and codes, so nothing needs escaping.
private struct MetricsPage {
  enum Kind: String {
    case gauge, counter
  }

  private(set) var text = ""
  private var last = ""

  mutating func add(
    _ name: String, _ kind: Kind, _ help: String, _ value: Int, _ labels: KeyValuePairs<String, String> = [:]
  ) {
    if name != last {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
      last = name
    }
    text += name
    if !labels.isEmpty {
      text += "{" + labels.map { "\($0)=\"\($1)\"" }.joined(separator: ",") + "}"
    }
    text += " \(value)\n"
  }
}
