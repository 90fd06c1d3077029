package import Foundation
package import Queueing
package import Records

/// What happened, as the journal keeps it: enough to rebuild every ticket, counter and assistance, and nothing about
/// who the citizen is. Names of members and notes stay outside.
package enum Fact: Hashable, Sendable {
  case storeCreated(epoch: String)
  case dayOpened
  case ticketIssued(TicketIssue)
  case ticketMoved(TicketID, TicketMove)
  case counterOpened(CounterID, member: MemberID?, services: [ServiceID])
  case counterPaused(CounterID)
  case counterClosed(CounterID)
  case slipRequested(TicketID, copy: Int)
  case assistanceRecorded(Assistance)
  /// `corrected` stands for `original` from now on.
  case assistanceCorrected(Assistance, original: Int64)
  /// A record counts no more, and nothing is in its place.
  case recordWithdrawn(Int64)
  case memberAdded(MemberID, team: Team)
  case villageAdded(VillageID)
  /// Somebody at a kiosk asks for a person.
  case helpCalled(screen: String)
  /// Somebody goes, from a counter where it was said; `call` is the entry of the call.
  case helpAcknowledged(call: Int64, counter: CounterID?)
  /// A date of the register `calendar`, new or changed; without slots it is closed.
  case calendarSet(ServiceDay, slots: [OpeningSlot])
  case calendarEnded(ServiceDay)
  /// Staff opened or closed the office as a whole, whatever the hours.
  case officeOrdered(isOpen: Bool, until: Timestamp)
  case officeReleased
  case servicePaused(ServiceID, until: Timestamp)
  case serviceResumed(ServiceID)
  /// From here on the times of the entries were counted on without the wall clock, which shows `wall`.
  case clockDistrusted(ClockFault, wall: Timestamp)
  /// From here on the times are those of the wall clock again, which is `step` milliseconds ahead of those before.
  case clockTrusted(ClockBasis, step: Int64)
  /// The office went on to this number of the service: lower ones are not given out any more, nor is this one.
  case numbersSkipped(to: TicketID, service: ServiceID)
  /// A whole line, or with `nil` every line, is sent home; the next entries cancel so many tickets.
  case lineCancelled(ServiceID?, reason: CancellationReason, tickets: Int)
  /// What the badge is known by stays outside.
  case badgeEnrolled(Int64, member: MemberID)
  case badgeEnded(Int64)
  case registerEntered(RegisterFact)
  case registerChanged(RegisterFact)
  /// A member may sign in, and as what.
  case accountGranted(MemberID, role: Role)
  /// A member has a new PIN or password; whose doing it was is the actor.
  case secretChanged(MemberID)
  case accountLocked(MemberID)
  case accountEnded(MemberID)
  /// What a citizen thought of a turn that is over, 1 (bad) to 3 (good).
  case ticketRated(TicketID, score: Int)
  /// A report went out; its file and figures stand beside the journal, which keeps their digests.
  case reportSent(SentReport)
  /// The mark of a report was set by mistake; `report` is the entry that set it.
  case reportWithdrawn(report: Int64)
  /// The details of a day are erased; its figures, in here, replace them.
  case dayAged(AgedDay)
  /// The good lines of a table come into the record; each is an entry of its own.
  case importConfirmed(ImportFact)
  /// The report is written into this document from now on; `nil` is the one the program brings.
  case templateSet(digest: String?)
  /// What is written in a section stands outside.
  case reportTextSet(ReportSection, digest: String)
}

extension Fact {
  /// The stable name of the fact: `kind` in the journal and the event name of the stream.
  package var kind: String {
    switch self {
    case .storeCreated: "store-created"
    case .dayOpened: "day-opened"
    case .ticketIssued: "ticket-issued"
    case .ticketMoved(_, let move): Self.moveKinds[move.name] ?? "ticket-moved"
    case .counterOpened: "counter-opened"
    case .counterPaused: "counter-paused"
    case .counterClosed: "counter-closed"
    case .slipRequested: "slip-requested"
    case .assistanceRecorded: "assistance-recorded"
    case .assistanceCorrected: "assistance-corrected"
    case .recordWithdrawn: "record-withdrawn"
    case .memberAdded: "member-added"
    case .villageAdded: "village-added"
    case .helpCalled: "help-called"
    case .helpAcknowledged: "help-acknowledged"
    case .calendarSet: "calendar-set"
    case .calendarEnded: "calendar-ended"
    case .officeOrdered(let isOpen, _): isOpen ? "office-opened" : "office-closed"
    case .officeReleased: "office-released"
    case .servicePaused: "service-paused"
    case .serviceResumed: "service-resumed"
    case .clockDistrusted: "clock-distrusted"
    case .clockTrusted: "clock-trusted"
    case .numbersSkipped: "numbers-skipped"
    case .lineCancelled: "line-cancelled"
    case .badgeEnrolled: "badge-enrolled"
    case .badgeEnded: "badge-ended"
    case .registerEntered: "register-entered"
    case .registerChanged: "register-changed"
    case .accountGranted: "account-granted"
    case .secretChanged: "secret-changed"
    case .accountLocked: "account-locked"
    case .accountEnded: "account-ended"
    case .ticketRated: "ticket-rated"
    case .reportSent: "report-sent"
    case .reportWithdrawn: "report-withdrawn"
    case .dayAged: "day-aged"
    case .importConfirmed: "import-confirmed"
    case .templateSet: "template-set"
    case .reportTextSet: "report-text-set"
    }
  }

