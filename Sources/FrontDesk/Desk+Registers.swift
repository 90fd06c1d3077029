import Foundation
import Queueing
package import Records
import Storage

extension Desk {
  /// Enters something new into a register.
  package func enter(_ id: String, texts: [String: String], into register: RegisterName) throws -> RegisterAnswer.Entry
  {
    if try tx.entry(id, of: register) != nil {
      throw RequestProblem.invalid([
        FieldProblem(
          field: "id", value: id, accepted: "một mã chưa có trong sổ",
          reason: "Sổ “\(register.name)” đã có mục này; sửa nó bằng PATCH hoặc chọn mã khác.")
      ])
    }
    return try keep(id, texts: texts, in: register, replacing: nil)
  }

  /// Changes an entry; fields that are not given stay, an empty text takes a value away.
  package func change(
    _ id: String, texts: [String: String], in register: RegisterName
  ) throws -> RegisterAnswer.Entry {
    guard let old = try tx.entry(id, of: register) else {
      throw RequestProblem.noSuchEntry(register: register.name, id)
    }
    return try keep(id, texts: texts, in: register, replacing: old)
  }

  private func keep(
    _ id: String, texts: [String: String], in register: RegisterName, replacing old: RegisterEntry?
  ) throws -> RegisterAnswer.Entry {
    // Libraries that read the files compare letters, not what they look like.
    let composed = texts.mapValues {
      $0.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let entry: RegisterEntry
    do {
      entry = try register.checked(id: id, texts: composed, changing: old) { register, id in
        try tx.entry(id, of: register) != nil
      }
    } catch let invalid as InvalidEntry {
      throw RequestProblem.invalid(invalid.problems)
    }
    if entry != old { try tx.keep(entry, replacing: old, day: day, at: now, actor: actor) }
    return RegisterAnswer.Entry(entry)
  }
}
