import EscPos
import Peripherals

/// What of a printer's states the device log keeps: each fault as it comes, and that the printer works again.
struct PrinterFaults {
  enum News: Hashable, Sendable {
    /// In a few words.
    case fault(String)
    case mended
  }

  private let isOnBus: Bool
  /// The fault that was told and is not over.
  private var told: String?
  private var wasThere = false

  /// - Parameter isOnBus: the inventory tells when it goes.
  init(isOnBus: Bool) {
    self.isOnBus = isOnBus
  }

  mutating func take(_ state: PrinterState) -> News? {
    let isLost = state == .gone && wasThere && !isOnBus
    if state != .gone { wasThere = true }
    if let fault = isLost ? "mất kết nối" : state.fault {
      guard fault != told else { return nil }
      told = fault
      return .fault(fault)
    }
    // A printer that is switched off to change the roll has not been mended by going away.
    guard told != nil, state.takesSlips else { return nil }
    told = nil
    return .mended
  }
}