  private static let moveKinds: [MoveName: String] = [
    .call: "ticket-called", .recall: "ticket-recalled", .start: "ticket-started", .finish: "ticket-finished",
    .noShow: "ticket-no-show", .park: "ticket-parked", .comeBack: "ticket-returned",
    .transfer: "ticket-transferred", .cancel: "ticket-cancelled", .expire: "ticket-expired",
    .undoCall: "call-undone", .releaseDirection: "ticket-released",
  ]

  private static let movesByKind = Dictionary(uniqueKeysWithValues: moveKinds.map { ($1, $0) })
}

/// The fields of a fact in its canonical form: JSON with sorted keys and absent fields left out.
private struct Body: Codable {
  var ticket: TicketID?
  var service: ServiceID?
  var services: [ServiceID]?
  var priority: PriorityClassID?
  var village: VillageID?
  var origin: Origin?
  var promised: WaitRange?
  var counter: CounterID?
  var member: MemberID?
  var team: Team?
  var reason: String?
  var due: Timestamp?
  var copy: Int?
  var epoch: String?
  var previous: EarlierCall?
  var assistance: Assistance?
  var original: Int64?
  var screen: String?
  var call: Int64?
  var date: ServiceDay?
  var slots: [OpeningSlot]?
  var until: Timestamp?
  var wall: Timestamp?
  var step: Int64?
  var issued: Timestamp?
  var tickets: Int?
  var badge: Int64?
  var register: RegisterName?
  var entry: String?
  var fields: [String: String]?
  var role: Role?
  var score: Int?
  var report: Int64?
  var number: String?
  var period: ReportPeriod?
  var counted: Int64?
  var format: String?
  var fileDigest: String?
  var figuresDigest: String?
  var last: Int64?
  var sheet: Data?
  var sheetFormat: Int?
  var servingTimes: [ServingTimeField]?
  /// Low, then high.
  var caution: [Double]?
  var strays: [Int64]?
  var table: ImportFact?
  var section: ReportSection?
  var digest: String?
}

extension Body {
  fileprivate var sentReport: SentReport? {
    guard let report, let number, let date, let period, let counted, let format, let fileDigest, let figuresDigest
    else { return nil }
    return SentReport(
      id: report, number: number, sentOn: date, period: period, counted: counted, format: format,
      fileDigest: fileDigest, figuresDigest: figuresDigest)
  }

  init(_ aged: AgedDay) {
    self.init(
      date: aged.day, last: aged.last, sheet: aged.sheet, sheetFormat: aged.sheetFormat,
      servingTimes: aged.knowledge.servingTimeFields,
      caution: [aged.knowledge.caution.low, aged.knowledge.caution.high], strays: aged.strays)
  }

  var agedDay: AgedDay? {
    guard let date, let last, let sheet, let sheetFormat, let servingTimes, let caution, caution.count == 2, let strays
    else { return nil }
    return AgedDay(
      day: date, last: last, sheet: sheet, sheetFormat: sheetFormat,
      knowledge: WaitKnowledge(servingTimes, caution: Caution(low: caution[0], high: caution[1])), strays: strays)
  }
}

