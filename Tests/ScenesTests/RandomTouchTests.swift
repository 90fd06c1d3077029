import Foundation
import Queueing
import Scenes
import Testing

@Suite struct RandomTouchTests {
  /// One request on its way to the front desk.
  private struct Pending {
    let request: KioskRequest
    let due: Duration
  }

  @Test(arguments: 0..<5)
  func `Ten thousand touches leave no stuck page and no ticket that nobody asked for`(round: Int) throws {
    let text = ProcessInfo.processInfo.environment["LUOT_SEED"]
    let seed = text.flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64.max)
    var chance = SplitMix(state: seed &+ UInt64(round))
    var kiosk = SessionUnderTest(services: round == 4 ? 11 : 6, classes: round == 3 ? [] : ["elderly", "pregnant"])
    let panel =
      round.isMultiple(of: 2) ? Panel(width: 1920, height: 1080) : Panel(width: 1080, height: 1920)
    var pending: [Pending] = []
    var keys: [String: KioskRequest] = [:]
    var issued: Set<String> = []
    var asked = 0
    var tickets = 0

    func settle(_ kiosk: inout SessionUnderTest, _ chance: inout SplitMix) {
      for arrival in pending where arrival.due <= kiosk.now {
        let key = arrival.request.key
        let event: KioskEvent =
          Int.random(in: 0..<4, using: &chance) > 0 || issued.contains(key)
          ? .issued(key: key, SessionUnderTest.ticket())
          : .refused(
            key: key,
            [.trouble, .closed(Closing(reason: .capReached, opensAt: nil)), .store].randomElement(using: &chance)
              ?? .trouble)
        if case .issued = event, issued.insert(key).inserted { tickets += 1 }
        #expect(kiosk.session.take(event, office: kiosk.office, now: kiosk.now).isEmpty, "seed \(seed)")
      }
      pending.removeAll { $0.due <= kiosk.now }
    }

    for _ in 0..<10_000 {
      // Mostly the speed of impatient fingers, sometimes that of somebody who has left.
      let wait = Int.random(in: 0..<20, using: &chance) == 0 ? 90_000 : 900
      kiosk.now += .milliseconds(Int.random(in: 0...wait, using: &chance))
      settle(&kiosk, &chance)
      if Int.random(in: 0..<400, using: &chance) == 0 {
        kiosk.office.opening = kiosk.office.opening == .open ? .closed(Closing(reason: .hours, opensAt: nil)) : .open
      }
      _ = kiosk.session.take(.time, office: kiosk.office, now: kiosk.now)
      let page = kiosk.scene.page
      let layout = Layout(kiosk.scene, on: panel)
      let action: KioskAction?
      if Bool.random(using: &chance), let target = layout.targets.randomElement(using: &chance) {
        action = layout.action(atX: target.frame.x + target.frame.width / 2, y: target.frame.y + 3)
      } else {
        action = layout.action(
          atX: Int.random(in: 0..<panel.width, using: &chance), y: Int.random(in: 0..<panel.height, using: &chance))
      }
      guard let action else { continue }
      for case .issue(let request) in kiosk.session.take(.touch(action), office: kiosk.office, now: kiosk.now) {
        switch (page, action) {
        case (.confirmation, .take):
          asked += 1
          #expect(keys.updateValue(request, forKey: request.key) == nil, "a key was used twice, seed \(seed)")
        case (.message, .again): #expect(keys[request.key] == request, "seed \(seed)")
        default: Issue.record("\(action) asked for a ticket, seed \(seed)")
        }
        if Int.random(in: 0..<10, using: &chance) > 0 {
          let delay = Duration.milliseconds(Int.random(in: 1...15_000, using: &chance))
          pending.append(Pending(request: request, due: kiosk.now + delay))
        }
      }
    }
    #expect(asked > 20, "the touches went nowhere, seed \(seed)")
    #expect(tickets <= asked, "seed \(seed)")

    // Whatever was left open, it is home again, as it was for the first visitor.
    kiosk.office.opening = .open
    for _ in 0..<10 { kiosk.take(.time, after: .seconds(75)) }
    #expect(kiosk.session.step == .home, "seed \(seed)")
    #expect(kiosk.session.language == .vietnamese && !kiosk.session.hasLargeText, "seed \(seed)")
  }
}

/// A generator that a seed repeats.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
