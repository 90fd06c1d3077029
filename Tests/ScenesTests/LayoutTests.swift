import Queueing
import Scenes
import Testing

@Suite struct LayoutTests {
  private func layout(_ kiosk: SessionUnderTest, on panel: Panel = Panel(width: 1920, height: 1080)) -> Layout {
    Layout(kiosk.scene, on: panel)
  }

  @Test func `A layout differs from itself nowhere, and from nothing everywhere`() {
    let home = layout(SessionUnderTest())
    #expect(home.difference(from: home).isEmpty)
    #expect(home.difference(from: nil) == [home.bounds])
    let other = layout(SessionUnderTest(), on: Panel(width: 1280, height: 720))
    #expect(home.difference(from: other) == [home.bounds])
  }

  @Test func `One figure that changes costs its own place and no more`() {
    var kiosk = SessionUnderTest()
    let before = layout(kiosk)
    kiosk.office.wallTime = kiosk.office.wallTime.adding(seconds: 60)
    let changed = layout(kiosk).difference(from: before)
    #expect(changed.count == 1)
    #expect(changed.allSatisfy { $0.width * $0.height < 1920 * 1080 / 50 })
  }

  @Test func `Rectangles that overlap are drawn as one`() {
    let merged = Layout.merged([
      Rect(x: 0, y: 0, width: 10, height: 10), Rect(x: 20, y: 0, width: 5, height: 5),
      Rect(x: 8, y: 8, width: 14, height: 4), Rect(x: 100, y: 0, width: 0, height: 9),
    ])
    #expect(merged == [Rect(x: 0, y: 0, width: 25, height: 12)])
  }

  @Test func `A finger beside a button still means it, one far from all means nothing`() throws {
    let home = layout(SessionUnderTest())
    let target = try #require(home.targets.first { $0.action == .help })
    #expect(home.action(atX: target.frame.x - home.tolerance, y: target.frame.y + 5) == .help)
    #expect(home.action(atX: target.frame.x + 5, y: target.frame.maxY + home.tolerance - 1) == .help)
    #expect(home.action(atX: 400, y: 20) == nil)
    #expect(home.action(atX: -1, y: 5) == nil)
  }

  @Test func `On the result any touch leads home, and the button for help does not`() throws {
    let result = layout(SessionUnderTest.showingResult())
    #expect(result.action(atX: 700, y: 500) == .home)
    let help = try #require(result.targets.first { $0.action == .help })
    #expect(result.action(atX: help.frame.x + 9, y: help.frame.y + 9) == .help)
  }

  @Test func `Cells of a grid share the space and keep their distance`() {
    let cells = Rect(x: 7, y: 3, width: 1001, height: 502).grid(columns: 3, rows: 2, gap: 20)
    #expect(cells.count == 6)
    #expect(cells[0].x == 7 && cells[2].maxX == 1008 && cells[5].maxY == 505)
    #expect(cells[0].distance(to: cells[1]) == 20 && cells[0].distance(to: cells[3]) == 20)
  }
}
