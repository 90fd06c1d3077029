import CLinux
import Glibc
import Synchronization

/// Waits for many descriptors at once on a thread of its own, so that blocking system calls never hold a thread
/// of Swift's pool. It sleeps in the kernel until a descriptor is ready, `wake()` or `stop()`: idle costs nothing.
package final class ReadinessLoop: Sendable {
  private let epoll: FileDescriptor
  /// An eventfd: any thread makes it readable, and with it the waiting thread returns.
  private let alarm: FileDescriptor
  private let stopped = Atomic(false)

  package init() throws(SystemError) {
    epoll = try FileDescriptor(adopting: epoll_create1(CInt(EPOLL_CLOEXEC)), "tạo", "bộ chờ epoll")
    alarm = try FileDescriptor(adopting: eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK)), "tạo", "bộ đánh thức eventfd")
    try add(alarm.number)
  }

  /// The life of the loop: runs `body` on a thread of its own until it returns. When the task is cancelled, `stop()`
  /// is called, and `wait()` tells `body` to return. A loop that has stopped stays stopped.
  package func run(
    onThreadNamed name: String, _ body: @escaping @Sendable (ReadinessLoop) throws -> Void
  ) async throws {
    try await withTaskCancellationHandler {
      try await onOwnThread(named: name) { try body(self) }
    } onCancel: {
      stop()
    }
  }

  /// What a descriptor is watched for, beside an error and the other end's leaving.
  package struct Interest: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let reading = Interest(rawValue: EPOLLIN.rawValue)
    package static let writing = Interest(rawValue: EPOLLOUT.rawValue)
  }

  /// Watches a descriptor; level-triggered, so that what is ready and not dealt with is reported again. Closing the
  /// descriptor ends that.
  package func add(_ descriptor: CInt, for interest: Interest = .reading) throws(SystemError) {
    try control(EPOLL_CTL_ADD, descriptor, interest)
  }

  /// Watches a descriptor that was added for something else from now on.
  package func change(_ descriptor: CInt, to interest: Interest) throws(SystemError) {
    try control(EPOLL_CTL_MOD, descriptor, interest)
  }

  private func control(_ operation: CInt, _ descriptor: CInt, _ interest: Interest) throws(SystemError) {
    var event = epoll_event()
    event.events = interest.rawValue
    event.data.fd = descriptor
    guard epoll_ctl(epoll.number, operation, descriptor, &event) == 0 else {
      throw SystemError("theo dõi", "thiết bị đang mở")
    }
  }

  /// Blocks until something is ready and tells what: nothing when only `wake()` was called or the deadline has come,
  /// `nil` once the loop has been stopped.
  package func wait(until deadline: ContinuousClock.Instant? = nil) throws(SystemError) -> [CInt]? {
    var ready = [epoll_event](repeating: epoll_event(), count: 16)
    let count = uninterrupted {
      Int(epoll_wait(epoll.number, &ready, CInt(ready.count), deadline.map(Self.milliseconds) ?? -1))
    }
    guard count >= 0 else { throw SystemError("chờ", "thiết bị") }
    guard !stopped.load(ordering: .acquiring) else { return nil }
    let descriptors = ready.prefix(count).map(\.data.fd)
    if descriptors.contains(alarm.number) { _ = try alarm.read(atMost: 8) }
    return descriptors.filter { $0 != alarm.number }
  }

  /// Whole milliseconds until `deadline`, rounded up: the wait does not end before it.
  private static func milliseconds(until deadline: ContinuousClock.Instant) -> CInt {
    let (seconds, attoseconds) = (deadline - .now).components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return CInt(
      clamping: seconds.multipliedReportingOverflow(by: 1000).partialValue + (attoseconds + 999_999_999_999_999)
        / 1_000_000_000_000_000)
  }

  /// Makes the present or the next `wait()` return. Any thread may call it.
  package func wake() {
    // Only a full counter refuses the write, and then the alarm is ringing already.
    _ = eventfd_write(alarm.number, 1)
  }

  /// Ends the loop for good: the present and every later `wait()` gives `nil`. Any thread may call it.
  package func stop() {
    stopped.store(true, ordering: .releasing)
    wake()
  }
}
