import Glibc

/// Memory of a device that this process writes to; given back with its owner.
package final class MappedMemory {
  package let bytes: UnsafeMutableRawBufferPointer

  /// - Parameters:
  ///   - descriptor: an open device; it may be closed once this is made.
  ///   - offset: where in the device the memory begins; a multiple of the size of a page.
  ///   - name: what an administrator recognises.
  package init(of descriptor: CInt, length: Int, offset: Int = 0, name: String) throws(SystemError) {
    let address = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, offset)
    guard let address, address != MAP_FAILED else { throw SystemError("dùng bộ nhớ của", name) }
    bytes = UnsafeMutableRawBufferPointer(start: address, count: length)
  }

  deinit {
    munmap(bytes.baseAddress, bytes.count)
  }
}
