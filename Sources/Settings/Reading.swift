/// Reads one file key by key, and goes on past every problem so that all are told at once.
final class Reading {
  let file: String
  private let outline: Outline
  private(set) var problems: [ConfigurationProblem] = []
  private(set) var warnings: [ConfigurationProblem] = []
  /// Every key that was asked for, by its pattern.
  private(set) var keys: [String: ConfigurationKey] = [:]
  /// The keys of each table that was read, by its pattern, in the order in which they were asked for.
  private var names: [String: [String]] = [:]

  init(file: String, outline: Outline) {
    self.file = file
    self.outline = outline
  }

  func line(of path: Path) -> Int { outline[path] }

  func refuse(_ path: Path, value: Node? = nil, _ reason: String, accepted: String? = nil) {
    problems.append(told(path, value: value, reason, accepted: accepted))
  }

  func warn(_ path: Path, value: Node? = nil, _ reason: String) {
    warnings.append(told(path, value: value, reason, accepted: nil))
  }

  private func told(_ path: Path, value: Node?, _ reason: String, accepted: String?) -> ConfigurationProblem {
    ConfigurationProblem(
      file: file, line: outline[path], column: nil, key: path.description, value: value?.description, reason: reason,
      accepted: accepted)
  }

  /// Refuses each value that stands in the file a second time.
  func refuseRepeats(among values: [Located<String>]) {
    var firsts: [String: Path] = [:]
    for repeated in values {
      if let first = firsts[repeated.value] {
        refuse(
          repeated.path, value: repeated.node, "đã dùng ở dòng \(outline[first])", accepted: "một giá trị chưa dùng")
      } else {
        firsts[repeated.value] = repeated.path
      }
    }
  }

  fileprivate func expect(_ name: String, in table: Path, _ key: ConfigurationKey) {
    if keys.updateValue(key, forKey: table[name].pattern) == nil {
      names[table.pattern, default: []].append(name)
    }
  }

  /// Refuses every key that nobody asked for.
  func refuseUnknownKeys(in node: Node, at path: Path = .root) {
    switch node {
    case .table(let entries):
      guard let known = names[path.pattern] else { return }
      for (name, entry) in entries {
        if known.contains(name) {
          refuseUnknownKeys(in: entry, at: path[name])
        } else {
          refuse(path[name], unknown(name, among: known), accepted: known.joined(separator: ", "))
        }
      }
    case .array(let entries):
      for (index, entry) in entries.enumerated() { refuseUnknownKeys(in: entry, at: path[entry: index + 1]) }
    default: break
    }
  }

  private func unknown(_ name: String, among known: [String]) -> String {
    if let near = nearest(to: name, among: known) { return "không có khóa này, có lẽ là \(near)" }
    let homes = names.filter { !$0.key.isEmpty && $0.value.contains(name) }.keys
    guard homes.count == 1, let home = homes.first else { return "không có khóa này" }
    let header = home.hasSuffix("[]") ? "[[\(home.dropLast(2))]]" : "[\(home)]"
    return "không có khóa này ở đây, nó thuộc mục \(header)"
  }
}

/// Whether a file must say a key.
package enum ConfigurationKey: Sendable, Equatable {
  /// A centre's own data: there is no default.
  case required
  /// Without it the default holds.
  case defaulted
  /// Without it nothing is assumed.
  case optional
}

/// A value with the place where it stands, for rules that look at several.
struct Located<Value> {
  let path: Path
  let node: Node
  let value: Value
}

/// One table of the file.
struct Table {
  let path: Path
  private let entries: [String: Node]
  fileprivate let reading: Reading

  init(path: Path, entries: [String: Node], reading: Reading) {
    self.path = path
    self.entries = entries
    self.reading = reading
  }

  /// What stands at a key, for a rule about whether it is there at all.
  subscript(name: String) -> Node? { entries[name] }

  // MARK: Keys

  /// A centre's own datum; `nil` when it is missing or wrong, which is noted.
  func required<Value>(_ name: String, _ form: Form<Value>) -> Located<Value>? {
    reading.expect(name, in: path, .required)
    guard let node = entries[name] else {
      reading.refuse(path[name], "thiếu khóa này", accepted: form.accepted)
      return nil
    }
    return read(node, at: path[name], form)
  }

  func optional<Value>(_ name: String, _ form: Form<Value>) -> Located<Value>? {
    reading.expect(name, in: path, .optional)
    return entries[name].flatMap { read($0, at: path[name], form) }
  }

