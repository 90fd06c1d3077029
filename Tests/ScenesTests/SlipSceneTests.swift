import Queueing
import Scenes
import Testing

@Suite struct SlipSceneTests {
  private func slip(
    priority: String? = nil, ahead: Int = 4, minutes: ClosedRange<Int>? = nil, isReprint: Bool = false,
    isDemo: Bool = false
  ) -> SlipScene {
    SlipScene(
      centre: "Trung tâm", number: TicketNumber(series: "A", ordinal: 5), service: "Hộ tịch", priority: priority,
      ahead: ahead, minutes: minutes, place: "Mời ông/bà chờ tại sảnh",
      issuedAt: Timestamp(milliseconds: 1_795_400_045_000), code: nil, isReprint: isReprint, isDemo: isDemo)
  }

  @Test func `It carries the number and when it was issued`() {
    #expect(slip().number == "A005")
    #expect(slip().issued == "09:14 · Thứ Hai, 23/11/2026")
  }

  @Test func `It says how many are before, or that the turn is near`() {
    #expect(slip(ahead: 4).ahead == "Còn 4 người phía trước")
    #expect(slip(ahead: 0).ahead == "Sắp đến lượt")
  }

  @Test func `A range is shown only when something is known`() {
    #expect(slip().range == nil)
    #expect(slip(minutes: 10...20).range == "Chờ khoảng 10–20 phút")
    #expect(slip(minutes: 5...5).range == "Chờ khoảng 5 phút")
  }

  @Test func `Priority, a reprint and a demonstration are marked`() {
    #expect(slip(priority: "Người từ 60 tuổi").priority == "ƯU TIÊN · Người từ 60 tuổi")
    #expect(slip(isReprint: true).reprint == "IN LẠI")
    #expect(slip(isDemo: true).demo != nil)
    #expect(slip().priority == nil && slip().reprint == nil && slip().demo == nil)
  }
}
