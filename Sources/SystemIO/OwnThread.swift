import CLinux
import Glibc

/// Runs `body`, which may block for as long as it likes, on a thread made for it, and returns when it has returned.
/// `name` is what `top -H` and `ps -L` show; Linux keeps 15 bytes of it.
func onOwnThread(named name: String, _ body: @escaping @Sendable () throws -> Void) async throws {
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
    let work = Work(name: String(decoding: name.utf8.prefix(15), as: UTF8.self), body: body, done: continuation)
    // Ownership passes through C as one retain: the new thread takes it, or nobody starts and it is released here.
    let retained = Unmanaged.passRetained(work)
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().perform() }
        return nil
      }, retained.toOpaque())
    if failure == 0 {
      pthread_detach(thread)
    } else {
      retained.release()
      continuation.resume(throwing: SystemError("tạo", "luồng \(name)", code: failure))
    }
  }
}

private final class Work: Sendable {
  private let name: String
  private let body: @Sendable () throws -> Void
  private let done: CheckedContinuation<Void, any Error>

  init(name: String, body: @escaping @Sendable () throws -> Void, done: CheckedContinuation<Void, any Error>) {
    self.name = name
    self.body = body
    self.done = done
  }

  func perform() {
    // Signals belong to whoever awaits them; none may be delivered to this thread and interrupt a device.
    var everything = sigset_t()
    sigfillset(&everything)
    pthread_sigmask(SIG_BLOCK, &everything, nil)
    pthread_setname_np(pthread_self(), name)
    done.resume(with: Result(catching: body))
  }
}
