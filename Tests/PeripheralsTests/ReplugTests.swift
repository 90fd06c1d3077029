import Foundation
import Testing

enum Soak {
  static let isOn = ProcessInfo.processInfo.environment["LUOT_SOAK"] != nil
}

extension MockedDeviceTests {
  /// With LUOT_SOAK set: ten thousand replugs, and idle seconds.
  @Suite struct ReplugTests {
    private static let replugs = Soak.isOn ? 10_000 : 40
    /// Replugs after which every buffer has its size.
    private static let warmUp = replugs / 5
    /// What the daemon may hold more at the end, in KiB: caches that are still filling, not a bit each replug.
    private static let slack = 1024
    /// Seconds in which nothing may happen.
    private static let idleSeconds: UInt32 = Soak.isOn ? 10 : 1

    @Test func `However often a device is plugged in and out, the daemon keeps no descriptor and no memory of it`()
      throws
    {
      let bed = try Bed()
      let place = try DaemonPlace()
      let daemon = try place.startDaemon()
      let port = Port("1-1")
      let facts = Facts(pid: daemon.pid)
      var (descriptors, memory) = (0, 0)
      for number in 1...Self.replugs {
        try bed.plug(
          port.device("04b8:0e15", number: number % 127 + 1, serial: "J5") + port.interface(0, class: "07")
            + port.node("usb/lp0", subsystem: "usbmisc"))
        try daemon.readLine(with: "Device arrived")
        bed.unplug(port.path)
        try daemon.readLine(with: "Device lost")
        if number == Self.warmUp { (descriptors, memory) = (try facts.descriptors(), try facts.privateKiB()) }
      }
      let grown = try facts.privateKiB() - memory
      print("\(Self.replugs) replugs: \(grown) KiB more than after \(Self.warmUp), of \(memory) KiB")
      // A connection to the store may come or go, a device may not stay.
      try #expect(facts.descriptors() <= descriptors + 4)
      #expect(!Soak.isOn || grown <= Self.slack)

      // What waits for devices sleeps while there is nothing to hear; the last event may still be on its way.
      let isQuiet = try (1...3).contains { _ in
        let before = try facts.wakeUps(ofThread: "udev")
        sleep(Self.idleSeconds)
        return try facts.wakeUps(ofThread: "udev") == before
      }
      #expect(isQuiet)
      daemon.end()
      #expect(daemon.status == 0)
    }
  }
}

/// What the kernel knows of a process; Foundation looks past the mocked devices.
private struct Facts {
  let pid: pid_t

  func descriptors() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
  }

  /// Memory that is its own alone.
  func privateKiB() throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(pid)/smaps_rollup", encoding: .utf8)
    return text.split(separator: "\n").filter { $0.hasPrefix("Private_") }
      .compactMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } }.reduce(0, +)
  }

  /// How often a thread has gone to sleep by itself.
  func wakeUps(ofThread name: String) throws -> Int {
    let folder = "/proc/\(pid)/task"
    for thread in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let status = try String(contentsOfFile: "\(folder)/\(thread)/status", encoding: .utf8).split(separator: "\n")
      guard status.contains("Name:\t\(name)"),
        let line = status.first(where: { $0.hasPrefix("voluntary_ctxt_switches:") })
      else { continue }
      return Int(line.split(separator: "\t").last ?? "") ?? 0
    }
    throw BedError("process \(pid) has no thread \(name)")
  }
}
