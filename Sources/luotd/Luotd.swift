import ArgumentParser
import CommandText
import Daemon
import Foundation

@main
struct Luotd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "luotd",
    abstract: "Lượt: dịch vụ lấy số và ghi nhận hỗ trợ của Trung tâm Phục vụ hành chính công cấp xã.",
    discussion: "Dừng bằng Ctrl-C hoặc SIGTERM. Lệnh quản trị đi kèm: luot.",
    version: KioskVersion.text)

  @Option(help: ArgumentHelp("Tệp cấu hình.", valueName: "tệp"))
  var config = "/etc/luot/luot.toml"

  @Option(
    help: ArgumentHelp(
      "Thư mục chứa toàn bộ dữ liệu, socket và bản sao lưu; mặc định /var/lib/luot và /run/luot.",
      valueName: "thư mục"))
  var state: String?

  @Flag(help: "Chạy thử: cấp số vào mọi giờ và ghi rõ là chạy thử ở mọi nơi.")
  var demo = false

  @Flag(help: "Chỉ kiểm tra cấu hình và thiết bị rồi dừng.")
  var check = false

  @Flag(help: "Trả lại màn hình chữ sau khi luotd bị dừng đột ngột rồi thoát.")
  var releaseConsole = false

  static func main() async {
    do {
      var command = try parse()
      try await command.run()
    } catch {
      Foundation.exit(report(error))
    }
  }

  mutating func run() async throws {
    if releaseConsole { return try ConsoleRelease.run(state: state) }
    if check { throw ArgumentParser.ExitCode(DaemonCheck.run(config: config).rawValue) }
    try await Kiosk.run(KioskOptions(config: config, state: state, isDemo: demo))
  }

  /// Tells on standard error why it ends, and returns the code it ends with.
  private static func report(_ error: any Error) -> Int32 {
    if let failure = error as? StartFailure {
      complain(failure.description)
      return failure.code.rawValue
    }
    let code = exitCode(for: error)
    let text = HelpText.vietnamese(fullMessage(for: error), program: "luotd")
    if code.isSuccess { print(text) } else if !text.isEmpty { complain(text) }
    return code.rawValue
  }
}
