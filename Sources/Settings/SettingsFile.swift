import Foundation

/// The one gate through which a file becomes values: no other code hands text to the parser.
enum SettingsFile {
  /// What the file says, at most one byte more than a file may have. `option` is what names the file.
  static func bytes(path: String, namedBy option: String) throws(ConfigurationError) -> [UInt8] {
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      return Array(try handle.read(upToCount: Configuration.maxFileSize + 1) ?? Data())
    } catch CocoaError.fileNoSuchFile, CocoaError.fileReadNoSuchFile {
      throw .unreadable(file: path, reason: "không có tệp này. Hãy tạo tệp hoặc chỉ đúng đường dẫn bằng \(option).")
    } catch CocoaError.fileReadNoPermission {
      throw .unreadable(file: path, reason: "không có quyền đọc. Hãy cho tài khoản chạy luotd quyền đọc tệp.")
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
      throw .unreadable(
        file: path, reason: "hệ thống báo “\(cause.localizedDescription)”. Hãy chỉ đúng một tệp bằng \(option).")
    }
  }

  /// - Parameters:
  ///   - file: its name, for problems.
  ///   - build: makes the value of the root table; `nil` once it has noted why not.
  /// - Throws: `invalid` with every problem found.
  static func read<Value>(
    _ bytes: [UInt8], file: String, build: (Table, Reading) -> Value?
  ) throws(ConfigurationError) -> (value: Value, reading: Reading) {
    let outline: Outline
    let entries: [String: Node]
    do {
      let text = try SourceText.read(bytes)
      outline = Outline(text)
      entries = try SourceText.parse(text, outline: outline)
    } catch {
      throw .invalid(file: file, problems: [SourceText.problem(error, file: file)])
    }
    let reading = Reading(file: file, outline: outline)
    let value = build(Table(path: .root, entries: entries, reading: reading), reading)
    reading.refuseUnknownKeys(in: .table(entries))
    guard let value, reading.problems.isEmpty else {
      throw .invalid(file: file, problems: reading.problems.sorted(by: ConfigurationProblem.comesFirst))
    }
    return (value, reading)
  }
}

extension ConfigurationProblem {
  static func comesFirst(_ one: Self, _ other: Self) -> Bool {
    (one.line, one.key) < (other.line, other.key)
  }
}
