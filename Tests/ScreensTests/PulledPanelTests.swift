import Drawing
import Foundation
import Glibc
import Queueing
import Scenes
import Synchronization
import SystemIO
import Testing

@testable import Screens

/// A panel that is pulled, breaks and comes back, and remembers what it was given.
private final class FakePanel: Sendable {
  struct State {
    /// The code of what showing and looking at it fail with.
    var failure: CInt?
    /// Each picture stays on its way.
    var isSlow = false
    /// The last picture is on its way.
    var isBusy = false
  }

  let path: String
  /// The places that changed with each picture that was handed over.
  let shown: AsyncStream<[Rect]>
  private let show: AsyncStream<[Rect]>.Continuation
  private let state = Mutex(State())

  /// It is plugged in where a file of its name is.
  init(in folder: String, _ name: String) {
    path = "\(folder)/\(name)"
    (shown, show) = AsyncStream.makeStream()
  }

  func plugIn() throws {
    state.withLock { $0 = State() }
    try Data().write(to: URL(fileURLWithPath: path))
  }

  func pull() throws {
    state.withLock { $0.failure = ENODEV }
    try FileManager.default.removeItem(atPath: path)
  }

  func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

  func glass() -> any Glass { Showing(panel: self) }

  private final class Showing: Glass {
    let panel: FakePanel
    var name: String { panel.path }
    let (width, height) = (1280, 720)
    let millimetres: (width: Int, height: Int)? = (477, 268)
    var isBusy: Bool { panel.state.withLock(\.isBusy) }

    init(panel: FakePanel) { self.panel = panel }

    func show(_ picture: Picture, changed: [Rect], rotation: Rotation) throws(SystemError) {
      try check(now: .now)
      panel.state.withLock { $0.isBusy = $0.isSlow }
      panel.show.yield(changed)
    }

    func forget() {}

    func check(now: ContinuousClock.Instant) throws(SystemError) {
      if let failure = panel.state.withLock(\.failure) {
        throw SystemError("hiện hình lên", panel.path, code: failure)
      }
    }
  }
}

@Suite(.timeLimit(.minutes(15))) struct PulledPanelTests {
  private struct Bench {
    let host: ScreenHost
    let panels: [FakePanel]

    /// Looks until the screen's condition is as described.
    func look(until isSo: (ScreenHost.Condition) -> Bool, at screen: String) async {
      host.look()
      await wait(until: isSo, at: screen)
    }

    /// A change that was told of may be an older one: what counts is how the screen is by now.
    func wait(until isSo: (ScreenHost.Condition) -> Bool, at screen: String) async {
      guard !isSo(host.condition(of: screen) ?? .absent) else { return }
      for await event in host.events where event == .changed(screen) {
        if isSo(host.condition(of: screen) ?? .absent) { return }
      }
    }

    func isShown(_ condition: ScreenHost.Condition) -> Bool {
      if case .shown = condition { true } else { false }
    }

    func show(_ board: SampleBoard, on screen: String) throws {
      let panel = try #require(host.panel(of: screen))
      host.show(Layout(board.scene, on: panel), on: screen)
    }
  }

  private static let whole = [Rect(x: 0, y: 0, width: 1280, height: 720)]

  private func run(_ names: [String], _ body: (Bench) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "/luot-panels-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let panels = names.map { FakePanel(in: folder, $0) }
    for panel in panels { try panel.plugIn() }
    let host = ScreenHost(
      panels.map { ScreenHost.Plan(id: $0.path, output: .framebuffer, device: $0.path, takesTouch: false) },
      console: ScreenHost.Console(
        note: folder + "/console", leaveSignal: SIGUSR1, comeBackSignal: SIGUSR2, isGuest: false),
      machine: ScreenHost.Machine(
        framebuffer: { path throws(SystemError) in
          guard let panel = panels.first(where: { $0.path == path }) else {
            throw SystemError("mở", path, code: ENODEV)
          }
          return panel.glass()
        }, hasConsole: { false }))
    try await withThrowingTaskGroup { group in
      group.addTask { try await host.run() }
      try await body(Bench(host: host, panels: panels))
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  @Test func `A monitor pulled while a picture is on its way is let go, and shows all there is once it is back`()
    async throws
  {
    try await run(["hdmi"]) { bench in
      let panel = bench.panels[0]
      var shown = panel.shown.makeAsyncIterator()
      await bench.look(until: bench.isShown, at: panel.path)
      try bench.show(.usual, on: panel.path)
      #expect(await shown.next() == Self.whole)

      panel.change { $0.isSlow = true }
      try bench.show(.busy, on: panel.path)
      let change = try #require(await shown.next())
      #expect(!change.isEmpty && change != Self.whole)
      // The next has to wait for the one that is on its way, and that one never comes.
      try bench.show(.closed, on: panel.path)
      try panel.pull()
      await bench.look(until: { $0 == .absent }, at: panel.path)

      try panel.plugIn()
      await bench.look(until: bench.isShown, at: panel.path)
      // Nobody has to send anything again.
      #expect(await shown.next() == Self.whole)
    }
  }

  @Test func `A panel that fails in the middle of a picture is told of, tried again, and holds up no other`()
    async throws
  {
    try await run(["a", "b"]) { bench in
      let (broken, sound) = (bench.panels[0], bench.panels[1])
      var (shown, others) = (broken.shown.makeAsyncIterator(), sound.shown.makeAsyncIterator())
      for panel in bench.panels {
        await bench.look(until: bench.isShown, at: panel.path)
        try bench.show(.usual, on: panel.path)
      }
      #expect(await shown.next() == Self.whole)
      #expect(await others.next() == Self.whole)

      broken.change { $0.failure = EIO }
      try bench.show(.busy, on: broken.path)
      await bench.wait(until: { !bench.isShown($0) }, at: broken.path)
      guard case .failed(let sentence) = bench.host.condition(of: broken.path) else {
        Issue.record("\(String(describing: bench.host.condition(of: broken.path)))")
        return
      }
      #expect(sentence.contains(broken.path))
      try bench.show(.closed, on: sound.path)
      #expect(await others.next()?.isEmpty == false)

      broken.change { $0.failure = nil }
      await bench.look(until: bench.isShown, at: broken.path)
      #expect(await shown.next() == Self.whole)
    }
  }
}
