import Console
import Logging
import ServiceLifecycle
import SystemIO
import UnixSignals

/// A part of the daemon whose life is one function, as the service group wants it.
struct Component: Service {
  let name: String
  private let endsGracefully: Bool
  private let life: @Sendable () async throws -> Void

  /// - Parameter endsGracefully: whether the part itself heeds a graceful shutdown; any other is ended by cancelling
  ///   it, and so need know nothing of service groups.
  init(_ name: String, endsGracefully: Bool = false, _ life: @escaping @Sendable () async throws -> Void) {
    self.name = name
    self.endsGracefully = endsGracefully
    self.life = life
  }

  func run() async throws {
    if endsGracefully { return try await life() }
    do {
      try await cancelWhenGracefulShutdown { try await life() }
    } catch is CancellationError {
      return
    }
  }
}

extension Kiosk {
  /// Seconds the parts get to end by themselves, and then to end when cancelled: 5 in all, as the contract has it.
  private static let patience = (graceful: Duration.seconds(3), cancelled: Duration.seconds(1))

  /// Runs the parts until a signal; the failure of one ends all.
  static func serve(_ components: [any Service], manager: ServiceManager, log: Logger) async -> StartFailure? {
    // Last in, so the first to hear of the end.
    let farewell = Component("service manager", endsGracefully: true) {
      try await gracefulShutdown()
      do {
        try manager.stopping()
      } catch {
        log.warning("The service manager does not listen", metadata: ["error": "\(error)"])
      }
    }
    var configuration = ServiceGroupConfiguration(
      services: components + [farewell], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(log))
    configuration.maximumGracefulShutdownDuration = patience.graceful
    configuration.maximumCancellationDuration = patience.cancelled
    do {
      try await ServiceGroup(configuration: configuration).run()
      return nil
    } catch let error as ListenError {
      return StartFailure(error)
    } catch let error as CertificateError {
      return StartFailure(.badConfiguration, error.description)
    } catch is CancellationError {
      // Who was cut short after the patience below had heard the signal too.
      return nil
    } catch {
      log.critical("A part of the daemon failed", metadata: ["error": "\(error)"])
      return StartFailure(.internalFault, "luotd dừng vì một bộ phận gặp lỗi: \(error)")
    }
  }

  /// The group's own messages tell of its inner workings; only its complaints are for the administrator.
  private static func quiet(_ log: Logger) -> Logger {
    var quiet = log
    quiet.logLevel = max(log.logLevel, .warning)
    return quiet
  }
}
