import ArgumentParser
import Drawing
import Foundation
import Glibc
import Queueing
import Scenes

struct MeasureScreens: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screens", abstract: "Measures how screens are drawn; needs no daemon.")

  func run() throws {
    var report = Report()
    try measureScreens(&report)
  }
}

/// The call board at 1920 × 1080, in processor time of the one thread that draws it.
func measureScreens(_ report: inout Report) throws {
  tell("Drawing the board")
  var cpu = CPUSamples()
  let painter = try cpu.first { try ScenePainter() }
  let picture = try Picture(width: 1920, height: 1080)
  _ = try cpu.first { try painter.paint(BenchBoard(call: 1).layout, on: picture) }
  report.note("first 1080p board of a process, with fonts", cpu.beginning, .milliseconds)

  // In turns, so that whatever else the machine does meets all alike.
  for round in 1...300 {
    let before = BenchBoard(call: round)
    picture.forget()
    try cpu.full.add { try painter.paint(before.layout, on: picture) }
    var later = before
    later.minute = round
    try cpu.clock.add { try painter.paint(later.layout, on: picture) }
    later.call += 1
    try cpu.call.add { try painter.paint(later.layout, on: picture) }
  }
  report.add("1080p board, full redraw, p50", cpu.full.p50, atMost: 6, .milliseconds)
  report.note("1080p board, full redraw, p99", cpu.full.p99, .milliseconds)
  report.add("1080p board, one call more, p50", cpu.call.p50, atMost: 1, .milliseconds)
  report.note("1080p board, one call more, p99", cpu.call.p99, .milliseconds)
  report.add("1080p board, clock, p50", cpu.clock.p50, atMost: 0.2, .milliseconds)
  report.note("1080p board, clock, p99", cpu.clock.p99, .milliseconds)
}

/// Processor time of this thread, laying out included.
private struct CPUSamples {
  /// Durations of one kind of work.
  struct Kind {
    private var samples = Samples()
    var p50: Double { samples.p50 }
    var p99: Double { samples.p99 }

    mutating func add(_ body: () throws -> Void) rethrows {
      let start = threadNanoseconds()
      try body()
      samples.add(nanoseconds: threadNanoseconds() - start)
    }
  }

  var full = Kind()
  var call = Kind()
  var clock = Kind()
  /// Milliseconds.
  private(set) var beginning = 0.0

  mutating func first<T>(_ body: () throws -> T) rethrows -> T {
    let start = threadNanoseconds()
    defer { beginning += Double(threadNanoseconds() - start) / 1e6 }
    return try body()
  }
}

private func threadNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// A busy board: six calls, six services, a notice.
private struct BenchBoard {
  var call: Int
  var minute = 0

  private static let services = [
    ("ho-tich", "A", "Hộ tịch – chứng thực"), ("dat-dai", "B", "Đất đai – xây dựng"),
    ("dvc-truc-tuyen", "C", "Dịch vụ công trực tuyến"), ("vneid", "D", "Định danh điện tử VNeID"),
    ("suc-khoe-an-sinh", "E", "Sổ sức khỏe – an sinh xã hội"), ("thanh-toan-so", "G", "Thanh toán – ứng dụng số"),
  ]
  private static let texts = BoardTexts(
    centre: "Trung tâm Phục vụ hành chính công xã Kiến Minh",
    counters: Dictionary((1...3).map { (CounterID(verified: "\($0)"), "Quầy \($0)") }) { first, _ in first },
    services: Dictionary(
      services.map { (ServiceID(verified: $0.0), BoardTexts.ServiceText(letter: $0.1, name: $0.2)) }
    ) { first, _ in first })

  var layout: Layout {
    let now = Timestamp(milliseconds: 1_795_400_045_000).adding(seconds: minute * 60)
    let board = Board(
      asOf: now, seq: 1, serviceDay: ServiceDay(of: now, startMinute: 0), opening: .open, countersOpen: 3,
      calls: (0..<Board.callLimit).map { age in
        let ordinal = call + Board.callLimit - age
        return Board.Call(
          number: TicketNumber(series: "ABCDEG".map(String.init)[ordinal % 6], ordinal: ordinal),
          counter: CounterID(verified: "\(ordinal % 3 + 1)"), calledAt: now.adding(seconds: -60 * (age + 1)))
      },
      lines: Self.services.enumerated().map { .init(service: ServiceID(verified: $1.0), waiting: $0 * 3) },
      notices: ["Cảnh giác lừa đảo: cán bộ không bao giờ yêu cầu ông/bà đọc mã OTP qua điện thoại."])
    return Layout(BoardScene(of: board, texts: Self.texts, now: now), on: Panel(width: 1920, height: 1080))
  }
}
