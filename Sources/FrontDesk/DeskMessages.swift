package import Queueing
import Synchronization

/// Where people show cards and codes.
package enum DeskPlace: Hashable, Sendable {
  case kiosk
  case counter(CounterID)

  /// `kiosk`, or the counter's id.
  package var text: String {
    switch self {
    case .kiosk: "kiosk"
    case .counter(let counter): counter.text
    }
  }
}

/// A short sentence for whoever stands at a place.
package struct DeskMessage: Hashable, Sendable, Encodable {
  /// 1 and up, since the start.
  package let number: Int
  /// As `DeskPlace.text`.
  package let place: String
  package let text: String
  /// The same for who reads English, at the kiosk; not for the staff.
  package let english: String?
  package let at: Moment

  private enum CodingKeys: CodingKey {
    case number, place, text, at
  }
}

/// The latest of what was said, in memory only.
package final class DeskMessages: Sendable {
  /// Messages kept; who comes later has missed the older ones.
  package static let kept = 32
  /// Seconds for which a message is shown where it was said.
  package static let shownSeconds = 10

  private struct State {
    var messages: [DeskMessage] = []
    var count = 0
  }

  private let state = Mutex(State())
  private let watchers = Watchers()

  package init() {}

  package func say(_ text: String, english: String? = nil, at place: DeskPlace, now: Timestamp) {
    state.withLock { state in
      state.count += 1
      state.messages.append(
        DeskMessage(number: state.count, place: place.text, text: text, english: english, at: Moment(now)))
      if state.messages.count > Self.kept { state.messages.removeFirst() }
    }
    watchers.wake()
  }

  /// Messages after the one of that number, oldest first.
  package func messages(after number: Int) -> [DeskMessage] {
    state.withLock { $0.messages.filter { $0.number > number } }
  }

  /// What is to be read at a place now: what was said there last, a short while ago.
  package func shown(at place: DeskPlace, now: Timestamp) -> DeskMessage? {
    guard let last = state.withLock({ $0.messages.last { $0.place == place.text } }) else { return nil }
    let age = now.milliseconds - last.at.timestamp.milliseconds
    return (0..<Int64(Self.shownSeconds) * 1000).contains(age) ? last : nil
  }

  /// The number of the latest message.
  package var latest: Int { state.withLock { $0.count } }

  /// Tells of each message.
  package func watch(_ tell: @escaping @Sendable () -> Void) -> Watching {
    watchers.watch(tell)
  }

  /// Yields after each message; several may come as one.
  package func growth() -> AsyncStream<Void> {
    watchers.stream()
  }
}
