import Foundation

/// A configuration that may be used, and what is worth saying about it.
package struct LoadedConfiguration: Sendable, Equatable {
  package let configuration: Configuration
  /// What is allowed but unwise, in the order of lines.
  package let warnings: [ConfigurationProblem]
  /// Every key that was looked for, list entries without number (`services[].id`): what the file may say.
  package let keys: [String: ConfigurationKey]
}

extension Configuration {
  /// Bytes a file may have at most.
  package static let maxFileSize = 1 << 20

  /// Reads a configuration file.
  ///
  /// - Parameter acceptedActivities: the codes of activities that `assistance.online_set` may name.
  /// - Throws: `unreadable` when there is no such file or it cannot be read, else as `load(_:file:acceptedActivities:)`.
  package static func load(
    path: String, acceptedActivities: [String]
  ) throws(ConfigurationError) -> LoadedConfiguration {
    let bytes: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      bytes = try handle.read(upToCount: maxFileSize + 1) ?? Data()
    } catch CocoaError.fileNoSuchFile, CocoaError.fileReadNoSuchFile {
      throw .unreadable(file: path, reason: "không có tệp này. Hãy tạo tệp hoặc chỉ đúng đường dẫn bằng --config.")
    } catch CocoaError.fileReadNoPermission {
      throw .unreadable(file: path, reason: "không có quyền đọc. Hãy cho tài khoản chạy luotd quyền đọc tệp.")
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
      throw .unreadable(
        file: path, reason: "hệ thống báo “\(cause.localizedDescription)”. Hãy chỉ đúng một tệp bằng --config.")
    }
    return try load(Array(bytes), file: path, acceptedActivities: acceptedActivities)
  }

  /// Reads the contents of a configuration file.
  ///
  /// - Parameter file: its name, for problems.
  /// - Throws: `invalid` with every problem found.
  package static func load(
    _ bytes: [UInt8], file: String, acceptedActivities: [String]
  ) throws(ConfigurationError) -> LoadedConfiguration {
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
    let root = Table(path: .root, entries: entries, reading: reading)
    let configuration = Configuration(root, reading: reading, acceptedActivities: acceptedActivities)
    reading.refuseUnknownKeys(in: .table(entries))
    guard let configuration, reading.problems.isEmpty else {
      throw .invalid(file: file, problems: reading.problems.sorted(by: comesFirst))
    }
    return LoadedConfiguration(
      configuration: configuration, warnings: reading.warnings.sorted(by: comesFirst), keys: reading.keys)
  }

  private static func comesFirst(_ one: ConfigurationProblem, _ other: ConfigurationProblem) -> Bool {
    (one.line, one.key) < (other.line, other.key)
  }
}
