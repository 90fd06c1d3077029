import CLinux

/// The memory that the process allocates from.
package enum Heap {
  /// Keeps all threads to two arenas. glibc makes one for each thread, up to eight a processor, and what was freed in one
  /// of them serves no thread of another: after many statistics the daemon would hold up to 10 MB more. A refusal
  /// of glibc costs that memory and nothing else.
  package static func useFewArenas() {
    _ = mallopt(M_ARENA_MAX, 2)
  }
}