extension Fact {
  private var fields: Body {
    switch self {
    case .storeCreated(let epoch): Body(epoch: epoch)
    case .dayOpened: Body()
    case .ticketIssued(let issue):
      Body(
        ticket: issue.ticket, service: issue.service, priority: issue.priority, village: issue.village,
        origin: issue.origin, promised: issue.promised, issued: issue.issuedAt)
    case .ticketMoved(let ticket, let move): Self.fields(of: move, ticket: ticket)
    case .counterOpened(let counter, let member, let services):
      Body(services: services, counter: counter, member: member)
    case .counterPaused(let counter): Body(counter: counter)
    case .counterClosed(let counter): Body(counter: counter)
    case .slipRequested(let ticket, let copy): Body(ticket: ticket, copy: copy)
    case .assistanceRecorded(let assistance): Body(assistance: assistance)
    case .assistanceCorrected(let assistance, let original): Body(assistance: assistance, original: original)
    // The record's number alone: the body stays when the details of its day have gone.
    case .recordWithdrawn(let original): Body(original: original)
    case .memberAdded(let member, let team): Body(member: member, team: team)
    case .villageAdded(let village): Body(village: village)
    case .helpCalled(let screen): Body(screen: screen)
    case .helpAcknowledged(let call, let counter): Body(counter: counter, call: call)
    case .calendarSet(let date, let slots): Body(date: date, slots: slots)
    case .calendarEnded(let date): Body(date: date)
    case .officeOrdered(_, let until): Body(until: until)
    case .officeReleased: Body()
    case .servicePaused(let service, let until): Body(service: service, until: until)
    case .serviceResumed(let service): Body(service: service)
    case .clockDistrusted(let fault, let wall): Body(reason: fault.rawValue, wall: wall)
    case .clockTrusted(let basis, let step): Body(reason: basis.rawValue, step: step)
    case .numbersSkipped(let ticket, let service): Body(ticket: ticket, service: service)
    case .lineCancelled(let service, let reason, let tickets):
      Body(service: service, reason: reason.rawValue, tickets: tickets)
    case .badgeEnrolled(let badge, let member): Body(member: member, badge: badge)
    case .badgeEnded(let badge): Body(badge: badge)
    case .registerEntered(let fact), .registerChanged(let fact):
      Body(register: fact.register, entry: fact.id, fields: fact.fields)
    case .accountGranted(let member, let role): Body(member: member, role: role)
    case .secretChanged(let member), .accountLocked(let member), .accountEnded(let member): Body(member: member)
    case .ticketRated(let ticket, let score): Body(ticket: ticket, score: score)
    case .reportSent(let report):
      Body(
        date: report.sentOn, report: report.id, number: report.number, period: report.period, counted: report.counted,
        format: report.format, fileDigest: report.fileDigest, figuresDigest: report.figuresDigest)
    case .reportWithdrawn(let report): Body(report: report)
    case .dayAged(let aged): Body(aged)
    case .importConfirmed(let fact): Body(table: fact)
    case .templateSet(let digest): Body(digest: digest)
    case .reportTextSet(let section, let digest): Body(section: section, digest: digest)
    }
  }

  private static func fields(of move: TicketMove, ticket: TicketID) -> Body {
    switch move {
    case .call(let counter, let member, let reason):
      Body(ticket: ticket, counter: counter, member: member, reason: reason.rawValue)
    case .recall, .start, .finish, .noShow, .comeBack, .cancel, .releaseDirection: Body(ticket: ticket)
    case .park(let due): Body(ticket: ticket, due: due)
    case .transfer(.service(let service)): Body(ticket: ticket, service: service)
    case .transfer(.counter(let counter)): Body(ticket: ticket, counter: counter)
    case .expire(let reason): Body(ticket: ticket, reason: reason.rawValue)
    case .undoCall(let previous): Body(ticket: ticket, previous: previous)
    }
  }

  /// The canonical body, over which the digest is taken.
  func canonicalBody(by encoder: JSONEncoder) throws -> Data {
    try encoder.encode(fields)
  }

