import Dispatch
import Foundation
import Glibc
import Testing

/// A pcscd of its own with a virtual reader in it, and the card that is put on it.
///
/// vpcd listens on every address of its machine, so pcscd lives in a network namespace of its own; its socket is in a
/// folder of its own, which the PC/SC library of this process is told once and for all.
final class VirtualReader {
  private static let driver = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
  private static let port = 0x8C7B

  /// Everything here that is a process of the machine must be there: who lacks it is told, and not that all is well.
  private static let needed = ["/usr/sbin/pcscd", driver, "/usr/bin/unshare", "/usr/bin/nsenter", "/usr/sbin/ip"]

  /// The folder of the socket: the library reads its name once in a process.
  private static let folder: String = {
    var template = Array("/tmp/luot-pcsc-XXXXXX".utf8CString)
    let folder = String(cString: mkdtemp(&template))
    setenv("PCSCLITE_CSOCK_NAME", folder + "/pcscd.comm", 1)
    return folder
  }()

  private var daemon: Child?
  private var card: VirtualCard?

  init() throws {
    guard geteuid() == 0 else {
      throw ReaderError("These tests give pcscd a network namespace of its own and need root for it.")
    }
    let missing = Self.needed.filter { !FileManager.default.fileExists(atPath: $0) }
    guard missing.isEmpty else {
      throw ReaderError("These tests need \(missing.joined(separator: ", ")): see Config/debian-packages.txt, [test].")
    }
    _ = Self.folder
  }

  deinit {
    stop()
    try? FileManager.default.removeItem(atPath: Self.folder + "/pcscd.comm")
  }

