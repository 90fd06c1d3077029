import Foundation
import SystemIO
import Testing

struct FolderLockTests {
  @Test func `Only one may hold a folder, and the refusal says who does`() throws {
    let folder = try TemporaryFolder()
    let lock = try FolderLock(folder.path)

    let error = #expect(throws: FolderLockError.self) { try FolderLock(folder.path) }

    #expect(error == .held(folder: folder.path, process: getpid()))
    #expect(error?.description.contains("PID \(getpid())") == true)
    try withExtendedLifetime(lock) { try #expect(!otherProcessCanLock(folder)) }
  }

  @Test func `The folder is free when the lock goes`() throws {
    let folder = try TemporaryFolder()
    do {
      let lock = try FolderLock(folder.path)
      try withExtendedLifetime(lock) { try #expect(!otherProcessCanLock(folder)) }
    }
    try #expect(otherProcessCanLock(folder))
    _ = try FolderLock(folder.path)
  }

  @Test func `No child process inherits the lock`() throws {
    let folder = try TemporaryFolder()
    let lock = try FolderLock(folder.path)
    let files = FileManager.default
    let descriptor = try #require(
      files.contentsOfDirectory(atPath: "/proc/self/fd").first {
        (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == folder.path + "/lock"
      })

    let facts = try String(contentsOfFile: "/proc/self/fdinfo/\(descriptor)", encoding: .utf8)

    let flags = try #require(facts.firstMatch(of: /flags:\s+(?<octal>\d+)/)?.octal)
    #expect(Int(flags, radix: 8).map { CInt($0) & O_CLOEXEC } == O_CLOEXEC)
    withExtendedLifetime(lock) {}
  }

  @Test func `A folder that is not there is named`() {
    let error = #expect(throws: FolderLockError.self) { try FolderLock("/nonexistent") }
    #expect(error?.description == "Không mở được /nonexistent/lock: không tồn tại; hãy kiểm tra đường dẫn.")
  }

  /// flock(1) asks the kernel from another process.
  private func otherProcessCanLock(_ folder: TemporaryFolder) throws -> Bool {
    let child = try Process.run(
      URL(filePath: "/usr/bin/flock"), arguments: ["--nonblock", folder.path + "/lock", "true"])
    child.waitUntilExit()
    return child.terminationStatus == 0
  }
}
