import Queueing
import Records
import Storage

extension Lookup {
  /// Everything a report of the period is written from, in one reading of its days.
  func reportMaterial(of period: ReportPeriod, onlineActivities: Set<Activity>) throws -> ReportMaterial {
    let figures = try tx.counting(
      ReportMaterial.dimensions.map { Figures(by: $0, onlineActivities: onlineActivities) }, from: period.from,
      through: period.to)
    guard let proof = try tx.lastDependency(of: period) else {
      throw StoreError.unexpected(detail: "the journal has no beginning")
    }
    return ReportMaterial(
      period: period, writtenOn: office.serviceDay(at: now),
      figures: Dictionary(uniqueKeysWithValues: zip(ReportMaterial.dimensions, figures)),
      onlineActivities: onlineActivities,
      entries: try RegisterName.allCases.flatMap { try tx.entries(of: $0) },
      services: office.services.map { ($0.id.text, $0.name) },
      texts: try tx.reportTexts(), proof: proof)
  }
}
