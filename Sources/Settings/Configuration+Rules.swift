/// What each section of the file must say, beyond the form of its values.
extension Configuration {
  /// `nil` when something that has no default is missing or wrong; every problem is noted with `reading`.
  init?(_ root: Table, reading: Reading, acceptedActivities: [String]) {
    let centre = root.requiredTable("centre").flatMap { Centre($0) }
    let day = Day(root.optionalTable("day"))
    let hours = root.requiredTable("hours").flatMap { Hours($0, day: day, reading: reading) }
    let calendar = Calendar(
      root.optionalTable("calendar"), rules: hours?.rules ?? SlotRules(day: day), reading: reading)
    let (serviceIDs, services) = Service.list(root.requiredTables("services"), reading: reading)
    let counters = Counter.list(root.requiredTables("counters"), serviceIDs: serviceIDs, reading: reading)
    let priorityClasses = PriorityClass.list(root.requiredTables("priority_classes"))
    let calling = root.requiredTable("calling").flatMap { Calling($0, reading: reading) }
    let villages = Village.list(root.optionalTables("villages"))
    let members = Member.list(root.optionalTables("members"))
    let printing = Printing(
      root.optionalTable("printing"), printers: Printer.list(root.optionalTables("printers"), reading: reading))
    let hardware = Hardware(root.optionalTable("hardware"))
    let devices = Device.list(root.optionalTables("devices"), reading: reading)
    let screens = Screen.list(root.optionalTables("screens"), reading: reading)
    let notices = Notices(root.optionalTable("notices"))
    let scanner = Scanner(root.optionalTable("scanner"), classes: priorityClasses.map(\.id), reading: reading)
    let console = Console(root.optionalTable("console"), reading: reading)
    let assistance = root.requiredTable("assistance").flatMap {
      Assistance($0, acceptedActivities: acceptedActivities, reading: reading)
    }
    let clock = Clock(root.optionalTable("clock"))
    let report = Report(root.optionalTable("report"))
    let retention = Retention(root.optionalTable("retention"))
    let log = Log(root.optionalTable("log"))
    guard let centre, let hours, let calling, let assistance else { return nil }
    self.init(
      centre: centre, day: day, hours: hours.slots, lastTicketMinutes: hours.rules.lastTicketMinutes,
      calendar: calendar, services: services, counters: counters,
      priorityClasses: priorityClasses, calling: calling, villages: villages, members: members, printing: printing,
      hardware: hardware, devices: devices, screens: screens, notices: notices, scanner: scanner, console: console,
      assistance: assistance, clock: clock, report: report, retention: retention, log: log)
  }
}

extension Configuration.Centre {
  fileprivate init?(_ table: Table) {
    let name = table.required("name", .line(upTo: 100))
    let unit = table.required("unit", .line(upTo: 60))
    waitingPlace = table.defaulted(
      "waiting_place", .line(upTo: 120), "Mời ông/bà chờ tại sảnh và nhìn bảng gọi số")
    guard let name, let unit else { return nil }
    self.name = name.value
    self.unit = unit.value
  }
}

extension Configuration.Day {
  fileprivate init(_ table: Table) {
    startMinute = table.defaulted("start", .timeOfDay, 0)
  }
}

extension Configuration.Service {
  /// The services, and all their ids, or `nil` for the ids when one of them is missing, wrong or repeated.
  fileprivate static func list(_ tables: [Table], reading: Reading) -> (ids: [Located<String>]?, services: [Self]) {
    let ids = tables.unique("id", .id)
    let letters = tables.unique("letter", .letter)
    let names = tables.unique("name", .line(upTo: 100))
    let english = tables.map { $0.optional("english", .line(upTo: 100)) }
    let caps = tables.map { $0.optional("daily_cap", .integer(in: 1...9999)) }
    warnOfLikeSounds(letters.compactMap(\.self), reading: reading)
    let services: [Self] = tables.indices.compactMap { index in
      guard let id = ids[index], let letter = letters[index], let name = names[index] else { return nil }
      return Self(
        id: id.value, letter: letter.value, name: name.value, english: english[index]?.value,
        dailyCap: caps[index]?.value)
    }
    let known = ids.compactMap(\.self)
    let isComplete = !ids.isEmpty && Set(known.map(\.value)).count == ids.count
    return (isComplete ? known : nil, services)
  }

