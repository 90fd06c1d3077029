import Settings
import Testing

@Suite struct PrinterSettingsTests {
  /// The small centre with these lines in place of its printer's kind and width.
  private func text(_ lines: String) -> String {
    Fixture.small.replacing("kind = \"virtual\"\nwidth_dots = 384", with: lines)
  }

  private func printer(_ lines: String) throws -> Configuration.Printer? {
    try Fixture.load(text(lines)).configuration.printing.printers.first
  }

  @Test func `A USB printer needs no more than its kind`() throws {
    let printer = try #require(try printer("kind = \"usb\""))
    #expect(printer.kind == .usb)
    #expect(printer.match == nil && printer.path == nil && printer.widthDots == nil && printer.cut == nil)
    #expect(printer.speed == 9600 && printer.density == 0)
    #expect(try self.printer("kind = \"usb\"\nmatch = \"04B8:0e15\"")?.match == .model(vendor: "04b8", product: "0e15"))
    #expect(try self.printer("kind = \"usb\"\npath = \"/dev/usb/lp1\"")?.path == "/dev/usb/lp1")
  }

  @Test func `A serial and a network printer say where they are`() throws {
    let serial = try #require(
      try printer("kind = \"serial\"\npath = \"/dev/ttyS0\"\nspeed = 115200\ncut = \"none\"\ndensity = -3"))
    #expect(serial.path == "/dev/ttyS0" && serial.speed == 115_200 && serial.density == -3)
    #expect(serial.cut == Configuration.Printer.Cut.none)
    let usual = try printer("kind = \"network\"\naddress = \"192.168.1.50\"")?.address
    #expect(usual?.host == "192.168.1.50" && usual?.port == 9100)
    let other = try printer("kind = \"network\"\naddress = \"[fe80::1]:9101\"")?.address
    #expect(other?.host == "fe80::1" && other?.port == 9101)
    let accepted = "Được nhận: địa chỉ IP của máy in, kèm cổng nếu khác 9100"
    #expect(Fixture.problems(text("kind = \"network\"")).first?.contains("nơi nối. \(accepted)") == true)
    #expect(Fixture.problems(text("kind = \"serial\"")).first?.contains("printers[1].path: thiếu khóa này") == true)
  }

  @Test(arguments: [
    "printer.example", "192.168.1", "192.168.1.50:", "192.168.1.50:0", "192.168.1.50:99999", "[fe80::1", "::1:9100x",
    "",
  ])
  func `What is no address is refused`(address: String) {
    let problems = Fixture.problems(text("kind = \"network\"\naddress = \"\(address)\""))
    #expect(problems.count == 1 && problems.first?.contains("không phải địa chỉ IP dùng được") == true)
  }

  @Test func `A place that this kind of printer has no use for is remarked on`() throws {
    let loaded = try Fixture.load(text("kind = \"usb\"\naddress = \"192.168.1.50\""))
    #expect(loaded.warnings.map(\.description).count == 1)
    #expect(loaded.warnings.first?.description.contains("không dùng cho máy in usb") == true)
    #expect(Fixture.problems(text("kind = \"usb\"\npath = \"lp0\"")).first?.contains("đường dẫn đầy đủ") == true)
  }

  @Test func `A centre may have several printers`() throws {
    let more = "[[printers]]\nid = \"du-phong\"\nkind = \"usb\"\n[console]"
    let printers = try Fixture.load(Fixture.small.replacing("[console]", with: more)).configuration.printing.printers
    #expect(printers.map(\.id) == ["may-in-ao", "du-phong"])
  }

  /// What is told of two printers, the first of which stands at line 44.
  private func problems(of one: String, and two: String) -> [String] {
    let second = "[[printers]]\nid = \"du-phong\"\n\(two)\n[console]"
    return Fixture.problems(text(one).replacing("[console]", with: second))
  }

  @Test(arguments: [
    ("kind = \"usb\"", "kind = \"usb\"", "match"),
    ("kind = \"usb\"", "kind = \"usb\"\nmatch = \"04b8:0e15\"", "match"),
    ("kind = \"usb\"\nmatch = \"04b8\"", "kind = \"usb\"\nmatch = \"04b8:0e15\"", "match"),
    ("kind = \"usb\"\nmatch = \"04b8:0e15\"", "kind = \"usb\"\nmatch = \"04b8:0e15:J5\"", "match"),
    ("kind = \"usb\"\nmatch = \"printer\"", "kind = \"usb\"\nmatch = \"04b8:0e15\"", "match"),
    ("kind = \"usb\"", "kind = \"usb\"\npath = \"/dev/usb/lp0\"", "match"),
    ("kind = \"usb\"\npath = \"/dev/usb/lp0\"", "kind = \"usb\"\npath = \"/dev/usb/lp0\"", "path"),
    ("kind = \"serial\"\npath = \"/dev/ttyS0\"", "kind = \"serial\"\npath = \"/dev/ttyS0\"", "path"),
    ("kind = \"network\"\naddress = \"10.0.0.9\"", "kind = \"network\"\naddress = \"10.0.0.9:9100\"", "address"),
  ])
  func `Two entries that may find the same printer are refused`(one: String, two: String, key: String) throws {
    let problems = problems(of: one, and: two)
    #expect(problems.count == 1)
    let problem = try #require(problems.first)
    #expect(problem.contains("].\(key)") && problem.contains("có thể là cùng một máy in với mục [[printers]] ở dòng"))
    // Of two the one is to be mended that says nothing.
    let isFirst = one == "kind = \"usb\""
    #expect(problem.contains(isFirst ? "printers[1]" : "printers[2]"))
  }

  @Test(arguments: [
    ("kind = \"usb\"\nmatch = \"04b8:0e15\"", "kind = \"usb\"\nmatch = \"04b8:0202\""),
    ("kind = \"usb\"\nmatch = \"0416:5011@1-1\"", "kind = \"usb\"\nmatch = \"0416:5011@1-2\""),
    ("kind = \"usb\"\nmatch = \"04b8\"", "kind = \"usb\"\npath = \"/dev/usb/lp1\""),
    ("kind = \"usb\"", "kind = \"serial\"\npath = \"/dev/ttyS0\""),
    ("kind = \"network\"\naddress = \"10.0.0.9\"", "kind = \"network\"\naddress = \"10.0.0.9:9101\""),
    ("kind = \"virtual\"", "kind = \"virtual\""),
  ])
  func `Two entries that cannot are taken`(one: String, two: String) {
    #expect(problems(of: one, and: two) == [])
  }
}
