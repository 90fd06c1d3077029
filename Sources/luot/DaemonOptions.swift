import ArgumentParser
import Foundation
import NIOCore

/// What every command that asks the daemon takes.
struct DaemonOptions: ParsableArguments {
  static let installedSocket = "/run/luot/luot.sock"

  @Option(help: ArgumentHelp("Socket của luotd.", valueName: "tệp"))
  var socket: String?

  @Flag(help: "In nguyên câu trả lời JSON của luotd.")
  var json = false

  func socketPath(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    let named = [socket, environment["LUOT_SOCKET"]].compactMap(\.self).first { !$0.isEmpty }
    return named ?? Self.installedSocket
  }

  func using<T>(patience: TimeAmount = .seconds(60), _ body: (DaemonClient) async throws -> T) async throws -> T {
    try await DaemonClient.using(socket: socketPath(), patience: patience, body)
  }

  /// Sends one request and prints its answer: as it came with `--json`, else in words.
  func show<T: Decodable>(
    _ request: Request, patience: TimeAmount = .seconds(60),
    inWords words: (T, DaemonClient) async throws -> [String]
  ) async throws {
    try await using(patience: patience) { daemon in
      try await show(try await daemon.send(request), from: daemon, inWords: words)
    }
  }

  func show<T: Decodable>(
    _ answer: DaemonClient.Answer, from daemon: DaemonClient,
    inWords words: (T, DaemonClient) async throws -> [String]
  ) async throws {
    if json {
      print(answer.body.isEmpty ? "null" : String(decoding: answer.body, as: UTF8.self))
    } else {
      for line in try await words(answer.decoded(), daemon) { print(line) }
    }
  }
}

/// Prints what was found without the daemon in the form in which the daemon would have answered.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
