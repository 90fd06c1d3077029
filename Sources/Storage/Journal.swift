import Crypto
package import Foundation
import GRDB
package import Queueing

/// One row of the journal.
package struct JournalEntry: Hashable, Sendable {
  package let seq: Int64
  package let at: Timestamp
  package let day: ServiceDay
  package let kind: String
  package let actor: String
  /// Canonical JSON.
  package let body: String
}

/// Where a chain of entries ends: what the next one is hashed over, and what a statistic is counted from.
package struct ChainEnd: Hashable, Sendable {
  package let seq: Int64
  /// 32 bytes.
  package let hash: Data

  package static let beginning = ChainEnd(seq: 0, hash: Data(repeating: 0, count: 32))

  package var hashText: String { hash.hexText }
}

extension Data {
  /// Two lower-case digits a byte.
  var hexText: String {
    map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}

enum Chain {
  static func digest(of body: Data) -> Data {
    Data(SHA256.hash(data: body))
  }

  /// SHA-256 over the previous hash, the entry's own header fields (each with its length, so that no two headers
  /// read alike) and the digest of its body.
  static func hash(
    after previous: Data, seq: Int64, at: Timestamp, day: String, kind: String, actor: String, digest: Data
  ) -> Data {
    var bytes = Data(capacity: 160)
    bytes.append(previous)
    withUnsafeBytes(of: seq.bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: at.milliseconds.bigEndian) { bytes.append(contentsOf: $0) }
    for text in [day, kind, actor] {
      withUnsafeBytes(of: UInt32(text.utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(digest)
    return Data(SHA256.hash(data: bytes))
  }

  static func end(in db: Database) throws -> ChainEnd {
    let statement = try db.cachedStatement(sql: "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
    guard let row = try Row.fetchOne(statement) else { return .beginning }
    return ChainEnd(seq: try row.value(0), hash: try row.value(1))
  }

  /// Where the chain ended with the entry `seq`.
  static func end(at seq: Int64, in db: Database) throws -> ChainEnd {
    let statement = try db.cachedStatement(sql: "SELECT seq, hash FROM journal WHERE seq = ?")
    guard let row = try Row.fetchOne(statement, arguments: [seq]) else { return .beginning }
    return ChainEnd(seq: try row.value(0), hash: try row.value(1))
  }
}