  /// Reads a fact back; `nil` when kind and body do not fit each other.
  package init?(kind: String, body: Data, decoder: JSONDecoder) {
    guard let body = try? decoder.decode(Body.self, from: body) else { return nil }
    if let move = Self.movesByKind[kind] {
      guard let ticket = body.ticket, let move = Self.move(move, body) else { return nil }
      self = .ticketMoved(ticket, move)
      return
    }
    switch kind {
    case "store-created":
      guard let epoch = body.epoch else { return nil }
      self = .storeCreated(epoch: epoch)
    case "day-opened":
      self = .dayOpened
    case "ticket-issued":
      guard let ticket = body.ticket, let service = body.service, let origin = body.origin else { return nil }
      self = .ticketIssued(
        TicketIssue(
          ticket: ticket, service: service, priority: body.priority, village: body.village, origin: origin,
          promised: body.promised, issuedAt: body.issued))
    case "counter-opened":
      guard let counter = body.counter, let services = body.services else { return nil }
      self = .counterOpened(counter, member: body.member, services: services)
    case "counter-paused":
      guard let counter = body.counter else { return nil }
      self = .counterPaused(counter)
    case "counter-closed":
      guard let counter = body.counter else { return nil }
      self = .counterClosed(counter)
    case "slip-requested":
      guard let ticket = body.ticket, let copy = body.copy else { return nil }
      self = .slipRequested(ticket, copy: copy)
    case "assistance-recorded":
      guard let assistance = body.assistance else { return nil }
      self = .assistanceRecorded(assistance)
    case "assistance-corrected":
      guard let assistance = body.assistance, let original = body.original else { return nil }
      self = .assistanceCorrected(assistance, original: original)
    case "record-withdrawn":
      guard let original = body.original else { return nil }
      self = .recordWithdrawn(original)
    case "member-added":
      guard let member = body.member, let team = body.team else { return nil }
      self = .memberAdded(member, team: team)
    case "village-added":
      guard let village = body.village else { return nil }
      self = .villageAdded(village)
    case "help-called":
      guard let screen = body.screen else { return nil }
      self = .helpCalled(screen: screen)
    case "help-acknowledged":
      guard let call = body.call else { return nil }
      self = .helpAcknowledged(call: call, counter: body.counter)
    case "calendar-set":
      guard let date = body.date, let slots = body.slots else { return nil }
      self = .calendarSet(date, slots: slots)
    case "calendar-ended":
      guard let date = body.date else { return nil }
      self = .calendarEnded(date)
    case "office-opened", "office-closed":
      guard let until = body.until else { return nil }
      self = .officeOrdered(isOpen: kind == "office-opened", until: until)
    case "office-released":
      self = .officeReleased
    case "service-paused":
      guard let service = body.service, let until = body.until else { return nil }
      self = .servicePaused(service, until: until)
    case "service-resumed":
      guard let service = body.service else { return nil }
      self = .serviceResumed(service)
    case "clock-distrusted":
      guard let fault = body.reason.flatMap(ClockFault.init), let wall = body.wall else { return nil }
      self = .clockDistrusted(fault, wall: wall)
    case "clock-trusted":
      guard let basis = body.reason.flatMap(ClockBasis.init), let step = body.step else { return nil }
      self = .clockTrusted(basis, step: step)
    case "numbers-skipped":
      guard let ticket = body.ticket, let service = body.service else { return nil }
      self = .numbersSkipped(to: ticket, service: service)
    case "line-cancelled":
      guard let reason = body.reason.flatMap(CancellationReason.init), let tickets = body.tickets else { return nil }
      self = .lineCancelled(body.service, reason: reason, tickets: tickets)
    case "badge-enrolled":
      guard let badge = body.badge, let member = body.member else { return nil }
      self = .badgeEnrolled(badge, member: member)
    case "badge-ended":
      guard let badge = body.badge else { return nil }
      self = .badgeEnded(badge)
    case "register-entered", "register-changed":
      guard let register = body.register, let id = body.entry, let fields = body.fields else { return nil }
      let fact = RegisterFact(register: register, id: id, fields: fields)
      self = kind == "register-entered" ? .registerEntered(fact) : .registerChanged(fact)
    case "account-granted":
      guard let member = body.member, let role = body.role else { return nil }
      self = .accountGranted(member, role: role)
    case "ticket-rated":
      guard let ticket = body.ticket, let score = body.score else { return nil }
      self = .ticketRated(ticket, score: score)
    case "report-sent":
      guard let report = body.sentReport else { return nil }
      self = .reportSent(report)
    case "template-set":
      self = .templateSet(digest: body.digest)
    case "report-text-set":
      guard let section = body.section, let digest = body.digest else { return nil }
      self = .reportTextSet(section, digest: digest)
    case "import-confirmed":
      guard let fact = body.table else { return nil }
      self = .importConfirmed(fact)
    case "report-withdrawn":
      guard let report = body.report else { return nil }
      self = .reportWithdrawn(report: report)
    case "day-aged":
      guard let aged = body.agedDay else { return nil }
      self = .dayAged(aged)
    case "secret-changed", "account-locked", "account-ended":
      guard let member = body.member else { return nil }
      self =
        switch kind {
        case "secret-changed": .secretChanged(member)
        case "account-locked": .accountLocked(member)
        default: .accountEnded(member)
        }
    default:
      return nil
    }
  }

  private static func move(_ name: MoveName, _ body: Body) -> TicketMove? {
    switch name {
    case .call:
      guard let counter = body.counter, let reason = body.reason.flatMap(CallReason.init) else { return nil }
      return .call(at: counter, by: body.member, reason: reason)
    case .recall: return .recall
    case .start: return .start
    case .finish: return .finish
    case .noShow: return .noShow
    case .park: return body.due.map { .park(due: $0) }
    case .comeBack: return .comeBack
    case .transfer:
      if let service = body.service { return .transfer(to: .service(service)) }
      return body.counter.map { .transfer(to: .counter($0)) }
    case .cancel: return .cancel
    case .expire: return body.reason.flatMap(ExpiryReason.init).map { .expire(reason: $0) }
    case .undoCall: return body.previous.map { .undoCall(previous: $0) }
    case .releaseDirection: return .releaseDirection
    }
  }
}
