import CUdev
import Glibc
import SystemIO

/// A libudev context. Like everything made from it, it belongs to the thread that made it: libudev has no locks.
final class Udev {
  fileprivate let handle: OpaquePointer

  init() throws(SystemError) {
    guard let handle = udev_new() else { throw refusal("tìm", code: errno) }
    self.handle = handle
  }

  deinit {
    udev_unref(handle)
  }

  /// What is present now in a subsystem; `pattern` is a shell pattern for the kernel's name: `lp*`.
  func devices(in subsystem: String, named pattern: String = "*") throws(SystemError) -> [UdevDevice] {
    guard let enumeration = udev_enumerate_new(handle) else { throw refusal("liệt kê", code: errno) }
    defer { udev_enumerate_unref(enumeration) }
    udev_enumerate_add_match_subsystem(enumeration, subsystem)
    udev_enumerate_add_match_sysname(enumeration, pattern)
    let result = udev_enumerate_scan_devices(enumeration)
    guard result >= 0 else { throw refusal("liệt kê", code: -result) }

    var devices: [UdevDevice] = []
    var entry = udev_enumerate_get_list_entry(enumeration)
    while let current = entry {
      // What was unplugged since the scan is not there to be opened any more.
      if let device = udev_device_new_from_syspath(handle, udev_list_entry_get_name(current)) {
        devices.append(UdevDevice(adopting: device, of: self))
      }
      entry = udev_list_entry_get_next(current)
    }
    return devices
  }
}

/// A device as the kernel and udev's database describe it at the moment it is asked.
final class UdevDevice {
  private let handle: OpaquePointer
  private let udev: Udev

  /// Takes over the caller's reference.
  fileprivate init(adopting handle: OpaquePointer, of udev: Udev) {
    self.handle = handle
    self.udev = udev
  }

  deinit {
    udev_device_unref(handle)
  }

  /// Its folder below `/sys`: one device, one path.
  var path: String { string(udev_device_get_syspath(handle)) ?? "" }

  /// The kernel's name: `1-1.2`, `event5`.
  var name: String { string(udev_device_get_sysname(handle)) ?? "" }

  /// Its file below `/dev`.
  var node: String? { string(udev_device_get_devnode(handle)) }

  var type: String? { string(udev_device_get_devtype(handle)) }

  var parent: UdevDevice? { sharing(udev_device_get_parent(handle)) }

  func parent(in subsystem: String, type: String? = nil) -> UdevDevice? {
    sharing(udev_device_get_parent_with_subsystem_devtype(handle, subsystem, type))
  }

  /// From udev's database or the kernel's event; absent where no udev has run.
  func property(_ name: String) -> String? { string(udev_device_get_property_value(handle, name)) }

  /// A file in its folder below `/sys`.
  func attribute(_ name: String) -> String? { string(udev_device_get_sysattr_value(handle, name)) }

  /// libudev lends parents; a reference of its own lets one outlive its child.
  private func sharing(_ lent: OpaquePointer?) -> UdevDevice? {
    lent.flatMap { udev_device_ref($0) }.map { UdevDevice(adopting: $0, of: udev) }
  }

  private func string(_ text: UnsafePointer<CChar>?) -> String? {
    text.map { String(cString: $0) }
  }
}

/// Hears of arrivals and losses from udev, after it has set names and rights.
final class UdevMonitor {
  private let handle: OpaquePointer
  private let udev: Udev

  init(_ udev: Udev, subsystems: [String]) throws(SystemError) {
    guard let handle = udev_monitor_new_from_netlink(udev.handle, "udev") else {
      throw refusal("theo dõi", code: errno)
    }
    self.udev = udev
    self.handle = handle
    for subsystem in subsystems {
      udev_monitor_filter_add_match_subsystem_devtype(handle, subsystem, nil)
    }
    // 8 MiB, as fwupd sets: a hub with many devices must not overflow the kernel's default. More than the system
    // allows is cut to that, and an overflow only costs another enumeration.
    udev_monitor_set_receive_buffer_size(handle, 8 << 20)
    let result = udev_monitor_enable_receiving(handle)
    guard result >= 0 else { throw refusal("theo dõi", code: -result) }
  }

  deinit {
    udev_monitor_unref(handle)
  }

  /// Readable when something has happened.
  var descriptor: CInt { udev_monitor_get_fd(handle) }

  /// Forgets what has been heard; the answer is whether it was anything. A lost buffer ends the drain early, and what
  /// came after it leaves the descriptor readable.
  func drain() -> Bool {
    var heard = false
    while let event = udev_monitor_receive_device(handle) {
      udev_device_unref(event)
      heard = true
    }
    return heard
  }
}

/// The inventory goes on with what it has and shows this sentence.
private func refusal(_ action: String, code: CInt) -> SystemError {
  SystemError(action, "thiết bị qua udev", code: code)
}
