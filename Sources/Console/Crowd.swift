import FrontDesk
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import Synchronization

/// How many connections each machine in the network has open: none may take them all. This machine itself may, since
/// a proxy on it speaks for many.
final class Crowd: Sendable {
  private let connections = Mutex<[String: Int]>([:])
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// `false` when there are enough.
  func enter(_ peer: Peer) -> Bool {
    connections.withLock { connections in
      guard peer.isLocal || connections[peer.network, default: 0] < limit else { return false }
      connections[peer.network, default: 0] += 1
      return true
    }
  }

  func leave(_ peer: Peer) {
    connections.withLock { connections in
      let left = connections[peer.network, default: 1] - 1
      connections[peer.network] = left > 0 ? left : nil
    }
  }
}

/// Closes a connection too many of one machine before it has said anything.
final class CrowdHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  private let crowd: Crowd
  private var counted: Peer?

  init(_ crowd: Crowd) {
    self.crowd = crowd
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let peer = Peer(context.channel.remoteAddress)
    if crowd.enter(peer) { counted = peer } else { context.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    if let counted { crowd.leave(counted) }
  }
}

/// How fast each machine may ask: a bucket that fills steadily and that each request takes from.
final class Pace: Sendable {
  private struct Bucket {
    var level: Double
    var at: ContinuousClock.Instant
  }

  /// Machines remembered at most.
  private static let rememberedLimit = 4096

  private let buckets = Mutex<[String: Bucket]>([:])
  private let perSecond: Double
  private let burst: Double

  init(perSecond: Int, burst: Int) {
    self.perSecond = Double(perSecond)
    self.burst = Double(burst)
  }

  /// `false` when the machine has to wait a second. This machine itself never has.
  func allows(_ peer: Peer, at now: ContinuousClock.Instant = .now) -> Bool {
    if peer.isLocal { return true }
    return buckets.withLock { buckets in
      if buckets.count >= Self.rememberedLimit {
        // A full bucket is as good as none.
        buckets = buckets.filter { level(of: $0.value, at: now) < burst }
        if buckets.count >= Self.rememberedLimit { buckets.removeAll() }
      }
      var bucket = buckets[peer.network] ?? Bucket(level: burst, at: now)
      bucket = Bucket(level: level(of: bucket, at: now), at: now)
      let isAllowed = bucket.level >= 1
      if isAllowed { bucket.level -= 1 }
      buckets[peer.network] = bucket
      return isAllowed
    }
  }

  private func level(of bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
    min(burst, bucket.level + (now - bucket.at) / .seconds(1) * perSecond)
  }
}
