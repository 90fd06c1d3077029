import Logging
import Synchronization

/// Tells the log of what a machine tries that no page of ours does, but over a line that breaks: once an hour for each
/// machine and kind, however often it is tried. Wrong secrets are the business of `SignInDesk`.
final class SuspicionLog: Sendable {
  enum Kind: String, Sendable {
    /// Bytes that are no HTTP, or that two readers could read in two ways.
    case unreadableRequest = "unreadable-request"
    /// A request that does not come to its end.
    case endlessRequest = "endless-request"
    /// A body that goes on after it was refused for its size.
    case endlessBody = "endless-body"
    /// A path that climbs out of where it is, or hides a part of itself.
    case climbingPath = "climbing-path"
    /// A name that is not this machine's, or a page of another origin.
    case foreignPage = "foreign-page"
    /// The cookie of a session without what only a page of that session can send along.
    case forgedCommand = "forged-command"
    case tooManyRequests = "too-many-requests"
    case tooManyConnections = "too-many-connections"
    /// Connections that said nothing had to make room for others.
    case silentConnections = "silent-connections"
  }

  private struct Key: Hashable {
    let kind: Kind
    let machine: String
  }

  /// What is remembered at most: whoever takes ever new addresses fills neither memory nor log.
  private static let limit = 1024
  private static let rest = Duration.seconds(3600)

  private let told = Mutex<[Key: ContinuousClock.Instant]>([:])
  private let log: Logger

  init(_ log: Logger) {
    self.log = log
  }

  func note(_ kind: Kind, by peer: Peer, at now: ContinuousClock.Instant = .now) {
    let key = Key(kind: kind, machine: peer.network)
    let isNew = told.withLock { told in
      if let before = told[key], now - before < Self.rest { return false }
      if told.count >= Self.limit { told = told.filter { now - $0.value < Self.rest } }
      guard told.count < Self.limit else { return false }
      told[key] = now
      return true
    }
    guard isNew else { return }
    log.warning(
      "A machine in the network was refused what it tried",
      metadata: ["console.address": "\(peer.network)", "console.attempt": "\(kind.rawValue)"])
  }
}
