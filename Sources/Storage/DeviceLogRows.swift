import GRDB
package import Queueing

/// One line of the device log.
///
/// The log stands beside the journal, not in it: what is plugged in is no fact of the queue, nothing is counted from
/// it, and it may be cut when it grows long.
package struct DeviceLogEntry: Hashable, Sendable {
  package enum Event: String, Sendable, Codable {
    case arrived, lost
    /// Something is wrong with a device that is there; `detail` says what.
    case fault
    /// It works again.
    case mended
  }

  package let at: Timestamp
  package let event: Event
  package let device: String
  package let kind: String
  package let name: String
  package let detail: String?

  package init(at: Timestamp, event: Event, device: String, kind: String, name: String, detail: String?) {
    self.at = at
    self.event = event
    self.device = device
    self.kind = kind
    self.name = name
    self.detail = detail
  }

  fileprivate init(row: Row) throws {
    self.init(
      at: try row.instant(0), event: try row.choice(1), device: try row.value(2), kind: try row.value(3),
      name: try row.value(4), detail: try row.value(5))
  }
}

extension ReadTransaction {
  /// The latest entries of the device log, newest first.
  package func deviceLog(limit: Int) throws -> [DeviceLogEntry] {
    try rows(
      "SELECT at, event, device, kind, name, detail FROM device_log ORDER BY id DESC LIMIT ?", [limit],
      DeviceLogEntry.init(row:))
  }

  /// For each device the last time it came or went.
  package func lastPresences() throws -> [DeviceLogEntry] {
    try rows(
      """
      SELECT at, event, device, kind, name, detail FROM device_log WHERE id IN \
      (SELECT max(id) FROM device_log WHERE event IN ('arrived', 'lost') GROUP BY device) ORDER BY id
      """, [], DeviceLogEntry.init(row:))
  }
}

extension WriteTransaction {
  /// Entries that are kept: of all devices, and of one, so that a loose plug does not push out what the others did.
  package static let deviceLogLimit = (all: 5000, ofOne: 500)
  /// Older entries go, except the newest `deviceLogKept`: a clock that ran ahead once must not empty the log.
  package static let deviceLogAge = 400 * 86_400
  package static let deviceLogKept = 1000

  package func log(_ entry: DeviceLogEntry) throws {
    try execute(
      "INSERT INTO device_log(at, event, device, kind, name, detail) VALUES (?, ?, ?, ?, ?, ?)",
      [entry.at.milliseconds, entry.event.rawValue, entry.device, entry.kind, entry.name, entry.detail])
    try execute(
      "DELETE FROM device_log WHERE id <= (SELECT id FROM device_log ORDER BY id DESC LIMIT 1 OFFSET ?)",
      [Self.deviceLogLimit.all])
    try execute(
      """
      DELETE FROM device_log WHERE device = ?1 AND id <= \
      (SELECT id FROM device_log WHERE device = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
      """, [entry.device, Self.deviceLogLimit.ofOne])
    try execute(
      """
      DELETE FROM device_log WHERE at < ? AND id <= (SELECT id FROM device_log ORDER BY id DESC LIMIT 1 OFFSET ?)
      """,
      [entry.at.adding(seconds: -Self.deviceLogAge).milliseconds, Self.deviceLogKept])
  }
}
