import EscPos
import FrontDesk
import Logging
import Peripherals
import Settings

/// The printers of a centre and the queue before them.
struct PrinterRoom {
  let queue: PrintQueue
  private let devices: [DevicePrinter]
  private let deviceLog: DeviceLog

  /// `nil` without a printer. `makeQueue` gets them in the order in which they are asked.
  init?(
    _ printers: [Configuration.Printer], slips: String, deviceLog: DeviceLog, log: Logger,
    makeQueue: ([any SlipPrinter]) -> PrintQueue
  ) throws(StartFailure) {
    if printers.isEmpty { return nil }
    let press = SlipPress()
    var all: [any SlipPrinter] = []
    var devices: [DevicePrinter] = []
    for printer in printers {
      if printer.kind == .virtual {
        all.append(VirtualPrinter(printer, folder: slips, press: press))
      } else {
        let device = try DevicePrinter(printer, press: press, log: log)
        devices.append(device)
        all.append(device)
      }
    }
    queue = makeQueue(all)
    self.devices = devices
    self.deviceLog = deviceLog
  }

  func components(_ inventory: Inventory) -> [Component] {
    let (queue, deviceLog) = (queue, deviceLog)
    return devices.flatMap { device in
      let subject = DeviceLog.Subject(id: device.name, kind: Device.Kind.printer.rawValue, name: device.name)
      return device.components(inventory) { news in
        queue.noteCondition()
        switch news {
        case .fault(let fault): await deviceLog.noteFault(fault, of: subject)
        case .mended: await deviceLog.noteMended(subject)
        case nil: break
        }
      }
    } + [Component("print queue") { try await queue.run() }]
  }
}
