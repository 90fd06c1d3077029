import CEvdev
import Foundation

/// What evemu-record wrote: what an input device can do, and what was done with it.
struct InputRecording {
  private(set) var name = ""
  /// Bus, vendor, product, version.
  private(set) var identity: [UInt16] = []
  private(set) var properties: [UInt8] = []
  /// Which codes of each type it has, bit by bit.
  private(set) var codes: [Int: [UInt8]] = [:]
  private(set) var axes: [Int: input_absinfo] = [:]
  /// What was done at once, each followed by a pause.
  private(set) var strokes: [[input_event]] = []

  /// Microseconds in which nothing happens between two strokes.
  private static let pause = 500_000

  init(fixture name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name).evemu")
    var last = Int.min
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let words = line.dropFirst(2).split(separator: " ").map(String.init)
      let hex = words.compactMap { Int($0, radix: 16) }
      switch line.prefix(2) {
      case "N:": self.name = words.joined(separator: " ")
      case "I:": identity = hex.map(UInt16.init)
      case "P:": properties += hex.map(UInt8.init)
      case "B:": codes[hex[0], default: []] += hex.dropFirst().map(UInt8.init)
      case "A:":
        let numbers = words.dropFirst().compactMap(Int32.init)
        axes[hex[0]] = input_absinfo(
          value: 0, minimum: numbers[0], maximum: numbers[1], fuzz: numbers[2], flat: numbers[3], resolution: numbers[4]
        )
      case "E:":
        guard words.count >= 4, let seconds = Double(words[0]), let type = UInt16(words[1], radix: 16),
          let code = UInt16(words[2], radix: 16), let value = Int32(words[3])
        else { throw BedError("\(name).evemu: \(line)") }
        let at = Int((seconds * 1e6).rounded())
        if last == .min || at - last > Self.pause { strokes.append([]) }
        last = at
        strokes[strokes.count - 1].append(
          input_event(
            time: timeval(tv_sec: at / 1_000_000, tv_usec: at % 1_000_000), type: type, code: code, value: value))
      default: break
      }
    }
  }
}
