import Daemon
import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import luot

/// The client against a real Unix socket whose other end misbehaves as told.
struct DaemonClientTests {
  private enum Turn {
    /// Reads the request and hangs up.
    case hangUp
    /// Answers with the idempotency key that came.
    case tellKey
  }

  /// Serves one connection a turn and hands back the keys that came.
  private func serve<T: Sendable>(
    _ turns: [Turn], _ body: @escaping @Sendable (DaemonClient) async throws -> T
  ) async throws -> (T, keys: [String?]) {
    let socket = FileManager.default.temporaryDirectory.appending(path: "l-\(UUID().uuidString.prefix(8))").path
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).bind(
      unixDomainSocketPath: socket, cleanupExistingSocketFile: true
    ) { channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
      }
    }
    return try await server.executeThenClose { connections in
      async let answer = DaemonClient.using(socket: socket, patience: .seconds(300), body)
      var keys: [String?] = []
      var remaining = turns[...]
      for try await connection in connections {
        let turn = remaining.removeFirst()
        try await connection.executeThenClose { inbound, outbound in
          var request = ""
          for try await bytes in inbound {
            request += String(buffer: bytes)
            if request.hasSuffix("{}") { break }
          }
          let key = request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("idempotency-key: ") }
            .map { String($0.dropFirst(17)) }
          keys.append(key)
          if turn == .tellKey {
            let body = "\"\(key ?? "")\""
            try await outbound.write(
              ByteBuffer(
                string: "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"))
          }
        }
        if remaining.isEmpty { break }
      }
      return (try await answer, keys)
    }
  }

  @Test func `A connection that breaks before the answer is tried again with the same key`() async throws {
    let (told, keys) = try await serve([.hangUp, .tellKey]) { daemon in
      try await daemon.send(.post("tickets", body: NoFields())).decoded(as: String.self)
    }
    #expect(keys.count == 2)
    #expect(keys[0] == keys[1])
    #expect(told == keys[0])
    #expect(UUID(uuidString: told) != nil)
  }

  @Test func `A connection that breaks twice is a failure and not tried a third time`() async throws {
    let (failure, keys) = try await serve([.hangUp, .hangUp]) { daemon -> Failure? in
      do throws(Failure) {
        _ = try await daemon.send(.post("tickets", body: NoFields()))
        return nil
      } catch {
        return error
      }
    }
    #expect(keys.count == 2)
    #expect(failure?.code == .unavailable)
  }

  @Test func `Nobody at the socket is told at once, with what to do`() async throws {
    let nowhere = FileManager.default.temporaryDirectory.appending(path: "nobody-\(UUID().uuidString.prefix(8))").path
    await #expect(
      throws: Failure(
        .unavailable, "Không gặp được luotd tại \(nowhere). Hãy khởi động luotd hoặc chỉ đúng socket bằng --socket.")
    ) {
      try await DaemonClient.using(socket: nowhere, patience: .seconds(300)) { try await $0.send(.get("board")) }
    }
  }
}
