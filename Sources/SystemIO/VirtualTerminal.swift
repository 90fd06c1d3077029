import CLinux
import Glibc

/// A virtual terminal of the machine's console, taken for pictures and given back as it was found.
///
/// The kernel tells by a signal when somebody wants to switch to another and when they have come back; who receives
/// these calls `leave` and `comeBack`. It has to be made on a thread that lives as long as it is used: the end of that
/// thread is to the kernel the end of its owner.
package final class VirtualTerminal {
  /// Who looks at the console.
  package enum Use: Hashable, Sendable {
    case nobody
    /// Somebody is logged in on the terminal that is shown.
    case loggedIn
    /// Another program shows pictures there.
    case pictures
  }

  package let number: Int
  /// Whether it is this terminal that is seen.
  package private(set) var isShown: Bool
  private let file: FileDescriptor
  private let previous: Int
  private let note: String

  /// The ones of which nobody but a graphical session makes use.
  private static let numbers = 7...12
  private static let consolePath = "/dev/tty0"

  /// Takes a terminal that nobody uses and has it shown; `isShown` becomes true at once or with `comeBack`.
  ///
  /// - Parameters:
  ///   - note: a file that says which terminal was taken and which was shown before, for `release(note:)`.
  ///   - leaveSignal: sent by the kernel before another terminal is shown.
  ///   - comeBackSignal: sent when this one is shown.
  package init(note: String, leaveSignal: CInt, comeBackSignal: CInt) throws(SystemError) {
    let console = try Self.open(Self.consolePath)
    let state = try Self.state(console)
    // Whoever was killed has left a note: its terminal is taken again, and what was shown before it stays known.
    let left = Self.read(note: note)
    guard
      let number = left?.number ?? Self.numbers.first(where: { state.v_state & (1 << UInt16($0)) == 0 })
    else { throw SystemError("tìm", "màn hình chữ (tty) còn trống", code: EBUSY) }
    self.number = number
    self.note = note
    previous = left?.previous ?? Int(state.v_active)
    file = try Self.open("/dev/tty\(number)")
    try Self.write(note: note, number: number, previous: previous)
    var mode = vt_mode(
      mode: CChar(VT_PROCESS), waitv: 0, relsig: Int16(leaveSignal), acqsig: Int16(comeBackSignal), frsig: 0)
    guard ioctl(file.number, UInt(VT_SETMODE), &mode) == 0, ioctl(file.number, UInt(KDSETMODE), CInt(KD_GRAPHICS)) == 0,
      ioctl(file.number, UInt(VT_ACTIVATE), CInt(number)) == 0
    else {
      let error = SystemError("dùng", "màn hình chữ tty\(number)")
      _ = try? Self.release(note: note)
      throw error
    }
    isShown = Int(try Self.state(file).v_active) == number
  }

  /// Answers the kernel that another terminal may be shown: nothing may be drawn from now on.
  package func leave() {
    isShown = false
    _ = ioctl(file.number, UInt(VT_RELDISP), CInt(1))
  }

  package func comeBack() {
    _ = ioctl(file.number, UInt(VT_RELDISP), CInt(VT_ACKACQ))
    isShown = true
  }

  /// Looks which terminal is shown; a signal may have been lost.
  package func check() throws(SystemError) {
    let isActive = Int(try Self.state(file).v_active) == number
    if isActive != isShown { isActive ? comeBack() : leave() }
  }

  /// Gives the terminal back: text, and the one that was shown before.
  package func release() throws(SystemError) {
    try Self.release(note: note)
  }

  /// Gives back what the owner of `note` has taken, even if it is not alive any more; `nil` when there is nothing.
  ///
  /// - Returns: the number of the terminal.
  @discardableResult
  package static func release(note: String) throws(SystemError) -> Int? {
    guard let (number, previous) = read(note: note) else { return nil }
    let file = try open("/dev/tty\(number)")
    let isShown = Int(try state(file).v_active) == number
    var mode = vt_mode(mode: CChar(VT_AUTO), waitv: 0, relsig: 0, acqsig: 0, frsig: 0)
    guard ioctl(file.number, UInt(KDSETMODE), CInt(KD_TEXT)) == 0, ioctl(file.number, UInt(VT_SETMODE), &mode) == 0
    else {
      throw SystemError("trả lại", "màn hình chữ tty\(number)")
    }
    // What was typed there meanwhile was meant for nobody.
    tcflush(file.number, TCIFLUSH)
    if isShown { _ = ioctl(file.number, UInt(VT_ACTIVATE), CInt(previous)) }
    unlink(note)
    return number
  }

  /// Whether somebody uses the console, who is not the owner of `note`. Where there is no console, nobody does.
  package static func use(besides note: String) -> Use {
    guard let console = try? open(consolePath), let active = (try? state(console)).map({ Int($0.v_active) }) else {
      return .nobody
    }
    if read(note: note)?.number == active { return .nobody }
    var mode: CInt = 0
    if let terminal = try? open("/dev/tty\(active)"), ioctl(terminal.number, UInt(KDGETMODE), &mode) == 0,
      mode == KD_GRAPHICS
    {
      return .pictures
    }
    setutxent()
    defer { endutxent() }
    while let entry = getutxent() {
      let line = withUnsafeBytes(of: entry.pointee.ut_line) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if entry.pointee.ut_type == USER_PROCESS, line == "tty\(active)" { return .loggedIn }
    }
    return .nobody
  }

  /// The group `tty` may write to terminals and not read from them, which is enough to ask the kernel things.
  private static func open(_ path: String) throws(SystemError) -> FileDescriptor {
    try FileDescriptor(opening: path, O_WRONLY | O_NOCTTY)
  }

  private static func state(_ terminal: borrowing FileDescriptor) throws(SystemError) -> vt_stat {
    var state = vt_stat()
    guard ioctl(terminal.number, UInt(VT_GETSTATE), &state) == 0 else {
      throw SystemError("đọc trạng thái", "màn hình chữ")
    }
    return state
  }

  // MARK: The note

  private static func read(note: String) -> (number: Int, previous: Int)? {
    guard let file = try? FileDescriptor(opening: note, O_RDONLY), let bytes = try? file.read(atMost: 64) else {
      return nil
    }
    let numbers = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ (1...Int(MAX_NR_CONSOLES)).contains($0) }) else { return nil }
    return (numbers[0], numbers[1])
  }

  private static func write(note: String, number: Int, previous: Int) throws(SystemError) {
    let file = try FileDescriptor(opening: note, O_WRONLY | O_CREAT | O_TRUNC)
    guard writeAll("\(number) \(previous)\n".utf8, to: file.number) else { throw SystemError("ghi", note) }
  }
}
