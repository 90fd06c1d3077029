import Foundation
import FrontDesk
import Queueing
import Testing

/// Help away from the queue from the command line: told, looked at again, and put right.
extension RealDaemonTests {
  @Suite struct AssistCommandTests {
    private struct Page: Decodable {
      let assistances: [AssistanceAnswer]
    }

    @Test func `What was recorded is listed, corrected with a reason, and stays to be seen`() async throws {
      let state = Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: state) }
      let daemon = try DaemonProcess(state: state)
      try daemon.waitUntilReady()
      func luot(_ words: String...) throws -> String {
        String(decoding: try Fixture.luot(words + ["--socket", daemon.socket]), as: UTF8.self)
      }
      let now = String(
        decoding: try Fixture.luot(["clock", "show", "--json", "--socket", daemon.socket]), as: UTF8.self)
      let moment = try #require(now.firstMatch(of: /"now":"([^"]+)"/)?.1, "\(now)")
      let day = String(moment.prefix(10))

      #expect(try luot("assist", "list", "--from", day, "--to", day).contains("Không có lượt hỗ trợ nào"))
      let added = try luot(
        "assist", "add", "--member", "vi-du-1", "--place", "village-hall", "--started-at", "\(day)T00:00:00+07:00",
        "--activity", "smartphone-basics", "--village", "thon-3")
      let id = String(try #require(added.firstMatch(of: /h-[0-9]+/)?.output, "\(added)"))
      let corrected = try luot(
        "assist", "correct", id, "--reason", "Ghi nhầm thôn", "--activity", "smartphone-basics", "--activity",
        "vneid-use", "--village", "thon-5")
      #expect(corrected.contains("Lượt này thay cho \(id)."), "\(corrected)")

      let listed = try luot("assist", "list", "--from", day, "--to", day)
      #expect(listed.contains("đã sửa bằng h-"), "\(listed)")
      let page = try JSONDecoder().decode(
        Page.self, from: Data(try luot("assist", "list", "--json", "--from", day, "--to", day).utf8))
      #expect(page.assistances.map { $0.village?.text } == ["thon-3", "thon-5"])
      #expect(page.assistances.map { $0.activities.count } == [1, 2])
      #expect(page.assistances[0].correctedBy == page.assistances[1].id && page.assistances[0].id == id)
      let noted = try luot(
        "assist", "correct", page.assistances[1].id, "--reason", "Thêm ghi chú", "--activity", "vneid-use", "--note",
        "Máy cũ")
      #expect(try luot("assist", "list", "--from", day, "--to", day).contains("ghi chú: Máy cũ"))
      let last = String(try #require(noted.firstMatch(of: /h-[0-9]+/)?.output, "\(noted)"))
      _ = try luot(
        "assist", "correct", last, "--reason", "Bỏ ghi chú", "--activity", "vneid-use", "--activity", "other",
        "--clear", "note", "--clear", "residence")
      #expect(!(try luot("assist", "list", "--from", day, "--to", day).contains("ghi chú")))
      let client = SocketClient(socket: daemon.socket)
      let total = try await client.get("/api/v1/stats?from=\(day)&to=\(day)").decoded(StatisticsAnswer.self).total
      #expect(total.turns == 1 && total.activities == 2)
      let twice = try luot(
        "assist", "add", "--member", "vi-du-1", "--place", "village-hall", "--started-at", "\(day)T00:00:00+07:00",
        "--activity", "smartphone-basics")
      let second = String(try #require(twice.firstMatch(of: /h-[0-9]+/)?.output, "\(twice)"))
      #expect(try luot("assist", "withdraw", second, "--reason", "Ghi hai lần").contains("Đã bỏ lượt hỗ trợ \(second)"))
      #expect(try luot("assist", "list", "--from", day, "--to", day).contains("– đã bỏ"))
      let after = try await client.get("/api/v1/stats?from=\(day)&to=\(day)").decoded(StatisticsAnswer.self).total
      #expect(after == total)
      let verified = try await client.post("/api/v1/verifications").decoded(VerificationAnswer.self)
      #expect(verified.problems == [])
      daemon.terminate()
      try #expect(daemon.exitCode() == 0, "\(daemon.errors())")
    }
  }
}
