@testable import Console
import Foundation
import FrontDesk
import HTTPTypes
import HummingbirdTesting
import Logging
import Queueing
import Records
import Reports
import Scenes
import ServiceLifecycle
import Storage
import Synchronization
import Testing

/// A clock that stands still until somebody moves it.
final class TestClock: Sendable {
  private let instant: Mutex<Timestamp>

  init(_ instant: Timestamp) {
    self.instant = Mutex(instant)
  }

  var wall: WallClock { WallClock { self.instant.withLock { $0 } } }

  func advance(seconds: Int) {
    instant.withLock { $0 = $0.adding(seconds: seconds) }
  }
}

private struct OneDevice: DeviceList {
  func devices() -> [DevicesAnswer.Device] {
    [DevicesAnswer.Device(id: "usb-1", kind: "printer", name: "Máy in thử", serial: nil, port: "1-1", node: nil)]
  }

  func expected() -> [DevicesAnswer.Expected] {
    [DevicesAnswer.Expected(id: "may-in", name: "Máy in", required: true, device: "usb-1")]
  }
}

/// Two files: one that is shown, and one that is none.
private struct TwoNotices: NoticeList {
  func notices(on day: ServiceDay) -> NoticesAnswer {
    let page = try? SlideText(parsing: "# Cảnh giác lừa đảo\nKhông đọc mã OTP cho ai.\nQR: https://example.vn")
    return NoticesAnswer(
      folder: "/etc/luot/notices", seconds: 10,
      notices: [
        page.map { NoticeAnswer(file: "10-lua-dao.md", $0, on: day) },
        NoticeAnswer(file: "20-hong.md", problem: "Hãy sửa: thiếu tiêu đề."),
      ].compactMap(\.self))
  }
}

private struct Component: ServiceLifecycle.Service {
  let body: @Sendable () async throws -> Void

  func run() async throws { try await body() }
}

/// Somebody who is signed in at the staff listener, by a token that the tests know.
enum Colleague: String, CaseIterable {
  case volunteer = "binh"
  case supervisor = "an"
  case administrator = "chi"

  var role: Role {
    switch self {
    case .volunteer: .volunteer
    case .supervisor: .supervisor
    case .administrator: .administrator
    }
  }

  /// 43 characters, as all are.
  private var tokenText: String { rawValue.padding(toLength: 43, withPad: "0", startingAt: 0) }

  var digest: Data { SessionToken(tokenText)?.digest ?? Data() }
  var cookie: String { "luot=\(tokenText)" }
  var commandToken: String { SessionToken(tokenText)?.commandToken ?? "" }
  var headerLines: String { "Cookie: \(cookie)\r\nX-Luot-Command: \(commandToken)\r\n" }

  var headers: HTTPFields {
    var fields = HTTPFields()
    fields[.cookie] = cookie
    if let name = HTTPField.Name("X-Luot-Command") { fields[name] = commandToken }
    return fields
  }
}

extension ConsoleLimits {
  /// Those of the product, but that no connection and no waiting of a running server ends because time has passed: a
  /// test shortens what it is about, and a machine that is busy ends nothing.
  static var unhurried: ConsoleLimits {
    var limits = ConsoleLimits()
    let never = Duration.seconds(3600)
    (limits.idle, limits.request, limits.upload, limits.stall) = (never, never, never, never)
    limits.longReadPatience = never
    return limits
  }
}

/// A front desk on a real store in a folder of its own, and the console before it.
struct OfficeUnderTest: Sendable {
  static let monday = ServiceDay(year: 2026, month: 11, day: 23)
  static let admin = Requester(name: "admin", origin: .cli)

  let clock: TestClock
  let feed: JournalFeed
  let store: Store
  let health: HealthRegister
  let reception: Reception
  let screens: TestScreens
  let context: ConsoleContext
  let folder: String

  var socket: String { "\(folder)/luot.sock" }

