import Foundation
import Queueing
import Scenes
import Testing

@testable import Screens

/// A page as it is kept in `References`: `LUOT_WRITE_REFERENCES=1` writes them anew, to be looked at before they are
/// committed.
struct Reference: Sendable, CustomTestStringConvertible {
  let name: String
  let board: SampleBoard
  let columns: Int
  let rows: Int
  let ability: TerminalAbility

  var testDescription: String { name }

  static let all = [
    Reference(name: "80x24", board: .usual, columns: 80, rows: 24, ability: .plain),
    Reference(name: "120x40", board: .usual, columns: 120, rows: 40, ability: .plain),
    Reference(name: "160x45", board: .usual, columns: 160, rows: 45, ability: .plain),
    Reference(name: "160x24", board: .usual, columns: 160, rows: 24, ability: .plain),
    Reference(name: "60x15", board: .usual, columns: 60, rows: 15, ability: .plain),
    Reference(name: "40x10", board: .usual, columns: 40, rows: 10, ability: .plain),
    Reference(name: "80x24-fresh", board: .fresh, columns: 80, rows: 24, ability: .plain),
    Reference(name: "80x24-stale", board: .stale, columns: 80, rows: 24, ability: .plain),
    Reference(name: "80x24-closed", board: .closed, columns: 80, rows: 24, ability: .plain),
    Reference(name: "80x24-empty", board: .empty, columns: 80, rows: 24, ability: .plain),
    Reference(name: "80x24-busy", board: .busy, columns: 80, rows: 24, ability: .plain),
    Reference(name: "120x40-busy", board: .busy, columns: 120, rows: 40, ability: .plain),
    Reference(name: "60x15-busy", board: .busy, columns: 60, rows: 15, ability: .plain),
    Reference(name: "120x40-forecast", board: .forecast, columns: 120, rows: 40, ability: .plain),
    Reference(name: "80x24-forecast", board: .forecast, columns: 80, rows: 24, ability: .plain),
    Reference(name: "80x24-evacuated", board: .evacuated, columns: 80, rows: 24, ability: .plain),
    Reference(name: "60x15-evacuated", board: .evacuated, columns: 60, rows: 15, ability: .plain),
    Reference(name: "80x24-dumb", board: .usual, columns: 80, rows: 24, ability: .dumb),
    Reference(name: "80x24-console", board: .fresh, columns: 80, rows: 24, ability: .linuxConsole),
    Reference(name: "80x24-truecolour", board: .usual, columns: 80, rows: 24, ability: .truecolour),
  ]

  var lines: [String] {
    TerminalBoard.render(board.scene, size: TerminalSize(columns: columns, rows: rows), ability: ability)
  }
}

@Suite struct TerminalBoardTests {
  private static let abilities: [TerminalAbility] = [.plain, .dumb, .sixteen, .linuxConsole, .truecolour]

