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
    let bytes = try SettingsFile.bytes(path: path, namedBy: "--config")
    return try load(bytes, file: path, acceptedActivities: acceptedActivities)
  }

  /// Reads the contents of a configuration file.
  ///
  /// - Parameter file: its name, for problems.
  /// - Throws: `invalid` with every problem found.
  package static func load(
    _ bytes: [UInt8], file: String, acceptedActivities: [String]
  ) throws(ConfigurationError) -> LoadedConfiguration {
    let (configuration, reading) = try SettingsFile.read(bytes, file: file) { root, reading in
      Configuration(root, reading: reading, acceptedActivities: acceptedActivities)
    }
    return LoadedConfiguration(
      configuration: configuration, warnings: reading.warnings.sorted(by: ConfigurationProblem.comesFirst),
      keys: reading.keys)
  }
}
