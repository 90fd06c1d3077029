import Foundation

/// What a key takes: how it is read from the file and how an administrator is told.
struct Form<Value>: Sendable {
  /// What would be taken, in Vietnamese, to stand after “Được nhận:”.
  let accepted: String
  let read: @Sendable (Node) throws(Unfit) -> Value
}

/// Why a value does not fit its key, in Vietnamese, without a full stop.
struct Unfit: Error {
  let reason: String

  static let kind = Unfit(reason: "sai kiểu")
}

extension Form where Value == String {
  /// A line of text for people, without white space at its ends.
  static func line(upTo limit: Int) -> Form {
    Form(accepted: "một dòng chữ từ 1 đến \(limit) ký tự, đặt trong dấu nháy kép") { node throws(Unfit) in
      guard case .string(let written) = node else { throw .kind }
      let text = written.trimmingCharacters(in: .whitespacesAndNewlines)
      if text.isEmpty { throw Unfit(reason: "để trống") }
      if let hidden = text.unicodeScalars.first(where: \.isHidden) {
        throw Unfit(reason: "có ký tự không nhìn thấy U+\(hidden.codeText)")
      }
      if text.count > limit { throw Unfit(reason: "dài \(text.count) ký tự") }
      return text
    }
  }

  /// The full path of a file.
  static let path = Form(accepted: "đường dẫn đầy đủ của một tệp, ví dụ \"/etc/luot/mau-bao-cao.docx\"") {
    node throws(Unfit) in
    let path = try Form.line(upTo: 500).read(node)
    guard path.hasPrefix("/") else { throw Unfit(reason: "không bắt đầu bằng dấu /") }
    return path
  }

  /// An id: 1–40 of `a–z 0–9 -`, neither beginning nor ending with a hyphen.
  static let id = Form(
    accepted: "mã từ 1 đến 40 ký tự gồm a–z, 0–9 và dấu gạch nối ở giữa, ví dụ \"ho-tich\""
  ) { node throws(Unfit) in
    guard case .string(let text) = node else { throw .kind }
    let fits = text.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
      default: false
      }
    }
    guard fits, (1...40).contains(text.utf8.count), !text.hasPrefix("-"), !text.hasSuffix("-") else {
      throw Unfit(reason: "không phải mã hợp lệ")
    }
    return text
  }

  /// The letter of a series of numbers.
  static let letter = Form(accepted: "một chữ in hoa từ \"A\" đến \"Z\", không dấu") { node throws(Unfit) in
    guard case .string(let text) = node else { throw .kind }
    guard text.utf8.count == 1, text.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
      throw Unfit(reason: "không phải chữ cái hợp lệ")
    }
    return text
  }

  /// A date that exists, `2027-03-02`.
  static let date = Form(accepted: "ngày có thật dạng \"2027-03-02\", đặt trong dấu nháy kép") { node throws(Unfit) in
    guard case .string(let text) = node else { throw .kind }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], let year = UInt16(digits: parts[0]),
      let month = UInt8(digits: parts[1]), let day = UInt8(digits: parts[2]), (1...12).contains(month)
    else { throw Unfit(reason: "không phải ngày hợp lệ") }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length: UInt8 = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    guard (1...length).contains(day) else { throw Unfit(reason: "ngày này không có trong lịch") }
    return text
  }

  /// One of the names known elsewhere.
  static func name(of known: [String], what: String) -> Form {
    Form(accepted: known.map { "\"\($0)\"" }.joined(separator: ", ")) { node throws(Unfit) in
      guard case .string(let text) = node else { throw .kind }
      guard known.contains(text) else { throw Unfit(reason: "không có \(what) này") }
      return text
    }
  }

  /// What a browser may call this machine by, `kiosk.local`.
  static let hostName = Form(
    accepted: "tên máy gồm chữ không dấu, chữ số, dấu gạch nối và dấu chấm, ví dụ \"kiosk.local\""
  ) { node throws(Unfit) in
    guard case .string(let text) = node else { throw .kind }
    let fits = text.lowercased().utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard fits, (1...253).contains(text.utf8.count), !text.hasPrefix("."), !text.hasSuffix(".") else {
      throw Unfit(reason: "không phải tên máy")
    }
    return text
  }

  /// An `http` or `https` address to which paths are added; returned without a slash at its end.
  static let webAddress = Form(
    accepted: "địa chỉ web tối đa 100 ký tự, ví dụ \"http://192.168.1.10\" hoặc \"https://so.kienminh.vn\""
  ) { node throws(Unfit) in
    guard case .string(var text) = node else { throw .kind }
    while text.hasSuffix("/") { text.removeLast() }
    guard let parts = URLComponents(string: text, encodingInvalidCharacters: false),
      let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil,
      parts.query == nil, parts.fragment == nil, parts.port.map({ (1...65535).contains($0) }) ?? true,
      text.utf8.count <= 100, text.utf8.allSatisfy({ $0 < 0x80 })
    else { throw Unfit(reason: "không phải địa chỉ web dùng được") }
    return text
  }
}

