/// What `Package.swift` declares.
struct Manifest {
  struct Target: Hashable {
    let name: String
    let kind: Kind
    /// Modules and products, by name.
    let dependencies: Set<String>
    let line: Int
  }

  enum Kind: String {
    case module = "target"
    case program
    case tests
    case cLibrary = ".systemLibrary"
  }

  let targets: [Target]

  /// Reads the four ways in which this package's manifest declares a target, and the names it gives to products.
  init(_ file: SourceFile) throws {
    let text = file.text
    let productPattern = try pattern(
      #"let (\w+): Target\.Dependency = \.product\(name: "(\w+)""#, as: (Substring, Substring, Substring).self)
    let products = Dictionary(
      uniqueKeysWithValues: text.matches(of: productPattern).map { (String($0.output.1), String($0.output.2)) })
    let targetPattern = try pattern(
      #"(?m)^\s*(target|program|tests|\.systemLibrary)\(\s*(?:name: )?"([\w-]+)"(?:,\s*\[([^\]]*)\])?"#,
      as: (Substring, Substring, Substring, Substring?).self)
    targets = text.matches(of: targetPattern).compactMap { match in
      guard let kind = Kind(rawValue: String(match.output.1)) else { return nil }
      let words = (match.output.3 ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
      return Target(
        name: String(match.output.2), kind: kind,
        dependencies: Set(
          words.map { word in
            word.hasPrefix("\"") ? word.filter { $0 != "\"" } : products[word] ?? word
          }),
        line: text[..<match.output.2.startIndex].count { $0 == "\n" } + 1)
    }
  }

  func named(_ name: String) -> Target? { targets.first { $0.name == name } }
}
