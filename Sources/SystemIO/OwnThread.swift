import CLinux
import Glibc

/// Runs `body`, which may block for as long as it likes, on a thread made for it, and returns when it has returned.
/// `name` is what `top -H` and `ps -L` show; Linux keeps 15 bytes of it.
package func onOwnThread(named name: String, _ body: @escaping @Sendable () throws -> Void) async throws {
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
    do {
      try startThread(named: name) { continuation.resume(with: Result(catching: body)) }
    } catch {
      continuation.resume(throwing: error)
    }
  }
}

/// What was waited for did not come in time.
package struct DeadlinePassed: Error {
  package init() {}
}

/// The same for a `body` that nothing can interrupt, as a call into a driver: who waits gets its answer, or
/// `DeadlinePassed` when that takes longer. A late answer goes to nobody, and its thread ends with it.
package func onOwnThread<T: Sendable>(
  named name: String, within deadline: Duration, _ body: @escaping @Sendable () throws -> T
) async throws -> T {
  let (answers, answer) = AsyncThrowingStream.makeStream(of: T.self, bufferingPolicy: .bufferingNewest(1))
  try startThread(named: name) {
    do {
      answer.yield(try body())
      answer.finish()
    } catch {
      answer.finish(throwing: error)
    }
  }
  return try await first(of: answers, within: deadline)
}

/// The first value of a stream, what it ends with before one, or `DeadlinePassed`.
package func first<T: Sendable>(
  of values: AsyncThrowingStream<T, any Error>, within deadline: Duration
) async throws -> T {
  try await withThrowingTaskGroup(of: T.self) { group in
    defer { group.cancelAll() }
    group.addTask {
      for try await value in values { return value }
      throw CancellationError()
    }
    group.addTask {
      try await Task.sleep(for: deadline)
      throw DeadlinePassed()
    }
    guard let first = try await group.next() else { throw CancellationError() }
    return first
  }
}

/// Runs `body` on a thread made for it that nobody waits for.
package func startThread(named name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
  let work = Work(name: String(decoding: name.utf8.prefix(15), as: UTF8.self), body: body)
  // Ownership passes through C as one retain: the new thread takes it, or nobody starts and it is released here.
  let retained = Unmanaged.passRetained(work)
  var thread = pthread_t()
  let failure = pthread_create(
    &thread, nil,
    { argument in
      if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().perform() }
      return nil
    }, retained.toOpaque())
  guard failure == 0 else {
    retained.release()
    throw SystemError("tạo", "luồng \(name)", code: failure)
  }
  pthread_detach(thread)
}

private final class Work: Sendable {
  private let name: String
  private let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }

  func perform() {
    // Signals belong to whoever awaits them; none may be delivered to this thread and interrupt a device.
    var everything = sigset_t()
    sigfillset(&everything)
    pthread_sigmask(SIG_BLOCK, &everything, nil)
    pthread_setname_np(pthread_self(), name)
    body()
  }
}
