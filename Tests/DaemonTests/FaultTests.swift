import Daemon
import Foundation
import FrontDesk
import GRDB
import Glibc
import Storage
import Testing

/// Real daemons in front of everything that can be wrong on the machine.
extension RealDaemonTests {
  @Suite(.serialized) struct FaultTests {
    private func failure(
      state: String = Fixture.temporaryFolder(), config: String = Fixture.config, arguments: [String] = [],
      launcher: [String] = []
    ) throws -> (code: Int32, said: String) {
      let daemon = try DaemonProcess(state: state, config: config, arguments: arguments, launcher: launcher)
      let code = try daemon.exitCode()
      return (code, daemon.errors())
    }

    /// The sentence a person is left with, below whatever was logged before.
    private func isOneSentence(_ said: String) -> Bool {
      said.hasSuffix(".\n") && !said.dropLast().contains("\n")
    }

    @Test func `A second daemon on the same state ends with 75 and the first goes on`() async throws {
      let state = Fixture.temporaryFolder()
      let first = try DaemonProcess(state: state)
      try first.waitUntilReady()
      let (code, said) = try failure(state: state)
      #expect(code == 75)
      #expect(said.contains(state) && said.contains("\(first.processIdentifier)") && isOneSentence(said), "\(said)")
      let answer = try await SocketClient(socket: first.socket).post("/api/v1/tickets", #"{"service": "vneid"}"#)
      #expect(answer.status == 201)
    }

    @Test func `A taken port ends with 75 and names the address`() throws {
      let taken = try TakenPort()
      let config = try Fixture.writeConfig(staff: "127.0.0.1:\(taken.port)")
      let (code, said) = try failure(state: Fixture.temporaryFolder(), config: config)
      #expect(code == 75)
      #expect(said.contains("127.0.0.1:\(taken.port)") && !said.contains("ERROR"), "\(said)")
    }

    @Test func `A folder in the socket's place is named, and left as it is`() throws {
      let state = Fixture.temporaryFolder()
      try FileManager.default.createDirectory(atPath: state + "/luot.sock", withIntermediateDirectories: true)
      let (code, said) = try failure(state: state)
      #expect(code == 78)
      #expect(said.contains(state + "/luot.sock: chỗ này là") && !said.contains("ERROR"), "\(said)")
    }

    /// Without the one right that opens low ports; where those are everybody's there is nothing to refuse.
    @Test(.enabled(if: Fixture.firstFreePort > 80))
    func `A port that it may not open ends with 77 and names the address`() throws {
      let config = try Fixture.writeConfig(staff: "127.0.0.1:80")
      let (code, said) = try failure(
        config: config, launcher: ["/usr/bin/setpriv", "--bounding-set=-net_bind_service"])
      #expect(code == 77)
      #expect(said.contains("127.0.0.1:80"), "\(said)")
    }

    @Test(arguments: [["--wrong"], ["extra"], ["--config"]])
    func `A wrong command line ends with 64 and says in Vietnamese what is wrong`(arguments: [String]) throws {
      let (code, said) = try failure(arguments: arguments)
      #expect(code == 64)
      #expect(said.hasPrefix("luotd: ") && said.contains("luotd --help"), "\(said)")
      for english in ["Error", "Missing", "Unexpected", "Unknown", "Usage", "USAGE", "See ", "option"] {
        #expect(!said.contains(english), "\(said)")
      }
    }

    @Test func `A missing configuration ends with 78`() throws {
      let (code, said) = try failure(state: Fixture.temporaryFolder(), config: "/nowhere/luot.toml")
      #expect(code == 78)
      #expect(said.contains("/nowhere/luot.toml") && isOneSentence(said.replacing("\n", with: " ").trimmed + "\n"))
    }

    @Test func `A broken configuration ends with 78 and says every problem with its line`() throws {
      let config = try Fixture.writeConfig { text in
        text.replacingOccurrences(of: "letter = \"A\"", with: "letter = \"Á\"")
          .replacingOccurrences(of: "# max_wait = ", with: "max_wait = -")
      }
      let (code, said) = try failure(state: Fixture.temporaryFolder(), config: config)
      #expect(code == 78)
      #expect(said.contains("letter") && said.contains("Á") && said.contains("max_wait"), "\(said)")
      #expect(said.matches(of: #/luot\.toml:\d+:/#).count >= 2, "\(said)")
    }

    @Test func `A staff listener away from loopback without TLS is refused with what to do`() throws {
      let config = try Fixture.writeConfig(staff: "0.0.0.0:8200")
      let (code, said) = try failure(state: Fixture.temporaryFolder(), config: config)
      #expect(code == 78)
      #expect(said.contains("0.0.0.0:8200") && said.contains("luot tls self-signed"), "\(said)")
    }

    @Test func `A state folder that cannot be made ends with 77`() throws {
      let (code, said) = try failure(state: "/proc/luot")
      #expect(code == 77)
      #expect(said.contains("/proc/luot") && isOneSentence(said), "\(said)")
    }

    @Test func `A state folder on a read-only disk ends with 77`() throws {
      let disk = try SmallDisk(megabytes: 8)
      try disk.remount("ro")
      let (code, said) = try failure(state: disk.path)
      #expect(code == 77)
      #expect(said.contains(disk.path) && isOneSentence(said), "\(said)")
    }

    @Test func `A database of a newer version ends with 65 and is left as it is`() throws {
      let state = Fixture.temporaryFolder()
      let daemon = try DaemonProcess(state: state)
      try daemon.waitUntilReady()
      daemon.terminate()
      try daemon.exitCode()
      let database = try DatabaseQueue(path: state + "/luot.sqlite")
      try database.write { try $0.execute(sql: "INSERT INTO grdb_migrations(identifier) VALUES ('v999')") }
      try database.close()
      let before = try Data(contentsOf: URL(fileURLWithPath: state + "/luot.sqlite"))
      let (code, said) = try failure(state: state)
      #expect(code == 65)
      #expect(isOneSentence(said), "\(said)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: state + "/luot.sqlite")) == before)
    }

    @Test(arguments: ["not a database", "torn pages", "another program's"])
    func `A corrupt database keeps the daemon up, refuses numbers with 503 and says so`(kind: String) async throws {
      let state = Fixture.temporaryFolder()
      try await fillAndStop(state)
      let path = state + "/luot.sqlite"
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      if kind == "torn pages" {
        // Everything after the first page: the schema still reads, nothing else does.
        bytes.replaceSubrange(4096..<bytes.count, with: Data(repeating: 0xa5, count: bytes.count - 4096))
      } else if kind == "another program's" {
        for file in try FileManager.default.contentsOfDirectory(atPath: state) where file.hasPrefix("luot.sqlite") {
          try FileManager.default.removeItem(atPath: state + "/" + file)
        }
        let other = try DatabaseQueue(path: path)
        try await other.write { try $0.execute(sql: "CREATE TABLE somebody_elses (name TEXT)") }
        try other.close()
        bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      } else {
        bytes = Data("Đây không phải cơ sở dữ liệu.".utf8) + Data(repeating: 0, count: 8192)
      }
      try bytes.write(to: URL(fileURLWithPath: path))

      let daemon = try DaemonProcess(state: state)
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      let refused = try await client.post("/api/v1/tickets", #"{"service": "vneid"}"#)
      #expect(refused.status == 503)
      #expect(refused.text.contains("store-corrupt"))
      let health = try await client.get("/api/v1/health")
      #expect(health.status == 503)
      #expect(try health.decoded(HealthAnswer.self).checks["store"]?.status == .failed)
      #expect(try await client.get("/screens/board.png").status == 200, "the board says it, too")
      if kind != "torn pages" { #expect(daemon.errors().contains("store.path=\(path)"), "\(daemon.errors())") }
      #expect(daemon.isRunning)
      daemon.terminate()
      #expect(try daemon.exitCode() == 0, "\(daemon.errors())")
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)).prefix(4096) == bytes.prefix(4096))
    }

