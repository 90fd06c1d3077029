import Console
import Settings
import Storage
import SystemIO

/// How a program of Lượt ends, by sysexits.h.
package enum ExitCode: Int32, Sendable {
  case ok = 0
  case usage = 64
  /// Also a database of a newer version.
  case badData = 65
  case unavailable = 69
  case internalFault = 70
  case inputOutput = 74
  /// A second daemon on the same state, or a taken port: may go through later.
  case temporary = 75
  case noPermission = 77
  case badConfiguration = 78
}

/// Why the daemon cannot start, as the sentence an administrator reads.
package struct StartFailure: Error, Sendable, CustomStringConvertible {
  package let code: ExitCode
  package let description: String

  package init(_ code: ExitCode, _ description: String) {
    self.code = code
    self.description = description
  }
}

extension StartFailure {
  init(_ error: ConfigurationError) {
    self.init(.badConfiguration, error.description)
  }

  init(_ error: ListenError) {
    switch error.reason {
    case .taken: self.init(.temporary, error.description)
    case .notPermitted: self.init(.noPermission, error.description)
    case .notASocket, .other: self.init(.badConfiguration, error.description)
    }
  }

  init(_ error: FolderLockError) {
    switch error {
    case .held: self.init(.temporary, error.description)
    case .system: self.init(.noPermission, error.description)
    }
  }

  init(_ error: StoreError, path: String) {
    switch error {
    case .newerVersion:
      self.init(
        .badData,
        "Dữ liệu \(path) do phiên bản luotd mới hơn ghi. Hãy cài lại phiên bản mới đó; dữ liệu không bị thay đổi.")
    case .notPermitted:
      self.init(
        .noPermission,
        "Không mở được dữ liệu \(path). Hãy cho tài khoản chạy luotd quyền đọc và ghi tệp và thư mục này.")
    case .full, .readOnly, .inputOutput:
      self.init(.inputOutput, "Không đọc hoặc ghi được dữ liệu \(path). Hãy kiểm tra đĩa còn chỗ và không báo lỗi.")
    case .corrupt:
      self.init(.badData, "Dữ liệu \(path) bị hỏng. Hãy giữ nguyên tệp và khôi phục từ bản sao lưu gần nhất.")
    case .busy:
      self.init(.temporary, "Dữ liệu \(path) đang bận. Hãy thử lại sau ít giây.")
    case .unexpected(let detail):
      self.init(.internalFault, "Không dùng được dữ liệu \(path): \(detail)")
    }
  }
}
