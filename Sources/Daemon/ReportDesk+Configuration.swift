import Console
import Foundation
import Reports
import Settings

extension ReportDesk {
  init(_ configuration: Configuration) {
    let report = configuration.report
    var profile = ReportProfile(
      unit: configuration.centre.unit, addressee: report.addressee, symbol: report.symbol, signer: report.signer,
      directions: report.directions, requests: report.requests)
    if !report.signerTitles.isEmpty { profile.signerTitles = report.signerTitles }
    if !report.recipients.isEmpty { profile.recipients = report.recipients }
    self.init(profile: profile) {
      guard let path = report.template else { return nil }
      do {
        return try Data(contentsOf: URL(fileURLWithPath: path))
      } catch {
        throw TemplateFault("không đọc được tệp \(path)")
      }
    }
  }
}
