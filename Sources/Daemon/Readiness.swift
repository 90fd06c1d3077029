import Logging
import Queueing
import Synchronization
import SystemIO

/// Tells the service manager and the person at the terminal when everybody can be served.
final class Readiness: Sendable {
  private let addresses = Mutex<[String]>([])
  private let listeners: Int
  private let manager: ServiceManager
  private let log: Logger
  private let office: Office
  private let folder: StateFolder

  init(listeners: Int, manager: ServiceManager, log: Logger, office: Office, folder: StateFolder) {
    self.listeners = listeners
    self.manager = manager
    self.log = log
    self.office = office
    self.folder = folder
  }

  func listening(on address: String) {
    let all = addresses.withLock { addresses in
      addresses.append(address)
      return addresses
    }
    guard all.count == listeners else { return }
    log.notice(
      "Ready", metadata: ["console.addresses": "\(all.joined(separator: ", "))", "state.folder": "\(folder.root)"])
    do {
      try manager.ready(status: "\(office.name): đang phục vụ tại \(all.joined(separator: ", "))")
    } catch {
      log.warning("The service manager does not listen", metadata: ["error": "\(error)"])
    }
  }
}
