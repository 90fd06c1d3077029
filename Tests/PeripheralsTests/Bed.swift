import CUMockdev
import Foundation

/// A `/sys`, a `/dev` and a udev of their own for this process, made by umockdev. One at a time: its folder is named
/// in the environment of the process.
final class Bed {
  let testbed: UnsafeMutablePointer<UMockdevTestbed>
  /// The folder that plays the machine's root; Foundation looks past the mock, so it is asked for by this name.
  private let root: String
  /// Events sent since the listeners were last seen to have read all.
  private var unread = 0
  private let hub = Port(hub: "usb1").path

  init() throws {
    guard let testbed = umockdev_testbed_new() else { throw BedError("umockdev gives no test bed") }
    self.testbed = testbed
    let folder = umockdev_testbed_get_root_dir(testbed)
    defer { g_free(folder) }
    root = folder.map { String(cString: $0) } ?? ""
    guard umockdev_in_mock_environment() != 0 else {
      throw BedError("These tests need mocked devices: run them with umockdev-wrapper swift test (package umockdev)")
    }
    try plug(
      """
      P: \(hub)
      E: SUBSYSTEM=usb
      E: DEVTYPE=usb_device
      A: idVendor=1d6b\\n
      A: idProduct=0002\\n
      A: bDeviceClass=09\\n
      """)
  }

  deinit {
    g_object_unref(testbed)
  }

  /// Adds what `description` says, in umockdev's format, and tells udev's listeners of each part.
  func plug(_ description: String) throws {
    try makeNodes(of: description)
    waitForRoom()
    var error: UnsafeMutablePointer<GError>?
    guard umockdev_testbed_add_from_string(testbed, description.drop { $0 == "\n" } + "\n\n", &error) != 0 else {
      defer { g_error_free(error) }
      throw BedError(error.map { String(cString: $0.pointee.message) } ?? "umockdev refused the description")
    }
  }

  /// umockdev makes the nodes of `N:` lines only; where there is just a name, a file that may be opened stands for it.
  private func makeNodes(of description: String) throws {
    for match in description.matches(of: #/(?m)^E: DEVNAME=\/dev\/(\S+)$/#)
    where !description.contains("N: \(match.1)") {
      let file = URL(fileURLWithPath: file(of: "/dev/\(match.1)"))
      guard !FileManager.default.fileExists(atPath: file.path) else { continue }
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: file)
    }
  }

  func plug(file: URL) throws {
    try plug(String(contentsOf: file, encoding: .utf8))
  }

  /// A plain file of zeros that stands for a device; the answer is where it lies.
  @discardableResult
  func makeFile(_ node: String, bytes: Int) throws -> String {
    let path = file(of: node)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(count: bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Lets a node of this machine stand for a device.
  func link(_ node: String, to destination: String) throws {
    let path = file(of: node)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: destination)
  }

  /// Lets a handler answer the ioctls of a device.
  func attach(_ handler: UnsafeMutablePointer<UMockdevIoctlBase>, to node: String) throws {
    try check { umockdev_testbed_attach_ioctl(testbed, node, handler, $0) }
  }

  private func check(_ call: (UnsafeMutablePointer<UnsafeMutablePointer<GError>?>) -> gboolean) throws {
    var error: UnsafeMutablePointer<GError>?
    guard call(&error) == 0 else { return }
    defer { g_error_free(error) }
    throw BedError(error.map { String(cString: $0.pointee.message) } ?? "umockdev refused")
  }

  /// Removes every part whose path begins with `path`, the innermost first.
  ///
  /// A real kernel tells of a loss after the device has left sysfs; umockdev can only tell before. So the hub's change
  /// follows: a listener that looks again then sees what a real one would.
  func unplug(_ path: String) {
    let folder = root + "/sys" + path
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let inner = files.filter { $0.hasSuffix("/uevent") }.map { "/sys\(path)/\($0.dropLast("/uevent".count))" }
    for part in inner.sorted(by: { $0.count > $1.count }) + ["/sys" + path] {
      waitForRoom()
      umockdev_testbed_uevent(testbed, part, "remove")
      umockdev_testbed_remove_device(testbed, part)
    }
    tellOfChange()
  }

  /// Where the node stands that programs of this machine see at `node`.
  func file(of node: String) -> String { root + node }

  /// Removes one part without a word to anybody, as when the event was lost.
  func removeUnheard(_ path: String) {
    umockdev_testbed_remove_device(testbed, "/sys" + path)
  }

  /// One event of udev in which nothing has come or gone.
  func tellOfChange() {
    waitForRoom()
    umockdev_testbed_uevent(testbed, "/sys" + hub, "change")
  }

  /// umockdev ends the process when a listener has more than `net.unix.max_dgram_qlen` (10) events unread, where a
  /// real kernel would go on. The descriptor of each listener is in the name of its socket.
  private func waitForRoom() {
    unread += 1
    guard unread > 5 else { return }
    let sockets = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    for listener in sockets.compactMap({ $0.hasPrefix("event") ? CInt($0.dropFirst("event".count)) : nil }) {
      var state = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      while poll(&state, 1, 0) == 1, state.revents == Int16(POLLIN) { sched_yield() }
    }
    unread = 1
  }
}

struct BedError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// A place to plug something in.
struct Port {
  /// Its folder below `/sys`.
  let path: String

