import Foundation
import Queueing
package import Records
import Storage

extension Desk {
  /// Enters something new into a register.
  ///
  /// - Parameter isAlone: `false` for one of many that are entered and changed together; then `checkMergers` comes after
  ///   the last, since what they make of each other is not to be judged half done.
  package func enter(
    _ id: String, texts: [String: String], into register: RegisterName, isAlone: Bool = true
  ) throws -> RegisterAnswer.Entry {
    if try tx.entry(id, of: register) != nil {
      throw RequestProblem.invalid([
        FieldProblem(
          field: "id", value: id, accepted: "một mã chưa có trong sổ",
          reason: "Sổ “\(register.name)” đã có mục này; sửa nó bằng PATCH hoặc chọn mã khác.")
      ])
    }
    return try keep(id, texts: texts, in: register, replacing: nil, isAlone: isAlone)
  }

  /// Changes an entry; fields that are not given stay, an empty text takes a value away.
  package func change(
    _ id: String, texts: [String: String], in register: RegisterName, isAlone: Bool = true
  ) throws -> RegisterAnswer.Entry {
    guard let old = try tx.entry(id, of: register) else {
      throw RequestProblem.noSuchEntry(register: register.name, id)
    }
    return try keep(id, texts: texts, in: register, replacing: old, isAlone: isAlone)
  }

  /// Refuses villages that by what they were merged into would be part of each other.
  func checkMergers(of ids: some Sequence<String>, in register: RegisterName) throws {
    try refusing {
      var mergers = mergers(in: register)
      for id in ids { if let entry = try tx.entry(id, of: register) { try mergers.check(entry) } }
    }
  }

  private func mergers(in register: RegisterName) -> Mergers {
    Mergers { [tx] id in try tx.entry(id, of: register)?.fields[RegisterName.successorField] }
  }

  private func refusing<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let invalid as InvalidEntry {
      throw RequestProblem.invalid(invalid.problems)
    }
  }

  private func keep(
    _ id: String, texts: [String: String], in register: RegisterName, replacing old: RegisterEntry?, isAlone: Bool
  ) throws -> RegisterAnswer.Entry {
    // Libraries that read the files compare letters, not what they look like.
    let composed = texts.mapValues {
      $0.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let entry = try refusing {
      let entry = try register.checked(id: id, texts: composed, changing: old) { register, id in
        try tx.entry(id, of: register) != nil
      }
      if isAlone {
        var mergers = mergers(in: register)
        try mergers.check(entry)
      }
      return entry
    }
    if entry != old { try tx.keep(entry, replacing: old, day: day, at: now, actor: actor) }
    return RegisterAnswer.Entry(entry)
  }
}
