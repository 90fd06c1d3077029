import FrontDesk
import HTTPTypes
import Hummingbird
import NIOCore
import Queueing
import Storage

/// One client that watches the office (server-sent events): a snapshot of the board or what it missed, then each
/// entry of the journal. Between them, without an id, what is said to people at the kiosk and the counters.
///
/// Whenever it is woken it reads on from where it stands.
struct EventStream: Sendable {
  /// Entries a returning client is told one by one; who missed more gets a snapshot.
  static let resumeLimit: Int64 = 1000
  /// Entries read and written in one go.
  static let batch = 256

  private let context: ConsoleContext
  /// Only held: it is given back with the last copy of this value.
  private let slot: StreamPlace
  private let answer: LiveAnswer
  private let visitor: Visitor
  /// The snapshot; `nil` for a client that only lacks entries.
  private let beginning: ByteBuffer?
  /// The last entry the client knows after the beginning.
  private let start: Int64
  /// The latest message that is past already.
  private let heard: Int

  /// - Throws: `StoreError` when there is no board to begin with, and `Problem` for a wrong `Last-Event-ID`.
  init(_ answer: LiveAnswer, to request: Request, slot: StreamPlace, visitor: Visitor) async throws {
    self.answer = answer
    context = answer.context
    self.visitor = visitor
    self.slot = slot
    let known = try Self.lastEventID(of: request)
    heard = context.reception.messages.latest
    let board = try await context.reception.board(notices: context.health.notices())
    if let known, (max(0, board.seq - Self.resumeLimit)...board.seq).contains(known) {
      beginning = nil
      start = known
    } else {
      var event = ByteBuffer(string: "event: board\nid: \(board.seq)\ndata: ")
      event.writeImmutableBuffer(try JSONAnswer.bytes(BoardAnswer(board, of: context.reception.office)))
      event.writeString("\n\n")
      beginning = event
      start = board.seq
    }
  }

  private static func lastEventID(of request: Request) throws(Problem) -> Int64? {
    guard let name = HTTPField.Name.lastEventID, let text = request.headers[name] else { return nil }
    guard let seq = Int64(text), seq >= 0 else {
      throw .invalidHeader("Last-Event-ID", value: text, accepted: "id của một sự kiện đã nhận")
    }
    return seq
  }

  var response: Response {
    answer.response { writer, wakes in try await run(&writer, wakes) }
  }

  @concurrent
  private func run(_ writer: inout any ResponseBodyWriter, _ wakes: LiveAnswer.Wakes) async throws {
    if let beginning { try await writer.write(beginning) }
    var position = start
    var heard = heard
    for await _ in wakes.stream {
      let reason = wakes.take()
      // Signed out here or elsewhere, or over: then the stream is, too.
      if reason.contains(.heartbeat), let signedIn = visitor.signedIn, try await !context.signIn.isOpen(signedIn) {
        break
      }
      let reached = try await send(after: position, &writer)
      for message in context.reception.messages.messages(after: heard) {
        try await writer.write(try ByteBuffer(message))
        heard = message.number
      }
      if reached == position, reason.contains(.heartbeat) { try await writer.write(ByteBuffer(string: ": ping\n\n")) }
      position = reached
    }
  }

  @concurrent
  private func send(after start: Int64, _ writer: inout any ResponseBodyWriter) async throws -> Int64 {
    var position = start
    while true {
      var batch = context.feed.entries(after: position, limit: Self.batch)
      if batch == nil { batch = try await context.reception.journal(after: position, limit: Self.batch) }
      guard let batch, let last = batch.last else { return position }
      var events = ByteBuffer()
      for entry in batch { try events.write(event: entry) }
      try await writer.write(events)
      position = last.seq
    }
  }
}

/// The fields every event has, before those of its kind.
private struct EventHead: Encodable {
  let actor: String
  let at: Moment
  let kind: String
  let seq: Int64
  let serviceDay: String
}

extension ByteBuffer {
  fileprivate init(_ message: DeskMessage) throws {
    self.init(string: "event: message\ndata: ")
    writeImmutableBuffer(try JSONAnswer.bytes(message))
    writeString("\n\n")
  }

  fileprivate mutating func write(event entry: JournalEntry) throws {
    writeString("event: \(entry.kind)\nid: \(entry.seq)\ndata: ")
    let head = try JSONAnswer.bytes(
      EventHead(
        actor: entry.actor, at: Moment(entry.at), kind: entry.kind, seq: entry.seq, serviceDay: entry.day.text))
    // The stored body is an object on one line: its members follow those of the head. Of an entry whose details have
    // aged there is none, and the figures of an aged day are more than a stream is for.
    if entry.body == "{}" || entry.body.isEmpty || entry.kind == "day-aged" {
      writeImmutableBuffer(head)
    } else {
      writeBytes(head.readableBytesView.dropLast())
      writeString(",")
      writeSubstring(entry.body.dropFirst())
    }
    writeString("\n\n")
  }
}
