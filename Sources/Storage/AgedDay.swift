package import Foundation
package import Queueing

/// A service day whose details go, with what replaces them.
package struct AgedDay: Hashable, Sendable {
  package let day: ServiceDay
  /// The last journal entry of a service day up to this one.
  package let last: Int64
  /// The figures of the day, in the form of `DaySheet`.
  package let sheet: Data
  package let sheetFormat: Int
  /// What had been learned of waiting when the day was over.
  package let knowledge: WaitKnowledge
  /// Entries of other days whose bodies go too: help of this day that was recorded later, and records whose last
  /// correction counts for this day.
  package let strays: [Int64]

  package init(
    day: ServiceDay, last: Int64, sheet: Data, sheetFormat: Int, knowledge: WaitKnowledge, strays: [Int64]
  ) {
    self.day = day
    self.last = last
    self.sheet = sheet
    self.sheetFormat = sheetFormat
    self.knowledge = knowledge
    self.strays = strays
  }
}

/// The sums of one service in one hour, as the journal has them.
struct ServingTimeField: Codable {
  let service: ServiceID
  let hour: Int
  let count: Int
  let seconds: Int
  let squares: Int
}

extension WaitKnowledge {
  var servingTimeFields: [ServingTimeField] {
    servingTimes.cells.map { cell, sums in
      ServingTimeField(
        service: cell.service, hour: cell.hour, count: sums.count, seconds: sums.seconds, squares: sums.squares)
    }.sorted { ($0.service.text, $0.hour) < ($1.service.text, $1.hour) }
  }

  init(_ fields: [ServingTimeField], caution: Caution) {
    let cells = fields.map {
      (
        ServingTimes.Cell(service: $0.service, hour: $0.hour),
        ServingTimes.Sums(count: $0.count, seconds: $0.seconds, squares: $0.squares)
      )
    }
    self.init(servingTimes: ServingTimes(cells: Dictionary(cells) { first, _ in first }), caution: caution)
  }
}
