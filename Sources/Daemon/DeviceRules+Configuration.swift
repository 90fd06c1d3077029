import Foundation
import Peripherals
import Settings

extension DeviceRules {
  /// What the configuration and its file of quirks say of devices.
  init(_ configuration: Configuration, quirks: [DeviceRule]) {
    self.init(
      configured: configuration.devices.map { Rule($0.rule) }, known: quirks.map(Rule.init),
      places: configuration.printing.printers.compactMap(PrinterPlace.init))
  }

  /// Reads the file of quirks that goes with the configuration at `path`.
  ///
  /// A relative name is looked for beside the configuration. Without a name it is `quirks.toml`, which may be absent:
  /// then nothing is known of models.
  static func load(_ configuration: Configuration, path: String) throws(StartFailure) -> DeviceRules {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    let named = configuration.hardware.quirksFile
    let file = URL(fileURLWithPath: named ?? "quirks.toml", relativeTo: folder).path
    if named == nil, !FileManager.default.fileExists(atPath: file) { return DeviceRules(configuration, quirks: []) }
    do {
      return DeviceRules(configuration, quirks: try QuirkFile.load(path: file))
    } catch {
      throw StartFailure(error)
    }
  }
}

extension DeviceRules.Rule {
  init(_ rule: DeviceRule) {
    self.init(Peripherals.DeviceMatch(rule.match), DeviceQuirks(rule.traits))
  }
}

extension DeviceQuirks {
  init(_ traits: DeviceTraits) {
    self.init(
      role: traits.role.map(DeviceRole.init), printWidthDots: traits.widthDots,
      hasCutter: traits.hasCutter, answersStatus: traits.answersStatus, sensesLowPaper: traits.sensesLowPaper,
      scanSuffix: traits.scanSuffix.flatMap { ScanSuffix(rawValue: $0.rawValue) })
  }
}

extension Peripherals.DeviceMatch {
  init(_ match: Settings.DeviceMatch) {
    self =
      switch match {
      case .device(let id): .id(id)
      case .model(let vendor, let product): .model(Device.Model(vendorID: vendor, productID: product))
      case .vendor(let vendor): .vendor(vendor)
      case .kind(let kind): .kind(Device.Kind(kind))
      }
  }
}

extension DeviceRole {
  init(_ role: DeviceTraits.Role) {
    self =
      switch role {
      case .kind(let kind): .kind(Device.Kind(kind))
      case .none: .none
      }
  }
}

extension Device.Kind {
  init(_ kind: Settings.DeviceKind) {
    self =
      switch kind {
      case .printer: .printer
      case .cardReader: .cardReader
      case .scanner: .scanner
      case .touch: .touch
      case .keyboard: .keyboard
      case .keypad: .keypad
      }
  }
}

extension ScannerPlace.Which {
  init(_ device: ScannerDevice) {
    switch device {
    case .match(let match): self = .device(Peripherals.DeviceMatch(match))
    case .line(let node): self = .line(node)
    }
  }
}
