import Foundation
import Settings
import Testing

@Suite struct LoadingTests {
  @Test func `A file becomes values`() throws {
    let loaded = try Fixture.load(Fixture.small)
    let configuration = loaded.configuration
    #expect(configuration.centre.unit == "xã Kiến Minh")
    #expect(configuration.day.startMinute == 0)
    #expect(
      configuration.hours.mapValues { $0.map { [$0.from, $0.until] } } == [.monday: [[450, 690], [810, 1020]]])
    #expect(configuration.services.map(\.letter) == ["A", "B"])
    #expect(configuration.services.map(\.dailyCap) == [80, nil])
    #expect(configuration.counters.map(\.services) == [["ho-tich", "dat-dai"], ["ho-tich"]])
    #expect(configuration.priorityClasses.map(\.basis) == ["Luật Người cao tuổi"])
    #expect(configuration.calling.policy == .interleaved)
    #expect(configuration.calling.maxWaitMinutes == 30)
    #expect(configuration.villages.map(\.name) == ["Thôn 1"])
    #expect(configuration.members.map(\.team) == [.digital])
    #expect(configuration.printing.notice == "Giữ phiếu")
    #expect(configuration.printing.printers.map(\.id) == ["may-in-ao"])
    #expect(configuration.printing.printers.map(\.kind) == [.virtual])
    #expect(configuration.printing.printers.map(\.widthDots) == [384])
    #expect(configuration.console.staff.host == "127.0.0.1")
    #expect(configuration.console.staff.port == 8200)
    #expect(configuration.console.publicURL == "http://192.168.1.10")
    #expect(configuration.console.maxStreams == 10)
    #expect(configuration.assistance.onlineSet == ["online-service"])
    #expect(configuration.log.level == .debug)
    #expect(loaded.warnings == [])
  }

  @Test func `Decomposed text, a byte order mark and the line ends of Windows change nothing`() throws {
    let expected = try Fixture.load(Fixture.small)
    for text in [
      Fixture.small.decomposedStringWithCanonicalMapping, "\u{FEFF}" + Fixture.small,
      Fixture.small.replacing("\n", with: "\r\n"),
    ] {
      let loaded = try Fixture.load(text)
      #expect(loaded == expected)
      // Strings compare by canonical equivalence, so the bytes are looked at.
      #expect(Array(loaded.configuration.centre.unit.utf8) == Array("xã Kiến Minh".utf8))
    }
  }

  @Test(arguments: [
    ("127.0.0.1:0", "127.0.0.1", 0), ("127.9.8.7:1", "127.9.8.7", 1), ("[::1]:65535", "::1", 65535),
    ("localhost:8200", "127.0.0.1", 8200),
  ])
  func `Every address of this very machine is taken`(address: String, host: String, port: Int) throws {
    let staff = try Fixture.load(Fixture.small.replacing("127.0.0.1:8200", with: address)).configuration.console.staff
    #expect(staff.host == host)
    #expect(staff.port == port)
  }

  @Test func `Opening hours may touch, reach midnight and stand in any order`() throws {
    let text = Fixture.small.replacing(
      "[\"07:30-11:30\", \"13:30-17:00\"]", with: "[\"11:30-24:00\", \"00:00-11:30\"]")
    let monday = try Fixture.load(text).configuration.hours[.monday]
    #expect(monday?.map { [$0.from, $0.until] } == [[0, 690], [690, 1440]])
  }

  @Test func `What is only unwise loads with a warning`() throws {
    let text = Fixture.small
      .replacing("letter = \"A\"", with: "letter = \"P\"")
      .replacing("policy = \"interleaved\"", with: "policy = \"strict\"")
      .replacing("max_wait = 30", with: "normals_per_priority = 5")
    let loaded = try Fixture.load(text)
    #expect(loaded.configuration.calling.policy == .strict)
    #expect(
      loaded.warnings.map(\.description) == [
        "luot.toml:15: services[2].letter = \"B\": khi đọc loa dễ nghe nhầm với chữ P ở dòng 10.",
        "luot.toml:33: calling.normals_per_priority = 5: không có tác dụng khi policy = \"strict\".",
      ])
  }

  @Test func `A missing file is told apart from a wrong one`() {
    let error = #expect(throws: ConfigurationError.self) {
      try Configuration.load(path: "/nonexistent/luot.toml", acceptedActivities: [])
    }
    #expect(
      error
        == .unreadable(
          file: "/nonexistent/luot.toml",
          reason: "không có tệp này. Hãy tạo tệp hoặc chỉ đúng đường dẫn bằng --config."))
  }

  @Test func `A folder is no file to read`() {
    let folder = FileManager.default.temporaryDirectory.path
    let error = #expect(throws: ConfigurationError.self) {
      try Configuration.load(path: folder, acceptedActivities: [])
    }
    guard case .unreadable(let file, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(file == folder)
    #expect(reason.hasSuffix("Hãy chỉ đúng một tệp bằng --config."))
  }
}
