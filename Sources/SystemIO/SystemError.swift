import Glibc

/// A refusal of the operating system, told as a sentence for the administrator.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried, as the Vietnamese verb between “Không” and “được”: `mở`, `ghi`.
  package let action: String
  /// On what: a path or another name an administrator recognises.
  package let object: String
  /// The `errno` that came back.
  package let code: CInt

  package init(_ action: String, _ object: String, code: CInt = errno) {
    self.action = action
    self.object = object
    self.code = code
  }

  package var description: String {
    "Không \(action) được \(object): \(Self.reason(for: code))."
  }

  private static func reason(for code: CInt) -> String {
    switch code {
    case EACCES, EPERM: "không đủ quyền; hãy kiểm tra chủ sở hữu và quyền truy cập"
    case ENOENT: "không tồn tại; hãy kiểm tra đường dẫn"
    case ENOTDIR, EISDIR: "sai loại tệp; hãy kiểm tra đường dẫn"
    case ENOSPC, EDQUOT: "đĩa đã đầy; hãy giải phóng dung lượng"
    case EROFS: "hệ thống tệp chỉ cho đọc; hãy kiểm tra đĩa"
    case EIO: "lỗi phần cứng khi đọc hoặc ghi; hãy kiểm tra thiết bị"
    case EMFILE, ENFILE: "đã mở quá nhiều tệp; hãy tăng giới hạn LimitNOFILE"
    case ECONNREFUSED: "không có chương trình nào đang nhận; hãy kiểm tra dịch vụ ở đầu kia"
    case EAGAIN, ETIMEDOUT: "đầu kia không nhận kịp; hãy kiểm tra thiết bị hoặc dịch vụ ở đầu kia"
    case ENODEV, ENXIO: "thiết bị không có hoặc vừa rút ra; hãy kiểm tra dây và nguồn"
    case EBUSY: "chương trình khác đang dùng; hãy dừng chương trình đó"
    case ENOTSUP, ERANGE: "loại này không dùng được ở đây; hãy dùng thiết bị khác"
    case ENAMETOOLONG: "đường dẫn quá dài; hãy dùng đường dẫn ngắn hơn"
    default: "\(String(cString: strerror(code))) (errno \(code)); hãy xem nhật ký của máy (journalctl -b)"
    }
  }
}

/// Repeats a call that a signal interrupted, until it gives a result or a failure of its own.
func uninterrupted(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