    @Test func `A full disk refuses numbers with 507, loses nothing and mends itself`() async throws {
      let disk = try SmallDisk(megabytes: 8)
      let daemon = try DaemonProcess(state: disk.path)
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      let body = #"{"service": "vneid"}"#
      let first = try await client.post("/api/v1/tickets", body).decoded(TicketAnswer.self)
      try disk.fill()
      // The log of the database has some room left in its last block; it is soon used up.
      var acknowledged = [first.id]
      var refused: SocketClient.Answer?
      for _ in 0..<5000 where refused == nil {
        let answer = try await client.post("/api/v1/tickets", body)
        if answer.status == 201 {
          acknowledged.append(try answer.decoded(TicketAnswer.self).id)
        } else {
          refused = answer
        }
      }
      #expect(refused?.status == 507)
      let said = refused?.text ?? ""
      #expect(said.contains("storage-full"))
      #expect(try await client.get("/api/v1/health").status == 503)
      #expect(try await client.get("/api/v1/tickets/\(first.id)").status == 200)

      try disk.free()
      // Nobody asks for a number meanwhile: the daemon finds out by itself. Health is told only to who asks.
      let deadline = ContinuousClock.now + DaemonProcess.patience
      while try await client.get("/api/v1/health").status != 200 {
        try #require(ContinuousClock.now < deadline, "the daemon does not see that there is room again")
        try await Task.sleep(for: .milliseconds(100))
      }
      let after = try await client.post("/api/v1/tickets", body)
      #expect(after.status == 201)
      acknowledged.append(try after.decoded(TicketAnswer.self).id)
      for id in acknowledged { #expect(try await client.get("/api/v1/tickets/\(id)").status == 200) }
      daemon.terminate()
      #expect(try daemon.exitCode() == 0)
      #expect(try OfflineStore.verify(stateFolder: disk.path).isProven)
    }

    private func fillAndStop(_ state: String) async throws {
      let daemon = try DaemonProcess(state: state)
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      for _ in 0..<20 { _ = try await client.post("/api/v1/tickets", #"{"service": "vneid"}"#) }
      daemon.terminate()
      try daemon.exitCode()
    }
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// A file system of its own that can be filled up; mounting it needs root.
private final class SmallDisk {
  let path = Fixture.temporaryFolder()

  init(megabytes: Int) throws {
    guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else { throw MountRefused(code: errno) }
  }

  struct MountRefused: Error, CustomStringConvertible {
    let code: Int32
    var description: String {
      "This test fills a disk of its own, and mounting one needs root: run `make test` as root. (mount: errno \(code))"
    }
  }

  func remount(_ options: String) throws {
    guard mount("tmpfs", path, "tmpfs", options == "ro" ? UInt(MS_REMOUNT | MS_RDONLY) : UInt(MS_REMOUNT), nil) == 0
    else { throw MountRefused(code: errno) }
  }

  /// Leaves no free block.
  func fill() throws {
    let file = open(path + "/filler", O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
    defer { close(file) }
    let block = [UInt8](repeating: 1, count: 4096)
    while write(file, block, block.count) > 0 {}
  }

  func free() throws {
    try FileManager.default.removeItem(atPath: path + "/filler")
  }

  deinit {
    umount2(path, 2)
  }
}

/// A port somebody else listens on.
private final class TakenPort {
  private let descriptor: CInt
  let port: UInt16

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.descriptor = descriptor
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isListening else { throw CocoaError(.fileWriteUnknown) }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit {
    close(descriptor)
  }
}
