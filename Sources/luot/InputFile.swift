import Daemon
import Foundation
import Reports

/// A file that is sent to luotd.
struct InputFile: Hashable {
  enum Kind: String, CaseIterable {
    case csv, xlsx, docx, pdf

    fileprivate var mediaType: String {
      switch self {
      case .csv: "text/csv"
      case .xlsx: ReportFormat.xlsx.mediaType
      case .docx: ReportFormat.docx.mediaType
      case .pdf: ReportFormat.pdf.mediaType
      }
    }
  }

  let bytes: Data
  let mediaType: String

  /// - Parameter kinds: those that luotd takes in this place.
  init(_ path: String, among kinds: [Kind]) throws(Failure) {
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    guard let kind = Kind(rawValue: ending), kinds.contains(kind) else {
      let endings = kinds.map { ".\($0.rawValue)" }.joined(separator: " hoặc ")
      // A file under another name is refused later and less plainly.
      throw Failure(
        .badData,
        "Tên tệp \(path) phải có đuôi \(endings). Nếu tệp thuộc loại khác, hãy mở ra và lưu lại đúng loại, đừng chỉ đổi tên."
      )
    }
    mediaType = kind.mediaType
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw Failure(.inputOutput, "Không đọc được tệp \(path). Hãy kiểm tra tên tệp và quyền đọc.")
    }
    guard !bytes.isEmpty else {
      throw Failure(.badData, "Tệp \(path) trống. Hãy mở tệp ra xem, lưu lại rồi chọn lại.")
    }
  }
}
