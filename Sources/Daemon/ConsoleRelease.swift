import SystemIO

/// `luotd --release-console`: gives the text console back that a daemon had taken which was killed.
package enum ConsoleRelease {
  /// Says which terminal was given back, if one was; refuses while a daemon runs.
  package static func run(state: String?) throws(StartFailure) {
    let folder = StateFolder(state)
    guard fileExists(folder.console) else { return }
    // Whoever runs gives it back by itself when it ends.
    let lock = try folder.claim()
    defer { withExtendedLifetime(lock) {} }
    do {
      if let number = try VirtualTerminal.release(note: folder.console) {
        print("Đã trả lại màn hình chữ tty\(number).")
      }
    } catch {
      throw StartFailure(.inputOutput, error.description)
    }
  }
}
