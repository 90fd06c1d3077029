import Foundation
import FrontDesk
import Queueing
import Testing

@testable import Console

struct AnswerDateTests {
  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    (-14_182_940, "Sun, 20 Jul 1969 20:17:40 GMT"), (-86_400, "Wed, 31 Dec 1969 00:00:00 GMT"),
    // Of RFC 9110 itself, section 5.6.7.
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
    (1_795_400_045, "Mon, 23 Nov 2026 02:14:05 GMT"), (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
  ])
  func `An instant is worded as HTTP has it`(second: Int, text: String) {
    let date = AnswerDate()
    #expect(date.text(at: Timestamp(milliseconds: Int64(second) * 1000)) == text)
    #expect(date.text(at: Timestamp(milliseconds: Int64(second) * 1000 + 999)) == text)
    #expect(date.text(at: Timestamp(milliseconds: Int64(second) * 1000 + 1000)) != text)
  }

  @Test func `An answer bears the date, as the office's clock has it`() async throws {
    try await OfficeUnderTest().serving { open in
      let reply = try await onThread { [port = open.port] in
        let connection = try RawConnection(port: port)
        try connection.send("GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return try connection.readToEnd()
      }
      #expect(reply.hasPrefix("HTTP/1.1 200 "), "\(reply)")
      let dates = reply.split(separator: "\r\n").filter { $0.lowercased().hasPrefix("date: ") }
      let expected = AnswerDate().text(at: open.office.reception.clock.now())
      // The clock of this office stands.
      #expect(dates.map { $0.dropFirst(6) } == [expected[...]])
    }
  }
}
