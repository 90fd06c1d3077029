import ArgumentParser

/// A word of a closed set. The help of an option names the set in Vietnamese; the parser would add “(values: …)”.
protocol ListedWord: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension ListedWord {
  static var allValueStrings: [String] { [] }

  static var defaultCompletionKind: CompletionKind { .list(allCases.map(\.rawValue)) }
}
