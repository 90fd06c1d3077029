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
  private enum Content {
    case board
    case kiosk(KioskDesk)
  }

  private struct Screen {
    let panel: Panel
    let content: Content
  }

  private let reception: Reception
  private let health: HealthRegister
  private let screens: [String: Screen]
  private let memory = MemoryScreen()
  private let boards: LastBoard

  init(
    _ configuration: Configuration, reception: Reception, health: HealthRegister, printing: PrintQueue?, log: Logger
  ) {
    self.reception = reception
    self.health = health
    boards = LastBoard()
    let start = ContinuousClock.now
    let style = KioskStyle(configuration)
    screens = Dictionary(
      configuration.screens.map { screen in
        let panel = Panel(
          width: screen.width, height: screen.height, millimetres: screen.widthMillimetres.map(Double.init))
        let content =
          switch screen.shows {
          case .board: Content.board
          case .kiosk:
            Content.kiosk(
              KioskDesk(
                screen: screen.id, reception: reception, health: health, printing: printing, style: style,
                seed: UUID().uuidString, elapsed: { start.duration(to: .now) }, log: log))
          }
        return (screen.id, Screen(panel: panel, content: content))
      }
    ) { first, _ in first }
  }

  func picture(of name: String, width: Int?, height: Int?) async throws -> [UInt8] {
    let screen = try screen(name)
    let panel = screen.panel.resized(width: width, height: height)
    switch screen.content {
    case .board: return try await memory.png(of: Layout(boardScene(), on: panel))
    case .kiosk(let desk): return try await memory.png(of: Layout(desk.scene(), on: panel))
    }
  }

  func touch(_ name: String, x: Int, y: Int) async throws -> TouchAnswer {
    let screen = try screen(name)
    guard case .kiosk(let desk) = screen.content else { throw RequestProblem.screenTakesNoTouch(name) }
    return await desk.touch(x: x, y: y, on: screen.panel)
  }

  private func screen(_ name: String) throws -> Screen {
    guard let screen = screens[name] else { throw RequestProblem.noSuchScreen(name) }
    return screen
  }

  /// The board as it stands, or as it was last read, which then says how old it is.
  private func boardScene() async throws -> BoardScene {
    let board: Board
    do {
      board = try await reception.board(notices: health.notices())
      boards.keep(board)
    } catch let error as StoreError {
      guard let last = boards.last else { throw error }
      board = last
    }
    return BoardScene(of: board, texts: BoardTexts(reception.office), now: reception.clock.now())
  }
}

/// The board as it was last read.
private final class LastBoard: Sendable {
  private let board = Mutex<Board?>(nil)

  var last: Board? { board.withLock { $0 } }

  func keep(_ latest: Board) {
    board.withLock { $0 = latest }
  }
}

extension KioskStyle {
  fileprivate init(_ configuration: Configuration) {
    self.init(
      waitingPlace: configuration.centre.waitingPlace, publicURL: configuration.console.publicURL,
      englishServices: Dictionary(
        configuration.services.compactMap { service in
          service.english.map { (ServiceID(verified: service.id), $0) }
        }
      ) { first, _ in first },
      englishClasses: Dictionary(
        configuration.priorityClasses.compactMap { found in
          found.english.map { (PriorityClassID(verified: found.id), $0) }
        }
      ) { first, _ in first })
  }
}
