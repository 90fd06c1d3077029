import Testing

@testable import Console

@Suite struct LongAnswerTests {
  private struct Answer: Encodable {
    struct Row: Encodable {
      let place: Int
      /// What would end the list, were it not text.
      var name = #"["rows":[],"#
    }

    var note = #"a "rows":[] of words"#
    var rows: [Row]
    let total = 7
  }

  @Test(arguments: [0, 1, 255, 256, 257, 1000])
  func `An answer whose rows are encoded by and by has the bytes of the whole`(count: Int) throws {
    let whole = Answer(rows: (0..<count).map { Answer.Row(place: $0) })
    #expect(try JSONAnswer.bytes(Answer(rows: []), with: whole.rows, at: "rows") == JSONAnswer.bytes(whole))
  }

  @Test func `An answer that has no such list is refused`() {
    #expect(throws: EncodingError.self) {
      try JSONAnswer.bytes(["total": 7], with: [1], at: "rows")
    }
  }
}
