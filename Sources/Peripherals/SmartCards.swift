import CPCSCLite
import Glibc
import Synchronization
import SystemIO

/// A refusal of the smart-card service or of a card in it.
package struct CardError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What PC/SC returned.
  let code: UInt32

  init(_ code: LONG) {
    self.code = UInt32(truncatingIfNeeded: code)
  }

  static let cutShort = CardError(LONG(SCARD_E_NOT_TRANSACTED))

  package var description: String {
    switch LONG(code) {
    case LONG(SCARD_E_NO_SERVICE), LONG(SCARD_E_SERVICE_STOPPED), LONG(SCARD_F_COMM_ERROR):
      "Dịch vụ đầu đọc thẻ pcscd không chạy; hãy cài và bật pcscd."
    case LONG(SCARD_W_REMOVED_CARD), LONG(SCARD_E_NO_SMARTCARD), LONG(SCARD_E_NOT_TRANSACTED):
      "Thẻ bị lấy ra quá sớm; hãy giữ thẻ trên đầu đọc thêm một giây."
    case LONG(SCARD_W_UNPOWERED_CARD), LONG(SCARD_W_UNRESPONSIVE_CARD), LONG(SCARD_E_PROTO_MISMATCH):
      "Thẻ không trả lời; hãy đặt lại thẻ."
    case LONG(SCARD_E_SHARING_VIOLATION): "Chương trình khác đang dùng thẻ; hãy đóng chương trình đó."
    case LONG(SCARD_E_UNKNOWN_READER), LONG(SCARD_E_READER_UNAVAILABLE): "Đầu đọc thẻ vừa bị rút ra; hãy cắm lại."
    case LONG(SCARD_W_SECURITY_VIOLATION), LONG(SCARD_E_NO_ACCESS):
      "pcscd không cho luotd dùng đầu đọc thẻ; hãy kiểm tra quyền mở socket của pcscd."
    default: "Đầu đọc thẻ báo lỗi \(String(cString: pcsc_stringify_error(LONG(code)))); hãy rút ra cắm lại."
    }
  }
}

/// Watches what readers there are and what they hold. PC/SC knows no deadline for most of what it is asked, so whoever
/// watches does it on a thread that nobody waits for: neither the start of the office nor its end hangs with pcscd.
final class CardWatch: Sendable {
  private struct State {
    var context: CardContext?
    var isOver = false
  }

  private let state = Mutex(State())

  /// Tells of the readers, and again whenever something has changed, until it is stopped. Blocks.
  ///
  /// - Throws: `CardError` when pcscd does not run, or no longer.
  func run(_ tell: ([CardContext.ReaderState]) -> Void) throws(CardError) {
    let context = try CardContext()
    let isOver = state.withLock { state in
      state.context = context
      return state.isOver
    }
    defer { state.withLock { $0.context = nil } }
    if isOver { return }
    var states: [CardContext.ReaderState] = []
    repeat {
      let names = try context.readers()
      states = names.map { name in states.first { $0.name == name } ?? CardContext.ReaderState(name: name) }
      tell(states)
    } while try context.wait(for: &states)
  }

  /// Ends `run`, which need not have begun, and waits for nothing: a wait is cancelled by asking pcscd, which may hang.
  func stop() {
    let context = state.withLock { state in
      state.isOver = true
      return state.context
    }
    // Without a thread for it the watch sleeps on until a reader or a card comes, and ends then.
    if let context { try? startThread(named: "pcsc-cancel") { context.cancel() } }
  }
}

/// A connection with pcscd. The one owner of the context; `cancel` may be called from any thread, all else from one.
final class CardContext: Sendable {
  private let handle: SCARDCONTEXT
  private let isOver = Atomic(false)
  private let isWaiting = Atomic(false)

  /// - Throws: `CardError` when pcscd does not run.
  init() throws(CardError) {
    var handle = SCARDCONTEXT()
    try check(SCardEstablishContext(DWORD(SCARD_SCOPE_SYSTEM), nil, nil, &handle))
    self.handle = handle
  }

  deinit {
    SCardReleaseContext(handle)
  }

