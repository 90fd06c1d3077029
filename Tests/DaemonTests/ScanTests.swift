import AsyncHTTPClient
import Foundation
import FrontDesk
import Glibc
import NIOCore
import Simulation
import Testing

extension RealDaemonTests {
  /// A real daemon with a scanner on a serial line, and what is left of what was scanned: nothing.
  @Suite(.serialized) struct ScanTests {
    /// Nobody's card, with words that stand nowhere else.
    private static let number = "031160098765"
    private static let planted = [
      number, "160098765", "05021960", "5021960", "1960-02-05", "05/02/1960", "Trăng Khuyết", "Trăng Sao", "trang sao",
      "15042021",
    ]
    private static let card = "\(number)||Lê Thị Trăng Khuyết|05021960|Nữ|Ngõ Trăng Sao, Thôn 1, Kiến Minh|15042021"

    @Test func `A hundred thousand spoilt scans end no daemon, and nothing scanned is in its log or its store`()
      async throws
    {
      let seed =
        ProcessInfo.processInfo.environment["LUOT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: .min ... .max)
      let line = try PseudoLine()
      let state = Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: state) }
      let config = try Fixture.writeConfig { sample in
        sample.replacingOccurrences(
          of: "\n[scanner]\n", with: "\n[scanner]\ndevice = \"\(line.path)\"\npriority = \"elderly\"\n"
        )
        .replacingOccurrences(of: "# level = \"info\"", with: "level = \"trace\"")
        .replacingOccurrences(of: "name = \"Thôn 1 (mẫu)\"", with: "name = \"Thôn 1\"")
      }
      let daemon = try DaemonProcess(state: state, config: config)
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      let badge = try await client.post("/api/v1/badges", #"{"member":"vi-du-1","kind":"code"}"#)
      let code = try #require(badge.decoded(BadgeAnswer.self).code)

      let url = client.url("/api/v1/events")
      try await withThrowingTaskGroup { group in
        let (texts, text) = AsyncStream.makeStream(of: String.self)
        group.addTask {
          let response = try? await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(300))
          guard let body = response?.body else { return }
          do {
            for try await bytes in body { text.yield(String(buffer: bytes)) }
          } catch {}
          text.finish()
        }
        var heard = try await Self.hear("Ông/bà được ưu tiên", from: texts) { line.send(Self.card + "\r") }
        var spoiler = SplitMix64(seed: seed)
        for _ in 0..<100 { line.send(Self.spoilt(1000, &spoiler)) }
        heard += try await Self.hear("Thẻ và mã của nhân viên", from: texts) { line.send("\r" + code + "\r") }
        #expect(heard.contains("Máy không hiểu mã này"))
        for word in Self.planted { #expect(!heard.contains(word), "LUOT_SEED=\(seed)") }
        group.cancelAll()
      }
      let health = try await client.get("/api/v1/health")
      #expect(health.text.contains("1 máy quét sẵn sàng"))
      daemon.terminate()
      #expect(try daemon.exitCode() == 0)

      let log = daemon.errors()
      #expect(log.contains("The state of a scanner has changed"))
      var places = [("log", Data(log.utf8)), ("health", health.body)]
      for file in try FileManager.default.subpathsOfDirectory(atPath: state) {
        places.append((file, FileManager.default.contents(atPath: state + "/" + file) ?? Data()))
      }
      #expect(places.contains { $0.0 == "luot.sqlite" && $0.1.count > 10_000 })
      for (place, content) in places {
        for word in Self.planted + [code] {
          #expect(content.range(of: Data(word.utf8)) == nil, "\(word) is in \(place), LUOT_SEED=\(seed)")
        }
      }
      // The key of the badges is the owner's alone, and in no backup.
      let attributes = try FileManager.default.attributesOfItem(atPath: state + "/badge.key")
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    /// Sends until the words are said, and returns all that was. What a scanner sends faster than the office acts is
    /// left out, so it is sent again whenever something else is said; the stream says something every few seconds.
    private static func hear(
      _ words: String, from texts: AsyncStream<String>, sending send: () -> Void
    ) async throws -> String {
      var heard = ""
      let deadline = ContinuousClock.now + DaemonProcess.patience * 4
      send()
      for await next in texts {
        heard += next
        if next.contains(words) { return heard }
        try #require(ContinuousClock.now < deadline, "“\(words)” was never said")
        send()
      }
      Issue.record("the stream ended without “\(words)”")
      return heard
    }

    /// Scans of the card, each spoilt in a few places, one after the other.
    private static func spoilt(_ count: Int, _ chance: inout SplitMix64) -> String {
      var bytes: [UInt8] = []
      for _ in 0..<count {
        var scan = Array(card.utf8)
        for _ in 0..<Int.random(in: 0...4, using: &chance) where !scan.isEmpty {
          let place = Int.random(in: 0..<scan.count, using: &chance)
          switch Int.random(in: 0..<4, using: &chance) {
          case 0: scan[place] = UInt8.random(in: 0x20...0x7E, using: &chance)
          case 1: scan.insert(UInt8(ascii: "|"), at: place)
          case 2: scan.remove(at: place)
          default: scan.removeSubrange(place...)
          }
        }
        bytes += scan + [UInt8(ascii: "\r")]
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

/// A serial line of its own: the end that a scanner would send on.
private final class PseudoLine {
  let path: String
  private let end: CInt
  private let other: CInt

  // <asm-generic/ioctls.h>, where Swift sees no macros with arguments.
  private static let unlock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430

  init() throws {
    end = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (locked, number) = (CInt(0), CInt(0))
    guard end >= 0, ioctl(end, Self.unlock, &locked) == 0, ioctl(end, Self.number, &number) == 0 else {
      throw CocoaError(.fileReadUnknown)
    }
    path = "/dev/pts/\(number)"
    // Held open, so that the line outlives whoever lets go of it.
    other = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var settings = termios()
    tcgetattr(other, &settings)
    cfmakeraw(&settings)
    tcsetattr(other, TCSANOW, &settings)
  }

  deinit {
    close(end)
    close(other)
  }

  /// Returns when the other side has taken what it has no room to keep.
  func send(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}
