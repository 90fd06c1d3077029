import ArgumentParser
import Daemon
import FrontDesk
import Queueing

struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Cho biết máy và các quầy đang thế nào.")

  @OptionGroup var options: DaemonOptions

  func run() async throws {
    try await options.using { daemon in
      // A failed office answers too, with 503 and what is wrong.
      let answer = try await daemon.answer(to: .get("health"))
      guard [200, 503].contains(answer.status) else { throw Failure(status: answer.status, problem: nil) }
      try await options.show(answer, from: daemon) { (health: HealthAnswer, daemon) in
        Wording.lines(of: health) + (try await Self.linesOfWork(daemon))
      }
      if answer.status == 503 {
        throw Failure(await Self.cause(daemon), "Máy đang hỏng; hãy làm theo chỉ dẫn trong mục kiểm tra.")
      }
    }
  }

  /// How a failed office ends the command: as the reading that fails would, else as what cannot be written.
  private static func cause(_ daemon: DaemonClient) async -> Daemon.ExitCode {
    do {
      _ = try await daemon.names()
      return .inputOutput
    } catch {
      return error.code
    }
  }

  /// Counters and lines, where the store can still be read.
  private static func linesOfWork(_ daemon: DaemonClient) async throws -> [String] {
    do {
      let names = try await daemon.names()
      return ["Quầy"]
        + Table(
          rows: names.counters.map { [$0.id.text, $0.name, $0.state.text, $0.ticket?.number ?? ""] }
        ).lines(indent: 2) + ["Đang chờ"] + Wording.lines(of: names.services)
    } catch {
      guard (error.status ?? 0) >= 500 else { throw error }
      return ["Không đọc được quầy và hàng chờ."]
    }
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Kiểm tra tệp cấu hình và các thiết bị đang cắm, không đổi gì.")

  @Option(help: ArgumentHelp("Tệp cấu hình.", valueName: "tệp"))
  var config = Simulate.installedConfiguration

  @Flag(help: "In kết quả thành JSON.")
  var json = false

  func run() throws {
    let code = DaemonCheck.run(config: config, json: json)
    if code != .ok { throw ArgumentParser.ExitCode(code.rawValue) }
  }
}

struct Devices: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cho xem các thiết bị đang cắm và những lần rút, cắm, lỗi đã ghi.")

  @Flag(help: "Theo dõi thiết bị cắm vào, rút ra, tới khi bấm Ctrl-C.")
  var watch = false

  @OptionGroup var options: DaemonOptions

  func run() async throws {
    try await options.using { daemon in
      let answer = try await daemon.send(.get("devices"))
      try await options.show(answer, from: daemon) { (answer: DevicesAnswer, _) in Wording.lines(of: answer) }
      if watch { try await follow(daemon, since: answer.decoded(as: DevicesAnswer.self).log) }
    }
  }

  private func follow(_ daemon: DaemonClient, since log: [DevicesAnswer.Event]) async throws {
    var known = log
    flushOutput()
    while true {
      try await Task.sleep(for: .seconds(1))
      let answer = try await daemon.send(.get("devices"))
      let log = try answer.decoded(as: DevicesAnswer.self).log
      let fresh = Self.events(in: log, after: known)
      known = log
      if fresh.isEmpty { continue }
      if options.json {
        print(String(decoding: answer.body, as: UTF8.self))
      } else {
        for event in fresh { print(Wording.line(of: event)) }
      }
      flushOutput()
    }
  }

  /// What `log` has beyond `known`, oldest first; both are newest first and may have lost their oldest.
  static func events(in log: [DevicesAnswer.Event], after known: [DevicesAnswer.Event]) -> [DevicesAnswer.Event] {
    let fresh = (0...log.count).first { log.dropFirst($0).elementsEqual(known.prefix(log.count - $0)) }
    return log.prefix(fresh ?? log.count).reversed()
  }
}
