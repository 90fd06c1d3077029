import Queueing

extension Timestamp {
  /// The civil day it falls on, which after midnight may be later than the service day.
  var civilDay: ServiceDay {
    ServiceDay(epochDay: CivilTime.split(self).epochDay)
  }
}

extension ServiceDay {
  /// `Thứ Hai, 23/11/2026`.
  var weekdayText: String {
    "\(weekday.vietnameseName), \(vietnameseText)"
  }
}

extension Int {
  /// `2.000`: thousands set apart by a point, as numbers are written in Vietnamese.
  package var groupedText: String {
    var groups: [Substring] = []
    var rest = Substring(String(magnitude))
    while !rest.isEmpty {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    return (self < 0 ? "-" : "") + groups.joined(separator: ".")
  }

  /// Seconds, 0 or more, as hours to the nearest tenth: `12,5`.
  package var hoursText: String {
    let tenths = (self + 180) / 360
    return "\((tenths / 10).groupedText),\(tenths % 10)"
  }
}

extension ClosedRange<Int> {
  /// `10–20`; `10` when it is no more than that.
  var spanText: String {
    lowerBound == upperBound ? lowerBound.groupedText : "\(lowerBound.groupedText)–\(upperBound.groupedText)"
  }

  /// `10–20 phút`.
  package var minutesText: String { "\(spanText) phút" }
}

extension String {
  /// In parts that are no longer, broken after a sentence where there is one, else between words; one word is never
  /// broken.
  func parts(atMost length: Int) -> [String] {
    guard count > length else { return [self] }
    var parts: [String] = []
    var part: [Substring] = []
    for word in split(separator: " ") {
      // A part that is broken within a sentence goes on, which three points tell.
      if !part.isEmpty, part.reduce(word.count, { $0 + $1.count + 1 }) > length - 2 {
        let end = part.lastIndex { ".!?".contains($0.last ?? " ") }
        let kept = part[...(end ?? part.count - 1)]
        parts.append(kept.joined(separator: " ") + (end == nil ? " …" : ""))
        part.removeFirst(kept.count)
      }
      part.append(word)
    }
    return parts + [part.joined(separator: " ")]
  }
}
