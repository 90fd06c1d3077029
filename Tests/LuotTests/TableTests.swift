import Testing

@testable import luot

struct TableTests {
  @Test func `Columns are as wide as their widest text, and Vietnamese letters with marks count as one`() {
    let table = Table(
      [.init("Tên"), .init("Số", .right)], rows: [["Hộ tịch", "7"], ["Đất đai – xây dựng", "2.000"]])
    #expect(
      table.lines() == [
        "Tên                    Số",
        "Hộ tịch                 7",
        "Đất đai – xây dựng  2.000",
      ])
  }

  @Test func `Decomposed letters take no more room than composed ones`() {
    let decomposed = "Ho\u{302}\u{323} tịch"
    #expect(Table(rows: [[decomposed, "x"], ["Hộ tịch", "x"]]).lines().map { $0.count } == [10, 10])
  }

  @Test func `A line has no blanks at its end and begins with the indent`() {
    #expect(Table(rows: [["a", "", ""], ["bbb", "c", ""]]).lines(indent: 2) == ["  a", "  bbb  c"])
  }
}