  init(hub: String) {
    path = "/devices/pci0000:00/0000:00:14.0/\(hub)"
  }

  init(_ name: String) {
    path = Port(hub: "usb1").path + "/" + name
  }

  var name: String { String(path.split(separator: "/").last ?? "") }

  /// A USB device that has just been given the device number `number`.
  func device(
    _ model: String, number: Int, maker: String? = nil, product: String? = nil, serial: String? = nil
  ) -> String {
    let ids = model.split(separator: ":")
    let node = "bus/usb/001/" + ("00\(number)".suffix(3))
    let texts = [("manufacturer", maker), ("product", product), ("serial", serial)]
    return """
      P: \(path)
      E: SUBSYSTEM=usb
      E: DEVTYPE=usb_device
      E: DEVNAME=/dev/\(node)
      A: idVendor=\(ids[0])\\n
      A: idProduct=\(ids[1])\\n
      A: busnum=1\\n
      A: devnum=\(number)\\n

      """ + texts.compactMap { name, text in text.map { "A: \(name)=\($0)\\n\n" } }.joined()
  }

  func interface(_ number: Int, class code: String) -> String {
    """

    P: \(path)/\(name):1.\(number)
    E: SUBSYSTEM=usb
    E: DEVTYPE=usb_interface
    A: bInterfaceClass=\(code)\\n

    """
  }

  /// What the driver of a USB printer or of a serial line adds.
  func node(_ node: String, subsystem: String, interface: Int = 0) -> String {
    let file = node.split(separator: "/").last ?? ""
    return """

      P: \(path)/\(name):1.\(interface)/\(subsystem)/\(file)
      E: SUBSYSTEM=\(subsystem)
      E: DEVNAME=/dev/\(node)

      """
  }

  func input(_ sense: Sense, number: Int, interface: Int = 0, name: String = "") -> String {
    inputDevice(sense, path: "\(path)/\(self.name):1.\(interface)/input/input\(number)", number: number, name: name)
  }
}

/// What an input device senses: as udev's database would say, or as the kernel's bitmaps do.
struct Sense {
  var database: [String] = []
  var ev = "0"
  var key = "0"
  var abs = "0"
  var properties = "0"
  var bus = "0003"

  /// Every key of a usual keyboard of 105.
  static let keyboard = Sense(
    ev: "120013", key: "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe")
  /// The digits of a number pad, Enter and Backspace.
  static let keypad = Sense(ev: "120013", key: "10007bb80 10004000")
  /// `ABS_X`, `ABS_Y`, the multi-touch slot and positions, `BTN_TOUCH`, `INPUT_PROP_DIRECT`.
  static let touchScreen = Sense(ev: "b", key: "400 0 0 0 0 0", abs: "260800000000003", properties: "2")
  /// `ABS_X`, `ABS_Y` and `BTN_TOUCH` only, as resistive panels have.
  static let resistiveTouchScreen = Sense(ev: "b", key: "400 0 0 0 0 0", abs: "3")
  /// As a touch screen, but with `BTN_TOOL_FINGER` and `BTN_LEFT`, and beside the screen.
  static let touchPad = Sense(ev: "b", key: "420 10000 0 0 0 0", abs: "260800000000003", properties: "1")
  /// Absolute positions with mouse buttons, as virtual machines have.
  static let absoluteMouse = Sense(ev: "1f", key: "70000 0 0 0 0", abs: "3")
  /// `BTN_TOOL_PEN`, `BTN_STYLUS` on the screen itself.
  static let pen = Sense(ev: "b", key: "c01 0 0 0 0 0", abs: "1000003", properties: "2")
  /// `KEY_POWER`, from the firmware.
  static let powerButton = Sense(ev: "3", key: "10000000000000 0", bus: "0019")

  static func known(_ properties: String...) -> Sense {
    Sense(database: ["ID_INPUT"] + properties)
  }
}

func inputDevice(_ sense: Sense, path: String, number: Int, name: String) -> String {
  let database = sense.database.map { "E: \($0)=1\n" }.joined()
  return """

    P: \(path)
    E: SUBSYSTEM=input
    \(database)A: name=\(name)\\n
    A: phys=isa0060/serio0/input0\\n
    A: uniq=\\n
    A: id/bustype=\(sense.bus)\\n
    A: id/vendor=0001\\n
    A: id/product=0001\\n
    A: properties=\(sense.properties)\\n
    A: capabilities/ev=\(sense.ev)\\n
    A: capabilities/key=\(sense.key)\\n
    A: capabilities/abs=\(sense.abs)\\n

    P: \(path)/event\(number)
    E: SUBSYSTEM=input
    E: DEVNAME=/dev/input/event\(number)
    \(database)
    """
}