  /// Letters that are easily taken for each other when a number is called aloud.
  private static let likeSounds = [["B", "P"], ["D", "T"], ["I", "Y"]]

  private static func warnOfLikeSounds(_ letters: [Located<String>], reading: Reading) {
    for pair in likeSounds {
      let heard = letters.filter { pair.contains($0.value) }
      guard let first = heard.first, let second = heard.first(where: { $0.value != first.value }) else { continue }
      reading.warn(
        second.path, value: second.node,
        "khi đọc loa dễ nghe nhầm với chữ \(first.value) ở dòng \(reading.line(of: first.path))")
    }
  }
}

extension Configuration.Counter {
  /// `serviceIDs` is `nil` when the services themselves are wrong; then what refers to them is not judged.
  fileprivate static func list(_ tables: [Table], serviceIDs: [Located<String>]?, reading: Reading) -> [Self] {
    let ids = tables.unique("id", .id)
    let names = tables.unique("name", .line(upTo: 60))
    let form = serviceIDs.map { Form.name(of: $0.map(\.value), what: "dịch vụ") } ?? .id
    let services = tables.map { $0.requiredList("services", form) }
    for list in services { reading.refuseRepeats(among: list ?? []) }
    let readers = tables.map { $0.optional("card_reader", .line(upTo: 80)) }
    let scanners = tables.map { $0.optional("scanner", .scannerDevice) }
    reading.refuseRepeats(among: readers.compactMap(\.self))
    reading.refuseRepeats(
      among: scanners.compactMap(\.self).map { Located(path: $0.path, node: $0.node, value: "\($0.value)") })
    if let serviceIDs, !services.isEmpty, !services.contains(where: { $0 == nil }) {
      let served = Set(services.flatMap { $0 ?? [] }.map(\.value))
      for id in serviceIDs where !served.contains(id.value) {
        reading.refuse(
          id.path, value: id.node,
          "không quầy nào phục vụ dịch vụ này, hãy thêm mã này vào services của một mục [[counters]]")
      }
    }
    return tables.indices.compactMap { index in
      guard let id = ids[index], let name = names[index], let services = services[index] else { return nil }
      return Self(
        id: id.value, name: name.value, services: services.map(\.value), cardReader: readers[index]?.value,
        scanner: scanners[index]?.value)
    }
  }
}

extension Configuration.PriorityClass {
  fileprivate static func list(_ tables: [Table]) -> [Self] {
    let ids = tables.unique("id", .id)
    let names = tables.unique("name", .line(upTo: 100))
    let english = tables.map { $0.optional("english", .line(upTo: 100)) }
    let bases = tables.map { $0.required("basis", .line(upTo: 300)) }
    return tables.indices.compactMap { index in
      guard let id = ids[index], let name = names[index], let basis = bases[index] else { return nil }
      return Self(id: id.value, name: name.value, english: english[index]?.value, basis: basis.value)
    }
  }
}

extension Configuration.Calling {
  /// With three, an elderly visitor waits for three others at most at a free counter, and where every fourth visitor
  /// has priority their line does not grow.
  private static let defaultNormals = 3

