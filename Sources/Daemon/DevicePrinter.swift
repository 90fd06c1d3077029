import Drawing
import EscPos
import FrontDesk
import Logging
import Peripherals
import Queueing
import Scenes
import Settings
import Storage
import Synchronization
import SystemIO

/// Draws slips, one at a time, with fonts that are loaded with the first and not before: a kiosk starts at once.
actor SlipPress {
  private var renderer: SlipRenderer?

  func draw(_ scene: SlipScene, width: PaperWidth) throws(DrawingError) -> Bitmap1 {
    let renderer: SlipRenderer
    if let loaded = self.renderer { renderer = loaded } else { renderer = try SlipRenderer() }
    self.renderer = renderer
    return try renderer.render(scene, width: width)
  }
}

/// A printer of hardware as the front desk sees it.
final class DevicePrinter: SlipPrinter {
  let name: String
  private let device: Printer
  private let configuration: Configuration.Printer
  private let press: SlipPress
  private let quirks = Mutex(DeviceQuirks())

  init(
    _ configuration: Configuration.Printer, press: SlipPress, timing: Printer.Timing = Printer.Timing(), log: Logger
  ) throws(StartFailure) {
    name = configuration.id
    self.configuration = configuration
    self.press = press
    do {
      device = try Printer(name: configuration.id, link: Self.fixedLink(configuration), timing: timing, logger: log)
    } catch {
      throw StartFailure(.internalFault, error.description)
    }
  }

  var condition: PrinterCondition {
    let state = device.state
    return PrinterCondition(state, detail: text(of: state))
  }

  /// For a printer in the network neither plug nor cable is all there is to look at.
  private func text(of state: PrinterState) -> String {
    guard state == .gone, configuration.kind == .network, let address = configuration.address else { return state.text }
    return """
      Không kết nối được máy in ở \(address.host), cổng \(address.port). Hãy kiểm tra nguồn, dây mạng và địa chỉ; nếu \
      đều đúng thì dịch vụ luotd chưa được phép ra mạng, xem khóa address trong luot.toml.
      """
  }

  func print(_ slip: Slip) async throws(SlipFailure) {
    let quirks = quirks.withLock { $0 }
    let width = PaperWidth(rawValue: configuration.widthDots ?? quirks.printWidthDots ?? 0) ?? .dots576
    let bitmap: Bitmap1
    do {
      bitmap = try await press.draw(slip.scene, width: width)
    } catch {
      throw .nothingPrinted(reason: error.description)
    }
    let job = SlipJob(
      Raster(bytesPerRow: bitmap.bytesPerRow, bytes: bitmap.bytes), cut: cut(quirks), density: configuration.density)
    do throws(PrintFailure) {
      try await device.print(job)
    } catch {
      switch error {
      case .notStarted(let state): throw .nothingPrinted(reason: text(of: state))
      case .cutShort(let state): throw .maybePrinted(reason: "Phiếu bị ngắt giữa chừng. \(text(of: state))")
      }
    }
  }

  func wasLeftInMidSlip() {
    // Which width that slip had is not known.
    device.precedeNextSlip(
      by: SlipJob.remedy(bytesPerRow: PaperWidth.dots576.rawValue / 8, cut: cut(quirks.withLock { $0 })))
  }

  private func cut(_ quirks: DeviceQuirks) -> Cut {
    switch configuration.cut {
    case .partial: .partial
    case .full: .full
    case .none?: .none
    case nil: quirks.hasCutter == false ? .none : .partial
    }
  }

  // MARK: - Where it is

  /// `nil` for a printer that is found by what it is.
  private static func fixedLink(_ configuration: Configuration.Printer) -> PrinterLink? {
    switch configuration.kind {
    case .virtual: nil
    case .usb: configuration.path.map { .file(path: $0, attachment: "") }
    case .serial:
      configuration.path.map {
        .serial(path: $0, speed: DevicePort.LineSpeed(rawValue: configuration.speed) ?? .baud9600)
      }
    case .network:
      configuration.address.flatMap { address in
        UInt16(exactly: address.port).map { .network(host: address.host, port: $0) }
      }
    }
  }

  /// Its parts of the daemon's life.
  ///
  /// - Parameters:
  ///   - inventory: where a USB printer is looked for.
  ///   - stateChanged: is told what of the new state the device log keeps.
  func components(
    _ inventory: Inventory, stateChanged: @escaping @Sendable (PrinterFaults.News?) async -> Void
  ) -> [Component] {
    let (device, configuration) = (device, configuration)
    var components = [
      Component("printer \(name)") { try await device.run() },
      Component("state of printer \(name)") {
        var faults = PrinterFaults(isOnBus: configuration.kind != .network)
        for await state in device.states() { await stateChanged(faults.take(state)) }
      },
    ]
    if configuration.kind == .usb, configuration.path == nil {
      components.append(
        Component("place of printer \(name)") { [self] in
          var choice = PrinterChoice(configuration.match.map(Peripherals.DeviceMatch.init))
          for await snapshot in inventory.snapshots() { move(to: choice.choose(among: snapshot.devices)) }
        })
    }
    return components
  }

  private func move(to place: Device?) {
    guard let place, let node = place.node else { return device.move(to: nil) }
    quirks.withLock { $0 = place.quirks }
    device.move(
      to: .file(path: node, attachment: place.plugging),
      Printer.Manner(
        answersStatus: place.quirks.answersStatus ?? true, sensesLowPaper: place.quirks.sensesLowPaper ?? true))
  }
}

/// Which of the USB printers that are plugged in is the one of the configuration.
struct PrinterChoice {
  private let match: Peripherals.DeviceMatch?
  private var chosen: String?

  /// - Parameter match: `nil` for any.
  init(_ match: Peripherals.DeviceMatch?) {
    self.match = match
  }

  /// The one from before for as long as it is plugged in: whatever else calls itself a printer, as a memory stick may,
  /// takes no slips from it.
  mutating func choose(among devices: [Device]) -> Device? {
    let fitting = devices.filter { device in
      // Only a node of usblp can be written to.
      device.kind == .printer && device.node?.hasPrefix("/dev/usb/") == true && match?.matches(device) ?? true
    }
    let choice = fitting.first { $0.plugging == chosen } ?? fitting.first
    chosen = choice?.plugging
    return choice
  }
}

extension Device {
  /// Tells one plugging-in from every other, whatever else is plugged in.
  fileprivate var plugging: String {
    "\(model.vendorID):\(model.productID) \(serial ?? "") \(port) \(attachment)"
  }
}

extension PrinterCondition {
  fileprivate init(_ state: PrinterState, detail: String) {
    let needsCare =
      switch state {
      case .ready, .unknown: false
      default: true
      }
    self.init(state: state.code, takesSlips: state.takesSlips, needsCare: needsCare, detail: detail)
  }
}

extension PrinterPlace {
  /// Where a printer is that no bus tells of.
  init?(_ printer: Configuration.Printer) {
    switch printer.kind {
    case .usb, .virtual: return nil
    case .serial:
      guard let path = printer.path else { return nil }
      self = .serialLine(path)
    case .network:
      guard let address = printer.address else { return nil }
      self = .network(host: address.host, port: address.port)
    }
  }
}
