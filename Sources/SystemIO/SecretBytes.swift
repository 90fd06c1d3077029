import CLinux
import Glibc

/// Memory for what must not stay and must not leave: never in a core dump, never in a child process, not swapped out,
/// and overwritten with zeros as soon as it is no longer needed.
///
/// It has no text form, and what is printed of it is its length. Of one thread at a time.
package final class SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package let capacity: Int
  package private(set) var count = 0
  private let memory: UnsafeMutableRawPointer
  private let mappedBytes: Int

  /// Takes whole pages of its own: what is asked of the kernel for them concerns nothing else.
  package init(capacity: Int) throws(SystemError) {
    let page = Int(sysconf(CInt(_SC_PAGESIZE)))
    let mappedBytes = (max(capacity, 1) + page - 1) / page * page
    let mapping = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapping, mapping != MAP_FAILED else { throw SystemError("cấp", "bộ nhớ riêng cho mã quét") }
    guard madvise(mapping, mappedBytes, CInt(MADV_DONTDUMP)) == 0,
      madvise(mapping, mappedBytes, CInt(MADV_DONTFORK)) == 0
    else {
      let error = SystemError("bảo vệ", "bộ nhớ riêng cho mã quét")
      munmap(mapping, mappedBytes)
      throw error
    }
    // Past the limit on locked memory it goes on: the pages are used for milliseconds, far too short to be swapped.
    mlock(mapping, mappedBytes)
    self.capacity = capacity
    self.mappedBytes = mappedBytes
    memory = mapping
  }

  deinit {
    explicit_bzero(memory, mappedBytes)
    munmap(memory, mappedBytes)
  }

  package var isEmpty: Bool { count == 0 }

  /// Adds a byte at the end; `false` when there is no room.
  package func append(_ byte: UInt8) -> Bool {
    guard count < capacity else { return false }
    memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
    return true
  }

  /// Forgets what it holds and takes what `body` writes, which tells how many bytes that was; on a negative number it
  /// stays empty. The answer is that number.
  package func fill(_ body: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
    wipe()
    let written = body(UnsafeMutableRawBufferPointer(start: memory, count: capacity))
    count = min(max(written, 0), capacity)
    return written
  }

  /// What one `read` of a descriptor gives.
  ///
  /// - Returns: `false` at the end of the file.
  package func read(from descriptor: CInt) throws(SystemError) -> Bool {
    let result = fill { buffer in uninterrupted { Glibc.read(descriptor, buffer.baseAddress, buffer.count) } }
    guard result >= 0 || errno == EAGAIN else { throw SystemError("đọc", "thiết bị đang mở") }
    return result != 0
  }

  /// Lends the bytes, for as long as `body` runs.
  package func withBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
    try body(UnsafeRawBufferPointer(start: memory, count: count))
  }

  /// Overwrites all with zeros.
  package func wipe() {
    explicit_bzero(memory, capacity)
    count = 0
  }

  package var description: String { "\(count) secret bytes" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
