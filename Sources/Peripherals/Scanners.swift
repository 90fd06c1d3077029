package import Logging
import Synchronization
import SystemIO

/// Where a scanner stands, and which it is.
package struct ScannerPlace: Hashable, Sendable {
  package enum Which: Hashable, Sendable {
    case device(DeviceMatch)
    /// The file of a serial line that udev tells nothing of, as `/dev/ttyS0`.
    case line(String)
  }

  /// What the office calls the place.
  package let name: String
  package let which: Which

  package init(name: String, which: Which) {
    self.name = name
    self.which = which
  }

  fileprivate func lines(in devices: [Device]) -> [ScannerLine] {
    switch which {
    case .line(let node): [ScannerLine(place: name, node: node, attachment: "", isReachable: true, suffix: nil)]
    case .device(let match):
      devices.filter { $0.kind == .scanner && match.matches($0) }.compactMap { device in
        // A node of the bus alone is what a scanner has before its driver.
        guard let node = device.node, !node.hasPrefix("/dev/bus/") else { return nil }
        return ScannerLine(
          place: name, node: node, attachment: device.attachment, isReachable: device.isReachable,
          suffix: device.quirks.scanSuffix)
      }
    }
  }
}

/// A scanner as it is plugged in now.
private struct ScannerLine: Hashable {
  let place: String
  let node: String
  /// Which plugging-in this is.
  let attachment: String
  /// With udev's gift of the node a scanner that was refused is another, and tried at once.
  let isReachable: Bool
  let suffix: DeviceQuirks.ScanSuffix?
}

/// Keeps the scanners of the configured places open for this program alone, whenever they are plugged in, and has each
/// scan decided on while it lies in memory of its own.
package final class Scanners<Decision: Sendable>: Sendable {
  /// How the scanner of a place is.
  package enum State: Hashable, Sendable {
    case missing
    case ready
    /// Why it cannot be used, as a sentence. It is tried again by itself.
    case refused(String)
  }

  /// Seconds until a scanner that could not be opened is tried again.
  private static var patience: (first: Int, longest: Int) { (1, 30) }
  /// Decisions that wait for somebody to act on them; a scanner is faster than an office.
  private static var decisionLimit: Int { 8 }

  private struct Bookkeeping {
    var wanted: Set<ScannerLine> = []
    var loops: [ScannerLine: ReadinessLoop] = [:]
    var states: [String: State] = [:]
  }

  private let places: [ScannerPlace]
  private let logger: Logger
  private let decide: @Sendable (UnsafeRawBufferPointer?, String) -> Decision
  private let onState: @Sendable ([String: State]) -> Void
  private let sink: @Sendable (Decision, String) async -> Void
  private let books = Mutex(Bookkeeping())

  /// - Parameters:
  ///   - decide: makes of a scan at a place what is known of it further on; the scan is overwritten when it returns. A
  ///     scan that was too long is `nil`. Called on the scanner's own thread.
  ///   - onState: told of the state of every place whenever one has changed.
  ///   - sink: told of each decision and its place.
  package init(
    places: [ScannerPlace], logger: Logger, decide: @escaping @Sendable (UnsafeRawBufferPointer?, String) -> Decision,
    onState: @escaping @Sendable ([String: State]) -> Void, sink: @escaping @Sendable (Decision, String) async -> Void
  ) {
    self.places = places
    self.logger = logger
    self.decide = decide
    self.onState = onState
    self.sink = sink
  }

  /// Its life, until the task is cancelled or `snapshots` ends.
  package func run(_ snapshots: AsyncStream<Inventory.Snapshot>) async {
    let (decisions, decision) = AsyncStream.makeStream(
      of: (Decision, String).self, bufferingPolicy: .bufferingOldest(Self.decisionLimit))
    await withTaskGroup { group in
      group.addTask { [sink] in
        for await (decision, place) in decisions { await sink(decision, place) }
      }
      await withTaskGroup { lines in
        for await snapshot in snapshots {
          for line in take(snapshot) {
            lines.addTask { [self] in await keep(line) { decision.yield(($0, line.place)) } }
          }
        }
        lines.cancelAll()
      }
      decision.finish()
    }
  }

  /// Ends what is gone and returns what has come.
  private func take(_ snapshot: Inventory.Snapshot) -> [ScannerLine] {
    let lines = Set(places.flatMap { $0.lines(in: snapshot.devices) })
    let (fresh, states) = books.withLock { books in
      let fresh = lines.subtracting(books.wanted)
      for gone in books.wanted.subtracting(lines) { books.loops.removeValue(forKey: gone)?.stop() }
      books.wanted = lines
      for place in places where !lines.contains(where: { $0.place == place.name }) {
        books.states[place.name] = .missing
      }
      return (Array(fresh), books.states)
    }
    onState(states)
    return fresh
  }

  /// Keeps a scanner open for as long as it is wanted.
  private func keep(_ line: ScannerLine, _ decided: @escaping @Sendable (Decision) -> Void) async {
    var pause = Self.patience.first
    while true {
      do {
        guard let loop = try begin(line) else { return }
        try await loop.run(onThreadNamed: "scanner") { [self] loop in
          var port = try ScannerPort(line.node, suffix: line.suffix)
          note(.ready, line)
          try port.run(loop) { scan in decided(decide(scan, line.place)) }
        }
        pause = Self.patience.first
      } catch {
        note(.refused("\(error)"), line)
      }
      if Task.isCancelled { return }
      do { try await Task.sleep(for: .seconds(pause)) } catch { return }
      pause = min(2 * pause, Self.patience.longest)
    }
  }

  /// A loop for the scanner, unless it has gone meanwhile.
  private func begin(_ line: ScannerLine) throws(SystemError) -> ReadinessLoop? {
    let loop = try ReadinessLoop()
    return books.withLock { books in
      guard books.wanted.contains(line) else { return nil }
      books.loops[line] = loop
      return loop
    }
  }

  private func note(_ state: State, _ line: ScannerLine) {
    let states: [String: State]? = books.withLock { books in
      guard books.wanted.contains(line), books.states[line.place] != state else { return nil }
      books.states[line.place] = state
      return books.states
    }
    guard let states else { return }
    logger.info(
      "The state of a scanner has changed",
      metadata: ["scanner.place": "\(line.place)", "scanner.node": "\(line.node)", "scanner.state": "\(state)"])
    onState(states)
  }
}
