import Synchronization

/// Counts what all listeners together answer and stream.
final class Traffic: Sendable {
  /// Answers by the first digit of their status, 1–5.
  private let answers = Mutex<[Int]>(Array(repeating: 0, count: 6))
  private let streams = Atomic<Int>(0)
  private let viewers = Atomic<Int>(0)

  func count(status: Int) {
    guard (100..<600).contains(status) else { return }
    answers.withLock { $0[status / 100] += 1 }
  }

  func answered(_ statusClass: Int) -> Int {
    answers.withLock { $0[statusClass] }
  }

  var openStreams: Int { streams.load(ordering: .relaxed) }

  var openViewers: Int { viewers.load(ordering: .relaxed) }

  /// A place for one more board or phone that follows: guests never take the places of staff.
  func openViewer(limit: Int) throws(Problem) -> ViewerSlot {
    guard viewers.add(1, ordering: .relaxed).newValue <= limit else {
      viewers.subtract(1, ordering: .relaxed)
      throw .tooManyStreams
    }
    return ViewerSlot(self)
  }

  fileprivate func closeViewer() {
    viewers.subtract(1, ordering: .relaxed)
  }

  /// A place for one more stream, or `nil` when there are `limit`.
  func openStream(limit: Int) -> StreamSlot? {
    guard streams.add(1, ordering: .relaxed).newValue <= limit else {
      streams.subtract(1, ordering: .relaxed)
      return nil
    }
    return StreamSlot(self)
  }

  fileprivate func closeStream() {
    streams.subtract(1, ordering: .relaxed)
  }
}

/// The place of an open stream, given back with the last reference: however a response ends, it ends with its body.
final class StreamSlot: Sendable {
  private let traffic: Traffic

  fileprivate init(_ traffic: Traffic) {
    self.traffic = traffic
  }

  deinit {
    traffic.closeStream()
  }
}

/// The place of a board or a phone, given back with the last reference.
final class ViewerSlot: Sendable {
  private let traffic: Traffic

  fileprivate init(_ traffic: Traffic) {
    self.traffic = traffic
  }

  deinit {
    traffic.closeViewer()
  }
}