  /// Names of the readers that are plugged in.
  func readers() throws(CardError) -> [String] {
    var length = DWORD()
    let first = SCardListReaders(handle, nil, nil, &length)
    if first == LONG(SCARD_E_NO_READERS_AVAILABLE) { return [] }
    try check(first)
    var text = [CChar](repeating: 0, count: Int(length))
    let second = SCardListReaders(handle, nil, &text, &length)
    // One more was plugged in since its length was asked, or the last was pulled out.
    if second == LONG(SCARD_E_INSUFFICIENT_BUFFER) { return try readers() }
    if second == LONG(SCARD_E_NO_READERS_AVAILABLE) { return [] }
    try check(second)
    return text.prefix(Int(length)).split(separator: 0).map { name in
      String(decoding: name.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  /// What a reader is known to hold.
  struct ReaderState: Hashable {
    let name: String
    /// As PC/SC counts it, with the number of insertions in the upper half; 0 while nothing is known.
    var state: UInt = 0

    var holdsCard: Bool { state & UInt(SCARD_STATE_PRESENT) != 0 }
    /// Rises with each card put in or taken out, so that a quick exchange shows.
    var exchanges: UInt { (state >> 16) & 0xFFFF }
    var isUnresponsive: Bool { state & UInt(SCARD_STATE_MUTE) != 0 }
  }

  /// The list of readers changes rarely and is told of; whatever told of it may still get lost.
  private static let longestWait: DWORD = 600_000

  /// Sleeps until a reader is not as `states` says, or readers come or go; afterwards `states` is as things are.
  /// Returns `false` once it has been cancelled.
  func wait(for states: inout [ReaderState]) throws(CardError) -> Bool {
    let names = states.map { strdup($0.name) }
    defer { for name in names { free(name) } }
    var rows = zip(states, names).map { state, name in
      var row = SCARD_READERSTATE()
      row.szReader = UnsafePointer(name)
      row.dwCurrentState = state.state
      return row
    }
    var list = SCARD_READERSTATE()
    list.szReader = pcsc_reader_list
    rows.append(list)
    isWaiting.store(true, ordering: .sequentiallyConsistent)
    defer { isWaiting.store(false, ordering: .sequentiallyConsistent) }
    if isOver.load(ordering: .sequentiallyConsistent) { return false }
    let result = SCardGetStatusChange(handle, Self.longestWait, &rows, DWORD(rows.count))
    switch result {
    case LONG(SCARD_S_SUCCESS), LONG(SCARD_E_TIMEOUT), LONG(SCARD_E_UNKNOWN_READER): break
    case LONG(SCARD_E_CANCELLED): return !isOver.load(ordering: .sequentiallyConsistent)
    default: throw CardError(result)
    }
    for (index, row) in rows.prefix(states.count).enumerated() {
      states[index].state = row.dwEventState & ~UInt(SCARD_STATE_CHANGED)
    }
    return true
  }

  /// Milliseconds that `cancel` goes on for at most.
  private static let cancelPatience = 2000

  /// Ends the present wait and every later one. PC/SC cancels only a wait that has begun, so it is told again until
  /// the waiting thread is out.
  func cancel() {
    isOver.store(true, ordering: .sequentiallyConsistent)
    for _ in 0..<Self.cancelPatience where isWaiting.load(ordering: .sequentiallyConsistent) {
      SCardCancel(handle)
      usleep(1000)
    }
  }

  /// Powers the card in a reader, lends it, and leaves it as it was.
  func withCard<T>(in reader: String, _ body: (Card) throws -> T) throws -> T {
    var card = SCARDHANDLE()
    var proto = DWORD()
    try check(
      SCardConnect(
        handle, reader, DWORD(SCARD_SHARE_SHARED), DWORD(SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1), &card, &proto))
    defer { SCardDisconnect(card, DWORD(SCARD_LEAVE_CARD)) }
    return try body(Card(handle: card, proto: proto))
  }

  /// A card for as long as it is lent.
  struct Card {
    fileprivate let handle: SCARDHANDLE
    fileprivate let proto: DWORD

    /// The answer to reset: what kind of card it is, never whose.
    func answerToReset() throws(CardError) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: Int(MAX_ATR_SIZE))
      var (nameLength, state, proto, length) = (DWORD(), DWORD(), DWORD(), DWORD(bytes.count))
      try check(SCardStatus(handle, nil, &nameLength, &state, &proto, &bytes, &length))
      return Array(bytes.prefix(Int(length)))
    }

    /// Sends a command and lets `reply` hold what the card says, status bytes included.
    func transmit(_ command: [UInt8], reply: SecretBytes) throws(CardError) {
      var result = LONG(SCARD_S_SUCCESS)
      _ = reply.fill { buffer in
        var length = DWORD(buffer.count)
        result = pcsc_transmit(
          handle, proto, command, DWORD(command.count), buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), &length
        )
        return result == LONG(SCARD_S_SUCCESS) ? Int(length) : 0
      }
      try check(result)
    }
  }
}

private func check(_ result: LONG) throws(CardError) {
  guard result == LONG(SCARD_S_SUCCESS) else { throw CardError(result) }
}
