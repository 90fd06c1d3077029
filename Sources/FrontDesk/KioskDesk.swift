import Foundation
package import Logging
package import Queueing
package import Scenes
import Storage

/// What a centre decides about its kiosk beyond what its office knows.
package struct KioskStyle: Hashable, Sendable {
  /// Where to wait, as a sentence.
  package let waitingPlace: String
  /// Where phones follow a ticket; `nil` where they cannot.
  package let publicURL: String?
  /// Numbers that one kiosk gives within a minute at most.
  package let ticketsPerMinute: Int
  /// Names for visitors who read English; whoever has none keeps the Vietnamese one.
  package let englishServices: [ServiceID: String]
  package let englishClasses: [PriorityClassID: String]
  /// Says on every page that nothing given out here counts.
  package let isDemonstration: Bool

  package init(
    waitingPlace: String, publicURL: String?, ticketsPerMinute: Int = 10, englishServices: [ServiceID: String] = [:],
    englishClasses: [PriorityClassID: String] = [:], isDemonstration: Bool = false
  ) {
    self.waitingPlace = waitingPlace
    self.publicURL = publicURL
    self.ticketsPerMinute = ticketsPerMinute
    self.englishServices = englishServices
    self.englishClasses = englishClasses
    self.isDemonstration = isDemonstration
  }
}

