import ArgumentParser
import Daemon
import Foundation

struct ShowScreen: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen", abstract: "Lưu hình mà một màn hình đang hiện thành tệp PNG.")

  @Argument(help: ArgumentHelp("Mã màn hình, ví dụ board hoặc kiosk.", valueName: "màn hình"))
  var name: String

  @Option(name: .shortAndLong, help: ArgumentHelp("Tệp PNG sẽ ghi; tệp cũ bị thay.", valueName: "tệp"))
  var output: String

  @Option(help: ArgumentHelp("Bề rộng khác, điểm ảnh.", valueName: "số"))
  var width: Int?

  @Option(help: ArgumentHelp("Bề cao khác, điểm ảnh.", valueName: "số"))
  var height: Int?

  @OptionGroup var options: DaemonOptions

  func run() async throws {
    try await options.using { daemon in
      let picture = try await daemon.send(.screen(name, width: width, height: height)).body
      do {
        try picture.write(to: URL(fileURLWithPath: output), options: .atomic)
      } catch {
        throw Failure(
          .inputOutput, "Không ghi được tệp \(output). Hãy kiểm tra thư mục, quyền ghi và chỗ trống.")
      }
      if !options.json { print("Đã lưu hình \(name) vào \(output).") }
    }
  }
}
