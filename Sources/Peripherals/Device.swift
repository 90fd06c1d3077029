/// One piece of hardware as a person would count it: plugged in once, listed once, whatever its parts.
package struct Device: Hashable, Sendable, Codable, Identifiable {
  /// What it is to the office. A device that is several things is the first of them in this order.
  package enum Kind: String, CaseIterable, Sendable, Codable {
    case printer
    case cardReader = "card-reader"
    case scanner
    case touch
    case keyboard
    /// Digits without letters.
    case keypad
  }

  /// The make, as four hexadecimal digits each: `04b8:0e15`.
  package struct Model: Hashable, Sendable, Codable {
    package var vendorID: String
    package var productID: String

    package init(vendorID: String, productID: String) {
      self.vendorID = vendorID.lowercased()
      self.productID = productID.lowercased()
    }
  }

  /// The same each time it is plugged in. `vendor:product:serial`; where it has no serial number, or another device
  /// that is present claims the same one, its port stands in or is added: `vendor:product@port`.
  package var id: String
  package var kind: Kind
  package var model: Model
  package var vendorName: String?
  package var productName: String?
  package var serial: String?
  /// Where it is plugged in; the same after a restart: `1-1.2` is port 2 of the hub on port 1 of bus 1.
  package var port: String
  /// Which plugging-in this is: another one each time, so that a quick replug shows.
  package var attachment: String
  /// The file through which it is used, as `/dev/usb/lp0`, `/dev/ttyACM0`, `/dev/input/event5`, or
  /// `/dev/bus/usb/001/005` where no driver offers more. A driver may come a moment after the device.
  /// `nil` when the kernel gives none.
  package var node: String?
  /// Whether this process may read and write the node of its driver. The kernel makes a node for root alone, and udev
  /// gives it away a moment later; then the device is told of again. Where no driver offers a node, nothing is refused.
  package var isReachable: Bool
  /// What is known of it beyond what it tells.
  package var quirks: DeviceQuirks

  package init(
    id: String, kind: Kind, model: Model, vendorName: String?, productName: String?, serial: String?, port: String,
    attachment: String, node: String?, isReachable: Bool = true, quirks: DeviceQuirks = DeviceQuirks()
  ) {
    self.id = id
    self.kind = kind
    self.model = model
    self.vendorName = vendorName
    self.productName = productName
    self.serial = serial
    self.port = port
    self.attachment = attachment
    self.node = node
    self.isReachable = isReachable
    self.quirks = quirks
  }

  var identity: DeviceIdentity { DeviceIdentity(model: model, serial: serial, port: port) }

  /// For people: maker and product as the device tells them, else the model.
  package var name: String {
    let product = productName ?? "\(model.vendorID):\(model.productID)"
    guard let vendorName, !product.lowercased().hasPrefix(vendorName.lowercased()) else { return product }
    return "\(vendorName) \(product)"
  }
}

/// What one look found different from the look before.
package struct DeviceChanges: Hashable, Sendable {
  package var lost: [Device]
  package var arrived: [Device]
  /// The first look: what arrived may have been there for long.
  package var isBeginning: Bool
}
