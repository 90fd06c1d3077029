import FrontDesk
import Hummingbird
import Queueing
import Records

extension AssistanceDraft {
  /// What was helped and whom, as it is told of a person at a counter.
  init(helpIn fields: inout Fields) {
    self.init(
      activities: fields.objects("activities") { ActivityDraft(in: &$0) } ?? [],
      village: fields.text("village"), residence: fields.text("residence"), ageBand: fields.text("ageBand"),
      sex: fields.text("sex"), note: fields.text("note"))
  }

  /// The same with who helped, where and when, which a counter knows by itself.
  init(in fields: inout Fields) {
    self.init(helpIn: &fields)
    member = fields.text("member")
    place = fields.text("place")
    startedAt = fields.text("startedAt")
    minutes = fields.integer("minutes")
  }
}

extension ActivityDraft {
  fileprivate init(in fields: inout Fields) {
    self.init(
      activity: fields.requiredText("activity"), level: fields.text("level"), platform: fields.text("platform"),
      outcome: fields.text("outcome"), difficulties: fields.texts("difficulties") ?? [],
      minutes: fields.integer("minutes"))
  }
}

/// A page of assistances; `cursor` asks for what comes after it and is null on the last page.
private struct AssistancePage: Codable {
  let assistances: [AssistanceAnswer]
  let cursor: String?

  private enum CodingKeys: CodingKey {
    case assistances, cursor
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(assistances, forKey: .assistances)
    try container.encode(cursor, forKey: .cursor)
  }
}

extension Routes {
  /// What the fields of `AssistanceDraft(helpIn:)` take.
  static let help: [Taken] = [
    .may(
      "activities",
      .list(
        .object([
          .must("activity", .of(Activity.self)), .may("level", .of(ServiceLevel.self)),
          .may("platform", .of(Platform.self)), .may("outcome", .of(Outcome.self)),
          .may("difficulties", .list(.of(Difficulty.self))), .may("minutes", .integer(AssistanceDraft.minuteRange)),
        ]))),
    .may("village", .village), .may("residence", .of(Residence.self)), .may("ageBand", .of(AgeBand.self)),
    .may("sex", .of(Sex.self)), .may("note", .remark(AssistanceDraft.noteLimit)),
  ]

  private static let helpAway =
    help + [
      .may("member", .member), .may("place", .of(Place.self)), .may("startedAt", .moment),
      .may("minutes", .integer(AssistanceDraft.minuteRange)),
    ]

  /// The same in a correction, which may take something back: null, and of a text an empty one, too.
  private static let correctedHelp = helpAway.map { taken in
    AssistanceDraft.Erasable(rawValue: taken.name) == nil ? taken : .may(taken.name, .orNull(taken.form))
  }

  private static let pageLimits = 1...200
  private static let pageSize = 100

  var assistances: [Route] {
    let reception = reception
    return [
      .post(
        "/api/v1/assistances",
        Described(
          "Records help that was given away from the queue; a volunteer does so for themselves.", takes: Self.helpAway,
          gives: .created(AssistanceAnswer.self), refuses: [.aged])
      ) { call in
        let draft = try call.fields { AssistanceDraft(in: &$0) }
        try call.visitor.expectToSpeak(for: draft.member)
        let answer = try await reception.addAssistance(draft, by: call.requester, key: call.key)
        return try JSONAnswer.response(answer, status: .created)
      },
      .post(
        "/api/v1/tickets/{id}/assistance",
        Described(
          "Records afterwards what was helped on a ticket that was finished without a word about it.", id: .ticket,
          takes: Self.help, gives: .created(AssistanceAnswer.self),
          refuses: [.unknownTicket, .notToday, .alreadyRecorded, .notFinished, .aged])
      ) { call in
        let draft = try call.fields { AssistanceDraft(helpIn: &$0) }
        let answer = try await reception.addAssistance(draft, to: call.pathID, by: call.requester, key: call.key)
        return try JSONAnswer.response(answer, status: .created)
      },
      .post(
        "/api/v1/assistances/{id}/corrections",
        Described(
          "Puts a right record in the place of a wrong one, which stays; a volunteer does so with their own. Activities "
            + "are told anew; of the rest what is left out stays as it was, and what is null is taken back.",
          takes: [.must("reason", .remark(Desk.textLimit))] + Self.correctedHelp,
          gives: .created(AssistanceAnswer.self),
          refuses: [.unknownAssistance, .alreadyCorrected, .alreadyWithdrawn, .aged])
      ) { call in
        let (draft, erased, reason) = try call.fields { fields in
          fields.refuseNull("member", accepted: "mã một thành viên đang hoạt động trong danh sách")
          fields.refuseNull("place", accepted: Place.accepted)
          fields.refuseNull("startedAt", accepted: "ngày giờ dạng 2026-11-23T09:14:05+07:00")
          return (
            AssistanceDraft(in: &fields), AssistanceDraft.Erasable.allCases.filter { fields.isEmpty($0.rawValue) },
            fields.requiredText("reason")
          )
        }
        try call.visitor.expectToSpeak(for: draft.member)
        let answer = try await reception.correct(
          call.pathID, draft: draft, erasing: Set(erased), reason: reason, own: call.visitor.onlySelf,
          by: call.requester, key: call.key)
        return try JSONAnswer.response(answer, status: .created)
      },
      .post(
        "/api/v1/assistances/{id}/withdrawal",
        Described(
          "Takes back a record of what never was, or that was made twice; it stays, and counts no more. A volunteer does "
            + "so with their own.", takes: [.must("reason", .remark(Desk.textLimit))],
          gives: .answer(AssistanceAnswer.self),
          refuses: [.unknownAssistance, .alreadyCorrected, .alreadyWithdrawn, .aged])
      ) { call in
        let reason = try call.fields { $0.requiredText("reason") }
        return try JSONAnswer.response(
          try await reception.withdraw(
            call.pathID, reason: reason, own: call.visitor.onlySelf, by: call.requester, key: call.key))
      },
      .get(
        "/api/v1/assistances",
        Described(
          "Records of help, a page at a time; `cursor` is where the page before ended. A note is told to a supervisor "
            + "and to the member who helped.",
          asks: [.may("from", .day), .may("to", .day), .may("cursor"), .may("limit", .integer(Self.pageLimits))],
          gives: .answer(AssistancePage.self)), query: ["from", "to", "cursor", "limit"]
      ) { call in
        let days = try call.query.days(today: reception.today)
        let limit = try call.query.integer("limit", in: Self.pageLimits) ?? Self.pageSize
        // One more than a page tells whether there is another.
        let found = try await reception.assistances(
          from: days.from, through: days.through, after: try cursor(of: call.query), limit: limit + 1,
          notesFor: call.visitor.noteReader)
        let page = Array(found.prefix(limit))
        return try JSONAnswer.response(
          AssistancePage(assistances: page, cursor: found.count > limit ? page.last?.id : nil))
      },
    ]
  }

  private func cursor(of query: Query) throws(Problem) -> Int64? {
    guard let text = query["cursor"] else { return nil }
    guard let id = Assistance.id(fromText: text) else {
      throw Query.wrong("cursor", text, "cursor của trang trước", "Không phải một cursor.")
    }
    return id
  }
}

extension Reception {
  var today: ServiceDay { office.serviceDay(at: clock.now()) }
}
