import Foundation
import Queueing
import Testing

@Suite struct IdentifierTests {
  @Test(arguments: ["a", "1", "ho-tich", "dvc-truc-tuyen", "a--b", String(repeating: "x", count: 40)])
  func `An id of ASCII kebab-case is read and written alike`(text: String) throws {
    let id = try #require(ServiceID(text))
    #expect(id.text == text)
    #expect(try JSONDecoder().decode(ServiceID.self, from: JSONEncoder().encode(id)) == id)
  }

  @Test(arguments: [
    "", "-a", "a-", "A", "hộ-tịch", "a b", "a_b", "a/b", "a\0", "a\n", "ı", String(repeating: "x", count: 41),
    "e\u{301}",
  ])
  func `Any other id is refused`(text: String) throws {
    #expect(ServiceID(text) == nil)
    let json = try JSONEncoder().encode(text)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(ServiceID.self, from: json) }
  }

  @Test(arguments: [(1, "A001"), (5, "A005"), (42, "A042"), (999, "A999"), (1000, "A1000"), (10_000, "A10000")])
  func `A number has three digits, and more after 999`(ordinal: Int, text: String) {
    let number = TicketNumber(series: "A", ordinal: ordinal)
    #expect(number.text == text)
    #expect(TicketNumber(text) == number)
    #expect(TicketNumber(text.lowercased()) == number)
  }

  @Test(arguments: [
    "", "A", "A05", "A000", "A0005", "A01000", "5", "005", "AA005", "A00x", "A-05", "A 005", "A005 ", "Đ005", "ı005",
    "ſ005", "A00５", "A00\u{301}5", "A+05", "A99999999",
  ])
  func `Any other number is refused`(text: String) {
    #expect(TicketNumber(text) == nil)
  }

  @Test func `A ticket's id is its day and its number`() throws {
    let id = try #require(TicketID("2026-11-23-a005"))
    #expect(id.day.text == "2026-11-23")
    #expect(id.number.text == "A005")
    #expect(id.text == "2026-11-23-a005")
    #expect(TicketID("2026-11-23-A1000")?.text == "2026-11-23-a1000")
    #expect(try JSONDecoder().decode(TicketID.self, from: JSONEncoder().encode(id)) == id)
  }

  @Test(arguments: [
    "", "2026-11-23", "2026-11-23-", "2026-11-23a005", "2026-11-23_a005", "2026-02-29-a005", "26-11-23-a005",
    "2026-11-23-a05", "2026-11-23-a005-", " 2026-11-23-a005", "2026-11-2３-a005",
  ])
  func `Any other ticket id is refused`(text: String) {
    #expect(TicketID(text) == nil)
  }
}
