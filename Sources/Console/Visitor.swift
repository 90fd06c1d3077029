import FrontDesk
import Glibc
import Hummingbird
import NIOCore
import Queueing
import Records

/// Who makes a request.
enum Visitor: Sendable {
  /// Whoever can open the socket file.
  case socketUser
  case member(SignedIn)
  /// Nobody we know, by this machine itself or from elsewhere.
  case stranger(isLocal: Bool)

  var signedIn: SignedIn? {
    if case .member(let signedIn) = self { signedIn } else { nil }
  }

  /// What the visitor may do; `nil` without a sign-in.
  var role: Role? {
    switch self {
    case .socketUser: .administrator
    case .member(let signedIn): signedIn.role
    case .stranger: nil
    }
  }

  /// Who acts; a stranger's name stands in no journal, since no command is open to one.
  var requester: Requester {
    switch self {
    case .socketUser: Requester(name: "admin", origin: .cli)
    case .member(let signedIn): signedIn.requester
    case .stranger: Requester(name: "stranger", origin: .api)
    }
  }
}

extension Visitor {
  /// Of an address that is open to more people than what is asked of it.
  ///
  /// - Parameter act: what is asked, as the beginning of a sentence.
  func expect(_ needed: Role, to act: String) throws(Problem) {
    if let role, role >= needed { return }
    throw .forbidden("\(act) là việc của \(needed.name.lowercased()). Hãy nhờ người có vai trò đó.")
  }

  /// Whom a volunteer speaks for, who has a say about nobody else's help; `nil` for who stands above volunteers.
  var onlySelf: MemberID? {
    signedIn.flatMap { $0.role >= .supervisor ? nil : $0.member }
  }

  /// Notes are for who may correct what they stand beside.
  var noteReader: NoteReader { onlySelf.map { .member($0) } ?? .anyone }

  func expectToSpeak(for member: String?) throws(Problem) {
    guard let onlySelf, let member, member != onlySelf.text else { return }
    throw .forbidden("Ông/bà chỉ ghi được lượt của chính mình. Hãy nhờ trưởng nhóm ghi lượt của người khác.")
  }
}

/// To whom an address is open.
enum Access: Hashable, Sendable {
  case anyone
  /// Anyone on this machine, such as what watches over it, and any member.
  case local
  /// A member, even one who has first to choose another secret.
  case signedIn
  case role(Role)

  /// - Throws: `Problem` that says what is missing.
  func admit(_ visitor: Visitor) throws(Problem) {
    switch (self, visitor) {
    case (.anyone, _), (_, .socketUser), (.local, .stranger(isLocal: true)), (.signedIn, .member): return
    case (_, .stranger): throw .signInRequired
    case (.local, .member(let signedIn)): if signedIn.mustChange { throw .secretExpired }
    case (.role(let role), .member(let signedIn)):
      if signedIn.mustChange { throw .secretExpired }
      guard signedIn.role >= role else { throw .beyondRole(needed: role) }
    }
  }
}

/// What a request carries along its way: who sits at the other end.
struct ConsoleRequestContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let peer: Peer
  /// When the connection is no more.
  let closed: EventLoopFuture<Void>

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    peer = Peer(source.channel.remoteAddress)
    closed = source.channel.closeFuture
  }
}

/// The other end of a connection, as far as it counts for limits.
struct Peer: Hashable, Sendable {
  /// The address; of IPv6 the network of 64 bits, since one machine may have all the addresses in it. Empty on a
  /// socket file.
  let network: String
  let isLocal: Bool

  init(_ address: SocketAddress?) {
    guard let text = address?.ipAddress else {
      (network, isLocal) = ("", true)
      return
    }
    var bytes = [UInt8](repeating: 0, count: 16)
    guard inet_pton(AF_INET6, text, &bytes) == 1 else {
      (network, isLocal) = (text, text.hasPrefix("127."))
      return
    }
    if bytes.starts(with: Self.mappedPrefix) {
      network = bytes.suffix(4).map { String($0) }.joined(separator: ".")
      isLocal = bytes[12] == 127
    } else {
      network = bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
      isLocal = bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }
  }

  /// An IPv4 address on a listener of both kinds, RFC 4291 section 2.5.5.2.
  private static let mappedPrefix: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
}
