import CLinux
import Glibc
package import Logging

/// Writes each event as a line for a person: time, level, sentence, facts.
package struct TerminalLogHandler: LogHandler {
  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let descriptor: CInt
  private let hasColour: Bool

  /// Writes to `descriptor`, which stays its owner's.
  package init(descriptor: CInt = STDERR_FILENO, hasColour: Bool, logLevel: Logger.Level = .info) {
    self.descriptor = descriptor
    self.hasColour = hasColour
    self.logLevel = logLevel
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let record = LogRecord(event, metadata: metadata, provider: metadataProvider)
    let name = record.level.rawValue.uppercased()
    let padding = String(repeating: " ", count: max(0, 8 - name.utf8.count))
    let level = hasColour ? "\u{1B}[\(Self.colour(of: record.level))m\(name)\u{1B}[0m" : name
    // One write a line keeps lines of several threads whole. A terminal that has gone has nobody to be told.
    _ = writeAll("\(Self.localTime()) \(level)\(padding) \(record.line)\n".utf8, to: descriptor)
  }

  private static func colour(of level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 90
    case .info: 32
    case .notice: 36
    case .warning: 33
    case .error, .critical: 31
    }
  }

  private static func localTime() -> String {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    var local = tm()
    localtime_r(&now.tv_sec, &local)
    var text = [UInt8](repeating: 0, count: 32)
    let count = text.withUnsafeMutableBytes { buffer in
      buffer.withMemoryRebound(to: CChar.self) { strftime($0.baseAddress, $0.count, "%F %T", &local) }
    }
    let milliseconds = "00\(now.tv_nsec / 1_000_000)".suffix(3)
    return String(decoding: text.prefix(count), as: UTF8.self) + ".\(milliseconds)"
  }
}
