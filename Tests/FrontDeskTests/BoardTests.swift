import FrontDesk
import Queueing
import Storage
import Testing

@Suite struct BoardTests {
  @Test func `The board is a function of the store`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "2"])
    #expect(try await front.reception.board().calls == [])
    for service in ["ho-tich", "ho-tich", "vneid", "dat-dai"] { try await front.take(service) }
    try await front.next("1")
    front.clock.pass(seconds: 7)
    try await front.next("2")
    let board = try await front.reception.board(notices: ["Thử"])
    #expect(board.calls.map(\.number.text) == ["D001", "A001"])
    #expect(board.calls.map(\.counter) == ["2", "1"])
    #expect(board.calls.map(\.calledAt) == [front.clock.now, Sample.morning])
    #expect(board.lines.map(\.service) == ["ho-tich", "dat-dai", "vneid"])
    #expect(board.lines.map(\.waiting) == [1, 1, 0])
    #expect(board.countersOpen == 2)
    #expect(board.opening == .open)
    #expect(board.asOf == front.clock.now)
    #expect(board.notices == ["Thử"])
    #expect(board.seq == (try await front.journal().last?.seq))

    try front.store.close()
    let again = try FrontOffice(at: front.clock.now, folder: front.folder)
    #expect(try await again.reception.board(notices: ["Thử"]) == board)
  }

  @Test func `The latest six calls are shown, a recall moves to the top`() async throws {
    let front = try await FrontOffice.ready()
    for _ in 0..<8 { try await front.take() }
    for _ in 0..<7 {
      front.clock.pass(seconds: 60)
      _ = try await front.serve()
    }
    #expect(
      try await front.reception.board().calls.map(\.number.text) == ["A007", "A006", "A005", "A004", "A003", "A002"])
    _ = try await front.reception.open("3", member: nil, services: nil, by: front.staff)
    try await front.next("1")
    front.clock.pass(seconds: 1)
    try await front.take()
    try await front.next("3")
    front.clock.pass(seconds: 1)
    _ = try await front.reception.recall("1", by: front.staff)
    #expect(try await front.reception.board().calls.prefix(2).map(\.number.text) == ["A008", "A009"])
  }

  @Test func `Who is no longer expected at the counter is not on the board`() async throws {
    let front = try await FrontOffice.ready()
    for _ in 0..<5 { try await front.take() }
    for end in [
      { _ = try await front.reception.noShow("1", by: front.staff) },
      { _ = try await front.reception.park("1", minutes: 5, by: front.staff) },
      { _ = try await front.reception.undo("1", by: front.staff) },
      { _ = try await front.reception.transfer("1", service: "vneid", toCounter: nil, by: front.staff) },
    ] {
      try await front.next()
      #expect(try await front.reception.board().calls.count == 1)
      try await end()
      #expect(try await front.reception.board().calls == [])
    }
    _ = try await front.serve()
    #expect(try await front.reception.board().calls.map(\.number.text) == ["A004"])
  }

  @Test func `The order of the calls is that of the journal, whatever the clock says`() async throws {
    let front = try await FrontOffice.ready(Sample.office(alwaysOpen: true), open: ["1", "3"])
    for _ in 0..<2 { try await front.take() }
    try await front.next("1")
    front.clock.pass(seconds: -3600)
    try await front.next("3")
    #expect(try await front.reception.board().calls.map(\.number.text) == ["A002", "A001"])
  }

  @Test func `A board of a new store is empty and of today`() async throws {
    let front = try FrontOffice(at: Sample.at(Sample.monday, 12, 0))
    let board = try await front.reception.board()
    #expect(board.serviceDay == Sample.monday)
    #expect(board.seq == 1)
    #expect(board.opening == .closed(Closing(reason: .hours, opensAt: Sample.at(Sample.monday, 13, 30))))
    #expect(board.lines.map(\.waiting) == [0, 0, 0])
  }
}
