import Foundation
import FrontDesk
import HTTPTypes
import Queueing
import Records
import Reports
import Storage
import Testing

import Console

/// A year of tally sheets in one file, one line in a hundred of them wrong.
@Suite struct LongImportTests {
  private static let isSoak = ProcessInfo.processInfo.environment["LUOT_SOAK"] != nil
  private static let someLines = 2000
  private static let lines = isSoak ? 100_000 : someLines

  private static func isWrong(_ line: Int) -> Bool { line % 100 == 50 }

  private static func file(_ lines: Int = someLines) -> String {
    var text = "\u{FEFF}STT;Ngày;Giờ;Người hỗ trợ;Nơi hỗ trợ;Việc đã hỗ trợ;Thôn;Độ tuổi\r\n"
    for line in 1...lines {
      let day = OfficeUnderTest.monday.advanced(by: -1 - line % 300)
      let (_, month, date) = day.civil
      let activity = isWrong(line) ? "bay lên" : ["Dịch vụ công trực tuyến", "vneid-use"][line % 2]
      text += "\(line);\(date)/\(month)/\(day.civil.year);\(7 + line % 9):\(10 + line % 50);an;school;\(activity);"
      text += "Thôn 1;60-79\r\n"
    }
    return text
  }

  @Test func `Only the good lines of a long file come in, only once confirmed, and only once`() async throws {
    let (good, wrong) = (Self.lines - Self.lines / 100, Self.lines / 100)
    let file = Self.file(Self.lines)
    try await OfficeUnderTest().serving { open in
      try await open.staff(patience: .seconds(Self.isSoak ? 3600 : 300)) { client in
        let sent = try await client.send(.post, "/api/v1/imports/assistances", file, type: "text/csv")
        let read: ImportAnswer = try sent.decoded()
        #expect(read.counts == [good, 0, wrong])
        // Each wrong line is named: the header is line 1 of the file.
        #expect(read.refusals.map(\.line) == (1...Self.lines).filter(Self.isWrong).map { $0 + 1 })
        #expect(try await open.office.assistanceCount() == 0)
        try await open.office.reception.confirmImport(read.id, by: OfficeUnderTest.admin)
        // Somebody takes a number between any two groups of lines, and is not made to wait for the file.
        var groups = 0
        while try await open.office.reception.continueImports() {
          groups += 1
          if groups % 50 == 1 { _ = try await client.take() }
        }
        #expect(groups >= good / 200)
        #expect(try await open.office.assistanceCount() == good)
        let again: ImportAnswer = try await client.send(
          .post, "/api/v1/imports/assistances", file, type: "text/csv"
        ).decoded()
        #expect(again.counts == [0, good, wrong])
      }
      #expect(try await open.office.store.verify().problems == [])
    }
  }

  @Test func `An import that was confirmed goes on where a crash left it`() async throws {
    let office = try await OfficeUnderTest()
    try await office.serving { open in
      let read: ImportAnswer = try await open.staff { client in
        try await client.send(.post, "/api/v1/imports/assistances", Self.file(), type: "text/csv").decoded()
      }
      try await office.reception.confirmImport(read.id, by: OfficeUnderTest.admin)
      #expect(try await office.reception.continueImports())
      let first = try await office.assistanceCount()
      #expect(first > 0 && first < read.accepted)
      // What another process finds that opens the file as it is now.
      let copy = "\(office.folder)/after-the-crash.sqlite"
      _ = try await office.store.backup(to: copy)
      let reopened = try Store(
        path: copy, now: office.clock.wall.now(), day: OfficeUnderTest.monday, epoch: UUID().uuidString,
        onCommit: { _ in })
      let reception = Reception(
        store: reopened, office: OfficeUnderTest.office, clock: office.clock.wall, onlineActivities: [.onlineService],
        printsSlips: false, makeToken: { UUID().uuidString })
      while try await reception.continueImports() {}
      let done = try await reception.importAnswer(read.id)
      #expect(done.state == .done && done.taken == read.accepted)
      #expect(try await reopened.verify().problems == [])
      try reopened.close()
      #expect(try await office.assistanceCount() == first)
    }
  }

  @Test func `What nobody confirms is forgotten with its day, the names in it too`() async throws {
    try await OfficeUnderTest().serving { open in
      let read: ImportAnswer = try await open.staff { client in
        try await client.send(.post, "/api/v1/imports/assistances", Self.file(), type: "text/csv").decoded()
      }
      #expect(try await !open.office.reception.forgetOldImports())
      open.office.clock.advance(seconds: 86_400)
      try await open.office.reception.passTime()
      while try await open.office.reception.forgetOldImports() {}
      await #expect(throws: RequestProblem.noSuchImport(read.id)) {
        try await open.office.reception.importAnswer(read.id)
      }
      #expect(try await open.office.store.verify().problems == [])
    }
  }

  @Test func `A file that is being read when the day turns is read to its end`() async throws {
    try await OfficeUnderTest().serving { open in
      let reception = open.office.reception
      func begin() async throws -> ImportSession {
        try await reception.beginImport(
          .assistances, fileDigest: String(repeating: "0", count: 64), by: OfficeUnderTest.admin)
      }
      func turnDay() async throws {
        open.office.clock.advance(seconds: 86_400)
        try await reception.passTime()
        while try await reception.forgetOldImports() {}
      }
      let reader = try TableFormat.csv.reader(of: Array(Self.file(3).utf8))
      var session = try await begin()
      try await session.read(#require(try reader.next()))
      // Of a process that ended before its file did.
      let abandoned = try await begin()
      try await turnDay()
      while let line = try reader.next() { try await session.read(line) }
      try await session.end()
      #expect(try await reception.importAnswer(ImportReading.idText(of: session.reading)).state == .ready)
      try await turnDay()
      for reading in [session.reading, abandoned.reading] {
        let id = ImportReading.idText(of: reading)
        await #expect(throws: RequestProblem.noSuchImport(id)) { try await reception.importAnswer(id) }
      }
    }
  }
}

extension OfficeUnderTest {
  func assistanceCount() async throws -> Int {
    try await reception.statistics(
      from: Self.monday.advanced(by: -399), through: Self.monday, by: nil, and: nil
    ).total.turns
  }
}
