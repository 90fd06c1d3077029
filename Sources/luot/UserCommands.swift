import ArgumentParser
import FrontDesk
import Queueing
import Records

struct UserGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Ai được đăng nhập trang làm việc, và làm được gì.",
    discussion: "Mã PIN được tạo ngẫu nhiên và chỉ hiện một lần; người dùng phải đổi mã khi đăng nhập lần đầu.",
    subcommands: [List.self, Add.self, SetRole.self, ResetPIN.self, Lock.self, End.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cho xem các tài khoản.")

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.get("users")) { (users: [AccountAnswer], _) in Wording.table(of: users) }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Cho một người đăng nhập; người chưa có trong danh sách thì ghi cả --name và --team.")

    @Argument(help: UserOption.help)
    var id: String

    @Option(help: ArgumentHelp("Họ tên.", valueName: "họ tên"))
    var name: String?

    @Option(help: ArgumentHelp("Tổ: \(Team.accepted).", valueName: "tổ"))
    var team: Team?

    @Option(help: ArgumentHelp("Vai trò: \(Role.accepted); mặc định là volunteer.", valueName: "vai trò"))
    var role: Role?

    @Flag(help: "Đọc mã PIN hoặc mật khẩu từ đầu vào chuẩn thay vì tạo ngẫu nhiên.")
    var stdin = false

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let id: String
      let name: String?
      let team: String?
      let role: String
      let secret: String?
    }

    func run() async throws {
      // Not as an argument: those are seen by whoever lists the processes of the machine.
      let secret = stdin ? readLine(strippingNewline: true) ?? "" : nil
      let body = Body(id: id, name: name, team: team?.rawValue, role: (role ?? .volunteer).rawValue, secret: secret)
      try await options.show(.post("users", body: body)) { (user: AccountAnswer, _) in
        Wording.lines(of: user)
      }
    }
  }

  struct SetRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "role", abstract: "Đổi vai trò; người đó phải đăng nhập lại.")

    @Argument(help: UserOption.help)
    var id: String

    @Argument(help: ArgumentHelp("Vai trò: \(Role.accepted).", valueName: "vai trò"))
    var role: Role

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await UserOption.act("role", on: id, ["role": role.rawValue], options)
    }
  }

  struct ResetPIN: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reset-pin", abstract: "Cấp mã PIN mới, mở khóa, và đăng xuất người đó ở mọi nơi.")

    @Argument(help: UserOption.help)
    var id: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await UserOption.act("reset-pin", on: id, NoFields(), options)
    }
  }

  struct Lock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Khóa tài khoản và đăng xuất ở mọi nơi; reset-pin thì mở lại.")

    @Argument(help: UserOption.help)
    var id: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await UserOption.act("lock", on: id, NoFields(), options)
    }
  }

  struct End: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bỏ tài khoản; người đó vẫn ở trong danh sách và trong số liệu.")

    @Argument(help: UserOption.help)
    var id: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.post("users", id, "end", body: NoFields())) { (user: AccountAnswer, _) in
        ["Đã bỏ tài khoản \(user.id) (\(user.name))."]
      }
    }
  }
}

extension Role: ListedWord {}
extension Team: ListedWord {}

private enum UserOption {
  static let help = ArgumentHelp("Mã người dùng, như nguyen-van-an.", valueName: "mã")

  static func act(_ verb: String, on id: String, _ body: some Encodable, _ options: DaemonOptions) async throws {
    try await options.show(.post("users", id, verb, body: body)) { (user: AccountAnswer, _) in
      Wording.lines(of: user)
    }
  }
}

extension Wording {
  static func lines(of user: AccountAnswer) -> [String] {
    let state = user.locked ? ", đang khóa" : ""
    return ["\(user.id) (\(user.name)): \(user.role.name)\(state)."]
      + (user.pin.map { ["Mã PIN: \($0) – chỉ hiện lần này; phải đổi khi đăng nhập lần đầu."] } ?? [])
  }

  static func table(of users: [AccountAnswer]) -> [String] {
    guard !users.isEmpty else { return ["Chưa có tài khoản nào. Hãy tạo bằng luot user add."] }
    return Table(
      [.init("Mã"), .init("Họ tên"), .init("Vai trò"), .init("Tình trạng"), .init("Đang dùng", .right)],
      rows: users.map { user in
        [
          user.id.text, user.name, user.role.name,
          user.locked ? "khóa" : user.mustChange ? "chưa đổi mã PIN" : "dùng được", String(user.sessions),
        ]
      }
    ).lines()
  }
}
