package import Drawing
package import Scenes
import Synchronization
import SystemIO

/// The machine's own screens, with the fingers and keys in front of them: layouts go in, touches come out.
///
/// One thread owns every panel, the console and the input devices, so that a driver that hangs holds up nothing but
/// the screens. What fails or is unplugged is looked for again each time `look()` is called.
package final class ScreenHost: Sendable {
  /// Where a screen of the configuration is to be seen.
  package struct Plan: Hashable, Sendable {
    package enum Output: Hashable, Sendable {
      /// A monitor at a graphics card; on a machine without one, a framebuffer. Never where somebody else shows
      /// pictures.
      case auto
      case kms
      case framebuffer
    }

    package let id: String
    package let output: Output
    /// `/dev/dri/card0`, `/dev/fb0`; the first that serves when `nil`.
    package let device: String?
    /// `HDMI-A-1`; the first with a monitor when `nil`.
    package let connector: String?
    package let rotation: Rotation
    /// Of the visible width as the picture stands; `nil` asks the monitor.
    package let millimetres: Double?
    package let takesTouch: Bool
    /// See `Hands`; six numbers.
    package let calibration: [Float]?

    package init(
      id: String, output: Output, device: String? = nil, connector: String? = nil, rotation: Rotation = .none,
      millimetres: Double? = nil, takesTouch: Bool, calibration: [Float]? = nil
    ) {
      self.id = id
      self.output = output
      self.device = device
      self.connector = connector
      self.rotation = rotation
      self.millimetres = millimetres
      self.takesTouch = takesTouch
      self.calibration = calibration
    }
  }

  /// How a screen is.
  package enum Condition: Hashable, Sendable {
    /// No panel is there for it.
    case absent
    /// There is one, and somebody else uses it.
    case taken
    /// Another virtual terminal is shown.
    case hidden(on: String)
    case shown(on: String, Panel)
    /// With a sentence for the administrator.
    case failed(String)
  }

  package enum Event: Hashable, Sendable {
    /// The condition of a screen is another.
    case changed(String)
    /// A finger, or a key, at a pixel of the picture.
    case touched(String, x: Int, y: Int, at: ContinuousClock.Instant)
  }

  package enum ConsoleSwitch: Hashable, Sendable {
    case leave, comeBack
  }

  /// How the console is taken.
  package struct Console: Sendable {
    /// A file that remembers what was taken; see `VirtualTerminal`.
    package let note: String
    /// What the kernel is to send; who gets these calls `consoleSwitched`.
    package let leaveSignal: CInt
    package let comeBackSignal: CInt
    /// Never take a console on which somebody is logged in.
    package let isGuest: Bool

    package init(note: String, leaveSignal: CInt, comeBackSignal: CInt, isGuest: Bool) {
      self.note = note
      self.leaveSignal = leaveSignal
      self.comeBackSignal = comeBackSignal
      self.isGuest = isGuest
    }
  }

  /// The machine, as far as tests put something else in its place.
  struct Machine: Sendable {
    var framebuffer: @Sendable (String) throws(SystemError) -> any Glass = { path throws(SystemError) in
      try FramebufferGlass(path)
    }
    var hasConsole: @Sendable () -> Bool = { fileExists("/dev/tty0") }
  }

  struct Mail {
    var layouts: [String: Layout] = [:]
    var isLookDue = true
    var switches: [ConsoleSwitch] = []
  }

  private struct State {
    var mail = Mail()
    var conditions: [String: Condition] = [:]
    var trouble: String?
    var loop: ReadinessLoop?
  }

  /// Touches that nobody has dealt with yet; beyond these the newest are lost.
  private static let eventLimit = 64

  package let plans: [Plan]
  /// For one reader.
  package let events: AsyncStream<Event>
  let machine: Machine
  private let console: Console
  private let sink: AsyncStream<Event>.Continuation
  private let state = Mutex(State())

  package convenience init(_ plans: [Plan], console: Console) {
    self.init(plans, console: console, machine: Machine())
  }

  init(_ plans: [Plan], console: Console, machine: Machine) {
    self.plans = plans
    self.console = console
    self.machine = machine
    (events, sink) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingOldest(Self.eventLimit))
    state.withLock { state in
      state.conditions = Dictionary(plans.map { ($0.id, .absent) }) { first, _ in first }
    }
  }

  /// Its life, until the task is cancelled; then every panel and the console are as they were before.
  package func run() async throws {
    let loop = try ReadinessLoop()
    state.withLock { $0.loop = loop }
    defer { state.withLock { $0.loop = nil } }
    try await loop.run(onThreadNamed: "screens") { [self] in
      try ScreenKeeper(host: self, console: console, loop: $0).run()
    }
  }

  /// What is to be seen on a screen from now on.
  package func show(_ layout: Layout, on screen: String) {
    send { $0.layouts[screen] = layout }
  }

  /// Has everything looked at that may have come, gone or failed: once a second.
  package func look() {
    send { $0.isLookDue = true }
  }

  package func consoleSwitched(_ change: ConsoleSwitch) {
    send { $0.switches.append(change) }
  }

  package func condition(of screen: String) -> Condition? {
    state.withLock { $0.conditions[screen] }
  }

  /// What is wrong with the console, or with touch; nothing that keeps pictures from being seen.
  package var trouble: String? { state.withLock { $0.trouble } }

  /// The panel a screen is laid out for; `nil` while it is not to be seen.
  package func panel(of screen: String) -> Panel? {
    if case .shown(_, let panel) = condition(of: screen) { panel } else { nil }
  }

  private func send(_ write: (inout Mail) -> Void) {
    state.withLock { state in
      write(&state.mail)
      return state.loop
    }?.wake()
  }

  // MARK: For the thread

  func takeMail() -> Mail {
    state.withLock { state in
      let mail = state.mail
      state.mail = Mail(isLookDue: false)
      return mail
    }
  }

  func note(_ condition: Condition, of screen: String) {
    let isNew = state.withLock { state in
      let old = state.conditions.updateValue(condition, forKey: screen)
      return old != condition
    }
    if isNew { sink.yield(.changed(screen)) }
  }

  func note(trouble: String?) {
    state.withLock { $0.trouble = trouble }
  }

  func report(_ event: Event) {
    sink.yield(event)
  }
}
