package import Queueing

/// What a kiosk knows of its office at one instant.
package struct KioskOffice: Hashable, Sendable {
  package struct Service: Hashable, Sendable {
    package let id: ServiceID
    package let letter: String
    package let name: String
    /// `nil` shows the Vietnamese name in English too.
    package let english: String?
    package let waiting: Int
    /// The range of the wait; `nil` while nothing is known.
    package let minutes: ClosedRange<Int>?
    /// `nil` while numbers are given out for it.
    package let closing: Closing?

    package init(
      id: ServiceID, letter: String, name: String, english: String? = nil, waiting: Int,
      minutes: ClosedRange<Int>? = nil, closing: Closing? = nil
    ) {
      self.id = id
      self.letter = letter
      self.name = name
      self.english = english
      self.waiting = waiting
      self.minutes = minutes
      self.closing = closing
    }
  }

  package struct PriorityClass: Hashable, Sendable {
    package let id: PriorityClassID
    package let name: String
    package let english: String?
    package let basis: String

    package init(id: PriorityClassID, name: String, english: String? = nil, basis: String) {
      self.id = id
      self.name = name
      self.english = english
      self.basis = basis
    }
  }

  package enum Printer: Hashable, Sendable {
    case ready
    /// There is one, and it has no paper.
    case out
    /// There is one, and it does not print for another reason.
    case faulty
    case none
  }

  /// What is said to whoever stands before the kiosk.
  package struct Said: Hashable, Sendable {
    package let vietnamese: String
    package let english: String

    package init(vietnamese: String, english: String) {
      self.vietnamese = vietnamese
      self.english = english
    }
  }

  package var centre: String
  /// Where to wait, as a sentence.
  package var waitingPlace: String
  /// The wall clock of the surface.
  package var wallTime: Timestamp
  /// Otherwise no time of day is shown.
  package var isClockTrusted: Bool
  package var opening: Opening
  /// Numbers can be written down.
  package var isWritable: Bool
  package var printer: Printer
  package var services: [Service]
  package var priorityClasses: [PriorityClass]
  /// Where phones follow a ticket; `nil` where they cannot.
  package var publicURL: String?
  package var notices: [String]
  /// Nothing that is given out here counts.
  package var isDemonstration = false
  /// The page of the centre's notices whose turn it is.
  package var slide: Slide?
  /// What was said a moment ago to whoever held a card or a slip before the scanner.
  package var said: Said?

  package init(
    centre: String, waitingPlace: String, wallTime: Timestamp, isClockTrusted: Bool = true, opening: Opening = .open,
    isWritable: Bool = true, printer: Printer = .ready, services: [Service], priorityClasses: [PriorityClass],
    publicURL: String? = nil, notices: [String] = []
  ) {
    self.centre = centre
    self.waitingPlace = waitingPlace
    self.wallTime = wallTime
    self.isClockTrusted = isClockTrusted
    self.opening = opening
    self.isWritable = isWritable
    self.printer = printer
    self.services = services
    self.priorityClasses = priorityClasses
    self.publicURL = publicURL
    self.notices = notices
  }

  package func service(_ id: ServiceID) -> Service? {
    services.first { $0.id == id }
  }

  package func priorityClass(_ id: PriorityClassID) -> PriorityClass? {
    priorityClasses.first { $0.id == id }
  }

  /// Whether numbers are given out at all.
  package var isServing: Bool { isWritable && opening == .open }

  /// Services on one page at most.
  package static let pageLimit = 6

  /// More services than fit on a page, in groups about equally large; one group when they fit.
  package var groups: [[Service]] {
    guard services.count > Self.pageLimit else { return [services] }
    // Up to 36; beyond that a group holds more than a page shows well, which no commune has.
    let count = min(Self.pageLimit, (services.count + Self.pageLimit - 1) / Self.pageLimit)
    return (0..<count).map { index in
      Array(services[services.count * index / count..<services.count * (index + 1) / count])
    }
  }
}

/// A number that was taken at the kiosk.
package struct KioskTicket: Hashable, Sendable {
  package enum Slip: Hashable, Sendable {
    case none, printing, printed
    /// No paper came; whoever stands here is to remember the number.
    case failed
  }

  package let number: String
  package let service: ServiceID
  package let priority: PriorityClassID?
  /// People who will be called before.
  package let ahead: Int
  package let minutes: ClosedRange<Int>?
  package var slip: Slip
  /// What the QR code leads to.
  package let token: String?

  package init(
    number: String, service: ServiceID, priority: PriorityClassID?, ahead: Int, minutes: ClosedRange<Int>?, slip: Slip,
    token: String?
  ) {
    self.number = number
    self.service = service
    self.priority = priority
    self.ahead = ahead
    self.minutes = minutes
    self.slip = slip
    self.token = token
  }
}

/// Why no number was given.
package enum KioskRefusal: Hashable, Sendable {
  /// By the office as a whole, or by this service.
  case closed(Closing)
  /// One after another has been taken here within a minute.
  case burst
  /// Nothing can be written down.
  case store
  /// No answer, or one that nobody foresaw; the same request may be sent again.
  case trouble
}
