import Foundation
import Testing

/// The report from the command line: a file, and beside it what the clerk should look at before signing.
extension RealDaemonTests {
  @Suite struct ReportCommandTests {
    private struct Written: Decodable {
      let file: String
      let bytes: Int
      let remarks: [String]
    }

    @Test func `A report is written with what was found in the words that people wrote`() throws {
      let state = Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: state) }
      let daemon = try DaemonProcess(state: state)
      try daemon.waitUntilReady()
      let text = "\(state)/kien-nghi.txt"
      try Data("Theo Kế hoạch số 99/KH-UBND, đề nghị hỗ trợ đặc khu.".utf8).write(to: URL(fileURLWithPath: text))
      _ = try Fixture.luot(["report", "text", "v", "--file", text, "--socket", daemon.socket])
      for format in ["pdf", "docx", "json"] {
        let path = "\(state)/bao-cao.\(format)"
        let said = try Fixture.luot(["report", "--period", "month", "-o", path, "--json", "--socket", daemon.socket])
        let written = try JSONDecoder().decode(Written.self, from: Data(said))
        #expect(written.file == path)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == written.bytes)
        let place = "Mục V. Kiến nghị, đề xuất, đoạn 1"
        #expect(written.remarks.contains { $0.hasPrefix("\(place) nhắc văn bản “99/KH-UBND”") }, "\(written.remarks)")
        #expect(written.remarks.contains { $0.hasPrefix("\(place) viết “đặc khu”") })
      }
      daemon.terminate()
      try #expect(daemon.exitCode() == 0, "\(daemon.errors())")
    }
  }
}
