/// Where one entry of `[[printers]]` finds its printer.
enum PrinterSearch {
  case file(String)
  case address(Configuration.Endpoint)
  /// The first on USB that matches; `nil` matches all.
  case usb(DeviceMatch?)

  /// `nil` where none is needed, or what is needed is missing and was refused.
  init?(_ kind: Configuration.Printer.Kind, match: DeviceMatch?, path: String?, address: Configuration.Endpoint?) {
    switch (kind, path, address) {
    case (.usb, nil, _): self = .usb(match)
    case (.usb, let path?, _), (.serial, let path?, _): self = .file(path)
    case (.network, _, let address?): self = .address(address)
    case (.serial, nil, _), (.network, _, nil), (.virtual, _, _): return nil
    }
  }

  /// The key that says it.
  private var key: String {
    switch self {
    case .file: "path"
    case .address: "address"
    case .usb: "match"
    }
  }

  private func mayFindTheSame(as other: Self) -> Bool {
    switch (self, other) {
    case (.file(let one), .file(let two)): one == two
    case (.address(let one), .address(let two)): one == two
    case (.usb(let one), .usb(let two)): one.map { one in two.map(one.overlaps) ?? true } ?? true
    case (.usb(nil), .file(let path)), (.file(let path), .usb(nil)): path.hasPrefix("/dev/usb/")
    case (.file, _), (.address, _), (.usb, _): false
    }
  }

  /// Two entries must not find the same printer: a printer has one user at a time, and the other would wait for ever
  /// while its own lies idle.
  static func refuseShared(_ places: [(table: Table, place: PrinterSearch)], reading: Reading) {
    for (index, one) in places.enumerated() {
      guard let other = places[..<index].first(where: { one.place.mayFindTheSame(as: $0.place) }) else { continue }
      // Of two the one is told that says too little.
      let isOther = if case .usb(nil) = other.place { true } else { false }
      let (told, rival) = isOther ? (other, one) : (one, other)
      let key = told.place.key
      reading.refuse(
        told.table.path[key], value: told.table[key],
        "có thể là cùng một máy in với mục [[printers]] ở dòng \(reading.line(of: rival.table.path))",
        accepted: told.place.accepted)
    }
  }

  private var accepted: String {
    switch self {
    case .file: "tệp của một máy in khác"
    case .address: "địa chỉ của một máy in khác"
    case .usb: "match không trùng với máy in khác, tốt nhất là mã do luot devices in ra, hoặc path"
    }
  }
}

extension DeviceMatch {
  /// Whether one device may match both.
  func overlaps(_ other: Self) -> Bool {
    zip(parts, other.parts).allSatisfy { $0 == nil || $1 == nil || $0 == $1 }
  }

  /// Maker, model and the device's own name, as far as they are said.
  private var parts: [String?] {
    switch self {
    case .kind: [nil, nil, nil]
    case .vendor(let vendor): [vendor, nil, nil]
    case .model(let vendor, let product): [vendor, product, nil]
    case .device(let id): [String(id.prefix(4)), String(id.dropFirst(5).prefix(4)), id]
    }
  }
}
