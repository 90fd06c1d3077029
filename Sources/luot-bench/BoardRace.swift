import Foundation
import Glibc

/// A daemon with a 1080p screen beside Chromium in kiosk mode that shows the daemon's own page `/board` at 1080p: when
/// the first picture is there, what memory it takes, and what it does while nothing happens.
///
/// The daemon draws on a framebuffer that umockdev plays, Chromium on Xvfb; the first picture of each is seen in the
/// memory of its screen.
func measureBoardRace(_ site: Site, _ report: inout Report) throws {
  tell("A screen of the daemon beside Chromium")
  guard access(Browser.program, X_OK) == 0, access(WindowServer.program, X_OK) == 0 else {
    report.note("screen beside Chromium", "left out: no chromium or no Xvfb")
    return
  }
  let bed = try MockedMachine(site)
  let configuration = try site.configuration(on: "framebuffer")
  var first = (ours: Samples(), theirs: Samples())
  // The first start makes the store, and warms the caches of files and fonts.
  for round in 0..<6 {
    let daemon = try RunningDaemon(
      site, state: site.path("race"), configuration: configuration, environment: bed.environment,
      firstPicture: try PixelWatch(framebuffer: bed.framebuffer))
    if round > 0 { first.ours.add(nanoseconds: daemon.firstPictureTime) }
    try daemon.stop()
  }
  let daemon = try RunningDaemon(
    site, state: site.path("race"), configuration: configuration, environment: bed.environment)
  let connection = try Connection(daemon.tcp)
  try connection.openCounters()
  for request in Requests.tickets.prefix(10) { try connection.exchange(request, expecting: 201) }
  try connection.exchange(Requests.callNext[0], expecting: 200, 409)

  let server = try WindowServer(folder: try site.emptyState("xvfb"))
  let profile = try site.emptyState("chromium")
  var theirs = (memory: 0.0, cpu: 0.0, switches: 0.0)
  var ours = (memory: 0.0, own: 0.0, cpu: 0.0)
  for round in 0..<4 {
    let browser = try Browser(page: daemon.url + "/board", profile: profile, on: server)
    if round > 0 { first.theirs.add(nanoseconds: browser.firstPictureTime) }
    // The last shows on: the daemon's console is in use by it.
    if round == 3 {
      sleep(5)
      ours.memory = try daemon.process.proportionalMemory()
      ours.own = try daemon.process.privateMemory()
      let family = browser.family
      theirs.memory = try family.reduce(0) { $0 + (try $1.proportionalMemory()) }
      let before = try (family.map { try $0.cpu() }, family.map { try $0.voluntarySwitches() }, nanoseconds())
      sleep(10)
      let seconds = Double(nanoseconds() - before.2) / 1e9
      for (process, (cpu, switches)) in zip(family, zip(before.0, before.1)) {
        theirs.cpu += Double(try process.cpu() - cpu) / 1e7 / seconds
        theirs.switches += (try process.voluntarySwitches() - switches) / seconds
      }
    }
    browser.stop()
  }
  server.stop()
  sleep(3)
  let idle = try daemon.process.idle(seconds: 10)
  ours.cpu = idle.cpu
  try daemon.stop()
  try bed.stop()

  report.add("exec to the first 1080p frame, median of 5", first.ours.p50, atMost: 200, .milliseconds)
  report.note("Chromium, exec to the first paint of /board, median of 3", first.theirs.p50, .milliseconds)
  report.note("first frame ÷ Chromium's first paint", first.ours.p50 / first.theirs.p50, .times)
  report.add("memory (PSS) with a 1080p screen, console in use", ours.memory, atMost: 64, .megabytes)
  report.note("of that its own", ours.own, .megabytes)
  report.note("Chromium, all processes (PSS)", theirs.memory, .megabytes)
  report.add("memory ÷ Chromium's", ours.memory / theirs.memory, atMost: 0.2, .times)
  report.add("idle board on a screen, of a core", ours.cpu, atMost: 0.3, .percent)
  report.note("Chromium, idle board, of a core", theirs.cpu, .percent)
  report.add(
    "idle board, moments a second with a wake of any thread (within 5 ms: one)", idle.moments, atMost: 1.02, .rate)
  report.note("idle board, wakes of all its threads a second", idle.wakes, .rate)
  report.note("Chromium, times a second that a thread wakes", String(format: "%.1f", theirs.switches))
}

/// One pixel of a screen's memory, in the bar at the head of the board.
struct PixelWatch {
  /// `0x??RRGGBB` of that bar.
  private static let bar: UInt32 = 0x0a3a6b
  private static let left = 8
  /// Seconds until nobody draws any more.
  private static let patience = 60.0

  private let pixel: UnsafePointer<UInt32>

