import FrontDesk
import Logging
import Peripherals
import Queueing
import Records
import Settings
import Storage
import Synchronization

/// The scanners at the kiosk and the counters: what a scan may tell is decided while it lies in the scanner's own
/// memory, and only that goes on to the desk.
final class ScanStation: Sendable {
  private let places: [String: DeskPlace]
  private let devices: [ScannerPlace]
  private let minimumAge: Int
  private let communes: [String]
  private let store: Store
  private let feed: JournalFeed
  private let office: Office
  private let clock: WallClock
  private let key: BadgeKeyFile
  private let desk: ShowDesk
  private let health: HealthRegister
  private let log: Logger
  private let rules: Mutex<ScanRules>

  /// `nil` without a scanner in the configuration.
  init?(
    _ configuration: Configuration, store: Store, feed: JournalFeed, office: Office, clock: WallClock,
    key: BadgeKeyFile, desk: ShowDesk, health: HealthRegister, log: Logger
  ) {
    let scanner = configuration.scanner
    var places: [String: DeskPlace] = [:]
    var devices: [ScannerPlace] = []
    if let device = scanner.device {
      places["Kiosk"] = .kiosk
      devices.append(ScannerPlace(name: "Kiosk", which: .init(device)))
    }
    for counter in configuration.counters {
      guard let device = counter.scanner else { continue }
      places[counter.name] = .counter(CounterID(verified: counter.id))
      devices.append(ScannerPlace(name: counter.name, which: .init(device)))
    }
    if devices.isEmpty { return nil }
    self.places = places
    self.devices = devices
    minimumAge = scanner.minimumAge
    communes = scanner.communes.isEmpty ? [configuration.centre.unit] : scanner.communes
    self.store = store
    self.feed = feed
    self.office = office
    self.clock = clock
    self.key = key
    self.desk = desk
    self.health = health
    self.log = log
    rules = Mutex(ScanRules(minimumAge: scanner.minimumAge, villages: [], communes: []))
  }

  /// Its life, until the task is cancelled or `snapshots` ends.
  func run(_ snapshots: AsyncStream<Inventory.Snapshot>) async {
    await withTaskGroup { group in
      group.addTask { [self] in await keepVillages() }
      await Scanners<ShownThing>(
        places: devices, logger: log,
        decide: { [self] scan, _ in decide(scan) },
        onState: { [self] in report($0) },
        sink: { [self] shown, place in
          if let place = places[place] { await desk.show(shown, at: place) }
        }
      ).run(snapshots)
      group.cancelAll()
    }
  }

  private func decide(_ scan: UnsafeRawBufferPointer?) -> ShownThing {
    guard let scan else { return .unknownCode }
    switch rules.withLock({ $0 }).read(scan, on: office.serviceDay(at: clock.now())) {
    case .citizen(let facts): return .citizen(facts)
    case .ticket(let token): return .ticket(token: token)
    case .unknown: return .unknownCode
    case .staff(let secret):
      do {
        return .badge(try key.key().digest(of: UnsafeRawBufferPointer(rebasing: scan[secret]), .code))
      } catch {
        log.error("The key of the badges cannot be used", metadata: ["error": "\(error)"])
        return .unreadable("Máy chưa dùng được khóa thẻ; hãy báo người quản trị.")
      }
    }
  }

  /// Keeps the villages at hand: a scan waits for nothing.
  private func keepVillages() async {
    var seen: Int64 = -1
    for await _ in feed.growth() {
      let news = seen < 0 ? nil : feed.entries(after: seen, limit: JournalFeed.keptEntries)
      if let news, !news.contains(where: { $0.kind.hasPrefix("village-") }) {
        seen = news.last?.seq ?? seen
        continue
      }
      do {
        let (villages, end) = try await store.read { tx in (try tx.villages(), try tx.chainEnd()) }
        seen = end.seq
        rules.withLock { $0 = ScanRules(minimumAge: minimumAge, villages: villages, communes: communes) }
      } catch {
        log.warning("The villages could not be read, scans match none", metadata: ["error": "\(error)"])
      }
    }
  }

  private func report(_ states: [String: Scanners<ShownThing>.State]) {
    let troubles = states.sorted { $0.key < $1.key }.compactMap { place, state -> String? in
      switch state {
      case .ready: nil
      case .missing: "\(place): không thấy máy quét; hãy cắm lại."
      case .refused(let reason): "\(place): \(reason)"
      }
    }
    if troubles.isEmpty {
      health.note("scanners", .ok, "\(states.count) máy quét sẵn sàng.")
    } else {
      health.note("scanners", .degraded, troubles.joined(separator: " "))
    }
  }
}