  /// The default also stands in for a wrong value: the problem noted refuses the whole file.
  func defaulted<Value>(_ name: String, _ form: Form<Value>, _ value: Value) -> Value {
    reading.expect(name, in: path, .defaulted)
    return entries[name].flatMap { read($0, at: path[name], form) }?.value ?? value
  }

  private func read<Value>(_ node: Node, at path: Path, _ form: Form<Value>) -> Located<Value>? {
    do {
      return Located(path: path, node: node, value: try form.read(node))
    } catch {
      reading.refuse(path, value: node, error.reason, accepted: form.accepted)
      return nil
    }
  }

  // MARK: Lists of values

  /// `nil` when the list is missing, empty, or holds a wrong entry; each is noted.
  func requiredList<Value>(_ name: String, _ form: Form<Value>) -> [Located<Value>]? {
    reading.expect(name, in: path, .required)
    guard let node = entries[name] else {
      reading.refuse(path[name], "thiếu khóa này", accepted: "danh sách trong ngoặc vuông, mỗi mục: \(form.accepted)")
      return nil
    }
    guard node != .array([]) else {
      reading.refuse(path[name], value: node, "danh sách trống", accepted: "ít nhất một mục, mỗi mục: \(form.accepted)")
      return nil
    }
    return list(node, at: path[name], form)
  }

  /// A missing list is an empty one.
  func optionalList<Value>(_ name: String, _ form: Form<Value>) -> [Located<Value>]? {
    reading.expect(name, in: path, .optional)
    return entries[name].map { list($0, at: path[name], form) } ?? []
  }

  private func list<Value>(_ node: Node, at path: Path, _ form: Form<Value>) -> [Located<Value>]? {
    guard case .array(let nodes) = node else {
      reading.refuse(
        path, value: node, Unfit.kind.reason, accepted: "danh sách trong ngoặc vuông, mỗi mục: \(form.accepted)")
      return nil
    }
    let read = nodes.enumerated().map { self.read($1, at: path[entry: $0 + 1], form) }
    let sound = read.compactMap(\.self)
    return sound.count == read.count ? sound : nil
  }

  // MARK: Tables

  /// `nil` when it is missing or no table, which is noted.
  func requiredTable(_ name: String) -> Table? {
    reading.expect(name, in: path, .required)
    guard let node = entries[name] else {
      reading.refuse(path[name], "thiếu mục [\(name)]")
      return nil
    }
    return table(node, at: path[name])
  }

  /// A missing table is an empty one.
  func optionalTable(_ name: String) -> Table {
    reading.expect(name, in: path, .optional)
    return entries[name].flatMap { table($0, at: path[name]) }
      ?? Table(path: path[name], entries: [:], reading: reading)
  }

  private func table(_ node: Node, at path: Path) -> Table? {
    guard case .table(let entries) = node else {
      reading.refuse(path, value: node, Unfit.kind.reason, accepted: "một mục mở đầu bằng [\(path)]")
      return nil
    }
    return Table(path: path, entries: entries, reading: reading)
  }

  /// At least one; a list that is missing, empty or of anything else is noted and returned empty.
  func requiredTables(_ name: String) -> [Table] {
    reading.expect(name, in: path, .required)
    guard let node = entries[name], node != .array([]) else {
      reading.refuse(path[name], "thiếu mục [[\(name)]], cần ít nhất một")
      return []
    }
    return tables(node, at: path[name])
  }

  /// Those that are missing are none.
  func optionalTables(_ name: String) -> [Table] {
    reading.expect(name, in: path, .optional)
    return entries[name].map { tables($0, at: path[name]) } ?? []
  }

  private func tables(_ node: Node, at path: Path) -> [Table] {
    guard case .array(let nodes) = node else {
      reading.refuse(
        path, value: node, Unfit.kind.reason, accepted: "một hay nhiều mục, mỗi mục mở đầu bằng [[\(path)]]")
      return []
    }
    return nodes.enumerated().compactMap { index, node in
      guard case .table(let entries) = node else {
        reading.refuse(
          path[entry: index + 1], value: node, Unfit.kind.reason, accepted: "một mục mở đầu bằng [[\(path)]]")
        return nil
      }
      return Table(path: path[entry: index + 1], entries: entries, reading: reading)
    }
  }
}

extension [Table] {
  /// A datum every table must have, each its own; `nil` where it is missing or wrong.
  func unique(_ name: String, _ form: Form<String>) -> [Located<String>?] {
    let values = map { $0.required(name, form) }
    first?.reading.refuseRepeats(among: values.compactMap(\.self))
    return values
  }
}