  /// The screen is made blank.
  ///
  /// - Parameter row: one on which nothing but the bar is.
  init(framebuffer path: String, row: Int = 8) throws {
    let bytes = try Self.map(path)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
    pixel = try Self.pixel(in: bytes, from: 0, bytesPerRow: 1920 * 4, row: row)
  }

  /// Xvfb's screen, a window dump (XWDFile.h): the length of the header is its first number, big-endian, the number of
  /// colours its twentieth, each of 12 bytes; the bytes of a row are the thirteenth.
  init(windowDump path: String) throws {
    let bytes = try Self.map(path)
    let number = { (index: Int) in
      Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
    }
    // The file is there before its header is.
    let deadline = nanoseconds() + 10_000_000_000
    while number(0) == 0 || number(12) == 0 {
      guard nanoseconds() < deadline else { throw BenchFailure("\(path) has no header") }
      usleep(10_000)
    }
    let place = try Self.pixel(in: bytes, from: number(0) + number(19) * 12, bytesPerRow: number(12))
    // What a window before has left there is none of this one's.
    UnsafeMutablePointer(mutating: place).pointee = 0
    pixel = place
  }

  private static func pixel(
    in screen: UnsafeMutableRawBufferPointer, from start: Int, bytesPerRow: Int, row: Int = 8
  ) throws -> UnsafePointer<UInt32> {
    let offset = start + row * bytesPerRow + left * 4
    guard let memory = screen.baseAddress, offset + 4 <= screen.count else { throw BenchFailure("a screen too small") }
    return UnsafePointer((memory + offset).assumingMemoryBound(to: UInt32.self))
  }

  /// Stays for as long as the bench runs.
  static func map(_ path: String) throws -> UnsafeMutableRawBufferPointer {
    let file = open(path, O_RDWR)
    defer { close(file) }
    let length = Int(lseek(file, 0, SEEK_END))
    guard file >= 0, length > 0, let memory = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
      memory != MAP_FAILED
    else { throw BenchFailure("\(path): \(String(cString: strerror(errno)))") }
    return UnsafeMutableRawBufferPointer(start: memory, count: length)
  }

  /// Waits until the bar is seen, and says when that was.
  func wait() throws -> UInt64 {
    let deadline = nanoseconds() + UInt64(Self.patience * 1e9)
    while pixel.pointee & 0xff_ffff != Self.bar {
      guard nanoseconds() < deadline else { throw BenchFailure("the board was never drawn") }
      usleep(500)
    }
    return nanoseconds()
  }
}

/// A screen of 1920 × 1080 that no glass shows.
private struct WindowServer {
  static let program = "/usr/bin/Xvfb"

  let display: String
  let dump: String
  private let child: Child

  init(folder: String) throws {
    display = ":\(1000 + getpid() % 50000)"
    dump = folder + "/Xvfb_screen0"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    child = try Child(
      Self.program, [display, "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-fbdir", folder],
      log: folder + ".log")
    let socket = "/tmp/.X11-unix/X\(display.dropFirst())"
    let deadline = nanoseconds() + 20_000_000_000
    while access(socket, F_OK) != 0 || access(dump, F_OK) != 0 {
      guard nanoseconds() < deadline else { throw BenchFailure("Xvfb: \(child.lastWords)") }
      usleep(10_000)
    }
  }

  func stop() { child.end() }
}

/// Chromium in kiosk mode.
private struct Browser {
  static let program = "/usr/bin/chromium"

  /// Nanoseconds from asking the kernel for the process to the first paint of the page.
  let firstPictureTime: UInt64
  private let child: Child

  init(page: String, profile: String, on server: WindowServer) throws {
    let watch = try PixelWatch(windowDump: server.dump)
    let start = nanoseconds()
    child = try Child(
      Self.program,
      [
        "--kiosk", "--no-first-run", "--no-default-browser-check", "--no-sandbox", "--test-type",
        "--window-position=0,0",
        "--window-size=1920,1080", "--user-data-dir=\(profile)", page,
      ], environment: ["DISPLAY": server.display, "HOME": profile], log: profile + ".log")
    firstPictureTime = try watch.wait() - start
  }

  /// All its processes.
  var family: [ProcessReading] {
    let all = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
    let parents = Dictionary(uniqueKeysWithValues: all.map { ($0, ProcessReading(pid: $0).parent) })
    var family: Set<pid_t> = [child.pid]
    var count = 0
    while count < family.count {
      count = family.count
      family.formUnion(all.filter { pid in parents[pid].flatMap(\.self).map(family.contains) ?? false })
    }
    return family.sorted().map { ProcessReading(pid: $0) }
  }

  /// Ends it, and waits until its window is gone with it.
  func stop() {
    child.end()
    usleep(500_000)
  }
}
