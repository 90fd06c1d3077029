import AsyncHTTPClient
import Foundation
import FrontDesk
import GRDB
import Glibc
import NIOCore
import Testing

@testable import Reports

extension RealDaemonTests {
  @Suite(.serialized) struct StopTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `A signal ends the daemon while event streams are open`(signal: CInt) async throws {
      let daemon = try DaemonProcess(state: Fixture.temporaryFolder())
      try daemon.waitUntilReady()
      let url = SocketClient(socket: daemon.socket).url("/api/v1/events")
      let (snapshots, snapshot) = AsyncStream.makeStream(of: String.self)
      try await withThrowingTaskGroup { group in
        for _ in 0..<3 {
          group.addTask {
            // The stream ends with the daemon, by its end or by a broken connection.
            let response = try? await HTTPClient.shared.execute(
              HTTPClientRequest(url: url), timeout: .init(DaemonProcess.patience))
            guard let body = response?.body else { return }
            do {
              for try await bytes in body { snapshot.yield(String(buffer: bytes)) }
            } catch {}
          }
        }
        var opened = 0
        for await event in snapshots where event.contains("event: board") {
          opened += 1
          if opened == 3 { break }
        }
        daemon.send(signal)
        try #expect(daemon.exitCode() == 0, "\(daemon.errors())")
      }
      #expect(!FileManager.default.fileExists(atPath: daemon.socket))
    }

    @Test func `SIGTERM ends the daemon in the middle of a backup that would take long, and no half copy stays`()
      async throws
    {
      let state = Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: state) }
      let first = try DaemonProcess(state: state)
      try first.waitUntilReady()
      first.terminate()
      try first.exitCode()
      try Self.makeSlowToProve(state + "/luot.sqlite")

      let daemon = try DaemonProcess(state: state)
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      let backups = state + "/backup"
      try await withThrowingTaskGroup { group in
        // The answer to this request, if one still comes, matters to nobody.
        group.addTask { _ = try? await client.post("/api/v1/backups") }
        let deadline = ContinuousClock.now + DaemonProcess.patience
        while ((try? FileManager.default.contentsOfDirectory(atPath: backups)) ?? []).isEmpty {
          try #require(ContinuousClock.now < deadline, "no backup began: \(daemon.errors())")
          await Task.yield()
        }
        daemon.terminate()
        try #expect(daemon.exitCode() == 0, "\(daemon.errors())")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: backups) == [], "\(daemon.errors())")
    }

    @Test func `SIGTERM ends the daemon in the middle of a template that takes long to fill`() async throws {
      let daemon = try DaemonProcess(state: Fixture.temporaryFolder())
      try daemon.waitUntilReady()
      let client = SocketClient(socket: daemon.socket)
      let template = try Self.slowTemplate()
      let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
      await withTaskGroup { group in
        for _ in 0..<3 {
          // Whatever becomes of the answer when the daemon ends.
          group.addTask { _ = try? await client.upload("/api/v1/report/template", template, type: word) }
        }
        // One is filled after the other: with the first answer the next has begun.
        await group.next()
        daemon.terminate()
        do {
          #expect(try daemon.exitCode() == 0, "\(daemon.errors())")
        } catch {
          Issue.record(error)
        }
      }
      #expect(!daemon.errors().contains("took longer"))
    }

    /// As large as a template may be, and full of blocks that are searched for their end.
    private static func slowTemplate() throws -> Data {
      var package = try ZipPackage(reading: StockTemplate.file())
      let name = "word/document.xml"
      let one = "<w:p><w:r><w:t>{{#muc_i}}</w:t></w:r></w:p>"
      let part = String(decoding: try #require(package[name]), as: UTF8.self)
      let room = (TemplatePackage.treeLimit - part.utf8.count) / one.utf8.count
      package[name] = Data(
        part.replacing("<w:body>", with: "<w:body>" + String(repeating: one, count: room), maxReplacements: 1).utf8)
      return try package.packed()
    }

    /// Gives a stopped store what a store of many years has too: a check of every row that takes minutes.
    private static func makeSlowToProve(_ path: String) throws {
      let database = try DatabaseQueue(path: path)
      try database.writeWithoutTransaction { db in
        try db.execute(
          sql: """
            PRAGMA ignore_check_constraints=ON;
            CREATE TABLE ballast(size INTEGER CHECK (length(hex(zeroblob(size))) > 0));
            INSERT INTO ballast WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
              SELECT 1000000 FROM n;
            """)
      }
      try database.close()
    }

    @Test func `The socket belongs to owner and group alone`() async throws {
      let daemon = try DaemonProcess(state: Fixture.temporaryFolder())
      try daemon.waitUntilReady()
      let attributes = try FileManager.default.attributesOfItem(atPath: daemon.socket)
      #expect(attributes[.posixPermissions] as? Int == 0o660)
    }

    @Test func `A restart finds board, counters and tickets as they were`() async throws {
      let state = Fixture.temporaryFolder()
      let first = try DaemonProcess(state: state)
      try first.waitUntilReady()
      let client = SocketClient(socket: first.socket)
      _ = try await client.post("/api/v1/counters/3/open")
      _ = try await client.post("/api/v1/tickets", #"{"service": "vneid"}"#)
      _ = try await client.post("/api/v1/tickets", #"{"service": "vneid"}"#)
      _ = try await client.post("/api/v1/counters/3/call-next")
      let before = try await client.get("/api/v1/board").decoded(BoardAnswer.self)
      let counters = try await client.get("/api/v1/counters").decoded([CounterAnswer].self)
      first.kill()

      let second = try DaemonProcess(state: state)
      try second.waitUntilReady()
      let after = try await client.get("/api/v1/board").decoded(BoardAnswer.self)
      #expect(after.calls == before.calls && after.calls.count == 1)
      #expect(after.waiting == before.waiting && after.waiting["vneid"] == 1)
      let again = try await client.get("/api/v1/counters").decoded([CounterAnswer].self)
      #expect(again.map(\.state) == counters.map(\.state))
      #expect(again.map { $0.ticket?.id } == counters.map { $0.ticket?.id })
    }
  }
}
