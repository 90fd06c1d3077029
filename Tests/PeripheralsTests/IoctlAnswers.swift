import CUMockdev
import Glibc

/// Answers what programs ask of one mocked device by ioctl.
final class IoctlAnswers {
  typealias Client = UnsafeMutablePointer<UMockdevIoctlClient>

  /// Whether it was a request of this device.
  private let answer: @Sendable (UInt, Client) -> Bool

  /// - Parameter answer: is called on a thread of umockdev with the number of each request.
  init(of node: String, on bed: Bed, _ answer: @escaping @Sendable (UInt, Client) -> Bool) throws {
    guard let base = umockdev_ioctl_base_new() else { throw BedError("umockdev gives no ioctl handler") }
    self.answer = answer
    let handle: @convention(c) (UnsafeMutablePointer<UMockdevIoctlBase>?, Client?, gpointer?) -> gboolean = {
      _, client, answers in
      guard let client, let answers else { return 0 }
      // The signal holds it until it is disconnected.
      let found = Unmanaged<IoctlAnswers>.fromOpaque(answers).takeUnretainedValue()
      return found.answer(UInt(umockdev_ioctl_client_get_request(client)), client) ? 1 : 0
    }
    // GLib takes any handler as one without arguments.
    g_signal_connect_data(
      base, "handle-ioctl", unsafeBitCast(handle, to: GCallback.self), Unmanaged.passRetained(self).toOpaque(),
      { answers, _ in if let answers { Unmanaged<IoctlAnswers>.fromOpaque(answers).release() } },
      GConnectFlags(rawValue: 0))
    // The bed holds it from now on.
    defer { g_object_unref(base) }
    try bed.attach(base, to: node)
  }
}

extension UnsafeMutablePointer<UMockdevIoctlClient> {
  /// Writes the answer where the program wants it.
  func answer<Info>(_ info: Info) {
    withUnsafeBytes(of: info) { answer(Array($0)) }
  }

  /// - Parameter result: what the call returns.
  func answer(_ bytes: [UInt8], result: Int = 0) {
    guard !bytes.isEmpty else { return umockdev_ioctl_client_complete(self, glong(result), 0) }
    guard let place = umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(self), 0, gsize(bytes.count), nil)
    else { return umockdev_ioctl_client_complete(self, -1, EFAULT) }
    defer { umockdev_ioctl_data_unref(place) }
    var bytes = bytes
    umockdev_ioctl_data_update(place, 0, &bytes, gint(bytes.count))
    umockdev_ioctl_client_complete(self, glong(result), 0)
  }

  /// A number in what the program has written there itself.
  ///
  /// - Parameters:
  ///   - offset: of its first byte.
  ///   - size: bytes of all of it; umockdev keeps the size it is first told.
  func number(at offset: Int = 0, of size: Int) -> Int32? {
    guard let place = umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(self), 0, gsize(size), nil)
    else { return nil }
    defer { umockdev_ioctl_data_unref(place) }
    return UnsafeRawPointer(place.pointee.data)?.loadUnaligned(fromByteOffset: offset, as: Int32.self)
  }

  func refuse(_ code: CInt) {
    umockdev_ioctl_client_complete(self, -1, code)
  }
}
