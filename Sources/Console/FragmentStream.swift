import FrontDesk
import HTTPTypes
import Hummingbird
import NIOCore
import Queueing
import Records
import ServiceLifecycle
import Storage
import Synchronization

/// A part of a page, and the event that shows it. Many who look at the same share the bytes.
struct Fragment: Sendable {
  let html: String
  let event: ByteBuffer

  init(_ html: String) {
    self.html = html
    var text = "event: view\ndata: "
    for (index, line) in html.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      if index > 0 { text += "\ndata: " }
      text += Substring(line)
    }
    event = ByteBuffer(string: text + "\n\n")
  }
}

/// Shows one client a part of a page anew whenever it reads differently (server-sent events).
///
/// As with `EventStream`, growth of the journal only wakes it; nothing queues up for a slow client, and one that takes
/// no bytes is ended by `ConnectionDeadlines`.
struct FragmentStream: Sendable {
  /// What the part shows now, and whether the client may still see it.
  typealias Look = @Sendable () async throws -> Fragment?

  private enum Wake {
    case growth, heartbeat
  }

  let context: ConsoleContext
  /// Only held: they are given back with the last copy of this value.
  let held: [any Sendable]
  let request: Request
  /// Between two looks after growth: many entries within it are one.
  let pace: Duration
  /// Whether what is said at the desks is part of the view.
  let hearsMessages: Bool
  let look: Look

  /// For many who see the same, made once for all of them.
  init(
    context: ConsoleContext, held: [any Sendable], request: Request, pace: Duration,
    shared look: @escaping @Sendable () async throws -> Fragment
  ) {
    self.context = context
    self.held = held
    self.request = request
    self.pace = pace
    hearsMessages = false
    self.look = look
  }

  /// For what only this client sees.
  init(
    context: ConsoleContext, held: [any Sendable], request: Request, pace: Duration, hearsMessages: Bool = false,
    look: @escaping @Sendable () async throws -> String?
  ) {
    self.context = context
    self.held = held
    self.request = request
    self.pace = pace
    self.hearsMessages = hearsMessages
    self.look = { try await look().map(Fragment.init) }
  }

  var response: Response {
    let growth = context.feed.growth()
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody { writer in
        let (wakes, wake) = AsyncStream.makeStream(of: Wake.self, bufferingPolicy: .bufferingNewest(1))
        try await request.body.consumeWithInboundCloseHandler { _ in
          try await withGracefulShutdownHandler {
            try await run(&writer, growth: growth, wakes: wakes, wake: wake)
          } onGracefulShutdown: {
            wake.finish()
          }
        } onInboundClosed: {
          wake.finish()
        }
        try await writer.finish(nil)
      })
  }

  @concurrent
  private func run(
    _ writer: inout any ResponseBodyWriter, growth: AsyncStream<Void>, wakes: AsyncStream<Wake>,
    wake: AsyncStream<Wake>.Continuation
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await _ in growth { wake.yield(.growth) }
      }
      if hearsMessages {
        group.addTask { [messages = context.reception.messages] in
          for await _ in messages.growth() { wake.yield(.growth) }
        }
      }
      group.addTask { [heartbeat = context.limits.heartbeat] in
        while !Task.isCancelled {
          try await Task.sleep(for: heartbeat)
          wake.yield(.heartbeat)
        }
      }
      var shown: String?
      for await reason in wakes {
        guard let view = try await look() else { break }
        let isNew = view.html != shown
        if isNew {
          try await writer.write(view.event)
          shown = view.html
        }
        // A sign of life, and the time of the office.
        if reason == .heartbeat || isNew {
          let now = context.reception.clock.now().milliseconds
          try await writer.write(ByteBuffer(string: "event: beat\ndata: \(now)\n\n"))
        }
        if reason == .growth, pace > .zero { try await Task.sleep(for: pace) }
      }
      group.cancelAll()
    }
  }
}

/// The board as browsers show it, made once for all of them.
actor BoardViews {
  private struct View {
    let seq: Int64
    let at: ContinuousClock.Instant
    let fragment: Fragment
  }

  private let reception: Reception
  private let health: HealthRegister
  private let feed: JournalFeed
  /// Age at which a view is made anew although nothing was journalled: hours begin and end, notices come and go.
  private let patience: Duration
  private var latest: View?
  /// Who waits for the one that makes the next view.
  private var waiting: [CheckedContinuation<Void, Never>]?

  init(reception: Reception, health: HealthRegister, feed: JournalFeed, patience: Duration) {
    self.reception = reception
    self.health = health
    self.feed = feed
    self.patience = patience
  }

  func current() async throws -> Fragment {
    while true {
      let wanted = feed.latestSeq
      if let latest, latest.seq >= wanted, .now - latest.at < patience { return latest.fragment }
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
    let fragment = Fragment(try Pages.html("board-view", BoardWords(board, of: reception.office)))
    latest = View(seq: board.seq, at: .now, fragment: fragment)
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
