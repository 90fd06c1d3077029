import Foundation
import Testing

@testable import luot

@Suite struct InputFileTests {
  private static func path(_ name: String, _ content: String = "a") throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: name)
    try Data(content.utf8).write(to: file)
    return file.path
  }

  private static func refusal(_ path: String, among kinds: [InputFile.Kind]) -> String? {
    do throws(Failure) {
      _ = try InputFile(path, among: kinds)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: ["mau.docm", "mau.doc", "mau.dotx", "so.csv", "docx"])
  func `A place that takes Word files alone names no other kind, and does not invite to rename`(_ name: String) throws {
    let told = try #require(Self.refusal(try Self.path(name), among: [.docx]))
    #expect(told.contains("phải có đuôi .docx. ") && told.contains("đừng chỉ đổi tên"))
    for other in [".csv", ".xlsx", ".pdf"] where !name.hasSuffix(other) { #expect(!told.contains(other)) }
  }

  @Test func `A file without a byte is refused by its name, one that is named in capitals is taken`() throws {
    let empty = try Self.path("ky.pdf", "")
    #expect(Self.refusal(empty, among: [.docx, .pdf])?.contains("\(empty) trống") == true)
    #expect(Self.refusal(try Self.path("KY.PDF"), among: [.docx, .pdf]) == nil)
  }

  @Test func `A command that brings no file says nothing of a type`() throws {
    #expect(Request.upload("reports", file: nil).contentType == nil)
    let file = try InputFile(try Self.path("ky.pdf"), among: [.pdf])
    #expect(Request.upload("reports", file: file).contentType == "application/pdf")
  }
}
