/// Where a key stands: names joined by dots, entries of a list counted from 1, as in `counters[2].services[1]`.
struct Path: Hashable, CustomStringConvertible {
  enum Step: Hashable {
    case name(String)
    /// 1 and up.
    case entry(Int)
  }

  private(set) var steps: [Step] = []

  static let root = Path()

  subscript(name: String) -> Path { appending(.name(name)) }

  subscript(entry entry: Int) -> Path { appending(.entry(entry)) }

  /// The table or list around this key; `nil` at the root.
  var parent: Path? {
    guard !steps.isEmpty else { return nil }
    var parent = self
    parent.steps.removeLast()
    return parent
  }

  /// The same for every entry of a list: `counters[].services[]`.
  var pattern: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .name(let name): text += (text.isEmpty ? "" : ".") + Self.written(name)
      case .entry: text += "[]"
      }
    }
  }

  var description: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .name(let name): text += (text.isEmpty ? "" : ".") + Self.written(name)
      case .entry(let entry): text += "[\(entry)]"
      }
    }
  }

  private func appending(_ step: Step) -> Path {
    var longer = self
    longer.steps.append(step)
    return longer
  }

  private static func written(_ name: String) -> String {
    let isBare = !name.isEmpty && name.utf8.allSatisfy { Outline.isBareKeyByte($0) }
    return isBare ? name : "\"\(name)\""
  }
}