  fileprivate init?(_ table: Table, reading: Reading) {
    policy = table.defaulted("policy", .choice, .interleaved)
    normalsPerPriority = table.defaulted("normals_per_priority", .integer(in: 1...20), Self.defaultNormals)
    maxWaitMinutes = table.defaulted("max_wait", .integer(in: 1...720), 45)
    recalls = table.defaulted("recalls", .integer(in: 1...20), 3)
    returnWithinMinutes = table.defaulted("return_within", .integer(in: 1...720), 60)
    guard let basis = table.required("basis", .line(upTo: 300)) else { return nil }
    self.basis = basis.value
    if policy == .strict, let normals = table["normals_per_priority"] {
      reading.warn(table.path["normals_per_priority"], value: normals, "không có tác dụng khi policy = \"strict\"")
    }
  }
}

extension Configuration.Village {
  fileprivate static func list(_ tables: [Table]) -> [Self] {
    let ids = tables.unique("id", .id)
    let names = tables.unique("name", .line(upTo: 60))
    return zip(ids, names).compactMap { id, name in
      guard let id, let name else { return nil }
      return Self(id: id.value, name: name.value)
    }
  }
}

extension Configuration.Member {
  fileprivate static func list(_ tables: [Table]) -> [Self] {
    let ids = tables.unique("id", .id)
    let names = tables.map { $0.required("name", .line(upTo: 60)) }
    let teams = tables.map { $0.required("team", Form<Team>.choice) }
    return tables.indices.compactMap { index in
      guard let id = ids[index], let name = names[index], let team = teams[index] else { return nil }
      return Self(id: id.value, name: name.value, team: team.value)
    }
  }
}

extension Configuration.Printing {
  fileprivate init(_ table: Table, printers: [Configuration.Printer]) {
    notice = table.optional("notice", .line(upTo: 200))?.value
    self.printers = printers
  }
}

extension Configuration.Printer {
  fileprivate static func list(_ tables: [Table], reading: Reading) -> [Self] {
    let ids = tables.unique("id", .id)
    var places: [(table: Table, place: PrinterSearch)] = []
    let printers = tables.indices.compactMap { index -> Self? in
      // Every key is read, whatever else is wrong, so that all that is wrong is told.
      let table = tables[index]
      let kind = table.required("kind", Form<Kind>.choice)?.value
      let match = table.optional("match", .deviceMatch)?.value
      let path = table.optional("path", .devicePath)?.value
      let address = table.optional("address", .printerAddress)?.value
      let speed = table.defaulted("speed", .integer(among: [9600, 19200, 38400, 57600, 115_200]), 9600)
      let width = table.optional("width_dots", .printWidth)?.value
      let cut = table.optional("cut", Form<Cut>.choice)?.value
      let density = table.defaulted("density", .integer(in: -6...8), 0)
      guard let kind else { return nil }
      checkPlace(in: table, of: kind, reading: reading)
      if let place = PrinterSearch(kind, match: match, path: path, address: address) { places.append((table, place)) }
      guard let id = ids[index] else { return nil }
      return Self(
        id: id.value, kind: kind, match: match, path: path, address: address, speed: speed, widthDots: width, cut: cut,
        density: density)
    }
    PrinterSearch.refuseShared(places, reading: reading)
    return printers
  }

  /// A printer that nothing recognises must be told where it is; what is told in vain is remarked on.
  private static func checkPlace(in table: Table, of kind: Kind, reading: Reading) {
    let places: (needed: String?, heeded: Set<String>) =
      switch kind {
      case .usb: (nil, ["match", "path"])
      case .serial: ("path", ["path"])
      case .network: ("address", ["address"])
      case .virtual: (nil, [])
      }
    if let needed = places.needed, table[needed] == nil {
      reading.refuse(
        table.path[needed], "thiếu khóa này: máy in \(kind.rawValue) cần biết nơi nối",
        accepted: kind == .serial ? Form.devicePath.accepted : Form.printerAddress.accepted)
    }
    for key in ["match", "path", "address"] where !places.heeded.contains(key) && table[key] != nil {
      reading.warn(table.path[key], value: table[key], "không dùng cho máy in \(kind.rawValue)")
    }
  }
}

