import Foundation
import Glibc
import Peripherals
import Settings
import SystemIO

/// `luotd --check` and `luot check`: is the configuration right, and which devices are here?
package enum DaemonCheck {
  private struct Report: Encodable {
    struct Device: Encodable {
      let kind: String
      let name: String
      let id: String
      let node: String?
    }

    struct Priority: Encodable {
      let name: String
      let basis: String
    }

    let configuration: String
    let remarks: [String]
    let centre: String
    let services: [String]
    let counters: [String]
    let priorities: [Priority]
    let callingBasis: String
    let printers: [String]
    let devices: [Device]
  }

  /// Prints what it finds and returns the exit code; changes nothing.
  package static func run(config: String, json: Bool = false) -> ExitCode {
    do {
      let report = try report(on: config)
      print(json ? try text(of: report) : lines(of: report).joined(separator: "\n"))
      return .ok
    } catch let failure as StartFailure {
      complain(failure.description)
      return failure.code
    } catch {
      complain("Không tìm được thiết bị: \(error)")
      return .inputOutput
    }
  }

  private static func report(on config: String) throws -> Report {
    let loaded = try Configuration.load(path: config)
    let configuration = loaded.configuration
    let rules = try DeviceRules.load(configuration, path: config)
    return Report(
      configuration: config,
      remarks: loaded.warnings.map(\.description),
      centre: configuration.centre.fullName,
      services: configuration.services.map { "\($0.letter) \($0.name)" },
      counters: configuration.counters.map(\.name),
      priorities: configuration.priorityClasses.map { Report.Priority(name: $0.name, basis: $0.basis) },
      callingBasis: configuration.calling.basis,
      printers: configuration.printing.printers.map { "\($0.id) (\($0.kind.rawValue))" },
      devices: try Recognition(rules: rules).devices().map {
        Report.Device(kind: $0.kind.rawValue, name: $0.name, id: $0.id, node: $0.node)
      })
  }

  private static func text(of report: Report) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self)
  }

  private static func lines(of report: Report) -> [String] {
    var lines = ["Cấu hình \(report.configuration) dùng được."]
    lines += report.remarks.map { "Lưu ý: \($0)" }
    lines.append("  Đơn vị:   \(report.centre)")
    lines.append("  Dịch vụ:  \(report.services.joined(separator: "; "))")
    lines.append("  Quầy:     \(report.counters.joined(separator: ", "))")
    lines += report.priorities.map { "  Ưu tiên:  \($0.name) – \($0.basis)" }
    lines.append("  Gọi số:   \(report.callingBasis)")
    lines.append("  Máy in:   \(report.printers.isEmpty ? "không có" : report.printers.joined(separator: ", "))")
    lines.append(report.devices.isEmpty ? "Không thấy thiết bị nào." : "Thiết bị đang cắm:")
    lines += report.devices.map { "  \($0.kind)  \($0.name)  \($0.id)  \($0.node ?? "–")" }
    return lines
  }
}

/// Says a sentence on standard error.
package func complain(_ sentence: String) {
  let bytes = Array((sentence + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
