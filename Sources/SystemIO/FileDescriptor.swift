import Glibc

/// The one owner of an open descriptor: it cannot be copied, and it is closed when its owner goes.
package struct FileDescriptor: ~Copyable, Sendable {
  /// Lent for a system call; never closed and never kept longer than the owner lives.
  package let number: CInt

  /// Takes over what a system call has just opened, or throws what it failed with: `action` and `object` say for
  /// people what was opened (see `SystemError`).
  package init(adopting number: CInt, _ action: String, _ object: String) throws(SystemError) {
    guard number >= 0 else { throw SystemError(action, object) }
    self.number = number
  }

  /// Opens `path`. `O_CLOEXEC` is always added, so that no child process inherits it.
  package init(opening path: String, _ flags: CInt, mode: UInt32 = 0o640) throws(SystemError) {
    try self.init(adopting: CInt(uninterrupted { Int(open(path, flags | O_CLOEXEC, mode)) }), "mở", path)
  }

  deinit {
    close(number)
  }

  /// What one `read` gives: at most `limit` bytes, none at the end of the file.
  package func read(atMost limit: Int) throws(SystemError) -> [UInt8] {
    var failure: CInt = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      let result = uninterrupted { Glibc.read(number, buffer.baseAddress, limit) }
      if result < 0 { failure = errno }
      count = max(result, 0)
    }
    guard failure == 0 else { throw SystemError("đọc", "tệp đang mở", code: failure) }
    return bytes
  }
}

/// Writes all of `bytes` to a descriptor that another owns. On `false`, `errno` tells why.
func writeAll(_ bytes: some Collection<UInt8>, to descriptor: CInt) -> Bool {
  let whole = Array(bytes)
  return whole.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let written = uninterrupted { Glibc.write(descriptor, part.baseAddress, part.count) }
      if written < 0 { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }
}

package func fileExists(_ path: String) -> Bool {
  access(path, F_OK) == 0
}
