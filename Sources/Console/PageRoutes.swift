import FrontDesk
import HTTPTypes
import Hummingbird
import NIOCore
import Queueing
import Records

extension Routes {
  /// What the public listener carries too: the board, a citizen's own ticket, and the files their pages need.
  var publicPages: [Route] { assets + boardPages + ticketPages }

  private var assets: [Route] {
    [
      .get("/assets/{id}", for: .anyone) { call in
        guard let asset = Asset.byName[call.pathID] else { throw Problem.notFound }
        return asset.response(to: call.request)
      }
    ]
  }

  private var boardPages: [Route] {
    let context = context
    let office = context.reception.office
    return [
      .get(
        "/board",
        Described(
          "The board, for a television's browser.", gives: .page, .downAsPage(500), .downAsPage(503), .downAsPage(507)),
        for: .anyone
      ) { _ in
        let board = try await context.reception.board(notices: context.health.notices())
        return Pages.response(try Pages.html("board", BoardWords(board, of: office)))
      }.forPeople,
      .get("/board/view", for: .anyone) { _ in Pages.response(try await viewers.boardViews.exact().html) },
      .get("/board/events", for: .anyone) { call in
        let slot = try context.traffic.viewers.take(limit: context.limits.viewers)
        let views = viewers.boardViews
        let answer = LiveAnswer(context: context, pulse: viewers.pulse, closed: call.closed, sources: [views.watch])
        return FragmentStream(answer, held: [slot], shared: views.current).response
      },
    ]
  }

  /// Looks at one ticket at most that often, however fast the journal grows.
  private static let ticketPace = Duration.seconds(1)

  private var ticketPages: [Route] {
    let (context, reception) = (context, reception)
    let office = reception.office
    let words = { @Sendable (token: String) async throws in
      TicketWords(try await reception.follow(token), token: token, now: reception.clock.now(), of: office)
    }
    return [
      .get(
        "/t/{id}",
        Described(
          "A citizen's own ticket, by the token of the slip.",
          gives: .page, .goneAsPage, .downAsPage(500), .downAsPage(503), .downAsPage(507)),
        for: .anyone
      ) { call in
        do {
          return Pages.response(try Pages.html("ticket", try await words(call.pathID)))
        } catch RequestProblem.noSuchTicket {
          return Pages.response(try Pages.html("ticket-gone", ["centre": office.name]), status: .notFound)
        }
      }.forPeople,
      .get("/t/{id}/view", for: .anyone) { call in
        Pages.response(try Pages.html("ticket-view", try await words(call.pathID)))
      },
      .get("/t/{id}/events", for: .anyone) { call in
        let token = call.pathID
        _ = try await reception.follow(token)
        let slot = try context.traffic.viewers.take(limit: context.limits.viewers)
        return FragmentStream(live(call), held: [slot], pace: Self.ticketPace) {
          do {
            return try Pages.html("ticket-view", try await words(token))
          } catch RequestProblem.noSuchTicket {
            // The token died with its day.
            return nil
          }
        }.response
      },
      .post(
        "/t/{id}/cancel",
        Described(
          "The holder gives the turn up.", gives: .answer(TicketAnswer.self), refuses: [.unknownTicket, .illegalMove]),
        for: .anyone
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(try await reception.giveUp(call.pathID, key: call.key))
      },
      .post(
        "/t/{id}/rating",
        Described(
          "The holder says how it was, from 1 (bad) to 3 (good).", takes: [.must("score", .integer(1...3))],
          gives: .answer(TicketAnswer.self), refuses: [.unknownTicket, .notOver, .ratedAlready]), for: .anyone
      ) { call in
        let score = try call.fields { $0.requiredInteger("score") }
        return try JSONAnswer.response(try await reception.rate(call.pathID, score: score, key: call.key))
      },
    ]
  }

  // MARK: - Staff

  var staffPages: [Route] { ways + counterPages }

