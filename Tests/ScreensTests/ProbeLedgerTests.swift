import Testing

@testable import Screens

/// The ledger where an expectation may change it.
private final class Plugs {
  private var ledger = ProbeLedger()

  func isDue(_ id: UInt32, isEmpty: Bool, hasModes: Bool) -> Bool {
    ledger.isDue(id, isEmpty: isEmpty, hasModes: hasModes)
  }

  func wasAsked(_ id: UInt32, hasModes: Bool) { ledger.wasAsked(id, hasModes: hasModes) }
}

@Suite struct ProbeLedgerTests {
  @Test func `What the kernel asked at its start is not asked again`() {
    let ledger = Plugs()
    for _ in 1...3 { #expect(!ledger.isDue(7, isEmpty: false, hasModes: true)) }
    for _ in 1...3 { #expect(!ledger.isDue(8, isEmpty: true, hasModes: false)) }
  }

  @Test func `A monitor that is plugged in is asked once, also where modes of the one before are known`() {
    for stale in [false, true] {
      let ledger = Plugs()
      #expect(!ledger.isDue(7, isEmpty: false, hasModes: true))
      #expect(!ledger.isDue(7, isEmpty: true, hasModes: stale))
      // Another program draws: whoever draws later asks.
      for _ in 1...3 { #expect(ledger.isDue(7, isEmpty: false, hasModes: stale)) }
      ledger.wasAsked(7, hasModes: true)
      for _ in 1...3 { #expect(!ledger.isDue(7, isEmpty: false, hasModes: true)) }
    }
  }

  @Test func `A monitor of which nothing is known is asked once, and again after it was pulled`() {
    let ledger = Plugs()
    #expect(ledger.isDue(7, isEmpty: false, hasModes: false))
    ledger.wasAsked(7, hasModes: false)
    for _ in 1...3 { #expect(!ledger.isDue(7, isEmpty: false, hasModes: false)) }
    #expect(!ledger.isDue(7, isEmpty: true, hasModes: false))
    #expect(ledger.isDue(7, isEmpty: false, hasModes: false))
    // One plug tells nothing of another.
    #expect(!ledger.isDue(8, isEmpty: false, hasModes: true))
  }

  @Test func `Modes that are gone are asked for anew`() {
    let ledger = Plugs()
    #expect(!ledger.isDue(7, isEmpty: false, hasModes: true))
    #expect(ledger.isDue(7, isEmpty: false, hasModes: false))
    ledger.wasAsked(7, hasModes: true)
    #expect(!ledger.isDue(7, isEmpty: false, hasModes: true))
  }
}
