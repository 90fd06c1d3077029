/// Vietnamese text as it is compared when only the words count: small letters without marks, `đ` as `d`, whatever
/// stands between words as one space.
///
/// It reads bytes one by one and keeps none, so that what is searched is never copied. Composed and decomposed letters
/// come out the same; what is neither letter, digit nor mark parts words; bytes that are no UTF-8, and letters of other
/// alphabets, come out as `?`, which no name of a place holds.
struct FoldedText: IteratorProtocol {
  private var bytes: UnsafeRawBufferPointer.SubSequence.Iterator
  private var decoder = UTF8()
  private var isAtSpace = true
  private var held: UInt8?

  init(_ bytes: UnsafeRawBufferPointer.SubSequence) {
    self.bytes = bytes.makeIterator()
  }

  mutating func next() -> UInt8? {
    if let byte = held {
      held = nil
      return byte
    }
    var isParted = false
    while true {
      let letter: UInt8
      switch decoder.decode(&bytes) {
      case .emptyInput: return nil
      case .error: letter = UInt8(ascii: "?")
      case .scalarValue(let scalar):
        switch Self.fold(scalar) {
        case .mark: continue
        case .space:
          isParted = true
          continue
        case .letter(let folded): letter = folded
        }
      }
      // A space is told once a word follows it, so that none stands at either end.
      defer { isAtSpace = false }
      guard isParted, !isAtSpace else { return letter }
      held = letter
      return UInt8(ascii: " ")
    }
  }

  private enum Folded {
    case letter(UInt8)
    case space
    case mark
  }

  private static func fold(_ scalar: Unicode.Scalar) -> Folded {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: return .letter(UInt8(scalar.value))
    case 0x41...0x5A: return .letter(UInt8(scalar.value + 0x20))
    case 0x300...0x36F: return .mark
    case ..<0x80: return .space
    default:
      if let letter = letters[scalar] { return .letter(letter) }
      return scalar.properties.isAlphabetic ? .letter(UInt8(ascii: "?")) : .space
    }
  }

  /// Every composed letter of Vietnamese. `Ð` and `ð` are Icelandic and look like `Đ` and `đ`.
  private static let letters: [Unicode.Scalar: UInt8] = {
    let families: [(base: Unicode.Scalar, composed: String)] = [
      ("a", "àáảãạăằắẳẵặâầấẩẫậ"), ("e", "èéẻẽẹêềếểễệ"), ("i", "ìíỉĩị"), ("o", "òóỏõọôồốổỗộơờớởỡợ"),
      ("u", "ùúủũụưừứửữự"), ("y", "ỳýỷỹỵ"), ("d", "đð"),
    ]
    var letters: [Unicode.Scalar: UInt8] = [:]
    for (base, composed) in families {
      for scalar in composed.unicodeScalars {
        letters[scalar] = UInt8(ascii: base)
        for capital in scalar.properties.uppercaseMapping.unicodeScalars { letters[capital] = UInt8(ascii: base) }
      }
    }
    return letters
  }()
}

/// A name to look for in folded text.
struct FoldedName: Hashable, Sendable {
  let bytes: [UInt8]

  init(_ name: String) {
    self.init(words: Array(name.utf8).withUnsafeBytes { Array(IteratorSequence(FoldedText($0[...]))) })
  }

  private init(words bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Without the word for what kind of commune it is, which a card leaves out.
  var withoutKindOfCommune: FoldedName {
    for kind in ["xa ", "phuong ", "thi tran ", "dac khu "] where bytes.starts(with: kind.utf8) {
      return FoldedName(words: Array(bytes.dropFirst(kind.utf8.count)))
    }
    return self
  }

  /// Whether it stands in `text` as whole words, with one of `later` anywhere behind it.
  func occurs(in text: FoldedText, before later: [FoldedName]) -> Bool {
    guard !bytes.isEmpty else { return false }
    var place: FoldedText? = text
    while let start = place {
      if let rest = end(at: start), later.contains(where: { $0.occurs(in: rest, before: []) }) || later.isEmpty {
        return true
      }
      place = Self.nextWord(after: start)
    }
    return false
  }

  /// What follows when `text` begins with the name.
  private func end(at text: FoldedText) -> FoldedText? {
    var rest = text
    for byte in bytes where rest.next() != byte { return nil }
    var behind = rest
    guard let next = behind.next() else { return rest }
    return next == UInt8(ascii: " ") ? behind : nil
  }

  private static func nextWord(after text: FoldedText) -> FoldedText? {
    var rest = text
    while let byte = rest.next() {
      if byte == UInt8(ascii: " ") { return rest }
    }
    return nil
  }
}
