import CEvdev

/// Key presses of a scanner that plays a keyboard, as ASCII on an American layout: what scanners are delivered with.
///
/// Keys that have no such character are left out, and so are those pressed with Control, Alt or Meta: some scanners
/// spell foreign letters like that, and none of those is needed.
struct ScannerKeys {
  private var held: Set<UInt16> = []
  private var isCapsLocked = false

  /// - Parameter value: 1 when pressed, 0 when let go, 2 when repeated.
  mutating func take(code: UInt16, value: Int32) -> UInt8? {
    let key = CInt(code)
    switch key {
    case KEY_LEFTSHIFT, KEY_RIGHTSHIFT, KEY_LEFTCTRL, KEY_RIGHTCTRL, KEY_LEFTALT, KEY_RIGHTALT, KEY_LEFTMETA,
      KEY_RIGHTMETA:
      if value == 0 { held.remove(code) } else { held.insert(code) }
      return nil
    case KEY_CAPSLOCK:
      if value == 1 { isCapsLocked.toggle() }
      return nil
    default:
      break
    }
    let shifts: Set<UInt16> = [UInt16(KEY_LEFTSHIFT), UInt16(KEY_RIGHTSHIFT)]
    guard value == 1, held.isSubset(of: shifts), let pair = Self.characters[key] else { return nil }
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(pair.plain)
    return !held.isEmpty != (isCapsLocked && isLetter) ? pair.shifted : pair.plain
  }

  private static let characters: [CInt: (plain: UInt8, shifted: UInt8)] = {
    var characters: [CInt: (plain: UInt8, shifted: UInt8)] = [:]
    // Rows of the keyboard, whose codes follow one another.
    for (first, plain, shifted) in [
      (KEY_1, "1234567890-=", "!@#$%^&*()_+"), (KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}"),
      (KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~"), (KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
      (KEY_KP7, "789-456+1230.", "789-456+1230."),
    ] {
      for (offset, pair) in zip(plain.utf8, shifted.utf8).enumerated() { characters[first + CInt(offset)] = pair }
    }
    for (key, character) in [
      (KEY_SPACE, " "), (KEY_TAB, "\t"), (KEY_ENTER, "\r"), (KEY_KPENTER, "\r"), (KEY_KPASTERISK, "*"),
      (KEY_KPSLASH, "/"),
    ] as [(CInt, Unicode.Scalar)] {
      characters[key] = (UInt8(ascii: character), UInt8(ascii: character))
    }
    return characters
  }()
}
