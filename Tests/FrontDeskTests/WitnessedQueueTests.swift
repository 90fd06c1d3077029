import Queueing
import Testing

@testable import Storage

/// A judge that finds nothing proves nothing.
@Suite struct WitnessedQueueTests {
  private static let usual = [
    ("day-opened", "{}"), ("counter-opened", #"{"counter":"1","services":["a"]}"#),
    ("counter-opened", #"{"counter":"2","services":["a","b"]}"#), issued("a001"), issued("a002"),
  ]

  private static func issued(_ number: String, service: String = "a", more: String = "") -> (String, String) {
    ("ticket-issued", #"{"origin":"kiosk"\#(more),"service":"\#(service)","ticket":"2026-11-23-\#(number)"}"#)
  }

  private static func called(_ number: String, at counter: String, reason: String = "arrival") -> (String, String) {
    ("ticket-called", #"{"counter":"\#(counter)","reason":"\#(reason)","ticket":"2026-11-23-\#(number)"}"#)
  }

  private static func made(_ kind: String, _ number: String) -> (String, String) {
    (kind, #"{"ticket":"2026-11-23-\#(number)"}"#)
  }

  /// Takes entries ten minutes apart, of one run in which the office's clock may go at another pace than time.
  private func take(_ entries: [(String, String)], pace: Int64 = 600_000) throws {
    var queue = WitnessedQueue(maxWait: 1500)
    for (index, (kind, body)) in entries.enumerated() {
      let at = Sample.morning.milliseconds + Int64(index) * pace
      let entry = JournalEntry(
        seq: Int64(index + 2), at: Timestamp(milliseconds: at), day: Sample.monday, kind: kind, actor: "t", body: body)
      let truth = Sample.morning.adding(seconds: index * 600)
      try queue.take(Witnesses.Entry(entry: entry, truth: truth, run: 0))
    }
  }

  @Test func `A day by the rules passes`() throws {
    try take(
      Self.usual + [
        Self.called("a001", at: "1"), Self.called("a002", at: "2"), Self.made("ticket-started", "a001"),
        Self.made("ticket-finished", "a001"), Self.made("call-undone", "a002"), Self.called("a002", at: "1"),
        Self.made("ticket-no-show", "a002"),
      ])
  }

  @Test(arguments: [
    ("a number twice", [issued("a001")]),
    ("one person at two counters", [called("a001", at: "1"), called("a001", at: "2")]),
    ("two persons at one counter", [called("a001", at: "1"), called("a002", at: "1")]),
    ("a counter that is closed", [("counter-closed", #"{"counter":"1"}"#), called("a001", at: "1")]),
    ("a service the counter has not", [issued("b001", service: "b"), called("b001", at: "1")]),
    ("finished without a call", [made("ticket-finished", "a001")]),
    ("back from nowhere", [made("ticket-returned", "a001")]),
    (
      "passed over too long",
      [
        issued("a003", more: #","priority":"elderly""#), called("a003", at: "1", reason: "priority-turn"),
      ]
    ),
    ("the day ends with people in it", [("day-opened", "{}")]),
    ("a counter closed on somebody", [called("a001", at: "1"), ("counter-closed", #"{"counter":"1"}"#)]),
    (
      "a number that was passed over",
      [
        ("numbers-skipped", #"{"service":"a","ticket":"2026-11-23-a009"}"#), issued("a004"),
      ]
    ),
  ])
  func `What is wrong with a day is found`(fault: String, entries: [(String, String)]) {
    #expect(throws: Fault.self, "\(fault)") { try take(Self.usual + entries) }
  }

  @Test func `A clock at another pace than time is found`() {
    #expect(throws: Fault.self) { try take(Self.usual + [Self.called("a001", at: "1")], pace: 300_000) }
  }
}
