import Drawing
import Foundation
import FrontDesk
import Logging
import Queueing
import Scenes
import Screens
import Settings
import Storage
import Synchronization

/// The screens of the configuration and what each shows.
struct ScreenRoom: ScreenViews {
  enum Content {
    case board
    case kiosk(KioskDesk)
  }

  struct Screen {
    let id: String
    let content: Content
    /// What it is laid out for while no real panel says better.
    fileprivate let panel: Panel
  }

  let reception: Reception
  let health: HealthRegister
  let notices: NoticeFolder
  let screens: [Screen]
  let boards = LastBoard()
  let host: ScreenHost
  private let memory = MemoryScreen()

  init(
    _ configuration: Configuration, reception: Reception, health: HealthRegister, printing: PrintQueue?,
    notices: NoticeFolder, console: ScreenHost.Console, isDemo: Bool, log: Logger
  ) {
    self.reception = reception
    self.health = health
    self.notices = notices
    let start = ContinuousClock.now
    screens = configuration.screens.map { screen in
      let panel = Panel(
        width: screen.width, height: screen.height, millimetres: screen.widthMillimetres.map(Double.init))
      let content =
        switch screen.shows {
        case .board: Content.board
        case .kiosk:
          Content.kiosk(
            KioskDesk(
              screen: screen.id, reception: reception, health: health, printing: printing,
              style: KioskStyle(configuration, ticketsPerMinute: screen.ticketsPerMinute, isDemo: isDemo),
              seed: UUID().uuidString,
              slide: { notices.slide(at: $0) },
              elapsed: { start.duration(to: .now) }, log: log))
        }
      return Screen(id: screen.id, content: content, panel: panel)
    }
    host = ScreenHost(configuration.screens.compactMap(ScreenHost.Plan.init), console: console)
  }

  func picture(of name: String, width: Int?, height: Int?) async throws -> [UInt8] {
    let screen = try screen(name)
    let panel = try panel(of: screen).ofPicture(width: width, height: height)
    switch screen.content {
    case .board:
      do {
        try await readBoard()
      } catch let error as StoreError {
        guard boards.last != nil else { throw error }
      }
      guard let scene = boardScene() else { throw StoreError.busy }
      return try await memory.png(of: Layout(scene, on: panel))
    case .kiosk(let desk): return try await memory.png(of: Layout(desk.scene(), on: panel))
    }
  }

  func touch(_ name: String, x: Int, y: Int) async throws -> TouchAnswer {
    let screen = try screen(name)
    guard case .kiosk(let desk) = screen.content else { throw RequestProblem.screenTakesNoTouch(name) }
    return await desk.touch(x: x, y: y, on: panel(of: screen))
  }

  private func screen(_ name: String) throws -> Screen {
    guard let screen = screens.first(where: { $0.id == name }) else { throw RequestProblem.noSuchScreen(name) }
    return screen
  }

  private func panel(of screen: Screen) -> Panel {
    host.panel(of: screen.id) ?? screen.panel
  }

  /// Reads the board anew; what cannot be read stays as it was, and then says how old it is. A board that could not be
  /// read since the start shows no lines, but why no numbers are given.
  func readBoard() async throws {
    do {
      boards.keep(try await reception.board(notices: health.notices()), at: reception.clock.now())
    } catch let error as StoreError {
      let now = reception.clock.now()
      boards.keepUnread(
        Board(
          asOf: now, seq: 0, serviceDay: reception.office.serviceDay(at: now),
          opening: .closed(Closing(reason: .store, opensAt: nil)), countersOpen: 0, calls: [], lines: [],
          notices: health.notices()),
        at: now)
      throw error
    }
  }

  /// The board as it was last read; `nil` before the first attempt.
  func boardScene() -> BoardScene? {
    boards.last.map { last in
      BoardScene(
        of: last.board, texts: BoardTexts(reception.office), now: reception.clock.now(), confirmedAt: last.readAt,
        slide: notices.slide(at: reception.clock.now()))
    }
  }
}

/// The board as it was last read.
final class LastBoard: Sendable {
  private let kept = Mutex<(board: Board, readAt: Timestamp)?>(nil)

  var last: (board: Board, readAt: Timestamp)? { kept.withLock { $0 } }

  func keep(_ board: Board, at time: Timestamp) {
    kept.withLock { $0 = (board, time) }
  }

  /// Only while none has been read.
  func keepUnread(_ board: Board, at time: Timestamp) {
    kept.withLock { if ($0?.board.seq ?? 0) == 0 { $0 = (board, time) } }
  }
}

extension ScreenHost.Plan {
  /// `nil` for a screen that is only looked at from afar.
  fileprivate init?(_ screen: Configuration.Screen) {
    let output: Output
    switch screen.output {
    case .auto: output = .auto
    case .kms: output = .kms
    case .framebuffer: output = .framebuffer
    case .none: return nil
    }
    self.init(
      id: screen.id, output: output, device: screen.device, connector: screen.connector,
      rotation: Rotation(rawValue: screen.rotation) ?? .none,
      millimetres: screen.widthMillimetres.map(Double.init), takesTouch: screen.shows == .kiosk,
      calibration: screen.touchMatrix)
  }
}

extension KioskStyle {
  fileprivate init(_ configuration: Configuration, ticketsPerMinute: Int, isDemo: Bool) {
    self.init(
      waitingPlace: configuration.centre.waitingPlace, publicURL: configuration.console.publicURL,
      ticketsPerMinute: ticketsPerMinute,
      englishServices: Dictionary(
        configuration.services.compactMap { service in
          service.english.map { (ServiceID(verified: service.id), $0) }
        }
      ) { first, _ in first },
      englishClasses: Dictionary(
        configuration.priorityClasses.compactMap { found in
          found.english.map { (PriorityClassID(verified: found.id), $0) }
        }
      ) { first, _ in first }, isDemonstration: isDemo)
  }
}