  /// The ways in: a page that needs a sign-in sends to it instead of refusing.
  private var ways: [Route] {
    let (context, reception, cookie, isPlain) = (context, reception, cookie, isPlain)
    let centre = reception.office.name
    let visitor = { @Sendable (request: Request) async throws in
      try await context.signIn.visitor(cookie.token(of: request))
    }
    return [
      .get("/", for: .anyone) { call in
        guard let signedIn = try await visitor(call.request), !signedIn.mustChange,
          let token = cookie.token(of: call.request)
        else { return Pages.redirect(to: "/sign-in") }
        let counters = try await reception.counters()
        let words = CountersWords(
          centre: centre, plain: isPlain, name: signedIn.name, role: signedIn.role.name,
          isKeeper: signedIn.role >= .supervisor,
          commandToken: token.commandToken,
          counters: counters.map {
            CountersWords.Counter(
              id: $0.id.text, name: $0.name, state: $0.ticket.map { "đang giữ số \($0.number)" } ?? $0.state.text)
          })
        return Pages.response(try Pages.html("counters", words))
      }.forPeople,
      .get("/sign-in", query: ["to"], for: .anyone) { call in
        let signedIn = try await visitor(call.request)
        if let signedIn, !signedIn.mustChange { return Pages.redirect(to: Self.destination(call.query["to"])) }
        let words = SignInWords(
          centre: centre, plain: isPlain, form: signedIn == nil ? "sign-in" : "change",
          heading: signedIn == nil ? "Đăng nhập" : "Đổi mã PIN", isSignIn: signedIn == nil, isChange: signedIn != nil,
          name: signedIn?.name ?? "", commandToken: cookie.token(of: call.request)?.commandToken ?? "")
        return Pages.response(try Pages.html("sign-in", words))
      }.forPeople,
      .get("/counters/{id}", for: .anyone) { call in
        let counter = try call.counter
        guard let signedIn = try await visitor(call.request), !signedIn.mustChange else {
          return Pages.redirect(to: "/sign-in?to=/counters/\(counter)")
        }
        return Pages.response(try Pages.html("console", try await words(at: counter, signedIn, call.request)))
      }.forPeople,
      .get("/records", query: ["on", "member"], for: .anyone) { call in
        guard let signedIn = try await visitor(call.request), !signedIn.mustChange else {
          return Pages.redirect(to: "/sign-in?to=/records")
        }
        // A day that is none, one to come, and somebody else's records: back to one's own of today.
        let day = call.query["on"].flatMap { ServiceDay($0) }
        let whose = call.query["member"].map { MemberID($0) } ?? signedIn.member
        guard let whose, whose == signedIn.member || signedIn.role >= .supervisor,
          call.query["on"] == nil || day.map({ $0 <= reception.today }) ?? false
        else { return Pages.redirect(to: "/records") }
        let words = RecordsWords(
          try await reception.records(of: whose, on: day), of: whose, for: signedIn,
          commandToken: cookie.token(of: call.request)?.commandToken ?? "", isPlain: isPlain, in: reception.office)
        return Pages.response(try Pages.html("records", words))
      }.forPeople,
    ]
  }

  /// Where somebody goes who has signed in: a page of ours, whatever the address says.
  private static func destination(_ wish: String?) -> String {
    guard let wish, wish.wholeMatch(of: /\/[a-z][a-z0-9\/-]*/) != nil else { return "/" }
    return wish
  }

  private var counterPages: [Route] {
    let context = context
    return [
      .get("/counters/{id}/view") { call in
        guard let signedIn = call.visitor.signedIn else { throw Problem.signInRequired }
        return Pages.response(try Pages.html("console-view", try await words(at: call.counter, signedIn, call.request)))
      },
      .get("/counters/{id}/events") { call in
        guard let signedIn = call.visitor.signedIn else { throw Problem.signInRequired }
        let counter = try call.counter
        let slot = try context.traffic.streams.take(limit: context.limits.streams)
        let sign = context.presence.enter(counter, signedIn)
        // The others at this counter see who came.
        context.feed.wake()
        let request = call.request
        return FragmentStream(
          live(call, hearsMessages: true), held: [slot, sign], pace: .milliseconds(50)
        ) {
          guard try await context.signIn.isOpen(signedIn) else { return nil }
          return try Pages.html("console-view", try await words(at: counter, signedIn, request))
        }.response
      },
    ]
  }

  private func words(at counter: CounterID, _ signedIn: SignedIn, _ request: Request) async throws -> ConsoleWords {
    let desk = try await reception.desk(counter, of: signedIn.member)
    let message = reception.messages.shown(at: .counter(counter), now: desk.asOf)?.text
    return ConsoleWords(
      desk, for: signedIn,
      in: ConsoleWords.Surroundings(
        others: context.presence.names(at: counter, beside: signedIn.member),
        troubles: context.health.deskTroubles() + desk.notices, message: message,
        commandToken: cookie.token(of: request)?.commandToken ?? "", isPlain: isPlain),
      of: reception.office)
  }
}
