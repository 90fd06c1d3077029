import Glibc
import Logging
import SystemIO
import Testing

@Suite(.timeLimit(.minutes(15)))
struct LogHandlerTests {
  @Test func `journald gets the sentence, the priority and each fact as a field`() throws {
    let folder = try TemporaryFolder()
    let journal = try Receiver(folder.path + "/socket")
    var handler = try JournaldLogHandler(label: "devices", identifier: "app", socketPath: folder.path + "/socket")
    handler[metadataKey: "request.id"] = "r-1"

    handler.log(
      event: event(.warning, "Printer out of paper", ["device.id": "04b8:0e15", "priority": "high", "9": "x"]))

    #expect(
      journal.nextText() == """
        MESSAGE=Printer out of paper 9=x device.id=04b8:0e15 priority=high request.id=r-1
        PRIORITY=4
        SYSLOG_IDENTIFIER=app
        LOGGER=devices
        CODE_FILE=Module/File.swift
        CODE_LINE=7
        KEY_9=x
        DEVICE_ID=04b8:0e15
        KEY_PRIORITY=high
        REQUEST_ID=r-1

        """)
  }

  @Test func `A value of several lines goes to journald with its length`() throws {
    let folder = try TemporaryFolder()
    let journal = try Receiver(folder.path + "/socket")
    let handler = try JournaldLogHandler(label: "l", identifier: "app", socketPath: folder.path + "/socket")

    handler.log(event: event(.error, "Failed", ["reason": "một\nhai=2"]))

    let bytes = journal.next()
    let expected =
      Array("REASON\n".utf8)  // the name, without an equals sign
      + [11, 0, 0, 0, 0, 0, 0, 0]  // the length of the value, 64 bits little-endian
      + Array("một\nhai=2".utf8) + [10]
    #expect(bytes.suffix(expected.count) == expected[...])
    #expect(bytes.starts(with: Array("MESSAGE=Failed reason=\"một\\u{a}hai=2\"\n".utf8)))
  }

  @Test func `A value that is too long is cut between characters`() throws {
    let folder = try TemporaryFolder()
    let journal = try Receiver(folder.path + "/socket")
    let handler = try JournaldLogHandler(label: "l", identifier: "app", socketPath: folder.path + "/socket")

    handler.log(event: event(.info, "Long", ["text": .string(String(repeating: "ễ", count: 100_000))]))

    let text = journal.nextText()
    #expect(text.utf8.count < 40_000)
    #expect(text.hasSuffix("…\n"))
  }

  @Test func `What journald did not take is counted in the next entry that it takes`() throws {
    let folder = try TemporaryFolder()
    let handler = try JournaldLogHandler(label: "l", identifier: "app", socketPath: folder.path + "/socket")
    handler.log(event: event(.info, "Lost"))
    handler.log(event: event(.info, "Lost"))

    let journal = try Receiver(folder.path + "/socket")
    handler.log(event: event(.info, "Kept"))
    handler.log(event: event(.info, "Kept"))

    #expect(journal.nextText().hasSuffix("LOST_ENTRIES=2\n"))
    #expect(!journal.nextText().contains("LOST_ENTRIES"))
  }

  @Test func `A journald that does not read holds nobody up, and what it missed is counted`() throws {
    let folder = try TemporaryFolder()
    let journal = try Receiver(folder.path + "/socket")
    let handler = try JournaldLogHandler(label: "l", identifier: "app", socketPath: folder.path + "/socket")
    // So many that waiting for each, however little, would take longer than a test may.
    let count = 2_000
    for _ in 0..<count { handler.log(event: event(.info, "Unread")) }

    let taken = journal.drain()
    handler.log(event: event(.info, "Read again"))

    #expect(taken > 0)
    #expect(journal.nextText().hasSuffix("LOST_ENTRIES=\(count - taken)\n"))
  }

  @Test func `A person reads time, level, sentence and facts on one line`() throws {
    let pipe = try Pipe()
    var handler = TerminalLogHandler(descriptor: pipe.writeEnd, hasColour: false)
    handler.metadata = ["a.b": "1", "counter": "1"]
    handler.metadataProvider = .init { ["counter": "2", "request.id": "r"] }

    handler.log(event: event(.info, "Ticket called", ["counter": "3", "name": "hai từ", "none": ""]))

    let line = pipe.nextText()
    let facts = "a.b=1 counter=3 name=\"hai từ\" none=\"\" request.id=r"
    let date = #/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} /#
    #expect(line.prefixMatch(of: date) != nil)
    #expect(line.replacing(date, with: "") == "INFO     Ticket called \(facts)\n")
  }

  @Test func `What was logged cannot begin another line or command the terminal`() throws {
    let pipe = try Pipe()
    let handler = TerminalLogHandler(descriptor: pipe.writeEnd, hasColour: false)

    handler.log(event: event(.info, "Heard", ["text": "a\n2026 ERROR\u{1B}[2J\u{202E}"], error: Fault()))

    #expect(pipe.nextText().hasSuffix("Heard error=broken text=\"a\\u{a}2026 ERROR\\u{1b}[2J\\u{202e}\"\n"))
  }

  @Test func `Colour only marks the level`() throws {
    let pipe = try Pipe()
    TerminalLogHandler(descriptor: pipe.writeEnd, hasColour: true).log(event: event(.error, "Broken"))
    #expect(pipe.nextText().hasSuffix(" \u{1B}[31mERROR\u{1B}[0m    Broken\n"))
  }

  @Test func `journald is chosen only when our error output is its stream`() throws {
    let folder = try TemporaryFolder()
    let pipe = try Pipe()
    var facts = stat()
    fstat(pipe.writeEnd, &facts)
    let streams: [String?: Bool] = [
      "\(facts.st_dev):\(facts.st_ino)": true, "\(facts.st_dev):1": false, "": false, nil: false,
    ]
    for (stream, isJournal) in streams {
      let handler = makeLogHandler(
        label: "l", socketPath: folder.path + "/socket", descriptor: pipe.writeEnd,
        environment: { $0 == "JOURNAL_STREAM" ? stream : nil })
      #expect(handler is JournaldLogHandler == isJournal, "\(stream ?? "unset")")
    }
  }

  private struct Fault: Error, CustomStringConvertible {
    let description = "broken"
  }

  private func event(
    _ level: Logger.Level, _ message: Logger.Message, _ metadata: Logger.Metadata? = nil, error: (any Error)? = nil
  ) -> LogEvent {
    LogEvent(
      level: level, message: message, error: error, metadata: metadata, source: nil, file: "Module/File.swift",
      function: "f()", line: 7)
  }
}
