import CLinux

/// The memory that the process allocates from.
package enum Heap {
  /// Keeps all threads to two arenas. glibc gives each of them one of its own, up to eight a processor, and what a year's
  /// figures leave behind in one is of no use to the next: the daemon would keep some 10 MB more. Two are as many as
  /// threads of a kiosk run at once.
  package static func useFewArenas() {
    _ = mallopt(M_ARENA_MAX, 2)
  }
}