  /// Starts pcscd and waits until its socket is there.
  func start() throws {
    try Self.configuration.write(toFile: Self.folder + "/reader.conf", atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    process.arguments = [
      "--mount", "--net", "--propagation", "private", "bash", "-c",
      """
      set -e
      ip link set lo up
      mount -t tmpfs tmpfs /run
      mkdir /run/pcscd
      mount --bind "$0" /run/pcscd
      exec pcscd --foreground --config "$0/reader.conf"
      """, Self.folder,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let folder = try FolderWatch(Self.folder)
    daemon = try Child(process)
    try folder.wait(for: "pcscd.comm") { [daemon] in daemon?.isRunning ?? false }
  }

  private static let configuration = """
    FRIENDLYNAME "Virtual reader"
    DEVICENAME /dev/null:0x\(String(port, radix: 16))
    LIBPATH \(driver)
    CHANNELID 0x\(String(port, radix: 16))

    """

  /// From now on pcscd takes connections and answers nothing.
  func freeze() {
    daemon?.signal(SIGSTOP)
  }

  /// As a crash would.
  func stop() {
    defer { remove() }
    guard let daemon else { return }
    daemon.end()
    self.daemon = nil
    try? FileManager.default.removeItem(atPath: Self.folder + "/pcscd.comm")
    try? FileManager.default.removeItem(atPath: Self.folder + "/pcscd.pid")
  }

  /// Puts a card on the reader, in place of the one there.
  func put(_ manner: VirtualCard.Manner) throws {
    remove()
    guard let daemon else { throw ReaderError("pcscd does not run") }
    card = try VirtualCard(manner, inNetworkOf: daemon.number, port: Self.port)
  }

  func remove() {
    card?.remove()
    card = nil
  }

  /// Returns once the card on the reader has been asked for its number.
  func isAsked() async { await card?.isAsked() }
}

/// A card as vpcd talks with it: each message is its length in two bytes and then as much.
final class VirtualCard {
  enum Manner: Equatable {
    /// Contactless, with this serial number.
    case number([UInt8])
    /// Knows no serial number, as a contact card.
    case numberless
    /// Is taken away when it is asked.
    case pulled
    /// Never answers.
    case silent
  }

  /// A storage card by PC/SC part 3: ISO 14443 A, MIFARE Classic 1K.
  private static let answerToReset: [UInt8] = [
    0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x03, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
    0x6A,
  ]

  private let relay: Child
  private let (questions, question) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  /// Returns once the card has been asked for its number.
  func isAsked() async {
    for await _ in questions { return }
  }

  init(_ manner: Manner, inNetworkOf daemon: Int32, port: Int) throws {
    let relay = Process()
    let (fromReader, toReader) = (Pipe(), Pipe())
    relay.executableURL = URL(fileURLWithPath: "/usr/bin/nsenter")
    relay.arguments = [
      "--target", "\(daemon)", "--net", "bash", "-c",
      // vpcd opens its port a moment after pcscd its socket.
      """
      until exec 3<> /dev/tcp/127.0.0.1/\(port); do sleep 0.05; done 2> /dev/null
      cat <&3 &
      exec cat >&3
      """,
    ]
    relay.standardInput = toReader
    relay.standardOutput = fromReader
    relay.standardError = FileHandle.nullDevice
    self.relay = try Child(relay)
    let (input, output) = (fromReader.fileHandleForReading, toReader.fileHandleForWriting)
    signal(SIGPIPE, SIG_IGN)
    // What stands outside the daemon may have threads of its own; this one ends with the relay.
    Thread.detachNewThread { [relay = self.relay, question] in
      Self.serve(manner, input, output, relay, question)
    }
  }

  func remove() {
    relay.end()
  }

  private static func serve(
    _ manner: Manner, _ input: FileHandle, _ output: FileHandle, _ relay: Child,
    _ question: AsyncStream<Void>.Continuation
  ) {
    func read(_ count: Int) -> [UInt8]? {
      guard let data = try? input.read(upToCount: count), data.count == count else { return nil }
      return Array(data)
    }
    while let head = read(2), let message = read(Int(head[0]) << 8 | Int(head[1])) {
      let answer: [UInt8]
      switch message {
      // Power off, power on, reset.
      case [0], [1], [2]: continue
      case [4]: answer = answerToReset
      case [0xFF, 0xCA, 0x00, 0x00, 0x00]:
        question.yield()
        switch manner {
        case .number(let number): answer = number + [0x90, 0x00]
        case .numberless: answer = [0x6A, 0x81]
        case .pulled:
          relay.end()
          return
        case .silent: continue
        }
      default: answer = [0x6D, 0x00]
      }
      guard (try? output.write(contentsOf: [UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)] + answer)) != nil
      else {
        return
      }
    }
  }
}

/// A process with all that it starts. Foundation's own way to wait for one needs a run loop.
private final class Child: Sendable {
  let number: Int32
  private let process: Process
  private let ended = DispatchGroup()

  init(_ process: Process) throws {
    ended.enter()
    process.terminationHandler = { [ended] _ in ended.leave() }
    do {
      try process.run()
    } catch {
      ended.leave()
      throw error
    }
    self.process = process
    number = process.processIdentifier
  }

  var isRunning: Bool { process.isRunning }

  /// At once, as a crash would.
  func end() {
    signal(SIGKILL)
    ended.wait()
  }

  func signal(_ signal: CInt) {
    // Foundation makes it the leader of a group.
    if isRunning { kill(-number, signal) }
  }
}

/// Waits for a file in a folder.
private final class FolderWatch {
  private let folder: String
  private let descriptor: CInt

  init(_ folder: String) throws {
    self.folder = folder
    descriptor = inotify_init1(Int32(IN_NONBLOCK))
    guard descriptor >= 0, inotify_add_watch(descriptor, folder, UInt32(IN_CREATE)) >= 0 else {
      throw ReaderError("inotify refuses \(folder)")
    }
  }

  deinit {
    close(descriptor)
  }

  func wait(for name: String, while isHopeful: () -> Bool) throws {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !FileManager.default.fileExists(atPath: folder + "/" + name) {
      guard isHopeful() else { throw ReaderError("pcscd did not start") }
      var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // A death makes no file: it is looked for now and then.
      if poll(&state, 1, 100) > 0 { _ = Glibc.read(descriptor, &buffer, buffer.count) }
    }
  }
}

struct ReaderError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
