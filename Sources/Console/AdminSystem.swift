import FrontDesk
import Hummingbird
import Queueing
import Records
import Scenes

/// The notices in their folder.
struct NoticesWords {
  struct Notice {
    let file: String
    let kind: String
    let state: String
    let title: String?
    let lines: [String]
    let code: String?
    let image: String?
    let days: String?
    let problem: String?
  }

  let folder: String
  let seconds: Int
  let notices: [Notice]
  let isEmpty: Bool

  init(_ answer: NoticesAnswer) {
    (folder, seconds) = (answer.folder, answer.seconds)
    notices = answer.notices.map { notice in
      let days: [String?] = [
        notice.from.map { "từ \($0.vietnameseText)" }, notice.through.map { "đến hết \($0.vietnameseText)" },
      ]
      let text = days.compactMap(\.self).joined(separator: " ")
      return Notice(
        file: notice.file, kind: notice.state == .shown ? "ok" : notice.state == .broken ? "failed" : "degraded",
        state: notice.state.words, title: notice.title, lines: notice.lines, code: notice.code, image: notice.image,
        days: text.isEmpty ? nil : text, problem: notice.problem)
    }
    isEmpty = notices.isEmpty
  }
}

extension NoticeAnswer.State {
  fileprivate var words: String {
    switch self {
    case .shown: "Đang hiện"
    case .later: "Chưa đến ngày"
    case .over: "Đã hết hạn"
    case .broken: "Không hiện được"
    }
  }
}

/// The clock and the record.
struct SystemWords {
  let kind: String
  let clock: String
  let now: String
  let machine: String
  let day: String
  let isDoubted: Bool
  let canKeep: Bool
}

extension Routes {
  /// The centre's notices, for whoever looks after them.
  var notices: [Route] {
    let (context, reception) = (context, reception)
    return [
      .get(
        "/api/v1/notices",
        Described("The notices in their folder, and what is wrong with any.", gives: .answer(NoticesAnswer.self)),
        for: .role(.supervisor)
      ) { _ in
        try JSONAnswer.response(context.notices.notices(on: ServiceDay(of: reception.clock.now(), startMinute: 0)))
      }
    ]
  }

  var adminSystem: [Route] {
    let (context, reception) = (context, reception)
    let notices = page(.notices) { _ in
      try Pages.html(
        "admin-notices",
        NoticesWords(context.notices.notices(on: ServiceDay(of: reception.clock.now(), startMinute: 0))))
    }
    let system = page(.system) { call in
      let clock = try await reception.clockState()
      let words = SystemWords(
        kind: clock.trusted ? "ok" : "degraded",
        clock: clock.fault.map {
          "\($0.text) Máy đang tự đếm giờ; số vẫn được cấp đúng thứ tự. Hãy chỉnh giờ máy trước."
        }
          ?? (clock.synchronised
            ? "Đồng hồ đúng và được đồng bộ." : "Đồng hồ chạy bình thường; chưa được đồng bộ qua mạng."),
        now: clock.now.timestamp.momentText, machine: clock.machine.timestamp.momentText,
        day: clock.serviceDay.vietnameseText, isDoubted: !clock.trusted,
        canKeep: call.visitor.role == .administrator)
      return try Pages.html("admin-system", words)
    }
    return notices + system
  }
}
