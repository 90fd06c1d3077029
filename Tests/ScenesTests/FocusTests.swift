import Queueing
import Scenes
import Testing

/// A kiosk without a touch screen: keys alone reach everything.
@Suite struct FocusTests {
  private static let panels = [
    Panel(width: 1920, height: 1080), Panel(width: 1080, height: 1920), Panel(width: 1280, height: 720),
  ]

  /// Each page that asks something.
  private static let pages: [KioskScene] = {
    var priority = SessionUnderTest()
    priority.touch(.service(SessionUnderTest.service))
    var basis = priority
    basis.touch(.basis)
    var confirm = priority
    confirm.touch(.noPriority)
    let many = SessionUnderTest(services: 11)
    return [SessionUnderTest(), priority, basis, confirm, many, SessionUnderTest.showingResult()].map(\.scene)
  }()

  @Test func `Arrow keys alone reach every button of every page`() throws {
    for panel in Self.panels {
      for page in Self.pages {
        let layout = Layout(page, on: panel)
        var reached: Set = [try #require(layout.firstFocus)]
        var fresh = reached
        while !fresh.isEmpty {
          let next = fresh.flatMap { target in
            [FocusStep.left, .right, .up, .down].map { layout.focus(after: target, $0) }
          }
          fresh = Set(next).subtracting(reached)
          reached.formUnion(fresh)
        }
        #expect(reached == Set(layout.targets), "\(panel.width) \(page.title)")
      }
    }
  }

  @Test func `One key alone goes round every button of a page`() throws {
    for page in Self.pages {
      let layout = Layout(page, on: Self.panels[0])
      let first = try #require(layout.firstFocus)
      var target = first
      var seen: Set<Target> = []
      repeat {
        seen.insert(target)
        let after = layout.focus(after: target, .next)
        #expect(layout.focus(after: after, .previous) == target)
        target = after
      } while target != first
      #expect(seen == Set(layout.targets))
    }
  }

  @Test func `Keys begin with an answer of the page`() {
    let firsts = Self.pages.map { Layout($0, on: Self.panels[0]).firstFocus?.action }
    #expect(firsts[0] == .service(SessionUnderTest.service))
    #expect(firsts[1] == .noPriority)
    #expect(firsts[3] == .take)
  }

  @Test func `A ring changes what is seen around its button and nothing else`() throws {
    let layout = Layout(Self.pages[0], on: Self.panels[0])
    let target = try #require(layout.firstFocus)
    let ringed = layout.ringed(target)
    #expect(ringed.targets == layout.targets)
    let changed = ringed.difference(from: layout)
    #expect(!changed.isEmpty && changed.allSatisfy { target.frame.contains($0) })
  }
}