extension Configuration.Hardware {
  fileprivate init(_ table: Table) {
    quirksFile = table.optional("quirks", .line(upTo: 400))?.value
  }
}

extension Configuration.Device {
  fileprivate static func list(_ tables: [Table], reading: Reading) -> [Self] {
    let ids = tables.unique("id", .id)
    let names = tables.unique("name", .line(upTo: 60))
    let required = tables.map { $0.defaulted("required", .boolean, false) }
    let rules = DeviceRule.list(tables, reading: reading)
    return tables.indices.compactMap { index in
      guard let id = ids[index], let name = names[index], let rule = rules[index] else { return nil }
      return Self(id: id.value, name: name.value, isRequired: required[index], rule: rule)
    }
  }
}

extension Configuration.Screen {
  /// A family each of whom needs something, and nobody who plays with the buttons.
  private static let ticketsPerMinute = 10

  /// Pixels of a side, and of both together.
  package static let widths = 640...7680
  package static let heights = 480...7680
  package static let mostPixels = 3840 * 2160

  /// Without any in the file, a board and a kiosk on whatever screens the machine has.
  fileprivate static func list(_ tables: [Table], reading: Reading) -> [Self] {
    if tables.isEmpty {
      return Content.allCases.map {
        Self(
          id: $0.rawValue, shows: $0, output: .auto, device: nil, connector: nil, rotation: 0, width: 1920,
          height: 1080, ticketsPerMinute: Self.ticketsPerMinute, widthMillimetres: nil, touchMatrix: nil)
      }
    }
    let ids = tables.unique("id", .id)
    let contents = tables.map { $0.required("shows", Form<Content>.choice) }
    let outputs = tables.map { $0.defaulted("output", .choice, Output.auto) }
    let devices = tables.map { $0.optional("device", .devicePath) }
    let connectors = tables.map { $0.optional("connector", .line(upTo: 40)) }
    let rotations = tables.map { $0.defaulted("rotation", .integer(among: [0, 90, 180, 270]), 0) }
    let matrices = tables.map { $0.optional("touch_matrix", .touchMatrix) }
    let widths = tables.map { $0.defaulted("width", .integer(in: Self.widths), 1920) }
    let heights = tables.map { $0.defaulted("height", .integer(in: Self.heights), 1080) }
    for (table, size) in zip(tables, zip(widths, heights)) where size.0 * size.1 > mostPixels {
      let key = table["height"] == nil ? "width" : "height"
      reading.refuse(
        table.path[key], value: table[key], "màn hình quá nhiều điểm ảnh: \(size.0) × \(size.1)",
        accepted: "bề rộng nhân bề cao không quá \(mostPixels) điểm ảnh (3840 × 2160)")
    }
    let millimetres = tables.map { $0.optional("width_mm", .integer(in: 100...3000)) }
    let limits = tables.map { $0.defaulted("tickets_per_minute", .integer(in: 1...60), Self.ticketsPerMinute) }
    return tables.indices.compactMap { index in
      guard let id = ids[index], let content = contents[index] else { return nil }
      return Self(
        id: id.value, shows: content.value, output: outputs[index], device: devices[index]?.value,
        connector: connectors[index]?.value, rotation: rotations[index], width: widths[index],
        height: heights[index], ticketsPerMinute: limits[index], widthMillimetres: millimetres[index]?.value,
        touchMatrix: matrices[index]?.value)
    }
  }
}

extension Configuration.Notices {
  fileprivate init(_ table: Table) {
    folder = table.optional("folder", .line(upTo: 400))?.value
    seconds = table.defaulted("seconds", .integer(in: 5...300), 15)
  }
}

