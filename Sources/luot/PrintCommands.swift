import ArgumentParser
import Daemon
import FrontDesk

struct PrintGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "print", abstract: "Kiểm tra máy in.", subcommands: [Test.self])

  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "In một phiếu thử, không có giá trị.")

    @Argument(help: ArgumentHelp("Mã máy in trong cấu hình; mặc định là máy in đầu tiên.", valueName: "máy in"))
    var printer: String?

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.using { daemon in
        let printers = try await daemon.send(.get("printers")).decoded(as: [PrinterAnswer].self)
        guard let name = printer ?? printers.first?.id else {
          throw Failure(.badConfiguration, "Cấu hình không có máy in. Hãy thêm một mục [[printers]].")
        }
        let answer = try await daemon.send(.post("printers", name, "test", body: NoFields()))
        try await options.show(answer, from: daemon) { (printer: PrinterAnswer, _) in
          ["Đã in phiếu thử trên máy in \(printer.id). \(printer.detail)"]
        }
      }
    }
  }
}
