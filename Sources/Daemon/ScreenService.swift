import Foundation
import FrontDesk
import Logging
import Queueing
import Scenes
import Screens
import UnixSignals

/// Keeps the machine's own screens showing what is so, and brings their touches to the front desk.
struct ScreenService {
  /// Sent by the kernel, see `ScreenHost.Console`.
  private static let leaveSignal = UnixSignal.sigusr1
  private static let comeBackSignal = UnixSignal.sigusr2

  /// A touch that nobody could deal with for so long was meant for another page.
  private static let touchAge = Duration.seconds(1)
  /// Until the screens are tried again after their thread has failed as a whole.
  private static let retry = Duration.seconds(5)

  let beat: Beat
  let room: ScreenRoom
  let feed: JournalFeed
  let health: HealthRegister
  /// Nobody has promised a screen; that there is none is no fault.
  let isDemo: Bool
  let log: Logger

  /// How the console is taken, so that this service hears of it. A demonstration is a guest on the machine.
  static func console(note: String, isDemo: Bool) -> ScreenHost.Console {
    ScreenHost.Console(
      note: note, leaveSignal: leaveSignal.rawValue, comeBackSignal: comeBackSignal.rawValue, isGuest: isDemo)
  }

  /// `nil` where every screen is only looked at from afar.
  var component: Component? {
    guard !room.host.plans.isEmpty else { return nil }
    return Component("screens") { await run() }
  }

  /// Until the task is cancelled.
  private func run() async {
    // Who is not listened to would end the daemon: so the signals are trapped before the console can send one.
    let signals = await UnixSignalsSequence(trapping: Self.leaveSignal, Self.comeBackSignal)
    let (looks, look) = Self.alarm()
    let shown = room.screens.filter { screen in room.host.plans.contains { $0.id == screen.id } }
    let redraws = shown.map { ($0, Self.alarm()) }
    let redraw: @Sendable () -> Void = { for (_, alarm) in redraws { alarm.ring.yield() } }
    let (touches, touch) = AsyncStream.makeStream(of: ScreenHost.Event.self, bufferingPolicy: .bufferingOldest(8))
    report()
    await withDiscardingTaskGroup { group in
      group.addTask { await keepHost() }
      group.addTask {
        for await signal in signals { room.host.consoleSwitched(signal == Self.leaveSignal ? .leave : .comeBack) }
      }
      group.addTask {
        while !Task.isCancelled {
          room.host.look()
          look.yield()
          do { try await beat.wait() } catch { break }
        }
      }
      group.addTask { for await _ in feed.growth() { look.yield() } }
      group.addTask { for await _ in room.reception.messages.growth() { look.yield() } }
      group.addTask {
        for await _ in looks {
          guard shown.contains(where: { room.host.panel(of: $0.id) != nil }) else { continue }
          // A board that cannot be read goes on being shown, and says how old it is.
          redraw()
          if (try? await room.readBoard()) != nil { redraw() }
        }
      }
      for (screen, alarm) in redraws {
        group.addTask { for await _ in alarm.rings { await draw(screen) } }
      }
      group.addTask {
        for await event in room.host.events {
          switch event {
          case .touched: touch.yield(event)
          case .changed(let id):
            log.info(
              "The condition of a screen has changed",
              metadata: ["screen.name": "\(id)", "screen.condition": "\(room.host.condition(of: id).map(text) ?? "")"])
            report()
            look.yield()
          }
        }
      }
      group.addTask {
        for await event in touches {
          await take(event)
          redraw()
        }
      }
    }
  }

  /// What rings once for all that happened since it was last heard.
  private static func alarm() -> (rings: AsyncStream<Void>, ring: AsyncStream<Void>.Continuation) {
    let (rings, ring) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    return (rings, ring)
  }

  private func keepHost() async {
    while !Task.isCancelled {
      do {
        try await room.host.run()
        return
      } catch {
        log.error("The screens stopped and are tried again", metadata: ["error": "\(error)"])
        health.note("screens", .degraded, "Không điều khiển được màn hình: \(error)")
      }
      try? await Task.sleep(for: Self.retry)
    }
  }

  private func draw(_ screen: ScreenRoom.Screen) async {
    guard let panel = room.host.panel(of: screen.id) else { return }
    switch screen.content {
    case .board:
      if let scene = room.boardScene() { room.host.show(Layout(scene, on: panel), on: screen.id) }
    case .kiosk(let desk):
      room.host.show(Layout(await desk.scene(), on: panel), on: screen.id)
    }
  }

  private func take(_ event: ScreenHost.Event) async {
    guard case .touched(let id, let x, let y, let at) = event, at.duration(to: .now) < Self.touchAge else { return }
    // Only a kiosk is touched, and only one that exists.
    _ = try? await room.touch(id, x: x, y: y)
  }

  // MARK: What is told of them

  private func report() {
    let plans = room.host.plans
    let conditions = plans.map { ($0, room.host.condition(of: $0.id) ?? .absent) }
    let isFine = conditions.allSatisfy { plan, condition in
      switch condition {
      case .shown, .hidden: true
      // Who leaves it to the machine may have none.
      case .absent: plan.output == .auto
      case .taken: isDemo
      case .failed: false
      }
    }
    var sentences = conditions.map { "\($0.id): \(text($1))." }
    if let trouble = room.host.trouble { sentences.append(trouble) }
    health.note("screens", isFine && room.host.trouble == nil ? .ok : .degraded, sentences.joined(separator: " "))
  }

  private func text(_ condition: ScreenHost.Condition) -> String {
    switch condition {
    case .absent: "không thấy màn hình cắm vào máy, xem từ xa tại /screens; cắm vào là hiện ngay"
    case .taken: "màn hình đang có người hoặc chương trình khác dùng; thoát ra là hiện ngay"
    case .hidden(let name): "\(name) đang nhường cho màn hình chữ khác"
    case .shown(let name, let panel): "đang hiện trên \(name), \(panel.width)×\(panel.height) điểm ảnh"
    case .failed(let reason): reason.hasSuffix(".") ? String(reason.dropLast()) : reason
    }
  }
}
