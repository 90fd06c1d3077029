import Settings
import Testing

@Suite struct ScannerTests {
  private func configuration(_ change: (String) -> String) throws -> Configuration {
    try Fixture.load(change(Fixture.small)).configuration
  }

  private func problems(scanner: String) -> [String] {
    Fixture.problems(Fixture.small + "\n[scanner]\n" + scanner)
  }

  @Test func `A centre without scanners and card readers says nothing of them`() throws {
    let configuration = try configuration { $0 }
    #expect(
      configuration.scanner
        == Configuration.Scanner(device: nil, priority: nil, minimumAge: 60, seconds: 60, communes: []))
    #expect(configuration.counters.allSatisfy { $0.cardReader == nil && $0.scanner == nil })
  }

  @Test func `Scanners stand at the kiosk and at counters, card readers at counters`() throws {
    let configuration = try configuration { small in
      small.replacing(
        "name = \"Quầy 1\"", with: "name = \"Quầy 1\"\ncard_reader = \"ACR122U\"\nscanner = \"/dev/ttyS0\"")
          + """

          [scanner]
          device = "05E0:1200"
          priority = "elderly"
          minimum_age = 75
          seconds = 30
          communes = ["Kiến Minh", "Đại Đồng"]
          """
    }
    #expect(configuration.counters.first?.cardReader == "ACR122U")
    #expect(configuration.counters.first?.scanner == .line("/dev/ttyS0"))
    #expect(
      configuration.scanner
        == Configuration.Scanner(
          device: .match(.model(vendor: "05e0", product: "1200")), priority: "elderly", minimumAge: 75, seconds: 30,
          communes: ["Kiến Minh", "Đại Đồng"]))
  }

  @Test(
    arguments: [
      (#"device = "máy quét""#, "scanner.device"), ("device = 5", "scanner.device"), (#"device = "/dev/""#, nil),
      (#"priority = "vip""#, "scanner.priority"), ("minimum_age = 0", "scanner.minimum_age"),
      ("seconds = 5", "scanner.seconds"), (#"communes = ["A", "A"]"#, "scanner.communes"), ("age = 60", "scanner.age"),
    ] as [(String, String?)])
  func `What a scanner cannot be is refused by its key`(_ text: String, _ key: String?) throws {
    let problems = problems(scanner: text)
    if let key {
      #expect(problems.count == 1)
      #expect(problems.first?.contains(key) == true, "\(problems)")
    } else {
      #expect(problems == [])
    }
  }

  @Test func `Two counters share neither card reader nor scanner`() {
    for (key, value) in [("card_reader", "ACR122U"), ("scanner", "05e0:1200")] {
      let shared = Fixture.small.replacing("name = \"Quầy 1\"", with: "name = \"Quầy 1\"\n\(key) = \"\(value)\"")
        .replacing("name = \"Quầy 2\"", with: "name = \"Quầy 2\"\n\(key) = \"\(value)\"")
      let problems = Fixture.problems(shared)
      #expect(problems.count == 1 && problems.first?.contains("đã dùng ở dòng") == true, "\(problems)")
    }
  }
}
