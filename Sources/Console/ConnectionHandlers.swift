import FrontDesk
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// Ends a connection whose other side stalls: a request that does not come to its end, a reader that takes nothing, a
/// listener that has left, and, when the server stops, whatever is still open a moment later.
///
/// The idle time between requests and before the first one is Hummingbird's own limit.
final class ConnectionDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ConsoleLimits
  private let suspicions: SuspicionLog
  private var isReadingRequest = false
  /// Whether an answer goes on for as long as its client listens.
  private var isLive = false
  /// Whether the client sends nothing any more: of a live answer it takes no more either.
  private var hasLeft = false
  /// Whether the connection ends with the answer to the request under way.
  private var isLast = false
  private var bodyBytes = 0
  /// Where the request under way may bring a large file.
  private var upload: UploadLimit?
  private var requestDeadline: Scheduled<Void>?
  private var stallDeadline: Scheduled<Void>?
  private var farewellDeadline: Scheduled<Void>?

  init(_ limits: ConsoleLimits, _ suspicions: SuspicionLog) {
    self.limits = limits
    self.suspicions = suspicions
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var data = data
    switch unwrapInboundIn(data) {
    case .head(var head):
      isReadingRequest = true
      if head.method == .connect || head.headerFields[.upgrade] != nil {
        // After such a request the decoder takes what follows for another protocol. Nobody here speaks one.
        head.headerFields[.connection] = "close"
        data = wrapInboundOut(.head(head))
        isLast = true
      }
      bodyBytes = 0
      upload = head.method == .post ? head.path.flatMap(UploadLimit.largest) : nil
    case .body(let part):
      bodyBytes += part.readableBytes
    case .end:
      isReadingRequest = false
      requestDeadline?.cancel()
      requestDeadline = nil
    }
    context.fireChannelRead(data)
    // What is refused for its size is read on for a while, so that the sender gets to see the answer.
    if bodyBytes > limits.drainedBytes + (upload?.bytes(limits) ?? 0) {
      suspicions.note(.endlessBody, by: Peer(context.channel.remoteAddress))
      context.close(promise: nil)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if isReadingRequest, requestDeadline == nil {
      requestDeadline = closing(
        context, after: upload == nil ? limits.request : limits.upload, suspecting: .endlessRequest)
    }
    context.fireChannelReadComplete()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable {
      stallDeadline?.cancel()
      stallDeadline = nil
    } else if stallDeadline == nil {
      stallDeadline = closing(context, after: limits.stall)
    }
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent {
      // Of its own: the server ends, however well the other side reads.
      farewellDeadline?.cancel()
      farewellDeadline = closing(context, after: limits.farewell)
    }
    if case ChannelEvent.inputClosed? = event as? ChannelEvent {
      hasLeft = true
      if isLive { end(context) }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    var data = data
    switch unwrapOutboundIn(data) {
    case .head(var head):
      isLive = head.headerFields[.contentType]?.hasPrefix(LiveAnswer.mediaType) ?? false
      if isLast {
        head.headerFields[.connection] = "close"
        data = wrapOutboundOut(.head(head))
      }
    case .body: break
    case .end: isLive = false
    }
    context.write(data, promise: promise)
    if isLive, hasLeft { end(context) }
  }

  /// Ends a live answer as its own end would; whoever writes it finds the connection closed.
  private func end(_ context: ChannelHandlerContext) {
    isLive = false
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(promise: nil)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    requestDeadline?.cancel()
    stallDeadline?.cancel()
    farewellDeadline?.cancel()
  }

  private func closing(
    _ context: ChannelHandlerContext, after delay: Duration, suspecting kind: SuspicionLog.Kind? = nil
  ) -> Scheduled<Void> {
    context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [suspicions] in
      if let kind { suspicions.note(kind, by: Peer(context.channel.remoteAddress)) }
      context.close(promise: nil)
    }
  }
}

/// Gives the empty 400 that Hummingbird writes for bytes that are no HTTP a body like every other refusal.
final class UnreadableRequestAnswer: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let suspicions: SuspicionLog

  init(_ suspicions: SuspicionLog) {
    self.suspicions = suspicions
  }

  private static let problem = Problem(
    status: .badRequest, code: .invalidRequest, title: "Yêu cầu HTTP không hợp lệ",
    detail: "Không đọc được yêu cầu HTTP: dòng đầu hoặc tiêu đề sai, mâu thuẫn hoặc quá dài.")

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
      head.headerFields[.contentLength] == "0", let body = try? JSONAnswer.bytes(Self.problem)
    else {
      context.write(data, promise: promise)
      return
    }
    suspicions.note(.unreadableRequest, by: Peer(context.channel.remoteAddress))
    var answer = Self.problem.response.head
    answer.headerFields[.connection] = "close"
    answer.headerFields[.contentLength] = String(body.readableBytes)
    context.write(wrapOutboundOut(.head(answer)), promise: promise)
    context.write(wrapOutboundOut(.body(body)), promise: nil)
  }
}
