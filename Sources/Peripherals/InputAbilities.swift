import CUdev

/// What an input device can sense, read from the kernel's own bitmaps: the same judgement that udev's `input_id` makes,
/// for a machine where udev's database is absent.
struct InputAbilities {
  private let events: Bitmap
  private let keys: Bitmap
  private let axes: Bitmap
  private let properties: Bitmap

  /// `attribute` gives a file of the input device's folder.
  init(attribute: (String) -> String?) {
    events = Bitmap(attribute("capabilities/ev"))
    keys = Bitmap(attribute("capabilities/key"))
    axes = Bitmap(attribute("capabilities/abs"))
    properties = Bitmap(attribute("properties"))
  }

  /// All keys of the first rows, Escape to D: power buttons, remote controls and headsets have only a few.
  var isKeyboard: Bool {
    events.contains(EV_KEY) && (KEY_ESC...KEY_D).allSatisfy(keys.contains)
  }

  /// All ten digits, of the number row or of the pad, but no letters.
  var isKeypad: Bool {
    let row = KEY_1...KEY_0
    let pad = [KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4, KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8, KEY_KP9]
    return events.contains(EV_KEY) && !isKeyboard && (row.allSatisfy(keys.contains) || pad.allSatisfy(keys.contains))
  }

  /// Positions that lie on what is shown (a touch pad's or a tablet's do not), by finger (no pen, no mouse button).
  var isTouchScreen: Bool {
    let isDirect = properties.contains(INPUT_PROP_DIRECT)
    let hasPen = keys.contains(BTN_TOOL_PEN) || keys.contains(BTN_STYLUS)
    let isPad = keys.contains(BTN_TOOL_FINGER) && !isDirect
    let hasMultiTouch = axes.contains(ABS_MT_POSITION_X) && axes.contains(ABS_MT_POSITION_Y)
    let isMouse = keys.contains(BTN_LEFT) && !hasMultiTouch
    return events.contains(EV_ABS) && (hasMultiTouch || axes.contains(ABS_X) && axes.contains(ABS_Y))
      && !hasPen && !isPad && !isMouse && (isDirect || keys.contains(BTN_TOUCH))
  }
}

/// Bits as sysfs prints them: machine words in hexadecimal, the highest first.
private struct Bitmap {
  private let words: [UInt]

  init(_ text: String?) {
    words = (text ?? "").split(separator: " ").reversed().map { UInt($0, radix: 16) ?? 0 }
  }

  func contains(_ bit: CInt) -> Bool {
    let (word, position) = Int(bit).quotientAndRemainder(dividingBy: UInt.bitWidth)
    return word < words.count && words[word] & (1 << UInt(position)) != 0
  }
}
