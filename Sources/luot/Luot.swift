import ArgumentParser
import CommandText
import Daemon
import Foundation

@main
struct Luot: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "luot",
    abstract: "Điều khiển và theo dõi việc lấy số, gọi số của trung tâm.",
    discussion: """
      Lệnh nói chuyện với luotd qua socket: --socket, nếu không thì biến LUOT_SOCKET, nếu không thì \
      \(DaemonOptions.installedSocket). Thêm --json để nhận đúng câu trả lời của luotd.
      """,
    version: KioskVersion.text,
    subcommands: [
      Status.self, Check.self, Devices.self, TicketGroup.self, CounterGroup.self, CallGroup.self, ServiceGroup.self,
      LineGroup.self, ClockGroup.self, HelpCallGroup.self, OfficeGroup.self, RegisterGroup.self, AssistGroup.self,
      BadgeGroup.self, UserGroup.self, TLSGroup.self, ShowBoard.self, ShowScreen.self, Stats.self, ShowFairness.self,
      ReportGroup.self, PrintGroup.self, Backup.self, Verify.self, Retention.self, Simulate.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Foundation.exit(report(error))
    }
  }

  /// Tells what went wrong, on standard error and in one sentence, and returns how the program ends.
  private static func report(_ error: any Error) -> Int32 {
    switch error {
    case let failure as Failure:
      complain("luot: \(failure.sentence)")
      return failure.code.rawValue
    case let failure as StartFailure:
      complain("luot: \(failure.description)")
      return failure.code.rawValue
    default:
      let code = exitCode(for: error)
      // What neither a command nor the parser foresaw.
      if code == .failure {
        complain("luot: Lỗi ngoài dự kiến: \(error)")
        return Daemon.ExitCode.internalFault.rawValue
      }
      let text = HelpText.vietnamese(fullMessage(for: error), program: "luot")
      if code.isSuccess { print(text) } else if !text.isEmpty { complain(text) }
      return code.rawValue
    }
  }
}
