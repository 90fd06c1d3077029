import ArgumentParser
import FrontDesk
import NIOCore
import Queueing
import Scenes

struct Retention: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Thời hạn lưu giữ chi tiết: đã gộp đến ngày nào, còn gì đến hạn.",
    discussion: "luotd tự gộp và xóa dần những gì đến hạn; --now làm ngay.")

  @Flag(help: "Gộp và xóa ngay mọi chi tiết đã đến hạn.")
  var now = false

  @OptionGroup var options: DaemonOptions

  func run() async throws {
    guard now else {
      return try await options.show(.get("retention")) { (answer: RetentionAnswer, _) in
        RetentionText(answer).lines
      }
    }
    try await options.using(patience: .hours(1)) { daemon in
      var answer: DaemonClient.Answer
      var state: RetentionAnswer
      repeat {
        answer = try await daemon.send(.post("retention", body: NoFields()))
        state = try answer.decoded(as: RetentionAnswer.self)
      } while state.erasing != nil || state.due > 0 && state.paused == nil
      try await options.show(answer, from: daemon) { (answer: RetentionAnswer, _) in RetentionText(answer).lines }
    }
  }
}

struct RetentionText {
  let lines: [String]

  init(_ answer: RetentionAnswer) {
    var lines = [
      "Chi tiết được giữ \(answer.months) tháng: những ngày trước \(answer.before.vietnameseText) đã quá hạn.",
      answer.agedThrough.map {
        "Đã gộp thành số liệu ngày và xóa chi tiết \(answer.agedDays.groupedText) ngày, đến hết \($0.vietnameseText)."
      } ?? "Chưa ngày nào được gộp.",
    ]
    if let day = answer.erasing { lines.append("Đang xóa chi tiết ngày \(day.vietnameseText).") }
    if answer.due > 0 { lines.append("Sắp gộp: \(answer.due.groupedText) ngày.") }
    for held in answer.unreported {
      lines.append(
        "Giữ lại \(held.days.groupedText) ngày của năm \(held.year): báo cáo năm chưa được đánh dấu là đã gửi.")
    }
    if let reason = answer.paused { lines.append(reason) }
    self.lines = lines
  }
}
