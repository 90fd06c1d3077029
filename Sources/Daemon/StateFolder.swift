import Foundation
import SystemIO

/// Where everything that stays is kept.
package struct StateFolder: Sendable {
  /// Database, lock, backups and the virtual printer's slips.
  package let root: String
  package let socket: String
  /// Says which terminal of the console the screens have taken; see `VirtualTerminal`.
  package var console: String { URL(fileURLWithPath: socket).deletingLastPathComponent().path + "/console" }

  /// - Parameter path: of `--state`, which keeps the socket too; `nil` is the installed kiosk.
  package init(_ path: String?) {
    root = path.map { URL(fileURLWithPath: $0).path } ?? "/var/lib/luot"
    socket = path == nil ? "/run/luot/luot.sock" : root + "/luot.sock"
  }

  package var database: String { root + "/luot.sqlite" }
  package var backups: String { root + "/backup" }
  package var slips: String { root + "/slips" }
  package var badgeKey: String { root + "/badge.key" }

  /// Bytes a socket's path may have (`sockaddr_un.sun_path`), with its closing zero.
  private static let socketPathLimit = 108

  /// Makes the folder if need be and locks it for this process.
  func claim() throws(StartFailure) -> FolderLock {
    guard socket.utf8.count < Self.socketPathLimit else {
      throw StartFailure(
        .usage, "Đường dẫn \(socket) quá dài cho một socket. Hãy chọn thư mục --state có đường dẫn ngắn hơn.")
    }
    do {
      try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    } catch {
      throw StartFailure(
        .noPermission,
        "Không tạo được thư mục dữ liệu \(root). Hãy tạo thư mục này và cho tài khoản chạy luotd quyền ghi.")
    }
    guard FileManager.default.isWritableFile(atPath: root) else {
      throw StartFailure(
        .noPermission, "Không ghi được vào thư mục dữ liệu \(root). Hãy cho tài khoản chạy luotd quyền ghi thư mục này."
      )
    }
    do {
      return try FolderLock(root)
    } catch {
      throw StartFailure(error)
    }
  }
}
