import FrontDesk
import Hummingbird
import Queueing
import Records
import Scenes

/// Who may sign in, and what may be done about it.
struct UsersWords {
  struct User {
    let id: String
    let name: String
    let role: String
    let team: String
    let state: String
    let kind: String
    let sessions: String
    let roles: [ChoiceWords]
    /// Whether who looks has power over this account.
    let canKeep: Bool
    let canLock: Bool
    let canGrant: Bool
    let isSelf: Bool
  }

  let users: [User]
  let members: [ChoiceWords]
  let hasMembers: Bool
  let roles: [ChoiceWords]
  let teams: [ChoiceWords]

  init(_ accounts: [AccountAnswer], _ members: [RegisterAnswer.Entry], for role: Role, own: MemberID?) {
    let isKeeper = role == .administrator
    users = accounts.map { account in
      let canKeep = isKeeper || account.role == .volunteer
      return User(
        id: account.id.text, name: account.name, role: account.role.name, team: account.team.name,
        state: account.locked
          ? "Bị khóa. Cấp mã PIN mới để mở lại."
          : account.mustChange ? "Chưa đổi mã PIN được cấp." : "Dùng bình thường.",
        kind: account.locked ? "failed" : account.mustChange ? "degraded" : "ok",
        sessions: account.sessions == 0
          ? "Không đăng nhập ở đâu" : "Đang đăng nhập ở \(account.sessions.groupedText) nơi",
        roles: Role.allCases.map { ChoiceWords(code: $0.rawValue, name: $0.name, isChosen: $0 == account.role) },
        canKeep: canKeep, canLock: canKeep && !account.locked, canGrant: isKeeper, isSelf: account.id == own)
    }
    let known = Set(accounts.map(\.id.text))
    self.members = members.filter { !known.contains($0.id) }.map {
      ChoiceWords(code: $0.id, name: "\($0.fields["name"] ?? $0.id) (\($0.id))")
    }
    hasMembers = !self.members.isEmpty
    // A supervisor has power over volunteers alone.
    roles = Role.allCases.filter { isKeeper || $0 == .volunteer }.map {
      ChoiceWords(code: $0.rawValue, name: $0.name, isChosen: $0 == .volunteer)
    }
    teams = Team.allCases.map { ChoiceWords(code: $0.rawValue, name: $0.name) }
  }
}

/// The badges that open a counter.
struct BadgesWords {
  struct Badge {
    let id: String
    let member: String
    let text: String
    let isGood: Bool
  }

  let badges: [Badge]
  let hasBadges: Bool
  let members: [ChoiceWords]

  init(_ answers: [BadgeAnswer], _ members: [RegisterAnswer.Entry], _ book: NameBook) {
    badges = answers.sorted { ($0.validUntil == nil ? 0 : 1, $0.member) < ($1.validUntil == nil ? 0 : 1, $1.member) }
      .map { badge in
        Badge(
          id: badge.id, member: book.member(badge.member.text),
          text: "từ \(badge.validFrom.timestamp.momentText)"
            + (badge.validUntil.map { ", hủy \($0.timestamp.momentText)" } ?? ", đang dùng"),
          isGood: badge.validUntil == nil)
      }
    hasBadges = !badges.isEmpty
    self.members = members.map { ChoiceWords(code: $0.id, name: "\($0.fields["name"] ?? $0.id) (\($0.id))") }
  }
}

extension Routes {
  var adminPeople: [Route] {
    let reception = reception
    let users = page(.users) { call in
      let words = UsersWords(
        try await reception.accounts(), try await reception.register(.members, on: reception.today).entries,
        for: call.visitor.role ?? .volunteer, own: call.visitor.signedIn?.member)
      return try Pages.html("admin-users", words)
    }
    let badges = page(.badges) { _ in
      let words = BadgesWords(
        try await reception.badges(), try await reception.register(.members, on: reception.today).entries,
        try await reception.nameBook())
      return try Pages.html("admin-badges", words)
    }
    return users + badges
  }
}
