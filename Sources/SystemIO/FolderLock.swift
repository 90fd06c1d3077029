import CLinux
import Glibc

/// Holds a folder for this process alone, from `init` to the end of the object's life.
///
/// The kernel drops the lock with the descriptor, so a process that was killed leaves nothing to clean up.
package final class FolderLock: Sendable {
  private let file: FileDescriptor

  /// Locks `folder` through the file `lock` in it, without waiting.
  package init(_ folder: String) throws(FolderLockError) {
    do {
      file = try FileDescriptor(opening: folder + "/lock", O_RDWR | O_CREAT)
    } catch {
      throw .system(error)
    }
    guard uninterrupted({ Int(flock(file.number, LOCK_EX | LOCK_NB)) }) == 0 else {
      let code = errno
      guard code == EWOULDBLOCK else { throw .system(SystemError("khóa", folder, code: code)) }
      throw .held(folder: folder, process: Self.holder(named: file))
    }
    // For people who look, and for the sentence of `held`; the lock is the kernel's, so a full disk does not matter.
    if ftruncate(file.number, 0) == 0 { _ = writeAll("\(getpid())\n".utf8, to: file.number) }
  }

  private static func holder(named file: borrowing FileDescriptor) -> pid_t? {
    guard let bytes = try? file.read(atMost: 32) else { return nil }
    return pid_t(String(decoding: bytes, as: UTF8.self).filter { $0.isNumber })
  }
}

package enum FolderLockError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Another process holds it; `process` where the lock file tells.
  case held(folder: String, process: Int32?)
  case system(SystemError)

  package var description: String {
    switch self {
    case .held(let folder, let process):
      let holder = process.map { "tiến trình khác (PID \($0))" } ?? "tiến trình khác"
      return "Thư mục \(folder) đang do \(holder) sử dụng; hãy dừng tiến trình đó hoặc chọn thư mục khác."
    case .system(let error):
      return error.description
    }
  }
}
