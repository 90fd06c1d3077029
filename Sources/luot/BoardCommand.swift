import ArgumentParser
import Foundation
import FrontDesk
import NIOCore
import Queueing
import Scenes
import Screens
import SystemIO

struct ShowBoard: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board", abstract: "Bảng gọi số ngay trong cửa sổ này, tới khi bấm Ctrl-C.")

  @Flag(help: "In bảng một lần rồi thôi.")
  var once = false

  @OptionGroup var options: DaemonOptions

  func run() async throws {
    // Asked often, so that a daemon that hangs is noticed before its data count as old.
    try await options.using(patience: .seconds(once || options.json ? 60 : 25)) { daemon in
      let answer = try await daemon.send(.get("board"))
      if options.json { return print(String(decoding: answer.body, as: UTF8.self)) }
      let names = try await daemon.names()
      let board = Board(try answer.decoded(), services: names.services)
      let isTerminal = Terminal.isTerminal(STDOUT_FILENO)
      let ability = isTerminal ? TerminalAbility(environment: ProcessInfo.processInfo.environment) : .plain
      if once || !isTerminal {
        // Just heard, whatever the office takes for the time while the machine's clock is not trusted.
        let now = WallClock.system.now()
        let scene = BoardScene(of: board, texts: names.boardTexts, now: now, confirmedAt: now)
        TerminalBoard.render(scene, size: .ofOutput, ability: ability).forEach { print($0) }
      } else {
        try await LiveBoard(daemon: daemon, board: board, names: names, ability: ability).run()
      }
    }
  }
}

extension TerminalSize {
  /// Of the window behind standard output, now; 80 × 24 where nobody knows.
  static var ofOutput: TerminalSize {
    let size = Terminal.size(of: STDOUT_FILENO)
    return TerminalSize(columns: size?.columns ?? 80, rows: size?.rows ?? 24)
  }
}

/// Hands on at once what was printed, to who reads a pipe too.
func flushOutput() {
  fflush(nil)
}
