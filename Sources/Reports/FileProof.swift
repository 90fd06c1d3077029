package import Foundation

extension Recount {
  /// That a Word file was made of other figures than those that were kept with it: it bears the proof of another count.
  /// A file without any proof, as one that was written by hand or signed and scanned, says nothing of itself.
  package func remark(onWord file: Data) -> String? {
    guard let hashes = try? Self.hashes(inWord: file), !hashes.isEmpty, !hashes.contains(was.hash) else { return nil }
    return """
      Tệp được giữ mang mã kiểm chứng khác với số liệu được giữ: tệp viết vào lúc khác, nên số in trong tệp có thể \
      khác cột “Lúc ghi nhận”.
      """
  }

  /// What stands behind the words that a proof is printed with.
  private static func hashes(inWord file: Data) throws -> Set<String> {
    let package = try ZipPackage(reading: file)
    var hashes: Set<String> = []
    for name in package.names where TemplateFiller.isFilled(name) {
      guard let part = package[name], part.count <= TemplatePackage.treeLimit else { continue }
      try XMLTree(part, name: name).withRoot { root in
        for paragraph in root.descendants("p") {
          let text = ParagraphText(paragraph).text.precomposedStringWithCanonicalMapping
          for match in text.matches(of: /mã kiểm chứng\s+([0-9a-f]{64})/) { hashes.insert(String(match.1)) }
        }
      }
    }
    return hashes
  }
}
