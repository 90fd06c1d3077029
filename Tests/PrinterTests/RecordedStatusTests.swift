import EscPos
import Foundation
import Glibc
import Logging
import Peripherals
import SystemIO
import Testing

/// Recorded exchanges with printers, played again to the code that had them.
@Suite(.timeLimit(.minutes(15))) struct RecordedStatusTests {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/usblp-status.exchange")

  @Test func `What was recorded of a printer is asked as it was then and means what it meant`() async throws {
    let looks = try RecordedLook.read(Self.file)
    try #require(looks.count > 10)
    let player = try RecordedPrinter()
    var timing = Printer.Timing()
    timing.look = .milliseconds(1)
    timing.answer = .seconds(3)
    let printer = try Printer(
      name: "thu", link: .network(host: "127.0.0.1", port: player.port), timing: timing,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup { group in
      group.addTask { try await printer.run() }
      let told = try await onOwnThread(named: "recorded printer", within: .seconds(300)) {
        try player.play(looks) { printer.state }
      }
      #expect(told == looks.map(\.state))
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  @Test func `Each recorded answer to all four questions means its state by itself`() throws {
    for look in try RecordedLook.read(Self.file) {
      let answers = look.exchanges.compactMap(\.answer)
      guard answers.count == 4 else { continue }
      let status = StatusAnswers(printer: answers[0], offlineCause: answers[1], error: answers[2], paper: answers[3])
      #expect(status.map(PrinterState.init) == look.state)
    }
  }
}

/// One look at a printer: what was asked, what it answered, and what that means.
private struct RecordedLook {
  struct Exchange {
    let question: [UInt8]
    /// `nil` when none came.
    var answer: UInt8?
  }

  let state: PrinterState
  var exchanges: [Exchange] = []

  static func read(_ file: URL) throws -> [RecordedLook] {
    let states: [Substring: PrinterState] = [
      "ready": .ready, "lowPaper": .lowPaper, "outOfPaper": .outOfPaper, "coverOpen": .coverOpen, "cutter": .cutter,
      "offline": .offline(.unsaid), "silent": .offline(.silent),
    ]
    var looks: [RecordedLook] = []
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
      let bytes = line.dropFirst().split(separator: " ").compactMap { UInt8($0, radix: 16) }
      switch line.first {
      case ">": looks[looks.count - 1].exchanges.append(Exchange(question: bytes))
      case "<": looks[looks.count - 1].exchanges[looks[looks.count - 1].exchanges.count - 1].answer = bytes.first
      default: looks.append(RecordedLook(state: try #require(states[line], "\(line)")))
      }
    }
    return looks
  }
}

/// Answers on a socket as it was recorded.
private final class RecordedPrinter: Sendable {
  let port: UInt16
  private let listener: CInt

  init() throws {
    let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    try #require(isOpen)
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(listener) }

  /// Plays all of it; what the printer was taken for after each look, which shows when the next begins.
  func play(_ looks: [RecordedLook], state: () -> PrinterState) throws -> [PrinterState] {
    let connection = accept(listener, nil, nil)
    defer { close(connection) }
    var told: [PrinterState] = []
    for (index, look) in looks.enumerated() {
      for (place, exchange) in look.exchanges.enumerated() {
        let question = try question(on: connection)
        if place == 0, index > 0 { told.append(state()) }
        #expect(question == exchange.question, "look \(index + 1)")
        if var answer = exchange.answer { send(connection, &answer, 1, CInt(MSG_NOSIGNAL)) }
      }
    }
    _ = try question(on: connection)
    return told + [state()]
  }

  /// The next thing that is asked. That a cutter should try again may come at any time.
  private func question(on connection: CInt) throws -> [UInt8] {
    while true {
      var bytes: [UInt8] = [0, 0, 0]
      let count = recv(connection, &bytes, 3, CInt(MSG_WAITALL))
      try #require(count == 3, "the connection ended")
      if bytes != RealTimeCommand.recover.bytes { return bytes }
    }
  }
}