/// The kiosk at work: one session, fed by touches, and the front desk that does what it asks for.
package actor KioskDesk {
  private static let requester = Requester(name: "kiosk", origin: .kiosk)
  /// A key of this kiosk stands for one request of one start, so that there is nothing a digest could tell apart.
  private static let digest = Data(count: 32)

  private let screen: String
  private let reception: Reception
  private let health: HealthRegister
  private let printing: PrintQueue?
  private let style: KioskStyle
  private let slide: @Sendable (Timestamp) -> Slide?
  private let elapsed: @Sendable () -> Duration
  private let log: Logger
  private var session: KioskSession
  private var known: KioskOffice
  /// The ticket whose number is shown.
  private var shown: TicketID?
  /// When the numbers of the last minute were given.
  private var given: [Duration] = []

  /// - Parameters:
  ///   - printing: tells what is to be said of slips; `nil` without a printer.
  ///   - seed: different for each start of the daemon.
  ///   - slide: the page of the centre's notices whose turn it is at an instant.
  ///   - elapsed: the time since some fixed moment, of a clock that never goes back.
  package init(
    screen: String, reception: Reception, health: HealthRegister, printing: PrintQueue?, style: KioskStyle,
    seed: String, slide: @escaping @Sendable (Timestamp) -> Slide? = { _ in nil },
    elapsed: @escaping @Sendable () -> Duration, log: Logger
  ) {
    self.screen = screen
    self.reception = reception
    self.health = health
    self.printing = printing
    self.style = style
    self.slide = slide
    self.elapsed = elapsed
    self.log = log
    session = KioskSession(seed: seed, now: elapsed())
    known = KioskOffice(
      centre: reception.office.name, waitingPlace: style.waitingPlace, wallTime: reception.clock.now(),
      isWritable: false,
      services: [],
      priorityClasses: reception.office.priorityClasses.map {
        KioskOffice.PriorityClass(
          id: $0.id, name: $0.name, english: style.englishClasses[$0.id], basis: $0.basis)
      }, publicURL: style.publicURL)
    known.isDemonstration = style.isDemonstration
  }

  /// What the kiosk shows now.
  package func scene() async -> KioskScene {
    await look()
    _ = session.take(.time, office: known, now: elapsed())
    if let slip = await slipOfShown() { _ = session.take(.slip(slip), office: known, now: elapsed()) }
    return KioskScene(of: session, office: known, now: elapsed())
  }

  /// A touch at a pixel. What follows from it is done when this returns.
  package func touch(x: Int, y: Int, on panel: Panel) async -> TouchAnswer {
    let layout = Layout(await scene(), on: panel)
    guard let action = layout.action(atX: x, y: y) else { return answer(taken: false) }
    let before = session
    let effects = session.take(.touch(action), office: known, now: elapsed())
    let isTaken = session != before
    for effect in effects { await perform(effect) }
    return answer(taken: isTaken)
  }

  private func answer(taken: Bool) -> TouchAnswer {
    if case .result(let ticket) = session.step {
      return TouchAnswer(taken: taken, page: session.step.name, number: ticket.number)
    }
    return TouchAnswer(taken: taken, page: session.step.name, number: nil)
  }

  // MARK: Effects

  private func perform(_ effect: KioskEffect) async {
    let event: KioskEvent
    switch effect {
    case .issue(let request): event = await issue(request)
    case .callHelp(let key):
      do {
        _ = try await reception.callHelp(
          screen: screen, by: Self.requester, key: RequestKey(key: key, digest: Self.digest))
        event = .helpCalled
      } catch {
        note(error)
        event = .helpFailed
      }
    }
    _ = session.take(event, office: known, now: elapsed())
  }

  private func issue(_ request: KioskRequest) async -> KioskEvent {
    given.removeAll { elapsed() - $0 >= .seconds(60) }
    guard given.count < style.ticketsPerMinute else { return .refused(key: request.key, .burst) }
    do {
      let ticket = try await reception.issue(
        service: request.service.text, priority: request.priority?.text, village: nil, by: Self.requester,
        key: RequestKey(key: request.key, digest: Self.digest))
      shown = ticket.id
      given.append(elapsed())
      return .issued(
        key: request.key,
        KioskTicket(
          number: ticket.number, service: ticket.service, priority: ticket.priority, ahead: ticket.ahead ?? 0,
          minutes: ticket.estimate.map { $0.fromMinutes...max($0.fromMinutes, $0.toMinutes) },
          slip: slip(ticket.print), token: ticket.token))
    } catch let refusal as Refusal {
      switch refusal {
      case .closed(_, let closing): return .refused(key: request.key, .closed(closing))
      case .capReached(_, _, let opensAt):
        return .refused(key: request.key, .closed(Closing(reason: .capReached, opensAt: opensAt)))
      default:
        note(refusal)
        return .refused(key: request.key, .trouble)
      }
    } catch {
      note(error)
      switch error as? StoreError {
      case .full, .corrupt, .readOnly, .inputOutput, .newerVersion, .notPermitted:
        return .refused(key: request.key, .store)
      case .busy, .unexpected, nil: return .refused(key: request.key, .trouble)
      }
    }
  }

  private func note(_ error: any Error) {
    log.warning(
      "A request from the kiosk was not carried out, telling the visitor",
      metadata: ["screen.name": "\(screen)", "error": "\(error)"])
  }

  // MARK: What there is to show

  /// Brings what is known up to date; what cannot be read stays as it was, and no numbers are offered.
  private func look() async {
    known.wallTime = reception.clock.now()
    known.said = reception.messages.shown(at: .kiosk, now: known.wallTime).map {
      KioskOffice.Said(vietnamese: $0.text, english: $0.english ?? $0.text)
    }
    known.printer = printing?.supply ?? (reception.printsSlips ? .ready : .none)
    do {
      let board = try await reception.board(notices: health.notices())
      let services = try await reception.services()
      known.slide = slide(known.wallTime)
      known.isClockTrusted = board.isClockTrusted
      known.opening = board.opening
      // What stands above every page needs no turn among the notices.
      known.notices = board.notices.filter { !style.isDemonstration || !health.standingNotices.contains($0) }
      known.isWritable = !services.contains { $0.closed?.reason == .store }
      known.services = services.map { service in
        KioskOffice.Service(
          id: service.id, letter: service.letter, name: service.name, english: style.englishServices[service.id],
          waiting: service.waiting,
          minutes: service.estimate.map { $0.fromMinutes...max($0.fromMinutes, $0.toMinutes) },
          closing: service.closed?.closing)
      }
    } catch {
      known.isWritable = false
    }
  }

  /// How the slip of the shown number stands; `nil` when no number is shown or nobody can tell.
  private func slipOfShown() async -> KioskTicket.Slip? {
    guard case .result = session.step, let shown else { return nil }
    return try? slip(await reception.ticket(shown.text).print)
  }

  private func slip(_ slip: TicketAnswer.Slip) -> KioskTicket.Slip {
    switch slip.state {
    case "none": .none
    case "printed": .printed
    // Nothing comes out of a printer that is out.
    case "pending": known.printer == .ready ? .printing : .failed
    case "printing": .printing
    default: .failed
    }
  }
}

extension KioskSession.Step {
  fileprivate var name: String {
    switch self {
    case .home: "home"
    case .group: "group"
    case .priority: "priority"
    case .basis: "basis"
    case .confirm: "confirm"
    case .issuing: "issuing"
    case .refused, .unavailable: "refused"
    case .result: "result"
    case .help: "help"
    case .idle: "idle"
    }
  }
}
