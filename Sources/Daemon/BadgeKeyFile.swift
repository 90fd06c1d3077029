import Foundation
import Glibc
import Storage
import Synchronization
import SystemIO

/// The key of the badges' digests, in a file of its own beside the store: a copy of the store, as a backup on a stick
/// is, gives nobody the means to try which card is whose. Without the file badges are enrolled anew.
final class BadgeKeyFile: Sendable {
  private let path: String
  private let known = Mutex<BadgeKey?>(nil)

  init(_ path: String) {
    self.path = path
  }

  /// Read, or made, when it is first needed.
  func key() throws -> BadgeKey {
    try known.withLock { known in
      if let known { return known }
      if !fileExists(path) { try make() }
      let bytes = try FileDescriptor(opening: path, O_RDONLY).read(atMost: BadgeKey.byteCount + 1)
      guard bytes.count == BadgeKey.byteCount else { throw SystemError("đọc", path, code: EIO) }
      let key = BadgeKey(Data(bytes))
      known = key
      return key
    }
  }

  private func make() throws(SystemError) {
    let partial = path + ".partial"
    unlink(partial)
    let file = try FileDescriptor(opening: partial, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    let bytes = Array(BadgeKey.makeBytes())
    guard write(file.number, bytes, bytes.count) == bytes.count, fsync(file.number) == 0, rename(partial, path) == 0
    else { throw SystemError("ghi", path) }
  }
}
