import FrontDesk
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import Synchronization

/// Who is connected to one listener. No machine in the network may take all its connections; this machine itself may,
/// since a proxy on it speaks for many. And who says nothing makes room for who comes: when the listener is nearly full,
/// each newcomer ends the connection on which there has been nothing to do for the longest time.
final class Crowd: Sendable {
  private struct State {
    var connections = 0
    var ofMachine: [String: Int] = [:]
    /// Those with no request under way, and since when.
    var idle: [ObjectIdentifier: (channel: any Channel, since: ContinuousClock.Instant)] = [:]
  }

  private let state = Mutex(State())
  private let limit: Int
  private let room: Int

  /// - Parameters:
  ///   - limit: connections of one machine.
  ///   - connections: all that the listener takes before it lets newcomers wait.
  init(limit: Int, connections: Int) {
    self.limit = limit
    room = connections - max(1, connections / 8)
  }

  /// `false` when the machine has enough.
  ///
  /// - Parameter onMakingRoom: told of a machine whose connection was ended for this one.
  func enter(_ peer: Peer, on channel: any Channel, onMakingRoom: (Peer) -> Void = { _ in }) -> Bool {
    let (isIn, idlest) = state.withLock { state in
      guard peer.isLocal || state.ofMachine[peer.network, default: 0] < limit else {
        return (false, nil as (any Channel)?)
      }
      state.ofMachine[peer.network, default: 0] += 1
      state.connections += 1
      var idlest: (any Channel)?
      if state.connections > room, let longest = state.idle.min(by: { $0.value.since < $1.value.since }) {
        idlest = longest.value.channel
        state.idle[longest.key] = nil
      }
      state.idle[ObjectIdentifier(channel)] = (channel, .now)
      return (true, idlest)
    }
    if let idlest {
      onMakingRoom(Peer(idlest.remoteAddress))
      idlest.close(promise: nil)
    }
    return isIn
  }

  func leave(_ peer: Peer, on channel: any Channel) {
    state.withLock { state in
      let left = state.ofMachine[peer.network, default: 1] - 1
      state.ofMachine[peer.network] = left > 0 ? left : nil
      state.connections -= 1
      state.idle[ObjectIdentifier(channel)] = nil
    }
  }

  func note(_ channel: any Channel, isIdle: Bool) {
    state.withLock { $0.idle[ObjectIdentifier(channel)] = isIdle ? (channel, .now) : nil }
  }
}

/// Tells the crowd of one connection; closes one too many of a machine before it has said anything.
final class CrowdHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let crowd: Crowd
  private let suspicions: SuspicionLog
  private var counted: Peer?
  /// Requests whose answer has not ended.
  private var open = 0

  init(_ crowd: Crowd, _ suspicions: SuspicionLog) {
    self.crowd = crowd
    self.suspicions = suspicions
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let peer = Peer(context.channel.remoteAddress)
    let isIn = crowd.enter(peer, on: context.channel) { [suspicions] silent in
      suspicions.note(.silentConnections, by: silent)
    }
    if isIn {
      counted = peer
    } else {
      suspicions.note(.tooManyConnections, by: peer)
      context.close(promise: nil)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    if let counted { crowd.leave(counted, on: context.channel) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head = unwrapInboundIn(data) {
      open += 1
      if open == 1, counted != nil { crowd.note(context.channel, isIdle: false) }
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      open -= 1
      if open == 0, counted != nil { crowd.note(context.channel, isIdle: true) }
    }
    context.write(data, promise: promise)
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
