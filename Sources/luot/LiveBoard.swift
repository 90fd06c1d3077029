import AsyncHTTPClient
import Foundation
import FrontDesk
import Queueing
import Scenes
import Screens
import Synchronization
import UnixSignals

/// The call board of a running office in a terminal, until somebody ends it.
///
/// Whatever comes over the event stream only wakes; the board itself is asked for. So a lost event costs nothing, and
/// after a restart of the daemon the screen comes back by itself.
final class LiveBoard: Sendable {
  private struct Known {
    var board: Board
    var names: OfficeNames
    /// When the daemon last said so.
    var confirmedAt: Timestamp
  }

  /// Seconds after which the board is asked for without an event: less than what counts as old data.
  private static let confirmationSeconds = 4

  private let daemon: DaemonClient
  private let ability: TerminalAbility
  private let known: Mutex<Known>

  init(daemon: DaemonClient, board: Board, names: OfficeNames, ability: TerminalAbility) {
    self.daemon = daemon
    self.ability = ability
    known = Mutex(Known(board: board, names: names, confirmedAt: WallClock.system.now()))
  }

  /// Takes the terminal over, and gives it back however this ends.
  func run() async throws {
    let (redraws, redraw) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let (requests, request) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup, .sigwinch)
    try write(TerminalFrame.enter)
    defer { try? write(TerminalFrame.leave) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await signal in signals {
          guard signal == .sigwinch else { return }
          redraw.yield()
        }
      }
      group.addTask { try await self.follow(request) }
      group.addTask { await self.refresh(on: requests, redraw) }
      group.addTask { try await self.tick(request, redraw) }
      group.addTask { try await self.draw(on: redraws) }
      defer { group.cancelAll() }
      // None but the signals, or a terminal that is gone, ends.
      try await group.next()
    }
  }

  private func follow(_ request: AsyncStream<Void>.Continuation) async throws {
    while true {
      do {
        for try await _ in try await daemon.events() { request.yield() }
      } catch is CancellationError {
        return
      } catch {
        // The age of the data tells that the daemon is gone.
      }
      try await Task.sleep(for: .seconds(1))
    }
  }

  private func refresh(on requests: AsyncStream<Void>, _ redraw: AsyncStream<Void>.Continuation) async {
    var isNew = false
    for await _ in requests {
      do {
        // Another daemon may have another configuration.
        if isNew {
          let names = try await daemon.names()
          known.withLock { $0.names = names }
        }
        let answer = try await daemon.board()
        isNew = false
        known.withLock { known in
          known.board = Board(answer, services: known.names.services)
          known.confirmedAt = WallClock.system.now()
        }
        redraw.yield()
      } catch {
        isNew = true
      }
    }
  }

  /// Wakes at every full second of the wall clock.
  private func tick(
    _ request: AsyncStream<Void>.Continuation, _ redraw: AsyncStream<Void>.Continuation
  ) async throws {
    while true {
      let now = WallClock.system.now()
      try await Task.sleep(for: .milliseconds(1000 - now.milliseconds % 1000))
      redraw.yield()
      let confirmedAt = known.withLock { $0.confirmedAt }
      if WallClock.system.now().seconds(since: confirmedAt) >= Self.confirmationSeconds { request.yield() }
    }
  }

  private func draw(on redraws: AsyncStream<Void>) async throws {
    var shown: TerminalFrame?
    for await _ in redraws {
      let known = known.withLock { $0 }
      let scene = BoardScene(
        of: known.board, texts: known.names.boardTexts, now: WallClock.system.now(), confirmedAt: known.confirmedAt)
      let frame = TerminalBoard.frame(scene, size: .ofOutput, ability: ability)
      try write(frame.update(from: shown))
      shown = frame
    }
  }

  private func write(_ text: String) throws {
    try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }
}
