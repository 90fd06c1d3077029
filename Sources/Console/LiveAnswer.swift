import FrontDesk
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// An answer that goes on for as long as its client listens (server-sent events).
///
/// Growth of the journal and the pulse only wake it: nothing queues up for a slow client, and one that takes no bytes
/// is ended by `ConnectionDeadlines`.
struct LiveAnswer: Sendable {
  static let mediaType = "text/event-stream"

  enum Wake: Sendable {
    case growth, heartbeat
  }

  /// How somebody asks to be told of something.
  typealias Source = @Sendable (@escaping @Sendable () -> Void) -> Watching

  let context: ConsoleContext
  let pulse: Pulse
  let closed: EventLoopFuture<Void>
  /// What wakes it besides the pulse.
  let sources: [Source]

  /// - Parameter run: writes for as long as there are wakes; the first comes at once. A wake that is overwritten by a
  ///   newer one is not missed: whoever is woken looks for all that is new.
  func response(
    _ run: @escaping @concurrent @Sendable (inout any ResponseBodyWriter, AsyncStream<Wake>) async throws -> Void
  ) -> Response {
    Response(
      status: .ok, headers: [.contentType: "\(Self.mediaType); charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        let (wakes, wake) = AsyncStream.makeStream(of: Wake.self, bufferingPolicy: .bufferingNewest(1))
        let watching = sources.map { watch in watch { wake.yield(.growth) } } + [pulse.watch { wake.yield(.heartbeat) }]
        wake.yield(.growth)
        // A task that watched the body for its end would cost each viewer more than all it is shown.
        closed.whenComplete { _ in wake.finish() }
        try await withGracefulShutdownHandler {
          try await run(&writer, wakes)
        } onGracefulShutdown: {
          wake.finish()
        }
        withExtendedLifetime(watching) {}
        try await writer.finish(nil)
      })
  }
}

/// Who watches through one listener, and what is done once for all of them.
struct Viewers: Sendable {
  let pulse: Pulse
  let boardViews: BoardViews

  init(_ context: ConsoleContext) {
    pulse = Pulse(every: context.limits.heartbeat)
    boardViews = BoardViews(
      reception: context.reception, health: context.health, feed: context.feed, patience: context.limits.heartbeat)
  }

  /// Until it is cancelled.
  func run() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await pulse.run() }
      group.addTask { await boardViews.run() }
    }
  }
}

/// The time between two signs of life, kept once for all streams of a listener.
///
/// They are told in shares, one after the other: were all told at once, a call at that moment would wait behind them.
/// While nobody listens nothing wakes.
final class Pulse: Sendable {
  private static let shares = 5

  private let watchers = (0..<shares).map { _ in Watchers() }
  private let next = Atomic<Int>(0)
  private let arrivals: AsyncStream<Void>
  private let arrival: AsyncStream<Void>.Continuation
  private let interval: Duration

  /// - Parameter interval: between two signs of life on one stream.
  init(every interval: Duration) {
    self.interval = interval
    (arrivals, arrival) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  func watch(_ tell: @escaping @Sendable () -> Void) -> Watching {
    let share = next.add(1, ordering: .relaxed).oldValue % Self.shares
    defer { arrival.yield() }
    return watchers[share].watch(tell)
  }

  /// Beats until it is cancelled.
  func run() async {
    for await _ in arrivals {
      while watchers.contains(where: { $0.count > 0 }) {
        for share in watchers {
          guard (try? await Task.sleep(for: interval / Self.shares)) != nil else { return }
          share.wake()
        }
      }
    }
  }
}
