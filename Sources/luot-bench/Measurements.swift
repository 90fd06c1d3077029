import Foundation
import Glibc

// What is compared alternates in small blocks, so that whatever else the machine does meets both alike.

/// A durable ticket through HTTP beside the same rows committed by a plain loop.
func measureTicketLatency(_ site: Site, _ report: inout Report) throws {
  tell("Ticket latency, one client")
  let plainState = try site.emptyState("plain")
  try RunningDaemon(site, state: plainState).stop()
  let loop = try PlainCommitLoop(state: plainState)
  let daemon = try RunningDaemon(site, state: site.emptyState("latency"))
  let connections = (tcp: try Connection(daemon.tcp), unix: try Connection(daemon.unix))
  var plain = Samples()
  var tcp = Samples()
  var unix = Samples()
  var keyed = Samples()
  var health = Samples()
  let ticket = Requests.tickets[0]
  for block in 0..<100 {
    for _ in 0..<20 { plain.add(nanoseconds: try loop.commit()) }
    for _ in 0..<20 { try tcp.add { try connections.tcp.exchange(ticket, expecting: 201) } }
    for _ in 0..<20 { try unix.add { try connections.unix.exchange(ticket, expecting: 201) } }
    for index in 0..<20 {
      let request = Requests.ticket(service: Site.services[0], key: "\(block)-\(index)")
      try keyed.add { try connections.tcp.exchange(request, expecting: 201) }
    }
    for _ in 0..<20 { try health.add { try connections.tcp.exchange(Requests.health, expecting: 200) } }
  }
  try daemon.stop()
  report.note("plain commit of a ticket's rows, FULL, p50", plain.p50, .milliseconds)
  report.note("plain commit, p99", plain.p99, .milliseconds)
  report.note("plain commits a second", Double(plain.values.count) * 1e9 / Double(plain.sum), .perSecond)
  report.add("ticket through TCP, 1 client, p50 (plain + 0.35 ms)", tcp.p50, atMost: plain.p50 + 0.35, .milliseconds)
  report.note("ticket through TCP, p99", tcp.p99, .milliseconds)
  report.add("ticket through the Unix socket, p50", unix.p50, atMost: plain.p50 + 0.35, .milliseconds)
  report.note("ticket through the Unix socket, p99", unix.p99, .milliseconds)
  report.note("ticket with an Idempotency-Key, TCP, p50 (one row more)", keyed.p50, .milliseconds)
  report.note("GET /api/v1/health, TCP, p50", health.p50, .milliseconds)
}

/// Tickets and calls a second, and the daemon's processor time for them. Nothing is printed.
func measureLoad(_ site: Site, _ report: inout Report) throws {
  let daemon = try RunningDaemon(site, state: site.emptyState("load"))
  try Connection(daemon.tcp).openCounters()
  for clients in [8, 32] {
    tell("Tickets and calls, \(clients) clients")
    var tickets: [Load] = []
    var calls: [Load] = []
    for _ in 0..<5 {
      tickets.append(
        try .run(daemon, clients: clients, seconds: 2) { connection, client, round in
          try connection.exchange(Requests.tickets[(client + round) % Requests.tickets.count], expecting: 201)
        })
      calls.append(
        try .run(daemon, clients: clients, seconds: 2) { connection, client, _ in
          try connection.exchange(Requests.callNext[client], expecting: 200)
          try connection.exchange(Requests.finish[client], expecting: 200)
        })
    }
    let cpu = median(tickets.map(\.daemonCPU))
    report.note("tickets, \(clients) clients, nothing printed", median(tickets.map(\.rate)), .perSecond)
    report.note("ticket, \(clients) clients, p50", median(tickets.map(\.latencies.p50)), .milliseconds)
    if clients == 32 {
      report.add("daemon CPU a ticket, 32 clients", cpu, atMost: 200, .microseconds)
    } else {
      report.note("daemon CPU a ticket, \(clients) clients", cpu, .microseconds)
    }
    report.note("client CPU a ticket, \(clients) clients", median(tickets.map(\.clientCPU)), .microseconds)
    report.note(
      "cores that other programs took meanwhile", String(format: "%.1f", median(tickets.map(\.othersCores))))
    report.note("call-next and finish, \(clients) clients", median(calls.map(\.rate)), .perSecond)
    report.note("daemon CPU a call-next and finish, \(clients) clients", median(calls.map(\.daemonCPU)), .microseconds)
  }
  report.note("private memory after that load", try daemon.process.privateMemory(), .megabytes)
  try daemon.stop()
}

