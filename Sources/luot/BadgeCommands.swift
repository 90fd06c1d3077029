import ArgumentParser
import FrontDesk
import Queueing

struct BadgeGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "badge", abstract: "Thẻ và mã để nhân viên mở quầy bằng một lần chạm hoặc quét.",
    subcommands: [Enrol.self, List.self, End.self])

  struct Enrol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ghi thẻ đặt lên đầu đọc kế tiếp làm thẻ của một thành viên.",
      discussion: "Chờ thẻ trong 30 giây. Máy chỉ giữ dấu vết một chiều của mã thẻ, không đọc gì khác trên thẻ.")

    @Argument(help: ArgumentHelp("Mã thành viên.", valueName: "thành viên"))
    var member: String

    @Option(help: ArgumentHelp("Một phần tên đầu đọc thẻ, khi có nhiều đầu đọc.", valueName: "tên"))
    var reader: String?

    @Flag(help: "Không dùng thẻ: cấp một mã để in thành mã QR, quét ở quầy như chạm thẻ.")
    var code = false

    @OptionGroup var options: DaemonOptions

    private struct Body: Encodable {
      let member: String
      let kind: String
      let reader: String?
    }

    func validate() throws {
      if code, reader != nil { throw ValidationError("Chỉ ghi một trong hai: --code hoặc --reader.") }
    }

    func run() async throws {
      if !code, !options.json {
        print("Hãy đặt thẻ lên đầu đọc…")
        flushOutput()
      }
      let body = Body(member: member, kind: code ? "code" : "card", reader: reader)
      try await options.show(.post("badges", body: body)) { (badge: BadgeAnswer, _) in
        let made = "Thẻ \(badge.id) là của \(badge.member)."
        guard let code = badge.code else { return [made] }
        return [made, "Nội dung mã QR, chỉ cho xem một lần: \(code)"]
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cho xem các thẻ.")

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.get("badges")) { (badges: [BadgeAnswer], _) in Wording.table(of: badges) }
    }
  }

  struct End: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Hủy một thẻ bị mất hoặc không dùng nữa.")

    @Argument(help: ArgumentHelp("Mã thẻ, như b-17.", valueName: "thẻ"))
    var badge: String

    @OptionGroup var options: DaemonOptions

    func run() async throws {
      try await options.show(.post("badges", badge, "end", body: NoFields())) { (badge: BadgeAnswer, _) in
        ["Thẻ \(badge.id) của \(badge.member) không còn dùng được."]
      }
    }
  }
}

extension Wording {
  static func table(of badges: [BadgeAnswer]) -> [String] {
    if badges.isEmpty { return ["Chưa có thẻ nào."] }
    return Table(
      [.init("Thẻ"), .init("Thành viên"), .init("Từ"), .init("Đến")],
      rows: badges.map { badge in
        [badge.id, badge.member.text, momentText(badge.validFrom), badge.validUntil.map(momentText) ?? "đang dùng"]
      }
    ).lines()
  }
}
