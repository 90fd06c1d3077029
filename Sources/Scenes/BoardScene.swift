package import Queueing

/// The names a board is read by; ids stand in for what is missing.
package struct BoardTexts: Hashable, Sendable {
  package struct ServiceText: Hashable, Sendable {
    package let letter: String
    package let name: String

    package init(letter: String, name: String) {
      self.letter = letter
      self.name = name
    }
  }

  package let centre: String
  package let counters: [CounterID: String]
  package let services: [ServiceID: ServiceText]

  package init(centre: String, counters: [CounterID: String], services: [ServiceID: ServiceText]) {
    self.centre = centre
    self.counters = counters
    self.services = services
  }
}

/// What a call board shows at one instant, in the words it shows.
package struct BoardScene: Hashable, Sendable {
  package struct Call: Hashable, Sendable {
    package let number: String
    package let counter: String
  }

  package struct Line: Hashable, Sendable {
    package let letter: String
    package let name: String
    package let waiting: Int
    /// Minutes that somebody would wait who took a number now; `nil` while nothing is known.
    package let minutes: ClosedRange<Int>?

    /// `10–20 phút`
    package var wait: String? { minutes?.minutesText }
  }

  package let centre: String
  /// `09:14`; `--:--` while the office's clock is not trusted.
  package let clock: String
  /// `Thứ Hai, 23/11/2026`, or that it is not known for sure.
  package let date: String
  /// The newest call; `nil` before the first of the day.
  package let newest: Call?
  /// The newest call was made in the last `freshSeconds`: it draws the eye.
  package let isFresh: Bool
  /// Every other second of those: the beat of the pulse, too slow to be a strobe.
  package let isOnBeat: Bool
  /// Calls before the newest, newest first, five at most.
  package let earlier: [Call]
  /// In the order of the configuration.
  package let lines: [Line]
  package let isOpen: Bool
  /// `Đang nhận số`, or why it is closed and when it opens next.
  package let opening: String
  /// `2 quầy đang phục vụ`.
  package let serving: String
  package let notices: [String]
  /// The page of the centre's notices whose turn it is.
  package let slide: Slide?
  /// `Số liệu cũ 42 giây`, when nobody has confirmed the data for more than `staleSeconds`.
  package let stale: String?

  /// Seconds a new call draws the eye.
  package static let freshSeconds = 6
  /// Seconds after which data that nobody confirmed are called old.
  package static let staleSeconds = 10

  package static let callHeading = "Mời công dân có số"
  package static let noCallText = "Chưa gọi số nào"
  package static let waitingHeading = "Đang chờ"
  /// Over the columns of a list of who waits.
  package static let minutesHeading = "phút"
  package static let peopleHeading = "người"
  package static let untrustedText = "Đồng hồ chưa chính xác"

  /// - Parameters:
  ///   - now: the clock of the surface.
  ///   - confirmedAt: when the source last said that the board still stands so; the board's own instant when `nil`.
  package init(of board: Board, texts: BoardTexts, now: Timestamp, confirmedAt: Timestamp? = nil, slide: Slide? = nil) {
    let calls = board.calls.prefix(Board.callLimit).map { call in
      Call(number: call.number.text, counter: texts.counters[call.counter] ?? "Quầy \(call.counter)")
    }
    centre = texts.centre
    clock = board.isClockTrusted ? now.clockText : "--:--"
    date = board.isClockTrusted ? now.civilDay.weekdayText : Self.untrustedText
    newest = calls.first
    earlier = Array(calls.dropFirst())
    // A surface may have read its clock just before the call it shows was made.
    let sinceCall = board.calls.first.map { now.seconds(since: $0.calledAt) }
    isFresh = sinceCall.map { (-1...Self.freshSeconds).contains($0) } ?? false
    isOnBeat = isFresh && sinceCall?.isMultiple(of: 2) ?? false
    lines = board.lines.map { line in
      let text = texts.services[line.service]
      return Line(
        letter: text?.letter ?? "", name: text?.name ?? line.service.text, waiting: line.waiting,
        minutes: line.estimate?.minutes)
    }
    switch board.opening {
    case .open:
      isOpen = true
      opening = "Đang nhận số"
    case .closed(let closing):
      isOpen = false
      // A clock that is wrong would name a wrong time.
      opening = board.isClockTrusted ? closing.text(seenAt: now) : closing.why
    }
    serving =
      board.countersOpen > 0 ? "\(board.countersOpen.groupedText) quầy đang phục vụ" : "Chưa có quầy nào phục vụ"
    notices = board.notices
    self.slide = slide
    let age = now.seconds(since: confirmedAt ?? board.asOf)
    stale = age > Self.staleSeconds ? "Số liệu cũ \(age.groupedText) giây" : nil
  }
}
