import Synchronization

/// Counts what all listeners together answer and stream.
final class Traffic: Sendable {
  /// Answers by the first digit of their status, 1–5.
  private let answers = Mutex<[Int]>(Array(repeating: 0, count: 6))
  /// Event streams of staff.
  let streams = StreamPlaces()
  /// Boards and phones that follow: guests never take the places of staff.
  let viewers = StreamPlaces()

  func count(status: Int) {
    guard (100..<600).contains(status) else { return }
    answers.withLock { $0[status / 100] += 1 }
  }

  func answered(_ statusClass: Int) -> Int {
    answers.withLock { $0[statusClass] }
  }
}

/// How many of something are open.
final class StreamPlaces: Sendable {
  private let taken = Atomic<Int>(0)

  var open: Int { taken.load(ordering: .relaxed) }

  /// A place for one more.
  ///
  /// - Throws: `Problem.tooManyStreams` when there are `limit`.
  func take(limit: Int) throws(Problem) -> StreamPlace {
    guard taken.add(1, ordering: .relaxed).newValue <= limit else {
      giveBack()
      throw .tooManyStreams
    }
    return StreamPlace(self)
  }

  fileprivate func giveBack() {
    taken.subtract(1, ordering: .relaxed)
  }
}

/// The place of an open stream, given back with the last reference: however a response ends, it ends with its body.
final class StreamPlace: Sendable {
  private let places: StreamPlaces

  fileprivate init(_ places: StreamPlaces) {
    self.places = places
  }

  deinit {
    places.giveBack()
  }
}
