import EscPos
import Testing

@testable import Daemon

/// What the device log keeps of a printer's states.
@Suite struct PrinterFaultTests {
  private typealias News = PrinterFaults.News

  private func news(isOnBus: Bool = true, _ states: PrinterState...) -> [News?] {
    var faults = PrinterFaults(isOnBus: isOnBus)
    return states.map { faults.take($0) }
  }

  @Test func `A roll that was changed with the printer switched off has been mended when the printer is ready`() {
    #expect(
      news(.gone, .ready, .outOfPaper, .gone, .gone, .ready, .ready)
        == [nil, nil, .fault("hết giấy"), nil, nil, .mended, nil])
  }

  @Test func `Each fault is kept once, also when one follows from another`() {
    #expect(
      news(.ready, .lowPaper, .outOfPaper, .coverOpen, .outOfPaper, .lowPaper, .ready)
        == [
          nil, .fault("sắp hết giấy"), .fault("hết giấy"), .fault("mở nắp"), .fault("hết giấy"),
          .fault("sắp hết giấy"), .mended,
        ])
    #expect(
      news(.offline(.unsaid), .offline(.fedByHand), .unknown) == [.fault("không sẵn sàng"), nil, .mended])
  }

  @Test func `The loss of a printer that no bus tells of is a fault, and its return mends it`() {
    #expect(news(isOnBus: false, .gone, .ready, .gone, .ready) == [nil, nil, .fault("mất kết nối"), .mended])
    #expect(news(isOnBus: true, .gone, .ready, .gone, .ready) == [nil, nil, nil, nil])
  }
}
