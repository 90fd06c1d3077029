import Glibc
import SystemIO
import Testing

@Suite struct MachineClockTests {
  @Test func `The clocks are those of the machine`() {
    var wall = timespec()
    clock_gettime(CLOCK_REALTIME, &wall)
    let first = MachineClock.read()
    let second = MachineClock.read()
    #expect(first.wall / 1000 >= Int64(wall.tv_sec))
    #expect(second.uptime >= first.uptime)
    #expect(first.uptime > 0)
  }
}
