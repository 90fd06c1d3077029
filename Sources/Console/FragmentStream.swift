import FrontDesk
import Hummingbird
import NIOCore
import Queueing
import Records
import Storage
import Synchronization

/// A part of a page, and the event that shows it. Many who look at the same share the bytes.
struct Fragment: Sendable {
  let html: String
  /// With the time of the office after it, as a sign of life.
  let event: ByteBuffer

  init(_ html: String, at now: Timestamp) {
    self.html = html
    var text = "event: view\ndata: "
    for (index, line) in html.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      if index > 0 { text += "\ndata: " }
      text += Substring(line)
    }
    event = ByteBuffer(string: text + "\n\n" + Self.beat(at: now))
  }

  static func beat(at now: Timestamp) -> String { "event: beat\ndata: \(now.milliseconds)\n\n" }
}

/// Shows one client a part of a page anew whenever it reads differently (server-sent events).
struct FragmentStream: Sendable {
  /// What the part shows now, and whether the client may still see it.
  typealias Look = @Sendable () async throws -> Fragment?

  private let answer: LiveAnswer
  /// Only held: they are given back with the last copy of this value.
  private let held: [any Sendable]
  /// Between two looks after growth: many entries within it are one.
  private let pace: Duration
  private let look: Look

  /// For many who see the same, made once for all of them.
  init(_ answer: LiveAnswer, held: [any Sendable], shared look: @escaping @Sendable () async throws -> Fragment) {
    self.answer = answer
    self.held = held
    pace = .zero
    self.look = look
  }

  /// For what only this client sees.
  init(
    _ answer: LiveAnswer, held: [any Sendable], pace: Duration, look: @escaping @Sendable () async throws -> String?
  ) {
    self.answer = answer
    self.held = held
    self.pace = pace
    self.look = { [clock = answer.context.reception.clock] in
      try await look().map { Fragment($0, at: clock.now()) }
    }
  }

  var response: Response {
    answer.response { writer, wakes in try await run(&writer, wakes) }
  }

  @concurrent
  private func run(_ writer: inout any ResponseBodyWriter, _ wakes: LiveAnswer.Wakes) async throws {
    var shown: String?
    for await _ in wakes.stream {
      let reason = wakes.take()
      guard let view = try await look() else { break }
      let isNew = view.html != shown
      if isNew {
        try await writer.write(view.event)
        shown = view.html
      } else if reason.contains(.heartbeat) {
        try await writer.write(ByteBuffer(string: Fragment.beat(at: answer.context.reception.clock.now())))
      }
      if reason.contains(.growth), pace > .zero { try await Task.sleep(for: pace) }
    }
  }
}

/// The board as browsers show it, made once for all of them.
///
/// Who looks at it is woken by a new view and not by the journal: what happens in the same moment is one view, however
/// many look.
actor BoardViews {
  private struct View {
    let seq: Int64
    let at: ContinuousClock.Instant
    let fragment: Fragment
  }

  /// Between two views. A call shows at once when nothing happened right before it.
  private static let pace = Duration.milliseconds(40)

  private let reception: Reception
  private let health: HealthRegister
  private let feed: JournalFeed
  /// Age at which a view is made anew although nothing was journalled: hours begin and end, notices come and go.
  private let patience: Duration
  private let viewers = Watchers()
  /// A change, or a viewer who came.
  private let asks: AsyncStream<Void>
  private let ask: AsyncStream<Void>.Continuation
  /// Read without the actor: many look one after another.
  private let latest = Mutex<View?>(nil)
  /// Who waits for the one that makes the next view.
  private var waiting: [CheckedContinuation<Void, Never>]?

  init(reception: Reception, health: HealthRegister, feed: JournalFeed, patience: Duration) {
    self.reception = reception
    self.health = health
    self.feed = feed
    self.patience = patience
    (asks, ask) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Tells of each new view, and of one right after this: what happened before may not be in the latest yet.
  nonisolated func watch(_ tell: @escaping @Sendable () -> Void) -> Watching {
    defer { ask.yield() }
    return viewers.watch(tell)
  }

  /// Makes views for as long as somebody looks, until it is cancelled.
  nonisolated func run() async {
    let watching = feed.watch { [ask] in ask.yield() }
    defer { withExtendedLifetime(watching) {} }
    for await _ in asks where viewers.count > 0 {
      // A store that cannot be read is told by whoever looks.
      _ = try? await exact()
      viewers.wake()
      try? await Task.sleep(for: Self.pace)
    }
  }

  /// For who watches: may be as old as the pace, since another follows.
  nonisolated func current() async throws -> Fragment {
    if let fresh { return fresh }
    return try await exact()
  }

  private nonisolated var fresh: Fragment? {
    let (wanted, now) = (feed.latestSeq, ContinuousClock.now)
    return latest.withLock { view in
      guard let view, now - view.at < (view.seq >= wanted ? patience : Self.pace) else { return nil }
      return view.fragment
    }
  }

  /// Of everything that was journalled before it was asked for.
  func exact() async throws -> Fragment {
    while true {
      let wanted = feed.latestSeq
      let view = latest.withLock { $0 }
      if let view, view.seq >= wanted, .now - view.at < patience { return view.fragment }
      if waiting == nil { break }
      await withCheckedContinuation { waiting?.append($0) }
    }
    waiting = []
    defer {
      let woken = waiting ?? []
      waiting = nil
      for continuation in woken { continuation.resume() }
    }
    let board = try await reception.board(notices: health.notices())
    let fragment = Fragment(try Pages.html("board-view", BoardWords(board, of: reception.office)), at: board.asOf)
    let view = View(seq: board.seq, at: .now, fragment: fragment)
    latest.withLock { $0 = view }
    return fragment
  }
}

/// Who has the page of which counter open.
final class Presence: Sendable {
  private struct Somebody {
    let name: String
    /// Pages they have open.
    var pages: Int
  }

  private let people = Mutex<[CounterID: [MemberID: Somebody]]>([:])

  /// Somebody looks at a counter, until the last reference to what is returned is gone.
  func enter(_ counter: CounterID, _ signedIn: SignedIn) -> Sign {
    people.withLock { people in
      people[counter, default: [:]][signedIn.member, default: Somebody(name: signedIn.name, pages: 0)].pages += 1
    }
    return Sign(presence: self, counter: counter, member: signedIn.member)
  }

  /// The names of those who look at a counter beside a member.
  func names(at counter: CounterID, beside member: MemberID) -> [String] {
    people.withLock { $0[counter, default: [:]].filter { $0.key != member }.values.map(\.name) }
  }

  final class Sign: Sendable {
    private let presence: Presence
    private let counter: CounterID
    private let member: MemberID

    fileprivate init(presence: Presence, counter: CounterID, member: MemberID) {
      self.presence = presence
      self.counter = counter
      self.member = member
    }

    deinit {
      presence.people.withLock { people in
        guard var somebody = people[counter]?[member] else { return }
        somebody.pages -= 1
        people[counter]?[member] = somebody.pages > 0 ? somebody : nil
      }
    }
  }
}
