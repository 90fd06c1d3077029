package import FrontDesk
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Queueing
import ServiceLifecycle
import Synchronization

/// What every listener offers, made once.
package struct ConsoleContext: Sendable {
  let reception: Reception
  let feed: JournalFeed
  let health: HealthRegister
  let devices: any DeviceList
  let notices: any NoticeList
  let operations: Operations
  let screens: any ScreenViews
  let printing: PrintQueue?
  let reports: ReportDesk
  let limits: ConsoleLimits
  let privateMemory: (@Sendable () -> Int?)?
  let log: Logger
  let signIn: SignInDesk
  let presence = Presence()
  /// Host names under which browsers reach the kiosk, besides addresses and localhost; in lower case.
  let names: Set<String>
  let traffic = Traffic()
  let pace: Pace
  let suspicions: SuspicionLog
  let operationsLog = OperationsLog(
    busyDetail: "Đang có một lần sao lưu hoặc kiểm tra khác chạy. Hãy đợi nó xong rồi gửi lại.")
  let importLog = OperationsLog(busyDetail: "Đang đọc một tệp khác. Hãy đợi nó xong rồi gửi lại.")
  let printTests = OperationsLog(busyDetail: "Lần in thử trước chưa xong. Hãy đợi nó xong rồi gửi lại.")
  let accountLog = OperationsLog(busyDetail: "Đang có một tài khoản khác được sửa. Hãy đợi ít giây rồi gửi lại.")
  let touches = OperationsLog(busyDetail: "Lần chạm trước chưa xong. Hãy chạm lại.")
  let badgeLog = OperationsLog(busyDetail: "Một lệnh khác đang chờ thẻ. Hãy đợi lệnh đó xong rồi gửi lại.")
  private let longReads = Gate()
  /// One picture of a screen at a time.
  let pictures = Gate()

  /// - Parameters:
  ///   - printing: `nil` without a printer.
  ///   - privateMemory: bytes of the process that nobody shares, for `/metrics`.
  package init(
    reception: Reception, feed: JournalFeed, health: HealthRegister, devices: any DeviceList,
    notices: any NoticeList, operations: Operations, reports: ReportDesk,
    screens: any ScreenViews, printing: PrintQueue? = nil, limits: ConsoleLimits = ConsoleLimits(),
    signIn: SignInRules = SignInRules(), names: [String] = [], privateMemory: (@Sendable () -> Int?)? = nil,
    log: Logger
  ) {
    self.reception = reception
    self.feed = feed
    self.health = health
    self.devices = devices
    self.notices = notices
    self.operations = operations
    self.screens = screens
    self.printing = printing
    self.reports = reports
    self.limits = limits
    self.signIn = SignInDesk(reception: reception, rules: signIn, patience: limits.longReadPatience, log: log)
    self.names = Set(names)
    pace = Pace(perSecond: limits.requestsPerSecond, burst: limits.requestBurst)
    self.privateMemory = privateMemory
    self.log = log
    suspicions = SuspicionLog(log)
  }

  /// Reads what takes long, such as a year of turns: one at a time, on whatever listener it is asked for, so that the
  /// queue goes on beside it.
  ///
  /// - Throws: `Problem.busy` when its turn does not come in time, and what `work` throws.
  func readLong<T>(_ work: () async throws -> T) async throws -> T {
    try await longReads.pass(patience: limits.longReadPatience, work)
  }
}

