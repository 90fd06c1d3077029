import Logging

/// A log event with all its facts in one order, as both handlers write it.
struct LogRecord {
  let level: Logger.Level
  let sentence: String
  /// The event's metadata over the provider's over the logger's, sorted by key; an attached error is `error`.
  let facts: [(key: String, value: String)]

  init(_ event: LogEvent, metadata: Logger.Metadata, provider: Logger.MetadataProvider?) {
    var merged = metadata
    if let provided = provider?.get() { merged.merge(provided) { _, later in later } }
    if let own = event.metadata { merged.merge(own) { _, later in later } }
    if let error = event.error { merged["error"] = "\(error)" }
    level = event.level
    sentence = event.message.description
    facts = merged.sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) }
  }

  /// The sentence and its facts on one line: nothing that a device or a client sent can begin another line or
  /// command a terminal.
  var line: String {
    facts.reduce(into: Self.printable(sentence)) { line, fact in
      let needsQuotes = fact.value.isEmpty || fact.value.contains { $0 == " " || $0 == "\"" || $0 == "=" }
      let value = Self.printable(needsQuotes ? fact.value.replacing("\"", with: "\\\"") : fact.value)
      line += " \(Self.printable(fact.key))=" + (needsQuotes ? "\"\(value)\"" : value)
    }
  }

  private static func printable(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { line, scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .format:
        line += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        line.unicodeScalars.append(scalar)
      }
    }
  }
}
