import Drawing
import Foundation
import FrontDesk
import Queueing
import Settings

/// A printer without paper: each slip becomes a picture file.
///
/// No name is ever written twice, so that a slip printed twice would be seen.
actor VirtualPrinter: SlipPrinter {
  /// Pictures kept; the oldest make room, looked for with the first slip and then every so many.
  private static let keptSlips = 5000
  private static let pruningPeriod = 500

  nonisolated let name: String
  nonisolated let condition = PrinterCondition.ready
  private let folder: String
  private let width: PaperWidth
  private let press: SlipPress
  private var written = 0

  init(_ printer: Configuration.Printer, folder: String, press: SlipPress) {
    name = printer.id
    self.folder = folder
    self.press = press
    width = printer.widthDots.flatMap(PaperWidth.init) ?? .dots576
  }

  func print(_ slip: Slip) async throws(SlipFailure) {
    do {
      let png = try await press.draw(slip.scene, width: width).png()
      if written % Self.pruningPeriod == 0 { try Self.makeRoom(in: folder, keeping: Self.keptSlips) }
      try write(Data(png), name: fileName(of: slip))
      written += 1
    } catch let error as DrawingError {
      throw .nothingPrinted(reason: error.description)
    } catch {
      throw .nothingPrinted(reason: "Không ghi được phiếu vào thư mục \(folder). Hãy kiểm tra đĩa và quyền ghi.")
    }
  }

  /// A picture is a file of its own: what was left of one is in nobody's way.
  nonisolated func wasLeftInMidSlip() {}

  private func fileName(of slip: Slip) -> String {
    guard let ticket = slip.ticket else { return "in-thu" }
    return slip.copy == 1 ? ticket.text : "\(ticket.text)-\(slip.copy)"
  }

  /// Leaves the newest pictures of a folder, which is made where there is none. By their time and not by their names:
  /// d1000 would go before d999.
  static func makeRoom(in folder: String, keeping count: Int) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let slips = try FileManager.default.contentsOfDirectory(
      at: URL(fileURLWithPath: folder), includingPropertiesForKeys: [.contentModificationDateKey])
    guard slips.count > count else { return }
    let byAge = try slips.map { slip in
      (slip, try slip.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate ?? .distantPast)
    }.sorted { $0.1 < $1.1 }
    for (slip, _) in byAge.dropLast(count) { try FileManager.default.removeItem(at: slip) }
  }

  private func write(_ data: Data, name: String) throws {
    let partial = "\(folder)/.\(name).partial"
    try data.write(to: URL(fileURLWithPath: partial))
    var target = "\(folder)/\(name).png"
    var again = 1
    // `link` refuses a name that is there, where `rename` would replace it.
    while link(partial, target) != 0 {
      guard errno == EEXIST else { throw CocoaError(.fileWriteUnknown) }
      again += 1
      target = "\(folder)/\(name)_\(again).png"
    }
    unlink(partial)
  }
}
