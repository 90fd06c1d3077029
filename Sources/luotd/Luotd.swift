import ArgumentParser
import Daemon

@main
struct Luotd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "luotd",
    abstract: "Lượt: dịch vụ lấy số và ghi nhận hỗ trợ của Trung tâm Phục vụ hành chính công cấp xã.",
    discussion: "Dừng bằng Ctrl-C hoặc SIGTERM. Lệnh quản trị đi kèm: luot.",
    version: KioskVersion.text)

  @Option(help: "Tệp cấu hình.")
  var config = "/etc/luot/luot.toml"

  @Option(help: "Thư mục chứa toàn bộ dữ liệu, socket và bản sao lưu; mặc định /var/lib/luot và /run/luot.")
  var state: String?

  @Flag(help: "Chạy thử: cấp số vào mọi giờ và ghi rõ là chạy thử ở mọi nơi.")
  var demo = false

  @Flag(help: "Chỉ kiểm tra cấu hình và thiết bị rồi dừng.")
  var check = false

  mutating func run() async throws {
    if check { throw ArgumentParser.ExitCode(DaemonCheck.run(config: config).rawValue) }
    do {
      try await Kiosk.run(KioskOptions(config: config, state: state, isDemo: demo))
    } catch {
      complain(error.description)
      throw ArgumentParser.ExitCode(error.code.rawValue)
    }
  }
}
