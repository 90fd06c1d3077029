package import Queueing
import Synchronization

/// What a card that was scanned at the kiosk says of whoever takes the next number there. Kept in memory, for seconds,
/// and for one number.
package final class PendingEligibility: Sendable {
  package struct Offer: Hashable, Sendable {
    package let priority: PriorityClassID?
    package let village: VillageID?
    let until: Timestamp
    fileprivate let order: Int
  }

  private struct State {
    var offer: Offer?
    var count = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// Offers this to the next number taken before `until`, in place of what was offered before.
  package func offer(priority: PriorityClassID?, village: VillageID?, until: Timestamp) {
    state.withLock { state in
      state.count += 1
      state.offer = Offer(priority: priority, village: village, until: until, order: state.count)
    }
  }

  package func offer(at now: Timestamp) -> Offer? {
    state.withLock { state in
      if let offer = state.offer, offer.until <= now { state.offer = nil }
      return state.offer
    }
  }

  /// The offer has been taken up; a newer one stays.
  func use(_ offer: Offer) {
    state.withLock { state in
      if state.offer == offer { state.offer = nil }
    }
  }
}