package struct ConsoleLimits: Sendable {
  /// Bytes of a request's body.
  package var bodyBytes = 64 << 10
  /// Bytes of a report as it was sent, and of a template.
  package var documentBytes = 10 << 20
  /// Bytes of a table that is imported: a hundred thousand lines of help.
  package var tableBytes = 24 << 20
  /// Bytes of one body that are read before the connection is cut, when the answer was a refusal.
  package var drainedBytes = 1 << 20
  /// Bytes of one header field or of the path, and of all fields together.
  package var headerFieldBytes = 16 << 10
  package var headerBytes = 32 << 10
  package var headerCount = 64
  /// Connections of one listener. When it is nearly full, idle ones make room; when all are at work, further ones wait.
  package var connections = 256
  package var publicConnections = 1024
  /// Connections of one machine in the network. Behind one address there may be a whole waiting room.
  package var connectionsOfOne = 128
  /// Requests of one machine in the network: a second, and at once.
  package var requestsPerSecond = 100
  package var requestBurst = 400
  /// Event streams of staff, of all listeners together.
  package var streams = 64
  /// Boards and tickets that are followed at the same time.
  package var viewers = 300
  /// Between two requests, and until the first one has its head.
  package var idle: Duration = .seconds(60)
  /// From the head of a request to its end.
  package var request: Duration = .seconds(20)
  /// The same where a large file may come, over a poor network.
  package var upload: Duration = .seconds(180)
  /// A reader that takes nothing is given up after this.
  package var stall: Duration = .seconds(30)
  /// Between two signs of life on an event stream: two of them within the ten seconds after which a screen says that
  /// its data are old.
  package var heartbeat: Duration = .seconds(5)
  /// How long a statistic waits for the one before it, until it is told to come again.
  package var longReadPatience: Duration = .seconds(5)
  /// What is open when the server stops may take this long to end.
  package var farewell: Duration = .seconds(2)

  package init() {}
}

/// Where requests come in, which also says who makes them.
package enum Listener: Hashable, Sendable {
  /// Who can open the socket file is an administrator.
  case unixSocket(path: String)
  /// Volunteers and clerks; port 0 is any free one.
  case staff(host: String, port: Int, tls: CertificateFiles? = nil)
  /// Anybody: the board and a citizen's own ticket.
  case visitors(host: String, port: Int)

  var address: BindAddress {
    switch self {
    case .unixSocket(let path): .unixDomainSocket(path: path)
    case .staff(let host, let port, _), .visitors(let host, let port): .hostname(host, port: port)
    }
  }

  var name: String {
    switch self {
    case .unixSocket(let path): path
    case .staff(let host, let port, _), .visitors(let host, let port): "\(host):\(port)"
    }
  }

  var isSocket: Bool {
    switch self {
    case .unixSocket: true
    case .staff, .visitors: false
    }
  }

  var isPublic: Bool {
    if case .visitors = self { true } else { false }
  }

  var certificate: CertificateFiles? {
    if case .staff(_, _, let files) = self { files } else { nil }
  }

  /// Whether only this machine reaches it.
  var isLoopback: Bool {
    switch self {
    case .unixSocket: true
    case .staff(let host, _, _), .visitors(let host, _): host.hasPrefix("127.") || host == "::1"
    }
  }
}

/// A listener could not be opened.
package struct ListenError: Error, Hashable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    case taken, notPermitted, notASocket
    case other(String)
  }

  /// The path or `host:port`.
  package let address: String
  package let reason: Reason

  package var description: String {
    switch reason {
    case .taken: "Không mở được \(address): đã có chương trình khác dùng. Hãy dừng chương trình đó hoặc đổi địa chỉ."
    case .notPermitted: "Không mở được \(address): không đủ quyền. Hãy kiểm tra quyền của thư mục hoặc đổi cổng."
    case .notASocket: "Không mở được \(address): chỗ này là một tệp hoặc thư mục khác. Hãy xóa hoặc chuyển nó đi."
    case .other(let detail): "Không mở được \(address): \(detail). Hãy kiểm tra địa chỉ trong cấu hình."
    }
  }

  init(_ listener: Listener, _ error: any Error) {
    address = listener.name
    guard !(error is UnixDomainSocketPathWrongType) else {
      reason = .notASocket
      return
    }
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE: reason = .taken
    case EACCES, EPERM: reason = .notPermitted
    default: reason = .other("\(error)")
    }
  }
}

