import Foundation
import Settings

enum Fixture {
  static let activities = [
    "vneid-activation", "vneid-use", "vneid-docs", "health-book", "social-security-account", "online-service",
    "online-payment", "cashless-payment", "result-lookup", "info-lookup", "basic-apps", "smartphone-basics",
    "fraud-prevention", "learning-platform", "ai-skills", "other",
  ]

  static let samplePath = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Config/luot.toml").path

  /// The file that ships.
  static func sample() throws -> String {
    try String(contentsOfFile: samplePath, encoding: .utf8)
  }

  /// A small centre that uses every section; tests name its lines.
  static let small = """
    [centre]
    name = "Trung tâm"
    unit = "xã Kiến Minh"
    [day]
    start = "00:00"
    [hours]
    monday = ["07:30-11:30", "13:30-17:00"]
    [[services]]
    id = "ho-tich"
    letter = "A"
    name = "Hộ tịch"
    daily_cap = 80
    [[services]]
    id = "dat-dai"
    letter = "B"
    name = "Đất đai"
    [[counters]]
    id = "1"
    name = "Quầy 1"
    services = ["ho-tich", "dat-dai"]
    [[counters]]
    id = "2"
    name = "Quầy 2"
    services = [
      "ho-tich",
    ]
    [[priority_classes]]
    id = "elderly"
    name = "Người cao tuổi"
    basis = "Luật Người cao tuổi"
    [calling]
    policy = "interleaved"
    max_wait = 30
    basis = "Quy chế"
    [[villages]]
    id = "thon-1"
    name = "Thôn 1"
    [[members]]
    id = "vi-du"
    name = "Nguyễn Thị Ví Dụ"
    team = "digital-team"
    [printing]
    notice = "Giữ phiếu"
    [[printers]]
    id = "may-in-ao"
    kind = "virtual"
    width_dots = 384
    [console]
    staff = "127.0.0.1:8200"
    public_url = "http://192.168.1.10/"
    max_streams = 10
    [assistance]
    online_set = ["online-service"]
    [log]
    level = "debug"
    """

  static func load(_ text: String) throws(ConfigurationError) -> LoadedConfiguration {
    try Configuration.load(Array(text.utf8), file: "luot.toml", acceptedActivities: activities)
  }

  /// Each problem as the administrator reads it; none when the text loads.
  static func problems(_ text: String) -> [String] {
    problems(Array(text.utf8)).map(\.description)
  }

  static func problems(_ bytes: [UInt8]) -> [ConfigurationProblem] {
    do {
      _ = try Configuration.load(bytes, file: "luot.toml", acceptedActivities: activities)
      return []
    } catch {
      guard case .invalid(_, let problems) = error else { return [] }
      return problems
    }
  }
}