  static let office = Office(
    name: "Kiến Minh",
    services: [
      Service(id: ServiceID(verified: "ho-tich"), letter: "A", name: "Hộ tịch – chứng thực"),
      Service(id: ServiceID(verified: "dat-dai"), letter: "B", name: "Đất đai – xây dựng"),
      Service(id: ServiceID(verified: "vneid"), letter: "D", name: "Định danh điện tử VNeID", dailyCap: 2),
    ],
    counters: (1...8).map {
      CounterDefinition(
        id: CounterID(verified: "\($0)"), name: "Quầy \($0)",
        services: ["ho-tich", "dat-dai"].map { ServiceID(verified: $0) })
    },
    priorityClasses: [
      PriorityClass(id: PriorityClassID(verified: "elderly"), name: "Người cao tuổi", basis: "Quy chế")
    ],
    policy: CallingPolicy(mode: .interleaved(normals: 3), maxWait: 1800),
    hours: [.monday: [OpeningSlot(from: 450, until: 1020)]])

  /// Makes the office in a folder of its own; it is Monday, nine o'clock, and numbers are given until five.
  init(
    limits: ConsoleLimits = .unhurried, session: SessionRules = OfficeUnderTest.longSession,
    printsSlips: Bool = true, onlineActivities: Set<Activity> = [.onlineService],
    log: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  ) async throws {
    // Short: a socket's path has room for 107 bytes.
    let folder = "/tmp/luot-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    self.folder = folder
    let clock = TestClock(CivilTime.instant(epochDay: Self.monday.epochDay, secondOfDay: 9 * 3600))
    let feed = JournalFeed()
    self.clock = clock
    self.feed = feed
    let store = try Store(
      path: "\(folder)/luot.sqlite", now: clock.wall.now(), day: Self.monday,
      epoch: "7b1d4a7e-3a53-4a53-9a0e-2d6a4e0f3c11", onCommit: feed.publish)
    self.store = store
    health = HealthRegister(store: store, clock: clock.wall, standingNotices: ["Đây là máy thử."])
    reception = Reception(
      store: store, office: Self.office, clock: clock.wall, onlineActivities: onlineActivities,
      printsSlips: printsSlips, makeToken: { UUID().uuidString })
    screens = TestScreens(reception: reception, health: health)
    context = ConsoleContext(
      reception: reception, feed: feed, health: health, devices: OneDevice(), notices: TwoNotices(),
      operations: Operations(
        backup: { file in
          let target = file ?? "\(folder)/backup.sqlite"
          return BackupAnswer(file: target, verification: VerificationAnswer(try await store.backup(to: target)))
        },
        verify: { VerificationAnswer(try await store.verify()) },
        badges: BadgeOperations(
          enrolCard: { [reception] member, reader, requester in
            guard reader != "none" else { throw CardProblem.noReader("Chưa cắm đầu đọc thẻ nào.") }
            return try await reception.enrolBadge(Data(repeating: 7, count: 32), member: member, by: requester)
          },
          makeCode: { [reception] member, requester in
            var badge = try await reception.enrolBadge(
              Data(repeating: 8, count: 32), member: member, code: "LUOT-TV:0123456789abcdef", by: requester)
            badge.picture = CodePicture(side: 29, path: "M4 4h7v1h-7z")
            return badge
          })),
      reports: ReportDesk(profile: ReportProfile(unit: "xã Kiến Minh")) { nil }, screens: screens, limits: limits,
      signIn: SignInRules(session: session, hashCost: 1), names: ["kiosk.example"],
      privateMemory: { 7_000_000 }, log: log)
    let firstDay = ServiceDay(epochDay: 0)
    try await reception.seed(
      members: [Member(id: MemberID(verified: "an"), name: "Cô An", team: .digitalTeam, validFrom: firstDay)],
      villages: [Village(id: VillageID(verified: "thon-1"), name: "Thôn 1", validFrom: firstDay)])
    try await signIn(.supervisor)
  }

  /// The clock of some tests goes on for weeks.
  static let longSession = SessionRules(idleSeconds: 90 * 86_400, lifeSeconds: 90 * 86_400)

