import Foundation
import Glibc
import Synchronization
import Testing

@testable import SystemIO

@Suite(.timeLimit(.minutes(15))) struct DevicePortTests {
  /// A terminal's two ends: the file the port opens, and what a device would hold.
  private struct Line: ~Copyable {
    let device: FileDescriptor
    let path: String

    init() throws {
      device = try FileDescriptor(opening: "/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK)
      var (unlocked, number): (CInt, CInt) = (0, 0)
      // TIOCSPTLCK and TIOCGPTN of asm/ioctls.h: unlock the other end, and its number.
      #expect(ioctl(device.number, 0x4004_5431, &unlocked) == 0 && ioctl(device.number, 0x8004_5430, &number) == 0)
      path = "/dev/pts/\(number)"
    }
  }

  @Test(arguments: DevicePort.LineSpeed.allCases)
  func `Every byte passes a serial line as it is, in both directions`(speed: DevicePort.LineSpeed) throws {
    let line = try Line()
    let port = try DevicePort(serialLine: line.path, speed: speed)
    let all = Array(UInt8.min...UInt8.max)
    #expect(try port.write(all[...]) == 256)
    #expect(try line.device.read(atMost: 512) == all)
    #expect(write(line.device.number, all, 256) == 256)
    var read: [UInt8] = []
    while case .bytes(let bytes) = try port.read() { read += bytes }
    #expect(read == all)
    #expect(port.printerPortStatus == nil)
  }

  @Test func `A device that takes no more takes none, and says so when it does again`() throws {
    let line = try Line()
    let port = try DevicePort(serialLine: line.path, speed: .baud115200)
    let chunk = [UInt8](repeating: 0x55, count: 4096)
    let loop = try ReadinessLoop()
    try loop.add(port.descriptor, for: .writing)
    var taken = 0
    // The line passes on what it was given a moment later, and then has room again.
    repeat {
      while case let count = try port.write(chunk[...]), count > 0 { taken += count }
    } while try loop.wait(until: .now + .milliseconds(50)) == [port.descriptor]
    #expect(taken > 0)
    while try loop.wait(until: .now) != [port.descriptor] { _ = try? line.device.read(atMost: 4096) }
    try loop.change(port.descriptor, to: [])
    #expect(try loop.wait(until: .now) == [])
  }

  @Test func `The other end of a line that goes is told as an error`() throws {
    var line: Line? = try Line()
    let port = try DevicePort(serialLine: line?.path ?? "", speed: .baud9600)
    line = nil
    #expect(throws: SystemError.self) { try port.write([1]) }
    let loop = try ReadinessLoop()
    try loop.add(port.descriptor, for: [])
    #expect(try loop.wait(until: .now + .seconds(300)) == [port.descriptor])
  }

  @Test func `A connection is made, carries bytes, and ends`() throws {
    let listener = try Listener()
    let port = try DevicePort(host: "127.0.0.1", port: listener.port)
    let loop = try ReadinessLoop()
    try loop.add(port.descriptor, for: .writing)
    #expect(try loop.wait(until: .now + .seconds(300)) == [port.descriptor])
    try port.finishConnecting()
    let peer = accept(listener.descriptor, nil, nil)
    #expect(try port.write([1, 2, 3]) == 3)
    var received = [UInt8](repeating: 0, count: 8)
    #expect(recv(peer, &received, 8, 0) == 3)
    guard case .nothing = try port.read() else {
      Issue.record("nothing was sent")
      return
    }
    close(peer)
    try loop.change(port.descriptor, to: .reading)
    #expect(try loop.wait(until: .now + .seconds(300)) == [port.descriptor])
    guard case .end = try port.read() else {
      Issue.record("the end was not seen")
      return
    }
  }

  @Test func `A connection nobody takes is refused with a sentence`() throws {
    let port: DevicePort
    do {
      let listener = try Listener()
      port = try DevicePort(host: "127.0.0.1", port: listener.portAfterClosing())
    }
    let loop = try ReadinessLoop()
    try loop.add(port.descriptor, for: .writing)
    #expect(try loop.wait(until: .now + .seconds(300)) == [port.descriptor])
    let error = #expect(throws: SystemError.self) { try port.finishConnecting() }
    #expect(error?.description.contains("127.0.0.1") == true)
    #expect(throws: SystemError.self) { try DevicePort(host: "printer.example", port: 9100) }
  }
}

/// A TCP listener on a port of the system's choice.
private final class Listener {
  private(set) var descriptor: CInt
  let port: UInt16

  init() throws {
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = descriptor
    let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 4) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    try #require(isOpen)
    port = UInt16(bigEndian: address.sin_port)
  }

  func portAfterClosing() -> UInt16 {
    close(descriptor)
    descriptor = -1
    return port
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
