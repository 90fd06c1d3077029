package import Foundation
package import Queueing
import Records
import Storage

/// A code as a picture that a page can show and a printer print: the path of an SVG picture, and its side.
package struct CodePicture: Hashable, Sendable, Codable {
  package let side: Int
  package let path: String

  package init(side: Int, path: String) {
    self.side = side
    self.path = path
  }
}

/// A staff badge as it is told: never what it is known by.
package struct BadgeAnswer: Hashable, Sendable, Codable {
  /// `b-17`.
  package let id: String
  package let member: MemberID
  package let validFrom: Moment
  /// When it was ended; `nil` while it is good.
  package let validUntil: Moment?
  /// What the printed code of a member holds; only in the answer to making it.
  package var code: String?
  /// The same as a QR code.
  package var picture: CodePicture?

  init(_ badge: Badge, code: String? = nil) {
    id = Self.text(of: badge.id)
    member = badge.member
    validFrom = Moment(badge.validFrom)
    validUntil = badge.validUntil.map(Moment.init)
    self.code = code
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(member, forKey: .member)
    try container.encode(validFrom, forKey: .validFrom)
    try container.encode(nullable: validUntil, forKey: .validUntil)
    try container.encodeIfPresent(code, forKey: .code)
    try container.encodeIfPresent(picture, forKey: .picture)
  }

  static func text(of id: Int64) -> String { "b-\(id)" }

  static func id(fromText text: String) -> Int64? {
    text.hasPrefix("b-") ? Int64(text.dropFirst(2)) : nil
  }
}

/// What showing a badge at a counter did.
package enum SignIn: Hashable, Sendable, Codable {
  /// The counter was closed, paused, or somebody else's, and is open for this member now.
  case opened(name: String)
  /// The member who was at work there has left for a while.
  case paused
}

extension Desk {
  func enrolBadge(_ digest: Data, member: String, code: String?) throws -> BadgeAnswer {
    let member = try self.member(member)
    if let known = try tx.badge(digest: digest) {
      throw RequestProblem.badgeInUse(badge: BadgeAnswer.text(of: known.id), member: known.member)
    }
    return BadgeAnswer(try tx.enrol(badge: digest, for: member, at: now, day: day, actor: actor), code: code)
  }

  func endBadge(_ text: String) throws -> BadgeAnswer {
    guard let id = BadgeAnswer.id(fromText: text), let badge = try tx.badge(id) else {
      throw RequestProblem.noSuchBadge(text)
    }
    // Ended twice is ended.
    guard badge.validUntil == nil else { return BadgeAnswer(badge) }
    return BadgeAnswer(try tx.end(badge, at: now, day: day, actor: actor))
  }

  /// A badge shown at a counter opens it for its member; shown by who is at work there, it pauses the counter. `nil`
  /// when it is nobody's who works here today.
  func signIn(_ digest: Data, at id: CounterID) throws -> SignIn? {
    guard let badge = try tx.badge(digest: digest), let member = try tx.member(badge.member), member.isActive(on: day)
    else { return nil }
    let counter = try self.counter(id)
    if counter.state == .open, counter.member == member.id {
      _ = try pause(id, reason: nil)
      return .paused
    }
    // Who takes over goes on with what the counter serves.
    let services = counter.state == .open ? counter.services.filter { office.service($0) != nil }.map(\.text) : []
    _ = try open(id, member: member.id.text, services: services.isEmpty ? nil : services)
    return .opened(name: member.name)
  }

  /// What became of the ticket of a slip that was shown.
  enum Shown: Codable, Sendable {
    /// Was absent when called and waits at its place again.
    case back(TicketAnswer)
    /// Was called to this counter and is served now.
    case started(TicketAnswer)
    /// Nothing: it stands where it stood.
    case unchanged(TicketAnswer)
  }

  /// A slip shown at the kiosk or at a counter; `nil` when it is none of today's.
  func show(token: String, at place: DeskPlace) throws -> Shown? {
    guard let ticket = try tx.ticket(token: token), ticket.id.day == day else { return nil }
    switch ticket.state {
    case .noShow: return .back(try comeBack(ticket.id.text))
    case .called(let counter) where place == .counter(counter): return .started(try start(counter))
    default: return .unchanged(try answer(ticket))
    }
  }
}

extension Reception {
  /// Makes a card, or a printed code, known as the badge of a member.
  ///
  /// - Parameter code: what the printed code holds; it is in the answer and kept nowhere.
  package func enrolBadge(
    _ digest: Data, member: String, code: String? = nil, by requester: Requester
  ) async throws -> BadgeAnswer {
    try await perform(requester, nil) { desk in try desk.enrolBadge(digest, member: member, code: code) }
  }

  package func endBadge(_ badge: String, by requester: Requester, key: RequestKey? = nil) async throws -> BadgeAnswer {
    try await perform(requester, key) { desk in try desk.endBadge(badge) }
  }

  package func badges() async throws -> [BadgeAnswer] {
    try await look { try $0.tx.badges().map { BadgeAnswer($0) } }
  }
}
