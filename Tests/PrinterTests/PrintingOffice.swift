import Drawing
import Foundation
import FrontDesk
import Logging
import PrinterEmulation
import Queueing
import Scenes
import Settings
import Storage
import Synchronization
import Testing

@testable import Daemon
@testable import EscPos
@testable import Peripherals

/// An office with a real store whose slips go through the real queue, drawing and printers to emulated paper.
final class PrintingOffice: Sendable {
  let emulators: [PrinterEmulator]
  let store: Store
  let reception: Reception
  let health: HealthRegister
  let queue: PrintQueue
  /// What stands in the hall.
  let kiosk: KioskDesk
  private let folder: String
  private let devices: [DevicePrinter]
  private let recorders: [Recorder]

  /// Hands slips on and remembers how each looks.
  private final class Recorder: SlipPrinter {
    let device: DevicePrinter
    private let press = SlipPress()
    private let asked = Mutex<[(slip: Slip, raster: Raster)]>([])

    init(_ device: DevicePrinter) { self.device = device }

    var name: String { device.name }
    var condition: PrinterCondition { device.condition }
    func wasLeftInMidSlip() { device.wasLeftInMidSlip() }

    func print(_ slip: Slip) async throws(SlipFailure) {
      if let bitmap = try? await press.draw(slip.scene, width: .dots576) {
        let raster = Raster(bytesPerRow: 72, bytes: SlipJob.withoutRealTimeCommands(bitmap.bytes))
        asked.withLock { $0.append((slip, raster)) }
      }
      try await device.print(slip)
    }

    /// Which slip this paper is, if it is a whole one.
    func slip(on paper: PaperTape.Slip) -> Slip? {
      asked.withLock { asked in asked.first { $0.raster == paper.raster }?.slip }
    }
  }

  private init(_ ways: [PrinterEmulator.Way], timing: Printer.Timing) throws {
    var template = Array((NSTemporaryDirectory() + "/luot-print-XXXXXX").utf8CString)
    folder = String(cString: mkdtemp(&template))
    let emulators = try ways.map { try PrinterEmulator($0) }
    self.emulators = emulators
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let office = Office(
      name: "Kiến Minh", services: [Service(id: ServiceID(verified: "ho-tich"), letter: "A", name: "Hộ tịch")],
      counters: [], priorityClasses: [], policy: CallingPolicy(mode: .strict, maxWait: 1800), hours: [:],
      alwaysOpen: true)
    let feed = JournalFeed()
    let clock = WallClock.system
    let now = clock.now()
    store = try Store(path: folder + "/luot.sqlite", now: now, day: office.serviceDay(at: now), epoch: "e") {
      feed.publish($0)
    }
    reception = Reception(
      store: store, office: office, clock: clock, onlineActivities: [], printsSlips: true
    ) { UUID().uuidString }
    health = HealthRegister(store: store, clock: clock, standingNotices: [])
    let press = SlipPress()
    let devices = try emulators.enumerated().map { index, emulator in
      try DevicePrinter(Self.configuration("may-\(index + 1)", emulator.link), press: press, timing: timing, log: log)
    }
    self.devices = devices
    let recorders = devices.map(Recorder.init)
    self.recorders = recorders
    queue = PrintQueue(
      store: store, feed: feed, office: office,
      style: SlipStyle(centre: "Trung tâm", waitingPlace: "Mời ngồi chờ.", publicURL: nil, notice: nil, isDemo: false),
      printers: recorders, clock: clock, health: health, log: log)
    let start = ContinuousClock.now
    kiosk = KioskDesk(
      screen: "kiosk", reception: reception, health: health, printing: queue,
      style: KioskStyle(waitingPlace: "Mời ngồi chờ.", publicURL: nil), seed: "e",
      elapsed: { start.duration(to: .now) }, log: log)
  }