/// Tickets on a disk whose syncs take long: what comes while one sync runs must share the next.
func measureSlowSync(_ site: Site, _ report: inout Report) throws {
  tell("A disk that takes \(site.syncDelay) µs more to sync")
  let plainState = try site.emptyState("plain")
  try RunningDaemon(site, state: plainState).stop()
  let daemon = try RunningDaemon(site, state: site.emptyState("slow"), slowSync: true)
  var rates: (plain: [Double], tickets: [Double]) = ([], [])
  for _ in 0..<3 {
    let output = try Child.output(
      of: site.program("luot-bench"), ["plain-commits", "--state", plainState, "--seconds", "1.5"],
      environment: site.environment(slowSync: true), log: plainState + ".log", limit: 20)
    guard let rate = Double(output.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw BenchFailure(output) }
    rates.plain.append(rate)
    let load = try Load.run(daemon, clients: 32, seconds: 2) { connection, client, round in
      try connection.exchange(Requests.tickets[(client + round) % Requests.tickets.count], expecting: 201)
    }
    rates.tickets.append(load.rate)
  }
  try daemon.stop()
  let (plain, tickets) = (median(rates.plain), median(rates.tickets))
  report.note("syncs 2 ms slower: plain commits", plain, .perSecond)
  report.note("syncs 2 ms slower: tickets, 32 clients", tickets, .perSecond)
  report.add("syncs 2 ms slower: tickets ÷ one commit a sync", tickets / plain, atLeast: 5, .times)
}

/// Call-next with a small and with a long past. Each person called is finished and another comes, so that as many
/// wait as before.
func measureCalling(_ site: Site, thousand: String, million: String, _ report: inout Report) throws {
  tell("Call-next with a short and with a long past")
  let small = try Office(site, state: thousand, waiting: 10)
  let large = try Office(site, state: million, waiting: 5000)
  for _ in 0..<100 {
    for _ in 0..<16 { try small.callOne() }
    for _ in 0..<16 { try large.callOne() }
  }
  try small.daemon.stop()
  try large.daemon.stop()
  let (few, many) = (small.calls.p50, large.calls.p50)
  report.note("call-next, 10 waiting, 1,000 past, p50", few, .milliseconds)
  report.note("call-next, 10 waiting, 1,000 past, p99", small.calls.p99, .milliseconds)
  report.add("call-next, 5,000 waiting, 1,000,000 past, p50 (1.2 × that)", many, atMost: 1.2 * few, .milliseconds)
  report.note("call-next, 5,000 waiting, 1,000,000 past, p99", large.calls.p99, .milliseconds)
  report.note("ticket, 5,000 waiting, 1,000,000 past ÷ few", large.tickets.p50 / small.tickets.p50, .times)
}

/// An office whose counters call in turn.
private final class Office {
  let daemon: RunningDaemon
  private(set) var calls = Samples()
  private(set) var tickets = Samples()
  private let connection: Connection
  private var turn = 0

  init(_ site: Site, state: String, waiting: Int) throws {
    daemon = try RunningDaemon(site, state: state)
    connection = try Connection(daemon.tcp)
    // Whom an interrupted bench left at a counter.
    for request in Requests.finish { try connection.exchange(request, expecting: 200, 409) }
    try connection.openCounters()
    try connection.exchange(Connection.request("GET", "/api/v1/services"), expecting: 200)
    let present = connection.body.split(separator: "\"waiting\":").dropFirst().reduce(0) { sum, part in
      sum + (Int(part.prefix { $0.isNumber }) ?? 0)
    }
    for number in 0..<max(0, waiting - present) {
      try connection.exchange(Requests.tickets[number % Requests.tickets.count], expecting: 201)
    }
  }