extension Form where Value == Int {
  static func integer(in range: ClosedRange<Int>) -> Form {
    Form(accepted: "số nguyên từ \(range.lowerBound) đến \(range.upperBound), không đặt trong dấu nháy") {
      node throws(Unfit) in
      guard case .integer(let number) = node else { throw .kind }
      guard range.contains(number) else { throw Unfit(reason: "ngoài khoảng cho phép") }
      return number
    }
  }

  static func integer(among choices: [Int]) -> Form {
    Form(accepted: choices.map(String.init).joined(separator: ", ")) { node throws(Unfit) in
      guard case .integer(let number) = node else { throw .kind }
      guard choices.contains(number) else { throw Unfit(reason: "không có lựa chọn này") }
      return number
    }
  }

  /// A time of day in minutes after midnight.
  static let timeOfDay = Form(accepted: "giờ và phút từ \"00:00\" đến \"23:59\"") { node throws(Unfit) in
    guard case .string(let text) = node else { throw .kind }
    guard let minute = ClockTime.minute(of: text), minute < ClockTime.dayEnd else {
      throw Unfit(reason: "không phải giờ hợp lệ")
    }
    return minute
  }
}

extension Form where Value == [Float] {
  /// The upper rows of a 3 × 3 matrix.
  static let touchMatrix = Form(
    accepted: "sáu số cách nhau bằng dấu cách, ví dụ \"0 1 0 -1 0 1\""
  ) { node throws(Unfit) in
    guard case .string(let text) = node else { throw .kind }
    let numbers = text.split(separator: " ").map { Float($0) }
    guard numbers.count == 6, numbers.allSatisfy({ $0.map { (-10...10).contains($0) } ?? false }) else {
      throw Unfit(reason: "không phải sáu số từ -10 đến 10")
    }
    return numbers.compactMap(\.self)
  }
}

extension Form where Value == Bool {
  static let boolean = Form(accepted: "true hoặc false, không đặt trong dấu nháy") { node throws(Unfit) in
    guard case .boolean(let truth) = node else { throw .kind }
    return truth
  }
}

extension Form where Value == Configuration.Slot {
  static let slot = Form(
    accepted: "khoảng giờ trong một ngày, ví dụ \"07:30-11:30\", muộn nhất đến 24:00"
  ) { node throws(Unfit) in
    guard case .string(let text) = node else { throw .kind }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let from = ClockTime.minute(of: ends[0]), let until = ClockTime.minute(of: ends[1]) else {
      throw Unfit(reason: "không phải khoảng giờ hợp lệ")
    }
    guard from < until else { throw Unfit(reason: "giờ kết thúc không sau giờ bắt đầu") }
    return Configuration.Slot(from: from, until: until)
  }
}

extension Form where Value == Configuration.Endpoint {
  /// An IP address with a port; `localhost` is read as 127.0.0.1.
  static let listening = Form(
    accepted: "địa chỉ IP kèm cổng từ 0 đến 65535, ví dụ \"127.0.0.1:8200\", \"0.0.0.0:8200\" hoặc \"[::1]:8200\""
  ) { node throws(Unfit) in
    guard case .string(let text) = node else { throw .kind }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(digits: text[text.index(after: colon)...]) else {
      throw Unfit(reason: "không phải địa chỉ kèm cổng")
    }
    let host = text[..<colon] == "localhost" ? "127.0.0.1" : String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") {
      let inner = String(host.dropFirst().dropLast())
      var room = in6_addr()
      guard inet_pton(AF_INET6, inner, &room) == 1 else { throw Unfit(reason: "không phải địa chỉ IPv6") }
      return Configuration.Endpoint(host: inner, port: Int(port))
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    // A leading zero would make some systems read the number as octal.
    let isPlain = parts.allSatisfy { part in UInt8(digits: part).map(String.init).map { $0 == part } ?? false }
    guard parts.count == 4, isPlain else { throw Unfit(reason: "không phải địa chỉ IP; tên máy không nhận ở đây") }
    return Configuration.Endpoint(host: host, port: Int(port))
  }
}

extension Form where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  static var choice: Form {
    Form(accepted: Value.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")) { node throws(Unfit) in
      guard case .string(let text) = node else { throw .kind }
      guard let value = Value(rawValue: text) else { throw Unfit(reason: "không có lựa chọn này") }
      return value
    }
  }
}

/// Times of day as a configuration writes them: `07:30`.
enum ClockTime {
  /// 24:00, in minutes after midnight.
  static let dayEnd = 24 * 60

  /// Minutes after midnight, `00:00` to `24:00`; `nil` for anything else.
  static func minute(of text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = UInt8(digits: parts[0]),
      let minute = UInt8(digits: parts[1]), minute < 60
    else { return nil }
    let total = Int(hour) * 60 + Int(minute)
    return total <= dayEnd ? total : nil
  }

  static func text(_ minute: Int) -> String {
    let digits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return digits(minute / 60) + ":" + digits(minute % 60)
  }
}

extension FixedWidthInteger {
  /// Reads ASCII digits alone: no sign, no space.
  fileprivate init?(digits text: some StringProtocol) {
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    self.init(text)
  }
}
