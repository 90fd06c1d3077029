import Console
import Foundation
import FrontDesk
import Logging
import Peripherals
import Queueing
import Screens
import Settings
import Storage
import SystemIO

/// What the command line of `luotd` says.
package struct KioskOptions: Sendable {
  package let config: String
  package let state: String?
  package let isDemo: Bool

  package init(config: String, state: String?, isDemo: Bool) {
    self.config = config
    self.state = state
    self.isDemo = isDemo
  }
}

/// The whole daemon: everything it consists of is built here, once, each part after what it depends on.
package enum Kiosk {
  /// Runs until a signal ends it.
  package static func run(_ options: KioskOptions) async throws(StartFailure) {
    Heap.useFewArenas()
    let beat = await Beat.starting()
    // Nobody but the owner and the group luot reads the state or opens the socket.
    umask(0o007)
    ConsoleServer.useOneEventLoop()
    let loaded = try Configuration.load(path: options.config)
    let configuration = loaded.configuration
    let deviceRules = try DeviceRules.load(configuration, path: options.config)
    LoggingSystem.bootstrap { label in
      makeLogHandler(label: label, logLevel: Logger.Level(rawValue: configuration.log.level.rawValue) ?? .info)
    }
    let log = Logger(label: "luotd")
    for warning in loaded.warnings {
      log.warning("Configuration is accepted with a remark", metadata: ["config.remark": "\(warning)"])
    }

    // The record
    let clock = WallClock(officeClock(configuration.clock))
    let folder = StateFolder(options.state)
    let lock = try folder.claim()
    let office = Office(configuration, isDemo: options.isDemo)
    let feed = JournalFeed()
    let store = try folder.openStore(office: office, clock: clock) { feed.publish($0) }
    if let failure = store.openingFailure {
      log.error(
        "The store could not be opened and is left as it is",
        metadata: ["store.path": "\(store.path)", "error": "\(failure)"])
    }
    let health = HealthRegister(
      store: store, clock: clock,
      standingNotices: options.isDemo ? ["CHẠY THỬ – số và phiếu không có giá trị."] : [])

    // The use cases
    let printers = configuration.printing.printers
    let reception = Reception(
      store: store, office: office, clock: clock, onlineActivities: configuration.onlineActivities,
      printsSlips: !printers.isEmpty, retention: RetentionRules(months: configuration.retention.months),
      makeToken: SlipToken.make)
    let registers = RegisterSeed(configuration)

    // The hardware
    let deviceLog = DeviceLog(store: store, clock: clock, log: log)
    let devices = DeviceWatch(rules: deviceRules, named: configuration.devices, log: deviceLog, logger: log)
    let printerRoom = try PrinterRoom(printers, slips: folder.slips, deviceLog: deviceLog, log: log) { printers in
      PrintQueue(
        store: store, feed: feed, office: office, style: SlipStyle(configuration, isDemo: options.isDemo),
        printers: printers, clock: clock, health: health, log: log)
    }

    let showDesk = ShowDesk(reception: reception, benefit: ShowDesk.Benefit(configuration), log: log)
    let badgeKey = BadgeKeyFile(folder.badgeKey)
    let cards = CardStation(
      configuration, office: office, key: badgeKey, desk: showDesk, health: health, log: log)
    let scans = ScanStation(
      configuration, store: store, feed: feed, office: office, clock: clock, key: badgeKey, desk: showDesk,
      health: health, log: log)

    // The surfaces
    let notices = NoticeFolder(configuration, path: options.config, log: log)
    notices.look()
    let screens = ScreenRoom(
      configuration, reception: reception, health: health, printing: printerRoom?.queue, notices: notices,
      console: ScreenService.console(note: folder.console, isDemo: options.isDemo),
      isDemo: options.isDemo, log: log)
    let screenService = ScreenService(
      beat: beat, room: screens, feed: feed, health: health, isDemo: options.isDemo, log: log)
    let manager = try serviceManager()
    let staff = configuration.console.staff
    let readiness = Readiness(
      listeners: configuration.console.visitors == nil ? 2 : 3, manager: manager, log: log, office: office,
      folder: folder)
    var limits = ConsoleLimits()
    limits.streams = configuration.console.maxStreams
    limits.viewers = configuration.console.maxViewers
    let console = ConsoleContext(
      reception: reception, feed: feed, health: health, devices: devices, notices: notices,
      operations: operations(
        store: store, folder: folder, clock: clock,
        badges: badges(reception: reception, cards: cards, key: badgeKey)), reports: ReportDesk(configuration),
      screens: screens,
      printing: printerRoom?.queue, limits: limits,
      signIn: SignInRules(
        session: SessionRules(
          idleSeconds: configuration.console.sessionIdleMinutes * 60,
          lifeSeconds: configuration.console.sessionHours * 3600)),
      names: configuration.console.reachableNames,
      privateMemory: { try? ProcessFacts.memory().private }, log: log)
    let socketServer = ConsoleServer(.unixSocket(path: folder.socket), context: console) { _ in
      readiness.listening(on: folder.socket)
    }
    let certificate = configuration.console.certificate.map { CertificateFiles(certificate: $0.file, key: $0.key) }
    let staffListener = Listener.staff(host: staff.host, port: staff.port, tls: certificate)
    let staffServer = ConsoleServer(staffListener, context: console) { port in
      readiness.listening(on: staff.url(port: port ?? staff.port, isSecure: certificate != nil))
    }
    let publicServer = configuration.console.visitors.map { visitors in
      ConsoleServer(.visitors(host: visitors.host, port: visitors.port), context: console) { port in
        readiness.listening(on: visitors.url(port: port ?? visitors.port, isSecure: false))
      }
    }
    let ticker = Ticker(
      beat: beat, store: store, reception: reception, registers: registers,
      isSeeded: await seed(reception, registers, log: log), feed: feed, health: health, notices: notices,
      manager: manager,
      folder: folder, log: log)

    // Ended in the reverse order: first nobody is let in any more, the store closes last.
    var components = [
      Component("devices") { try await devices.inventory.run() },
      Component("device health") { await devices.report(to: health) },
      Component("time") { try await ticker.run() },
      Component("card readers") { try await cards.run() },
    ]
    if let screens = screenService.component { components.append(screens) }
    if let printerRoom { components += printerRoom.components(devices.inventory) }
    if let scans { components.append(Component("scanners") { await scans.run(devices.inventory.snapshots()) }) }
    components.append(Component("socket", endsGracefully: true) { try await socketServer.run() })
    components.append(Component("console", endsGracefully: true) { try await staffServer.run() })
    if let publicServer {
      components.append(Component("public pages", endsGracefully: true) { try await publicServer.run() })
    }

    let outcome = await serve(components, manager: manager, log: log)
    do {
      try store.close()
    } catch {
      log.error(
        "The store did not close cleanly, its log is replayed at the next start", metadata: ["error": "\(error)"])
    }
    withExtendedLifetime(lock) {}
    if let failure = outcome { throw failure }
  }
}