  func callOne() throws {
    let counter = turn % Site.counters
    turn += 1
    try calls.add { try connection.exchange(Requests.callNext[counter], expecting: 200) }
    guard let service = connection.field("service") else { throw BenchFailure("no service in \(connection.body)") }
    try connection.exchange(Requests.finish[counter], expecting: 200)
    let ticket = Requests.ticket(service: String(service))
    try tickets.add { try connection.exchange(ticket, expecting: 201) }
  }
}

/// From asking the kernel for the process to READY; files are in the page cache.
func measureStart(_ site: Site, million: String, _ report: inout Report) throws {
  tell("Start to READY")
  let none = try site.emptyState("fresh")
  var times = (none: Samples(), million: Samples())
  // The first start makes the schema, begins the day and warms the cache.
  for round in 0..<12 {
    for (state, isMillion) in [(none, false), (million, true)] {
      let daemon = try RunningDaemon(site, state: state)
      try daemon.stop()
      guard round > 0 else { continue }
      if isMillion {
        times.million.add(nanoseconds: daemon.startTime)
      } else {
        times.none.add(nanoseconds: daemon.startTime)
      }
    }
  }
  report.note("start to READY without a past, median of 11", times.none.p50, .milliseconds)
  report.add("start to READY with 1,000,000 past tickets, median of 11", times.million.p50, atMost: 150, .milliseconds)
}

/// Memory that is the daemon's own, after ten printed slips, and what a slip costs.
func measureMemory(_ site: Site, _ report: inout Report) throws {
  tell("Memory and slips")
  let daemon = try RunningDaemon(site, state: site.emptyState("memory"), prints: true)
  let connection = try Connection(daemon.tcp)
  report.note("private memory when ready", try daemon.process.privateMemory(), .megabytes)
  try connection.print(slips: 10)
  report.add("private memory after ten printed slips", try daemon.process.privateMemory(), atMost: 48, .megabytes)
  let cpu = try daemon.process.cpu()
  let slips = 40
  try connection.print(slips: slips)
  let each = Double(try daemon.process.cpu() - cpu) / 1e3 / Double(slips)
  report.note("daemon CPU a ticket with its printed slip", each, .microseconds)
  try daemon.stop()
}

extension Connection {
  /// Takes tickets and waits until the slip of the last is printed; slips are printed in order.
  fileprivate func print(slips: Int) throws {
    for number in 0..<slips {
      try exchange(Requests.tickets[number % Requests.tickets.count], expecting: 201)
    }
    guard let id = field("id") else { throw BenchFailure("no id in \(body)") }
    let request = Connection.request("GET", "/api/v1/tickets/\(id)")
    let deadline = nanoseconds() + 30_000_000_000
    repeat {
      guard nanoseconds() < deadline else { throw BenchFailure("the slip of \(id) is not printed: \(body)") }
      usleep(50_000)
      try exchange(request, expecting: 200)
    } while !body.contains(#""state":"printed""#)
  }
}

/// What the daemon does while nobody does anything, one watching.
func measureIdle(_ site: Site, _ report: inout Report) throws {
  tell("Ten idle seconds")
  let daemon = try RunningDaemon(site, state: site.emptyState("idle"), prints: true)
  let watcher = try Connection(daemon.tcp)
  try watcher.send(Requests.events)
  guard watcher.receiveAnything() else { throw BenchFailure("no events") }
  sleep(2)
  let idle = try daemon.process.idle(seconds: 10)
  report.add("idle, one event stream open, of a core", idle.cpu, atMost: 0.3, .percent)
  report.note("idle, moments a second with a wake of any thread (within 5 ms: one)", idle.moments, .rate)
  report.note("idle, wakes of all its threads a second", idle.wakes, .rate)
  try daemon.stop()
}
