import Foundation
import FrontDesk
import Glibc
import Testing

extension RealDaemonTests {
  /// A real daemon and real netlink messages, in a network of their own: udev's events are per network.
  @Suite(.serialized) struct LostEventTests {
    @Test func `A flood of events of which the kernel had to drop some ends in the right inventory`() async throws {
      try #require(geteuid() == 0, "This test gives the daemon a network of its own and needs root for it.")
      let state = Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: state) }
      // A printer on a serial line is there while its name leads to a line; /dev/tty is one that no daemon can open.
      let name = state + "/printer"
      let config = try Fixture.writeConfig { sample in
        sample.replacing("kind = \"virtual\"", with: "kind = \"serial\"\npath = \"\(name)\"")
      }
      let daemon = try DaemonProcess(
        state: state, config: config,
        launcher: ["/usr/bin/unshare", "--net", "/bin/sh", "-c", "ip link set lo up && exec \"$@\"", "sh"])
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      let pid = daemon.processIdentifier
      #expect(try await Self.lines(client) == [])

      // While it does not listen, more comes than its buffer holds; and in between the printer.
      daemon.send(SIGSTOP)
      let told = try Self.tell(pid, atMost: 400_000)
      #expect(told.events >= 1000 && told.lost > 0, "\(told)")
      try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: "/dev/tty")
      daemon.send(SIGCONT)
      try await Self.wait(client, for: ["/dev/tty"])

      // And it goes on hearing.
      try FileManager.default.removeItem(atPath: name)
      _ = try Self.tell(pid, atMost: 1)
      try await Self.wait(client, for: [])
      daemon.terminate()
      #expect(try daemon.exitCode() == 0, "\(daemon.errors())")
    }

    /// The nodes of the printers that the daemon knows.
    private static func lines(_ client: SocketClient) async throws -> [String] {
      try await client.get("/api/v1/devices").decoded(DevicesAnswer.self).devices.filter { $0.kind == "printer" }
        .compactMap(\.node)
    }

    /// Asks until the printers are these; nothing tells of it from outside.
    private static func wait(_ client: SocketClient, for nodes: [String]) async throws {
      let deadline = ContinuousClock.now + DaemonProcess.patience
      while case let known = try await lines(client), known != nodes {
        try #require(ContinuousClock.now < deadline, "the printers are \(known)")
        try await Task.sleep(for: .milliseconds(20))
      }
    }

    /// Speaks as udev does until the kernel has to drop something that the daemon was to hear.
    private static func tell(_ pid: Int32, atMost count: Int) throws -> (events: Int, lost: Int) {
      let (program, output) = (Process(), Pipe())
      program.executableURL = URL(fileURLWithPath: "/usr/bin/nsenter")
      program.arguments = ["--target", "\(pid)", "--net", "/usr/bin/python3", "-c", Self.udev, "\(count)"]
      program.standardOutput = output
      try program.run()
      let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      program.waitUntilExit()
      let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      try #require(numbers.count == 2, "\(text)")
      return (numbers[0], numbers[1])
    }

    /// Messages as libudev's monitor reads them: its filter is a hash of the subsystem, MurmurHash2 of seed 0.
    private static let udev = """
      import socket, struct, sys
      def murmur(data):
          m, h = 0x5bd1e995, len(data)
          while len(data) >= 4:
              k = struct.unpack("<I", data[:4])[0] * m & 0xffffffff
              h = h * m & 0xffffffff ^ (k ^ k >> 24) * m & 0xffffffff
              data = data[4:]
          for place in reversed(range(len(data))): h ^= data[place] << 8 * place
          if data: h = h * m & 0xffffffff
          h = (h ^ h >> 13) * m & 0xffffffff
          return h ^ h >> 15
      def lost():
          # sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode; 15 is NETLINK_KOBJECT_UEVENT.
          rows = [line.split() for line in open("/proc/net/netlink")]
          return sum(int(row[8]) for row in rows if row[1] == "15")
      kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15)
      sent, count, before = 0, int(sys.argv[1]), lost()
      while sent < count and lost() == before:
          for number in range(sent, min(sent + 1000, count)):
              facts = b"ACTION=change\\0DEVPATH=/devices/virtual/tty/tty\\0SUBSYSTEM=tty\\0SEQNUM=%d\\0PAD=%s\\0" % (
                  number + 1, b"x" * 6000)
              head = struct.pack("=8sIIIIIIII", b"libudev", socket.htonl(0xfeedcafe), 40, 40, len(facts),
                                 socket.htonl(murmur(b"tty")), 0, 0, 0)
              kernel.sendto(head + facts, (0, 2))
              sent += 1
      print(sent, lost() - before)
      """
  }
}
