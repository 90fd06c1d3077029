import Glibc
package import Logging
import Synchronization

/// Sends each event to journald in its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL), so that
/// `journalctl DEVICE_ID=…` finds by metadata what `journalctl -u` shows as a sentence with its facts.
package struct JournaldLogHandler: LogHandler {
  package static let socketPath = "/run/systemd/journal/socket"
  /// Longer values are cut: journald takes longer ones only as a file, and no event of ours needs that.
  static let longestValue = 16_384

  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let identifier: String
  private let journal: Journal

  /// `identifier` is the program's name in the journal, `label` the logger's.
  package init(
    label: String, identifier: String, logLevel: Logger.Level = .info, socketPath: String = Self.socketPath
  ) throws(SystemError) {
    self.label = label
    self.identifier = identifier
    self.logLevel = logLevel
    journal = try Journal(socketPath)
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let record = LogRecord(event, metadata: metadata, provider: metadataProvider)
    var entry = JournalEntry()
    entry.add("MESSAGE", record.line)
    entry.add("PRIORITY", "\(Self.priority(of: record.level))")
    entry.add("SYSLOG_IDENTIFIER", identifier)
    entry.add("LOGGER", label)
    entry.add("CODE_FILE", event.file)
    entry.add("CODE_LINE", "\(event.line)")
    for fact in record.facts { entry.add(JournalEntry.fieldName(fact.key), fact.value) }
    journal.send(entry)
  }

  /// The numbers of syslog (RFC 5424).
  private static func priority(of level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}

/// The bytes of one entry.
struct JournalEntry {
  private(set) var bytes: [UInt8] = []

  /// `NAME=value` and a line feed; a value with line feeds of its own goes as the name, a line feed, its length as
  /// 64 bits little-endian, and the value.
  mutating func add(_ name: String, _ value: String) {
    var content = Array(value.utf8.prefix(JournaldLogHandler.longestValue))
    if content.count < value.utf8.count {
      // The cut may have fallen inside a character.
      content = Array(String(decoding: content, as: UTF8.self).utf8) + Array("…".utf8)
    }
    bytes += Array(name.utf8)
    if content.contains(UInt8(ascii: "\n")) {
      bytes.append(UInt8(ascii: "\n"))
      withUnsafeBytes(of: UInt64(content.count).littleEndian) { bytes += Array($0) }
    } else {
      bytes.append(UInt8(ascii: "="))
    }
    bytes += content
    bytes.append(UInt8(ascii: "\n"))
  }

  /// journald takes `A–Z`, digits and `_`, no leading `_` or digit, at most 64 bytes, and silently drops a field with
  /// another name. A fact named like a field of ours would overwrite what it means, so it stands apart.
  static func fieldName(_ key: String) -> String {
    let name = String(
      key.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }.drop { $0 == "_" }.prefix(60))
    let ours = ["MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "LOGGER", "CODE_FILE", "CODE_LINE"]
    let isTaken = name.isEmpty || ours.contains(name) || name.first?.isNumber == true
    return isTaken ? "KEY_\(name)" : name
  }
}

/// The way to journald, shared by the copies of a handler. A log must not hold up what it tells about: what journald
/// does not take at once is dropped and counted.
private final class Journal: Sendable {
  private let socket: DatagramSocket
  /// How many entries journald has not taken since it last took one.
  private let lost = Mutex(0)

  init(_ path: String) throws(SystemError) {
    socket = try DatagramSocket(to: path, patience: .zero)
  }

  func send(_ entry: JournalEntry) {
    lost.withLock { lost in
      var entry = entry
      if lost > 0 { entry.add("LOST_ENTRIES", "\(lost)") }
      do {
        try socket.send(entry.bytes)
        lost = 0
      } catch {
        lost += 1
      }
    }
  }
}
