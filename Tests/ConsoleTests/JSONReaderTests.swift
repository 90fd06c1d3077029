@testable import Console
import Testing

struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue {
    try JSONReader.read(Array(text.utf8))
  }

  @Test func `Every kind of value is read`() throws {
    let value = try read(#" { "a" : [ 1, -0.5e+2, true , false, null, "x" ], "b":{} , "c" : [] } "#)
    #expect(
      value
        == .object([
          .init(
            name: "a",
            value: .list([.number("1"), .number("-0.5e+2"), .bool(true), .bool(false), .null, .text("x")])),
          .init(name: "b", value: .object([])), .init(name: "c", value: .list([])),
        ]))
  }

  @Test func `Escapes are undone, pairs of surrogates too`() throws {
    #expect(try read(#""\"\\\/\b\f\n\r\t\u0041\u1ed9\ud83d\ude00""#) == .text("\"\\/\u{8}\u{C}\n\r\tAộ😀"))
  }

  @Test func `Texts come out composed, however they were typed`() throws {
    for text in ["\"Ho\u{323}\u{302}\"", #""Ho\u0323\u0302""#, "\"H\u{1ED9}\""] {
      guard case .text(let read) = try read(text) else {
        Issue.record("no text")
        return
      }
      #expect(Array(read.unicodeScalars) == ["H", "\u{1ED9}"])
    }
  }

  @Test(arguments: [
    "", " ", "{", "}", "[", "]", "{]", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}",
    "{\"a\":1}x", "{\"a\":1}{}", "tru", "nul", "True", "NaN", "Infinity", "-", "01", "1.", ".5", "1e", "1e+", "+1",
    "0x1",
    "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\u0041\"",
    "\"\\udc00\"",
    "\"a\nb\"", "\"\u{0}\"", "{\"a\":1,\"a\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}", "// x\n1", "[1]/**/",
    String(repeating: "[", count: 10_000), String(repeating: "{\"a\":", count: 10_000),
  ])
  func `What is no JSON is refused`(text: String) {
    #expect(throws: JSONFault.self) { try read(text) }
  }

  @Test(arguments: [
    [0xFF], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
    [0xEF, 0xBB, 0xBF, 0x7B, 0x7D],
    [0x7B, 0x00, 0x7D], [0xFE, 0xFF, 0x00, 0x7B],
  ])
  func `Bytes that are no UTF-8 text of JSON are refused`(bytes: [UInt8]) {
    #expect(throws: JSONFault.self) { try JSONReader.read(bytes) }
  }
}
