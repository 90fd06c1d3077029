import Testing

/// A rule that one line of source keeps or breaks, with samples that show it tells them apart.
struct HouseRule: Sendable, CustomTestStringConvertible {
  /// Which files it holds for.
  struct Scope: Sendable {
    let holds: @Sendable (SourceFile) -> Bool

    static let everywhere = Scope { _ in true }
    static let sources = Scope { $0.isIn("Sources") }
    static let swift = Scope { $0.isIn("Sources") || $0.isIn("Tests") }
    static let pure = Scope { $0.isIn("Sources") && ImportTable.pure.contains($0.target ?? "") }
  }

  /// Where it looks: comments and strings can break only a rule about words.
  enum Reading: Sendable {
    case code
    case words
  }

  let sentence: String
  let scope: Scope
  let reading: Reading
  /// A regular expression that finds the breach.
  let breach: String
  let refused: [String]
  let accepted: [String]

  var testDescription: String { sentence }

  func findings(in file: SourceFile) throws -> [Finding] {
    let pattern = try pattern(breach)
    return (reading == .code ? file.code : file.lines).enumerated().filter { $0.element.contains(pattern) }.map {
      Finding(path: file.path, line: $0.offset + 1, sentence: sentence)
    }
  }
}

extension HouseRule {
  static let all = [
    HouseRule(
      sentence: "A component's life is its run(): no task outlives the function that began it",
      scope: .sources, reading: .code, breach: #"\bTask\s*(<.*>)?\s*(\{|\(|\.(detached|immediate)\w*\b)"#,
      refused: ["Task { await x() }", "Task<Void, Never> {", "Task.detached {", "Task(priority: .low) {"],
      accepted: [
        "// Task {", "\"Task {\"", "Task.isCancelled", "try await Task.sleep(for: .seconds(1))", "group.addTask {",
      ]),
    HouseRule(
      sentence: "A failure is thrown, not trapped",
      scope: .sources, reading: .code, breach: #"\b(fatalError|preconditionFailure)\s*\(|\b(try|as)!"#,
      refused: ["fatalError(\"x\")", "try! read()", "x as! Int", "preconditionFailure()"],
      accepted: ["try? read()", "x as? Int", "precondition(count > 0)", "/// never `try!`"]),
    HouseRule(
      sentence: "What targets share is package, nothing is public",
      scope: .sources, reading: .code, breach: #"(^|[^.`\w])(public|open)(\(set\))?\s+[a-z]"#,
      refused: ["public struct A {", "  public import Logging", "open class B {", "public(set) var c = 1"],
      accepted: ["package struct A {", "case open, closed", "static let listener = Self.public", "// public so that"]),
    HouseRule(
      sentence: "A pure target is handed the time",
      scope: .pure, reading: .code,
      breach: #"\bDate\(\)|\.now\b|\b(Continuous|Suspending)Clock\b|\b(clock_gettime|gettimeofday|time)\(nil"#,
      refused: ["let now = Date()", "ContinuousClock().now", "clock.measure { .now }"],
      accepted: ["func call(now: Timestamp)", "let nowhere = 1", "// Date()"]),
    HouseRule(
      sentence: "A pure target is handed chance and identity",
      scope: .pure, reading: .code,
      breach: #"\bUUID\(\)|SystemRandomNumberGenerator|\.(shuffled?|randomElement)\(\)|\.random\((?!.*\busing:)"#,
      refused: ["UUID()", "Int.random(in: 0..<6)", "list.shuffled()", "list.randomElement()"],
      accepted: ["Int.random(in: 0..<6, using: &generator)", "list.shuffled(using: &generator)"]),
    HouseRule(
      sentence: "A pure target waits for nothing and touches nothing",
      scope: .pure, reading: .code,
      breach: #"\b(async|await|actor|FileManager|ProcessInfo|Foundation|getenv|debugPrint)\b|(^|[^.\w])print\("#,
      refused: ["func f() async {", "await g()", "print(1)", "FileManager.default", "actor A {"],
      accepted: ["let asynchronous = 1", "queue.print(slip)", "// async"]),
    HouseRule(
      sentence: "Nothing is left for later",
      scope: .swift, reading: .words, breach: "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b",
      refused: ["// TO" + "DO: later", "/* FIX" + "ME */"], accepted: ["let todos = 1"]),
    HouseRule(
      sentence: "The tree does not know the machine it was written on",
      scope: .everywhere, reading: .words, breach: #"(^|[^\w.\]})])/(work|root|home|opt/swift)(/|\b)"#,
      refused: ["cd /" + "work/main", "PATH=/" + "opt/swift/usr/bin", "\"/" + "root/.cache\""],
      accepted: ["\(["", "var", "lib", "luot"].joined(separator: "/"))", "a/" + "work/b"]),
    HouseRule(
      sentence: "An address in the tree is this machine's, an example's or one of a few public ones",
      scope: .everywhere, reading: .words,
      breach: #"https?://(?!localhost|127\.|192\.168\.|10\.|[\w.-]*\bexample\b|[\w.-]+\.vn\b|"#
        + #"(github\.com|howardhinnant\.github\.io|(www\.)?(swift|apache|sqlite|rfc-editor|unicode|no-color)\.org|"#
        + #"schemas\.(openxmlformats\.org|microsoft\.com)|purl\.oclc\.org)\b)"#
        + #"[\w-]+(\.\w|:\d\d)"#,
      refused: ["https:" + "//packages.internal/simple", "http:" + "//8.8.8.8/", "http:" + "//mirror:8080"],
      accepted: [
        "https://github.com/groue/GRDB.swift", "http://127.0.0.1:8200", "http://\\(host)", "http://192.168.1.10",
      ]),
  ]
}
