import CInput
import Drawing
import Glibc
import Scenes
import SystemIO

/// Touch screens, keyboards and keypads of the machine, through libinput; which there are, udev says.
///
/// It belongs to the thread that made it. The devices are open for as long as it lives.
final class Hands {
  enum Report: Hashable {
    case finger(FingerFilter.Report)
    case key(KeyPress)
  }

  /// What a key means to a page of buttons.
  enum KeyPress: Hashable {
    case step(FocusStep)
    case press
    case back
  }

  private let context: OpaquePointer
  private let udev: OpaquePointer
  /// libinput keeps a pointer to it.
  private let interface: UnsafeMutablePointer<libinput_interface>
  private let calibration: [Float]?

  var descriptor: CInt { libinput_get_fd(context) }

  /// - Parameter calibration: six numbers, the upper two rows of the matrix that turns what a touch screen reports,
  ///   0–1 each way, into where on the picture that is; `nil` leaves it to udev.
  init(calibration: [Float]?) throws(SystemError) {
    self.calibration = calibration
    guard let udev = udev_new() else { throw SystemError("tìm", "màn chạm và bàn phím") }
    interface = .allocate(capacity: 1)
    interface.initialize(
      to: libinput_interface(
        open_restricted: { path, flags, _ in
          guard let path else { return -EINVAL }
          let descriptor = open(path, flags | O_CLOEXEC)
          return descriptor < 0 ? -errno : descriptor
        }, close_restricted: { descriptor, _ in _ = close(descriptor) }))
    guard let context = libinput_udev_create_context(interface, nil, udev) else {
      interface.deallocate()
      udev_unref(udev)
      throw SystemError("tìm", "màn chạm và bàn phím")
    }
    self.context = context
    self.udev = udev
    // It would tell on standard error that fingers are slow; what fails is told by who calls.
    libinput_log_set_handler(context, nil)
    guard libinput_udev_assign_seat(context, "seat0") == 0 else {
      throw SystemError("tìm", "màn chạm và bàn phím", code: EIO)
    }
  }

  deinit {
    libinput_unref(context)
    udev_unref(udev)
    interface.deallocate()
  }

  /// What was done since the last time.
  ///
  /// - Parameters:
  ///   - width: pixels of the panel the touch screens lie on, before it is turned; so `height`.
  ///   - rotation: how the picture stands on that panel.
  func read(width: Int, height: Int, rotation: Rotation) throws(SystemError) -> [Report] {
    let failure = libinput_dispatch(context)
    guard failure == 0 else { throw SystemError("đọc", "màn chạm và bàn phím", code: -failure) }
    var reports: [Report] = []
    while let event = libinput_get_event(context) {
      defer { libinput_event_destroy(event) }
      switch libinput_event_get_type(event) {
      case LIBINPUT_EVENT_DEVICE_ADDED: calibrate(libinput_event_get_device(event))
      case LIBINPUT_EVENT_TOUCH_DOWN, LIBINPUT_EVENT_TOUCH_MOTION:
        guard let touch = libinput_event_get_touch_event(event) else { continue }
        let x = libinput_event_touch_get_x_transformed(touch, UInt32(width))
        let y = libinput_event_touch_get_y_transformed(touch, UInt32(height))
        guard x.isFinite, y.isFinite else { continue }
        let place = (x: min(width - 1, max(0, Int(x))), y: min(height - 1, max(0, Int(y))))
        let picture = rotation.swapsSides ? (height, width) : (width, height)
        let pictured = rotation.pictured(x: place.x, y: place.y, width: picture.0, height: picture.1)
        let point = FingerFilter.Point(x: pictured.x, y: pictured.y)
        let finger = Int(libinput_event_touch_get_seat_slot(touch))
        let isDown = libinput_event_get_type(event) == LIBINPUT_EVENT_TOUCH_DOWN
        reports.append(.finger(isDown ? .down(finger: finger, point) : .move(finger: finger, point)))
      case LIBINPUT_EVENT_TOUCH_UP:
        guard let touch = libinput_event_get_touch_event(event) else { continue }
        reports.append(.finger(.up(finger: Int(libinput_event_touch_get_seat_slot(touch)))))
      case LIBINPUT_EVENT_TOUCH_CANCEL: reports.append(.finger(.cancel))
      case LIBINPUT_EVENT_KEYBOARD_KEY:
        guard let keyboard = libinput_event_get_keyboard_event(event),
          libinput_event_keyboard_get_key_state(keyboard) == LIBINPUT_KEY_STATE_PRESSED,
          let press = KeyPress(code: CInt(libinput_event_keyboard_get_key(keyboard)))
        else { continue }
        reports.append(.key(press))
      default: break
      }
    }
    return reports
  }

  private func calibrate(_ device: OpaquePointer?) {
    guard let calibration, calibration.count == 6, let device,
      libinput_device_config_calibration_has_matrix(device) != 0
    else { return }
    _ = libinput_device_config_calibration_set_matrix(device, calibration)
  }
}

extension Hands.KeyPress {
  /// Arrows and Enter of a keyboard, and of a keypad the digits that bear the arrows, 5 and Enter in their midst.
  init?(code: CInt) {
    switch code {
    case KEY_LEFT, KEY_KP4, KEY_4: self = .step(.left)
    case KEY_RIGHT, KEY_KP6, KEY_6: self = .step(.right)
    case KEY_UP, KEY_KP8, KEY_8: self = .step(.up)
    case KEY_DOWN, KEY_KP2, KEY_2: self = .step(.down)
    case KEY_TAB, KEY_KPPLUS: self = .step(.next)
    case KEY_KPMINUS: self = .step(.previous)
    case KEY_ENTER, KEY_KPENTER, KEY_SPACE, KEY_KP5, KEY_5: self = .press
    case KEY_ESC, KEY_BACKSPACE, KEY_KP0, KEY_0, KEY_KPDOT: self = .back
    default: return nil
    }
  }
}
