import SystemIO

/// Puts what a scanner sends together into scans: one ends with its suffix, where nobody knows that with a carriage
/// return, a line feed or a tabulator, and always when the scanner falls silent.
struct ScanAssembler: ~Copyable {
  /// Bytes of a scan: a card's code has some 150, the largest QR code 2953.
  static let longestScan = 3000
  /// Silence that ends a scan. Scanners send a character every few milliseconds.
  static let silence = Duration.milliseconds(300)

  enum Outcome: Hashable {
    /// `scan` is whole; who has used it calls `begin`.
    case whole
    case tooLong
  }

  /// The one place where the scan is.
  let scan: SecretBytes
  private let ends: Set<UInt8>
  private var isTooLong = false

  init(_ suffix: DeviceQuirks.ScanSuffix?) throws(SystemError) {
    ends =
      switch suffix {
      case .cr, .lf, .crlf: [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
      case .tab: [UInt8(ascii: "\t")]
      case .some(.none): []
      case nil: [UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "\t")]
      }
    scan = try SecretBytes(capacity: Self.longestScan)
  }

  /// Whether something has begun that a suffix or silence must end.
  var isUnderWay: Bool { !scan.isEmpty || isTooLong }

  /// Takes the next byte; tells when a scan has ended with it.
  mutating func take(_ byte: UInt8) -> Outcome? {
    switch byte {
    case _ where ends.contains(byte): return end()
    case ..<0x20, 0x7F: return nil
    default:
      if !isTooLong, !scan.append(byte) {
        scan.wipe()
        isTooLong = true
      }
      return nil
    }
  }

  /// The scanner has fallen silent, or a suffix has come.
  mutating func end() -> Outcome? {
    if isTooLong {
      begin()
      return .tooLong
    }
    return scan.isEmpty ? nil : .whole
  }

  /// Forgets what there is.
  mutating func begin() {
    scan.wipe()
    isTooLong = false
  }
}
