import Foundation

extension Form where Value == String {
  /// The file of a device.
  static let devicePath = Form(
    accepted: "đường dẫn đầy đủ của tệp thiết bị, tối đa 200 ký tự, ví dụ \"/dev/ttyS0\" hoặc \"/dev/usb/lp0\""
  ) { node throws(Unfit) in
    guard case .string(let path) = node else { throw .kind }
    guard path.hasPrefix("/"), path.utf8.count <= 200, !path.unicodeScalars.contains(where: \.isHidden) else {
      throw Unfit(reason: "không phải đường dẫn đầy đủ")
    }
    return path
  }
}

extension Form where Value == Configuration.Endpoint {
  /// The port on which network printers take slips as they are.
  private static let rawPort: UInt16 = 9100

  /// A numeric address, and a port unless it is 9100. A name would have to be asked for, and there may be nobody to ask.
  static let printerAddress = Form(
    accepted: "địa chỉ IP của máy in, kèm cổng nếu khác 9100, ví dụ \"192.168.1.50\" hoặc \"192.168.1.50:9101\""
  ) { node throws(Unfit) in
    guard case .string(let text) = node else { throw .kind }
    let (host, portText) = parts(of: text)
    let port = portText.map { UInt16($0) } ?? rawPort
    guard isNumericAddress(host), let port, port > 0 else { throw Unfit(reason: "không phải địa chỉ IP dùng được") }
    return Configuration.Endpoint(host: host, port: Int(port))
  }

  /// `192.168.1.50:9100`, `[fe80::1]:9100`, and both without a port.
  private static func parts(of text: String) -> (host: String, port: String?) {
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      let rest = text[text.index(after: end)...]
      let port = rest.isEmpty ? nil : rest.hasPrefix(":") ? String(rest.dropFirst()) : ""
      return (String(text[text.index(after: text.startIndex)..<end]), port)
    }
    guard let colon = text.firstIndex(of: ":") else { return (text, nil) }
    return (String(text[..<colon]), String(text[text.index(after: colon)...]))
  }

  private static func isNumericAddress(_ host: String) -> Bool {
    var (v4, v6) = (in_addr(), in6_addr())
    return inet_pton(AF_INET, host, &v4) == 1 || inet_pton(AF_INET6, host, &v6) == 1
  }
}