/// One listener of the console. Its life is `run()`.
package struct ConsoleServer: Sendable {
  /// Read and write for owner and group: whoever is in the group is an administrator.
  private static let socketMode: mode_t = 0o660

  private let listener: Listener
  private let context: ConsoleContext
  private let onListening: @Sendable (Int?) -> Void

  /// - Parameter onListening: called once requests are taken, with the port (`nil` for a socket file).
  package init(
    _ listener: Listener, context: ConsoleContext, onListening: @escaping @Sendable (Int?) -> Void = { _ in }
  ) {
    self.listener = listener
    self.context = context
    self.onListening = onListening
  }

  /// Lets one thread carry the connections of all listeners: on the few cores of a kiosk a second one only makes the
  /// others wait for their turn more often. Before the first listener runs.
  package static func useOneEventLoop() {
    NIOSingletons.groupLoopCountSuggestion = 1
  }

  /// Serves until graceful shutdown; then ends open streams and waits for what is being answered.
  ///
  /// - Throws: `ListenError` when the address cannot be opened, `CertificateError` when it cannot be served.
  package func run() async throws {
    let isListening = Atomic<Bool>(false)
    let viewers = Viewers(context)
    let server = try server(viewers) { isListening.store(true, ordering: .relaxed) }
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await viewers.run() }
        defer { group.cancelAll() }
        try await server.run()
      }
    } catch {
      guard !(error is CancellationError), !isListening.load(ordering: .relaxed) else { throw error }
      throw ListenError(listener, error)
    }
  }

  /// The listener's server without the framework's application around it: that one wakes every second to word the
  /// date of answers that nobody may be asking for.
  private func server(
    _ viewers: Viewers, _ noteListening: @escaping @Sendable () -> Void
  ) throws -> any ServiceLifecycle.Service {
    let (limits, suspicions) = (context.limits, context.suspicions)
    let certificates = try listener.certificate.map { try Certificates($0, log: context.log) }
    let connections = listener.isPublic ? limits.publicConnections : limits.connections
    let crowd = Crowd(limit: limits.connectionsOfOne, connections: connections)
    let routes = Routes(
      context: context, isSocket: listener.isSocket, isPublic: listener.isPublic,
      isPlain: certificates == nil && !listener.isLoopback, cookie: SessionCookie(isSecure: certificates != nil),
      viewers: viewers)
    let plain = HTTPServerBuilder.http1(
      configuration: HTTP1Channel.Configuration(
        additionalChannelHandlers: [
          CrowdHandler(crowd, suspicions), ConnectionDeadlines(limits, suspicions), UnreadableRequestAnswer(suspicions),
        ],
        idleTimeout: TimeAmount(limits.idle),
        httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
          maxHeaderFieldSize: limits.headerFieldBytes, maxHeaderListSize: limits.headerBytes,
          maxHeaderFieldCount: limits.headerCount)))
    var log = context.log
    // The framework words its messages in its own way, and those of a server that could not start stand before ours.
    log.logLevel = max(log.logLevel, .critical)
    let responder = routes.router(guarding: FrontDoor(context: context, listener: listener)).buildResponder()
    let date = AnswerDate()
    return try (certificates.map { try .tls(plain, tlsConfiguration: $0.configuration) } ?? plain).buildServer(
      configuration: ServerConfiguration(
        address: listener.address, availableConnectionsDelegate: .maximum(connections, logger: log)),
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: log
    ) { [context, log] request, writer, channel in
      var response = try await responder.respond(
        to: request,
        context: ConsoleRequestContext(source: ApplicationRequestContextSource(channel: channel, logger: log)))
      response.headers[.date] = date.text(at: context.reception.clock.now())
      do {
        try await writer.write(response: response.head, body: response.body)
      } catch {
        // Part of the answer is on its way: another must not follow it, and the framework's log is silent.
        BrokenAnswer.note(error, answering: request.head, in: context.log)
        throw BrokenAnswer(cause: error)
      }
    } onServerRunning: { [listener, onListening] channel in
      // Until here, or should it fail, the umask lets in no more than the owner.
      if case .unixSocket(let path) = listener { chmod(path, Self.socketMode) }
      noteListening()
      onListening(channel.localAddress?.port)
    }
  }
}

/// An answer that came to no proper end: its receiver went away, or what it was made of failed on the way.
struct BrokenAnswer: Error {
  let cause: any Error

  /// Logs what nobody expects. That receivers go away is their business, and what is wrong with the store is told by
  /// health.
  static func note(_ cause: any Error, answering request: HTTPRequest, in log: Logger) {
    switch cause {
    case is ChannelError, is IOError, is NIOAsyncWriterError, is NIOSSLError, is NIOSSLCloseTimedOutError,
      is BoringSSLError:
      return
    default: break
    }
    guard Problem(cause) == nil else { return }
    log.error("An answer broke off unexpectedly", metadata: request.metadata(of: cause))
  }
}
