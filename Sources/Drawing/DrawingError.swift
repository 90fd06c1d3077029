/// Why something could not be drawn; the description tells an administrator what to do.
package enum DrawingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Cairo refused, nearly always for want of memory; `reason` is its own word.
  case cairo(reason: String)
  /// The text of a QR code is too long to be read from this paper.
  case codeTooLong(bytes: Int)

  package var description: String {
    switch self {
    case .cairo(let reason):
      "Không vẽ được hình (Cairo: \(reason)); hãy kiểm tra bộ nhớ còn trống của máy."
    case .codeTooLong(let bytes):
      "Nội dung mã QR dài \(bytes) byte, không in vừa khổ giấy; hãy rút ngắn địa chỉ công khai của trang theo dõi."
    }
  }
}
