@testable import Console
import Foundation
import FrontDesk
import Logging
import NIOCore
import Storage
import Testing

struct NetworkTests {
  /// Runs openssl, which is what makes and looks at certificates here.
  private static func openssl(_ arguments: [String], input: String = "") throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = arguments
    let (output, given) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = given
    try process.run()
    try given.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try given.fileHandleForWriting.close()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }

  /// What openssl's client says of the server on a port; on a thread of its own, for it waits.
  private func client(_ port: Int, _ options: [String], input: String) async throws -> String {
    let arguments = ["s_client"] + options + ["-connect", "127.0.0.1:\(port)"]
    return try await onThread { try Self.openssl(arguments, input: input) }
  }

  private func makeCertificate(_ files: CertificateFiles, name: String) throws {
    _ = try Self.openssl([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
      "/CN=\(name)", "-keyout", files.key, "-out", files.certificate,
    ])
  }

  private func files(in folder: String) -> CertificateFiles {
    CertificateFiles(certificate: "\(folder)/luot.crt", key: "\(folder)/luot.key")
  }

  @Test func `With a certificate the console is HTTPS, and a new certificate is used from the next visitor on`()
    async throws
  {
    let office = try await OfficeUnderTest()
    let files = files(in: office.folder)
    try makeCertificate(files, name: "first.example")
    try await office.serving(beside: .staff(host: "127.0.0.1", port: 0, tls: files)) { open in
      let port = try #require(open.otherPort)
      let shown = try await client(port, ["-tls1_2"], input: "Q\n")
      #expect(shown.contains("first.example"))
      let secret = #"{"member":"an","secret":"\#(OfficeUnderTest.secret)"}"#
      let reply = try await client(
        port, ["-quiet"],
        input: "POST /api/v1/session HTTP/1.1\r\nHost: localhost:\(port)\r\nOrigin: https://localhost:\(port)\r\n"
          + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: \(secret.utf8.count)\r\n\r\n\(secret)"
      )
      #expect(reply.hasPrefix("HTTP/1.1 201"), "\(reply)")
      #expect(reply.lowercased().contains("strict-transport-security: max-age="))
      #expect(reply.contains("__Host-luot=") && reply.contains("; Secure"))
      let plainOrigin = try await client(
        port, ["-quiet"],
        input: "GET /board HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nConnection: close\r\n\r\n")
      #expect(plainOrigin.hasPrefix("HTTP/1.1 403"))
      let old = try await client(port, ["-tls1_1"], input: "Q\n")
      #expect(!old.contains("BEGIN CERTIFICATE"))

      try makeCertificate(files, name: "second.example")
      let renewed = try await client(port, ["-tls1_2"], input: "Q\n")
      #expect(renewed.contains("second.example"))
      // Half a pair leaves the one before in use.
      try Data("nonsense".utf8).write(to: URL(fileURLWithPath: files.certificate))
      let kept = try await client(port, ["-tls1_2"], input: "Q\n")
      #expect(kept.contains("second.example"))
    }
  }

  @Test func `A certificate that cannot be used is told before anybody comes`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (one, other) = (files(in: folder), CertificateFiles(certificate: "\(folder)/b.crt", key: "\(folder)/b.key"))
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    #expect(throws: CertificateError.self) { try Certificates(one, log: log) }
    try makeCertificate(one, name: "a.example")
    try makeCertificate(other, name: "b.example")
    _ = try Certificates(one, log: log)
    let crossed = CertificateFiles(certificate: one.certificate, key: other.key)
    #expect(throws: CertificateError.self) { try Certificates(crossed, log: log) }
  }

  @Test func `Who asks too fast waits, and others do not`() throws {
    let pace = Pace(perSecond: 10, burst: 20)
    let start = ContinuousClock.now
    let (guest, other) = (try peer("192.168.1.66"), try peer("192.168.1.7"))
    let allowed = (0..<100).count { _ in pace.allows(guest, at: start) }
    #expect(allowed == 20)
    #expect(pace.allows(other, at: start))
    #expect((0..<100).count { _ in pace.allows(guest, at: start + .seconds(1)) } == 10)
    let local = try peer("127.0.0.1")
    #expect((0..<1000).allSatisfy { _ in pace.allows(local, at: start) })
  }

  private func peer(_ address: String) throws -> Peer {
    Peer(try SocketAddress(ipAddress: address, port: 1))
  }

  @Test func `On an address of the network its own names and addresses are taken, others are not`() async throws {
    let office = try await OfficeUnderTest()
    let door = { (host: String) in
      FrontDoor(context: office.context, listener: .staff(host: "0.0.0.0", port: 1)).isOurs(host)
    }
    for host in ["localhost", "127.0.0.1:8200", "192.168.1.10:8200", "[fe80::1]:8200", "kiosk.example"] {
      #expect(door(host), "\(host)")
    }
    for host in ["evil.example", "kiosk.example.evil.example", "192.168.1.10.evil.example", "", "[fe80::1", "a:b"] {
      #expect(!door(host), "\(host)")
    }
    try office.store.close()
    try FileManager.default.removeItem(atPath: office.folder)
  }
}
