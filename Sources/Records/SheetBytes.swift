// How a `DaySheet` is written and read.

/// Where a column is in the bytes of its sheet, as who wrote or read it has seen; the loops below are so plain that the
/// processor takes many numbers at a time.
struct SheetColumn: Hashable {
  /// Where its numbers begin.
  let start: Int
  /// How many numbers it has.
  let count: Int
  /// Bytes that a number takes: 1, 2 or 4, or 0 where all of them are 0.
  let width: Int

  func numbers(in bytes: [UInt8]) -> [UInt32] {
    switch width {
    case 1: numbers(in: bytes, UInt8.self)
    case 2: numbers(in: bytes, UInt16.self)
    case 4: numbers(in: bytes, UInt32.self)
    default: Array(repeating: 0, count: count)
    }
  }

  private func numbers<Number: FixedWidthInteger & UnsignedInteger>(in bytes: [UInt8], _: Number.Type) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { raw in
        guard let source = raw.baseAddress, let target = buffer.baseAddress else { return }
        for index in 0..<count {
          let number = (source + start + index * MemoryLayout<Number>.size).loadUnaligned(as: Number.self)
          (target + index).initialize(to: UInt32(truncatingIfNeeded: Number(littleEndian: number)))
        }
        initialized = count
      }
    }
  }

  /// The highest of its numbers, 0 of none.
  func highest(in bytes: [UInt8]) -> UInt32 {
    switch width {
    case 1: highest(in: bytes, UInt8.self)
    case 2: highest(in: bytes, UInt16.self)
    case 4: highest(in: bytes, UInt32.self)
    default: 0
    }
  }

  private func highest<Number: FixedWidthInteger & UnsignedInteger>(in bytes: [UInt8], _: Number.Type) -> UInt32 {
    bytes.withUnsafeBytes { raw in
      guard let source = raw.baseAddress else { return 0 }
      var highest: Number = 0
      for index in 0..<count {
        let number = (source + start + index * MemoryLayout<Number>.size).loadUnaligned(as: Number.self)
        highest = max(highest, Number(littleEndian: number))
      }
      return UInt32(truncatingIfNeeded: highest)
    }
  }
}

/// Numbers little-endian: how many lines, entries, shifts and names; the names, each after its length; the columns,
/// each after the bytes that its numbers take: 1, 2 or 4, or 0 where all of them are 0.
struct SheetWriter {
  private(set) var bytes: [UInt8] = []
  private(set) var columns: [SheetColumn] = []

  init(counts: [Int], names: [String]) {
    for count in counts { append(UInt32(clamping: count), 4) }
    for name in names {
      bytes.append(UInt8(clamping: name.utf8.count))
      bytes.append(contentsOf: name.utf8.prefix(Int(UInt8.max)))
    }
  }

  mutating func append(_ column: [UInt32]) {
    let highest = column.max() ?? 0
    let width = highest == 0 ? 0 : highest <= UInt8.max ? 1 : highest <= UInt16.max ? 2 : 4
    bytes.append(UInt8(width))
    columns.append(SheetColumn(start: bytes.count, count: column.count, width: width))
    for number in column { append(number, width) }
  }

  /// - Parameter width: bytes of the number that are written, 4 at most.
  private mutating func append(_ number: UInt32, _ width: Int) {
    for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(8 * byte))) }
  }
}

struct SheetReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func count() -> Int? {
    take(1, width: 4).map { Int($0.numbers(in: bytes)[0]) }
  }

  mutating func text() -> String? {
    guard position < bytes.count else { return nil }
    let length = Int(bytes[position])
    guard length < bytes.count - position else { return nil }
    defer { position += 1 + length }
    return String(validating: bytes[position + 1..<position + 1 + length], as: UTF8.self)
  }

  /// The next `count` numbers; `nil` where there are not as many or one is not below `limit`.
  mutating func column(_ count: Int, below limit: UInt32) -> SheetColumn? {
    guard position < bytes.count else { return nil }
    let width = Int(bytes[position])
    position += 1
    // As many zeros take no room, so a length that nothing stands behind must not be believed.
    guard [0, 1, 2, 4].contains(width), count <= bytes.count, let column = take(count, width: width),
      column.highest(in: bytes) < limit
    else { return nil }
    return column
  }

  private mutating func take(_ count: Int, width: Int) -> SheetColumn? {
    guard count * width <= bytes.count - position else { return nil }
    defer { position += count * width }
    return SheetColumn(start: position, count: count, width: width)
  }
}
