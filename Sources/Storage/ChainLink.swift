import Foundation
import GRDB
import Queueing

/// An entry of the journal as it is chained: what `verify` and the proof of one number both check, in the same way.
struct ChainLink {
  static let columns = "seq, at, service_day, kind, actor, body, digest, hash"

  let seq: Int64
  let at: Timestamp
  let dayText: String
  let kind: String
  let actor: String
  /// Empty once it has been erased.
  let body: String
  let digest: Data
  let hash: Data

  var day: ServiceDay? { ServiceDay(dayText) }
  /// Where the chain ends with it, as is stored.
  var end: ChainEnd { ChainEnd(seq: seq, hash: hash) }

  /// - Parameter row: of `columns`.
  init(_ row: Row) throws {
    (seq, at, dayText) = (try row.value(0), try row.instant(1), try row.value(2))
    (kind, actor, body) = (try row.value(3), try row.value(4), try row.value(5))
    (digest, hash) = (try row.value(6), try row.value(7))
  }

  struct Check {
    /// Sentences; empty when the link holds.
    var problems: [String] = []
    /// Entries are missing before it, so that nothing more can be said of it.
    var isAfterGap = false
    /// Its body went when its day aged; its digest, by which the chain holds, stayed.
    var isErased = false
  }

  /// Computes its digest and its hash anew. Where the body has been erased, as far as it may be, the stored digest
  /// stands for it.
  ///
  /// - Parameters:
  ///   - before: where the chain ends before it.
  ///   - aged: asked for only when a body is missing.
  func check(after before: ChainEnd, _ aged: () throws -> AgedRecord) rethrows -> Check {
    var check = Check()
    guard seq == before.seq + 1 else {
      check.isAfterGap = true
      check.problems.append("Nhật ký bị hổng: sau mục \(before.seq) là mục \(seq).")
      return check
    }
    let computed = Chain.digest(of: Data(body.utf8))
    let chained = Chain.hash(
      after: before.hash, seq: seq, at: at, day: dayText, kind: kind, actor: actor,
      digest: body.isEmpty ? digest : computed)
    if chained != hash { check.problems.append("Chuỗi nhật ký đứt tại mục \(seq).") }
    if body.isEmpty, let day, try aged().mayBeErased(seq: seq, kind: kind, day: day) {
      check.isErased = true
    } else if computed != digest {
      check.problems.append("Nội dung mục \(seq) của nhật ký đã bị sửa.")
    }
    return check
  }
}

/// What has aged, and so is not there to be compared.
struct AgedRecord {
  /// The last day.
  let through: ServiceDay?
  /// The last journal entry of that day.
  let last: Int64
  /// Whether its details have been erased to the last.
  let isErased: Bool
  let knowledge: WaitKnowledge?
  /// Entries of days after it that have aged with it or before.
  let strays: Set<Int64>

  init(_ transaction: ReadTransaction) throws {
    var (latest, strays): (AgedDay?, Set<Int64>) = (nil, [])
    if try transaction.agedThrough() != nil {
      for day in try transaction.rows("SELECT day FROM aged_day ORDER BY day", [], { try $0.day(0) }) {
        // What the journal does not say is found when the two are compared.
        guard let aged = try? transaction.agedDay(day)?.aged else { continue }
        latest = aged
        strays.formUnion(aged.strays)
      }
    }
    through = latest?.day
    last = latest?.last ?? 0
    knowledge = latest?.knowledge
    isErased = try latest == nil || transaction.count("SELECT count(*) FROM aged_day WHERE is_erased = 0") == 0
    self.strays = strays
  }

  /// For comparison with the text of a day: before all of them when nothing has aged.
  var throughText: String { through?.text ?? "" }

  func mayBeErased(seq: Int64, kind: String, day: ServiceDay) -> Bool {
    guard let through, ReadTransaction.isErased(kind) else { return false }
    return day <= through || strays.contains(seq)
  }

  /// Whether a fact that can still be read is one of what has aged.
  func holds(_ fact: Fact, seq: Int64, kind: String, day: ServiceDay) -> Bool {
    guard let through else { return false }
    if strays.contains(seq) { return true }
    switch fact {
    case .assistanceRecorded(let assistance), .assistanceCorrected(let assistance, _): return assistance.day <= through
    default: return day <= through && ReadTransaction.isErased(kind)
    }
  }
}