  /// What everybody's account is opened with here.
  static let secret = "472915"

  func signIn(_ colleague: Colleague) async throws {
    let id = MemberID(verified: colleague.rawValue)
    guard try await reception.account(of: id) == nil else { return }
    _ = try await reception.addAccount(
      AccountDraft(
        id: id.text, name: colleague == .supervisor ? nil : "Người \(id)", team: .digitalTeam, role: colleague.role),
      secret: SecretHash.make(Self.secret, cost: 1), isTemporary: false,
      by: AccountKeeper(requester: Self.admin, role: .administrator))
    let session = try await reception.openSession(
      colleague.digest, for: id, provenBy: nil, rules: context.signIn.rules.session)
    #expect(session?.role == colleague.role)
  }

  /// What the print queue does when all goes well.
  func printSlips() async throws {
    let now = clock.wall.now()
    try await store.write { tx in
      for job in try tx.printJobs(in: .pending, limit: 100) {
        try tx.movePrintJob(job.id, to: .printing, detail: nil, at: now)
        try tx.movePrintJob(job.id, to: .printed, detail: nil, at: now)
      }
    }
  }

  /// Opens both listeners, lets `body` use them and stops them gracefully.
  func serving(
    beside other: Listener? = nil, _ body: @Sendable (OpenOffice) async throws -> Void
  ) async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (opened, note) = AsyncStream.makeStream(of: (place: Int, port: Int?).self)
    let listeners = [.staff(host: "127.0.0.1", port: 0), .unixSocket(path: socket), other].compactMap(\.self)
    let servers = listeners.enumerated().map { place, listener in
      ConsoleServer(listener, context: context) { note.yield((place, $0)) }
    }
    let group = ServiceGroup(
      services: servers.map { server in Component { try await server.run() } }, logger: context.log)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      var ports: [Int: Int?] = [:]
      for await (place, port) in opened {
        ports[place] = port
        if ports.count == servers.count { break }
      }
      let port = try #require(ports[0] ?? nil)
      try await body(
        OpenOffice(
          office: self, described: DescribedRoutes(context: context), port: port, otherPort: ports[2] ?? nil,
          group: group))
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
    try store.close()
  }
}

/// An office whose listeners are open.
struct OpenOffice: Sendable {
  let office: OfficeUnderTest
  /// What every refusal is held against.
  let described: DescribedRoutes
  let port: Int
  /// Of a listener beside the usual ones.
  let otherPort: Int?
  let group: ServiceGroup

  /// A volunteer's console: one connection to the staff listener.
  func staff<T: Sendable>(
    as colleague: Colleague = .supervisor, patience: Duration = .seconds(300),
    _ body: @escaping @Sendable (Client) async throws -> T
  ) async throws -> T {
    try await office.signIn(colleague)
    return try await visiting(with: colleague.headers, patience: patience, body)
  }

  /// Somebody with a browser and these headers.
  func visiting<T: Sendable>(
    with headers: HTTPFields = [:], patience: Duration = .seconds(300),
    _ body: @escaping @Sendable (Client) async throws -> T
  ) async throws -> T {
    // Far more than anything takes that does not hang: a file of many lines is read for one answer.
    let configuration = TestClient.Configuration(timeout: patience)
    return try await TestClient.withClient(host: "127.0.0.1", port: port, configuration: configuration) {
      try await body(Client(client: $0, port: port, headers: headers, described: described))
    }
  }

  func admin(_ method: String, _ path: String, _ json: String? = nil, key: String? = nil) async throws -> Answer {
    let socket = office.socket
    let answer = try await onThread {
      let connection = try RawConnection(path: socket)
      try connection.send(
        request: method, path, host: "localhost", json: json,
        headers: key.map { "Idempotency-Key: \($0)\r\n" } ?? "")
      return try connection.answer()
    }
    if let method = HTTPRequest.Method(method) { described.check(answer, to: method, path) }
    return answer
  }
}
