import FrontDesk
import ArgumentParser
import Daemon
import Foundation
import NIOCore

struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Sao lưu dữ liệu đang dùng và kiểm chứng bản sao.")

  @Argument(
    help: ArgumentHelp("Tệp sẽ ghi, chưa có; mặc định do luotd đặt tên trong thư mục sao lưu.", valueName: "tệp"))
  var file: String?

  @OptionGroup var options: DaemonOptions

  private struct Body: Encodable {
    let file: String?
  }

  func run() async throws {
    // The daemon has another working folder.
    let body = Body(file: file.map { URL(fileURLWithPath: $0).path })
    try await options.show(.post("backups", body: body), patience: .hours(1)) { (backup: BackupAnswer, _) in
      ["Đã sao lưu vào \(backup.file)"] + Wording.lines(of: backup.verification)
    }
  }
}

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Kiểm chứng rằng nhật ký nguyên vẹn và mọi số liệu khớp với nhật ký.",
    discussion: "Có --state mà không luotd nào đang dùng thư mục đó thì tự mở dữ liệu; không thì hỏi luotd.")

  @Option(help: ArgumentHelp("Thư mục dữ liệu.", valueName: "thư mục"))
  var state: String?

  @OptionGroup var options: DaemonOptions

  func run() async throws {
    let isProven =
      if let state { try await verify(folder: state) } else { try await verify(socket: options.socketPath()) }
    if !isProven {
      throw Failure(.badData, "Dữ liệu không khớp nhật ký. Hãy giữ nguyên tệp và khôi phục từ bản sao lưu gần nhất.")
    }
  }

  private func verify(folder: String) async throws -> Bool {
    do {
      let answer = VerificationAnswer(try OfflineStore.verify(stateFolder: folder))
      if options.json {
        try printJSON(answer)
      } else {
        Wording.lines(of: answer).forEach { print($0) }
      }
      return answer.isProven
    } catch let failure as StartFailure where failure.code == .temporary {
      do {
        return try await verify(socket: StateFolder(folder).socket)
      } catch let unreachable as Failure where unreachable.code == .unavailable {
        throw failure
      }
    }
  }

  private func verify(socket: String) async throws -> Bool {
    try await DaemonClient.using(socket: socket, patience: .hours(1)) { daemon in
      let answer = try await daemon.send(.post("verifications", body: NoFields()))
      try await options.show(answer, from: daemon) { (answer: VerificationAnswer, _) in Wording.lines(of: answer) }
      return try answer.decoded(as: VerificationAnswer.self).isProven
    }
  }
}