  @Test(arguments: Reference.all)
  func `The page is as it was approved`(reference: Reference) throws {
    // Escapes are kept visible, so that the files can be read and compared by eye.
    let text = reference.lines.map { $0.replacing("\u{1b}", with: "␛") + "\n" }.joined()
    if ProcessInfo.processInfo.environment["LUOT_WRITE_REFERENCES"] == "1" {
      let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "References")
      try Data(text.utf8).write(to: folder.appending(path: "\(reference.name).txt"))
    } else {
      let file = try #require(
        Bundle.module.url(forResource: reference.name, withExtension: "txt", subdirectory: "References"))
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
  }

  @Test(arguments: SampleBoard.allCases, abilities)
  func `No size makes a line too long or a page too high`(board: SampleBoard, ability: TerminalAbility) {
    let scene = board.scene
    // Every few widths, with heights from none to sixty in no order.
    for (columns, rows) in stride(from: 0, to: 170, by: 5).map({ ($0, $0 * 7 % 61) }) {
      let lines = TerminalBoard.render(scene, size: TerminalSize(columns: columns, rows: rows), ability: ability)
      #expect(lines.count == rows)
      #expect(lines.allSatisfy { visibleWidth($0) <= columns }, "\(columns) × \(rows)")
    }
  }

  @Test(arguments: SampleBoard.allCases)
  func `Where there is room for one row, it is the newest call`(board: SampleBoard) {
    let lines = TerminalBoard.render(board.scene, size: TerminalSize(columns: 30, rows: 1), ability: .plain)
    #expect(lines[0].contains(board.scene.newest?.number ?? BoardScene.noCallText))
  }

  @Test func `Old data are announced at every usable size`() {
    for (columns, rows) in [(30, 3), (40, 10), (60, 15), (80, 24), (120, 40)] {
      let size = TerminalSize(columns: columns, rows: rows)
      let page = TerminalBoard.render(SampleBoard.stale.scene, size: size, ability: .plain).joined(separator: "\n")
      #expect(page.contains("! Số liệu cũ 42 giây"), "\(columns) × \(rows)")
    }
  }

  @Test(arguments: abilities)
  func `Who has to leave reads the whole of it at every usable size`(ability: TerminalAbility) {
    for (columns, rows) in [(60, 15), (72, 18), (80, 24), (100, 30), (120, 40), (160, 24)] {
      let lines = TerminalBoard.render(
        SampleBoard.evacuated.scene, size: TerminalSize(columns: columns, rows: rows), ability: ability)
      // However it is broken into lines and columns, and coloured.
      let words = lines.flatMap { $0.replacing(/\u{1b}\[[0-9;]*m/, with: "").split(separator: " ") }.map(String.init)
      for word in ["khẩn", "cấp.", "rời", "khỏi", "hướng", "dẫn", "cán", "bộ."] {
        #expect(words.contains(word), "\(word), \(columns) × \(rows)")
      }
    }
  }

  @Test func `Without colours nothing but text is written`() {
    for ability in [TerminalAbility.plain, .dumb] {
      for board in SampleBoard.allCases {
        let lines = TerminalBoard.render(board.scene, size: TerminalSize(columns: 100, rows: 30), ability: ability)
        #expect(!lines.joined().contains("\u{1b}"))
      }
    }
  }

  @Test func `A poor font is asked only for ASCII and Vietnamese letters`() {
    for ability in [TerminalAbility.linuxConsole, .dumb] {
      for board in SampleBoard.allCases {
        let page = TerminalBoard.render(board.scene, size: TerminalSize(columns: 100, rows: 30), ability: ability)
          .joined()
        let exotic = page.filter { !$0.isASCII && !$0.isLetter }
        #expect(exotic.isEmpty)
      }
    }
  }

  @Test func `A fresh call is told in words too`() {
    let size = TerminalSize(columns: 80, rows: 24)
    let fresh = TerminalBoard.render(SampleBoard.fresh.scene, size: size, ability: .plain)
    let later = TerminalBoard.render(SampleBoard.usual.scene, size: size, ability: .plain)
    #expect(fresh != later)
  }

  @Test func `A notice cannot move the cursor or break a line`() {
    let board = Board(
      asOf: Timestamp(milliseconds: 0), seq: 1, serviceDay: ServiceDay(epochDay: 0), opening: .open, countersOpen: 1,
      calls: [], lines: [], notices: ["một\u{1b}[2Jhai\nba\u{7}\u{202e}bốn"])
    let scene = BoardScene(
      of: board, texts: BoardTexts(centre: "Xã", counters: [:], services: [:]), now: Timestamp(milliseconds: 0))
    let page = TerminalBoard.render(scene, size: TerminalSize(columns: 80, rows: 24), ability: .plain)
    #expect(page.contains { $0.hasSuffix("một[2Jhai babốn") })
    #expect(page.allSatisfy { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } })
  }

  /// Cells of a line without its colours.
  private func visibleWidth(_ line: String) -> Int {
    CellText(line.replacing(/\u{1b}\[[0-9;]*m/, with: ""), glyphs: .blocks).width
  }
}

@Suite struct TerminalFrameTests {
  private let size = TerminalSize(columns: 20, rows: 3)

  @Test func `The first frame clears the screen and writes every line`() {
    let frame = TerminalFrame(lines: ["một", "hai", "ba"], size: size)
    #expect(
      frame.update(from: nil)
        == "\u{1b}[0m\u{1b}[2J\u{1b}[1;1H\u{1b}[2Kmột\u{1b}[2;1H\u{1b}[2Khai\u{1b}[3;1H\u{1b}[2Kba")
  }

  @Test func `Only the lines that differ are written again`() {
    let before = TerminalFrame(lines: ["một", "hai", "ba"], size: size)
    let after = TerminalFrame(lines: ["một", "HAI", "ba"], size: size)
    #expect(after.update(from: before) == "\u{1b}[2;1H\u{1b}[2KHAI")
    #expect(after.update(from: after).isEmpty)
  }

  @Test func `A new size begins afresh`() {
    let before = TerminalFrame(lines: ["một"], size: TerminalSize(columns: 10, rows: 1))
    let after = TerminalFrame(lines: ["một"], size: TerminalSize(columns: 11, rows: 1))
    #expect(after.update(from: before) == after.update(from: nil))
  }

  @Test func `A clock that moves on rewrites one line`() {
    let size = TerminalSize(columns: 80, rows: 24)
    let before = TerminalBoard.frame(SampleBoard.usual.scene, size: size, ability: .truecolour)
    var lines = before.lines
    lines[0] = lines[0].replacing("09:14", with: "09:15")
    let update = TerminalFrame(lines: lines, size: size).update(from: before)
    #expect(update == "\u{1b}[1;1H\u{1b}[2K" + lines[0])
  }
}

