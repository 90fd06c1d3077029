/// Why a configuration is refused. Its description is what the administrator reads.
package enum ConfigurationError: Error, Equatable {
  /// The file is missing or cannot be read; `reason` is a sentence.
  case unreadable(file: String, reason: String)
  /// The file says something wrong: every problem found, in the order of lines, at least one.
  case invalid(file: String, problems: [ConfigurationProblem])
}

extension ConfigurationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "Không đọc được tệp cấu hình \(file): \(reason)"
    case .invalid(let file, let problems):
      (["Tệp cấu hình \(file) có \(problems.count) chỗ cần sửa:"] + problems.map(\.description))
        .joined(separator: "\n")
    }
  }
}

/// One thing that is wrong, or only unwise, in a configuration file: where it is, what it is, what to write instead.
package struct ConfigurationProblem: Sendable, Equatable {
  package let file: String
  /// 1 and up. A key that is missing is told at the line of the table it belongs in.
  package let line: Int
  /// 1 and up; only where the file cannot be read as TOML at all.
  package let column: Int?
  /// The path of the key, list entries counted from 1: `counters[2].services`; empty for the file as a whole.
  package let key: String
  /// What stands there, as it would be written in the file.
  package let value: String?
  /// What is wrong, in Vietnamese, without a full stop.
  package let reason: String
  /// What would be taken, in Vietnamese, without a full stop.
  package let accepted: String?
}

extension ConfigurationProblem: CustomStringConvertible {
  package var description: String {
    var text = "\(file):\(line):"
    if let column { text += "\(column):" }
    if !key.isEmpty { text += " \(key)" }
    if let value { text += " = \(value)" }
    if !key.isEmpty { text += ":" }
    text += " \(reason)."
    if let accepted { text += " Được nhận: \(accepted)." }
    return text
  }
}
