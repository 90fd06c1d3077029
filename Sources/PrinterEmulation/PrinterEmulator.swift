import EscPos
import Foundation
import Glibc
package import Peripherals
package import Simulation
import Synchronization
import SystemIO

/// A receipt printer at the other end of a serial line or of a TCP connection: prints on a tape, answers status, and has
/// bad days.
package final class PrinterEmulator: Sendable {
  package enum Way: CaseIterable, Sendable { case line, network }

  /// What a person or chance does to it.
  package struct Fate: Sendable {
    package enum Paper: Sendable { case enough, low, out }

    package var paper = Paper.enough
    package var isCoverOpen = false
    package var isCutterJammed = false
    /// Neither takes nor answers anything.
    package var isStalled = false
    /// Answers nothing, ever.
    package var isMute = false
    /// Answers each question with bytes of chance.
    package var garbage: SplitMix64?
    /// Sends bytes without end that nobody has asked for.
    package var isPouring = false
    package var knowsPaperRequest = true
    /// Rows until the roll ends.
    package var rowsLeft: Int?
    /// Bytes it takes while it cannot print.
    package var buffer = 1 << 20

    var isOffline: Bool { paper == .out || isCoverOpen || isCutterJammed }
  }

  private struct State {
    var fate = Fate()
    var tape = PaperTape()
    var waiting: [UInt8] = []
    var lastBytes: [UInt8] = []
    var questions = 0
    /// Whoever it pours on has taken all there was room for.
    var isFull = false
    var connection: CInt = -1
    var listener: CInt = -1
    var port: UInt16 = 0
    var path = ""
    var attachment = 0
    var isOver = false
    var watchers: [AsyncStream<Void>.Continuation] = []
  }

  private let state = Mutex(State())
  private let way: Way
  /// Rings the thread out of its wait.
  private let bell: (read: CInt, write: CInt)

  package init(_ way: Way) throws {
    self.way = way
    var ends: [CInt] = [0, 0]
    guard pipe(&ends) == 0 else { throw EmulatorError() }
    bell = (ends[0], ends[1])
    try plugIn()
    try startThread(named: "emulated printer") { [self] in work() }
  }

  /// Ends it for good; its thread holds it until then.
  package func end() {
    unplug()
    state.withLock { $0.isOver = true }
    ring()
  }

  // MARK: - The cable

  package var link: PrinterLink {
    state.withLock { state in
      switch way {
      case .line: .file(path: state.path, attachment: "\(state.attachment)")
      case .network: .network(host: "127.0.0.1", port: state.port)
      }
    }
  }

  /// As it is written in the configuration for a printer in the network.
  package var address: String { "127.0.0.1:\(state.withLock(\.port))" }

  package func plugIn() throws {
    try state.withLock { state in
      state.attachment += 1
      switch way {
      case .line:
        let line = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK)
        var (unlocked, number): (CInt, CUnsignedInt) = (0, 0)
        // TIOCSPTLCK and TIOCGPTN of asm-generic/ioctls.h, which Swift cannot import.
        guard ioctl(line, 0x4004_5431, &unlocked) == 0, ioctl(line, 0x8004_5430, &number) == 0 else {
          throw EmulatorError()
        }
        let device = "/dev/pts/\(number)"
        // As a printer's driver does, the line passes on every byte as it is.
        let end = open(device, O_RDWR | O_NOCTTY)
        var settings = termios()
        tcgetattr(end, &settings)
        cfmakeraw(&settings)
        tcsetattr(end, TCSANOW, &settings)
        state.connection = line
        // Held open, so that the line does not count as hung up between two openings.
        state.listener = end
        // Under the same name each time, as a printer's file has.
        if state.path.isEmpty { state.path = NSTemporaryDirectory() + "/luot-lp-\(UUID().uuidString.prefix(8))" }
        unlink(state.path)
        guard symlink(device, state.path) == 0 else { throw EmulatorError() }
      case .network:
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue), 0)
        var yes: CInt = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        // As little as a printer has, so that it is soon full.
        var room: CInt = 1 << 16
        setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<CInt>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = state.port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(listener, $0, size) == 0 && listen(listener, 4) == 0 && getsockname(listener, $0, &size) == 0
          }
        }
        guard isOpen else { throw EmulatorError() }
        state.port = UInt16(bigEndian: address.sin_port)
        state.listener = listener
      }
    }
    ring()
  }

  /// What it held for printing is gone with its power.
  package func unplug() {
    state.withLock { state in
      if state.connection >= 0 {
        var reset = linger(l_onoff: 1, l_linger: 0)
        setsockopt(state.connection, SOL_SOCKET, SO_LINGER, &reset, socklen_t(MemoryLayout<linger>.size))
        close(state.connection)
      }
      if state.listener >= 0 {
        // Who polls it keeps it open a while longer; its port must be free at once for the next plugIn.
        shutdown(state.listener, CInt(SHUT_RDWR))
        close(state.listener)
      }
      if !state.path.isEmpty { unlink(state.path) }
      (state.connection, state.listener) = (-1, -1)
      state.waiting = []
      state.lastBytes = []
    }
    ring()
  }

  // MARK: - Its fate

  package func change(_ change: (inout Fate) -> Void) {
    state.withLock { change(&$0.fate) }
    ring()
  }

  /// Puts right whatever was wrong with it.
  package func mend() { change { $0 = Fate() } }

  package var slips: [PaperTape.Slip] { state.withLock { $0.tape.slips.filter { !$0.isBlank } } }
  package var current: PaperTape.Slip { state.withLock { $0.tape.current } }
  package var letters: [UInt8] { state.withLock { $0.tape.letters } }
  package var questions: Int { state.withLock { $0.questions } }
  package var isFull: Bool { state.withLock { $0.isFull } }

  /// Waits for something to be so.
  package func wait(until isSo: (PrinterEmulator) -> Bool) async {
    let (stream, watcher) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    state.withLock { $0.watchers.append(watcher) }
    watcher.yield()
    for await _ in stream where isSo(self) { return }
  }

  // MARK: - Its work

  private func ring() {
    var byte: UInt8 = 1
    _ = write(bell.write, &byte, 1)
  }

  private func work() {
    defer {
      close(bell.read)
      close(bell.write)
    }
    while true {
      let (descriptor, listener, isOver, isPouring) = state.withLock { state in
        let takes = !state.fate.isStalled && state.waiting.count < state.fate.buffer
        return (
          takes ? state.connection : -1, state.connection < 0 && way == .network ? state.listener : -1, state.isOver,
          state.fate.isPouring
        )
      }
      if isOver { return }
      var polled = [
        pollfd(fd: bell.read, events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor, events: Int16(isPouring ? POLLIN | POLLOUT : POLLIN), revents: 0),
        pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
      ]
      poll(&polled, 3, -1)
      var bytes = [UInt8](repeating: 0, count: 4096)
      if polled[0].revents != 0 { _ = read(bell.read, &bytes, 64) }
      state.withLock { state in
        if polled[2].revents != 0, state.listener == listener {
          state.connection = accept(listener, nil, nil)
        }
        if polled[1].revents & Int16(POLLOUT) != 0, state.connection == descriptor { pour(&state) }
        if polled[1].revents & ~Int16(POLLOUT) != 0, state.connection == descriptor {
          let count = read(descriptor, &bytes, bytes.count)
          if count > 0 {
            receive(bytes[..<count], &state)
          } else if way == .network {
            close(descriptor)
            state.connection = -1
          }
        }
        if !state.fate.isStalled { print(&state) }
        for watcher in state.watchers { watcher.yield() }
      }
    }
  }

  /// Real-time commands are carried out as they arrive, wherever they stand; everything waits for its turn.
  private func receive(_ bytes: ArraySlice<UInt8>, _ state: inout State) {
    for byte in bytes {
      state.lastBytes = state.lastBytes.suffix(2) + [byte]
      if state.lastBytes.count == 3, state.lastBytes[0] == 0x10 {
        if state.lastBytes[1] == 0x04, let question = StatusQuestion(rawValue: byte) { answer(question, &state) }
        if state.lastBytes[1] == 0x05, byte == 2, !state.fate.isOffline { state.waiting = [] }
      }
      state.waiting.append(byte)
    }
  }

  private func print(_ state: inout State) {
    var done = 0
    while done < state.waiting.count, !state.fate.isOffline {
      switch state.tape.feed(state.waiting[done]) {
      case .rowPrinted:
        if let left = state.fate.rowsLeft {
          state.fate.rowsLeft = left > 1 ? left - 1 : nil
          if left <= 1 { state.fate.paper = .out }
        }
      case .paperAsked:
        if !state.fate.isMute, state.fate.knowsPaperRequest {
          send([state.fate.paper == .low ? 0x03 : 0x00], state)
        }
      case nil: break
      }
      done += 1
    }
    state.waiting.removeFirst(done)
  }

  private func answer(_ question: StatusQuestion, _ state: inout State) {
    state.questions += 1
    let fate = state.fate
    if fate.isMute { return }
    if var garbage = fate.garbage {
      let bytes = (0..<garbage.within(1...6)).map { _ in UInt8(garbage.below(256)) }
      state.fate.garbage = garbage
      return send(bytes, state)
    }
    let bits: UInt8 =
      switch question {
      case .printer: fate.isOffline ? 0x08 : 0
      case .offlineCause:
        (fate.isCoverOpen ? 0x04 : 0) | (fate.paper == .out ? 0x20 : 0) | (fate.isCutterJammed ? 0x40 : 0)
      case .error: fate.isCutterJammed ? 0x08 : 0
      case .paper: (fate.paper == .enough ? 0 : 0x0C) | (fate.paper == .out ? 0x60 : 0)
      }
    send([0x12 | bits], state)
  }

  /// All that the connection takes of bytes that are no answer to anything.
  private func pour(_ state: inout State) {
    let bytes = [UInt8](repeating: 0xFF, count: 1 << 16)
    while Glibc.send(state.connection, bytes, bytes.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT)) > 0 {}
    state.isFull = true
  }

  private func send(_ bytes: [UInt8], _ state: State) {
    _ =
      way == .network
      ? Glibc.send(state.connection, bytes, bytes.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT))
      : write(state.connection, bytes, bytes.count)
  }
}

package struct EmulatorError: Error {
  let code = errno
}
