import EscPos
import FrontDesk
import PrinterEmulation
import Scenes
import Simulation
import Testing

@testable import Peripherals

@Suite(.timeLimit(.minutes(15)), .serialized) struct PrintingOfficeTests {
  @Test(arguments: PrinterEmulator.Way.allCases)
  func `Every number comes out once, drawn and cut`(way: PrinterEmulator.Way) async throws {
    try await PrintingOffice.run([way]) { office in
      var tickets: [TicketAnswer] = []
      for _ in 0..<4 { tickets.append(try await office.take()) }
      for ticket in tickets { try await office.wait(ticket) { $0.state == "printed" } }
      #expect(office.papers.map(\.scene.number) == tickets.map(\.number))
      #expect(office.emulators[0].slips.map(\.cut) == [.partial, .partial, .partial, .partial])
      try await office.waitForHealth(.ok, "sẵn sàng")
      office.expectNoSlipTwice()
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `Without paper slips wait, the ticket and health say why, and with paper they come out`(
    way: PrinterEmulator.Way
  ) async throws {
    try await PrintingOffice.run([way]) { office in
      try await office.waitForKiosk("Chạm vào ô")
      office.emulators[0].change { $0.paper = .out }
      try await office.waitForHealth(.degraded, "hết giấy")
      try await office.waitForKiosk("Máy in hết giấy")
      let ticket = try await office.take()
      try await office.wait(ticket) { $0.state == "pending" && $0.detail?.contains("hết giấy") == true }
      office.emulators[0].change { $0.paper = .enough }
      try await office.wait(ticket) { $0.state == "printed" && $0.copies == 1 && $0.detail == nil }
      try await office.waitForHealth(.ok, "sẵn sàng")
      try await office.waitForKiosk("Chạm vào ô")
      #expect(office.papers.map(\.scene.reprint) == [nil])
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `A roll that ends in mid-slip: the number comes out again and says so`(way: PrinterEmulator.Way) async throws {
    try await PrintingOffice.run([way]) { office in
      office.emulators[0].change { $0.rowsLeft = 300 }
      let (first, second) = (try await office.take(), try await office.take())
      try await office.waitForHealth(.degraded, "hết giấy")
      try await office.wait(second) { $0.state == "pending" }
      office.emulators[0].change { $0.paper = .enough }
      for ticket in [first, second] { try await office.wait(ticket) { $0.state == "printed" } }
      let again = try #require(office.papers.first { $0.copy == 2 })
      #expect(again.scene.number == first.number)
      #expect(office.papers.count { $0.scene.number == second.number } == 1)
      office.expectNoSlipTwice()
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `A cable pulled in mid-slip: plugged in again the queue goes on`(way: PrinterEmulator.Way) async throws {
    try await PrintingOffice.run([way]) { office in
      office.emulators[0].change { ($0.rowsLeft, $0.buffer) = (300, 1000) }
      let (first, second) = (try await office.take(), try await office.take())
      await office.emulators[0].wait { $0.current.rows == 300 }
      office.emulators[0].unplug()
      let told = way == .network ? "Không kết nối được máy in ở 127.0.0.1" : "Không thấy máy in"
      try await office.waitForHealth(.degraded, told)
      try await office.waitForKiosk("Máy in tạm không in được")
      office.emulators[0].change { $0.paper = .enough }
      try office.emulators[0].plugIn()
      for ticket in [first, second] { try await office.wait(ticket) { $0.state == "printed" } }
      #expect(office.papers.map(\.copy).sorted() == [1, 2])
      office.expectNoSlipTwice()
    }
  }

  @Test func `A printer whose roll is near its end prints, and the kiosk says nothing of it`() async throws {
    try await PrintingOffice.run([.network]) { office in
      office.emulators[0].change { $0.paper = .low }
      try await office.waitForHealth(.degraded, "Giấy in sắp hết")
      try await office.waitForKiosk("Chạm vào ô")
      let ticket = try await office.take()
      try await office.wait(ticket) { $0.state == "printed" }
    }
  }

  @Test func `A printer that stalls holds up no citizen, and its slip comes out again when it goes on`() async throws {
    try await PrintingOffice.run([.network], timing: PrinterBench.hasty) { office in
      office.emulators[0].change { $0.isStalled = true }
      // Each is answered while nothing moves.
      var tickets: [TicketAnswer] = []
      for _ in 0..<3 { tickets.append(try await office.take()) }
      try await office.waitForHealth(.degraded, "không trả lời")
      for ticket in tickets { #expect(try await office.slip(ticket).state != "printed") }
      office.emulators[0].change { $0.isStalled = false }
      for ticket in tickets { try await office.wait(ticket) { $0.state == "printed" } }
      #expect(Set(office.papers.map(\.scene.number)) == Set(tickets.map(\.number)))
      office.expectNoSlipTwice()
    }
  }

  @Test func `Where one printer cannot the next one prints, and the first again when it can`() async throws {
    try await PrintingOffice.run([.network, .line]) { office in
      office.emulators[0].change { $0.isCoverOpen = true }
      try await office.waitForHealth(.degraded, "may-1: Nắp máy in đang mở. Hãy đóng nắp lại. Phiếu đang in ở may-2.")
      // Whoever takes a number gets a slip: only staff have something to mend.
      try await office.waitForKiosk("Chạm vào ô")
      let first = try await office.take()
      try await office.wait(first) { $0.state == "printed" }
      #expect(office.emulators.map(\.slips.count) == [0, 1])
      office.emulators[0].change { $0.isCoverOpen = false }
      try await office.waitForHealth(.ok, "sẵn sàng")
      let second = try await office.take()
      try await office.wait(second) { $0.state == "printed" }
      #expect(office.emulators.map(\.slips.count) == [1, 1])
      office.expectNoSlipTwice()
    }
  }

  @Test func `A slip that one printer cut short comes out of the other and says so`() async throws {
    try await PrintingOffice.run([.network, .line]) { office in
      office.emulators[0].change { $0.rowsLeft = 200 }
      let ticket = try await office.take()
      try await office.wait(ticket) { $0.state == "printed" }
      let paper = try #require(office.papers.first)
      #expect(paper.copy == 2 && paper.scene.reprint == "IN LẠI" && paper.scene.number == ticket.number)
      #expect(office.emulators.map(\.slips.count) == [0, 1])
    }
  }

  @Test func `A test slip is worth nothing, and a printer that cannot print says why`() async throws {
    try await PrintingOffice.run([.network]) { office in
      #expect(try await office.queue.test("may-1").state == "ready")
      #expect(office.papers.map(\.ticket) == [nil])
      #expect(office.papers.first?.scene.demo != nil)
      office.emulators[0].change { $0.isCutterJammed = true }
      try await office.waitForHealth(.degraded, "Dao cắt")
      await #expect(throws: SlipFailure.self) { try await office.queue.test("may-1") }
      await #expect(throws: RequestProblem.noSuchPrinter("may-9", known: ["may-1"])) {
        try await office.queue.test("may-9")
      }
    }
  }

  @Test(arguments: PrinterEmulator.Way.allCases)
  func `A printer that answers garbage prints, and each number once`(way: PrinterEmulator.Way) async throws {
    let seed = UInt64.random(in: .min ... .max)
    try await PrintingOffice.run([way]) { office in
      office.emulators[0].change { $0.garbage = SplitMix64(seed: seed) }
      try await office.waitForHealth(.ok, "không cho biết")
      var tickets: [TicketAnswer] = []
      for _ in 0..<3 { tickets.append(try await office.take()) }
      for ticket in tickets { try await office.wait(ticket) { $0.state == "printed" } }
      await office.emulators[0].wait { $0.slips.count == 3 }
      office.emulators[0].change { $0.garbage = nil }
      try await office.waitForHealth(.ok, "sẵn sàng")
      #expect(office.papers.map(\.scene.number) == tickets.map(\.number), "seed \(seed)")
      office.expectNoSlipTwice()
    }
  }

  /// Whatever chance does to the printers, in the end every number has its paper and none has two alike.
  @Test func `Through every kind of trouble no slip is lost and none comes out twice unmarked`() async throws {
    let seed = UInt64.random(in: .min ... .max)
    var noise = SplitMix64(seed: seed)
    try await PrintingOffice.run([.network, .line], timing: PrinterBench.hasty) { office in
      var tickets: [TicketAnswer] = []
      for _ in 0..<12 {
        let emulator = office.emulators[Int.random(in: 0...1, using: &noise)]
        let trouble = Int.random(in: 0...6, using: &noise)
        let rows = Int.random(in: 1...900, using: &noise)
        emulator.change { fate in
          switch trouble {
          case 0: fate.paper = .out
          case 1: fate.isCoverOpen = true
          case 2: fate.rowsLeft = rows
          case 3: fate.isStalled = true
          default: break
          }
        }
        if trouble == 5 {
          emulator.unplug()
          try emulator.plugIn()
        }
        tickets.append(try await office.take())
        if trouble == 6 {
          for emulator in office.emulators { emulator.mend() }
          if let ticket = tickets.last { try await office.wait(ticket) { $0.state != "printing" } }
        }
      }
      for emulator in office.emulators { emulator.mend() }
      for ticket in tickets {
        try await office.wait(ticket) { ["printed", "uncertain"].contains($0.state) }
      }
      for ticket in tickets where try await office.slip(ticket).state == "printed" {
        #expect(office.papers.contains { $0.scene.number == ticket.number }, "seed \(seed): \(ticket.number)")
      }
      office.expectNoSlipTwice()
    }
  }
}
