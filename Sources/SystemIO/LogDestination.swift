import CLinux
import Glibc
package import Logging

/// The handler for where this process's words go: journald when the service manager has connected our standard error
/// to it, else lines that a person reads on standard error.
///
/// Every parameter but the first has the value that a program wants; tests hand in others.
package func makeLogHandler(
  label: String, logLevel: Logger.Level = .info, socketPath: String = JournaldLogHandler.socketPath,
  descriptor: CInt = STDERR_FILENO, environment: (String) -> String? = environmentVariable
) -> any LogHandler {
  if isJournal(descriptor, stream: environment("JOURNAL_STREAM")),
    let handler = try? JournaldLogHandler(
      label: label, identifier: programName(), logLevel: logLevel, socketPath: socketPath)
  {
    return handler
  }
  return TerminalLogHandler(
    descriptor: descriptor, hasColour: Terminal.wantsColour(descriptor, environment: environment), logLevel: logLevel)
}

/// Whether `stream`, the `device:inode` of `JOURNAL_STREAM`, is this descriptor: the variable is inherited, and a shell
/// below the service may have sent the output elsewhere since (see `man 5 systemd.exec`).
private func isJournal(_ descriptor: CInt, stream: String?) -> Bool {
  var facts = stat()
  guard let stream, fstat(descriptor, &facts) == 0 else { return false }
  return stream == "\(facts.st_dev):\(facts.st_ino)"
}

private func programName() -> String {
  String((CommandLine.arguments.first ?? "").split(separator: "/").last ?? "unknown")
}
