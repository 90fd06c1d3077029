import Queueing
import Testing

@Suite struct CallingPolicyTests {
  let now = Timestamp(milliseconds: 1_800_000_000_000)

  func head(_ arrival: Int64, priority: Bool = false, waited seconds: Int = 0) -> LineHead {
    LineHead(arrival: arrival, issuedAt: now.adding(seconds: -seconds), isPriority: priority)
  }

  @Test func `Nobody is chosen when nobody waits`() {
    let policy = CallingPolicy(mode: .strict, maxWait: nil)
    #expect(policy.choose(among: [], normalsSincePriority: 0, at: now) == nil)
  }

  @Test func `Without priority the earliest arrival of all lines is called`() {
    let policy = CallingPolicy(mode: .interleaved(normals: 3), maxWait: nil)
    let choice = policy.choose(among: [head(7), head(4), head(9)], normalsSincePriority: 9, at: now)
    #expect(choice == CallChoice(arrival: 4, isPriority: false, reason: .arrival))
  }

  @Test func `Interleaved calls a later priority ticket only after so many ordinary ones`() {
    let policy = CallingPolicy(mode: .interleaved(normals: 3), maxWait: nil)
    let heads = [head(4), head(9, priority: true)]
    #expect(policy.choose(among: heads, normalsSincePriority: 2, at: now)?.arrival == 4)
    #expect(
      policy.choose(among: heads, normalsSincePriority: 3, at: now)
        == CallChoice(arrival: 9, isPriority: true, reason: .priorityTurn))
  }

  @Test func `A priority ticket that came first is called first whatever the count`() {
    let policy = CallingPolicy(mode: .interleaved(normals: 3), maxWait: nil)
    let choice = policy.choose(among: [head(9), head(4, priority: true)], normalsSincePriority: 0, at: now)
    #expect(choice == CallChoice(arrival: 4, isPriority: true, reason: .arrival))
  }

  @Test func `Strict calls every priority ticket before every ordinary one`() {
    let policy = CallingPolicy(mode: .strict, maxWait: nil)
    let choice = policy.choose(among: [head(4), head(9, priority: true)], normalsSincePriority: 0, at: now)
    #expect(choice == CallChoice(arrival: 9, isPriority: true, reason: .priorityFirst))
  }

  @Test(arguments: [CallingPolicy.Mode.strict, .interleaved(normals: 1)])
  func `Past max_wait the earliest of the overdue goes before any priority`(mode: CallingPolicy.Mode) {
    let policy = CallingPolicy(mode: mode, maxWait: 1800)
    let heads = [head(4, waited: 1801), head(5, waited: 1900), head(9, priority: true)]
    #expect(
      policy.choose(among: heads, normalsSincePriority: 9, at: now)
        == CallChoice(arrival: 4, isPriority: false, reason: .maxWait))
  }

  @Test func `Exactly max_wait is not yet past it`() {
    let policy = CallingPolicy(mode: .strict, maxWait: 1800)
    let heads = [head(4, waited: 1800), head(9, priority: true)]
    #expect(policy.choose(among: heads, normalsSincePriority: 0, at: now)?.reason == .priorityFirst)
  }
}
