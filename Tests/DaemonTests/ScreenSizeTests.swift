import Scenes
import Settings
import Testing

@Suite struct ScreenSizeTests {
  /// The two do not know each other.
  @Test func `A screen may be configured in every size in which it can be laid out`() {
    #expect(Configuration.Screen.widths == Panel.widths)
    #expect(Configuration.Screen.heights == Panel.heights)
    #expect(Configuration.Screen.mostPixels == Panel.mostPixels)
  }
}
