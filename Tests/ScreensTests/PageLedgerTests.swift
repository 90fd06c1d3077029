import Scenes
import Testing

@testable import Screens

@Suite struct PageLedgerTests {
  /// Each place holds the number of the frame that was last drawn there.
  private struct Panel {
    static let side = 8
    var cells = [Int](repeating: 0, count: side * side)

    mutating func copy(_ rect: Rect, from other: Panel) {
      for y in rect.y..<rect.maxY {
        for x in rect.x..<rect.maxX { cells[y * Self.side + x] = other.cells[y * Self.side + x] }
      }
    }
  }

  @Test(arguments: [1, 2])
  func `Every page that is shown holds everything drawn so far`(pageCount: Int) {
    var generator = SystemRandomNumberGenerator()
    let side = Panel.side
    var ledger = PageLedger(pages: pageCount)
    ledger.forget(Rect(x: 0, y: 0, width: side, height: side))
    var picture = Panel()
    var pages = [Panel](repeating: Panel(cells: Array(repeating: -1, count: side * side)), count: pageCount)
    for frame in 1...200 {
      let changed = Layout.merged(
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          let (x, y) = (Int.random(in: 0..<side, using: &generator), Int.random(in: 0..<side, using: &generator))
          return Rect(
            x: x, y: y, width: Int.random(in: 1...(side - x), using: &generator),
            height: Int.random(in: 1...(side - y), using: &generator))
        })
      for rect in changed {
        for y in rect.y..<rect.maxY { for x in rect.x..<rect.maxX { picture.cells[y * side + x] = frame } }
      }
      let page = ledger.next
      for rect in ledger.take(changed) { pages[page].copy(rect, from: picture) }
      #expect(pages[page].cells == picture.cells, "frame \(frame)")
    }
  }
}