extension Configuration.Scanner {
  fileprivate init(_ table: Table, classes: [String], reading: Reading) {
    device = table.optional("device", .scannerDevice)?.value
    priority = table.optional("priority", .name(of: classes, what: "nhóm ưu tiên"))?.value
    minimumAge = table.defaulted("minimum_age", .integer(in: 1...120), 60)
    seconds = table.defaulted("seconds", .integer(in: 10...300), 60)
    let names = table.optionalList("communes", .line(upTo: 60)) ?? []
    reading.refuseRepeats(among: names)
    communes = names.map(\.value)
  }
}

extension Configuration.Console {
  fileprivate init(_ table: Table, reading: Reading) {
    staff = table.defaulted("staff", .listening, Configuration.Endpoint(host: "127.0.0.1", port: 8200))
    visitors = table.optional("public", .listening)?.value
    let tls = table.optionalList("tls", .line(upTo: 400)) ?? []
    certificate = tls.count == 2 ? Configuration.Certificate(file: tls[0].value, key: tls[1].value) : nil
    acceptsPlain =
      table.defaulted("unencrypted", Form<Configuration.PlainConsole>.choice, .refused) == .accepted
    names = (table.optionalList("names", .hostName) ?? []).map { $0.value.lowercased() }
    maxViewers = table.defaulted("max_viewers", .integer(in: 1...2000), 300)
    publicURL = table.optional("public_url", .webAddress)?.value
    maxStreams = table.defaulted("max_streams", .integer(in: 1...1000), 64)
    sessionIdleMinutes = table.defaulted("session_idle", .integer(in: 1...1440), 60)
    sessionHours = table.defaulted("session_hours", .integer(in: 1...24), 12)
    if ![0, 2].contains(tls.count), let node = table["tls"] {
      reading.refuse(
        table.path["tls"], value: node, "không phải hai tệp", accepted: "tệp chứng chỉ rồi tệp khóa, đều là PEM")
    }
    if !staff.isLoopback, tls.isEmpty, !acceptsPlain, let node = table["staff"] {
      reading.refuse(
        table.path["staff"], value: node,
        "người khác trong mạng sẽ đọc được mã PIN vì chưa có TLS; hãy tạo chứng chỉ bằng luot tls self-signed rồi ghi "
          + "vào tls",
        accepted:
          "địa chỉ trong chính máy này, hoặc thêm unencrypted = \"\(Configuration.PlainConsole.accepted.rawValue)\" "
          + "nếu trung tâm chấp nhận điều đó")
    }
  }
}

extension Configuration.Assistance {
  fileprivate init?(_ table: Table, acceptedActivities: [String], reading: Reading) {
    let form = Form.name(of: acceptedActivities, what: "hoạt động")
    guard let activities = table.requiredList("online_set", form) else { return nil }
    reading.refuseRepeats(among: activities)
    onlineSet = activities.map(\.value)
  }
}

extension Configuration.Clock {
  fileprivate init(_ table: Table) {
    longestOffDays = table.defaulted("longest_off", .integer(in: 1...366), 15)
  }
}

extension Configuration.Report {
  fileprivate init(_ table: Table) {
    addressee = table.optional("addressee", .line(upTo: 200))?.value
    symbol = table.defaulted("symbol", .line(upTo: 30), "BC-UBND")
    signerTitles = Self.lines(table, "signer_titles", upTo: 60)
    signer = table.optional("signer", .line(upTo: 60))?.value
    recipients = Self.lines(table, "recipients", upTo: 120)
    directions = Self.lines(table, "directions", upTo: 1000)
    requests = Self.lines(table, "requests", upTo: 1000)
    template = table.optional("template", .path)?.value
  }

  private static func lines(_ table: Table, _ name: String, upTo limit: Int) -> [String] {
    table.optionalList(name, .line(upTo: limit))?.map(\.value) ?? []
  }
}

extension Configuration.Retention {
  fileprivate init(_ table: Table) {
    months = table.defaulted("months", .integer(in: 1...240), 24)
  }
}

extension Configuration.Log {
  fileprivate init(_ table: Table) {
    level = table.defaulted("level", .choice, .info)
  }
}
