import Glibc
import SystemIO
import Testing

@Suite(.timeLimit(.minutes(15)))
struct ServiceManagerTests {
  @Test func `Each report is one datagram of assignments`() throws {
    let folder = try TemporaryFolder()
    let receiver = try Receiver(folder.path + "/socket")
    let manager = try ServiceManager { $0 == "NOTIFY_SOCKET" ? folder.path + "/socket" : nil }

    try manager.ready(status: "Đang phục vụ\ntại 3 quầy")
    try manager.ping()
    try manager.stopping()

    #expect(receiver.nextText() == "READY=1\nSTATUS=Đang phục vụ tại 3 quầy")
    #expect(receiver.nextText() == "WATCHDOG=1")
    #expect(receiver.nextText() == "STOPPING=1")
  }

  @Test func `The socket may have an abstract name`() throws {
    let name = "@systemio-test-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    let receiver = try Receiver(name)
    try ServiceManager { $0 == "NOTIFY_SOCKET" ? name : nil }.ping()
    #expect(receiver.nextText() == "WATCHDOG=1")
  }

  @Test func `Without a service manager nothing is sent and nothing fails`() throws {
    let manager = try ServiceManager { _ in nil }
    try manager.ready(status: "")
    #expect(manager.pingInterval == nil)
  }

  @Test func `A service manager that has gone or hangs is an error and holds nobody up`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/socket"
    let manager = try ServiceManager { $0 == "NOTIFY_SOCKET" ? path : nil }
    #expect(throws: SystemError("gửi đến", path, code: ENOENT)) { try manager.ping() }

    let hanging = try Receiver(path)
    #expect(throws: SystemError("gửi đến", path, code: EAGAIN)) {
      while true { try manager.ping() }
    }
    withExtendedLifetime(hanging) {}
  }

  @Test func `An address that no socket can have is refused`() {
    let long = "/" + String(repeating: "x", count: 108)
    #expect(throws: SystemError("mở", long, code: ENAMETOOLONG)) {
      try ServiceManager { $0 == "NOTIFY_SOCKET" ? long : nil }
    }
  }

  @Test(
    arguments: [
      (["WATCHDOG_USEC": "30000000"], Duration.seconds(15)),
      (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"], .seconds(15)),
      (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"], nil),
      (["WATCHDOG_USEC": "0"], nil),
      (["WATCHDOG_USEC": "soon"], nil),
    ] as [([String: String], Duration?)])
  func `A sign of life is due at half the watchdog's time, if the watchdog waits for us`(
    environment: [String: String], interval: Duration?
  ) throws {
    try #expect(ServiceManager { environment[$0] }.pingInterval == interval)
  }
}
