import Storage

/// The devices that are here, and what came and went.
package struct DevicesAnswer: Hashable, Sendable, Codable {
  package struct Device: Hashable, Sendable, Codable {
    package let id: String
    package let kind: String
    package let name: String
    package let serial: String?
    package let port: String?
    package let node: String?
    /// Whether the daemon may use it.
    package let reachable: Bool

    package init(
      id: String, kind: String, name: String, serial: String?, port: String?, node: String?, reachable: Bool = true
    ) {
      self.id = id
      self.kind = kind
      self.name = name
      self.serial = serial
      self.port = port
      self.node = node
      self.reachable = reachable
    }
  }

  package struct Event: Hashable, Sendable, Codable {
    package let at: Moment
    /// `arrived`, `lost`, `fault` or `mended`.
    package let event: String
    package let device: String
    package let kind: String
    package let name: String
    package let detail: String?
  }

  /// A device that the configuration names.
  package struct Expected: Hashable, Sendable, Codable {
    package let id: String
    package let name: String
    /// Whether its absence is a fault.
    package let required: Bool
    /// The `id` of the device that it is now; `nil` while it is not plugged in.
    package let device: String?

    package init(id: String, name: String, required: Bool, device: String?) {
      self.id = id
      self.name = name
      self.required = required
      self.device = device
    }
  }

  package let devices: [Device]
  package let expected: [Expected]
  /// Newest first.
  package let log: [Event]
}

/// Who knows which devices are plugged in.
package protocol DeviceList: Sendable {
  func devices() -> [DevicesAnswer.Device]
  func expected() -> [DevicesAnswer.Expected]
}

extension Reception {
  package static let deviceLogLimit = 200

  package func devices(in list: any DeviceList) async throws -> DevicesAnswer {
    DevicesAnswer(
      devices: list.devices(),
      expected: list.expected(),
      log: try await deviceLog(limit: Self.deviceLogLimit).map {
        DevicesAnswer.Event(
          at: Moment($0.at), event: $0.event.rawValue, device: $0.device, kind: $0.kind, name: $0.name,
          detail: $0.detail)
      })
  }
}
