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

  /// Why it is woken.
  struct Wake: OptionSet, Sendable {
    let rawValue: UInt8

    static let growth = Wake(rawValue: 1)
    static let heartbeat = Wake(rawValue: 2)
  }

  /// What has woken it since it last looked. Several wakes come as one, and none of their reasons is lost.
  final class Wakes: Sendable {
    let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let pending = Atomic<UInt8>(0)

    init() {
      (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ wake: Wake) {
      pending.bitwiseOr(wake.rawValue, ordering: .relaxed)
      continuation.yield()
    }

    func take() -> Wake { Wake(rawValue: pending.exchange(0, ordering: .relaxed)) }

    func finish() { continuation.finish() }
  }

  /// How somebody asks to be told of something.
  typealias Source = @Sendable (@escaping @Sendable () -> Void) -> Watching

  let context: ConsoleContext
  let pulse: Pulse
  /// When the connection is no more. Of a client that only sends no more `ConnectionDeadlines` ends the connection.
  let closed: EventLoopFuture<Void>
  /// What wakes it besides the pulse.
  let sources: [Source]

  /// - Parameter run: writes for as long as there are wakes; the first comes at once.
  func response(
    _ run: @escaping @concurrent @Sendable (inout any ResponseBodyWriter, Wakes) async throws -> Void
  ) -> Response {
    Response(
      status: .ok, headers: [.contentType: "\(Self.mediaType); charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        let wakes = Wakes()
        let watching = sources.map { watch in watch { wakes.add(.growth) } } + [pulse.watch { wakes.add(.heartbeat) }]
        wakes.add(.growth)
        // A task that watched the body for its end would cost each viewer more than all it is shown.
        closed.whenComplete { _ in wakes.finish() }
        try await withGracefulShutdownHandler {
          try await run(&writer, wakes)
        } onGracefulShutdown: {
          wakes.finish()
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