  deinit {
    try? store.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// As the file of the centre would have it.
  private static func configuration(_ id: String, _ link: PrinterLink) throws -> Configuration.Printer {
    let place =
      switch link {
      case .file(let path, _): "kind = \"usb\"\npath = \"\(path)\""
      case .serial(let path, _): "kind = \"serial\"\npath = \"\(path)\""
      case .network(let host, let port): "kind = \"network\"\naddress = \"\(host):\(port)\""
      }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let sample = try String(contentsOf: root.appendingPathComponent("Config/luot.toml"), encoding: .utf8)
    let text = sample.replacing("id = \"may-in-ao\"", with: "id = \"\(id)\"").replacing(
      "kind = \"virtual\"", with: place)
    let activities = ["online-service", "online-payment", "result-lookup"]
    let loaded = try Configuration.load(Array(text.utf8), file: "luot.toml", acceptedActivities: activities)
    return try #require(loaded.configuration.printing.printers.first)
  }

  static func run(
    _ ways: [PrinterEmulator.Way], timing: Printer.Timing = PrinterBench.patient,
    _ body: (PrintingOffice) async throws -> Void
  ) async throws {
    let office = try PrintingOffice(ways, timing: timing)
    defer { for emulator in office.emulators { emulator.end() } }
    // Each printer is told where it is, so nothing is looked for.
    let inventory = Inventory(
      rules: DeviceRules(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, sink: { _ in })
    try await withThrowingTaskGroup { group in
      for device in office.devices {
        for part in device.components(inventory, stateChanged: { _ in office.queue.noteCondition() }) {
          group.addTask { try await part.run() }
        }
      }
      group.addTask { try await office.queue.run() }
      for device in office.devices { try await poll { device.condition.state == "ready" } }
      try await body(office)
      group.cancelAll()
      // The queue may be cancelled in the middle of looking for work.
      do { try await group.waitForAll() } catch is CancellationError {}
    }
    #expect(try await office.store.verify().problems == [])
  }

  // MARK: - What happens in it

  func take() async throws -> TicketAnswer {
    try await reception.issue(
      service: "ho-tich", priority: nil, village: nil, by: Requester(name: "kiosk", origin: .kiosk))
  }

  func slip(_ ticket: TicketAnswer) async throws -> TicketAnswer.Slip {
    try await reception.ticket(ticket.id.text).print
  }

  func wait(_ ticket: TicketAnswer, until isSo: (TicketAnswer.Slip) -> Bool) async throws {
    try await Self.poll { try await isSo(slip(ticket)) }
  }

  /// Waits until health says something of the printers.
  func waitForHealth(_ status: HealthCheck.Status, _ words: String) async throws {
    try await Self.poll {
      guard let check = health.current().checks["printer"] else { return false }
      return check.status == status && check.detail.contains(words)
    }
  }

  /// Waits until the kiosk says something of slips to whoever comes next.
  func waitForKiosk(_ words: String) async throws {
    try await Self.poll { await kiosk.scene().hint?.contains(words) == true }
  }

  /// Looks again every few milliseconds: nothing tells of these, and a test that spins keeps the printers' threads from
  /// their work.
  private static func poll(_ isSo: () async throws -> Bool) async throws {
    while try await !isSo() { try await Task.sleep(for: .milliseconds(3)) }
  }

  // MARK: - What lies on the floor

  /// Every whole slip, printer by printer in the order in which they came out.
  var papers: [Slip] {
    zip(emulators, recorders).flatMap { emulator, recorder in emulator.slips.compactMap(recorder.slip) }
  }

  /// No slip came out twice, and what came out of one number after its first slip says that it is a reprint.
  func expectNoSlipTwice(sourceLocation: SourceLocation = #_sourceLocation) {
    let papers = papers
    #expect(Set(papers).count == papers.count, sourceLocation: sourceLocation)
    for paper in papers {
      #expect((paper.copy > 1) == (paper.scene.reprint == "IN LẠI"), sourceLocation: sourceLocation)
    }
    #expect(Set(papers.map { "\($0.scene.number)-\($0.copy)" }).count == papers.count, sourceLocation: sourceLocation)
    for emulator in emulators { #expect(emulator.letters == [], sourceLocation: sourceLocation) }
  }
}
