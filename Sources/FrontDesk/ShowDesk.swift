package import Foundation
package import Logging
package import Queueing
package import Records
import Synchronization

/// What was held before a card reader or a scanner, as far as anybody may know it.
package enum ShownThing: Hashable, Sendable {
  /// A card or a printed code that may be a badge, by its digest.
  case badge(Data)
  /// A card that can be no badge, as a citizen's card on a card reader.
  case otherCard
  case ticket(token: String)
  case citizen(CitizenFacts)
  case unknownCode
  /// Could not be read; the sentence says why.
  case unreadable(String)
}

/// What the office does about cards and codes that people show, and what it tells them.
package final class ShowDesk: Sendable {
  /// What a citizen's card is good for at the kiosk.
  package struct Benefit: Hashable, Sendable {
    /// Of whoever is of age; `nil` when age gives no priority here.
    package let priority: PriorityClassID?
    /// Seconds within which the number must be taken.
    package let seconds: Int

    package init(priority: PriorityClassID?, seconds: Int) {
      self.priority = priority
      self.seconds = seconds
    }
  }

  /// What is said, and what of it is for visitors in English too.
  private struct Answer: ExpressibleByStringLiteral {
    let text: String
    var english: String?

    init(_ text: String, _ english: String? = nil) {
      self.text = text
      self.english = english
    }

    init(stringLiteral text: String) { self.init(text) }
  }

  /// Milliseconds within which the same badge at the same counter counts once: a card held loosely comes and goes.
  static let repeatGap: Int64 = 3000
  private static let requester = Requester(name: "badge", origin: .console)

  private let reception: Reception
  private let benefit: Benefit
  private let log: Logger
  private let lastSignIn = Mutex<[CounterID: (badge: Data, at: Timestamp)]>([:])

  package init(reception: Reception, benefit: Benefit, log: Logger) {
    self.reception = reception
    self.benefit = benefit
    self.log = log
  }

  /// Acts on what was shown and says what came of it at the place.
  package func show(_ thing: ShownThing, at place: DeskPlace) async {
    let said: Answer
    do {
      guard let answer = try await answer(to: thing, at: place) else { return }
      said = answer
    } catch {
      log.warning(
        "What was shown could not be acted on", metadata: ["desk.place": "\(place.text)", "error": "\(error)"])
      said = Answer(
        "Máy chưa làm được việc này. Hãy thử lại hoặc làm trên màn hình.",
        "That did not work. Please try again, or use the screen.")
    }
    reception.messages.say(said.text, english: said.english, at: place, now: reception.clock.now())
  }

  /// `nil` when there is nothing to say.
  private func answer(to thing: ShownThing, at place: DeskPlace) async throws -> Answer? {
    switch (thing, place) {
    case (.badge(let digest), .counter(let counter)):
      return try await signIn(digest, at: counter).map { Answer($0) }
    case (.badge, .kiosk):
      return Answer("Thẻ và mã của nhân viên dùng ở quầy.", "Staff cards and codes are for the counters.")
    case (.otherCard, _):
      log.info("A card is no badge", metadata: ["desk.place": "\(place.text)"])
      return Answer(Self.noBadge, "This is not a staff card. Nothing of it is kept.")
    case (.ticket(let token), _):
      return try await show(token, at: place)
    case (.citizen(let facts), .kiosk):
      return welcome(facts)
    case (.citizen, .counter):
      return "Mã căn cước chỉ dùng ở kiosk để xét ưu tiên. Máy không lưu gì của thẻ."
    case (.unknownCode, .kiosk):
      return Answer(
        "Máy không hiểu mã này. Mời ông/bà bấm chọn dịch vụ trên màn hình.",
        "This machine does not know this code. Please choose a service on the screen.")
    case (.unknownCode, .counter):
      return "Máy không hiểu mã này."
    case (.unreadable(let reason), _):
      return Answer(reason, "That could not be read. Please use the screen.")
    }
  }

  private static let noBadge = "Thẻ này không phải thẻ nhân viên. Máy không lưu gì của thẻ."

  private func signIn(_ digest: Data, at counter: CounterID) async throws -> String? {
    let now = reception.clock.now()
    let isRepeated = lastSignIn.withLock { last in
      defer { last[counter] = (digest, now) }
      guard let before = last[counter], before.badge == digest else { return false }
      return (0..<Self.repeatGap).contains(now.milliseconds - before.at.milliseconds)
    }
    if isRepeated { return nil }
    let name = reception.office.counter(counter)?.name ?? counter.text
    let outcome: SignIn? = try await reception.perform(Self.requester, nil) { desk in
      try desk.signIn(digest, at: counter)
    }
    switch outcome {
    case .opened(let member): return "\(name) mở: \(member)."
    case .paused: return "\(name) tạm nghỉ. Chạm thẻ lần nữa để làm việc tiếp."
    case nil:
      log.info("A card is no badge", metadata: ["desk.place": "\(counter.text)"])
      return Self.noBadge
    }
  }

  private func show(_ token: String, at place: DeskPlace) async throws -> Answer {
    let requester = place == .kiosk ? Requester(name: "kiosk", origin: .kiosk) : Self.requester
    let shown: Desk.Shown? = try await reception.perform(requester, nil) { desk in
      try desk.show(token: token, at: place)
    }
    switch shown {
    case .back(let ticket):
      return Answer(
        "Số \(ticket.number) đã trở lại hàng chờ, đúng chỗ cũ.",
        "Number \(ticket.number) is waiting again, at its old place.")
    case .started(let ticket): return Answer("Bắt đầu phục vụ số \(ticket.number).")
    case .unchanged(let ticket):
      let ahead = ticket.ahead.map { $0 == 0 ? ", sắp đến lượt" : ", trước còn \($0) người" } ?? ""
      let reason = ticket.endReason.flatMap { CancellationReason(rawValue: $0) }
      let why = reason.map { " vì \($0.text). \($0.advice)" } ?? "."
      let before = ticket.ahead.map { $0 == 0 ? ", almost your turn" : ", \($0) before you" } ?? ""
      return Answer(
        "Số \(ticket.number) \(ticket.state.text)\(ahead)\(why)",
        "Number \(ticket.number) \(ticket.state.englishText)\(before)." + (reason.map { " \($0.englishAdvice)" } ?? ""))
    case nil: return Answer("Phiếu này không phải của hôm nay.", "This slip is not of today.")
    }
  }

  private func welcome(_ facts: CitizenFacts) -> Answer {
    if !facts.doubts.isEmpty {
      log.notice(
        "A scanned card does not agree with itself",
        metadata: ["scan.doubts": "\(facts.doubts.map(\.rawValue).joined(separator: " "))"])
    }
    let priority = facts.isOfAge ? benefit.priority : nil
    reception.eligibility.offer(
      priority: priority, village: facts.village, until: reception.clock.now().adding(seconds: benefit.seconds))
    return priority == nil
      ? Answer(
        "Mời ông/bà chọn dịch vụ. Máy không lưu gì của thẻ.", "Please choose a service. Nothing of the card is kept.")
      : Answer(
        "Ông/bà được ưu tiên. Mời ông/bà chọn dịch vụ. Máy không lưu gì của thẻ.",
        "You have priority. Please choose a service. Nothing of the card is kept.")
  }
}

extension StateName {
  /// What is said of a number in this state to who reads English.
  fileprivate var englishText: String {
    switch self {
    case .waiting: "is waiting"
    case .called: "has been called"
    case .serving: "is being served"
    case .parked: "is set aside"
    case .finished: "is done"
    case .noShow: "was called, and nobody came"
    case .cancelled: "was cancelled"
    case .expired: "is no longer valid"
    }
  }
}

extension CancellationReason {
  fileprivate var englishAdvice: String {
    switch self {
    case .evacuation: "Please leave the building as the staff tell you."
    case .powerCut, .systemFault, .other: "Please ask the staff for a new number."
    case .staffShortage, .earlyClosing: "Please come back in the next working hours."
    }
  }
}
