import Foundation
import Testing

/// What a reader can check and no compiler does.
@Suite struct HouseRuleTests {
  @Test(arguments: HouseRule.all)
  func `The tree keeps the rule`(_ rule: HouseRule) throws {
    let files = SourceTree.files.filter(rule.scope.holds)
    #expect(files.count > 10)
    try expectNone(files.flatMap(rule.findings))
  }

  @Test(arguments: HouseRule.all)
  func `The rule tells good from bad`(_ rule: HouseRule) throws {
    for sample in rule.refused {
      #expect(try !rule.findings(in: SourceFile(path: "Sample.swift", text: sample)).isEmpty, "accepts \(sample)")
    }
    for sample in rule.accepted {
      #expect(try rule.findings(in: SourceFile(path: "Sample.swift", text: sample)).isEmpty, "refuses \(sample)")
    }
  }

  @Test func `Only code is read as code`() {
    #expect(
      swiftCode(of: ##"let a = "Task { \" "; b() // c"##) == ##"let a =             ; b()     "##)
    #expect(swiftCode(of: "a /* b /* c */ d */ e") == "a                   e")
    #expect(swiftCode(of: "\"\"\"\n try! \"x\" \n\"\"\"\ntry! f()") == "   \n          \n   \ntry! f()")
    #expect(swiftCode(of: ##"#"\d"# + x"##) == "       + x")
    #expect(swiftCode(of: "#if DEBUG") == "#if DEBUG")
  }

  @Test func `What is taken out of the compiler's hands says who guarantees it`() throws {
    try expectNone(SourceTree.swift.flatMap(unexplained))
  }

  @Test func `An unexplained guarantee is found`() throws {
    let refused = [
      "final class A: @unchecked Sendable {", "\nnonisolated(unsafe) let b = 1", "let c = Unmanaged.passRetained(d)",
    ]
    for sample in refused {
      #expect(try unexplained(SourceFile(path: "Sample.swift", text: sample)).count == 1, "accepts \(sample)")
    }
    let accepted = [
      "// One thread has it.\nfinal class A: @unchecked Sendable {", "nonisolated(unsafe) let b = 1  // never written",
    ]
    for sample in accepted {
      #expect(try unexplained(SourceFile(path: "Sample.swift", text: sample)).isEmpty, "refuses \(sample)")
    }
  }

  @Test func `Whatever sessions rest on is written through changeSignIn, so that none is kept in mind beyond it`()
    throws
  {
    let storage = SourceTree.files.filter { $0.isIn("Sources/Storage") }
    #expect(storage.contains { $0.text.contains("changeSignIn(") })
    try expectNone(storage.flatMap(unnoticed))
  }

  @Test func `A session that is changed unnoticed is found`() throws {
    for sample in [
      "try execute(\"DELETE FROM session\")", "UPDATE account SET role = 1", "changeSignIn(a)\nINSERT INTO member(id)",
    ] {
      #expect(try unnoticed(SourceFile(path: "A.swift", text: sample)).count == 1, "accepts \(sample)")
    }
    for sample in [
      "changeSignIn(\"DELETE FROM session\")", "changeSignIn(\n  \"INSERT INTO member(id)\")", "SELECT id FROM member",
      "UPDATE counter_session SET ended = 1",
    ] {
      #expect(try unnoticed(SourceFile(path: "A.swift", text: sample)).isEmpty, "refuses \(sample)")
    }
  }

  @Test func `No module is named like a type inside it`() throws {
    try expectNone(SourceTree.swift.flatMap(namesakes))
  }

  @Test func `A type named like its module is found`() throws {
    let sample = SourceFile(path: "Sources/Storage/A.swift", text: "package struct Storage {}\nstruct StorageRow {}")
    #expect(try namesakes(sample).map(\.line) == [1])
  }

  @Test func `Every file begins with what it has to say and ends its last line`() {
    let written = [".swift", ".md", ".toml", ".service", ".conf", "Makefile"]
    expectNone(SourceTree.files.filter { file in written.contains { file.path.hasSuffix($0) } }.flatMap(raggedness))
  }

  @Test func `A file that begins or ends with nothing is found`() {
    for sample in ["", "\nlet a = 1\n", "let a = 1", "let a = 1\n\n", "let a = 1 \n"] {
      #expect(!raggedness(SourceFile(path: "A.swift", text: sample)).isEmpty, "accepts \(sample.debugDescription)")
    }
    #expect(raggedness(SourceFile(path: "A.swift", text: "let a = 1\n")).isEmpty)
  }

  @Test func `Vietnamese is written in composed letters`() {
    let written = ["Sources", "Config", "README.md", "Makefile", "systemd", "scripts"]
    expectNone(SourceTree.files.filter { file in written.contains { file.isIn($0) } }.flatMap(decomposed))
  }

  @Test func `Decomposed letters are found`() {
    #expect(decomposed(SourceFile(path: "A.swift", text: "Qu\u{1EA7}y\nQua\u{302}\u{300}y")).map(\.line) == [2])
  }

  /// Lines within which a comment above a statement is about it.
  private static let explanationDistance = 6

  private func unexplained(_ file: SourceFile) throws -> [Finding] {
    let pattern = try pattern(#"@unchecked Sendable|nonisolated\(unsafe\)|\bUnmanaged\b"#)
    return file.code.enumerated().compactMap { index, line in
      guard line.contains(pattern) else { return nil }
      if file.lines[index].contains("//") { return nil }
      let above = file.lines[max(0, index - Self.explanationDistance)..<index]
      if above.contains(where: { $0.drop { $0 == " " }.hasPrefix("//") }) { return nil }
      return Finding(path: file.path, line: index + 1, sentence: "Say above this line who guarantees what")
    }
  }

  private func namesakes(_ file: SourceFile) throws -> [Finding] {
    guard let target = file.target else { return [] }
    let pattern = try pattern(#"\b(struct|class|enum|actor|protocol|typealias)\s+"# + target + #"\b"#)
    return file.code.enumerated().filter { $0.element.contains(pattern) }.map {
      Finding(path: file.path, line: $0.offset + 1, sentence: "A type hides its module \(target)")
    }
  }

  private func raggedness(_ file: SourceFile) -> [Finding] {
    var sentences: [(Int, String)] = []
    if file.lines.first?.allSatisfy(\.isWhitespace) ?? true { sentences.append((1, "The file begins with nothing")) }
    if file.lines.count < 2 || file.lines.last != "" || file.lines.dropLast().last == "" {
      sentences.append((file.lines.count, "The file does not end with one line break"))
    }
    for (index, line) in file.lines.enumerated() where line.hasSuffix(" ") && file.name.hasSuffix(".swift") {
      sentences.append((index + 1, "Spaces end the line"))
    }
    return sentences.map { Finding(path: file.path, line: $0.0, sentence: $0.1) }
  }

  private func decomposed(_ file: SourceFile) -> [Finding] {
    file.lines.enumerated().filter { _, line in
      !line.unicodeScalars.elementsEqual(line.precomposedStringWithCanonicalMapping.unicodeScalars)
    }.map { Finding(path: file.path, line: $0.offset + 1, sentence: "Write the letters composed (NFC)") }
  }
}

/// Statements that write what sessions rest on, and are not told of.
private func unnoticed(_ file: SourceFile) throws -> [Finding] {
  let table = #"(INTO|UPDATE|DELETE FROM) (account|session|member|service_day)\b"#
  let (all, told) = (try Regex(table), try Regex(#"changeSignIn\(\s*""# + "(INSERT )?" + table))
  let ends = Set(file.text.ranges(of: told).map(\.upperBound))
  return file.text.ranges(of: all).filter { !ends.contains($0.upperBound) }.map { range in
    Finding(
      path: file.path, line: file.text[..<range.lowerBound].count { $0 == "\n" } + 1,
      sentence: "it writes what sessions rest on without changeSignIn")
  }
}
