import Foundation
import Settings
import Testing

/// What an administrator is told of each kind of mistake, word for word.
@Suite struct ProblemTests {
  /// One edit of the small centre, and the problems it makes.
  struct Edit: CustomTestStringConvertible {
    let find: String
    let put: String
    let told: [String]

    init(_ find: String, _ put: String, _ told: String...) {
      self.find = find
      self.put = put
      self.told = told.map { "luot.toml:" + $0 }
    }

    var testDescription: String { "\(find) → \(put)" }

    func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
      let parts = Fixture.small.components(separatedBy: find)
      try #require(parts.count == 2, "the edit must hit one place", sourceLocation: sourceLocation)
      #expect(Fixture.problems(parts.joined(separator: put)) == told, sourceLocation: sourceLocation)
    }
  }

  static let line100 = "một dòng chữ từ 1 đến 100 ký tự, đặt trong dấu nháy kép"
  static let id = "mã từ 1 đến 40 ký tự gồm a–z, 0–9 và dấu gạch nối ở giữa, ví dụ \"ho-tich\""
  static let slot = "khoảng giờ trong một ngày, ví dụ \"07:30-11:30\", muộn nhất đến 24:00"
  static let staff =
    "địa chỉ IP kèm cổng từ 0 đến 65535, ví dụ \"127.0.0.1:8200\", \"0.0.0.0:8200\" hoặc \"[::1]:8200\""
  static let keys = """
    staff, public, tls, unencrypted, names, max_viewers, public_url, max_streams, session_idle, \
    session_hours
    """
  static let web = "địa chỉ web tối đa 100 ký tự, ví dụ \"http://192.168.1.10\" hoặc \"https://so.kienminh.vn\""
  static let activities = Fixture.activities.map { "\"\($0)\"" }.joined(separator: ", ")

  @Test(arguments: [
    Edit("name = \"Đất đai\"\n", "", "13: services[2].name: thiếu khóa này. Được nhận: \(line100)."),
    Edit(
      "online_set = [\"online-service\"]\n", "",
      "52: assistance.online_set: thiếu khóa này. Được nhận: danh sách trong ngoặc vuông, mỗi mục: \(activities)."),
    Edit("[assistance]\nonline_set = [\"online-service\"]\n", "", "1: assistance: thiếu mục [assistance]."),
    Edit(
      "[[priority_classes]]\nid = \"elderly\"\nname = \"Người cao tuổi\"\nbasis = \"Luật Người cao tuổi\"\n", "",
      "1: priority_classes: thiếu mục [[priority_classes]], cần ít nhất một."),
    Edit(
      "[\"ho-tich\", \"dat-dai\"]", "[]",
      "20: counters[1].services = []: danh sách trống. "
        + "Được nhận: ít nhất một mục, mỗi mục: \"ho-tich\", \"dat-dai\"."),
    Edit(
      "monday = [\"07:30-11:30\", \"13:30-17:00\"]", "monday = []",
      "6: hours: không có ngày nào mở cửa. Được nhận: giờ mở cửa của ít nhất một ngày, từ monday đến sunday."),
  ])
  func `What has no default must be there`(edit: Edit) throws { try edit.check() }

  @Test(arguments: [
    Edit(
      "max_wait = 30", "max_wait = \"30\"",
      "33: calling.max_wait = \"30\": sai kiểu. Được nhận: số nguyên từ 1 đến 720, không đặt trong dấu nháy."),
    Edit(
      "max_wait = 30", "max_wait = 30.5",
      "33: calling.max_wait = 30.5: sai kiểu. Được nhận: số nguyên từ 1 đến 720, không đặt trong dấu nháy."),
    Edit(
      "name = \"Đất đai\"", "name = true", "16: services[2].name = true: sai kiểu. Được nhận: \(line100)."),
    Edit(
      "monday = [\"07:30-11:30\", \"13:30-17:00\"]", "monday = \"07:30-11:30\"",
      "7: hours.monday = \"07:30-11:30\": sai kiểu. "
        + "Được nhận: danh sách trong ngoặc vuông, mỗi mục: \(slot)."),
    Edit(
      "[calling]", "[[calling]]",
      "31: calling = [{…}]: sai kiểu. Được nhận: một mục mở đầu bằng [calling]."),
    Edit(
      "[[villages]]", "[villages]",
      "35: villages = {…}: sai kiểu. Được nhận: một hay nhiều mục, mỗi mục mở đầu bằng [[villages]]."),
  ])
  func `A value of another kind is refused`(edit: Edit) throws { try edit.check() }

  @Test(arguments: [
    Edit(
      "max_wait = 30", "max_wait = 0",
      "33: calling.max_wait = 0: ngoài khoảng cho phép. "
        + "Được nhận: số nguyên từ 1 đến 720, không đặt trong dấu nháy."),
    Edit(
      "daily_cap = 80", "daily_cap = -1",
      "12: services[1].daily_cap = -1: ngoài khoảng cho phép. "
        + "Được nhận: số nguyên từ 1 đến 9999, không đặt trong dấu nháy."),
    Edit(
      "max_streams = 10", "max_streams = 1001",
      "51: console.max_streams = 1001: ngoài khoảng cho phép. "
        + "Được nhận: số nguyên từ 1 đến 1000, không đặt trong dấu nháy."),
    Edit(
      "max_wait = 30", "normals_per_priority = 21",
      "33: calling.normals_per_priority = 21: ngoài khoảng cho phép. "
        + "Được nhận: số nguyên từ 1 đến 20, không đặt trong dấu nháy."),
    Edit(
      "width_dots = 384", "width_dots = 400",
      "47: printers[1].width_dots = 400: không có lựa chọn này. Được nhận: 576, 512, 432, 384."),
  ])
  func `A number outside its range is refused`(edit: Edit) throws { try edit.check() }

  @Test(arguments: [
    Edit(
      "policy = \"interleaved\"", "policy = \"random\"",
      "32: calling.policy = \"random\": không có lựa chọn này. Được nhận: \"interleaved\", \"strict\"."),
    Edit(
      "team = \"digital-team\"", "team = \"youth-union\"",
      "41: members[1].team = \"youth-union\": không có lựa chọn này. "
        + "Được nhận: \"digital-team\", \"rescue-team\"."),
    Edit(
      "kind = \"virtual\"", "kind = \"lpt\"",
      "46: printers[1].kind = \"lpt\": không có lựa chọn này. "
        + "Được nhận: \"usb\", \"serial\", \"network\", \"virtual\"."),
    Edit(
      "level = \"debug\"", "level = \"verbose\"",
      "55: log.level = \"verbose\": không có lựa chọn này. Được nhận: "
        + "\"trace\", \"debug\", \"info\", \"notice\", \"warning\", \"error\", \"critical\"."),
  ])
  func `A choice that does not exist is refused with those that do`(edit: Edit) throws { try edit.check() }

  @Test(arguments: [
    Edit(
      "id = \"dat-dai\"", "id = \"Đất đai\"",
      "14: services[2].id = \"Đất đai\": không phải mã hợp lệ. Được nhận: \(id)."),
    Edit(
      "id = \"thon-1\"", "id = \"thon-1-\"",
      "36: villages[1].id = \"thon-1-\": không phải mã hợp lệ. Được nhận: \(id)."),
    Edit(
      "id = \"thon-1\"", "id = \"\(String(repeating: "a", count: 41))\"",
      "36: villages[1].id = \"\(String(repeating: "a", count: 41))\": không phải mã hợp lệ. Được nhận: \(id)."),
    Edit(
      "letter = \"B\"", "letter = \"Đ\"",
      "15: services[2].letter = \"Đ\": không phải chữ cái hợp lệ. "
        + "Được nhận: một chữ in hoa từ \"A\" đến \"Z\", không dấu."),
    Edit(
      "letter = \"B\"", "letter = \"b\"",
      "15: services[2].letter = \"b\": không phải chữ cái hợp lệ. "
        + "Được nhận: một chữ in hoa từ \"A\" đến \"Z\", không dấu."),
  ])
  func `An id or a letter of another form is refused`(edit: Edit) throws { try edit.check() }

  @Test(arguments: [
    Edit("name = \"Đất đai\"", "name = \"  \"", "16: services[2].name = \"  \": để trống. Được nhận: \(line100)."),
    Edit(
      "name = \"Đất đai\"", "name = \"Đất\\nđai\"",
      "16: services[2].name = \"Đất\\u000Ađai\": có ký tự không nhìn thấy U+000A. Được nhận: \(line100)."),
    Edit(
      "name = \"Đất đai\"", "name = \"Đất\u{200B} đai\"",
      "16: services[2].name = \"Đất\\u200B đai\": có ký tự không nhìn thấy U+200B. Được nhận: \(line100)."),
    Edit(
      "name = \"Đất đai\"", "name = \"\(String(repeating: "ậ", count: 101))\"",
      "16: services[2].name = \"\(String(repeating: "ậ", count: 58))…: dài 101 ký tự. Được nhận: \(line100)."),
  ])
  func `A name must be one visible line`(edit: Edit) throws { try edit.check() }

  @Test(arguments: [
    Edit(
      "id = \"dat-dai\"", "id = \"ho-tich\"",
      "14: services[2].id = \"ho-tich\": đã dùng ở dòng 9. Được nhận: một giá trị chưa dùng."),
    Edit(
      "letter = \"B\"", "letter = \"A\"",
      "15: services[2].letter = \"A\": đã dùng ở dòng 10. Được nhận: một giá trị chưa dùng."),
    Edit(
      "name = \"Quầy 2\"", "name = \"Quầy 1\"",
      "23: counters[2].name = \"Quầy 1\": đã dùng ở dòng 19. Được nhận: một giá trị chưa dùng."),
    Edit(
      "  \"ho-tich\",", "  \"ho-tich\",\n  \"ho-tich\"",
      "26: counters[2].services[2] = \"ho-tich\": đã dùng ở dòng 25. Được nhận: một giá trị chưa dùng."),
    Edit(
      "[\"online-service\"]", "[\"other\", \"other\"]",
      "53: assistance.online_set[2] = \"other\": đã dùng ở dòng 53. Được nhận: một giá trị chưa dùng."),
  ])
  func `What must be unique is refused the second time`(edit: Edit) throws { try edit.check() }

  @Test(arguments: [
    Edit(
      "[\"ho-tich\", \"dat-dai\"]", "[\"ho-tich\", \"dat-dai\", \"dat-daj\"]",
      "20: counters[1].services[3] = \"dat-daj\": không có dịch vụ này. Được nhận: \"ho-tich\", \"dat-dai\"."),
    Edit(
      "[\"online-service\"]", "[\"online\"]",
      "53: assistance.online_set[1] = \"online\": không có hoạt động này. Được nhận: \(activities)."),
    Edit(
      "[\"ho-tich\", \"dat-dai\"]", "[\"ho-tich\"]",
      "14: services[2].id = \"dat-dai\": không quầy nào phục vụ dịch vụ này, "
        + "hãy thêm mã này vào services của một mục [[counters]]."),
  ])
  func `References lead somewhere and every service has a counter`(edit: Edit) throws { try edit.check() }

  @Test(arguments: [
    Edit(
      "start = \"00:00\"", "start = \"24:00\"",
      "5: day.start = \"24:00\": không phải giờ hợp lệ. Được nhận: giờ và phút từ \"00:00\" đến \"23:59\"."),
    Edit(
      "start = \"00:00\"", "start = \"5:00\"",
      "5: day.start = \"5:00\": không phải giờ hợp lệ. Được nhận: giờ và phút từ \"00:00\" đến \"23:59\"."),
    Edit(
      "start = \"00:00\"", "start = \"08:00\"",
      "7: hours.monday[1] = \"07:30-11:30\": số thứ tự sẽ bắt đầu lại lúc 08:00 (day.start) khi đang mở cửa. "
        + "Được nhận: khoảng giờ không chứa 08:00."),
    Edit(
      "07:30-11:30", "7h30-11h30",
      "7: hours.monday[1] = \"7h30-11h30\": không phải khoảng giờ hợp lệ. Được nhận: \(slot)."),
    Edit(
      "13:30-17:00", "13:30-24:01",
      "7: hours.monday[2] = \"13:30-24:01\": không phải khoảng giờ hợp lệ. Được nhận: \(slot)."),
    Edit(
      "07:30-11:30", "07:60-11:30",
      "7: hours.monday[1] = \"07:60-11:30\": không phải khoảng giờ hợp lệ. Được nhận: \(slot)."),
    Edit(
      "07:30-11:30", "11:30-07:30",
      "7: hours.monday[1] = \"11:30-07:30\": giờ kết thúc không sau giờ bắt đầu. Được nhận: \(slot)."),
    Edit(
      "07:30-11:30", "07:30-14:00",
      "7: hours.monday[2] = \"13:30-17:00\": chồng lên khoảng \"07:30-14:00\" ở dòng 7. "
        + "Được nhận: các khoảng giờ không chồng lên nhau."),
  ])
  func `Times and hours must make sense`(edit: Edit) throws { try edit.check() }

  @Test(arguments: ["0.0.0.0:8200", "192.168.1.10:8200", "[::]:8200", "128.0.0.1:8200"])
  func `PINs cross the network in the clear only where the file says so in words`(address: String) throws {
    try Edit(
      "127.0.0.1:8200", address,
      "49: console.staff = \"\(address)\": người khác trong mạng sẽ đọc được mã PIN vì chưa có TLS; hãy tạo chứng chỉ "
        + "bằng luot tls self-signed rồi ghi vào tls. Được nhận: địa chỉ trong chính máy này, hoặc "
        + "thêm unencrypted = \"accepted-on-this-network\" nếu trung tâm chấp nhận điều đó."
    ).check()
    for permission in [
      "unencrypted = \"accepted-on-this-network\"", "tls = [\"/etc/a.crt\", \"/etc/a.key\"]",
    ] {
      let console = try Fixture.load(
        Fixture.small.replacing("127.0.0.1:8200\"", with: "\(address)\"\n\(permission)")
      ).configuration.console
      #expect(!console.staff.isLoopback)
      #expect(console.acceptsPlain == (console.certificate == nil))
    }
  }

  @Test(arguments: ["kiosk.local:8200", "127.0.0.01:8200", "127.0.1:8200", "[::1:8200", "[kiosk]:8200"])
  func `A listener has an address, not a name`(address: String) throws {
    #expect(throws: ConfigurationError.self) {
      try Fixture.load(Fixture.small.replacing("127.0.0.1:8200", with: address))
    }
  }

  @Test func `A certificate without its key is refused`() throws {
    try Edit(
      "max_streams = 10", "tls = [\"/etc/luot/luot.crt\"]",
      "51: console.tls = [\"/etc/luot/luot.crt\"]: không phải hai tệp. Được nhận: tệp chứng chỉ rồi tệp khóa, đều là PEM."
    ).check()
  }

  @Test(arguments: ["127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:8200 "])
  func `A staff address needs a port`(address: String) throws {
    try Edit(
      "127.0.0.1:8200", address,
      "49: console.staff = \"\(address)\": không phải địa chỉ kèm cổng. Được nhận: \(Self.staff)."
    ).check()
  }

  @Test(arguments: [
    "ftp://192.168.1.10", "192.168.1.10", "http://", "http://a b", "http://kiosk?a=1", "http://me:pin@kiosk",
    "http://sổ.vn",
    "http://kiosk:0", "http://" + String(repeating: "a", count: 100),
  ])
  func `A public address must be one that a phone can open`(address: String) throws {
    let shown = address.count > 58 ? "\"\(address.prefix(58))…" : "\"\(address)\""
    try Edit(
      "http://192.168.1.10/", address,
      "50: console.public_url = \(shown): không phải địa chỉ web dùng được. Được nhận: \(Self.web)."
    ).check()
  }

  @Test(arguments: [
    Edit(
      "max_wait = 30", "max_wai = 30",
      "33: calling.max_wai: không có khóa này, có lẽ là max_wait. "
        + "Được nhận: policy, normals_per_priority, max_wait, recalls, return_within, basis."),
    Edit(
      "max_wait = 30", "quota = 30",
      "33: calling.quota: không có khóa này. Được nhận: policy, normals_per_priority, max_wait, recalls, "
        + "return_within, basis."),
    Edit(
      "max_streams = 10", "max_wait = 30",
      "51: console.max_wait: không có khóa này ở đây, nó thuộc mục [calling]. "
        + "Được nhận: \(Self.keys)."),
    Edit(
      "max_streams = 10", "width_dots = 384",
      "51: console.width_dots: không có khóa này ở đây, nó thuộc mục [[printers]]. "
        + "Được nhận: \(Self.keys)."),
    Edit(
      "daily_cap = 80", "\"giới hạn.ngày\" = 80",
      "12: services[1].\"giới hạn.ngày\": không có khóa này. Được nhận: id, letter, name, english, daily_cap."),
    Edit(
      "[printing]", "[prining]",
      "42: prining: không có khóa này, có lẽ là printing. Được nhận: centre, day, hours, calendar, services, counters, "
        + "priority_classes, calling, villages, members, printing, printers, hardware, devices, screens, notices, "
        + "scanner, console, assistance, clock, report, retention, log."),
  ])
  func `An unknown key is refused with the one that was meant`(edit: Edit) throws { try edit.check() }

  @Test(arguments: [
    Edit(
      "unit = \"xã Kiến Minh\"", "unit = “xã Kiến Minh”",
      "3:8: giá trị viết chưa đúng: chữ phải đặt giữa hai dấu nháy kép thẳng \"…\"."),
    Edit(
      "unit = \"xã Kiến Minh\"", "unit = \"xã Kiến Minh",
      "3:21: chuỗi chữ viết chưa đúng: thiếu dấu nháy kép ở cuối hoặc có dấu \\ không hợp lệ."),
    Edit("unit = \"xã Kiến Minh\"", "unit \"xã Kiến Minh\"", "3:6: thiếu dấu = giữa khóa và giá trị."),
    Edit("unit = \"xã Kiến Minh\"", "unit =", "3:7: thiếu giá trị."),
    Edit(
      "unit = \"xã Kiến Minh\"", "đơn_vị = \"xã\"",
      "3:1: dòng phải bắt đầu bằng tên khóa không dấu, bằng [mục], [[mục]] hoặc bằng dấu #."),
    Edit(
      "unit = \"xã Kiến Minh\"", "name = \"xã\"",
      "3:8: khóa hoặc mục này đã có ở phía trên, hãy bỏ bớt một chỗ."),
    Edit("[log]", "[calling]", "54:1: khóa hoặc mục này đã có ở phía trên, hãy bỏ bớt một chỗ."),
    Edit("[calling]", "[calling", "31:9: tên mục viết chưa đúng, cần đủ ngoặc và tên: [mục] hoặc [[mục]]."),
    Edit("max_wait = 30", "max_wait = 030", "33:15: số viết chưa đúng, chỉ viết các chữ số, không có số 0 ở đầu."),
    Edit("max_wait = 30", "max_wait = 30 phút", "33:15: thừa chữ sau giá trị, mỗi khóa cần một dòng riêng."),
    Edit(
      "[\"ho-tich\", \"dat-dai\"]", "[\"ho-tich\" \"dat-dai\"]",
      "20:23: danh sách viết chưa đúng: thiếu dấu phẩy giữa các mục hoặc thiếu dấu ] ở cuối."),
    Edit("start = \"00:00\"", "start = 05:00", "5:9: giờ, ngày phải đặt giữa hai dấu nháy kép, ví dụ \"07:30\"."),
    Edit("start = \"00:00\"", "start = 2026-13-01", "5:9: giờ, ngày phải đặt giữa hai dấu nháy kép, ví dụ \"07:30\"."),
    Edit(
      "level = \"debug\"", "level = {a = 1", "55:15: bảng trong ngoặc nhọn viết chưa đúng hoặc thiếu dấu } ở cuối."),
    Edit("xã Kiến Minh", "xã\0Kiến Minh", "3: dòng này có ký tự NUL, hãy xóa ký tự đó."),
    Edit("xã Kiến Minh", "xã\\u0000Kiến Minh", "3: dòng này có ký tự NUL, hãy xóa ký tự đó."),
  ])
  func `Text that is no TOML is told with line and column`(edit: Edit) throws { try edit.check() }

  /// Each of these makes the parser abort the process when it is reached.
  @Test(arguments: [
    ("[.a]", "1:2: tên mục viết chưa đúng, cần đủ ngoặc và tên: [mục] hoặc [[mục]]."),
    ("[[[a]]]", "1:3: tên mục viết chưa đúng, cần đủ ngoặc và tên: [mục] hoặc [[mục]]."),
    ("[sổ]\n[ ậ]", "1:3: tên mục viết chưa đúng, cần đủ ngoặc và tên: [mục] hoặc [[mục]]."),
    ("a = 1\n[ậ]", "2:2: tên mục viết chưa đúng, cần đủ ngoặc và tên: [mục] hoặc [[mục]]."),
    ("a = ]", "1:5: thiếu giá trị."),
    ("a = [\n  1,\n  }\n]", "3:3: thiếu giá trị."),
    ("a = {b = }", "1:10: thiếu giá trị."),
    ("a = [\u{2028}1]", "1:6: giá trị viết chưa đúng: chữ phải đặt giữa hai dấu nháy kép thẳng \"…\"."),
    ("a = 2026-11-23T+07:00", "1:5: giờ, ngày phải đặt giữa hai dấu nháy kép, ví dụ \"07:30\"."),
    ("a = 2026-11-23 9,", "1:5: giờ, ngày phải đặt giữa hai dấu nháy kép, ví dụ \"07:30\"."),
    ("b 1\na = ]", "1:3: thiếu dấu = giữa khóa và giá trị."),
  ])
  func `What the parser cannot survive never reaches it`(text: String, told: String) {
    #expect(Fixture.problems(text) == ["luot.toml:" + told])
  }

  @Test func `Nesting without end is refused, not followed`() {
    let problems = Fixture.problems(Array((Fixture.small + "\nx = " + String(repeating: "[", count: 100_000)).utf8))
    #expect(problems.map(\.line) == [56])
  }

  @Test func `Bytes that are no UTF-8 are told with their line`() {
    var bytes = Array(Fixture.small.utf8)
    bytes.replace(Array("xã".utf8), with: [0x78, 0xE3])
    #expect(
      Fixture.problems(bytes).map(\.description) == [
        "luot.toml:3: dòng này không phải chữ UTF-8, hãy lưu lại tệp với bảng mã UTF-8."
      ])
  }

  @Test func `A file of more than a mebibyte is no configuration`() {
    let bytes = Array(Fixture.small.utf8) + Array(repeating: UInt8(ascii: "\n"), count: Configuration.maxFileSize)
    #expect(
      Fixture.problems(bytes).map(\.description) == [
        "luot.toml:1: tệp lớn hơn 1024 KiB nên không phải tệp cấu hình."
      ])
  }

  @Test func `All problems are told at once, in the order of lines`() throws {
    let text = Fixture.small
      .replacing("letter = \"B\"", with: "letter = \"A\"")
      .replacing("unit = \"xã Kiến Minh\"\n", with: "")
      .replacing("max_wait = 30", with: "max_wai = 30")
      .replacing("0.1:8200", with: "0.1:x")
      .replacing("[\"online-service\"]", with: "[]")
    let error = #expect(throws: ConfigurationError.self) { try Fixture.load(text) }
    #expect(
      error?.description == """
        Tệp cấu hình luot.toml có 5 chỗ cần sửa:
        luot.toml:1: centre.unit: thiếu khóa này. \
        Được nhận: một dòng chữ từ 1 đến 60 ký tự, đặt trong dấu nháy kép.
        luot.toml:14: services[2].letter = "A": đã dùng ở dòng 9. Được nhận: một giá trị chưa dùng.
        luot.toml:32: calling.max_wai: không có khóa này, có lẽ là max_wait. \
        Được nhận: policy, normals_per_priority, max_wait, recalls, return_within, basis.
        luot.toml:48: console.staff = "127.0.0.1:x": không phải địa chỉ kèm cổng. Được nhận: \(Self.staff).
        luot.toml:52: assistance.online_set = []: danh sách trống. \
        Được nhận: ít nhất một mục, mỗi mục: \(Self.activities).
        """)
  }

  @Test func `Lines are right in every way TOML lets a key be written`() {
    let text = #"""
      log = { level = "loud" } # [calling]
      hours.monday = [ # giờ
        '07:30-11:30', "x]", # }
        "11:30-07:30"
      ]
      hours."thứ ba" = 1
      services = [
        { id = "a", letter = "Z", name = """
      [centre]
      name = 1 \""" x""" },
        { id = "B", letter = "BB", name = "B" } ]

      [centre]
      name = '''
      [day]
      start = 5''' # "
      unit.x = { y = [[1], [2,
        3]] }
      [[counters]]
      id = "C"
      [[counters]]
      [counters.name]
      [ "printing" ]
      notice = '' # '
      """#
    let told = Fixture.problems(Array(text.utf8)).map { "\($0.line) \($0.key)" }
    #expect(
      told == [
        "1 assistance", "1 calling", "1 log.level", "1 priority_classes", "3 hours.monday[2]", "4 hours.monday[3]",
        "6 hours.\"thứ ba\"", "8 services[1].name", "11 services[2].id", "11 services[2].letter", "14 centre.name",
        "17 centre.unit", "19 counters[1].name", "19 counters[1].services", "20 counters[1].id", "21 counters[2].id",
        "21 counters[2].services", "22 counters[2].name", "24 printing.notice",
      ])
  }
}
