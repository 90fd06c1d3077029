import Glibc

/// What the kernel knows about this process and about the disk it writes to.
package enum ProcessFacts {
  package struct Memory: Hashable, Sendable {
    /// Bytes that only this process has, and that its end would give back.
    package var `private`: Int
  }

  /// Bytes that an ordinary process may still write to the file system that holds `folder`.
  package static func freeBytes(folder: String) throws(SystemError) -> Int64 {
    var facts = statvfs()
    guard uninterrupted({ Int(statvfs(folder, &facts)) }) == 0 else { throw SystemError("xem dung lượng", folder) }
    return Int64(facts.f_bavail) * Int64(facts.f_frsize)
  }

  package static func memory() throws(SystemError) -> Memory {
    let lines = try read("/proc/self/smaps_rollup")
    let kibibytes = { name in sizes(lines)[name, default: 0] * 1024 }
    return Memory(private: kibibytes("Private_Clean") + kibibytes("Private_Dirty") + kibibytes("Private_Hugetlb"))
  }

  /// Lines such as `Private_Dirty:      1234 kB`.
  private static func sizes(_ text: String) -> [Substring: Int] {
    var sizes: [Substring: Int] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 3, words[2] == "kB", let value = Int(words[1]) { sizes[words[0].dropLast()] = value }
    }
    return sizes
  }

  private static func read(_ path: String) throws(SystemError) -> String {
    let file = try FileDescriptor(opening: path, O_RDONLY)
    return String(decoding: try file.read(atMost: 16_384), as: UTF8.self)
  }
}
