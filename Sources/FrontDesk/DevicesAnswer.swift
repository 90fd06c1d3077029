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

    package init(id: String, kind: String, name: String, serial: String?, port: String?, node: String?) {
      self.id = id
      self.kind = kind
      self.name = name
      self.serial = serial
      self.port = port
      self.node = node
    }
  }

  package struct Event: Hashable, Sendable, Codable {
    package let at: Moment
    /// `arrived`, `lost` or `fault`.
    package let event: String
    package let device: String
    package let kind: String
    package let name: String
    package let detail: String?
  }

  package let devices: [Device]
  /// Newest first.
  package let log: [Event]
}

/// Who knows which devices are plugged in.
package protocol DeviceList: Sendable {
  func devices() -> [DevicesAnswer.Device]
}

extension Reception {
  package static let deviceLogLimit = 200

  package func devices(in list: any DeviceList) async throws -> DevicesAnswer {
    DevicesAnswer(
      devices: list.devices(),
      log: try await deviceLog(limit: Self.deviceLogLimit).map {
        DevicesAnswer.Event(
          at: Moment($0.at), event: $0.event.rawValue, device: $0.device, kind: $0.kind, name: $0.name,
          detail: $0.detail)
      })
  }
}