@Suite struct TerminalAbilityTests {
  @Test(arguments: [
    ([:], TerminalAbility.dumb),
    (["TERM": "dumb"], .dumb),
    (["TERM": "linux"], .linuxConsole),
    (["TERM": "xterm-256color"], .sixteen),
    (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .truecolour),
    (["TERM": "xterm-256color", "COLORTERM": "24bit", "NO_COLOR": "1"], .plain),
    (["TERM": "xterm-256color", "NO_COLOR": ""], .sixteen),
    (["TERM": "linux", "NO_COLOR": "1"], .dumb),
  ])
  func `The environment says what the terminal can do`(environment: [String: String], ability: TerminalAbility) {
    #expect(TerminalAbility(environment: environment) == ability)
  }
}

@Suite struct CellTextTests {
  private func width(_ text: String) -> Int { CellText(text, glyphs: .blocks).width }

  @Test func `A Vietnamese letter takes one cell, composed or not`() {
    #expect(width("Ộ Ặ Ễ Ữ Ỡ ự ẫ") == 13)
    #expect(width("Ộ Ặ Ễ Ữ Ỡ ự ẫ".decomposedStringWithCanonicalMapping) == 13)
    #expect(width("中文") == 4)
    #expect(width("a\u{0}\u{9b}b") == 2)
  }

  @Test func `Text is cut with a mark and never in the middle of a wide character`() {
    let cut = { (text: String, limit: Int) in
      String(CellText(text, glyphs: .blocks).fitted(to: limit, glyphs: .blocks).cells.map(\.character))
    }
    #expect(cut("Hộ tịch", 7) == "Hộ tịch")
    #expect(cut("Hộ tịch", 6) == "Hộ tị…")
    #expect(cut("Hộ tịch", 4) == "Hộ…")
    #expect(cut("中文字", 4) == "中…")
    #expect(cut("Hộ tịch", 0) == "")
  }

  @Test func `Text is broken at spaces and a word too long within`() {
    let wrap = { (text: String, limit: Int, most: Int) in
      CellText(text, glyphs: .blocks).wrapped(to: limit, lines: most, glyphs: .blocks)
        .map { String($0.cells.map(\.character)) }
    }
    #expect(wrap("một hai ba", 7, 9) == ["một hai", "ba"])
    #expect(wrap("mộthaiba bốn", 5, 9) == ["mộtha", "iba", "bốn"])
    #expect(wrap("một hai ba bốn", 4, 2) == ["một", "hai…"])
    #expect(wrap("", 4, 2) == [])
  }
}
