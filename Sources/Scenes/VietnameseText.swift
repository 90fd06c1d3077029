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
}

extension ClosedRange<Int> {
  /// `10–20`; `10` when it is no more than that.
  var spanText: String {
    lowerBound == upperBound ? lowerBound.groupedText : "\(lowerBound.groupedText)–\(upperBound.groupedText)"
  }

  /// `10–20 phút`.
  package var minutesText: String { "\(spanText) phút" }
}
