import Foundation
import Settings
import Testing

@Suite struct DeviceRuleTests {
  @Test func `A rule says which devices it is about and what is known of them`() throws {
    let rules = try load(
      """
      [[quirks]]
      match = "04B8:0E15:J5KZ"
      role = "printer"
      width_dots = 512
      cutter = true
      status = false
      low_paper = true
      [[quirks]]
      match = "1eab"
      role = "none"
      scan_suffix = "tab"
      """)
    #expect(rules.map(\.match) == [.device("04b8:0e15:J5KZ"), .vendor("1eab")])
    let printer = try #require(rules.first?.traits)
    #expect(printer.role == .kind(.printer))
    #expect(printer.widthDots == 512)
    #expect(printer.hasCutter == true)
    #expect(printer.answersStatus == false)
    #expect(printer.sensesLowPaper == true)
    #expect(printer.scanSuffix == nil)
    let scanner = try #require(rules.last?.traits)
    #expect(scanner.role == DeviceTraits.Role.none)
    #expect(scanner.scanSuffix == .tab)
    #expect(scanner.hasCutter == nil)
  }

  @Test(arguments: [
    ("04b8", DeviceMatch.vendor("04b8")), ("04B8:0e15", .model(vendor: "04b8", product: "0e15")),
    ("0416:5011@1-1.2", .device("0416:5011@1-1.2")), ("0416:5011:S_1@1-1", .device("0416:5011:S_1@1-1")),
    ("printer", .kind(.printer)), ("card-reader", .kind(.cardReader)), ("keypad", .kind(.keypad)),
  ])
  func `A match is an id, a model, a maker or a kind`(written: String, match: DeviceMatch) throws {
    try #expect(load("[[quirks]]\nmatch = \"\(written)\"").map(\.match) == [match])
  }

  @Test(arguments: [
    "", "04b", "04b8:", "04b8:0e1", "04b8:0e155", "04g8", "04b8:0e15:", "04b8:0e15@", "04b8:0e15:a b", "modem", "none",
    "ａｂｃｄ", "04b8-0e15",
  ])
  func `Any other match is refused`(written: String) {
    #expect(
      problems("[[quirks]]\nmatch = \"\(written)\"").map(\.description) == [
        "quirks.toml:2: quirks[1].match = \"\(written)\": không chỉ ra được thiết bị nào. "
          + "Được nhận: \(Self.match)."
      ])
  }

  @Test func `Everything that is wrong is told at once`() {
    let told = problems(
      """
      [[quirks]]
      role = "printer"
      [[quirks]]
      match = "scanner"
      role = "scanner"
      [[quirks]]
      match = "1eab"
      width_dots = 500
      [[quirks]]
      match = "1EAB"
      cutter = "yes"
      cuter = true
      scan_suffix = "enter"
      """
    ).map(\.description)
    #expect(
      told == [
        "quirks.toml:1: quirks[1].match: thiếu khóa này. Được nhận: \(Self.match).",
        "quirks.toml:5: quirks[2].role = \"scanner\": không đổi được loại của cả một loại thiết bị. "
          + "Được nhận: bỏ khóa này, hoặc match là một hãng, một kiểu hay một thiết bị.",
        "quirks.toml:8: quirks[3].width_dots = 500: không có lựa chọn này. Được nhận: 576, 512, 432, 384.",
        "quirks.toml:10: quirks[4].match = \"1EAB\": đã dùng ở dòng 7. Được nhận: một giá trị chưa dùng.",
        "quirks.toml:11: quirks[4].cutter = \"yes\": sai kiểu. "
          + "Được nhận: true hoặc false, không đặt trong dấu nháy.",
        "quirks.toml:12: quirks[4].cuter: không có khóa này, có lẽ là cutter. "
          + "Được nhận: match, role, width_dots, cutter, status, low_paper, scan_suffix.",
        "quirks.toml:13: quirks[4].scan_suffix = \"enter\": không có lựa chọn này. "
          + "Được nhận: \"cr\", \"lf\", \"crlf\", \"tab\", \"none\".",
      ])
  }

  @Test func `What the parser cannot survive never reaches it from this file either`() {
    #expect(
      problems("[.a]").map(\.description) == [
        "quirks.toml:1:2: tên mục viết chưa đúng, cần đủ ngoặc và tên: [mục] hoặc [[mục]]."
      ])
  }

  @Test func `A file of quirks that was named and is not there is told with the key that names it`() {
    let error = #expect(throws: ConfigurationError.self) { try QuirkFile.load(path: "/nonexistent/quirks.toml") }
    #expect(
      error
        == .unreadable(
          file: "/nonexistent/quirks.toml",
          reason: "không có tệp này. Hãy tạo tệp hoặc chỉ đúng đường dẫn bằng hardware.quirks."))
  }

  @Test func `The file that ships loads, and each rule stands below its source`() throws {
    let path = URL(fileURLWithPath: Fixture.samplePath).deletingLastPathComponent().appendingPathComponent(
      "quirks.toml")
    #expect(try !QuirkFile.load(path: path.path).isEmpty)
    let lines = try String(contentsOf: path, encoding: .utf8).components(separatedBy: "\n")
    for (index, line) in lines.enumerated() where line == "[[quirks]]" {
      let sources = ["usb.ids", "escpos-printer-db", "hw_escpos"]
      #expect(
        sources.contains { lines[index - 1].contains($0) } && lines[index - 1].hasPrefix("# "), "line \(index + 1)")
    }
  }

  @Test func `A centre names devices of its own, and says which must be there`() throws {
    let text =
      Fixture.small + """

        [hardware]
        quirks = "/etc/luot/quirks.toml"
        [[devices]]
        id = "may-quet"
        name = "Máy quét quầy 1"
        match = "0c2e:0b6a"
        required = true
        scan_suffix = "lf"
        [[devices]]
        id = "dau-doc"
        name = "Đầu đọc thẻ"
        match = "card-reader"
        """
    let configuration = try Fixture.load(text).configuration
    #expect(configuration.hardware.quirksFile == "/etc/luot/quirks.toml")
    #expect(configuration.devices.map(\.id) == ["may-quet", "dau-doc"])
    #expect(configuration.devices.map(\.name) == ["Máy quét quầy 1", "Đầu đọc thẻ"])
    #expect(configuration.devices.map(\.isRequired) == [true, false])
    #expect(configuration.devices.map(\.rule.match) == [.model(vendor: "0c2e", product: "0b6a"), .kind(.cardReader)])
    #expect(configuration.devices.map(\.rule.traits.scanSuffix) == [.lf, nil])
  }

  private static let match =
    "mã thiết bị do luot devices in ra, \"hãng:kiểu\" như \"04b8:0e15\", \"hãng\" như \"04b8\", "
    + "hoặc một loại: \"printer\", \"card-reader\", \"scanner\", \"touch\", \"keyboard\", \"keypad\""

  private func load(_ text: String) throws(ConfigurationError) -> [DeviceRule] {
    try QuirkFile.load(Array(text.utf8), file: "quirks.toml")
  }

  private func problems(_ text: String) -> [ConfigurationProblem] {
    do {
      _ = try load(text)
      return []
    } catch {
      guard case .invalid(_, let problems) = error else { return [] }
      return problems
    }
  }
}
