import Foundation
import FrontDesk
import HTTPTypes
import Hummingbird
import Queueing
import Records
import Reports
import Storage
import Testing

@testable import Console

/// What leaves the kiosk, searched for what must not.
@Suite(.timeLimit(.minutes(15))) struct PrivacyTests {
  private static let note = "Bà Nguyễn Thị Mẹt ở cổng chợ"
  private static let reason = "Con trai bà Mẹt gọi điện báo"

  /// An office in which something was typed wherever something can be typed, and all its secrets.
  private static func fill(_ open: OpenOffice) async throws -> [String] {
    let taken = try await open.staff { client in
      let ticket = try await client.take()
      try await client.open("1")
      _ = try await client.callNext("1")
      _ = try await client.post(
        "counters/1/finish",
        #"{"assistance":{"activities":[{"activity":"online-service"}],"sex":"female","note":"\#(Self.note)"}}"#)
      let second = try await client.take()
      _ = try await client.post("tickets/\(second.id)/cancel", #"{"reason":"\#(Self.reason)"}"#)
      let away = try await client.post(
        "assistances",
        #"{"member":"an","place":"household","startedAt":"2026-11-23T08:00:00+07:00","note":"\#(Self.note)","#
          + #""activities":[{"activity":"health-book"}]}"#)
      let id = try away.decoded(AssistanceAnswer.self).id
      let corrected = try await client.post(
        "assistances/\(id)/corrections",
        #"{"reason":"\#(Self.reason)","activities":[{"activity":"vneid-use"}]}"#)
      #expect(corrected.status == 201)
      return ticket
    }
    _ = try await open.office.reception.enrolBadge(
      Data(repeating: 0xAB, count: 32), member: "an", by: OfficeUnderTest.admin)
    let (token, account) = try await open.office.store.read { tx in
      (try tx.ticket(taken.id).flatMap { try tx.token(of: $0) }, try tx.account(MemberID(verified: "an")))
    }
    return [
      Self.note, Self.reason, "Nguyễn Thị Mẹt", try #require(token), try #require(account).secret,
      OfficeUnderTest.secret, String(repeating: "ab", count: 32),
      Data(repeating: 0xAB, count: 32).base64EncodedString(),
    ]
  }

  @Test func `No address gives away what was typed, a secret, a token or a badge`() async throws {
    try await OfficeUnderTest().serving { open in
      let secrets = try await Self.fill(open)
      let routes = Routes.readable(in: open.office.context)
      #expect(routes.count > 20)
      for path in routes {
        let answer = try await open.admin("GET", path)
        #expect(answer.status != 500, "\(path)")
        // Notes are for who may correct the records they stand beside, and for nobody else.
        let told = path == "/api/v1/assistances" ? [Self.note, "Nguyễn Thị Mẹt"] : []
        for secret in secrets {
          #expect(answer.body.contains(secret) == told.contains(secret), "\(path) gives away “\(secret)”")
        }
      }
    }
  }

  @Test func `No volunteer reads what others noted`() async throws {
    try await OfficeUnderTest().serving { open in
      _ = try await Self.fill(open)
      try await open.staff(as: .volunteer) { client in
        for path in ["assistances", "tickets/A001", "tickets/2026-11-23-a001"] {
          let answer = try await client.get(path)
          #expect(answer.status == 200)
          #expect(!answer.body.contains("Mẹt"), "\(path)")
        }
        let pages = ["/records", "/records?member=an", "/counters/1/view"]
        for path in pages {
          #expect(!(try await client.send(.get, path).body.contains("Mẹt")), "\(path)")
        }
      }
    }
  }

  @Test(arguments: ReportFormat.allCases)
  func `No report gives it away either`(_ format: ReportFormat) async throws {
    try await OfficeUnderTest().serving { open in
      let secrets = try await Self.fill(open)
      let material = try await open.office.reception.report(
        of: ReportPeriod(.month, of: OfficeUnderTest.monday, cutoff: .calendar))
      #expect(material.total.assistances == 2)
      let file = try Report(material, for: ReportProfile(unit: "xã Kiến Minh")).file(format, template: nil)
      let text = try Self.text(of: file, format)
      #expect(text.contains("lượt") || text.contains("turns"))
      for secret in secrets { #expect(!text.contains(secret), "\(format) gives away “\(secret)”") }
    }
  }

  /// All that can be read in a file, unpacked.
  private static func text(of file: Data, _ format: ReportFormat) throws -> String {
    guard [.docx, .xlsx, .pdf].contains(format) else { return String(decoding: file, as: UTF8.self) }
    let path = NSTemporaryDirectory() + "luot-privacy-\(UUID().uuidString).\(format.rawValue)"
    try file.write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: format == .pdf ? "/usr/bin/pdftotext" : "/usr/bin/python3")
    process.arguments =
      format == .pdf
      ? [path, "-"]
      : [
        "-c",
        "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist(): "
          + "sys.stdout.buffer.write(n.encode() + b'\\n' + z.read(n))", path,
      ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: text, as: UTF8.self)
  }

  @Test func `Retention is looked at and hurried by administrators alone`() async throws {
    try await OfficeUnderTest().serving { open in
      let refused = try await open.staff { client in
        [try await client.get("retention"), try await client.post("retention")]
      }
      #expect(refused.map(\.status) == [403, 403])
      let state = try await open.admin("GET", "/api/v1/retention")
      #expect(state.status == 200)
      #expect(try state.decoded(RetentionAnswer.self).months == 24)
      let hurried = try await open.admin("POST", "/api/v1/retention")
      #expect(hurried.status == 200)
      #expect(try hurried.decoded(RetentionAnswer.self).agedThrough == nil)
    }
  }
}

extension Routes {
  /// Every address of the socket that is read without naming one thing, and does not go on for ever.
  fileprivate static func readable(in context: ConsoleContext) -> [String] {
    DescribedRoutes(context: context, isSocket: true).all
      .filter { $0.method == .get }.map(\.path.description)
      .filter { $0 != "/api/v1/events" && !$0.hasSuffix("/updates") }
      .flatMap { path in
        path.contains("{register}")
          ? RegisterName.allCases.map { path.replacingOccurrences(of: "{register}", with: $0.rawValue) } : [path]
      }
      .filter { !$0.contains("{") }
  }
}
