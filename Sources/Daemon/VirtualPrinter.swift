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

  private let folder: String
  private let width: PaperWidth
  private var renderer: SlipRenderer?
  private var written = 0

  init(_ printer: Configuration.Printer, folder: String) {
    self.folder = folder
    width = PaperWidth(rawValue: printer.widthDots) ?? .dots576
  }

  func print(_ slip: Slip) async throws(SlipFailure) {
    do {
      let png = try preparedRenderer().render(slip.scene, width: width).png()
      if written % Self.pruningPeriod == 0 { try prune() }
      try write(Data(png), name: slip.copy == 1 ? slip.ticket.text : "\(slip.ticket.text)-\(slip.copy)")
      written += 1
    } catch let error as DrawingError {
      throw .nothingPrinted(reason: error.description)
    } catch {
      throw .nothingPrinted(reason: "Không ghi được phiếu vào thư mục \(folder). Hãy kiểm tra đĩa và quyền ghi.")
    }
  }

  /// Fonts are loaded with the first slip and not before: a kiosk starts at once.
  private func preparedRenderer() throws -> SlipRenderer {
    if let renderer { return renderer }
    let made = try SlipRenderer()
    renderer = made
    return made
  }

  private func prune() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let old = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().dropLast(Self.keptSlips)
    for name in old { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
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
