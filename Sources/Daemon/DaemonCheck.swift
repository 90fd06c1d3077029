import Glibc
import Peripherals
import Queueing
import Settings
import SystemIO

/// `luotd --check` and `luot check`: is the configuration right, and which devices are here?
package enum DaemonCheck {
  /// Prints what it finds and returns the exit code; changes nothing.
  package static func run(config: String) -> ExitCode {
    let loaded: LoadedConfiguration
    do {
      loaded = try Configuration.load(path: config)
    } catch {
      complain(error.description)
      return error.code
    }
    let configuration = loaded.configuration
    print("Cấu hình \(config) dùng được.")
    for warning in loaded.warnings { print("Lưu ý: \(warning)") }
    print("  Đơn vị:   \(configuration.centre.fullName)")
    print("  Dịch vụ:  \(configuration.services.map { "\($0.letter) \($0.name)" }.joined(separator: "; "))")
    print("  Quầy:     \(configuration.counters.map(\.name).joined(separator: ", "))")
    print(
      "  Máy in:   \(configuration.printing.printers.map { "\($0.id) (\($0.kind.rawValue))" }.joined(separator: ", "))")
    do {
      let devices = try Recognition().devices()
      print(devices.isEmpty ? "Không thấy thiết bị nào." : "Thiết bị đang cắm:")
      for device in devices {
        print("  \(device.kind.rawValue)  \(device.name)  \(device.id)  \(device.node ?? "–")")
      }
    } catch {
      complain(error.description)
      return .inputOutput
    }
    return .ok
  }
}

/// Says a sentence on standard error.
package func complain(_ sentence: String) {
  let bytes = Array((sentence + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
